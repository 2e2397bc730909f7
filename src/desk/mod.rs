//! The team's side: finding an account, and reading the very pages that its people read, with a margin beside them.
//!
//! Staff see the accounts of their creditors and no others. Whoever reads an account leaves an entry in its audit
//! trail; whoever looks at the pages as the debtor sees them says so first, and the debtor can see that it happened.

#[cfg(feature = "ssr")]
pub mod actions;
pub mod approvals;
pub mod audit;
#[cfg(feature = "ssr")]
pub mod behaviour;
pub mod calendar;
pub mod calls;
#[cfg(feature = "ssr")]
pub mod finding;
#[cfg(feature = "ssr")]
pub mod groups;
#[cfg(feature = "ssr")]
pub mod kept;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod months;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod parties;
pub mod people;
pub mod playbook;
#[cfg(feature = "ssr")]
pub mod refunding;
#[cfg(feature = "ssr")]
pub mod spreadsheet;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod tables;
#[cfg(feature = "ssr")]
pub mod task_views;
#[cfg(feature = "ssr")]
pub mod tasks;
#[cfg(feature = "ssr")]
pub mod till_views;
pub mod timeline;
#[cfg(feature = "ssr")]
pub mod viewing;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
pub mod waiving;
pub mod words;
pub mod worklist;
