//! Papers: what a person can keep, print and show to others. A *paper* is data first (who, what, which amounts, in whose
//! language); the *press* sets it as a PDF; *sealing* gives it a number and a code, and keeps its bytes.
//!
//! What always holds: what somebody typed reaches the typesetter as data and never as markup; a sealed paper is served as
//! it was kept, and there is no second one as long as its facts are the same; whoever holds a paper can check its code at
//! `/verify` and learns no name and no amount there; a letter that says that nothing is owed exists only while the books
//! say so.

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod asked;
#[cfg(feature = "ssr")]
pub mod csv;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
pub mod jobs;
pub mod model;
#[cfg(feature = "ssr")]
pub mod ordering;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod papers;
#[cfg(feature = "ssr")]
pub mod press;
#[cfg(feature = "ssr")]
pub mod reading;
#[cfg(feature = "ssr")]
pub mod sealing;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
pub mod words;

#[cfg(feature = "ssr")]
pub use sealing::seal;
