//! Handing on: an account goes into others' hands, and comes back.
//!
//! A *hand-over* is prepared by one member of the team and decided by another. With it goes a *package*, an archive of
//! what is known about the account, whose digest anybody can compare at `/verify`. Nothing is handed on while something
//! about the debt is still to be settled, and whoever owes is told who holds the debt, since when and how to reach them.
//!
//! With lawyers the account can be paid here as before; what an agency collects cannot, so that nobody pays twice; what
//! is written off stays owed, and only the creditor's own books call it lost. Everything that was said and signed stays
//! readable for whoever owes.

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod archive;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod telling;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
pub mod words;
