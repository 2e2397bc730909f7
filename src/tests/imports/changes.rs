//! What a later file has otherwise: reversed, posted again and listed, and what was taken here is known again.

use aldia::imports::model::{Reason, Record};
use aldia::kernel::ids::PaymentId;
use aldia::ledger::{
    allocation::Allocation,
    model::{Book, Days, Posting, TransactionDraft, TransactionKind},
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::support::{Books, added, counts, day, file, invoice, payment, refused};

#[sqlx::test]
async fn a_changed_row_is_reversed_posted_again_and_listed(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let of = |total: &str, due: &str, paid: &str| {
        let bill = invoice("F-1", "2026-01-10", total).replace("2026-12-31", due);
        file(&[&bill, &payment("P-1", "F-1", "2026-02-01", paid)])
    };
    books.import(of("900.00", "2026-02-10", "700.00")).await;
    assert_eq!(books.owed("F-1").await, 20_000);

    let report = books.import(of("900.00", "2026-02-15", "700.00")).await;
    let listed: Vec<_> = report
        .changes
        .iter()
        .map(|change| (change.line, change.reference.as_str(), change.what.as_str()))
        .collect();
    assert_eq!(listed, [(4, "F-1", "updated")]);
    assert_eq!(books.count("ledger_transactions").await, 2);

    let report = books.import(of("1000.00", "2026-02-15", "750.00")).await;
    let listed: Vec<_> = report
        .changes
        .iter()
        .map(|change| (change.line, change.reference.as_str(), change.what.as_str()))
        .collect();
    assert_eq!(listed, [(4, "F-1", "reposted"), (5, "P-1", "reposted")]);
    assert_eq!(
        (books.owed("F-1").await, books.book("bank").await, books.count("ledger_transactions").await),
        (25_000, 75_000, 6)
    );

    // Less than was paid: what is over becomes credit, and the books can go back.
    let report = books.import(of("600.00", "2026-02-15", "750.00")).await;
    assert_eq!(report.rejected, []);
    assert_eq!((books.owed("F-1").await, books.book("unapplied").await), (0, -15_000));
    assert_eq!(
        books
            .number("select sum(amount_minor)::bigint from payment_allocations where reversed_by is null")
            .await,
        60_000
    );
    let again = books.import(of("600.00", "2026-02-15", "750.00")).await;
    assert_eq!((again.changes, books.book("unapplied").await), (vec![], -15_000));
}

#[sqlx::test]
async fn a_void_frees_its_money_for_the_invoice_that_replaces_it(
    pool: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(pool, options).await;
    let bills = [invoice("F-1", "2026-01-10", "900.00"), payment("P-1", "F-1", "2026-02-01", "900.00")];
    books.import(file(&[&bills[0], &bills[1]])).await;
    let note = "credit_note: credit_note_number=N-1, invoice_number=F-1, issued_on=2026-02-05, amount=300.00, currency=MXN";
    books.import(file(&[&bills[0], &bills[1], note])).await;
    assert_eq!(books.book("unapplied").await, -30_000);

    let replaced = invoice("F-2", "2026-02-10", "500.00");
    let void = "void: invoice_number=F-1, voided_on=2026-02-10, replaced_by=F-2";
    let content = file(&[&bills[0], &bills[1], note, &replaced, void]);
    for _ in 0..2 {
        let report = books.import(&content).await;
        assert_eq!(report.rejected, []);
        assert_eq!((books.owed("F-1").await, books.owed("F-2").await), (0, 0));
        assert_eq!(
            (books.book("unapplied").await, books.book("sales").await, books.book("bank").await),
            (-40_000, -50_000, 90_000)
        );
    }
    let report = books.import(file(&[&invoice("F-1", "2026-01-10", "901.00")])).await;
    assert_eq!(refused(&report), [(4, "invoice_number", "F-1", Reason::AlreadyVoid)]);
}

#[sqlx::test]
async fn a_payment_taken_here_is_recognised_when_it_comes_back(
    pool: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(pool, options).await;
    books.import(file(&[&invoice("F-1", "2026-01-10", "100.00")])).await;
    let taken = PaymentId::new();
    sqlx::query(
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key, idempotency_key,
           receipt_number, paid_at, effective_on, created_at, updated_at)
         select $1, id, debtor_id, creditor_id, 'MXN', 4000, 'succeeded', '{}', gen_random_uuid(), 'k', 208, now(), '2026-02-01', now(), now()
         from accounts",
    )
    .bind(taken.0)
    .execute(&books.owner)
    .await
    .unwrap();
    let credit = Allocation { parts: Vec::new(), unapplied_minor: 4_000 };
    let days = Days::on(day("2026-02-01"));
    books
        .post(|of| TransactionDraft::payment(of, taken, "R-208", Book::ProviderClearing, &credit, days))
        .await;
    let back = |amount: &str| format!("{}, our_ref=R-208", payment("ERP-77", "F-1", "2026-02-02", amount));
    let report = books.import(file(&[&back("39.00")])).await;
    assert_eq!(
        refused(&report),
        [(4, "amount", "3900", Reason::OurPaymentDiffers { expected: "40.00".to_owned() })]
    );
    let report = books.import(file(&[&back("40.00")])).await;
    assert_eq!(report.rejected, []);
    assert_eq!(report.changes[0].what, "recognised");
    let again = books.import(file(&[&back("40.00")])).await;
    assert_eq!(again.changes, []);
    assert_eq!((books.count("payments").await, books.book("bank").await), (1, 0));
}

