//! From staged rows to the books, each step one statement over all rows. Everything happens in one transaction, so a
//! file is in the books as a whole or not at all.
//!
//! Identifiers are made by `id_in_order` from a row's number in the file, the kind of thing in the last four bits: what
//! one statement inserts, the next can name without having stored it.

mod bills;
mod credits;
mod drafts;
mod parties;
mod payments;
mod respread;
mod spread;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::{Executor, FromRow};
use uuid::Uuid;

use super::{
    model::{Reason, Record, RowError},
    reader::Source,
    report::{Change, Counts, Figures, ImportReport},
    staging::Staged,
};
use crate::{
    identity::keys::Keys,
    kernel::{db::Tx, ids::CreditorId},
};

/// The rows of each record that were added and changed; the rest were in the books as the file has them.
#[derive(Debug, Default)]
pub struct Written {
    added: BTreeMap<&'static str, u64>,
}

impl Written {
    fn add(&mut self, record: Record, rows: u64) {
        *self.added.entry(record.name()).or_default() += rows;
    }
}

/// What every statement of this import refers to: its creditor, its day, and what its identifiers begin with.
pub async fn begin(tx: &mut Tx, creditor: CreditorId, today: NaiveDate) -> Result<(), sqlx::Error> {
    // A million rows take longer than any page may.
    tx.execute(
        "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; \
         set local lock_timeout = '60s'; set local work_mem = '48MB'",
    )
    .await?;
    // Two imports for one creditor, one after the other.
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('import:' || $1::text, 0))",
        creditor.to_string()
    )
    .fetch_one(&mut **tx)
    .await?;
    tx.execute(RUN).await?;
    sqlx::query("insert into run values ($1, $2, $3, $4, $5, $6)")
        .bind(creditor.0)
        .bind(today)
        .bind(tx.now())
        .bind(Uuid::now_v7())
        .bind(Uuid::now_v7())
        .bind(Uuid::now_v7())
        .execute(&mut **tx)
        .await?;
    // Every statement joins to it, so the planner has to know that it is one row.
    tx.execute("analyze run").await.map(drop)
}

const RUN: &str = "
create temporary table run (creditor_id uuid, today date, recorded_at timestamptz, things uuid, transactions uuid, allocations uuid)
  on commit drop;
create temporary table change (record text, line bigint, reference text, what text) on commit drop";

/// What the checks and the later steps look rows up in.
pub async fn prepare(tx: &mut Tx) -> Result<(), sqlx::Error> {
    tx.execute(LOOKUPS).await.map(drop)
}

const LOOKUPS: &str = "
create temporary view staged_bill as
  select 'invoice' as record, n, line, state, invoice_number, account_ref, currency, issued_on, due_on, total, tax, description,
    contract_ref, fiscal_uuid, fiscal_method, partialities, null::date as accrued_through, 0::bigint as interest,
    0::bigint as interest_tax, 0::bigint as fees, 0::bigint as fees_tax
  from staged_invoice
  union all
  select 'opening_balance', n, line, state, invoice_number, account_ref, currency, issued_on, due_on, principal, null, description,
    contract_ref, fiscal_uuid, fiscal_method, partialities, accrued_through, coalesce(interest, 0), coalesce(interest_tax, 0),
    coalesce(fees, 0), coalesce(fees_tax, 0)
  from staged_opening_balance;
create temporary view referring as
  select 'line' as record, line, state, invoice_number, null as account_ref, currency from staged_line
  union all select 'payment', line, state, invoice_number, account_ref, currency from staged_payment
  union all select 'credit_note', line, state, invoice_number, null, currency from staged_credit_note
  union all select 'void', line, state, invoice_number, null, null from staged_void
  union all select 'party', line, state, invoice_number, account_ref, currency from staged_party;
create temporary table repeated_bill on commit drop as
  select s.record, s.n, s.line, s.state, s.invoice_number, f.line as first_line, f.state as first_state
  from (select invoice_number, min(n) as n from staged_bill group by 1 having count(*) > 1) twice
  join staged_bill f on f.n = twice.n
  join staged_bill s on s.invoice_number = twice.invoice_number and s.n <> f.n;
create temporary table known_bill on commit drop as
  select invoice_number as number, state, account_ref, currency, total, record, line from staged_bill
  where n not in (select n from repeated_bill)
  union all
  select i.number, 'books', a.reference, a.currency, i.total_minor, null, null
  from (
    select invoice_number as number from referring
    union select replaced_by from staged_void
    except select invoice_number from staged_bill
  ) referred
  cross join run
  join invoices i on i.creditor_id = run.creditor_id and i.number = referred.number
  join accounts a on a.id = i.account_id;
