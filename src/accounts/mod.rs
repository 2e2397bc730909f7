//! Accounts as both sides read them: what somebody owes, why, and which invoices make it up.
//!
//! An *account* is one debtor with one creditor in one currency. Its *balance* is always what is due, what is not due
//! yet and what is held, summing to the total; credit stands apart. The due day itself is in time. A guarantor sees,
//! and may be asked for, no more of an invoice than they signed for. Debtor and staff read the same views from the
//! same store functions; a [`model::Viewer`] says which side reads.

#[cfg(feature = "ssr")]
pub mod asked;
#[cfg(feature = "ssr")]
pub mod brand;
#[cfg(feature = "ssr")]
pub mod daily;
#[cfg(feature = "ssr")]
pub mod explained;
pub mod forecast;
#[cfg(feature = "ssr")]
pub mod forecasting;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
pub mod guarantees;
#[cfg(feature = "ssr")]
pub mod home;
#[cfg(feature = "ssr")]
pub mod invoices;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod itemised;
pub mod model;
#[cfg(feature = "ssr")]
pub mod opening;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod sheet;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
