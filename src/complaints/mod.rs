//! Complaints: about how somebody was treated, and not about what they owe.
//!
//! A *complaint* (queja) is one person's, has a number, a promised day and one answer by whoever leads the team. No money
//! waits for it. The register is all of them, month by month, as an authority may ask for it.

pub mod model;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod register;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
pub mod words;
