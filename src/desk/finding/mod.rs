//! The search box in the desk's frame: accounts, invoices, payments, disputes, plans, complaints and people, by whatever somebody
//! holds in their hands. What is named exactly, and by nothing else, is gone to at once.

pub mod model;
pub mod pages;
pub mod store;
pub mod views;
pub mod words;
