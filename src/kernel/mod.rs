//! What every room speaks: money, days, languages, identifiers. Pure and the same on the server and in the browser;
//! only the modules marked `ssr` know of a database or of the web.

pub mod dates;
pub mod locale;
pub mod money;
