//! Disputes in the database. Row-level security shows each reader theirs; every function filters by itself as well.

pub mod answering;
pub mod deciding;
pub mod drafts;
pub mod ground;
pub mod opening;
pub mod reading;
pub mod steps;
mod telling;

fn undecodable(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}
