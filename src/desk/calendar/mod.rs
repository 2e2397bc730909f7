//! What is to be done on which day: tasks, promises that fall due, answers to disputes, instalments of plans and what was put off, by
//! month and by week, of one member of the team or of all.

pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
