//! Offers of plans to a selection: everybody who owes so much for so long is offered the same, as far as the published
//! rules allow it for what each owes. Nobody is offered more than anybody else, and nobody whose account rests.

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod considering;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
