//! The team's side of plans: proposals that wait, one with what is needed to decide it, and offers of the team's own.

pub mod actions;
pub mod deciding;
pub mod pages;
pub mod reading;
pub mod store;
pub mod views;
