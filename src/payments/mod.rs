//! Money on its way in: what a debtor pays through a provider, from the press of a button to the posting.
//!
//! A *gateway* is a provider's account seen through what we need of it; a *checkout* is one attempt to pay on the
//! provider's own page; a *payment* is the provider's word on what became of it. Nothing is posted because somebody
//! came back from that page or because a message arrived: only what the provider's own object says counts.
//!
//! The way of a payment: `actions::start` keeps it (`store::start`), `checkout` has the provider open its page, and
//! whatever brings news of it (a message kept by `actions::stripe_webhook`, somebody who comes back, the minute's round,
//! the hour's in `reconciling`) ends in `jobs`, which reads the provider's object and posts what it says (`store::posting`), once.
//!
//! What always holds: a request key makes one payment; a person has one open checkout on an account; what is contested
//! is never paid; the parts and the credit of a payment sum to what was received.

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod asked;
#[cfg(feature = "ssr")]
pub mod autopay;
#[cfg(feature = "ssr")]
pub mod bank;
#[cfg(feature = "ssr")]
pub mod checkout;
#[cfg(feature = "ssr")]
pub mod comparing;
#[cfg(feature = "ssr")]
pub mod crediting;
#[cfg(feature = "ssr")]
pub mod events;
#[cfg(feature = "ssr")]
pub mod evidence;
#[cfg(feature = "ssr")]
pub mod gateway;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod links;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod payouts;
#[cfg(feature = "ssr")]
pub mod reconciling;
#[cfg(feature = "ssr")]
pub mod recorded;
#[cfg(feature = "ssr")]
pub mod saved;
#[cfg(feature = "ssr")]
pub mod steps;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod stripe;
#[cfg(feature = "ssr")]
pub mod transfers;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
