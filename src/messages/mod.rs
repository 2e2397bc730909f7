//! Messages: what a person and the team say to each other about an account, a dispute or a plan, and the notes that the
//! team keeps beside it.
//!
//! A *thread* (conversación) belongs to one person and is about one *matter*: an account, or a dispute or a plan on it,
//! whose page shows it. A *message* is said in it by either side and never changed; a *note* is the team's own and is in a
//! table that no person's scope reads.
//!
//! What always holds: nothing said is lost or said twice, whoever wrote last is who the other side answers, and what is
//! sent outside names neither an amount nor a word of what was said.

pub mod islands;
pub mod model;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod desk_actions;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod section;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod templates;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
