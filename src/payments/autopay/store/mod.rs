//! Automatic payments in the database: what was agreed, what is announced, what was tried, what came of it.

pub mod announcing;
pub mod due;
pub mod mandates;
pub mod outcomes;
pub mod reading;
pub mod tries;

/// The kind of the job that looks what falls due.
pub const SCAN_AUTOPAY: &str = "scan_autopay";
/// The kind of the job that charges one due amount.
pub const CHARGE_AUTOPAY: &str = "charge_autopay";
/// The kind of the job that writes to who agreed.
pub const TELL_AUTOPAY: &str = "tell_autopay";
