//! Single keys at the desk: what each does, and whether they do anything for this reader. Whatever they do can be done without
//! them.

pub mod actions;
pub mod pages;
pub mod store;
pub mod words;
