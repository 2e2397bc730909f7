//! Calls: whether somebody may be called now and why, and what came of it. What is logged is never changed; a call that
//! the rules did not allow is logged like any other, and says so.

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
