//! Late interest reaches the books once, whenever and however often its job runs.

use aldia::kernel::ids::{InvoiceId, PolicyVersionId, TransactionId};
use aldia::kernel::locale::Lang;
use aldia::ledger::accrual::accrue;
use aldia::ledger::allocation::AllocationOrder::InvoiceByInvoice;
use aldia::ledger::check;
use aldia::ledger::model::Days;
use aldia::ledger::store::{open_items, post, recorded};
use aldia::policies::model::{
    Amounts, Compounding, Ground, InterestRule, Parameters, PolicyVersion, Rate, Rounding, TaxTreatment,
};
use aldia::policies::store::publish;
use chrono::{NaiveDate, TimeDelta};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::books::{Books, day};

/// 1.5 % per 30 days, nothing on less than 10.00.
async fn with_terms(options: PgConnectOptions) -> Books {
    let books = Books::open(options).await;
    let interest = InterestRule {
        rule: "3".to_owned(),
        rate: Rate { basis_points: 150, per_days: 30 },
        rounding: Rounding::Once,
        tax: TaxTreatment::OutsideScope,
        grace_days: 0,
        compounding: Compounding::Simple,
        ground: Ground::Contract,
        ground_reference: "contrato, cláusula 9".to_owned(),
    };
    let amounts = Amounts {
        currency: books.of.currency,
        minimum_payment_minor: 1_000,
        small_balance_minor: 1_000,
        voucher_ceiling_minor: None,
        smallest_instalment_minor: 0,
    };
    let version = PolicyVersion {
        id: PolicyVersionId::new(),
        creditor: books.of.creditor,
        number: 4,
        in_force_from: day(2025, 1, 1),
        parameters: Parameters { amounts: vec![amounts], interest: Some(interest), ..Parameters::default() },
    };
    let mut tx = books.begin().await;
    publish(&mut tx, &version).await.unwrap();
    tx.commit().await.unwrap();
    books
}

async fn accrued(books: &Books, invoice: InvoiceId, through: NaiveDate) -> usize {
    let mut tx = books.begin().await;
    let posted = accrue(&mut tx, books.of, invoice, through).await.unwrap();
    tx.commit().await.unwrap();
    posted
}

async fn interest_open(books: &Books) -> i64 {
    books.number("select coalesce(sum(interest_minor), 0)::bigint from invoice_balances").await
}

#[sqlx::test]
async fn daily_runs_and_one_late_run_come_to_the_same(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options).await;
    let daily = books.bill(books.of, day(2026, 2, 4), 104_650).await;
    for days in 1..=30 {
        let today = day(2026, 2, 4) + TimeDelta::days(days);
        assert_eq!(accrued(&books, daily, today).await, 1);
        assert_eq!(accrued(&books, daily, today).await, 0, "a second run of the same day");
    }
    assert_eq!(interest_open(&books).await, 1_570, "domain-rules B2");
    let at_once = books.bill(books.of, day(2026, 2, 4), 104_650).await;
    assert_eq!(accrued(&books, at_once, day(2026, 3, 6)).await, 1);
    assert_eq!(interest_open(&books).await, 2 * 1_570);
    assert_eq!(accrued(&books, at_once, day(2026, 2, 20)).await, 0, "never back");
}

#[sqlx::test]
async fn two_jobs_at_once_charge_once(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options).await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 220_000).await;
    let (one, other) =
        tokio::join!(accrued(&books, invoice, day(2026, 3, 5)), accrued(&books, invoice, day(2026, 3, 6)));
    assert!(matches!((one, other), (1, 1) | (0, 1)), "{one} {other}");
    assert_eq!(interest_open(&books).await, 3_300);
}

/// Domain-rules B8: on 6 March a transfer of 10 February is found.
#[sqlx::test]
async fn a_payment_found_late_is_worked_out_from_its_own_day(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options).await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 220_000).await;
    let (paid_on, today) = (day(2026, 2, 10), day(2026, 3, 6));
    accrued(&books, invoice, today).await;
    assert_eq!(interest_open(&books).await, 3_300);

    let charged: TransactionId =
        sqlx::query_scalar("select id from ledger_transactions where kind = 'interest'")
            .fetch_one(&books.owner)
            .await
            .unwrap();
    let mut tx = books.begin().await;
    let undone = recorded(&mut tx, charged).await.unwrap().unwrap().reversal(Days::on(today));
    post(&mut tx, &undone).await.unwrap();
    tx.commit().await.unwrap();
    accrued(&books, invoice, paid_on).await;
    books.pay(books.of, 100_000, InvoiceByInvoice, paid_on).await;
    accrued(&books, invoice, today).await;

    let mut tx = books.begin().await;
    let open = open_items(&mut tx, books.of.account).await.unwrap()[0].open;
    assert_eq!((open.principal_minor, open.interest_minor), (120_660, 1_448));
    assert_eq!(open.sum_minor(), 122_108);
    let report = check::run(&books.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}

#[sqlx::test]
async fn what_is_contested_stopped_small_or_void_bears_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options).await;
    let today = day(2026, 3, 6);
    let small = books.bill(books.of, day(2026, 2, 4), 999).await;
    assert_eq!(accrued(&books, small, today).await, 0);
    let void = books.bill(books.of, day(2026, 2, 4), 90_000).await;
    sqlx::query("update invoices set voided_on = '2026-03-01' where id = $1")
        .bind(void)
        .execute(&books.owner)
        .await
        .unwrap();
    assert_eq!(accrued(&books, void, today).await, 0);
    let contested = books.bill(books.of, day(2026, 2, 24), 90_000).await;
    sqlx::query(
        "insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, dispute_number, amount_minor, opened_on, promised_on)
         select gen_random_uuid(), account_id, debtor_id, creditor_id, id, 'A-104', 30000, '2026-03-02', '2026-03-09' from invoices where id = $1",
    )
    .bind(contested)
    .execute(&books.owner)
    .await
    .unwrap();
    assert_eq!(accrued(&books, contested, today).await, 2, "a run before the dispute and one after");
    assert_eq!(interest_open(&books).await, 375, "domain-rules B10");
    sqlx::query(
        "insert into legal_statuses (id, account_id, debtor_id, creditor_id, kind, evidence, from_on)
         values (gen_random_uuid(), $1, $2, $3, 'insolvent', 'sentencia', '2026-03-07')",
    )
    .bind(books.of.account)
    .bind(books.of.debtor)
    .bind(books.of.creditor)
    .execute(&books.owner)
    .await
    .unwrap();
    assert_eq!(accrued(&books, contested, day(2026, 4, 6)).await, 0, "the law has stopped it");
    let other = books.another_account().await;
    let theirs = books.bill(other, day(2026, 2, 4), 90_000).await;
    assert_eq!(accrued(&books, theirs, today).await, 0, "not an invoice of this account");
}