create temporary table known_account on commit drop as
  select account_ref as reference, currency from staged_account
  union
  select a.reference, a.currency from run join accounts a on a.creditor_id = run.creditor_id;
create temporary table recognised on commit drop as
  with ours as (
    select p.id, p.amount_minor, p.currency, a.reference as account_ref, p.receipt_number, p.provider_payment
    from run join payments p on p.creditor_id = run.creditor_id join accounts a on a.id = p.account_id
    where p.source = 'portal' and p.state = 'succeeded'
  ), keyed as (
    select id::text as key, false as is_receipt, * from ours
    union all select lower(provider_payment), false, * from ours where provider_payment is not null
    union all select receipt_number::text, true, * from ours where receipt_number is not null
  ), asked as (
    -- A receipt's number is ours only where the file says so; the creditor may number its own receipts in the same way.
    select payment_ref, min(our_ref) is not null as by_us,
      regexp_replace(lower(coalesce(min(our_ref), payment_ref)), '^[a-z]+-([0-9]+)$', '\\1') as key
    from staged_payment group by payment_ref
  )
  select asked.payment_ref, keyed.id as payment_id, keyed.amount_minor, keyed.currency, keyed.account_ref
  from asked join keyed on keyed.key = asked.key and (asked.by_us or not keyed.is_receipt);
analyze known_bill; analyze known_account; analyze recognised";

/// Writes everything that was staged. `says` hears what comes next.
pub async fn write(tx: &mut Tx, keys: &Keys, says: impl Fn(Record)) -> Result<Written, sqlx::Error> {
    let mut written = Written::default();
    for tables in [drafts::TABLES, spread::TABLES, respread::TABLES] {
        tx.execute(tables).await?;
    }
    sqlx::query(LOCK_ACCOUNTS).execute(&mut **tx).await?;
    says(Record::Debtor);
    parties::write_debtors(tx, &mut written).await?;
    says(Record::Person);
    parties::write_persons(tx, keys, &mut written).await?;
    says(Record::Account);
    parties::write_accounts(tx, &mut written).await?;
    says(Record::Invoice);
    bills::write(tx, &mut written).await?;
    says(Record::Party);
    parties::write_parties(tx, &mut written).await?;
    says(Record::Payment);
    payments::write(tx, &mut written).await?;
    says(Record::CreditNote);
    credits::write_credit_notes(tx, &mut written).await?;
    says(Record::Void);
    credits::write_voids(tx, &mut written).await?;
    Ok(written)
}

/// Nobody else applies money to these accounts until this transaction ends (the ledger's `lock_open_items`).
const LOCK_ACCOUNTS: &str = "
select from accounts where id in (
  select a.id from run join accounts a on a.creditor_id = run.creditor_id
    join (select account_ref, currency from staged_bill union select account_ref, currency from staged_payment) s
      on s.account_ref = a.reference and s.currency = a.currency
  union
  select i.account_id from run join invoices i on i.creditor_id = run.creditor_id join referring r on r.invoice_number = i.number
) order by id for no key update";

/// Rows of this file that would take back credit which was used since.
pub async fn spent_credit(tx: &mut Tx) -> Result<Vec<(Record, RowError)>, sqlx::Error> {
    let rows: Vec<(String, i64, String)> = sqlx::query_as(SPENT).fetch_all(&mut **tx).await?;
    let error = |(record, line, reference): (String, i64, String)| {
        let record = Record::parse(&record)?;
        let column = record.takes()[0].column;
        Some((record, RowError::new(line.unsigned_abs(), column, &reference, Reason::CreditSpent)))
    };
    Ok(rows.into_iter().filter_map(error).collect())
}

const SPENT: &str = "
select r.record, r.line, r.reference
from (
  select 'payment' as record, line, payment_ref as reference, account_id from payment_row where known is not null and not same
  union all select 'void', line, number, account_id from void_row
  union all select 'credit_note', line, number, account_id from note_row where known is not null and moves_money
) r
join (
  select e.account_id from run join ledger_entries e on e.creditor_id = run.creditor_id and e.book = 'unapplied'
  where e.account_id is not null group by e.account_id having sum(e.amount_minor) > 0
) short on short.account_id = r.account_id
order by r.line";

