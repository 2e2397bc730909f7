//! Threads in the database. Row-level security shows each reader theirs; every function filters by itself as well.

pub mod following;
pub mod reading;
pub mod saying;
pub mod team;
