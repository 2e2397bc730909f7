//! Invoices and opening balances with their lines. A new one is posted; one whose amount, tax or day the file has
//! otherwise is reversed and posted again, and money that no longer fits on it becomes the debtor's credit.

use sqlx::Executor;

use super::{Written, drafts, respread, step};
use crate::{imports::model::Record, kernel::db::Tx};

pub async fn write(tx: &mut Tx, written: &mut Written) -> Result<(), sqlx::Error> {
    step(tx, LINE_OF_DESCRIPTION).await?;
    tx.execute(BILLS).await?;
    step(tx, NEW_BILLS).await?;
    for (record, sql) in [(Record::Invoice, NEW_INVOICES), (Record::OpeningBalance, NEW_BALANCES)] {
        let new: i64 = sqlx::query_scalar(sql).fetch_one(&mut **tx).await?;
        written.add(record, new.unsigned_abs());
    }
    tx.execute(CHANGES).await?;
    write_lines(tx, written).await?;
    tx.execute(drafts::REVERSE).await?;
    tx.execute(POSTINGS).await?;
    drafts::post(tx).await?;
    if step(tx, OVERPAID).await? > 0 {
        respread::reverse(tx).await?;
        respread::spread_again(tx).await?;
    }
    Ok(())
}

/// What an invoice is for, where the file has no lines for it.
const LINE_OF_DESCRIPTION: &str = "
insert into staged_line (n, line, state, invoice_number, line_number, description, net, currency, tax)
select -b.n, b.line, 'good', b.invoice_number, 1, b.description, b.total - coalesce(b.tax, 0), b.currency, b.tax
from staged_bill b
where b.state = 'good' and b.description is not null
  and not exists (select from staged_line l where l.invoice_number = b.invoice_number)";

const BILLS: &str = "
create temporary table bill on commit drop as
  select b.n, b.line, b.record, b.invoice_number as number, a.id as account_id, a.debtor_id, b.currency, b.issued_on, b.due_on,
    b.total, coalesce(l.tax, b.tax, i.tax_minor, 0)::bigint as tax, b.contract_ref, b.fiscal_uuid, b.fiscal_method, b.partialities,
    b.accrued_through, b.interest, b.interest_tax, b.fees, b.fees_tax, i.id as known,
    coalesce(i.id, id_in_order(run.things, b.n * 16)) as invoice_id
  from run cross join staged_bill b
  join accounts a on a.creditor_id = run.creditor_id and a.reference = b.account_ref and a.currency = b.currency
  left join (select invoice_number, sum(coalesce(tax, 0)) as tax from staged_line where state = 'good' group by 1) l
    on l.invoice_number = b.invoice_number
  left join invoices i on i.creditor_id = run.creditor_id and i.number = b.invoice_number
  where b.state = 'good';
analyze bill";

const NEW_BILLS: &str = "
insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor, tax_minor, fiscal_uuid,
  fiscal_payment_form, fiscal_partialities, contract, accrued_through)
select b.invoice_id, b.account_id, b.debtor_id, run.creditor_id, b.number, b.issued_on, b.due_on, b.currency, b.total, b.tax,
  b.fiscal_uuid, b.fiscal_method, coalesce(b.partialities, 0), coalesce(b.contract_ref, ''), b.accrued_through
from run cross join bill b where b.known is null order by b.n";

const NEW_INVOICES: &str = "select count(*) from bill where known is null and record = 'invoice'";
const NEW_BALANCES: &str = "select count(*) from bill where known is null and record = 'opening_balance'";

