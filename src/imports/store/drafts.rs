//! Ledger transactions before they are posted, and the one way in which an import posts them: in slices, the rows of a
//! slice in one statement and all of their entries in the next. What each kind moves is said in `ledger::drafts`; the
//! statements here follow it, because a million transactions cannot each be a round trip.

use sqlx::Executor;

use crate::kernel::db::Tx;

/// `number` is the number of the staged row times sixteen, plus what the transaction is for.
pub const TABLES: &str = "
create temporary table draft (number bigint, kind text, dedupe_key text, account_id uuid, debtor_id uuid, effective_on date,
  document_kind text, document_number text, reverses_id uuid) on commit drop;
create temporary table draft_entry (number bigint, position smallint, book text, account_id uuid, debtor_id uuid,
  invoice_id uuid, currency text, amount_minor bigint) on commit drop;
create temporary table reversing (transaction_id uuid, number bigint) on commit drop";

/// Bounds what one statement holds in memory: each row leaves several checks of references behind it until its end.
const SLICE: i64 = 100_000 * 16;

/// Posts all drafts and empties their tables.
pub async fn post(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let bounds: (Option<i64>, Option<i64>) =
        sqlx::query_as("select min(number), max(number) from draft").fetch_one(&mut **tx).await?;
    let (Some(first), Some(last)) = bounds else { return Ok(()) };
    // The planner knows nothing of a table that was filled a moment ago.
    tx.execute("analyze draft; analyze draft_entry").await?;
    let mut from = first;
    while from <= last {
        for statement in [TRANSACTIONS, ENTRIES] {
            sqlx::query(statement).bind(from).bind(from + SLICE).execute(&mut **tx).await?;
        }
        from += SLICE;
    }
    tx.execute("truncate draft, draft_entry, reversing").await.map(drop)
}

/// The accounting day never lies in a closed month (domain-rules A6).
const TRANSACTIONS: &str = "
insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at, effective_on, accounting_on,
  document_kind, document_number, actor_kind, reverses_id)
select id_in_order(run.transactions, d.number), d.kind, d.dedupe_key, run.creditor_id, d.account_id, d.debtor_id, run.recorded_at,
  d.effective_on, greatest(d.effective_on, closed.until), d.document_kind, d.document_number, 'system', d.reverses_id
from run cross join draft d
cross join (
  select (max(m.month) + interval '1 month')::date as until from run left join closed_months m on m.creditor_id = run.creditor_id
) closed
where d.number >= $1 and d.number < $2
order by d.number";

const ENTRIES: &str = "
insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, invoice_id, currency, amount_minor, digest)
select e.id, e.position, e.book, run.creditor_id, e.account_id, e.debtor_id, e.invoice_id, e.currency, e.amount_minor,
  ledger_entry_digest(e.id, e.position, e.book, run.creditor_id, e.account_id, e.debtor_id, e.invoice_id, e.currency, e.amount_minor)
from run cross join (
  select id_in_order(run.transactions, d.number) as id, d.* from run cross join draft_entry d where d.number >= $1 and d.number < $2
) e
order by e.id, e.position";

/// Drafts the reversal of every transaction named in `reversing (transaction_id, number)`, entry by entry.
pub const REVERSE: &str = "
insert into draft
  select r.number, 'reversal', 'reversal:' || t.id, t.account_id, t.debtor_id, t.effective_on, t.document_kind, t.document_number, t.id
  from reversing r join ledger_transactions t on t.id = r.transaction_id;
insert into draft_entry
  select r.number, e.position, e.book, e.account_id, e.debtor_id, e.invoice_id, e.currency, -e.amount_minor
  from reversing r join ledger_entries e on e.transaction_id = r.transaction_id";
