//! Answering a dispute: what it does to the debt.

use aldia::kernel::ids::{AccountId, DisputeId, InvoiceId};
use aldia::ledger::accrual::accrue;
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{Days, TransactionDraft};
use aldia::ledger::store::{account_key, post};
use aldia::server::seed::Story;
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4499, invoice};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{MARIA, begin, latest, send, stands, told};
use crate::payments::books_are_sound;
use crate::payments::recorded::{fields, record, with};
use crate::support::{Browser, Page, TestApp};

pub const DANIEL: &str = "daniel@aguas.example";
pub const ELENA: &str = "elena@aguas.example";
pub const WORDS: &str = "Revisamos la bitácora de visitas. Ese día no fue nadie; descontamos el concepto.";

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Answers a dispute; every part the same way.
pub async fn answer(browser: &Browser, id: DisputeId, verdict: &str, off: &str) -> Page {
    answer_with(
        browser,
        id,
        &[("verdict-0", verdict), ("off-0", off), ("reason", "billing_error"), ("words", WORDS)],
    )
    .await
}

pub async fn answer_with(browser: &Browser, id: DisputeId, typed: &[(&str, &str)]) -> Page {
    let id = id.to_string();
    let mut form = vec![("dispute", id.as_str())];
    form.extend(typed);
    browser.submit("/do/desk/decide-dispute", &form).await
}

