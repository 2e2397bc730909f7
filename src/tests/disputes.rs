//! Disputes: what can happen to one, what waits because of it, and what both sides read.

pub mod answering;
mod files;
mod opening;
mod procedure;
mod rules;

use aldia::kernel::ids::DisputeId;
use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use uuid::Uuid;

use crate::support::{Browser, Page, TestApp};

pub const MARIA: &str = "maria@example.mx";

/// Begins a dispute about something on María's account; answers the page on which it is told.
pub async fn begin(browser: &Browser, about: &str) -> String {
    let (account, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    let form = [("account", account.as_str()), ("about", about), ("request_key", &key)];
    browser.post("/do/disputes/begin", &form).await.location.unwrap()
}

/// What the page sends that tells a dispute, every part ticked.
pub async fn told(browser: &Browser, page: &str, typed: &[(&str, &str)]) -> Page {
    let shown = browser.get(page).await;
    let draft = shown.attribute("input[name=draft]", "value").unwrap();
    let mut form = vec![("draft".to_owned(), draft)];
    let names: Vec<&str> = typed.iter().map(|(name, _)| *name).collect();
    if !names.contains(&"part") {
        form.extend(shown.values("input[name=part]").into_iter().map(|part| ("part".to_owned(), part)));
    }
    form.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit("/do/disputes/write", &form).await
}

/// Sends what was reviewed; answers the page that it leads to.
pub async fn send(browser: &Browser, review: &Page) -> Page {
    let draft = review.attribute("input[name=draft]", "value").unwrap();
    let key = Uuid::now_v7().to_string();
    browser.submit("/do/disputes/send", &[("draft", &draft), ("request_key", &key)]).await
}

/// Contests this much of an invoice of María's, or all of it.
pub async fn contest(app: &TestApp, browser: &Browser, number: &str, amount: &str) -> DisputeId {
    let page = begin(browser, &format!("invoice:{}", invoice(number))).await;
    let review = told(browser, &page, &[("reason", "not_received"), ("amount-0", amount)]).await;
    let sent = send(browser, &review).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    latest(app).await
}

pub async fn latest(app: &TestApp) -> DisputeId {
    sqlx::query_scalar("select id from disputes order by opened_at desc, id desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

/// What María's account comes to: due, not due, held.
pub async fn stands(app: &TestApp) -> (i64, i64, i64) {
    let mut tx = app.system().await;
    let account = aldia::accounts::store::account(&mut tx, ACCOUNT_4471).await.unwrap();
    let balance = aldia::accounts::store::balance(&mut tx, &account).await.unwrap();
    assert_eq!(balance.due.minor + balance.not_due.minor + balance.held.minor, balance.total.minor);
    (balance.due.minor, balance.not_due.minor, balance.held.minor)
}
