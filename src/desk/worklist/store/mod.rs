//! The work list in the database. Every function filters by the creditors of whoever asks, as row-level security does too.

pub mod claims;
pub mod contact;
pub mod figures;
pub mod ranking;
pub mod things;
pub mod weights;
