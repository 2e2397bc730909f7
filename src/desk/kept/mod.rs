//! Views that somebody keeps (vistas guardadas): a list of the desk with what it was asked, under a name of their own. Nobody
//! else sees them.

pub mod actions;
pub mod model;
pub mod pages;
pub mod section;
pub mod store;
pub mod words;
