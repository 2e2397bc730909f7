//! The terms that a creditor publishes, and the rules in them that the program obeys.
//!
//! A *policy* is a creditor's; a *version* of it is in force from a day on, until a later one is, and is never changed
//! once published. A version never reaches back: each day is judged by the version in force on that day. Interest is
//! exact to the day and rounded once, on everything that an invoice ever bore.

pub mod caps;
pub mod charging;
pub mod fees;
pub mod interest;
pub mod methods;
pub mod model;
pub mod rates;
#[cfg(feature = "ssr")]
pub mod store;
