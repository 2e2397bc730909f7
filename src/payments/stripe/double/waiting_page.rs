//! The page where one plays the shop and the bank: vouchers that wait to be paid, transfers that are on their way, debits
//! that a bank has not answered.

use axum::Form;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::hosted::browser_lang;
use super::instruments::Waits;
use super::objects::{Intent, IntentStatus};
use super::pages::document;
use super::state::{Double, State};
use super::words;
use crate::kernel::dates;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};

/// `GET /dev/stripe/waiting`
pub async fn show(Shared(double): Shared<Double>, headers: HeaderMap) -> Response {
    let lang = browser_lang(&headers);
    let html = double.with(|state, _| page(lang, state));
    answer(StatusCode::OK, html)
}

/// `GET /dev/stripe/waiting/{id}`: what its payer is given at Stripe to look at or print.
pub async fn show_one(
    Shared(double): Shared<Double>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let lang = browser_lang(&headers);
    let html = double.with(|state, _| {
        let sheet = sheet(lang, state.intents.get(&id)?);
        let body = view! {
            <section class="sheet">
                <h1>{words::waiting(lang)}</h1>
            </section>
            {sheet}
        };
        Some(document(lang, words::waiting(lang), body))
    });
    match html {
        Some(html) => answer(StatusCode::OK, html),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What is pressed beside one of them.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Pressed {
    outcome: String,
    /// How much arrives.
    amount: String,
}

/// `POST /dev/stripe/waiting/{id}`
pub async fn decide(
    Shared(double): Shared<Double>,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Response {
    let done = double.with(|state, moment| match pressed.outcome.as_str() {
        "pay" => state.pay_voucher(&id, moment),
        "lapse" => state.lapse(&id, moment),
        "arrives" => {
            let currency = Currency::parse(&state.intents.get(&id)?.currency.to_ascii_uppercase())?;
            let amount = Money::parse(&pressed.amount, currency).ok()?;
            state.transfer_arrives(&id, amount.minor, moment)
        }
        "clears" => state.answer_debit(&id, true, moment),
        "fails" => state.answer_debit(&id, false, moment),
        _ => None,
    });
    match done {
        Some(()) => Redirect::to("/dev/stripe/waiting").into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

const SHOWN: usize = 30;

fn page(lang: Lang, state: &State) -> String {
    let waits = |intent: &&Intent| {
        intent.status == IntentStatus::Processing
            || (intent.status == IntentStatus::RequiresAction && intent.waits.is_some())
    };
    let sheets: Vec<AnyView> =
        state.intents.values().rev().filter(waits).take(SHOWN).map(|intent| sheet(lang, intent)).collect();
    let none = sheets.is_empty().then(|| view! { <p>{words::nothing_waits(lang)}</p> });
    let body = view! {
        <section class="sheet">
            <h1>{words::waiting(lang)}</h1>
            <p class="soft">{words::waiting_lead(lang)}</p>
            {none}
        </section>
        {sheets}
    };
    document(lang, words::waiting(lang), body)
}

fn sheet(lang: Lang, intent: &Intent) -> AnyView {
    let money = |minor: i64| {
        let code = intent.currency.to_ascii_uppercase();
        Currency::parse(&code)
            .map_or_else(|| code.clone(), |currency| Money::new(minor, currency).with_code())
    };
    let action = format!("/dev/stripe/waiting/{}", intent.id);
    let (heading, lines, buttons) = match (&intent.waits, intent.status) {
        (Some(Waits::Voucher { number, expires_at, .. }), IntentStatus::RequiresAction) => {
            let until = expires_at.with_timezone(&chrono_tz::America::Mexico_City);
            let until =
                format!("{}, {}", dates::long_day(until.date_naive(), lang), dates::hour(until.time(), lang));
            let buttons = view! {
                <button name="outcome" value="pay">{words::shop_takes(lang)}</button>
                <button name="outcome" value="lapse">{words::voucher_lapses(lang)}</button>
            };
            (words::voucher_of(lang, &money(intent.amount)), vec![number.clone(), until], buttons.into_any())
        }
        (Some(Waits::Transfer { clabe, reference, .. }), IntentStatus::RequiresAction) => {
            let left = money(intent.amount - intent.received);
            let field = format!("amount-{}", intent.id);
            let buttons = view! {
                <label for=field.clone()>{words::how_much_arrives(lang)}</label>
                <input id=field name="amount" inputmode="decimal" autocomplete="off" />
                <button name="outcome" value="arrives">{words::transfer_arrives(lang)}</button>
            };
            let lines = vec![format!("CLABE {clabe}"), reference.clone(), words::still_missing(lang, &left)];
            (words::transfer_of(lang, &money(intent.amount)), lines, buttons.into_any())
        }
        (_, IntentStatus::Processing) => {
            let buttons = view! {
                <button name="outcome" value="clears">{words::debit_clears(lang)}</button>
                <button name="outcome" value="fails">{words::debit_fails(lang)}</button>
            };
            (words::debit_of(lang, &money(intent.amount)), Vec::new(), buttons.into_any())
        }
        _ => {
            return view! { <section class="sheet"><p>{words::waits_no_more(lang)}</p></section> }.into_any();
        }
    };
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
    view! {
        <section class="sheet">
            <h2>{heading}</h2>
            {lines}
            <form method="post" action=action>{buttons}</form>
        </section>
    }
    .into_any()
}

fn answer(status: StatusCode, html: String) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}
