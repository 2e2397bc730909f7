//! The checkout page: shown, paid, confirmed. Every post ends in a redirect, so that nothing is done twice by going
//! back or reloading.

use axum::Form;
use axum::extract::{Path, Query, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::cards::{Decline, judge};
use super::checkout::Attempt;
use super::objects::{IntentStatus, Session, SessionStatus};
use super::pages::{self, CheckoutFacts};
use super::state::{Double, State};
use super::words;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};

/// `GET /dev/stripe/checkout.css`
pub async fn stylesheet() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("checkout.css")).into_response()
}

/// What a redirect to the page says about it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PageQuery {
    problem: String,
}

/// `GET /dev/stripe/checkout/{id}`
pub async fn show(
    Shared(double): Shared<Double>,
    Path(id): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Response {
    let Some((mut facts, status, _)) = facts(&double, &id, &headers) else { return unknown(&headers) };
    match status {
        SessionStatus::Open => {
            if query.problem == "number" {
                facts.problem = Some(words::no_number(facts.lang));
            }
            page(StatusCode::OK, pages::pay_page(facts))
        }
        SessionStatus::Complete => page(StatusCode::OK, pages::paid_page(facts)),
        SessionStatus::Expired => page(StatusCode::GONE, pages::expired_page(facts)),
    }
}

/// What is typed or pressed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PayForm {
    card: String,
    outcome: String,
}

/// `POST /dev/stripe/checkout/{id}/pay`
pub async fn pay(
    Shared(double): Shared<Double>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(form): Form<PayForm>,
) -> Response {
    let chosen = double.with(|state, moment| {
        let attempt = match form.outcome.as_str() {
            "voucher" => state.make_voucher(&id, moment),
            "transfer" => state.make_transfer(&id, moment),
            "debit" => state.make_debit(&id, moment),
            _ => return None,
        };
        // Pressed twice, or too late: the page itself tells.
        Some(state.way_on(&id, attempt.unwrap_or(Attempt::Closed)))
    });
    if let Some(address) = chosen {
        return Redirect::to(&address).into_response();
    }
    let number = match form.outcome.as_str() {
        "pay" => "4242424242424242",
        "decline" => "4000000000000002",
        "confirm" => "4000002500003155",
        _ => &form.card,
    };
    let Ok((card, verdict)) = judge(number) else {
        return Redirect::to(&format!("/dev/stripe/checkout/{}?problem=number", plain(&id))).into_response();
    };
    let attempt = double.with(|state, moment| {
        let attempt = state.try_card(&id, card, verdict, moment)?;
        Some(state.way_on(&id, attempt))
    });
    attempt.map_or_else(|| unknown(&headers), |address| Redirect::to(&address).into_response())
}

/// `GET /dev/stripe/checkout/{id}/confirm`
pub async fn show_confirmation(
    Shared(double): Shared<Double>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match facts(&double, &id, &headers) {
        Some((facts, SessionStatus::Open, Some(IntentStatus::RequiresAction))) => {
            page(StatusCode::OK, pages::confirm_page(facts))
        }
        Some((facts, ..)) => Redirect::to(&facts.path).into_response(),
        None => unknown(&headers),
    }
}

/// What is said to the bank.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct ConfirmForm {
    decision: String,
}

/// `POST /dev/stripe/checkout/{id}/confirm`
pub async fn confirm(
    Shared(double): Shared<Double>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(form): Form<ConfirmForm>,
) -> Response {
    let way_on = double.with(|state, moment| {
        let attempt = state.confirm(&id, form.decision == "yes", moment)?;
        Some(state.way_on(&id, attempt))
    });
    way_on.map_or_else(|| unknown(&headers), |address| Redirect::to(&address).into_response())
}

impl State {
    /// Where a try to pay leads.
    fn way_on(&self, id: &str, attempt: Attempt) -> String {
        let here = format!("/dev/stripe/checkout/{}", plain(id));
        match attempt {
            Attempt::Paid => self.sessions.get(id).map_or(here, success_url),
            Attempt::MustConfirm => format!("{here}/confirm"),
            Attempt::Declined | Attempt::Closed => here,
        }
    }
}

fn facts(
    double: &Double,
    id: &str,
    headers: &HeaderMap,
) -> Option<(CheckoutFacts, SessionStatus, Option<IntentStatus>)> {
    double.with(|state, _| {
        let session = state.sessions.get(id)?;
        let intent = session.intent.as_ref().and_then(|intent| state.intents.get(intent));
        let lang = session.locale.as_deref().and_then(Lang::parse).unwrap_or_else(|| browser_lang(headers));
        let facts = CheckoutFacts {
            lang,
            kinds: session.kinds.clone(),
            amount: amount(session),
            description: session.description.clone(),
            email: session.customer_email.clone(),
            success_url: success_url(session),
            cancel_url: session.cancel_url.clone(),
            path: format!("/dev/stripe/checkout/{}", plain(id)),
            problem: intent.and_then(|intent| intent.last_error).map(|error| sorry(lang, error)),
        };
        Some((facts, session.status, intent.map(|intent| intent.status)))
    })
}

fn sorry(lang: Lang, error: Decline) -> &'static str {
    match (error.code, error.decline_code) {
        ("payment_intent_authentication_failure", _) => words::declined_unconfirmed(lang),
        ("expired_card", _) => words::declined_expired(lang),
        ("insufficient_funds", _) => words::declined_funds(lang),
        (_, Some("insufficient_funds")) => words::declined_funds(lang),
        (_, Some("test_mode_live_card")) => words::declined_real(lang),
        _ => words::declined(lang),
    }
}

fn amount(session: &Session) -> String {
    let code = session.currency.to_ascii_uppercase();
    match Currency::parse(&code) {
        Some(currency) => Money::new(session.amount, currency).with_code(),
        None => format!("{} {code}", session.amount),
    }
}

/// Stripe writes the session's identifier where the address asks for it.
fn success_url(session: &Session) -> String {
    session.success_url.replace("{CHECKOUT_SESSION_ID}", &session.id)
}

pub(super) fn browser_lang(headers: &HeaderMap) -> Lang {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    wanted.and_then(|list| Lang::parse(list.split([',', ';']).next()?)).unwrap_or_default()
}

/// An identifier as far as it can be one: it becomes part of an address.
fn plain(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

fn unknown(headers: &HeaderMap) -> Response {
    page(StatusCode::NOT_FOUND, pages::unknown_page(browser_lang(headers)))
}

fn page(status: StatusCode, html: String) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}
