//! Debits of bank accounts: days in the air, paid, not paid, or taken back weeks later.

use aldia::kernel::ids::{AccountId, InvoiceId};
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{Days, TransactionDraft};
use aldia::ledger::store::{account_key, post};
use aldia::server::seed::known::ACCOUNT_4471;
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{
    Payer, bank, books_agree, books_are_sound, let_days_pass, open_minor, payment_in, posted, until,
    wait_at_the_provider,
};
use crate::support::{TestApp, change_terms};

const TOTAL_MINOR: i64 = 100_000;

/// María owes 1,000.00 euros as well, due ten days ago.
async fn maria_in_euros(app: &TestApp) -> Payer {
    let account = AccountId::new();
    for sql in [
        "insert into accounts select (jsonb_populate_record(a, jsonb_build_object('id', $1, 'currency', 'EUR', 'reference', '7001'))).*
         from accounts a where id = $2",
        "insert into parties select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'account_id', $1))).*
         from parties p where account_id = $2 and role = 'principal'",
    ] {
        sqlx::query(sql).bind(account.0).bind(ACCOUNT_4471.0).execute(&app.owner).await.unwrap();
    }
    let due_on = NaiveDate::from_ymd_opt(2026, 2, 24).unwrap();
    let invoice = InvoiceId::new();
    let mut tx = app.system().await;
    let key = account_key(&mut tx, account).await.unwrap().unwrap();
    sqlx::query(
        "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
         values ($1, $2, $3, $4, 'E-1', $5, $5, 'EUR', $6)",
    )
    .bind(invoice.0)
    .bind(account.0)
    .bind(key.debtor.0)
    .bind(key.creditor.0)
    .bind(due_on)
    .bind(TOTAL_MINOR)
    .execute(&app.owner)
    .await
    .unwrap();
    let billed = Billed { net_minor: TOTAL_MINOR, tax_minor: 0 };
    post(&mut tx, &TransactionDraft::invoice(key, invoice, "E-1", billed, Days::on(due_on))).await.unwrap();
    tx.commit().await.unwrap();
    Payer::at(app, "maria@example.mx", account).await
}

async fn counting_from_clearing(app: &TestApp) {
    change_terms(
        &app.owner,
        "update policy_versions set parameters = jsonb_set(parameters, '{counts_from}', '\"cleared\"')",
    )
    .await;
}

/// A debit that the bank was asked for.
async fn in_the_air(app: &TestApp, maria: &Payer) -> Uuid {
    let checkout = maria.start_by("how=everything", "sepa").await;
    let id = payment_in(&maria.at_the_provider(&checkout, "debit").await);
    until(app, id, "processing").await;
    id
}

async fn page(maria: &Payer, id: Uuid) -> String {
    maria.browser.get(&format!("/account/payments/{id}")).await.text()
}

async fn effective_on(app: &TestApp, id: Uuid) -> NaiveDate {
    sqlx::query_scalar("select effective_on from payments where id = $1")
        .bind(id)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn a_debit_is_days_in_the_air_and_then_paid_from_the_day_it_was_sent(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = maria_in_euros(&app).await;
    let review = maria.review("how=everything").await.text();
    assert!(review.contains("Cargo en cuenta (SEPA)") && !review.contains("OXXO"), "{review}");
    assert!(review.contains("Cuenta desde el día en que lo autoriza."), "{review}");
    let id = in_the_air(&app, &maria).await;
    let text = page(&maria, id).await;
    for words in [
        "Su pago está en proceso",
        "Su banco lo recibió el 6 de marzo. Suele confirmarlo a más tardar el 13 de marzo. No pague otra vez.",
        "Si su banco no lo paga, aquí se lo decimos",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(posted(&app.owner).await, (0, 0));
    let again = maria.review("how=everything").await.text();
    assert!(again.contains("Pago en proceso"), "a second payment is not warned of: {again}");

    let_days_pass(&app, 5).await;
    wait_at_the_provider(&app, "clears", &[]).await;
    until(&app, id, "succeeded").await;
    let text = page(&maria, id).await;
    assert!(text.contains("Recibimos su pago") && text.contains("cuenta terminada en 3000"), "{text}");
    assert_eq!(effective_on(&app, id).await, NaiveDate::from_ymd_opt(2026, 3, 6).unwrap());
    assert_eq!(open_minor(&app.owner, "E-1").await, 0);
    books_agree(&app.owner).await;
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn where_the_terms_say_so_it_counts_from_when_the_bank_confirmed_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    counting_from_clearing(&app).await;
    let maria = maria_in_euros(&app).await;
    let review = maria.review("how=everything").await.text();
    assert!(review.contains("Cuenta el día en que el banco lo confirma."), "{review}");
    let id = in_the_air(&app, &maria).await;
    let_days_pass(&app, 5).await;
    wait_at_the_provider(&app, "clears", &[]).await;
    until(&app, id, "succeeded").await;
    assert_eq!(effective_on(&app, id).await, NaiveDate::from_ymd_opt(2026, 3, 11).unwrap());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_debit_that_the_bank_does_not_pay_says_so_and_leaves_no_trace_in_the_books(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = maria_in_euros(&app).await;
    let id = in_the_air(&app, &maria).await;
    wait_at_the_provider(&app, "fails", &[]).await;
    until(&app, id, "failed").await;
    let text = page(&maria, id).await;
    for words in [
        "No se cobró",
        "Su banco no pagó el cargo en la cuenta terminada en 3000. No salió dinero.",
        "Probar con otro medio",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(posted(&app.owner).await, (0, 0));
    assert_eq!(open_minor(&app.owner, "E-1").await, TOTAL_MINOR);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_debit_may_be_taken_back_weeks_later(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = maria_in_euros(&app).await;
    let id = in_the_air(&app, &maria).await;
    wait_at_the_provider(&app, "clears", &[]).await;
    until(&app, id, "succeeded").await;
    let_days_pass(&app, 40).await;
    bank(&app, "ch", "contest").await;
    bank(&app, "du", "lost").await;
    let text = page(&maria, id).await;
    assert!(text.contains("El banco retiró este pago"), "{text}");
    assert!(!text.contains("tarjeta"), "there was no card: {text}");
    assert_eq!(open_minor(&app.owner, "E-1").await, TOTAL_MINOR);
    books_are_sound(&app).await;
}
