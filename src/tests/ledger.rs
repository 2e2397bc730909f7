//! The books take only what balances, take it once, and never change.

use aldia::kernel::db::broken_constraint;
use aldia::kernel::ids::{InvoiceId, TransactionId};
use aldia::ledger::allocation::AllocationOrder::AllInterestFirst;
use aldia::ledger::drafts::Billed;
use aldia::ledger::explanation::explain;
use aldia::ledger::model::{
    Book, Component, Components, Days, DraftError, Posting, TransactionDraft, TransactionKind,
};
use aldia::ledger::movements::{Slice, invoice_movements, movements, standing, statement};
use aldia::ledger::store::{self, PostError, Posted, open_items, post, recorded};
use chrono::TimeDelta;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::books::{Books, day, interest};

const EVERYTHING: Slice = Slice { from: None, to: None, newest_first: false, offset: 0, limit: 1_000 };

fn billed(net_minor: i64) -> Billed {
    Billed { net_minor, tax_minor: 0 }
}

#[sqlx::test]
async fn the_program_knows_the_books_and_kinds_that_the_database_has(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    let mut known: Vec<(String, bool)> =
        Book::ALL.iter().map(|book| (book.name().to_owned(), book.is_debtors())).collect();
    known.sort();
    let there: Vec<(String, bool)> =
        sqlx::query_as("select name, belongs_to = 'debtor' from books order by name collate \"C\"")
            .fetch_all(&books.owner)
            .await
            .unwrap();
    assert_eq!(known, there);
    for (constraint, names) in [
        (
            "ledger_transactions_kind_known",
            TransactionKind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
        ),
        (
            "payment_allocations_component_known",
            Component::ALL.iter().map(|component| component.name()).collect(),
        ),
    ] {
        let rule: String =
            sqlx::query_scalar("select pg_get_constraintdef(oid) from pg_constraint where conname = $1")
                .bind(constraint)
                .fetch_one(&books.owner)
                .await
                .unwrap();
        let mut allowed: Vec<&str> = rule.split('\'').skip(1).step_by(2).collect();
        allowed.sort_unstable();
        let mut names = names;
        names.sort_unstable();
        assert_eq!(names, allowed, "{constraint}");
    }
}

#[test]
fn names_are_the_same_in_json_as_in_the_database() {
    for book in Book::ALL {
        assert_eq!(serde_json::to_value(book).unwrap(), book.name());
        assert_eq!(Book::parse(book.name()), Some(*book));
    }
    for kind in TransactionKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
}

#[sqlx::test]
async fn what_does_not_balance_is_refused_before_it_reaches_the_database(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    let invoice = books.invoice_row(books.of, day(2026, 2, 4), 1_000).await;
    let good = TransactionDraft::invoice(books.of, invoice, "F-1", billed(1_000), Days::on(day(2026, 1, 5)));
    let with = |postings: Vec<Posting>| TransactionDraft { postings, ..good.clone() };
    let posting = |book, amount_minor| Posting { book, amount_minor, invoice: Some(invoice) };
    for (draft, error) in [
        (with(vec![posting(Book::Principal, 10), posting(Book::Sales, -9)]), DraftError::Unbalanced(1)),
        (with(vec![posting(Book::Principal, 10)]), DraftError::TooFewEntries),
        (with(vec![]), DraftError::TooFewEntries),
        (with(vec![posting(Book::Principal, 0), posting(Book::Sales, 0)]), DraftError::Zero),
        (
            with(vec![posting(Book::Principal, i64::MAX), posting(Book::Interest, i64::MAX)]),
            DraftError::Unbalanced(2 * i128::from(i64::MAX)),
        ),
        (TransactionDraft { account: None, ..good.clone() }, DraftError::NoAccount(Book::Principal)),
        (TransactionDraft { kind: TransactionKind::Reversal, ..good.clone() }, DraftError::ReversalUnclear),
    ] {
        assert!(
            matches!(books.post(&draft).await, Err(PostError::Draft(found)) if found == error),
            "{error}"
        );
    }
    assert_eq!(books.number("select count(*) from ledger_transactions").await, 0);
}

