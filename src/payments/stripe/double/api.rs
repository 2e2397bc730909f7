//! Requests of programs: who asks, whether it was asked before, what goes wrong, and where it is worked on.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::sleep;
use tokio_util::io::ReaderStream;

use super::errors::ApiError;
use super::faults::ApiFaultKind;
use super::forms::Params;
use super::state::{Double, Moment, State, new_id};

/// Every request under `/dev/stripe/v1/`.
pub async fn answer(
    Shared(double): Shared<Double>,
    Path(path): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = match ApiRequest::read(&method, &path, uri.query(), &headers, &body) {
        Ok(request) => request,
        Err(error) => return Reply::from(error).into_response(),
    };
    let fault = double.faults().for_request(method.as_str(), &request.path);
    let kind = fault.as_ref().map(|fault| fault.kind);
    match kind {
        Some(ApiFaultKind::TooMany) => return Reply::from(ApiError::too_many()).into_response(),
        Some(ApiFaultKind::Conflict) => return Reply::from(ApiError::conflict()).into_response(),
        Some(ApiFaultKind::WebPage) => return web_page(),
        Some(ApiFaultKind::DisconnectBefore) => return broken_connection(),
        _ => {}
    }
    let fails = kind == Some(ApiFaultKind::ServerError);
    let reply = double.with(|state, moment| state.reply(&request, fails, moment));
    match fault {
        Some(fault) if fault.kind == ApiFaultKind::DisconnectAfter => broken_connection(),
        Some(fault) if fault.kind == ApiFaultKind::Timeout => {
            sleep(Duration::from_millis(fault.hold_ms)).await;
            reply.into_response()
        }
        _ => reply.into_response(),
    }
}

/// One request, understood.
struct ApiRequest {
    makes_something: bool,
    path: String,
    key: Option<String>,
    params: Params,
}

impl ApiRequest {
    fn read(
        method: &Method,
        path: &str,
        query: Option<&str>,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, ApiError> {
        check_key(headers)?;
        let path = format!("/v1/{path}");
        let makes_something = match *method {
            Method::GET => false,
            Method::POST => true,
            _ => return Err(ApiError::no_such_address(method.as_str(), &path)),
        };
        let encoded = if makes_something { body } else { query.unwrap_or_default().as_bytes() };
        let key = headers.get("idempotency-key").filter(|_| makes_something);
        Ok(Self {
            makes_something,
            path,
            key: key.map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned()),
            params: Params::parse(encoded)?,
        })
    }
}

/// What is answered.
struct Reply {
    status: u16,
    body: Value,
    replayed: bool,
}

impl From<ApiError> for Reply {
    fn from(error: ApiError) -> Self {
        Self { status: error.status, body: error.body(), replayed: false }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, [("request-id", new_id("req"))], Json(self.body)).into_response();
        if self.replayed {
            response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}

impl State {
    fn reply(&mut self, request: &ApiRequest, fails: bool, moment: Moment) -> Reply {
        if let Some(key) = &request.key {
            match self.answers.find(key, &request.path, &request.params, moment.now) {
                Ok(Some((status, body))) => return Reply { status, body, replayed: true },
                Ok(None) => {}
                Err(error) => return error.into(),
            }
        }
        self.current_key.clone_from(&request.key);
        let outcome = if fails { Err(ApiError::trouble()) } else { self.work(request, moment) };
        self.current_key = None;
        let reply = match outcome {
            Ok(body) => Reply { status: 200, body, replayed: false },
            Err(error) => error.into(),
        };
        if let Some(key) = &request.key {
            let answer = (reply.status, &reply.body);
            self.answers.keep(key, (&request.path, &request.params), answer, moment.now);
        }
        reply
    }

    fn work(&mut self, request: &ApiRequest, moment: Moment) -> Result<Value, ApiError> {
        let params = &request.params;
        let segments: Vec<&str> = request.path.split('/').skip(2).collect();
        match (request.makes_something, segments.as_slice()) {
            (true, ["checkout", "sessions"]) => self.create_session(params, moment),
            (true, ["checkout", "sessions", id, "expire"]) => self.expire_session(id, moment),
            (true, ["refunds"]) => self.create_refund(params, moment),
            (true, ["disputes", id, "close"]) => self.close_dispute(id, moment),
            (true, ["disputes", id]) => self.update_dispute(id, params, moment),
            (true, ["payment_intents"]) if params.text("off_session").is_some() => {
                self.charge_kept(params, moment)
            }
            (true, ["payment_methods", id, "detach"]) => self.detach_method(id, moment),
            (true, ["customers"]) => self.create_customer(params, moment),
            (true, ["payment_intents"]) => self.create_intent(params, moment),
            (true, ["payment_intents", id, "apply_customer_balance"]) => {
                self.apply_balance(id, params, moment)
            }
            (true, _) => Err(ApiError::no_such_address("POST", &request.path)),
            (false, ["events"]) => self.list_events(params, moment),
            (false, ["payment_intents"]) => self.list_intents(params),
            (false, ["refunds"]) => self.list_refunds(params),
            (false, ["disputes"]) => self.list_disputes(params),
            (false, ["payouts"]) => self.list_payouts(params),
            (false, ["balance_transactions"]) => self.list_movements(params),
            (false, segments) => {
                params.only(&[])?;
                self.look_up(segments, moment)
                    .ok_or_else(|| ApiError::no_such_address("GET", &request.path))?
            }
        }
    }

    fn look_up(&self, segments: &[&str], moment: Moment) -> Option<Result<Value, ApiError>> {
        let found =
            |what: &str, id: &str, json: Option<Value>| json.ok_or_else(|| ApiError::no_such(what, id));
        Some(match segments {
            ["checkout", "sessions", id] => self.session_json(id, moment),
            ["payment_intents", id] => {
                found("payment_intent", id, self.intents.get(*id).map(|intent| intent.json()))
            }
            ["charges", id] => found("charge", id, self.charges.get(*id).map(|charge| charge.json())),
            ["refunds", id] => found("refund", id, self.refunds.get(*id).map(|refund| refund.json())),
            ["disputes", id] => found("dispute", id, self.disputes.get(*id).map(|dispute| dispute.json())),
            ["payouts", id] => found("payout", id, self.payouts.get(*id).map(|payout| payout.json())),
            ["payment_methods", id] => {
                found("PaymentMethod", id, self.methods.get(*id).map(|method| method.json()))
            }
            ["customers", id] => {
                found("customer", id, self.customers.get(*id).map(|customer| customer.json()))
            }
            ["customers", id, "cash_balance"] => self.cash_balance(id),
            ["events", id] => self.event_json(id, moment),
            _ => return None,
        })
    }
}

/// Any test key will do; a live one must never come here.
fn check_key(headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if key.is_empty() {
        return Err(ApiError::unauthorized("You did not provide an API key."));
    }
    if key.starts_with("sk_test_") || key.starts_with("rk_test_") {
        Ok(())
    } else {
        Err(ApiError::unauthorized(
            "Invalid API Key provided: this stand-in for Stripe takes test keys only.",
        ))
    }
}

fn web_page() -> Response {
    (StatusCode::BAD_GATEWAY, Html("<html><body><h1>502 Bad Gateway</h1></body></html>")).into_response()
}

/// An answer that ends before it has said anything.
fn broken_connection() -> Response {
    Response::new(Body::from_stream(ReaderStream::new(Broken)))
}

struct Broken;

impl AsyncRead for Broken {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
    }
}
