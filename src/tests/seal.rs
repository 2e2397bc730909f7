//! What is sealed stays sealed, and every change of it shows.

use std::time::Duration;

use aldia::ledger::check::{self, Check};
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{Days, TransactionDraft};
use aldia::ledger::seal::{SealError, seal_once};
use aldia::ledger::store::post;
use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::books::{Books, day};

async fn faults(books: &Books, check: Check) -> Vec<String> {
    let report = check::run(&books.db).await.unwrap();
    let result = report.results.into_iter().find(|result| result.check == check).unwrap();
    assert_eq!(result.fault_count, result.faults.len() as i64);
    result
        .faults
        .into_iter()
        .map(|fault| match fault.entry {
            Some(entry) => format!("{} {}", fault.id, entry),
            None => fault.id,
        })
        .collect()
}

async fn as_owner(books: &Books, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&books.owner).await.unwrap();
}

/// Seals until so many rows are sealed. A row waits for every transaction that began before it in the whole cluster, those
/// of other tests among them.
async fn seal_rows(books: &Books, rows: u64) {
    let mut sealed = 0;
    for _ in 0..3_000 {
        sealed += seal_once(&books.db).await.unwrap();
        if sealed >= rows {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(sealed, rows);
}

/// Lets the owner change what is append-only, as an intruder with the database in hand could.
async fn unlock(books: &Books) {
    for table in ["ledger_transactions", "ledger_entries", "audit_events", "seals"] {
        as_owner(books, &format!("alter table {table} disable trigger append_only")).await;
    }
}

#[sqlx::test]
async fn each_row_is_sealed_once_and_nothing_is_sealed_for_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    assert_eq!(seal_once(&books.db).await.unwrap(), 0);
    books.bill(books.of, day(2026, 2, 4), 1_000).await;
    books.bill(books.of, day(2026, 2, 5), 2_000).await;
    let mut tx = books.begin().await;
    tx.audit("read", "account", books.of.account.0, Some(books.of.account)).await.unwrap();
    tx.commit().await.unwrap();
    seal_rows(&books, 3).await;
    assert_eq!(seal_once(&books.db).await.unwrap(), 0);
    books.bill(books.of, day(2026, 2, 6), 3_000).await;
    let report = check::run(&books.db).await.unwrap();
    assert!(report.is_sound());
    assert_eq!((report.unsealed_transactions, report.unsealed_audit_events), (1, 0));
    seal_rows(&books, 1).await;
    let report = check::run(&books.db).await.unwrap();
    assert!(report.is_sound());
    assert_eq!(report.unsealed_transactions, 0);
}

#[sqlx::test]
async fn a_row_that_commits_late_is_sealed_when_it_does(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.invoice_row(books.of, day(2026, 2, 4), 1_000).await;
    let mut slow = books.begin().await;
    let billed = Billed { net_minor: 1_000, tax_minor: 0 };
    let draft = TransactionDraft::invoice(books.of, invoice, "F-1", billed, Days::on(day(2026, 2, 4)));
    post(&mut slow, &draft).await.unwrap();
    books.bill(books.of, day(2026, 2, 5), 2_000).await;
    assert_eq!(seal_once(&books.db).await.unwrap(), 0, "the one that began later waits for the earlier one");
    slow.commit().await.unwrap();
    seal_rows(&books, 2).await;
    assert!(check::run(&books.db).await.unwrap().is_sound());
}

#[sqlx::test]
async fn sealers_side_by_side_make_one_chain(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let mut sealers = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let db = books.db.clone();
        sealers.spawn(async move {
            let mut sealed = 0;
            for _ in 0..10 {
                sealed += seal_once(&db).await.unwrap();
            }
            sealed
        });
    }
    for index in 0..20 {
        books.bill(books.of, day(2026, 2, 4), 1_000 + index).await;
    }
    let sealed: u64 = sealers.join_all().await.into_iter().sum();
    seal_rows(&books, 20 - sealed).await;
    let report = check::run(&books.db).await.unwrap();
    assert!(report.is_sound(), "{:?}", report.results);
}

