//! Promises to pay: somebody says how much they will pay and by when, or the team notes what they said. Until that day
//! nobody chases them. Whether a promise was kept is read from the ledger, so that neither side can tick it off.

#[cfg(feature = "ssr")]
pub mod actions;
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
