//! What is charged by itself. A *mandate* is what a person agreed to: the words as they read them, a card of theirs, the
//! most in a month, the day. A *charge* is one due amount of theirs, an invoice's or an instalment's, from the notice to
//! its end; each try
//! to charge it is a payment like any other.
//!
//! The way of a charge: `jobs::scan` (each hour) announces what falls due (`store::announcing`), and on its day
//! `jobs::charge` judges it once more under the account's lock (`model::judge`), keeps a payment with the very words that
//! the provider is asked in (`store::tries`), and asks. What the provider says is written down by `payments::store::posting`
//! as for every payment, which tells `store::outcomes` what became of it.
//!
//! What always holds: nothing is charged that was not announced `notice_days` before, nor more than was announced, nor
//! beyond the month's cap, nor what is contested, nor after the mandate has ended; one due amount has one open charge, one
//! try has one payment and one key, and a try whose answer was lost is looked for in the provider's list.
//!
//! A mandate covers invoices, instalments of plans, or both; `store::due::due_items` answers what falls due by it and
//! when. It covers the plans that were kept when it was agreed: one that took the place of another is agreed to anew, and
//! what a plan that ended leaves is not charged whole. An instalment has its own day, and is announced anew when it is
//! moved; while something that its plan covers is contested it waits.

pub mod actions;
pub mod charge_views;
pub mod jobs;
pub mod model;
pub mod pace;
pub mod pages;
pub mod plan_views;
pub mod proposing;
pub mod store;
pub mod telling;
pub mod views;
pub mod words;