#[sqlx::test]
async fn the_database_refuses_what_does_not_balance_as_well(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 1_000).await;
    for (entries, constraint) in [
        ("(1, 'principal', true, 10), (2, 'sales', false, -9)", "ledger_entry_sums_to_zero"),
        ("(1, 'principal', true, 10)", "ledger_entry_sums_to_zero"),
        ("(1, 'principal', true, 10), (3, 'sales', false, -10)", "ledger_entry_sums_to_zero"),
        ("(1, 'principal', false, 10), (2, 'sales', false, -10)", "ledger_entry_book_owner"),
        ("(1, 'principal', true, 10), (2, 'sales', true, -10)", "ledger_entry_book_owner"),
        ("(1, 'principal', true, 0), (2, 'sales', false, 0)", "ledger_entries_amount_not_zero"),
        ("(1, 'no_such_book', true, 10), (2, 'sales', false, -10)", "ledger_entries_book_fkey"),
    ] {
        let mut tx = books.begin().await;
        sqlx::query(
            "insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at, effective_on,
               accounting_on, actor_kind)
             select gen_random_uuid(), 'correction', 'by hand', creditor_id, account_id, debtor_id, now(), '2026-03-01', '2026-03-01', 'system'
             from invoices where id = $1",
        )
        .bind(invoice)
        .execute(&mut *tx)
        .await
        .unwrap();
        let sql = format!(
            "insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, currency, amount_minor, digest)
             select t.id, position, book, creditor_id, case when mine then account_id end, case when mine then debtor_id end, 'MXN', minor, ''
             from ledger_transactions t, (values {entries}) as e (position, book, mine, minor) where dedupe_key = 'by hand'"
        );
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await;
        // A foreign key is only looked at when the statement ends, like everything else here.
        assert_eq!(
            refused.as_ref().err().and_then(broken_constraint),
            Some(constraint),
            "{entries}: {refused:?}"
        );
    }
}

#[sqlx::test]
async fn the_same_cause_posts_once(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.invoice_row(books.of, day(2026, 2, 4), 1_000).await;
    let draft = TransactionDraft::invoice(books.of, invoice, "F-1", billed(1_000), Days::on(day(2026, 1, 5)));
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (db, draft) = (books.db.clone(), draft.clone());
        writers.spawn(async move {
            let mut tx = db.begin(aldia::kernel::actor::Actor::System("test")).await.unwrap();
            let posted = post(&mut tx, &draft).await.unwrap();
            tx.commit().await.unwrap();
            posted
        });
    }
    let posted = writers.join_all().await;
    assert_eq!(posted.iter().filter(|posted| posted.is_new()).count(), 1);
    assert!(posted.iter().all(|each| each.id() == posted[0].id()));
    assert_eq!(books.post(&draft).await.unwrap(), Posted::Already(posted[0].id()));
    assert_eq!(books.number("select count(*) from ledger_entries").await, 2);
    assert_eq!(books.number("select sum(open_minor)::bigint from invoice_balances").await, 1_000);
}

#[sqlx::test]
async fn a_dropped_transaction_leaves_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.invoice_row(books.of, day(2026, 2, 4), 1_000).await;
    let draft = TransactionDraft::invoice(books.of, invoice, "F-1", billed(1_000), Days::on(day(2026, 1, 5)));
    let mut tx = books.begin().await;
    assert!(post(&mut tx, &draft).await.unwrap().is_new());
    drop(tx);
    for table in ["ledger_transactions", "ledger_entries", "invoice_balances"] {
        let sql = format!("select count(*) from {table}");
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&books.owner).await.unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    assert!(books.post(&draft).await.unwrap().is_new(), "and the cause is free again");
}

#[sqlx::test]
async fn what_is_written_is_never_changed(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    books.bill(books.of, day(2026, 2, 4), 1_000).await;
    for table in ["ledger_transactions", "ledger_entries", "seals", "audit_events"] {
        for change in ["update {} set digest = ''", "delete from {}", "truncate {} cascade"] {
            let sql = change.replace("{}", table);
            let sql = if table == "seals" { sql.replace("digest", "hash") } else { sql };
            let mut tx = books.begin().await;
            let refused = sqlx::query(sqlx::AssertSqlSafe(sql.clone())).execute(&mut *tx).await.unwrap_err();
            let code = refused.as_database_error().unwrap().code().unwrap().into_owned();
            assert_eq!(code, "42501", "the serving role may not: {sql}");
            let refused =
                sqlx::query(sqlx::AssertSqlSafe(sql.clone())).execute(&books.owner).await.unwrap_err();
            let message = refused.to_string();
            assert!(message.contains("is append-only"), "the owner may not: {sql}: {message}");
        }
    }
}

