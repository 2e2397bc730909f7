//! Money on its way in: what a debtor pays through a provider, from the press of a button to the posting.
//!
//! A *gateway* is a provider's account seen through what we need of it; a *checkout* is one attempt to pay on the
//! provider's own page; a *payment* is the provider's word on what became of it. Nothing is posted because somebody
//! came back from that page or because a message arrived: only what the provider's own object says counts.

#[cfg(feature = "ssr")]
pub mod gateway;
#[cfg(feature = "ssr")]
pub mod stripe;
