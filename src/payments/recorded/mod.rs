//! Money that came another way than through the provider. A debtor *reports* that they paid; a member of the team
//! *records* what came, on its own or in answer to a report; cash lies in the *till* until its day is counted and closed.
//!
//! What always holds: what is reported is shown and never subtracted; what is recorded counts from the day on which it
//! was received and is carried in an open month; one transfer, told by its tracking key, is recorded once; beyond
//! somebody's limit, or long after the day, another approves; nobody closes the till of a day on which they took cash.

pub mod actions;
pub mod files;
pub mod model;
pub mod reports;
pub mod reports_views;
pub mod store;
pub mod till;
pub mod views;
pub mod words;
