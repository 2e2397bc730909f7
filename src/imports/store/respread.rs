//! Money that was applied to an invoice which has shrunk or is void. Its transactions are reversed as a whole and posted
//! again: to the same invoices as far as there is room, to the invoice that replaces a void one, and for the rest to the
//! debtor's credit.

use sqlx::Executor;

use super::{drafts, spread, step};
use crate::kernel::db::Tx;

/// `pool` is where the money of a shrunk invoice may go: back to it, to another, or nowhere.
pub const TABLES: &str = "
create temporary table shrunk (invoice_id uuid, pool uuid) on commit drop;
create temporary table respread (n bigint generated always as identity (start with 100000000000), transaction_id uuid) on commit drop";

/// Reverses every transaction that applied money to a shrunk invoice.
pub async fn reverse(tx: &mut Tx) -> Result<(), sqlx::Error> {
    tx.execute(REVERSED).await?;
    tx.execute(drafts::REVERSE).await?;
    drafts::post(tx).await?;
    step(tx, REVERSED_ALLOCATIONS).await.map(drop)
}

/// Posts them again.
pub async fn spread_again(tx: &mut Tx) -> Result<(), sqlx::Error> {
    tx.execute(CLAIMS).await?;
    spread::over_invoices(tx).await?;
    tx.execute(POSTINGS).await?;
    drafts::post(tx).await?;
    spread::keep_allocations(tx).await?;
    tx.execute("truncate shrunk, respread").await.map(drop)
}

const REVERSED: &str = "
insert into respread (transaction_id)
  select distinct a.transaction_id from payment_allocations a join shrunk s using (invoice_id)
  join ledger_transactions t on t.id = a.transaction_id and t.kind in ('payment', 'allocation') where a.reversed_by is null;
insert into reversing select transaction_id, n * 16 + 1 from respread";

const REVERSED_ALLOCATIONS: &str = "
update payment_allocations a set reversed_by = id_in_order(run.transactions, r.n * 16 + 1)
from run, respread r where a.transaction_id = r.transaction_id";

const CLAIMS: &str = "
truncate part;
insert into claim
  select r.n, a.payment_id, p.pool, t.effective_on, sum(a.amount_minor)
  from respread r
  join ledger_transactions t on t.id = r.transaction_id
  join payment_allocations a on a.transaction_id = r.transaction_id
  left join shrunk s on s.invoice_id = a.invoice_id
  cross join lateral (select case when s.invoice_id is null then a.invoice_id else s.pool end as pool) p
  where p.pool is not null
  group by r.n, a.payment_id, p.pool, t.effective_on";

/// Everything but what was applied and what was left over stays as it was.
const POSTINGS: &str = "
create temporary table respread_entry on commit drop as
  select r.n, 1 as nth, e.book, e.account_id, e.debtor_id, e.invoice_id, e.currency, e.amount_minor
  from respread r join ledger_entries e on e.transaction_id = r.transaction_id
  where e.book not in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax', 'unapplied')
  union all
  select r.n, 2, p.component, t.account_id, t.debtor_id, p.invoice_id, a.currency, -sum(p.amount)::bigint
  from respread r join ledger_transactions t on t.id = r.transaction_id join accounts a on a.id = t.account_id join part p on p.n = r.n
  group by r.n, p.component, t.account_id, t.debtor_id, p.invoice_id, a.currency;
insert into respread_entry
  select r.n, 3, 'unapplied', t.account_id, t.debtor_id, null, a.currency, -sum(e.amount_minor)::bigint
  from respread r join ledger_transactions t on t.id = r.transaction_id join accounts a on a.id = t.account_id
  join respread_entry e on e.n = r.n
  group by r.n, t.account_id, t.debtor_id, a.currency having sum(e.amount_minor) <> 0;
insert into draft
  select r.n * 16 + 2, t.kind, split_part(t.dedupe_key, ':after:', 1) || ':after:' || t.id, t.account_id, t.debtor_id, t.effective_on,
    t.document_kind, t.document_number, null
  from respread r join ledger_transactions t on t.id = r.transaction_id
  where exists (select from respread_entry e where e.n = r.n);
insert into draft_entry
  select n * 16 + 2, row_number() over (partition by n order by nth, book, invoice_id), book, account_id, debtor_id, invoice_id, currency,
    amount_minor
  from respread_entry;
drop table respread_entry";
