//! Cards that people keep with a creditor's provider, so that they need not type them again and may let them be charged
//! by themselves (`payments::autopay`).
//!
//! A card is kept because its owner ticks so before they pay: the provider keeps it, and once the payment is posted the job
//! `keep_method` reads there what may be shown of it. The number never comes here.
//!
//! What always holds: a card is its owner's and nobody else's on the account; one of a person's cards with a creditor is
//! their usual one; a card that is removed is forgotten at the provider, and ends what it was to be charged for.

pub mod actions;
pub mod instruments;
pub mod jobs;
pub mod pages;
pub mod store;
pub mod views;
pub mod words;
