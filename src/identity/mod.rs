//! Who is there. A *person* signs in with a code sent to an address of theirs, and on a new device with a *known
//! fact*; a member of *staff* with a password and a *second factor*. Either then has a *session*: one device, until it
//! is ended. What they may see follows from their links to accounts, which the database enforces.
//!
//! The answer to somebody who asks for a code never tells whether they are known. A session holds from one request to
//! the next by signed claims for ten minutes, and by a refresh token that is exchanged after that; every transaction
//! checks in the database that it has not been ended meanwhile.

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod extract;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod middleware;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod passwords;
#[cfg(feature = "ssr")]
pub mod second_factor;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod tokens;
pub mod words;
