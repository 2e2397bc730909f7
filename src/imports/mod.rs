//! Receivables from another program's files. A file is read as a whole or not at all, and reading it again changes
//! nothing. FORMAT.md beside this file describes the native format and the mapping files.
//!
//! The words: a *record* is what one row says (an invoice, a payment); a *mapping* makes records from foreign rows; a
//! *staged* row has been read and not yet compared with the books.

pub mod amount;
mod cell;
mod checks;
pub mod command;
pub mod mapping;
pub mod model;
pub mod reader;
pub mod report;
pub mod rows;
mod staging;
mod store;
pub mod words;
