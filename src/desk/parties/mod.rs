//! Everybody who is linked to an account: as what, since and until when, what they may see and do and how much they answer for; at
//! which addresses they are reached and what they need; and the other accounts of the same debtor and of the same people.

pub mod pages;
pub mod store;
pub mod views;
pub mod words;
