//! Who of the team read or did what, and when: the trail as those read it who lead or look after a team, by person, verb, account
//! and day, and as a file.

#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;
