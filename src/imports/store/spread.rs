//! What amounts pay, for all of them at once. What is payable lies end to end in a *pool* (an invoice, or an account from
//! its oldest invoice on), so do the claims on it in the order they came; where a claim lies over something payable, it
//! pays that. The order is the one of `ledger::allocation`: interest with its tax, fees with theirs, principal, and never
//! what is on hold.

use sqlx::Executor;

use super::step;
use crate::kernel::db::Tx;

pub const TABLES: &str = "
create temporary table claim (n bigint, payment_id uuid, pool uuid, received_on date, amount bigint) on commit drop;
create temporary table payable (pool uuid, invoice_id uuid, charge text, tax text, charge_open bigint, tax_open bigint,
  charge_full bigint, low numeric, high numeric) on commit drop;
create temporary table part (number bigint generated always as identity, n bigint, payment_id uuid, invoice_id uuid, component text, amount bigint, open_before bigint) on commit drop;
create temporary view payable_item as
  select b.invoice_id, b.account_id, i.due_on, i.number, c.nth, c.charge, c.tax, c.charge_open, c.tax_open, c.charge_full
  from run
  join invoice_balances b on b.creditor_id = run.creditor_id and b.open_minor <> 0
  join invoices i on i.id = b.invoice_id and i.voided_on is null
  left join (
    select h.invoice_id, sum(h.amount_minor) as amount from run join holds h on h.creditor_id = run.creditor_id
    where h.released_on is null group by 1
  ) held on held.invoice_id = b.invoice_id
  cross join lateral (values
    (1, 'interest', 'interest_tax', greatest(b.interest_minor, 0), greatest(b.interest_tax_minor, 0), b.interest_minor),
    (2, 'fees', 'fees_tax', greatest(b.fees_minor, 0), greatest(b.fees_tax_minor, 0), b.fees_minor),
    (3, 'principal', null, greatest(b.principal_minor - coalesce(held.amount, 0), 0)::bigint, 0, b.principal_minor)
  ) c (nth, charge, tax, charge_open, tax_open, charge_full)
  where c.charge_open + c.tax_open > 0";

/// Spreads the claims, whose pools are invoices, and leaves none.
pub async fn over_invoices(tx: &mut Tx) -> Result<(), sqlx::Error> {
    tx.execute("analyze claim").await?;
    step(tx, PAYABLE_OF_INVOICES).await?;
    spread(tx).await
}

/// The same for claims whose pools are accounts. What [`over_invoices`] spent is spent.
pub async fn over_accounts(tx: &mut Tx) -> Result<(), sqlx::Error> {
    tx.execute("analyze claim; analyze part").await?;
    step(tx, PAYABLE_OF_ACCOUNTS).await?;
    spread(tx).await
}

/// Keeps what each payment paid, once its transaction (two above the first number of its row) is posted.
pub async fn keep_allocations(tx: &mut Tx) -> Result<(), sqlx::Error> {
    step(tx, ALLOCATIONS).await.map(drop)
}

async fn spread(tx: &mut Tx) -> Result<(), sqlx::Error> {
    tx.execute("analyze payable").await?;
    step(tx, PARTS).await?;
    tx.execute("truncate claim, payable").await.map(drop)
}

const PAYABLE_OF_INVOICES: &str = "
insert into payable
  select o.invoice_id, o.invoice_id, o.charge, o.tax, o.charge_open, o.tax_open, o.charge_full,
    sum(o.charge_open + o.tax_open) over w - (o.charge_open + o.tax_open), sum(o.charge_open + o.tax_open) over w
  from payable_item o where o.invoice_id in (select pool from claim)
  window w as (partition by o.invoice_id order by o.nth)";

const PAYABLE_OF_ACCOUNTS: &str = "
insert into payable
  select o.account_id, o.invoice_id, o.charge, o.tax, o.charge_open, o.tax_open, o.charge_full,
    sum(o.charge_open + o.tax_open) over w - (o.charge_open + o.tax_open), sum(o.charge_open + o.tax_open) over w
  from (
    select o.account_id, o.invoice_id, o.due_on, o.number, o.nth, o.charge, o.tax, o.charge_open - coalesce(c.amount, 0) as charge_open,
      o.tax_open - coalesce(t.amount, 0) as tax_open, o.charge_full - coalesce(c.amount, 0) as charge_full
    from payable_item o
    left join (select invoice_id, component, sum(amount)::bigint as amount from part group by 1, 2) c
      on c.invoice_id = o.invoice_id and c.component = o.charge
    left join (select invoice_id, component, sum(amount)::bigint as amount from part group by 1, 2) t
      on t.invoice_id = o.invoice_id and t.component = o.tax
    where o.account_id in (select pool from claim)
  ) o
  where o.charge_open + o.tax_open > 0
  window w as (partition by o.account_id order by o.due_on, o.number, o.nth)";

/// A charge and its tax are paid together, in proportion; rounding the running sum makes the parts add up to the whole.
const PARTS: &str = "
insert into part (n, payment_id, invoice_id, component, amount, open_before)
  select c.n, c.payment_id, p.invoice_id, x.component, x.amount, x.open_before
  from (
    select n, payment_id, pool, sum(amount) over w - amount as low, sum(amount) over w as high
    from claim window w as (partition by pool order by received_on, n, payment_id)
  ) c
  join payable p on p.pool = c.pool and p.low < c.high and c.low < p.high
  cross join lateral (select greatest(c.low, p.low) - p.low as low, least(c.high, p.high) - p.low as high) own
  cross join lateral (select round(own.low * p.charge_open / (p.charge_open + p.tax_open)) as low,
    round(own.high * p.charge_open / (p.charge_open + p.tax_open)) as high) charge
  cross join lateral (values
    (p.charge, charge.high - charge.low, p.charge_full - charge.low),
    (p.tax, own.high - own.low - (charge.high - charge.low), p.tax_open - (own.low - charge.low))
  ) x (component, amount, open_before)
  where x.amount > 0";

const ALLOCATIONS: &str = "
insert into payment_allocations (id, payment_id, account_id, debtor_id, creditor_id, invoice_id, component, amount_minor, open_before_minor,
  transaction_id)
select id_in_order(run.allocations, p.number), p.payment_id, i.account_id, i.debtor_id, run.creditor_id, p.invoice_id,
  p.component, p.amount, p.open_before, id_in_order(run.transactions, p.n * 16 + 2)
from run cross join part p join invoices i on i.id = p.invoice_id";
