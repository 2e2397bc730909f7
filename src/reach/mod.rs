//! Whether somebody can be reached at an address: the team asks whether it is still theirs and they answer in the portal, and an
//! address at which somebody else reads or listens is taken out of everything. That there is such an address only its person
//! sees, once they have signed in, and only they have it used again.

#[cfg(feature = "ssr")]
pub mod actions;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