/// Writes down that this file was imported.
pub async fn record(
    tx: &mut Tx,
    creditor: CreditorId,
    source: &Source,
    report: &ImportReport,
) -> Result<(), sqlx::Error> {
    let id = Uuid::now_v7();
    let counts: serde_json::Map<String, serde_json::Value> =
        report.counts.iter().map(|(record, counts)| (record.name().to_owned(), counts.as_json())).collect();
    sqlx::query!(
        "insert into imports (id, creditor_id, file_name, file_sha256, mapping, as_of, counts, imported_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        creditor.0,
        report.file,
        &source.sha256,
        report.mapping,
        report.as_of,
        serde_json::Value::Object(counts),
        tx.now(),
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("import", "file", id, None).await
}

/// How many rows of each record were new, changed, the same, and later than the day of `--as-of`.
pub async fn counts(
    tx: &mut Tx,
    staged: &Staged,
    written: &Written,
) -> Result<Vec<(Record, Counts)>, sqlx::Error> {
    let changed: Vec<(String, i64)> =
        sqlx::query_as("select record, count(distinct reference) from change group by 1")
            .fetch_all(&mut **tx)
            .await?;
    // Several rows may make one payment.
    let payments: i64 =
        sqlx::query_scalar("select count(distinct payment_ref) from staged_payment where state = 'good'")
            .fetch_one(&mut **tx)
            .await?;
    let of = |rows: &BTreeMap<&'static str, u64>, record: Record| {
        rows.get(record.name()).copied().unwrap_or_default()
    };
    let counts = Record::ALL.into_iter().map(|record| {
        let rows = match record {
            Record::Payment => payments.unsigned_abs(),
            _ => of(&staged.rows, record),
        };
        let added = of(&written.added, record);
        let changed = changed
            .iter()
            .find(|(name, _)| name == record.name())
            .map_or(0, |(_, count)| count.unsigned_abs());
        let same = rows.saturating_sub(added + changed);
        (record, Counts { added, changed, same, later: of(&staged.later, record) })
    });
    Ok(counts.filter(|(_, counts)| *counts != Counts::default()).collect())
}

/// Rows that were in the books otherwise, at most `limit`.
pub async fn changes(tx: &mut Tx, limit: i64) -> Result<Vec<Change>, sqlx::Error> {
    #[derive(FromRow)]
    struct Row {
        record: String,
        line: i64,
        reference: String,
        what: String,
    }
    let rows: Vec<Row> = sqlx::query_as(
        "select distinct record, line, reference, what from change order by line, record, what limit $1",
    )
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    let change = |row: Row| {
        Some(Change {
            record: Record::parse(&row.record)?,
            line: row.line.unsigned_abs(),
            reference: row.reference,
            what: row.what,
        })
    };
    Ok(rows.into_iter().filter_map(change).collect())
}

/// What the creditor's books say afterwards, by currency.
pub async fn figures(tx: &mut Tx, creditor: CreditorId, day: NaiveDate) -> Result<Vec<Figures>, sqlx::Error> {
    sqlx::query_as!(
        Figures,
        r#"select a.currency, count(distinct a.debtor_id) as "debtors!",
             coalesce(sum(i.invoiced), 0)::bigint as "invoiced_minor!",
             coalesce(sum(i.open_invoices), 0)::bigint as "open_invoices!", coalesce(sum(i.open), 0)::bigint as "open_minor!",
             coalesce(sum(i.overdue_invoices), 0)::bigint as "overdue_invoices!",
             coalesce(sum(i.overdue), 0)::bigint as "overdue_minor!",
             coalesce(sum(u.credit), 0)::bigint as "credit_minor!"
           from accounts a
           left join (
             select i.account_id, sum(i.total_minor) filter (where i.voided_on is null) as invoiced,
               count(*) filter (where b.open_minor > 0) as open_invoices, sum(b.open_minor) as open,
               count(*) filter (where b.open_minor > 0 and i.due_on < $2) as overdue_invoices,
               sum(b.open_minor) filter (where i.due_on < $2) as overdue
             from invoices i left join invoice_balances b on b.invoice_id = i.id
             where i.creditor_id = $1 group by i.account_id
           ) i on i.account_id = a.id
           left join (
             select account_id, -sum(amount_minor) as credit from ledger_entries
             where creditor_id = $1 and book = 'unapplied' group by account_id
           ) u on u.account_id = a.id
           where a.creditor_id = $1 group by a.currency order by a.currency"#,
        creditor.0,
        day
    )
    .fetch_all(&mut **tx)
    .await
}

/// Runs one statement over all rows, and says how many it touched.
async fn step(tx: &mut Tx, sql: &'static str) -> Result<u64, sqlx::Error> {
    sqlx::query(sql).execute(&mut **tx).await.map(|done| done.rows_affected())
}