/// The clock is turned to a day, and these invoices are charged through it.
pub async fn night(app: &TestApp, account: AccountId, on: NaiveDate, invoices: &[InvoiceId]) {
    sqlx::query("select turn_demo_clock($1)").bind(on).execute(&app.owner).await.unwrap();
    app.clock.look(&app.db).await.unwrap();
    let mut tx = app.system().await;
    let key = account_key(&mut tx, account).await.unwrap().unwrap();
    for invoice in invoices {
        accrue(&mut tx, key, *invoice, on).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// What stands open of an invoice: principal, and interest.
pub async fn open(app: &TestApp, invoice: InvoiceId) -> (i64, i64) {
    sqlx::query_as("select principal_minor, interest_minor from invoice_balances where invoice_id = $1")
        .bind(invoice)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

async fn credit(app: &TestApp, account: AccountId) -> i64 {
    sqlx::query_scalar(
        "select coalesce(-sum(amount_minor), 0)::bigint from ledger_entries where account_id = $1 and book = 'unapplied'",
    )
    .bind(account)
    .fetch_one(&app.owner)
    .await
    .unwrap()
}

/// The subject and the words of the last e-mail to María.
pub async fn mailed(app: &TestApp) -> (String, String) {
    sqlx::query_as(
        "select subject, body::text from outbox where address = $1 order by created_at desc limit 1",
    )
    .bind(MARIA)
    .fetch_one(&app.owner)
    .await
    .unwrap()
}

/// The technical visit of the sample, contested on 2 March, after the bill was due.
async fn after_the_due_date(options: PgConnectOptions) -> (TestApp, DisputeId, InvoiceId) {
    let app = TestApp::with_story(options, Some(Story::BeforeTheDispute)).await;
    let bill = invoice("F-1063");
    night(&app, ACCOUNT_4471, day(2026, 3, 2), &[bill]).await;
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, &format!("invoice:{bill}")).await;
    let line = maria.get(&page).await.values("input[name=part]").pop().unwrap();
    let review = told(&maria, &page, &[("reason", "not_received"), ("part", &line)]).await;
    send(&maria, &review).await;
    let id = latest(&app).await;
    (app, id, bill)
}

#[sqlx::test]
async fn what_is_right_was_never_owed_nor_was_its_interest(_: PgPoolOptions, options: PgConnectOptions) {
    // B10: upheld on 6 March.
    let (app, id, bill) = after_the_due_date(options).await;
    night(&app, ACCOUNT_4471, day(2026, 3, 6), &[bill]).await;
    // 25 February to 1 March on 900.00, 2 to 6 March on 600.00; the day it was opened is free.
    assert_eq!(open(&app, bill).await, (90_000, 375));
    let page = answer(&app.staff(DANIEL).await, id, "favour", "").await;
    assert!(page.text().contains("Respondida"), "{}", page.text());
    assert_eq!(open(&app, bill).await, (60_000, 300));
    books_are_sound(&app).await;
    // And it bears nothing later.
    night(&app, ACCOUNT_4471, day(2026, 3, 10), &[bill]).await;
    assert_eq!(open(&app, bill).await, (60_000, 420));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_stays_as_it_was_bears_interest_from_the_day_after_the_answer(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    // B10: rejected on 9 March.
    let (app, id, bill) = after_the_due_date(options).await;
    night(&app, ACCOUNT_4471, day(2026, 3, 9), &[bill]).await;
    answer(&app.staff(DANIEL).await, id, "none", "").await;
    assert_eq!(open(&app, bill).await, (90_000, 465));
    night(&app, ACCOUNT_4471, day(2026, 3, 10), &[bill]).await;
    assert_eq!(open(&app, bill).await, (90_000, 510));
    let maria = app.signed_in(MARIA).await;
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    assert!(
        page.text().contains("$300.00 vuelven a estar por pagar desde el lunes 9 de marzo de 2026"),
        "{}",
        page.text()
    );
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_part_is_credited_and_the_rest_is_to_pay_again(_: PgPoolOptions, options: PgConnectOptions) {
    let (app, id, bill) = after_the_due_date(options).await;
    night(&app, ACCOUNT_4471, day(2026, 3, 6), &[bill]).await;
    answer(&app.staff(DANIEL).await, id, "part", "120").await;
    // 780.00 for 25 February to 1 March, 600.00 since: 1.95 and 1.50.
    assert_eq!(open(&app, bill).await, (78_000, 345));
    let maria = app.signed_in(MARIA).await;
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    for said in [
        "A su favor en parte",
        "descontamos $120.00 (ajuste N-1)",
        "$180.00 vuelven a estar por pagar",
        "Descargar la respuesta",
        WORDS,
        "está pendiente",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    books_are_sound(&app).await;
}

/// A bill of 900.00 to Rosa, who owes nothing else, of which 700.00 are paid; 300.00 of it are contested.
async fn part_paid(app: &TestApp) -> (DisputeId, InvoiceId) {
    let bill = InvoiceId::new();
    let mut tx = app.system().await;
    let key = account_key(&mut tx, ACCOUNT_4499).await.unwrap().unwrap();
    sqlx::query(
        "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
         values ($1, $2, $3, $4, 'R-900', '2026-02-10', '2026-03-10', 'MXN', 90000)",
    )
    .bind(bill)
    .bind(key.account)
    .bind(key.debtor)
    .bind(key.creditor)
    .execute(&mut *tx)
    .await
    .unwrap();
    let billed = Billed { net_minor: 90_000, tax_minor: 0 };
    post(&mut tx, &TransactionDraft::invoice(key, bill, "R-900", billed, Days::on(day(2026, 2, 10))))
        .await
        .unwrap();
    sqlx::query(
        "insert into invoice_lines (id, invoice_id, account_id, debtor_id, creditor_id, position, description, unit_price_minor, net_minor)
         select gen_random_uuid(), $1, $2, $3, $4, n, 'Concepto ' || n, 60000 - (n - 1) * 30000, 60000 - (n - 1) * 30000 from generate_series(1, 2) n",
    )
    .bind(bill)
    .bind(key.account)
    .bind(key.debtor)
    .bind(key.creditor)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let account = ACCOUNT_4499.to_string();
    let form = with(fields("700", "cash"), &[("account", &account)]);
    record(&app.staff(DANIEL).await, &form).await;
    let rosa = app.signed_in("rosa@example.mx").await;
    let key = Uuid::now_v7().to_string();
    let about = format!("invoice:{bill}");
    let form = [("account", account.as_str()), ("about", &about), ("request_key", &key)];
    let page = rosa.post("/do/disputes/begin", &form).await.location.unwrap();
    let line = rosa.get(&page).await.values("input[name=part]").pop().unwrap();
    let review = told(&rosa, &page, &[("reason", "not_received"), ("part", &line)]).await;
    send(&rosa, &review).await;
    (latest(app).await, bill)
}

#[sqlx::test]
async fn a_credit_on_what_was_paid_is_theirs(_: PgPoolOptions, options: PgConnectOptions) {
    // B11: the undisputed 600.00 are covered by the 700.00, so 200.00 wait; upheld, 100.00 are theirs.
    let app = TestApp::new(options).await;
    let (id, bill) = part_paid(&app).await;
    let rosa = app.signed_in("rosa@example.mx").await;
    let page = rosa.get(&format!("/account/invoices/{bill}")).await;
    assert!(page.text().contains("$0.00"), "{}", page.text());
    let held = rosa.get("/account/balance?of=held").await;
    assert!(held.text().contains("$200.00"), "{}", held.text());
    answer(&app.staff(DANIEL).await, id, "favour", "").await;
    assert_eq!(open(&app, bill).await, (0, 0));
    assert_eq!(credit(&app, ACCOUNT_4499).await, 10_000);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_is_not_credited_of_a_part_paid_bill_is_due(_: PgPoolOptions, options: PgConnectOptions) {
    // B11, rejected: 200.00 are due.
    let app = TestApp::new(options).await;
    let (id, bill) = part_paid(&app).await;
    answer(&app.staff(DANIEL).await, id, "none", "").await;
    assert_eq!(open(&app, bill).await, (20_000, 0));
    assert_eq!(credit(&app, ACCOUNT_4499).await, 0);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn the_tax_of_a_partial_credit_goes_with_it(_: PgPoolOptions, options: PgConnectOptions) {
    // B12 on a line with 16 % tax: of 120.00 that are credited 16.55 are tax.
    let app = TestApp::new(options).await;
    let lucia = app.signed_in("lucia@example.mx").await;
    let (account, bill): (Uuid, Uuid) =
        sqlx::query_as("select account_id, id from invoices where number = 'F-0640'")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    let (account, key, about) = (account.to_string(), Uuid::now_v7().to_string(), format!("invoice:{bill}"));
    let form = [("account", account.as_str()), ("about", &about), ("request_key", &key)];
    let page = lucia.post("/do/disputes/begin", &form).await.location.unwrap();
    let line = lucia.get(&page).await.values("input[name=part]").pop().unwrap();
    let review = told(&lucia, &page, &[("reason", "duplicate"), ("part", &line), ("amount-1", "120")]).await;
    send(&lucia, &review).await;
    answer(&app.staff(DANIEL).await, latest(&app).await, "favour", "").await;
    let moved: Vec<(String, i64)> = sqlx::query_as(
        "select e.book, e.amount_minor from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
         where t.document_kind = 'adjustment' order by e.position",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    let moved: Vec<(&str, i64)> = moved.iter().map(|(book, minor)| (book.as_str(), *minor)).collect();
    assert_eq!(moved, [("sales", 10_345), ("sales_tax", 1_655), ("principal", -12_000)]);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn interest_that_was_wrong_is_given_up(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, &format!("interest:{}", invoice("F-1041"))).await;
    let review = told(&maria, &page, &[("reason", "wrong_amount"), ("words", "Pagué a tiempo.")]).await;
    send(&maria, &review).await;
    let id = latest(&app).await;
    let done = answer(&app.staff(DANIEL).await, id, "part", "13").await;
    assert!(done.text().contains("Respondida"), "{}", done.text());
    assert_eq!(open(&app, invoice("F-1041")).await, (220_000, 2_000));
    assert_eq!(stands(&app).await, (464_950 - 1_300, 150_000, 30_000));
    books_are_sound(&app).await;
}
