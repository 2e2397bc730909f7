//! The layers that every request passes, outermost first, around the routes of `app`.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get_service};
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app;
use crate::app::Route;
use crate::identity::middleware::sessions_layer;
use crate::kernel::upload::UPLOAD_BYTES_AT_MOST;
use crate::kernel::web::Refusal;
use crate::payments::stripe::double::{self, Double};
use crate::server::app_state::App;
use crate::server::{cross_site, headers, limits, masking, refusals, telemetry, visits};

/// Forms are small; those that may hold files are read further.
const BODY_BYTES_AT_MOST: usize = 256 * 1024;
const ANSWER_AT_MOST: Duration = Duration::from_secs(30);

/// The whole portal. The double of the payment provider is mounted only where there is one: in a demo.
pub fn router(app: App, double: Option<Double>) -> Router {
    let config = Arc::clone(&app.config);
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(config.clone(), headers::layer))
        .layer(from_fn(telemetry::layer))
        .layer(from_fn_with_state(app.limits.clone(), limits::layer))
        // Static files are compressed already, and streams of events must not wait to be.
        .layer(
            CompressionLayer::new().compress_when(
                DefaultPredicate::new()
                    .and(NotForContentType::new("text/javascript"))
                    .and(NotForContentType::new("text/css")),
            ),
        )
        .layer(from_fn_with_state(app.gate.clone(), sessions_layer))
        .layer(from_fn_with_state(app.clone(), visits::layer))
        .layer(from_fn_with_state(app.clone(), refusals::layer))
        .layer(CatchPanicLayer::custom(refusals::on_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_AT_MOST))
        .layer(from_fn_with_state(config, cross_site::layer))
        .layer(from_fn(masking::layer));
    let routes =
        app::routes().into_iter().filter(|route| route.access != app::Access::Demo || app.config.is_demo());
    let routes = mounted(routes, &app)
        .fallback(async || Refusal::NotFound.into_response())
        .method_not_allowed_fallback(async || Refusal::NotFound.into_response())
        .with_state(app);
    let routes = match double {
        Some(double) => routes.merge(
            double::router(double)
                .layer(DefaultBodyLimit::max(BODY_BYTES_AT_MOST))
                .layer(RequestBodyLimitLayer::new(BODY_BYTES_AT_MOST)),
        ),
        None => routes,
    };
    routes.layer(layers)
}

/// What a file's address ends with, after the identifier that the address of its page ends with.
const FILE: &str = ".pdf";

/// Every route at its path, each with its own limit. The router knows whole segments only, so a file `/…/{id}.pdf`
/// shares the path of its page `/…/{id}`, and the end of the address says which of the two is meant.
fn mounted(routes: impl Iterator<Item = Route>, app: &App) -> Router<App> {
    let (files, pages): (Vec<Route>, Vec<Route>) =
        routes.partition(|route| route.path.ends_with(&format!("}}{FILE}")));
    pages.into_iter().fold(Router::new(), |router, page| {
        let file = files.iter().find(|file| {
            file.method == page.method && file.path.strip_suffix(FILE).is_some_and(|path| path == page.path)
        });
        let handler = match file {
            Some(file) => page_or_file(
                page.handler.with_state(app.clone()),
                file.handler.clone().with_state(app.clone()),
            ),
            None => page.handler,
        };
        let most = if page.takes_files { UPLOAD_BYTES_AT_MOST } else { BODY_BYTES_AT_MOST };
        let limits =
            ServiceBuilder::new().layer(DefaultBodyLimit::max(most)).layer(RequestBodyLimitLayer::new(most));
        router.route(page.path, handler.layer(limits))
    })
}

fn page_or_file(page: MethodRouter, file: MethodRouter) -> MethodRouter<App> {
    get_service(service_fn(move |request: Request| {
        let chosen = if request.uri().path().ends_with(FILE) { &file } else { &page };
        chosen.clone().oneshot(request)
    }))
}