#[sqlx::test]
async fn a_closed_month_takes_nothing_more(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    books.import(file(&[&invoice("F-1", "2026-01-10", "100.00")])).await;
    sqlx::query(
        "insert into closed_months (creditor_id, month, closed_at, closed_by, control_total_minor, currency)
         select id, '2026-01-01', now(), gen_random_uuid(), 10000, 'MXN' from creditors",
    )
    .execute(&books.owner)
    .await
    .unwrap();
    let report = books
        .import(file(&[&invoice("F-1", "2026-01-10", "120.00"), &invoice("F-2", "2026-02-10", "1.00")]))
        .await;
    assert_eq!(report.rejected, []);
    let days: Vec<(String, String)> = sqlx::query_as(
        "select effective_on::text, accounting_on::text from ledger_transactions order by sequence",
    )
    .fetch_all(&books.owner)
    .await
    .unwrap();
    let days: Vec<_> =
        days.iter().map(|(effective, accounting)| (effective.as_str(), accounting.as_str())).collect();
    let moved = ("2026-01-10", "2026-02-01");
    assert_eq!(days, [("2026-01-10", "2026-01-10"), moved, moved, ("2026-02-10", "2026-02-10")]);
}

#[sqlx::test]
async fn credit_that_was_used_holds_its_payment_fast(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let paid = |amount: &str| {
        file(&[&format!(
            "payment: payment_ref=P-1, account_ref=A-1, received_on=2026-02-02, amount={amount}, currency=MXN"
        )])
    };
    books.import(paid("100.00")).await;
    // Somebody used the credit meanwhile.
    let moved = |book, amount_minor| Posting { book, amount_minor, invoice: None };
    books
        .post(|of| TransactionDraft {
            kind: TransactionKind::Refund,
            dedupe_key: "refund".to_owned(),
            postings: vec![moved(Book::Unapplied, 10_000), moved(Book::Bank, -10_000)],
            ..TransactionDraft::allocation(of, "", &Allocation::default(), Days::on(day("2026-02-03")))
        })
        .await;
    let report = books.import(paid("60.00")).await;
    assert_eq!(refused(&report), [(4, "payment_ref", "P-1", Reason::CreditSpent)]);
    assert_eq!(books.count("ledger_transactions").await, 2);
}

#[sqlx::test]
async fn two_creditors_may_number_alike(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let content = file(&[&invoice("F-1", "2026-01-10", "100.00")]);
    books.import(&content).await;
    let other =
        books.import_as(&content, |arguments| arguments.creditor = "Aguas del Valle".to_owned()).await;
    assert_eq!((other.founded, counts(&other, Record::Invoice)), (true, added(1)));
    assert_eq!((books.count("debtors").await, books.count("invoices").await), (2, 2));
    assert_eq!(
        books.number("select count(*) from creditors where slug in ('northwind', 'aguas-del-valle')").await,
        2
    );
}
