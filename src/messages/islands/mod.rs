//! What runs in the browser: a page about what is said follows it as long as somebody looks at the page, and whoever sends
//! files sees how far they have come.

mod following;
mod listening;
mod uploading;

pub use following::Follow;
pub use uploading::Uploading;
