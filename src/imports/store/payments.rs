//! Payments from the creditor's books. Each pays the invoices that its rows name, and what a row names no invoice for pays
//! the oldest first; the rest is the debtor's credit.

use sqlx::Executor;

use super::{Written, drafts, spread, step};
use crate::{imports::model::Record, kernel::db::Tx};

pub async fn write(tx: &mut Tx, written: &mut Written) -> Result<(), sqlx::Error> {
    tx.execute(PAYMENTS).await?;
    step(tx, RECOGNISED).await?;
    tx.execute(CHANGED).await?;
    tx.execute(drafts::REVERSE).await?;
    drafts::post(tx).await?;
    step(tx, REVERSED_ALLOCATIONS).await?;
    written.add(Record::Payment, step(tx, NEW_PAYMENTS).await?);
    tx.execute("truncate part").await?;
    step(tx, CLAIMS_ON_INVOICES).await?;
    spread::over_invoices(tx).await?;
    step(tx, CLAIMS_ON_ACCOUNTS).await?;
    spread::over_accounts(tx).await?;
    tx.execute(POSTINGS).await?;
    drafts::post(tx).await?;
    spread::keep_allocations(tx).await
}

/// One payment may have several rows, one for each invoice. The digest is what a later import compares.
const PAYMENTS: &str = "
create temporary table payment_part on commit drop as
  select s.n, s.line, s.payment_ref, s.amount, i.id as invoice_id, s.invoice_number is null as names_none
  from run cross join staged_payment s
  left join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number
  where s.state = 'good' and not exists (select from recognised r where r.payment_ref = s.payment_ref);
create temporary table payment_row on commit drop as
  select p.*, k.id as known, k.source_digest is not distinct from p.digest as same, coalesce(k.id, id_in_order(run.things, p.n * 16)) as payment_id
  from run cross join (
    select min(s.n) as n, min(s.line) as line, s.payment_ref, a.id as account_id, a.debtor_id, a.currency, min(s.received_on) as received_on,
      sum(s.amount)::bigint as amount, min(s.method) as method,
      sha256(convert_to(concat_ws('|', a.id, min(s.received_on), min(s.method),
        string_agg(concat_ws('=', part.invoice_id, part.names_none, s.amount), ',' order by part.invoice_id, s.amount)), 'UTF8')) as digest
    from run cross join staged_payment s
    join payment_part part on part.n = s.n
    join accounts a on a.creditor_id = run.creditor_id and a.reference = s.account_ref and a.currency = s.currency
    group by s.payment_ref, a.id, a.debtor_id, a.currency
  ) p
  left join payments k on k.creditor_id = run.creditor_id and k.source_reference = p.payment_ref;
analyze payment_part; analyze payment_row";

/// Taken here and now in the creditor's books: only their reference is noted.
const RECOGNISED: &str = "
with noted as (
  update payments p set source_reference = r.payment_ref from recognised r
  where p.id = r.payment_id and p.source_reference is distinct from r.payment_ref returning r.payment_ref
)
insert into change
select 'payment', min(s.line), s.payment_ref, 'recognised' from noted join staged_payment s using (payment_ref) group by s.payment_ref";

const CHANGED: &str = "
insert into reversing
  select t.id, p.n * 16 + 1
  from payment_row p
  join ledger_transactions t on t.account_id = p.account_id and t.kind = 'payment'
    and (t.dedupe_key = 'payment:' || p.known or t.dedupe_key like 'payment:' || p.known || ':after:%')
  where p.known is not null and not p.same and not exists (select from ledger_transactions r where r.reverses_id = t.id);
update payments k set amount_minor = p.amount, effective_on = p.received_on, method_kind = p.method, source_digest = p.digest,
    paid_at = p.received_on + time '12:00' at time zone 'UTC', updated_at = run.recorded_at
  from run, payment_row p where k.id = p.known and not p.same;
insert into change select 'payment', line, payment_ref, 'reposted' from payment_row where known is not null and not same;
create temporary table replaced on commit drop as select number / 16 as number, transaction_id from reversing";

/// After the reversal is posted, which they name.
const REVERSED_ALLOCATIONS: &str = "
update payment_allocations a set reversed_by = id_in_order(run.transactions, p.n * 16 + 1)
  from run, payment_row p where a.payment_id = p.known and not p.same and a.reversed_by is null";

const NEW_PAYMENTS: &str = "
insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key, idempotency_key,
  method_kind, paid_at, effective_on, source, source_reference, source_digest, created_at, updated_at)
select p.payment_id, p.account_id, p.debtor_id, run.creditor_id, p.currency, p.amount, 'succeeded', '{\"mode\": \"oldest\"}', p.payment_id,
  'import:' || p.payment_id, p.method, p.received_on + time '12:00' at time zone 'UTC', p.received_on, 'import', p.payment_ref,
  p.digest, run.recorded_at, run.recorded_at
from run cross join payment_row p where p.known is null order by p.n";

/// A row that names an invoice which is not in the books, being later than `--as-of`, pays nothing yet.
const CLAIMS_ON_INVOICES: &str = "
insert into claim
  select p.n, p.payment_id, s.invoice_id, p.received_on, s.amount from payment_part s join payment_row p using (payment_ref)
  where s.invoice_id is not null and not p.same";

const CLAIMS_ON_ACCOUNTS: &str = "
insert into claim
  select p.n, p.payment_id, p.account_id, p.received_on, s.amount from payment_part s join payment_row p using (payment_ref)
  where s.names_none and not p.same";

/// The same as the ledger's draft of a payment.
const POSTINGS: &str = "
insert into draft
  select p.n * 16 + 2, 'payment', 'payment:' || p.payment_id || coalesce(':after:' || r.transaction_id, ''), p.account_id, p.debtor_id,
    p.received_on, 'receipt', p.payment_ref, null
  from payment_row p left join replaced r on r.number = p.n where not p.same;
insert into draft_entry
  select n * 16 + 2, 1, 'bank', null, null, null, currency, amount from payment_row where not same
  union all
  select s.n * 16 + 2, 1 + row_number() over (partition by s.n order by s.invoice_id, s.component), s.component, p.account_id, p.debtor_id,
    s.invoice_id, p.currency, -s.amount
  from part s join payment_row p on p.n = s.n
  union all
  select p.n * 16 + 2, 2 + coalesce(s.parts, 0), 'unapplied', p.account_id, p.debtor_id, null, p.currency, coalesce(s.amount, 0) - p.amount
  from payment_row p left join (select n, count(*) as parts, sum(amount) as amount from part group by n) s on s.n = p.n
  where not p.same and p.amount > coalesce(s.amount, 0)";
