//! The forms of this feature.

mod addresses;
mod door;
mod joining;
mod sessions;
mod sign_in;
mod staff;

pub use addresses::*;
pub use joining::*;
pub use sessions::*;
pub use sign_in::*;
pub use staff::*;

use axum::http::{HeaderMap, header};

use crate::identity::model::device_name;

/// What the browser says it runs on.
fn device(headers: &HeaderMap) -> String {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(device_name).unwrap_or_default()
}
