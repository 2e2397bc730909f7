//! Legal status: what the law stops about a debt, or about one person who owes it (domain-rules A15).
//!
//! A *status* has a kind, a day from which it holds, what shows it, and perhaps a last day. It stops interest, contact and
//! agreements from its day on, and whoever set it cannot lift it: another of the team asks for that, or they do, and a
//! second person decides. What stood stays in the history.

pub mod model;
pub mod words;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
