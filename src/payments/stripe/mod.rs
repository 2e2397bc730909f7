//! Stripe: the client that speaks to it, the check of what it sends us, and the double that stands in for it.

pub mod answers;
pub mod client;
pub mod double;
mod evidence;
mod instruments;
mod payouts;
pub mod returns;
pub mod transfers;
pub mod webhook;

/// The version of Stripe's API that our client speaks, and that the webhook endpoint at Stripe must be set to. It is
/// the client crate's own constant, which is why that crate is pinned to one release.
pub const API_VERSION: &str = "2026-09-30.endive";
