//! What every room speaks: money, days, languages, identifiers. Pure and the same on the server and in the browser;
//! only the modules marked `ssr` know of a database or of the web.

#[macro_use]
pub mod locale;
#[macro_use]
pub mod ids;

#[cfg(feature = "ssr")]
pub mod actor;
pub mod browser;
pub mod cards;
pub mod dates;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod failpoints;
#[cfg(feature = "ssr")]
mod ids_sql;
pub mod markup;
pub mod money;
pub mod packed;
#[cfg(feature = "ssr")]
pub mod pictures;
#[cfg(feature = "ssr")]
pub mod scanning;
#[cfg(feature = "ssr")]
pub mod upload;
#[cfg(feature = "ssr")]
pub mod web;
