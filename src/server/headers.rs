//! The headers that every answer carries, one layer for all of them. The policy starts from nothing and each line of
//! it names what a page needs.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::server::config::Config;

/// The word that marks this answer's own scripts. Never the same twice.
#[derive(Clone, Debug)]
pub struct Nonce(pub String);

pub async fn layer(State(config): State<Arc<Config>>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 18]>()));
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    add_to(response.headers_mut(), &config, &nonce);
    response
}

fn add_to(headers: &mut HeaderMap, config: &Config, nonce: &Nonce) {
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(config, nonce)) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Our own pages learn where a form came from, nobody else does: addresses may hold a one-time link.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=()",
        ),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
        // What a page shows is one person's; only files named by their content may be kept.
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if config.public_url.starts_with("https:") {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        );
    }
}

fn content_security_policy(config: &Config, nonce: &Nonce) -> String {
    let lines = [
        "default-src 'none'".to_owned(),
        // Islands: one module with the nonce, which imports the rest; WebAssembly needs a word of its own.
        format!("script-src 'nonce-{}' 'strict-dynamic' 'wasm-unsafe-eval'", nonce.0),
        "connect-src 'self'".to_owned(),
        "style-src 'self'".to_owned(),
        "img-src 'self'".to_owned(),
        "font-src 'self'".to_owned(),
        // A form that pays is answered by a redirect to the provider's page, which counts as the form's target.
        format!("form-action 'self' {}", config.stripe.checkout_origin),
        "base-uri 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ];
    lines.join("; ")
}
