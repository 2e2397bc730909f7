//! What the team sees of terms: the list, a version, and a draft.

pub mod draft;
pub mod list;
pub mod part;
