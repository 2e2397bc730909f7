//! Credit notes, which lower an invoice, and voids, which end one. Money that no longer fits becomes the debtor's credit,
//! or goes on to the invoice that replaces a void one.

use sqlx::Executor;

use super::{Written, drafts, respread, step};
use crate::{imports::model::Record, kernel::db::Tx};

pub async fn write_credit_notes(tx: &mut Tx, written: &mut Written) -> Result<(), sqlx::Error> {
    tx.execute(NOTES).await?;
    tx.execute(drafts::REVERSE).await?;
    drafts::post(tx).await?;
    tx.execute(NOTE_POSTINGS).await?;
    drafts::post(tx).await?;
    step(tx, CHANGED_NOTES).await?;
    written.add(Record::CreditNote, step(tx, NEW_NOTES).await?);
    Ok(())
}

const NOTES: &str = "
create temporary table note_row on commit drop as
  select s.n, s.line, s.credit_note_number as number, i.id as invoice_id, i.account_id, i.debtor_id, i.currency, s.issued_on,
    s.amount, coalesce(s.tax, 0) as tax, coalesce(s.reason, c.reason, '') as reason, coalesce(s.fiscal_uuid, c.fiscal_uuid) as fiscal_uuid,
    c.id as known, c.transaction_id as standing_id, (c.issued_on, c.total_minor, c.tax_minor) is distinct from
      (s.issued_on, s.amount, coalesce(s.tax, 0)) as moves_money
  from run cross join staged_credit_note s
  join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number
  left join credit_notes c on c.creditor_id = run.creditor_id and c.number = s.credit_note_number
  where s.state = 'good' and (i.voided_on is null or c.id is not null);
analyze note_row;
insert into reversing select standing_id, n * 16 + 1 from note_row where known is not null and moves_money";

/// The same as the ledger's draft of a credit note; several on one invoice share what is open of it.
const NOTE_POSTINGS: &str = "
insert into draft
  select n * 16 + 2, 'credit_note', 'credit_note:' || run.creditor_id || ':' || number || coalesce(':after:' || standing_id, ''), account_id,
    debtor_id, issued_on, 'credit_note', number, null
  from run cross join note_row where moves_money;
insert into draft_entry
  select r.n * 16 + 2, row_number() over (partition by r.n order by e.nth), e.book, e.account_id, e.debtor_id, e.invoice_id, r.currency,
    e.amount
  from (
    select o.*, (least(o.high, o.open) - least(o.high - o.amount, o.open))::bigint as off
    from (
      select r.*, sum(r.amount) over (partition by r.invoice_id order by r.issued_on, r.n) as high, greatest(b.principal_minor, 0) as open
      from note_row r join invoice_balances b using (invoice_id) where r.moves_money
    ) o
  ) r
  cross join lateral (values
    (1, 'sales', null, null, r.invoice_id, r.amount - r.tax), (2, 'sales_tax', null, null, r.invoice_id, r.tax),
    (3, 'principal', r.account_id, r.debtor_id, r.invoice_id, -r.off),
    (4, 'unapplied', r.account_id, r.debtor_id, null, r.off - r.amount)
  ) e (nth, book, account_id, debtor_id, invoice_id, amount)
  where e.amount <> 0";

const CHANGED_NOTES: &str = "
with changed as (
  update credit_notes c set issued_on = r.issued_on, total_minor = r.amount, tax_minor = r.tax, reason = r.reason,
    fiscal_uuid = r.fiscal_uuid,
    transaction_id = case when r.moves_money then id_in_order(run.transactions, r.n * 16 + 2) else c.transaction_id end
  from run, note_row r
  where c.id = r.known and (r.moves_money or (c.reason, c.fiscal_uuid) is distinct from (r.reason, r.fiscal_uuid))
  returning r.line, r.number, r.moves_money
)
insert into change select 'credit_note', line, number, case when moves_money then 'reposted' else 'updated' end from changed";

const NEW_NOTES: &str = "
insert into credit_notes (id, account_id, debtor_id, creditor_id, invoice_id, number, issued_on, currency, total_minor, tax_minor, reason,
  fiscal_uuid, transaction_id)
select id_in_order(run.things, r.n * 16), r.account_id, r.debtor_id, run.creditor_id, r.invoice_id, r.number, r.issued_on, r.currency,
  r.amount, r.tax, r.reason, r.fiscal_uuid, id_in_order(run.transactions, r.n * 16 + 2)
from run cross join note_row r where r.known is null order by r.n";

pub async fn write_voids(tx: &mut Tx, written: &mut Written) -> Result<(), sqlx::Error> {
    tx.execute(VOIDS).await?;
    respread::reverse(tx).await?;
    tx.execute(VOID_POSTINGS).await?;
    drafts::post(tx).await?;
    written.add(Record::Void, step(tx, VOIDED).await?);
    respread::spread_again(tx).await
}

/// What was paid on a void invoice goes to the one that replaces it.
const VOIDS: &str = "
create temporary table void_row on commit drop as
  select s.n, s.line, s.voided_on, coalesce(s.reason, '') as reason, i.id as invoice_id, i.number, i.account_id, i.debtor_id, i.currency,
    r.id as replaced_by
  from run cross join staged_void s
  join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number and i.voided_on is null
  left join invoices r on r.creditor_id = run.creditor_id and r.number = s.replaced_by
  where s.state = 'good';
insert into shrunk select invoice_id, replaced_by from void_row";

/// The same as the ledger's draft of a void: everything that stands on the invoice is taken back.
const VOID_POSTINGS: &str = "
create temporary table void_sum on commit drop as
  select v.n, e.book, b.belongs_to = 'debtor' as of_debtor, sum(e.amount_minor)::bigint as amount
  from void_row v join ledger_entries e on e.invoice_id = v.invoice_id join books b on b.name = e.book
  group by v.n, e.book, b.belongs_to having sum(e.amount_minor) <> 0;
insert into draft
  select v.n * 16 + 1, 'void', 'void:' || v.invoice_id, v.account_id, v.debtor_id, v.voided_on, 'invoice', v.number, null
  from void_row v where exists (select from void_sum s where s.n = v.n);
insert into draft_entry
  select s.n * 16 + 1, row_number() over (partition by s.n order by s.of_debtor desc, s.book), s.book,
    case when s.of_debtor then v.account_id end, case when s.of_debtor then v.debtor_id end, v.invoice_id, v.currency, -s.amount
  from void_sum s join void_row v on v.n = s.n
  union all
  select s.n * 16 + 1, count(*) + 1, 'unapplied', v.account_id, v.debtor_id, null, v.currency, sum(s.amount)
  from void_sum s join void_row v on v.n = s.n group by s.n, v.account_id, v.debtor_id, v.currency having sum(s.amount) <> 0";

const VOIDED: &str = "
update invoices i set voided_on = v.voided_on, void_reason = v.reason, replaced_by = v.replaced_by from void_row v where i.id = v.invoice_id";
