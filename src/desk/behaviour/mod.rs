//! How an account pays and keeps its word: days to pay, promises, plans, and when and how its people pay. Every figure is worked
//! out from the books each time, and shows what from; from fewer than three inputs there is none.

pub mod model;
pub mod pages;
pub mod store;
pub mod views;
pub mod words;
