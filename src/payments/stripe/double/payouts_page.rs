//! The page where one sends what the double holds to the merchant's bank, and plays that bank.

use axum::Form;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::hosted::browser_lang;
use super::pages::document;
use super::payouts::{Payout, PayoutStatus};
use super::returns_page::{amount, presses_to};
use super::state::{Double, State};
use super::words;
use crate::kernel::locale::Lang;

/// `GET /dev/stripe/payouts`
pub async fn show(Shared(double): Shared<Double>, headers: HeaderMap) -> Response {
    let lang = browser_lang(&headers);
    let html = double.with(|state, _| page(lang, state));
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// What is pressed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Pressed {
    outcome: String,
}

/// `POST /dev/stripe/payouts/{id}`: the name of a payout, or of a currency to pay out.
pub async fn decide(
    Shared(double): Shared<Double>,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Response {
    let done = double.with(|state, moment| match pressed.outcome.as_str() {
        "pay_out" => state.pay_out(&id, moment).map(drop),
        "arrives" => state.settle_payout(&id, true, moment),
        "comes_back" => state.settle_payout(&id, false, moment),
        _ => None,
    });
    match done {
        Some(()) => Redirect::to("/dev/stripe/payouts").into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn page(lang: Lang, state: &State) -> String {
    let held = state.held();
    let none = held.is_empty().then(|| view! { <p>{words::nothing_held(lang)}</p> });
    let held: Vec<AnyView> = held
        .iter()
        .map(|(currency, minor)| {
            let line = words::held_line(lang, &amount(*minor, currency));
            let buttons: &[(&str, &str)] = match *minor > 0 {
                true => &[("pay_out", words::pay_out(lang))],
                false => &[],
            };
            view! { <p>{line}</p> {presses_to("payouts", currency, buttons)} }.into_any()
        })
        .collect();
    let payouts: Vec<AnyView> =
        state.payouts.values().rev().take(SHOWN).map(|payout| sheet(lang, payout)).collect();
    let body = view! {
        <section class="sheet">
            <h1>{words::payouts(lang)}</h1>
            <p class="soft">{words::payouts_lead(lang)}</p>
            {none}
            {held}
        </section>
        {payouts}
    };
    document(lang, words::payouts(lang), body)
}

const SHOWN: usize = 30;

fn sheet(lang: Lang, payout: &Payout) -> AnyView {
    let status = payout.json()["status"].as_str().unwrap_or_default().to_owned();
    let line = words::payout_line(lang, &amount(payout.amount, &payout.currency), &status);
    let buttons: &[(&str, &str)] = match payout.status {
        PayoutStatus::InTransit => {
            &[("arrives", words::payout_arrives(lang)), ("comes_back", words::payout_comes_back(lang))]
        }
        PayoutStatus::Paid => &[("comes_back", words::payout_comes_back(lang))],
        PayoutStatus::Failed => &[],
    };
    let statement = (payout.status == PayoutStatus::Paid).then(|| {
        let csv = bank_line(payout);
        view! { <p class="soft">{words::bank_says(lang)}</p> <pre>{csv}</pre> }
    });
    view! {
        <section class="sheet">
            <h2>{line}</h2>
            {presses_to("payouts", &payout.id, buttons)}
            {statement}
        </section>
    }
    .into_any()
}

/// What the merchant's bank would have in the file of its movements.
fn bank_line(payout: &Payout) -> String {
    let (units, cents) = (payout.amount / 100, payout.amount % 100);
    format!(
        "Fecha,Concepto,Referencia,Abono\n{},STRIPE PAYOUT,{},{units}.{cents:02}",
        payout.arrives_at.format("%d/%m/%Y"),
        payout.trace()
    )
}
