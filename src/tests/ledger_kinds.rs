//! Each kind of transaction moves the books that it should.

use aldia::kernel::ids::InvoiceId;
use aldia::ledger::allocation::AllocationOrder::InvoiceByInvoice;
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{Book, Components, Days, Posting, TransactionDraft, TransactionKind};
use aldia::ledger::store::{invoice_sums, open_items, post, unapplied_minor};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::books::{Books, day, interest};

fn billed(net_minor: i64) -> Billed {
    Billed { net_minor, tax_minor: 0 }
}

#[sqlx::test]
async fn a_credit_note_on_a_paid_invoice_becomes_credit(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.bill(books.of, day(2026, 2, 24), 90_000).await;
    books.pay(books.of, 70_000, InvoiceByInvoice, day(2026, 2, 25)).await;
    let note = TransactionDraft::credit_note(
        books.of,
        invoice,
        "N-22",
        Billed { net_minor: 25_862, tax_minor: 4_138 },
        20_000,
        Days::on(day(2026, 3, 9)),
    );
    books.post(&note).await.unwrap();
    let mut tx = books.begin().await;
    assert_eq!(open_items(&mut tx, books.of.account).await.unwrap(), []);
    assert_eq!(unapplied_minor(&mut tx, books.of.account).await.unwrap(), 10_000, "domain-rules B11");
}

#[sqlx::test]
async fn a_void_takes_back_interest_too_and_frees_what_was_paid(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 100_000).await;
    let version = books.policy().await;
    let charge = interest(1_500, 240, version, day(2026, 3, 6), 30);
    books
        .post(&TransactionDraft::interest(books.of, invoice, "F-1", charge, Days::on(day(2026, 3, 6))))
        .await
        .unwrap();
    books.pay(books.of, 40_000, InvoiceByInvoice, day(2026, 3, 6)).await;

    let mut tx = books.begin().await;
    let sums = invoice_sums(&mut tx, invoice).await.unwrap();
    let void = TransactionDraft::void(books.of, invoice, "F-1", &sums, Days::on(day(2026, 3, 7)));
    post(&mut tx, &void).await.unwrap();
    assert_eq!(open_items(&mut tx, books.of.account).await.unwrap(), []);
    assert_eq!(unapplied_minor(&mut tx, books.of.account).await.unwrap(), 40_000);
    assert_eq!(invoice_sums(&mut tx, invoice).await.unwrap(), [], "the creditor's books as well");
}

#[sqlx::test]
async fn a_debt_carried_over_is_open_by_component(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.invoice_row(books.of, day(2026, 2, 4), 320_000).await;
    let open = Components {
        principal_minor: 220_000,
        interest_minor: 2_750,
        interest_tax_minor: 440,
        ..Components::default()
    };
    books
        .post(&TransactionDraft::opening_balance(
            books.of,
            invoice,
            "F-1041",
            open,
            Days::on(day(2026, 3, 1)),
        ))
        .await
        .unwrap();
    let mut tx = books.begin().await;
    let items = open_items(&mut tx, books.of.account).await.unwrap();
    assert_eq!((items[0].open, items[0].invoice), (open, invoice));
}

/// Domain-rules B18: a debt written off in the creditor's books is still owed, and one forgiven is not.
#[sqlx::test]
async fn a_write_off_leaves_the_debt_and_forgiveness_ends_it(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 464_950).await;
    let draft = |kind, entries: [(Book, i64, Option<InvoiceId>); 2]| TransactionDraft {
        kind,
        dedupe_key: format!("{kind:?}"),
        postings: entries.map(|(book, amount_minor, invoice)| Posting { book, amount_minor, invoice }).into(),
        ..TransactionDraft::invoice(books.of, invoice, "F-1041", billed(1), Days::on(day(2026, 5, 5)))
    };
    let write_off = draft(
        TransactionKind::WriteOff,
        [(Book::WriteOffs, 464_950, Some(invoice)), (Book::WriteOffAllowance, -464_950, Some(invoice))],
    );
    books.post(&write_off).await.unwrap();
    assert_eq!(books.number("select sum(open_minor)::bigint from invoice_balances").await, 464_950);
    books.pay(books.of, 100_000, InvoiceByInvoice, day(2026, 5, 6)).await;
    assert_eq!(books.number("select sum(open_minor)::bigint from invoice_balances").await, 364_950);
    let forgiveness = draft(
        TransactionKind::Forgiveness,
        [(Book::Forgiveness, 364_950, None), (Book::Principal, -364_950, Some(invoice))],
    );
    books.post(&forgiveness).await.unwrap();
    assert_eq!(books.number("select sum(open_minor)::bigint from invoice_balances").await, 0);
    books.pay(books.of, 100_000, InvoiceByInvoice, day(2026, 5, 7)).await;
    let mut tx = books.begin().await;
    assert_eq!(unapplied_minor(&mut tx, books.of.account).await.unwrap(), 100_000, "all of it is credit");
}
