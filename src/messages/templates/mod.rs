//! What the team often says, with the account's own figures, in the language of whoever reads it. The program brings a few;
//! whoever leads a team puts them into the creditor's words and adds others.

pub mod actions;
pub mod model;
pub mod pages;
pub mod store;
pub mod views;
pub mod words;
