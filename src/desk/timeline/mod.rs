//! The time line of an account: everything that happened to it, from every room, the newest first; and what the team keeps
//! beside it, notes and tags.
//!
//! A *note* (nota) is the team's own and never changed; who is named in one with an @ is called, until they have read it.

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
