//! Paying without signing in. A *link* holds a secret; whoever holds it may pay towards one account, one invoice
//! of it or an instalment of a plan on it, and sees of it the creditor, initials, how the reference ends and an amount. A
//! *guest* is whoever pays by one.
//!
//! Other rooms call [`store::mint`] to put a link into what they send.
//!
//! What always holds: the secret can be worked out only with the key file, and the database keeps its digest; one link
//! has one open page at the provider; a dead link says the same whatever it died of, and one
//! whose instalment is paid or asked for no more says so and takes nothing; what a guest paid is the debtor's
//! payment like any other, the full receipt is the debtor's, and the guest's says amount, date and reference only.

pub mod actions;
pub mod guest;
pub mod guest_views;
pub mod jobs;
pub mod model;
pub mod pages;
pub mod store;
pub mod views;
pub mod words;

pub use store::mint;
