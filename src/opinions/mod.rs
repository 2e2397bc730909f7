//! Opinions: how it was for whoever had a dispute, a plan or a conversation with the team.
//!
//! A *closing* (cierre) is one thing that came to its end once: a dispute that was answered or withdrawn, a plan that ended,
//! a conversation that the team closed. Whoever it was with is asked one question and may add a line; the team reads it on
//! the thing and, summed by month, beside all others.
//!
//! What always holds: each closing is asked about once and answered once, by nobody but whoever was asked.

pub mod model;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod section;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod telling;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
pub mod words;
