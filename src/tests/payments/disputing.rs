//! What card holders contest with their banks: held apart while the bank decides, owed again when it is lost.

use aldia::kernel::ids::InvoiceId;
use aldia::ledger::accrual::accrue;
use aldia::ledger::store::account_key;
use aldia::server::seed::known::{self, ACCOUNT_4471};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{Payer, bank, book_minor, books_are_sound, open_minor, settle};
use crate::support::{TestApp, change_terms};

const DISPUTED: &str = "4000000000000259";
const INQUIRED: &str = "4000000000001976";
const DANIEL: &str = "daniel@aguas.example";
const FEE: i64 = 30_000;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

async fn turn_clock(app: &TestApp, day: NaiveDate) {
    sqlx::query("select turn_demo_clock($1)").bind(day).execute(&app.owner).await.unwrap();
    app.clock.look(&app.db).await.unwrap();
}

async fn interest_of(app: &TestApp, number: &str, through: NaiveDate) -> i64 {
    let invoice: InvoiceId = known::invoice(number);
    let mut tx = app.system().await;
    let key = account_key(&mut tx, ACCOUNT_4471).await.unwrap().unwrap();
    accrue(&mut tx, key, invoice, through).await.unwrap();
    tx.commit().await.unwrap();
    sqlx::query_scalar("select interest_minor from invoice_balances where invoice_id = $1")
        .bind(invoice)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

async fn dispute_state(app: &TestApp) -> (String, i64, i64) {
    sqlx::query_as("select state, taken_minor, fee_minor from provider_disputes")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn while_the_bank_decides_the_money_lies_apart_and_is_neither_owed_nor_asked_for(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let before = book_minor(&app.owner, "provider_clearing").await;
    let id = maria.pay_with(&app, "how=amount&amount=3000", DISPUTED).await;
    assert_eq!(dispute_state(&app).await, ("open".to_owned(), 0, FEE));
    assert_eq!(book_minor(&app.owner, "chargebacks_under_review").await, 300_000);
    assert_eq!(book_minor(&app.owner, "provider_fees").await, FEE, "the fee has a book of its own");
    assert_eq!(book_minor(&app.owner, "provider_clearing").await, before - FEE);
    assert_eq!(open_minor(&app.owner, "F-1041").await, 0, "it is not payable again");
    let seen = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(seen.contains("El banco revisa $3,000.00 de este pago"), "{seen}");
    assert!(!seen.contains("Comisión"), "the fee is the creditor's affair: {seen}");
    assert!(maria.browser.get("/account/payments").await.text().contains("En revisión por el banco"));
    let desk = app.staff(DANIEL).await.get(&format!("/desk/payments/{id}")).await.text();
    assert!(desk.contains("Conteste a más tardar el 15 de marzo"), "{desk}");
    assert!(desk.contains("Comisión: $300.00"), "{desk}");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_the_bank_gives_back_to_its_customer_is_owed_again_with_interest_from_that_day(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    // Domain-rules B13: 3,000.00 paid on 6 March are taken back on 20 March.
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=3000", DISPUTED).await;
    turn_clock(&app, day(3, 20)).await;
    bank(&app, "du", "lost").await;
    assert_eq!(dispute_state(&app).await, ("lost".to_owned(), 300_000, FEE));
    assert_eq!(open_minor(&app.owner, "F-1041").await, 223_300);
    assert_eq!(book_minor(&app.owner, "chargebacks_under_review").await, 0);
    assert_eq!(interest_of(&app, "F-1041", day(3, 20)).await, 3_300, "nothing for 7 to 20 March");
    assert_eq!(interest_of(&app, "F-1041", day(3, 21)).await, 3_410, "and 1.10 for the day after");
    let seen = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(seen.contains("El banco retiró este pago"), "{seen}");
    assert!(
        seen.contains("por eso $3,000.00") || seen.contains("Por eso $3,000.00 vuelven a estar por pagar"),
        "{seen}"
    );
    assert!(maria.browser.get("/account/payments").await.text().contains("Retirado por el banco"));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn terms_may_count_what_the_bank_took_back_as_if_it_had_never_been_paid(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    change_terms(&app.owner, "update policy_versions set parameters = parameters || '{\"chargeback_interest\": \"as_if_never_paid\"}'").await;
    Payer::maria(&app).await.pay_with(&app, "how=amount&amount=3000", DISPUTED).await;
    turn_clock(&app, day(3, 20)).await;
    bank(&app, "du", "lost").await;
    // 2,200.00 × R × 14 = 15.40 and 753.50 × R × 14 = 5.27, beside what there was.
    assert_eq!(interest_of(&app, "F-1041", day(3, 20)).await, 3_300 + 1_540);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_the_bank_gives_back_to_the_creditor_is_as_if_nothing_had_been(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let before = book_minor(&app.owner, "provider_clearing").await;
    let id = maria.pay_with(&app, "how=amount&amount=3000", DISPUTED).await;
    bank(&app, "du", "won").await;
    assert_eq!(dispute_state(&app).await, ("won".to_owned(), 0, FEE));
    assert_eq!(book_minor(&app.owner, "chargebacks_under_review").await, 0);
    assert_eq!(book_minor(&app.owner, "provider_clearing").await, before + 300_000 - FEE);
    assert_eq!(open_minor(&app.owner, "F-1041").await, 0);
    let seen = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(seen.contains("el pago vale"), "{seen}");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn an_inquiry_moves_nothing_and_is_the_teams_to_answer(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=3000", INQUIRED).await;
    assert_eq!(dispute_state(&app).await, ("inquiry".to_owned(), 0, 0));
    let moved: i64 = sqlx::query_scalar("select count(*) from ledger_transactions where kind = 'chargeback'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(moved, 0);
    let seen = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(!seen.contains("banco pregunta"), "{seen}");
    let desk = app.staff(DANIEL).await.get(&format!("/desk/payments/{id}")).await.text();
    assert!(desk.contains("Un banco pregunta por este pago"), "{desk}");
    bank(&app, "du", "lost").await;
    assert_eq!(dispute_state(&app).await.0, "open", "an inquiry can become a dispute");
    assert_eq!(book_minor(&app.owner, "chargebacks_under_review").await, 300_000);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn money_that_was_refunded_and_then_taken_back_by_the_bank_is_not_owed_twice(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=400", "4242424242424242").await;
    let paid = open_minor(&app.owner, "F-1041").await;
    let fields = [
        ("payment", id.to_string()),
        ("amount", "150".into()),
        ("reason", "other".into()),
        ("words", "x".into()),
    ];
    let fields = fields.each_ref().map(|(name, value): &(&str, String)| (*name, value.as_str()));
    app.staff(DANIEL).await.submit("/do/desk/refund", &fields).await;
    settle(&app).await;
    bank(&app, "ch", "contest").await;
    let refused = app.staff(DANIEL).await.submit("/do/desk/refund", &fields).await;
    assert!(refused.text().contains("De este pago no hay nada que devolver"), "{}", refused.text());
    bank(&app, "du", "lost").await;
    assert_eq!(dispute_state(&app).await, ("lost".to_owned(), 25_000, FEE));
    assert_eq!(open_minor(&app.owner, "F-1041").await, paid + 40_000);
    books_are_sound(&app).await;
}
