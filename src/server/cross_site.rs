//! Refuses what another site makes a browser send. Forms and scripts of ours always come with
//! `Sec-Fetch-Site: same-origin`; browsers too old for that header send `Origin` (OWASP, cross-site request forgery).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::kernel::web::Refusal;
use crate::server::config::Config;

/// Paths whose senders are machines and prove themselves otherwise: the provider signs what it posts.
const MACHINES: [&str; 3] = ["/webhooks/", "/dev/stripe/v1/", "/dev/stripe/_faults"];

pub async fn layer(State(config): State<Arc<Config>>, request: Request, next: Next) -> Response {
    let exempt = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || MACHINES.iter().any(|path| request.uri().path().starts_with(path));
    if exempt || is_ours(request.headers(), &config.public_url) {
        next.run(request).await
    } else {
        Refusal::Forbidden.into_response()
    }
}

/// Whether the browser says that the request began on a page of ours.
pub fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match said("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => said("origin") == Some(public_url),
    }
}
