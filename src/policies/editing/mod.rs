//! Drafting a version and having it published: forms whose fields are the parameters, what is wrong with what was typed,
//! what the change would do to today's book, and the second person.
//!
//! A draft keeps what was typed as it was typed, and beside it the parameters as far as they could be understood; it is
//! published only when nothing is wrong with either.

pub mod actions;
pub mod effect;
pub mod faults;
pub mod fields;
pub mod legal_rows;
pub mod pages;
pub mod plan_rules;
pub mod publishing;
pub mod store;
pub mod typed;
pub mod views;
