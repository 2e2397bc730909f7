//! Everything that goes outward to a person, and the proof of it.
//!
//! A *notice* is one thing said to one person over one *channel*. `send` is the only way out: it asks `decide` whether
//! the notice may go, writes the decision with its rule and facts into the log, puts the words into the *outbox* and
//! enqueues the job that hands them to a *carrier*, all in the caller's transaction. Every notice carries a code, which
//! anybody can check at `/verify`, and a link that says "I am not this person" without signing in.
//!
//! What always holds: no digits of a sign-in code in the log, in a job or in a trace; one job a notice; nothing to a
//! suspended address; outside the demo the words are gone once they are sent.

pub mod guard;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod letters;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod mailbox;
pub mod model;
pub mod packs;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod telling;
pub mod tone;
pub mod words;

#[cfg(feature = "ssr")]
pub use store::send;
