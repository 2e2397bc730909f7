//! Disputes: what a debtor says is wrong, the money that waits until there is an answer, and the answer.
//!
//! A *dispute* (aclaración) names what is contested and why; the money waits in `holds`, so it is neither asked for nor
//! charged for; each thing that happens is a *step*, which is only ever added. A *draft* is a dispute that is being
//! written. The words of a dispute are between the one person who opened it and the team; that money waits is seen by
//! everybody on the account.
//!
//! What always holds: money waits once; what was answered stays as it was answered; a decision releases what waited, and
//! what was credited is treated as if it had never been billed, interest and all.

pub mod model;
pub mod promise;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod desk_actions;
#[cfg(feature = "ssr")]
pub mod desk_words;
#[cfg(feature = "ssr")]
pub mod filing;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod typed;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
pub mod words;