#[sqlx::test]
async fn a_closed_month_takes_nothing_and_a_late_fact_lands_in_an_open_one(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    sqlx::query(
        "insert into closed_months (creditor_id, month, closed_at, closed_by, control_total_minor, currency)
         values ($1, '2026-02-01', now() - interval '1 hour', gen_random_uuid(), 0, 'MXN')",
    )
    .bind(books.of.creditor)
    .execute(&books.owner)
    .await
    .unwrap();
    let invoice = books.invoice_row(books.of, day(2026, 2, 4), 1_000).await;
    let february = day(2026, 2, 28);
    let draft = TransactionDraft::invoice(books.of, invoice, "F-1", billed(1_000), Days::on(february));
    assert!(matches!(books.post(&draft).await, Err(PostError::MonthClosed)));
    let days = Days { effective_on: february, accounting_on: day(2026, 3, 1) };
    assert!(books.post(&TransactionDraft { days, ..draft }).await.unwrap().is_new());
}

#[sqlx::test]
async fn a_transaction_is_reversed_once_and_leaves_no_trace_in_the_sums(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 220_000).await;
    let version = books.policy().await;
    let charge = TransactionDraft::interest(
        books.of,
        invoice,
        "F-1041",
        interest(3_300, 528, version, day(2026, 3, 6), 30),
        Days::on(day(2026, 3, 6)),
    );
    let posted = books.post(&charge).await.unwrap().id();
    let mut tx = books.begin().await;
    let kept = recorded(&mut tx, posted).await.unwrap().unwrap();
    assert_eq!(kept.draft, charge, "what is read is what was posted");
    assert_eq!(recorded(&mut tx, TransactionId::new()).await.unwrap(), None);
    drop(tx);

    let reversal = kept.reversal(Days::on(day(2026, 3, 7)));
    let undone = books.post(&reversal).await.unwrap();
    assert_eq!(books.post(&reversal).await.unwrap(), Posted::Already(undone.id()));
    let again = TransactionDraft { dedupe_key: "another cause".to_owned(), ..reversal };
    assert!(matches!(books.post(&again).await, Err(PostError::AlreadyReversed)));

    let mut tx = books.begin().await;
    let open = open_items(&mut tx, books.of.account).await.unwrap();
    assert_eq!(open[0].open, Components::principal(220_000));
}

#[sqlx::test]
async fn interest_for_the_same_days_is_charged_once(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 220_000).await;
    let version = books.policy().await;
    let draft = |to, days| {
        TransactionDraft::interest(
            books.of,
            invoice,
            "F-1041",
            interest(110, 0, version, to, days),
            Days::on(to),
        )
    };
    assert!(books.post(&draft(day(2026, 2, 5), 1)).await.unwrap().is_new());
    assert!(!books.post(&draft(day(2026, 2, 5), 1)).await.unwrap().is_new(), "a second run of the job");
    assert!(books.post(&draft(day(2026, 2, 6), 1)).await.unwrap().is_new());
    assert_eq!(books.number("select sum(interest_minor)::bigint from invoice_balances").await, 220);
}

