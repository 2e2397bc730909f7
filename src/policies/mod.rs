//! The terms that a creditor publishes, and the rules in them that the program obeys.
//!
//! A *policy* is a creditor's; a *version* of it is in force from a day on, until a later one is, and is never changed
//! once published. A version never reaches back: an invoice follows the one that was in force when it was issued, or a
//! later one that is kinder where the creditor promised so. Interest is exact to the day and rounded once, on everything
//! that an invoice ever bore.
//!
//! A version is read as a *document*: sentences that follow from its parameters, and the creditor's own words, in which
//! placeholders stand for parameters. What is accepted, printed and compared is that document.

#[cfg(feature = "ssr")]
pub mod accepting;
#[cfg(feature = "ssr")]
pub mod actions;
pub mod caps;
pub mod charging;
#[cfg(feature = "ssr")]
pub mod composing;
#[cfg(feature = "ssr")]
pub mod differences;
#[cfg(feature = "ssr")]
pub mod editing;
pub mod fees;
pub mod governing;
pub mod holidays;
pub mod interest;
pub mod methods;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod placeholders;
pub mod rates;
#[cfg(feature = "ssr")]
pub mod reading;
pub mod rules;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod text;
pub mod timeline;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
pub mod words;
