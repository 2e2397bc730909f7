//! Cards that people keep, and what they let be charged to them by itself.

mod charging;
mod declining;
pub mod instalments;
mod instalments_over;
mod keeping;
mod killed;
mod rules;
mod stopping;

use aldia::payments::autopay::jobs::scan;
use aldia::payments::stripe::double::{ApiFault, ApiFaultKind, FaultOrder, FaultSet, NextFaults};
use chrono::NaiveDate;
use serde_json::json;
use sqlx::postgres::PgPool;
use uuid::Uuid;

use super::{Payer, hidden_fields, payment_in, settle, until};
use crate::support::{Page, TestApp};

/// Pays whoever is there and whoever is not.
pub const GOOD: &str = "4242424242424242";
/// Pays once, and has no money later.
const EMPTY_LATER: &str = "4000000000000341";
/// Its bank asks for its holder each time.
const ASKS_EACH_TIME: &str = "4000002760003184";
/// Pays once, and is reported stolen later.
const STOLEN_LATER: &str = "4000000000004954";

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

async fn turn_clock(app: &TestApp, day: NaiveDate) {
    sqlx::query("select turn_demo_clock($1)").bind(day).execute(&app.owner).await.unwrap();
    app.clock.look(&app.db).await.unwrap();
}

/// Somebody looks what falls due, as happens each hour, and everything that follows is done.
pub async fn look(app: &TestApp) {
    scan(&app.db, json!({ "moment": Uuid::now_v7().to_string() })).await.unwrap();
    settle(app).await;
}

/// The day comes, and somebody looks.
async fn on(app: &TestApp, day: NaiveDate) {
    turn_clock(app, day).await;
    look(app).await;
}

/// Pays ten pesos with a card that is kept.
pub async fn keep_card(app: &TestApp, payer: &Payer, number: &str) {
    let mut form = payer.form("how=amount&amount=10").await;
    form.push(("keep_card".to_owned(), "yes".to_owned()));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let checkout = payer.browser.post("/do/payments/start", &form).await.location.unwrap();
    let mut way = payer.with_card(&checkout, number).await;
    if way.ends_with("/confirm") {
        way = payer.browser.post(&way, &[("decision", "yes")]).await.location.unwrap();
    }
    until(app, payment_in(&way), "succeeded").await;
    settle(app).await;
}

/// The page with the whole text, for the usual card.
async fn text_of(payer: &Payer, cap: &str, on: &str) -> Page {
    let account = payer.account();
    let page = payer.browser.get(&format!("/account/autopay?account={account}&again=1")).await;
    let method = page.attribute("input[name=method][checked]", "value").unwrap();
    payer
        .browser
        .get(&format!("/account/autopay/agree?account={account}&method={method}&cap={cap}&day={on}"))
        .await
}

/// What the page with the text sends.
pub async fn agreement(payer: &Payer, cap: &str) -> Vec<(String, String)> {
    hidden_fields(&text_of(payer, cap, "due").await, "/do/payments/agree-autopay")
}

/// Reads the text and agrees to it.
pub async fn agree(app: &TestApp, payer: &Payer, cap: &str) -> Page {
    let form = agreement(payer, cap).await;
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = payer.browser.submit("/do/payments/agree-autopay", &form).await;
    settle(app).await;
    page
}

/// María, who keeps this card and has agreed to up to so much a month.
async fn maria_agrees(app: &TestApp, number: &str, cap: &str) -> Payer {
    let maria = Payer::maria(app).await;
    keep_card(app, &maria, number).await;
    agree(app, &maria, cap).await;
    maria
}

/// Each due amount: its invoice, how it stands, how often it was tried.
async fn charges(owner: &PgPool) -> Vec<(String, String, i32)> {
    sqlx::query_as(
        "select i.number, c.state, c.tries from autopay_charges c join invoices i on i.id = c.invoice_id order by i.due_on, c.round",
    )
    .fetch_all(owner)
    .await
    .unwrap()
}

fn stands(number: &str, state: &str, tries: i32) -> (String, String, i32) {
    (number.to_owned(), state.to_owned(), tries)
}

/// What was charged by itself, and posted.
async fn charged(owner: &PgPool) -> (i64, i64) {
    sqlx::query_as(
        "select count(*), coalesce(sum(amount_minor), 0)::bigint from payments where autopay_charge_id is not null and state = 'succeeded'",
    )
    .fetch_one(owner)
    .await
    .unwrap()
}

/// The words of every notice about automatic payments, the oldest first.
async fn letters(owner: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select o.subject || ' ' || o.body::text from notices n join outbox o on o.notice_id = n.id
         where n.kind = 'autopay' order by n.created_at, n.id",
    )
    .fetch_all(owner)
    .await
    .unwrap()
}

/// The next charges go wrong like this.
fn next_charges(app: &TestApp, count: u32, kind: ApiFaultKind) {
    let api = Some(ApiFault::only(kind, "POST /v1/payment_intents"));
    let next = Some(NextFaults { count, faults: FaultSet { api, ..FaultSet::default() } });
    app.double.order_faults(FaultOrder { next, ..FaultOrder::default() });
}

/// What the double says was charged while nobody was there.
fn taken_alone(app: &TestApp) -> Vec<i64> {
    let taken = app.double.money_taken();
    taken.into_iter().filter(|(name, _)| name.starts_with("pi_")).map(|(_, minor)| minor).collect()
}

/// The minute's round, however short a time has passed.
async fn round(app: &TestApp) {
    sqlx::query("update payments set next_read_at = now() - interval '1 second' where state in ('processing', 'unknown')")
        .execute(&app.owner)
        .await
        .unwrap();
    aldia::payments::jobs::reread_open_payments(&app.db).await.unwrap();
    settle(app).await;
}