#[sqlx::test]
async fn a_statement_opens_and_closes_on_the_sums_of_its_rows(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let version = books.policy().await;
    let oldest = books.bill(books.of, day(2026, 2, 4), 220_000).await;
    for (due_on, total_minor) in
        [(day(2026, 2, 19), 180_000), (day(2026, 2, 24), 90_000), (day(2026, 3, 6), 150_000)]
    {
        books.bill(books.of, due_on, total_minor).await;
    }
    for back in (0..30).rev() {
        let to = day(2026, 3, 6) - TimeDelta::days(back);
        let charge = interest(165, 0, version, to, 1);
        books
            .post(&TransactionDraft::interest(books.of, oldest, "F-1041", charge, Days::on(to)))
            .await
            .unwrap();
    }
    let mut tx = books.begin().await;
    let before = statement(&mut tx, books.of.account, day(2026, 2, 4), day(2026, 3, 6)).await.unwrap();
    assert_eq!(before.opening.open.sum_minor(), 220_000);
    assert_eq!(before.changes, [(TransactionKind::Invoice, 420_000), (TransactionKind::Interest, 4_950)]);
    assert_eq!(before.closing.open.sum_minor(), 644_950, "domain-rules B22");

    let first_known = tx.now();
    drop(tx);
    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    books.pay(books.of, 300_000, AllInterestFirst, day(2026, 3, 6)).await;
    let mut tx = books.begin().await;
    let after = standing(&mut tx, books.of.account, day(2026, 3, 6), None).await.unwrap();
    assert_eq!(after.open.sum_minor(), 344_950);
    let as_known = standing(&mut tx, books.of.account, day(2026, 3, 6), Some(first_known)).await.unwrap();
    assert_eq!(as_known.open.sum_minor(), 644_950, "as it was known before the payment");

    let all = movements(&mut tx, books.of.account, EVERYTHING).await.unwrap();
    assert_eq!((all.total, all.movements.len()), (35, 35));
    assert_eq!(all.movements.last().unwrap().owed_after_minor, 344_950);
    assert_eq!(all.movements.last().unwrap().invoice_count, 2);
    let newest = movements(
        &mut tx,
        books.of.account,
        Slice { newest_first: true, offset: 1, limit: 2, from: Some(day(2026, 3, 1)), ..EVERYTHING },
    )
    .await
    .unwrap();
    assert_eq!((newest.total, newest.movements.len()), (8, 2));
    assert_eq!(newest.movements[0], all.movements[33]);
    let rows = explain(invoice_movements(&mut tx, &[oldest]).await.unwrap());
    let told: Vec<_> =
        rows.iter().map(|row| (row.first().kind, row.movements.len(), row.change.sum_minor())).collect();
    assert_eq!(
        told,
        [
            (TransactionKind::Invoice, 1, 220_000),
            (TransactionKind::Interest, 30, 4_950),
            (TransactionKind::Payment, 1, -224_950)
        ]
    );
    assert_eq!(
        rows[1].basis.map(|basis| (basis.days, basis.from, basis.to)),
        Some((30, day(2026, 2, 5), day(2026, 3, 6)))
    );
    assert_eq!(rows[2].last().owed_after_minor, 0);
}

#[sqlx::test]
async fn nobody_reads_the_entries_of_another(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let other = books.another_account().await;
    let (mine, theirs) =
        (books.bill(books.of, day(2026, 2, 4), 1_000).await, books.bill(other, day(2026, 2, 4), 2_000).await);
    let me = books.principal_of(books.of).await;
    let mut tx = books.db.begin(me).await.unwrap();
    let seen: Vec<i64> =
        sqlx::query_scalar("select amount_minor from ledger_entries").fetch_all(&mut *tx).await.unwrap();
    assert_eq!(seen, [1_000], "not the other debtor's, nor the creditor's own books");
    assert_eq!(movements(&mut tx, other.account, EVERYTHING).await.unwrap().movements, []);
    assert_eq!(open_items(&mut tx, other.account).await.unwrap(), []);
    assert_eq!(store::account_key(&mut tx, other.account).await.unwrap(), None);
    assert_eq!(store::account_key(&mut tx, books.of.account).await.unwrap(), Some(books.of));
    assert_eq!(invoice_movements(&mut tx, &[theirs, mine]).await.unwrap().len(), 1);
    let draft =
        TransactionDraft::invoice(books.of, InvoiceId::new(), "F-2", billed(1), Days::on(day(2026, 2, 4)));
    assert!(matches!(post(&mut tx, &draft).await, Err(PostError::Database(_))), "a person posts nothing");

    for table in ["ledger_transactions", "ledger_entries", "invoice_balances", "seals"] {
        let sql = format!("select count(*) from {table}");
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&books.app).await.unwrap();
        assert_eq!(rows, 0, "{table} without a scope");
    }
}
