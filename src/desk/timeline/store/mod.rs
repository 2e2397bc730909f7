//! The time line in the database, and what the team keeps beside an account.

pub mod notes;
pub mod reading;
