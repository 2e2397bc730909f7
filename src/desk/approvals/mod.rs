//! What one member of the team may not do alone: limits, and the queue of what others decide.
//!
//! A room that is about to do something of a [`model::LimitKind`] asks [`store::within_limit_or_ask`] first. Within the
//! actor's own limit it does it at once; beyond it an *approval* is filed that holds everything needed to carry it out,
//! and whoever approves it carries it out in the same transaction ([`carrying_out`]). Nobody decides what they asked, and
//! nobody approves what is beyond their own limit: the database refuses both.
//!
//! It lies in the desk's room, as all that the team decides among itself does, and in a folder of its own because other
//! rooms call it: they use `model` and `store`, never the pages.

#[cfg(feature = "ssr")]
pub mod carrying_out;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
