//! Al Día: a portal where people who owe money and the team that collects it see the same account.
#![forbid(unsafe_code)]
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod app;
pub mod contact;
pub mod identity;
#[cfg(feature = "ssr")]
pub mod imports;
pub mod kernel;
pub mod ledger;
pub mod payments;
pub mod policies;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod ui;
