//! Card numbers in any form of ours are masked before its handler reads it, so that none can be stored by oversight.
//! Forms with files are masked as they are taken apart (`kernel::upload`).

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use url::form_urlencoded;

use crate::kernel::cards::masked_field;

/// What is read to look at it; the router takes no larger form without files.
const FORM_BYTES_AT_MOST: usize = 256 * 1024;

/// The layer.
pub async fn layer(request: Request, next: Next) -> Response {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let path = request.uri().path();
    // At the door nothing is told in words, and a password is as it was typed.
    if !is_form || !path.starts_with("/do/") || path.starts_with("/do/identity/") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, FORM_BYTES_AT_MOST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let body = match masked_form(&bytes) {
        Some(form) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            Body::from(form)
        }
        None => Body::from(bytes),
    };
    next.run(Request::from_parts(parts, body)).await
}

/// The form with its card numbers masked; nothing where it has none, so that it stays byte for byte what it was.
fn masked_form(bytes: &[u8]) -> Option<String> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(bytes).into_owned().collect();
    let clean: Vec<(String, String)> =
        pairs.iter().map(|(name, value)| (name.clone(), masked_field(name, value))).collect();
    (clean != pairs).then(|| form_urlencoded::Serializer::new(String::new()).extend_pairs(&clean).finish())
}
