//! The page where one plays the bank: refunds that wait, and what card holders contest.

use axum::Form;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::hosted::browser_lang;
use super::objects::{Charge, Dispute, Refund, RefundStatus};
use super::pages::document;
use super::state::{Double, State};
use super::words;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};

/// `GET /dev/stripe/returns`
pub async fn show(Shared(double): Shared<Double>, headers: HeaderMap) -> Response {
    let lang = browser_lang(&headers);
    let html = double.with(|state, _| page(lang, state));
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// What is pressed beside a charge, a refund or a dispute.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Pressed {
    outcome: String,
}

/// `POST /dev/stripe/returns/{id}`
pub async fn decide(
    Shared(double): Shared<Double>,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Response {
    let done = double.with(|state, moment| match pressed.outcome.as_str() {
        "contest" => state.dispute(&id, "fraudulent", false, moment).map(drop),
        "ask" => state.dispute(&id, "fraudulent", true, moment).map(drop),
        "arrives" => state.settle_refund(&id, true, moment),
        "comes_back" => state.settle_refund(&id, false, moment),
        "won" => state.decide_dispute(&id, true, moment),
        "lost" => state.decide_dispute(&id, false, moment),
        _ => None,
    });
    match done {
        Some(()) => Redirect::to("/dev/stripe/returns").into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn page(lang: Lang, state: &State) -> String {
    let charges: Vec<&Charge> = state
        .charges
        .values()
        .rev()
        .filter(|charge| charge.failure.is_none() && !charge.is_pending)
        .take(SHOWN)
        .collect();
    let none = charges.is_empty().then(|| view! { <p>{words::no_charges(lang)}</p> });
    let sheets: Vec<AnyView> = charges.into_iter().map(|charge| sheet(lang, state, charge)).collect();
    let body = view! {
        <section class="sheet">
            <h1>{words::returns(lang)}</h1>
            <p class="soft">{words::returns_lead(lang)}</p>
            {none}
        </section>
        {sheets}
    };
    document(lang, words::returns(lang), body)
}

const SHOWN: usize = 30;

fn sheet(lang: Lang, state: &State, charge: &Charge) -> AnyView {
    let line = words::charge_line(lang, &amount(charge.amount, &charge.currency), &charge.by.label());
    let can_contest =
        charge.by.can_be_contested() && !charge.disputed && charge.amount_refunded < charge.amount;
    let buttons: &[(&str, &str)] = match can_contest {
        true => &[("contest", words::holder_contests(lang)), ("ask", words::bank_asks(lang))],
        false => &[],
    };
    let refunds = state.refunds.values().filter(|refund| refund.charge == charge.id);
    let refunds: Vec<AnyView> = refunds.map(|refund| refund_row(lang, refund)).collect();
    let disputes = state.disputes.values().filter(|dispute| dispute.charge == charge.id);
    let disputes: Vec<AnyView> = disputes.map(|dispute| dispute_row(lang, dispute)).collect();
    view! {
        <section class="sheet">
            <h2>{line}</h2>
            {presses(&charge.id, buttons)}
            {refunds}
            {disputes}
        </section>
    }
    .into_any()
}

fn refund_row(lang: Lang, refund: &Refund) -> AnyView {
    let status = refund.json()["status"].as_str().unwrap_or_default().to_owned();
    let line = words::refund_line(lang, &amount(refund.amount, &refund.currency), &status);
    let buttons: &[(&str, &str)] = match refund.status {
        RefundStatus::Pending | RefundStatus::RequiresAction => {
            &[("arrives", words::refund_arrives(lang)), ("comes_back", words::refund_comes_back(lang))]
        }
        RefundStatus::Succeeded => &[("comes_back", words::refund_comes_back(lang))],
        RefundStatus::Failed => &[],
    };
    view! { <p>{line}</p> {presses(&refund.id, buttons)} }.into_any()
}

fn dispute_row(lang: Lang, dispute: &Dispute) -> AnyView {
    let status = dispute.json()["status"].as_str().unwrap_or_default().to_owned();
    let line = words::dispute_line(lang, &amount(dispute.amount, &dispute.currency), &status);
    let said = dispute.evidence.get("uncategorized_text").cloned();
    let said = said.map(|said| view! { <p class="soft">{said}</p> });
    let buttons: &[(&str, &str)] = match dispute.is_open() {
        true => &[("won", words::dispute_won(lang)), ("lost", words::dispute_lost(lang))],
        false => &[],
    };
    view! { <p>{line}</p> {said} {presses(&dispute.id, buttons)} }.into_any()
}

fn presses(id: &str, buttons: &[(&str, &str)]) -> Option<AnyView> {
    presses_to("returns", id, buttons)
}

/// A form with a button for each outcome, to one of the pages where one plays the world.
pub fn presses_to(page: &str, id: &str, buttons: &[(&str, &str)]) -> Option<AnyView> {
    let buttons: Vec<AnyView> = buttons
        .iter()
        .map(|(outcome, text)| {
            view! { <button name="outcome" value=(*outcome).to_owned()>{(*text).to_owned()}</button> }
                .into_any()
        })
        .collect();
    (!buttons.is_empty()).then(|| {
        let action = format!("/dev/stripe/{page}/{id}");
        view! { <form method="post" action=action>{buttons}</form> }.into_any()
    })
}

pub fn amount(minor: i64, currency: &str) -> String {
    let code = currency.to_ascii_uppercase();
    match Currency::parse(&code) {
        Some(currency) => Money::new(minor, currency).with_code(),
        None => format!("{minor} {code}"),
    }
}
