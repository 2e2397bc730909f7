//! Payment plans. A *negotiation* is about some debts of one account; each *offer* in it is one version of the terms, with
//! its author, reason and end, and none is ever changed. The one that whoever owes signs becomes a *plan*: dated
//! *instalments* that what is paid on its debts reaches in order.
//!
//! What always holds: the instalments and the discount sum to what was owed; a negotiation ends in one plan at most, and a
//! debt is in one plan at a time; what a plan has received is read from the books and stored nowhere else; a plan never
//! turns interest into principal; nothing that was offered, agreed or missed is ever deleted.

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod agreement;
pub mod answer;
pub mod asked;
#[cfg(feature = "ssr")]
pub mod bending;
pub mod bounds;
pub mod budget;
#[cfg(feature = "ssr")]
pub mod budgeting;
#[cfg(feature = "ssr")]
pub mod calendar;
pub mod campaigns;
pub mod cost;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod discount;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod jobs;
pub mod marking;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod picture;
#[cfg(feature = "ssr")]
pub mod proposing;
pub mod reckoning;
pub mod schedule;
pub mod standing;
pub mod state;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod telling;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
