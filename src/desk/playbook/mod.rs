//! The team's guide: for each situation a short article on what to answer and what can be offered, in both languages, in
//! versions that those who lead publish; and who has read the newest one, and the newest terms.

#[cfg(feature = "ssr")]
pub mod actions;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