/// Every column of a sealed row: whatever is changed, the row is named (hazards I12).
#[sqlx::test]
async fn a_change_of_any_column_names_its_row(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let other = books.another_account().await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 1_000).await;
    books.bill(other, day(2026, 2, 4), 1_000).await;
    let version = books.policy().await;
    let charge = crate::support::books::interest(15, 2, version, day(2026, 2, 5), 1);
    books
        .post(&TransactionDraft::interest(books.of, invoice, "F-1", charge, Days::on(day(2026, 2, 5))))
        .await
        .unwrap();
    let mut tx = books.begin().await;
    tx.audit("read", "account", books.of.account.0, Some(books.of.account)).await.unwrap();
    tx.commit().await.unwrap();
    seal_rows(&books, 4).await;
    assert_eq!(faults(&books, Check::Digests).await, Vec::<String>::new());

    loosen(&books).await;
    for (table, key, row) in [
        ("ledger_transactions", "id", "kind = 'interest'"),
        ("ledger_entries", "transaction_id", "book = 'interest'"),
        ("audit_events", "id", "verb = 'read'"),
    ] {
        as_owner(&books, &format!("create table kept as select * from {table}")).await;
        for (column, kind) in columns(&books, table).await {
            let changed = other_value(&column, &kind);
            as_owner(&books, &format!("update {table} set {column} = {changed} where {row}")).await;
            // A changed key is what the row is called from then on.
            let name: Uuid = sqlx::query_scalar(AssertSqlSafe(format!(
                "select coalesce((select {key} from {table} except select {key} from kept), (select {key} from kept where {row}))"
            )))
            .fetch_one(&books.owner)
            .await
            .unwrap();
            let named = faults(&books, Check::Digests).await;
            assert!(
                named.iter().any(|fault| fault.contains(&name.to_string())),
                "{table}.{column}: {named:?}"
            );
            as_owner(&books, &format!("delete from {table}; insert into {table} select * from kept")).await;
            assert_eq!(faults(&books, Check::Digests).await, Vec::<String>::new(), "put back: {column}");
        }
        as_owner(&books, "drop table kept").await;
    }
    assert!(check::run(&books.db).await.unwrap().is_sound(), "all is as it was");
}

