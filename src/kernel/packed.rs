//! A value as a short text, for what the server leaves in a page for the browser's code to read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The text of a value. Both ends are of one build, so its form may change from one to the next. What cannot be packed
/// leaves an empty text: the page then stays as the server drew it.
pub fn packed<T: Serialize>(value: &T) -> String {
    postcard::to_allocvec(value).map(|bytes| STANDARD_NO_PAD.encode(bytes)).unwrap_or_default()
}

/// The value of such a text, unless it is of another kind.
pub fn unpacked<T: DeserializeOwned>(text: &str) -> Option<T> {
    postcard::from_bytes(&STANDARD_NO_PAD.decode(text).ok()?).ok()
}
