//! What the operator sees: one log line and two figures for each request, without anything personal in them. Paths
//! are logged as the route table writes them, so that no identifier, token or query lands in a log.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tracing::Instrument;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

/// Names a request in logs and on the page of an unexpected error.
#[derive(Clone, Debug)]
pub struct RequestReference(pub String);

/// Logs as JSON lines on standard error, filtered by `RUST_LOG`. A command that reads everything takes long over its
/// statements, which is no news to whoever runs it; a server that does so is worth a line.
pub fn start_logging(serves: bool) {
    // The provider's library would log whole payloads at these levels (hazards F6).
    let quiet = if serves {
        "info,stripe=error,async_stripe=error,sqlx=warn,hyper=warn"
    } else {
        "info,stripe=error,async_stripe=error,sqlx=error,hyper=warn"
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(quiet));
    // A second start, in tests, finds the first one's logger in place; that one serves.
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// Starts counting.
///
/// # Errors
/// If something else already counts in this process.
pub fn start_metrics() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0])?
        .install_recorder()
}

pub async fn layer(mut request: Request, next: Next) -> Response {
    let reference = Uuid::now_v7().to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    request.extensions_mut().insert(RequestReference(reference.clone()));
    let span = tracing::info_span!("request", %reference, %method, %route);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| {
        tracing::info!(
            status,
            elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
            "answered"
        )
    });
    metrics::counter!("aldia_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("aldia_request_seconds", "route" => route).record(elapsed);
    if let Ok(value) = HeaderValue::from_str(&reference) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
