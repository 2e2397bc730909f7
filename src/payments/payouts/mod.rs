//! What the provider pays out of what it holds: gross, less what it keeps, less what went back. A *movement* changes what
//! the provider holds; a *payout* is the movements that it sent to the creditor's bank together. It is posted once the
//! provider says that it was paid, and is on its way until a person sees it in a line of the bank.

pub mod jobs;
pub mod model;
pub mod provider;
pub mod reading;
pub mod store;
pub mod views;
pub mod words;