/// Whoever makes the digests fit again still cannot make the hashes fit.
#[sqlx::test]
async fn a_change_with_its_digest_breaks_the_seal(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    for total in [1_000, 2_000, 3_000] {
        books.bill(books.of, day(2026, 2, 4), total).await;
        seal_rows(&books, 1).await;
    }
    unlock(&books).await;
    let forge = |by: i64| {
        format!(
            "update ledger_entries e set amount_minor = amount_minor + sign(amount_minor) * {by},
               digest = ledger_entry_digest(transaction_id, position, book, e.creditor_id, e.account_id, e.debtor_id, invoice_id, currency,
                 (amount_minor + sign(amount_minor) * {by})::bigint)
             where transaction_id = (select id from ledger_transactions order by sequence offset 1 limit 1);
             update invoice_balances set principal_minor = principal_minor + {by}, billed_minor = billed_minor + {by}
             where invoice_id = (select invoice_id from ledger_entries where transaction_id =
               (select id from ledger_transactions order by sequence offset 1 limit 1) limit 1);
             update invoices set total_minor = total_minor + {by}
             where id = (select invoice_id from ledger_entries where transaction_id =
               (select id from ledger_transactions order by sequence offset 1 limit 1) limit 1)"
        )
    };
    as_owner(&books, &forge(5)).await;
    let report = check::run(&books.db).await.unwrap();
    let wrong: Vec<Check> =
        report.results.iter().filter(|result| result.fault_count > 0).map(|result| result.check).collect();
    assert_eq!(wrong, [Check::LedgerSeals], "nothing else can tell");
    assert_eq!(faults(&books, Check::LedgerSeals).await, ["ledger:2"]);
    as_owner(&books, &forge(-5)).await;
    assert!(check::run(&books.db).await.unwrap().is_sound());

    as_owner(&books, "delete from ledger_entries where transaction_id = (select id from ledger_transactions order by sequence desc limit 1);
        delete from invoice_balances where principal_minor = 3000;
        delete from ledger_transactions where sequence = (select max(sequence) from ledger_transactions)").await;
    assert_eq!(faults(&books, Check::LedgerSeals).await, ["ledger:3"], "removed whole");
}

#[sqlx::test]
async fn a_changed_seal_is_named(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    for total in [1_000, 2_000, 3_000, 4_000] {
        books.bill(books.of, day(2026, 2, 4), total).await;
        seal_rows(&books, 1).await;
    }
    unlock(&books).await;
    as_owner(&books, "create table kept as select * from seals").await;
    for change in [
        "update seals set row_count = 2 where number = 2",
        "update seals set cluster = cluster + 1 where number = 2",
        "update seals set hash = sha256(hash) where number = 2",
        "update seals set hash_previous = sha256(hash) where number = 2",
        "update seals set upper_xid = (upper_xid::text::bigint + 1)::text::xid8 where number = 2",
        "update seals set last_sequence = last_sequence - 1 where number = 2",
        "delete from seals where number = 2",
    ] {
        as_owner(&books, change).await;
        let named = faults(&books, Check::LedgerSeals).await;
        assert!(named.contains(&"ledger:2".to_owned()), "{change}: {named:?}");
        as_owner(&books, "delete from seals; insert into seals select * from kept").await;
        assert_eq!(faults(&books, Check::LedgerSeals).await, Vec::<String>::new(), "put back: {change}");
    }
}

#[sqlx::test]
async fn an_altered_row_is_never_sealed(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    books.bill(books.of, day(2026, 2, 4), 1_000).await;
    unlock(&books).await;
    as_owner(&books, "update ledger_entries set amount_minor = amount_minor * 2").await;
    let mut tx = books.begin().await;
    tx.audit("read", "account", books.of.account.0, None).await.unwrap();
    tx.commit().await.unwrap();
    while books.number("select count(*) from seals where chain = 'audit'").await == 0 {
        // The other chain goes on. It may go first, when another test's transaction ends between the two readings.
        let sealed = seal_once(&books.db).await;
        assert!(matches!(sealed, Ok(0 | 1) | Err(SealError::Altered { entry: Some(1), .. })), "{sealed:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    while let Ok(sealed) = seal_once(&books.db).await {
        assert_eq!(sealed, 0);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(matches!(seal_once(&books.db).await, Err(SealError::Altered { entry: Some(1), .. })));
    assert_eq!(books.number("select count(*) from seals where chain = 'ledger'").await, 0);
    as_owner(&books, "update ledger_entries set amount_minor = amount_minor / 2").await;
    seal_rows(&books, 1).await;
}

/// A dump restored elsewhere: transaction numbers there start anew and mean nothing to the old seals.
#[sqlx::test]
async fn a_chain_goes_on_after_the_data_has_moved(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    books.bill(books.of, day(2026, 2, 4), 1_000).await;
    books.bill(books.of, day(2026, 2, 5), 2_000).await;
    unlock(&books).await;
    // What was sealed was sealed in another cluster, with much higher numbers; the seal says so and is made to fit.
    as_owner(
        &books,
        "update ledger_transactions t set inserted_xid = (inserted_xid::text::bigint + 1000000000)::text::xid8;
         update ledger_transactions t set digest = ledger_transaction_digest(t)",
    )
    .await;
    as_owner(&books, "delete from seals").await;
    reseal_elsewhere(&books).await;
    assert_eq!(faults(&books, Check::LedgerSeals).await, Vec::<String>::new(), "whole in its own terms");
    assert_eq!(check::run(&books.db).await.unwrap().unsealed_transactions, 1);

    books.bill(books.of, day(2026, 2, 6), 3_000).await;
    assert_eq!(seal_once(&books.db).await.unwrap(), 3, "everything once more");
    for due in 7..9 {
        books.bill(books.of, day(2026, 2, due), 4_000).await;
        seal_rows(&books, 1).await;
    }
    assert_eq!(books.number("select count(distinct era) from seals").await, 3);
    assert_eq!(faults(&books, Check::LedgerSeals).await, Vec::<String>::new());
    assert_eq!(check::run(&books.db).await.unwrap().unsealed_transactions, 0);
}

/// The seal that the other cluster had made of the first transaction.
async fn reseal_elsewhere(books: &Books) {
    use aldia::ledger::seal::{BatchHash, Chain, Seal};
    let (digest, sequence, xid): (Vec<u8>, i64, String) = sqlx::query_as(
        "select digest, sequence, inserted_xid::text from ledger_transactions order by sequence limit 1",
    )
    .fetch_one(&books.owner)
    .await
    .unwrap();
    let entries: Vec<Vec<u8>> = sqlx::query_scalar(
        "select e.digest from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
         where t.sequence = $1 order by position",
    )
    .bind(sequence)
    .fetch_all(&books.owner)
    .await
    .unwrap();
    let seal = Seal {
        number: 1,
        era: 1,
        cluster: 1,
        floor_sequence: 0,
        last_sequence: sequence,
        lower_xid: "0".to_owned(),
        upper_xid: (xid.parse::<i64>().unwrap() + 1).to_string(),
        row_count: 1,
        hash_previous: vec![0; 32],
        hash: Vec::new(),
    };
    let mut hash = BatchHash::after(&seal.hash_previous);
    hash.row(&digest, &entries);
    sqlx::query(
        "insert into seals (chain, number, era, cluster, floor_sequence, last_sequence, lower_xid, upper_xid, row_count, hash_previous, hash)
         values ('ledger', 1, 1, 1, 0, $1, '0', $2::text::xid8, 1, $3, $4)",
    )
    .bind(sequence)
    .bind(&seal.upper_xid)
    .bind(&seal.hash_previous)
    .bind(hash.close(Chain::Ledger, &seal))
    .execute(&books.owner)
    .await
    .unwrap();
}

async fn columns(books: &Books, table: &str) -> Vec<(String, String)> {
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select column_name::text, data_type::text from information_schema.columns where table_name = $1 order by ordinal_position",
    )
    .bind(table)
    .fetch_all(&books.owner)
    .await
    .unwrap();
    assert!(columns.len() >= 10, "{table}");
    columns
}

/// SQL for a value that a column does not have.
fn other_value(column: &str, kind: &str) -> String {
    match kind {
        "uuid" => "gen_random_uuid()".to_owned(),
        "text" => format!("{column} || 'x'"),
        "bigint" | "smallint" | "date" => format!("{column} + 100"),
        "timestamp with time zone" => format!("{column} + interval '1 second'"),
        "jsonb" => "'{\"base_minor\": 1}'".to_owned(),
        "bytea" => format!("set_byte({column}, 0, get_byte({column}, 0) # 1)"),
        "xid8" => format!("({column}::text::bigint + 1)::text::xid8"),
        other => panic!("{column} is {other}"),
    }
}

/// Takes off what would itself refuse a change, so that only the digests are left to notice.
async fn loosen(books: &Books) {
    for table in ["ledger_entries", "ledger_transactions", "audit_events"] {
        let constraints: Vec<String> = sqlx::query_scalar(
            "select conname::text from pg_constraint where conrelid = $1::regclass and contype in ('f', 'c')",
        )
        .bind(table)
        .fetch_all(&books.owner)
        .await
        .unwrap();
        for constraint in constraints {
            as_owner(books, &format!("alter table {table} drop constraint {constraint}")).await;
        }
        as_owner(books, &format!("alter table {table} disable trigger user")).await;
    }
    as_owner(books, "alter table ledger_transactions alter sequence drop identity").await;
    as_owner(books, "alter table audit_events alter sequence drop identity").await;
}
