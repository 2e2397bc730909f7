//! Al Día: a portal where people who owe money and the team that collects it see the same account.
#![forbid(unsafe_code)]
#![recursion_limit = "256"]

pub mod accounts;
#[cfg(feature = "ssr")]
pub mod app;
pub mod complaints;
pub mod contact;
pub mod desk;
pub mod disputes;
pub mod documents;
pub mod handing;
pub mod identity;
#[cfg(feature = "ssr")]
pub mod imports;
pub mod kernel;
pub mod ledger;
pub mod legal;
pub mod messages;
pub mod needs;
pub mod opinions;
pub mod payments;
pub mod plans;
pub mod policies;
pub mod promises;
pub mod reach;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod ui;

/// Wakes the islands of a page: the browser's way in. The loader then finds each island by its name.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
