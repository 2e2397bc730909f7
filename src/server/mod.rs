//! What runs the rooms: the router and what surrounds it, files, settings, background work.

pub mod assets;
pub mod seed;
