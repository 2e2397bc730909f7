//! The team: who is in it, what each is trusted with, how somebody comes in, gets a new second factor, and leaves.
//!
//! What always holds: nobody decides about themselves, an administrator decides only about people of their own creditors, and
//! whoever is trusted with something else, or with nothing more, is signed out at once.

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod telling;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
