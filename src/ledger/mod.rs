//! The books: every movement of money as a *transaction* of *entries* that sum to zero, only ever added to.
//!
//! Debits are positive and credits negative, so a debtor's books (`principal`, `interest`, …) hold what is owed as
//! positive sums, and `unapplied` holds a debtor's credit as a negative one. A correction is a new transaction that
//! reverses the old one. Each says why: kind, document, rule and policy version, three dates, who. The same cause
//! (`dedupe_key`) posts once. A balance is a sum of entries; the one cached sum, `invoice_balances`, is kept by the
//! database and proved equal by `check`, which also follows the chain of hashes that `seal` lays over everything.

#[cfg(feature = "ssr")]
pub mod accrual;
pub mod allocation;
#[cfg(feature = "ssr")]
pub mod backdating;
#[cfg(feature = "ssr")]
pub mod batches;
#[cfg(feature = "ssr")]
pub mod check;
pub mod drafts;
pub mod explanation;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod late;
pub mod makeup;
pub mod model;
#[cfg(feature = "ssr")]
pub mod months;
#[cfg(feature = "ssr")]
pub mod movements;
pub mod payouts;
pub mod returning;
pub mod returns;
#[cfg(feature = "ssr")]
pub mod seal;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod waivers;
pub mod words;
