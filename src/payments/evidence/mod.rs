//! Answering a bank that contests a payment: the team's words and what the portal itself knows of the payment go to the
//! provider, who puts them to the bank; or the team lets the money go. Either is decided once, kept before the provider
//! hears of it, and sent until there is an answer.

pub mod actions;
pub mod jobs;
pub mod known;
pub mod model;
pub mod provider;
pub mod store;
pub mod views;
pub mod words;
