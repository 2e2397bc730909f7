//! Views of terms that both sides read.

pub mod accepted;
pub mod document;
pub mod procedure;
pub mod terms;