/// `standing` is what a known bill is in the books by; `bill_change` is what the file has otherwise.
const CHANGES: &str = "
create temporary table standing on commit drop as
  select b.n, t.id, t.kind, coalesce(sum(e.amount_minor) filter (where e.book = 'interest'), 0) as interest,
    coalesce(sum(e.amount_minor) filter (where e.book = 'interest_tax'), 0) as interest_tax,
    coalesce(sum(e.amount_minor) filter (where e.book = 'fees'), 0) as fees,
    coalesce(sum(e.amount_minor) filter (where e.book = 'fees_tax'), 0) as fees_tax
  from bill b
  join invoices i on i.id = b.known and i.voided_on is null
  join ledger_entries e on e.invoice_id = b.known
  join ledger_transactions t on t.id = e.transaction_id and t.kind in ('invoice', 'opening_balance')
  where (b.accrued_through is not null or (b.total, b.tax, b.issued_on) is distinct from (i.total_minor, i.tax_minor, i.issued_on))
    and not exists (select from ledger_transactions r where r.reverses_id = t.id)
  group by b.n, t.id, t.kind;
create temporary table bill_change on commit drop as
  select b.*, i.id, s.id as standing_id,
    (b.total, b.tax, b.issued_on) is distinct from (i.total_minor, i.tax_minor, i.issued_on)
      or (b.accrued_through is not null
        and (b.interest, b.interest_tax, b.fees, b.fees_tax) is distinct from (s.interest, s.interest_tax, s.fees, s.fees_tax)) as moves_money
  from bill b
  join invoices i on i.id = b.known and i.voided_on is null
  left join standing s on s.n = b.n;
delete from bill_change c using invoices i where i.id = c.known and not c.moves_money
  and (i.due_on, i.contract, i.fiscal_partialities, coalesce(i.fiscal_uuid, ''), coalesce(i.fiscal_payment_form, ''), i.accrued_through)
    is not distinct from (c.due_on, coalesce(c.contract_ref, i.contract), coalesce(c.partialities, i.fiscal_partialities),
      coalesce(c.fiscal_uuid, i.fiscal_uuid, ''), coalesce(c.fiscal_method, i.fiscal_payment_form, ''), c.accrued_through);
update invoices i set issued_on = c.issued_on, due_on = c.due_on, total_minor = c.total, tax_minor = c.tax,
    contract = coalesce(c.contract_ref, i.contract), fiscal_partialities = coalesce(c.partialities, i.fiscal_partialities),
    fiscal_uuid = coalesce(c.fiscal_uuid, i.fiscal_uuid), fiscal_payment_form = coalesce(c.fiscal_method, i.fiscal_payment_form),
    accrued_through = c.accrued_through
  from bill_change c where i.id = c.known;
insert into change select record, line, number, case when moves_money then 'reposted' else 'updated' end from bill_change;
insert into reversing select standing_id, n * 16 + 1 from bill_change where moves_money and standing_id is not null";

async fn write_lines(tx: &mut Tx, written: &mut Written) -> Result<(), sqlx::Error> {
    tx.execute(LINES).await?;
    step(tx, CHANGED_LINES).await?;
    step(tx, GONE_LINES).await?;
    written.add(Record::Line, step(tx, NEW_LINES).await?);
    Ok(())
}

/// A price that the file leaves out is the net over the quantity.
const LINES: &str = "
create temporary table line_row on commit drop as
  select s.n, s.line, i.id as invoice_id, i.number, i.account_id, i.debtor_id, s.line_number as position, s.description,
    (coalesce(s.quantity, 1) * 1000)::bigint as quantity_milli,
    coalesce(s.unit_price, case when coalesce(s.quantity, 0) = 0 then s.net else round(s.net / s.quantity)::bigint end) as unit_price_minor,
    s.net, coalesce(s.tax_name, '') as tax_name, (coalesce(s.tax_rate, 0) * 100)::integer as tax_basis_points, coalesce(s.tax, 0) as tax,
    b.known is null and b.n is not null as of_new_bill
  from run cross join staged_line s
  join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number and i.voided_on is null
  left join bill b on b.invoice_id = i.id
  where s.state = 'good';
analyze line_row";

