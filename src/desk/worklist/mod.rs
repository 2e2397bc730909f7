//! The work list: everything that waits for the team, and after it the accounts to be asked to pay, the most urgent first.
//!
//! A *thing* is one row: a dispute, a proposal, a message, a promise, a plan, a declined charge, a task, a note that calls
//! somebody, or an account. Why an account stands where it stands is a rule that people can read, with weights that a
//! creditor's supervisors set.
//!
//! What always holds: an account is one person's at a time, and nobody is listed to be asked for money who has promised to
//! pay, contests all that is due, or is protected by a legal status.

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod listing;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
pub mod weighing;
pub mod words;
