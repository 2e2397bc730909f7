//! What machines ask: is the process alive, can it work, and how much has it done.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::kernel::actor::Actor;
use crate::kernel::db::Db;

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers too, so requests may be sent here.
pub async fn readyz(State(db): State<Db>) -> Response {
    match db.begin(Actor::Visitor).await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// `GET /metrics`, in the text form that Prometheus reads.
pub async fn metrics(State(handle): State<PrometheusHandle>, State(db): State<Db>) -> Response {
    let (open, idle) = db.connections();
    metrics::gauge!("aldia_database_connections", "state" => "open").set(open);
    metrics::gauge!("aldia_database_connections", "state" => "idle")
        .set(u32::try_from(idle).unwrap_or(u32::MAX));
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}
