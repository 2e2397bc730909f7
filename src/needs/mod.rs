//! What somebody needs in order to deal with us: large print, letters only, somebody who speaks for them, more time, another
//! language, an interpreter, text relay. Never why. It is a closed list; whoever needs it says so, or the team notes it at their
//! word, and it is good until a day on which they are asked again.
//!
//! What always holds: who wants letters only is neither called nor written to in another way, codes that they ask for apart;
//! papers of who needs large print are printed large; who needs more time has the longer time for what the team offers.

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
