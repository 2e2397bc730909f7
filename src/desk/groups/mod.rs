//! Groups (grupos): accounts that owe in the same way, by rules that people can read. A group holds rules and no list, so who is
//! in it is true at the moment it is asked.
//!
//! What always holds: rules are about what is owed, promised, contested and agreed, about the language that somebody chose and
//! about the team's own tags; never about who somebody is. Those who lead a team make, change and retire groups.

pub mod actions;
pub mod model;
pub mod pages;
pub mod store;
pub mod views;
pub mod words;