const CHANGED_LINES: &str = "
with changed as (
  update invoice_lines l set description = r.description, quantity_milli = r.quantity_milli, unit_price_minor = r.unit_price_minor,
    net_minor = r.net, tax_name = r.tax_name, tax_basis_points = r.tax_basis_points, tax_minor = r.tax
  from line_row r
  where not r.of_new_bill and l.invoice_id = r.invoice_id and l.position = r.position
    and (l.description, l.quantity_milli, l.unit_price_minor, l.net_minor, l.tax_name, l.tax_basis_points, l.tax_minor)
      is distinct from (r.description, r.quantity_milli, r.unit_price_minor, r.net, r.tax_name, r.tax_basis_points, r.tax)
  returning r.line, r.number, r.position
)
insert into change select 'line', line, number || ' ' || position, 'updated' from changed";

/// A file that has lines of an invoice has all of them.
const GONE_LINES: &str = "
with gone as (
  delete from invoice_lines l using (select invoice_id, number, min(line) as line from line_row where not of_new_bill group by 1, 2) r
  where l.invoice_id = r.invoice_id
    and not exists (select from line_row s where s.invoice_id = l.invoice_id and s.position = l.position)
  returning r.line, r.number, l.position
)
insert into change select 'line', line, number || ' ' || position, 'removed' from gone";

const NEW_LINES: &str = "
insert into invoice_lines (id, invoice_id, account_id, debtor_id, creditor_id, position, description, quantity_milli, unit_price_minor,
  net_minor, tax_name, tax_basis_points, tax_minor)
select id_in_order(run.things, abs(r.n) * 16 + case when r.n < 0 then 1 else 0 end), r.invoice_id, r.account_id, r.debtor_id,
  run.creditor_id, r.position, r.description, r.quantity_milli, r.unit_price_minor, r.net, r.tax_name, r.tax_basis_points, r.tax
from run cross join line_row r
where r.of_new_bill or not exists (select from invoice_lines l where l.invoice_id = r.invoice_id and l.position = r.position)
order by abs(r.n)";

/// The same as the ledger's drafts of an invoice and of an opening balance.
const POSTINGS: &str = "
create temporary table posted_bill on commit drop as
  select b.*, c.standing_id from bill b left join bill_change c on c.n = b.n where b.known is null or c.moves_money;
insert into draft
  select n * 16 + 2, record, case record when 'invoice' then 'invoice:' else 'opening:' end || invoice_id
    || coalesce(':after:' || standing_id, ''), account_id, debtor_id, issued_on, 'invoice', number, null
  from posted_bill;
insert into draft_entry
  select n * 16 + 2, 1, 'principal', account_id, debtor_id, invoice_id, currency, total from posted_bill where record = 'invoice'
  union all
  select n * 16 + 2, 2, 'sales', null, null, invoice_id, currency, tax - total from posted_bill where record = 'invoice' and tax <> total
  union all
  select n * 16 + 2, case when tax <> total then 3 else 2 end, 'sales_tax', null, null, invoice_id, currency, -tax
    from posted_bill where record = 'invoice' and tax <> 0;
insert into draft_entry
  select b.n * 16 + 2, row_number() over (partition by b.n order by e.nth), e.book, e.account_id, e.debtor_id, b.invoice_id, b.currency, e.amount
  from posted_bill b cross join lateral (values
    (1, 'principal', b.account_id, b.debtor_id, b.total), (2, 'interest', b.account_id, b.debtor_id, b.interest),
    (3, 'interest_tax', b.account_id, b.debtor_id, b.interest_tax), (4, 'fees', b.account_id, b.debtor_id, b.fees),
    (5, 'fees_tax', b.account_id, b.debtor_id, b.fees_tax),
    (6, 'opening_balances', null, null, -(b.total + b.interest + b.interest_tax + b.fees + b.fees_tax))
  ) e (nth, book, account_id, debtor_id, amount)
  where b.record = 'opening_balance' and e.amount <> 0";

/// Bills on which more was paid than they are now over.
const OVERPAID: &str = "
insert into shrunk
  select p.invoice_id, p.invoice_id from posted_bill p join invoice_balances b on b.invoice_id = p.known
  where least(b.principal_minor, b.interest_minor, b.interest_tax_minor, b.fees_minor, b.fees_tax_minor) < 0";
