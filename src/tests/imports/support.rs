//! The books of one test, and files to put into them.

use std::path::PathBuf;

use aldia::{
    identity::keys::Keys,
    imports::{
        command::{ImportArguments, run},
        model::{Reason, Record, RowError},
        report::{Counts, ImportReport},
    },
    kernel::{actor::Actor, db::Db, ids::AccountId, locale::Lang},
    ledger::{
        self, check,
        model::{AccountKey, TransactionDraft},
    },
};
use chrono::NaiveDate;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use uuid::Uuid;

/// A file that is gone when the test is.
pub struct TempFile(pub PathBuf);

impl TempFile {
    pub fn new(content: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("aldia-{}.csv", Uuid::now_v7()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The books of one test: through the runtime role, as the command has it, and with the owner's eyes.
pub struct Books {
    pub db: Db,
    pub owner: PgPool,
}

impl Books {
    pub async fn open(pool: PgPoolOptions, options: PgConnectOptions) -> Self {
        let owner = pool.connect_with(options.clone()).await.unwrap();
        let app = PgPoolOptions::new().connect_with(options.username("aldia_app")).await.unwrap();
        Self { db: Db::new(app), owner }
    }

    pub async fn import(&self, content: impl AsRef<[u8]>) -> ImportReport {
        self.import_as(content, |_| {}).await
    }

    pub async fn import_as(
        &self,
        content: impl AsRef<[u8]>,
        adapt: impl FnOnce(&mut ImportArguments),
    ) -> ImportReport {
        let file = TempFile::new(content);
        let mut arguments = for_northwind(&file);
        adapt(&mut arguments);
        let report = run(&self.db, &Keys::for_tests(), arguments).await.unwrap();
        self.check().await;
        report
    }

    /// Whether the import came to its end within this time; if not, it is dropped where it stands. One that fails because
    /// the dropped one before it is still being undone has not come to its end either.
    pub async fn import_within(&self, content: &str, allowed_ms: u64) -> bool {
        let file = TempFile::new(content);
        let keys = Keys::for_tests();
        let import = run(&self.db, &keys, for_northwind(&file));
        tokio::time::timeout(std::time::Duration::from_millis(allowed_ms), import)
            .await
            .is_ok_and(|outcome| outcome.is_ok())
    }

    /// What must hold after every import, wherever it ended.
    pub async fn check(&self) {
        let report = check::run(&self.db).await.unwrap();
        assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
        let negative: i64 = self
            .number("select count(*) from invoice_balances where least(principal_minor, interest_minor, fees_minor) < 0")
            .await;
        assert_eq!(negative, 0);
    }

    /// Posts to the only account, as another room would.
    pub async fn post(&self, draft: impl FnOnce(AccountKey) -> TransactionDraft) {
        let account = sqlx::query_scalar("select id from accounts").fetch_one(&self.owner).await.unwrap();
        let mut tx = self.db.begin(Actor::System("test")).await.unwrap();
        let of = ledger::store::account_key(&mut tx, AccountId(account)).await.unwrap().unwrap();
        ledger::store::post(&mut tx, &draft(of)).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn count(&self, table: &str) -> i64 {
        self.number(&format!("select count(*) from {table}")).await
    }

    pub async fn number(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&self.owner).await.unwrap()
    }

    pub async fn owed(&self, invoice: &str) -> i64 {
        self.number(&format!(
            "select open_minor from invoice_balances b join invoices i on i.id = b.invoice_id where i.number = '{invoice}'"
        ))
        .await
    }

    pub async fn book(&self, book: &str) -> i64 {
        self.number(&format!(
            "select coalesce(sum(amount_minor), 0)::bigint from ledger_entries where book = '{book}'"
        ))
        .await
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn for_northwind(file: &TempFile) -> ImportArguments {
    ImportArguments {
        file: file.0.clone(),
        creditor: "Northwind".to_owned(),
        mapping: None,
        as_of: None,
        dry_run: false,
    }
}

/// A file in the native format from rows like `void: invoice_number=F-1, voided_on=2026-03-01`.
pub fn native(rows: &[&str]) -> String {
    let parsed: Vec<(&str, Vec<(&str, &str)>)> = rows
        .iter()
        .map(|row| {
            let (record, cells) = row.split_once(": ").unwrap();
            (record, cells.split(", ").map(|cell| cell.split_once('=').unwrap()).collect())
        })
        .collect();
    let mut columns: Vec<&str> = Vec::new();
    for (column, _) in parsed.iter().flat_map(|(_, cells)| cells) {
        if !columns.contains(column) {
            columns.push(column);
        }
    }
    let mut file = format!("record,{}\n", columns.join(","));
    for (record, cells) in parsed {
        let value =
            |column: &&str| cells.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value);
        let values: Vec<&str> = columns.iter().map(value).collect();
        file.push_str(&format!("{record},{}\n", values.join(",")));
    }
    file
}

const WHO: [&str; 2] =
    ["debtor: debtor_ref=C-1, name=Marta Ruiz", "account: account_ref=A-1, debtor_ref=C-1, currency=MXN"];

pub fn invoice(number: &str, issued_on: &str, total: &str) -> String {
    format!(
        "invoice: invoice_number={number}, account_ref=A-1, issued_on={issued_on}, due_on=2026-12-31, total={total}, currency=MXN"
    )
}

pub fn payment(reference: &str, invoice: &str, received_on: &str, amount: &str) -> String {
    format!(
        "payment: payment_ref={reference}, account_ref=A-1, invoice_number={invoice}, received_on={received_on}, amount={amount}, currency=MXN"
    )
}

/// Marta's account with these rows.
pub fn file(rows: &[&str]) -> String {
    native(&[&WHO[..], rows].concat())
}

pub fn counts(report: &ImportReport, record: Record) -> Counts {
    report.counts.iter().find(|(found, _)| *found == record).map(|(_, counts)| *counts).unwrap_or_default()
}

pub fn added(added: u64) -> Counts {
    Counts { added, ..Counts::default() }
}

pub fn refused(report: &ImportReport) -> Vec<(u64, &str, &str, Reason)> {
    assert_eq!(report.rejected_count, report.rejected.len() as u64);
    let row = |error: &RowError| {
        let RowError { line, column, value, reason } = error.clone();
        (line, column, value, reason)
    };
    let owned: Vec<_> = report.rejected.iter().map(row).collect();
    owned
        .into_iter()
        .map(|(line, column, value, reason)| (line, &*column.leak(), &*value.leak(), reason))
        .collect()
}
