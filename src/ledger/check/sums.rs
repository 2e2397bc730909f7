//! What must add up. Each check is one statement, so that it sees one moment and may run beside writers.

use crate::kernel::db::Tx;
use crate::ledger::check::agreements::agreements;
use crate::ledger::check::payouts::payouts;
use crate::ledger::check::{Check, CheckResult, FAULTS_NAMED, FaultRow, faults};

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<CheckResult>, sqlx::Error> {
    Ok(vec![
        transactions(tx).await?,
        books(tx).await?,
        owners(tx).await?,
        reversals(tx).await?,
        closed_months(tx).await?,
        balances(tx).await?,
        invoices(tx).await?,
        payments(tx).await?,
        allocations(tx).await?,
        returns(tx).await?,
        payouts(tx).await?,
        autopay(tx).await?,
        credit(tx).await?,
        holds(tx).await?,
        agreements(tx).await?,
    ])
}

/// The database refuses such transactions as they are inserted; this finds what was done to them since.
async fn transactions(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Transactions,
        r#"select 'transaction' as object, transaction_id::text as id, null::smallint as entry, 0::bigint as expected,
             sum(amount_minor)::bigint as found
           from ledger_entries group by transaction_id, currency having sum(amount_minor) <> 0
           union all
           select 'transaction', t.id::text, null, greatest(e.last, 2), coalesce(e.entries, 0)
           from ledger_transactions t left join (
             select transaction_id, count(*) as entries, max(position)::bigint as last from ledger_entries group by transaction_id
           ) e on e.transaction_id = t.id
           where e.entries is distinct from greatest(e.last, 2)"#
    )
}

async fn books(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Books,
        r#"select 'currency' as object, currency as id, null::smallint as entry, 0::bigint as expected,
             sum(amount_minor)::bigint as found
           from ledger_entries group by currency having sum(amount_minor) <> 0"#
    )
}

async fn owners(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Owners,
        r#"select 'transaction' as object, e.transaction_id::text as id, e.position as entry, null::bigint as expected,
             null::bigint as found
           from ledger_entries e
           join ledger_transactions t on t.id = e.transaction_id
           join books b on b.name = e.book
           left join accounts a on a.id = t.account_id
           left join invoices i on i.id = e.invoice_id
           where (b.belongs_to = 'debtor') <> (e.account_id is not null)
             or (e.account_id is not null and e.account_id is distinct from t.account_id)
             or e.debtor_id is distinct from case when e.account_id is not null then a.debtor_id end
             or e.creditor_id <> t.creditor_id
             or (a.id is not null and e.currency <> a.currency)
             or (e.invoice_id is not null and i.account_id is distinct from t.account_id)
           union all
           select 'transaction', t.id::text, null, null, null
           from ledger_transactions t left join accounts a on a.id = t.account_id
           where t.debtor_id is distinct from a.debtor_id or t.creditor_id <> coalesce(a.creditor_id, t.creditor_id)"#
    )
}

async fn reversals(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Reversals,
        r#"select distinct 'transaction' as object, r.id::text as id, null::smallint as entry, null::bigint as expected,
             null::bigint as found
           from ledger_transactions r join ledger_entries e on e.transaction_id in (r.id, r.reverses_id)
           where r.reverses_id is not null
           group by r.id, e.book, e.account_id, e.invoice_id, e.currency having sum(e.amount_minor) <> 0"#
    )
}

async fn closed_months(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::ClosedMonths,
        r#"select 'transaction' as object, t.id::text as id, null::smallint as entry, null::bigint as expected,
             null::bigint as found
           from ledger_transactions t
           where exists (select from closed_months m where m.creditor_id = t.creditor_id
             and m.month = date_trunc('month', t.accounting_on)::date and t.recorded_at > m.closed_at)"#
    )
}

/// What is kept beside each invoice, so that pages need not add up its entries: what is open, what bears interest already,
/// and what was charged and paid.
async fn balances(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Balances,
        r#"select 'invoice' as object, coalesce(b.invoice_id, s.invoice_id)::text as id, null::smallint as entry,
             coalesce(s.open, 0) as expected, coalesce(b.open_minor, 0) as found
           from invoice_balances b full join (
             select invoice_id, account_id,
               (sum(amount_minor) filter (where book = 'principal'))::bigint as principal,
               (sum(amount_minor) filter (where book = 'interest'))::bigint as interest,
               (sum(amount_minor) filter (where book = 'interest_tax'))::bigint as interest_tax,
               (sum(amount_minor) filter (where book = 'fees'))::bigint as fees,
               (sum(amount_minor) filter (where book = 'fees_tax'))::bigint as fees_tax,
               sum(amount_minor)::bigint as open
             from ledger_entries
             where invoice_id is not null and book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
             group by invoice_id, account_id
           ) s on s.invoice_id = b.invoice_id and s.account_id = b.account_id
           where coalesce(b.principal_minor, 0) <> coalesce(s.principal, 0)
             or coalesce(b.interest_minor, 0) <> coalesce(s.interest, 0)
             or coalesce(b.interest_tax_minor, 0) <> coalesce(s.interest_tax, 0)
             or coalesce(b.fees_minor, 0) <> coalesce(s.fees, 0)
             or coalesce(b.fees_tax_minor, 0) <> coalesce(s.fees_tax, 0)
           union all
           select 'invoice', b.invoice_id::text, null, coalesce(s.minor, 0), b.accrued_interest_minor + b.accrued_tax_minor
           from invoice_balances b left join (
             select e.invoice_id, max((t.basis ->> 'to')::date) as through_on, sum(e.amount_minor)::bigint as minor
             from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.book in ('interest', 'interest_tax')
             where t.kind = 'interest' and not exists (select from ledger_transactions r where r.reverses_id = t.id)
             group by e.invoice_id
           ) s on s.invoice_id = b.invoice_id
           where b.accrued_interest_minor + b.accrued_tax_minor <> coalesce(s.minor, 0)
             or b.accrued_through_on is distinct from s.through_on
           union all
           select 'invoice', b.invoice_id::text, null, coalesce(s.billed + s.interest + s.fees + s.paid + s.credited, 0),
             b.billed_minor + b.charged_interest_minor + b.charged_fees_minor + b.paid_minor + b.credited_minor
           from invoice_balances b left join (
             select e.invoice_id,
               coalesce(sum(e.amount_minor) filter (where t.effect = 'charge' and e.book = 'principal'), 0)::bigint as billed,
               coalesce(sum(e.amount_minor) filter (where t.effect = 'charge' and e.book in ('interest', 'interest_tax')), 0)::bigint as interest,
               coalesce(sum(e.amount_minor) filter (where t.effect = 'charge' and e.book in ('fees', 'fees_tax')), 0)::bigint as fees,
               coalesce(sum(e.amount_minor) filter (where t.effect = 'payment'), 0)::bigint as paid,
               coalesce(sum(e.amount_minor) filter (where t.effect = 'credit'), 0)::bigint as credited
             from ledger_entries e
             join (
               select k.id, ledger_effect(coalesce(u.kind, k.kind)) as effect
               from ledger_transactions k left join ledger_transactions u on u.id = k.reverses_id
             ) t on t.id = e.transaction_id
             where e.invoice_id is not null and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
             group by e.invoice_id
           ) s on s.invoice_id = b.invoice_id
           where (b.billed_minor, b.charged_interest_minor, b.charged_fees_minor, b.paid_minor, b.credited_minor)
             <> (coalesce(s.billed, 0), coalesce(s.interest, 0), coalesce(s.fees, 0), coalesce(s.paid, 0), coalesce(s.credited, 0))"#
    )
}

/// An invoice that was changed at its source was reversed and posted again, so both count. One carried over as an
/// opening balance was billed elsewhere.
async fn invoices(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Invoices,
        r#"select 'invoice' as object, i.id::text as id, null::smallint as entry, i.total_minor as expected,
             sum(e.amount_minor)::bigint as found
           from invoices i
           join ledger_entries e on e.invoice_id = i.id and e.book = 'principal'
           join ledger_transactions t on t.id = e.transaction_id
           left join ledger_transactions o on o.id = t.reverses_id
           where 'invoice' in (t.kind, o.kind)
           group by i.id having sum(e.amount_minor) <> i.total_minor
           union all
           select 'invoice', i.id::text, null, i.total_minor, sum(l.net_minor + l.tax_minor)::bigint
           from invoices i join invoice_lines l on l.invoice_id = i.id
           group by i.id having sum(l.net_minor + l.tax_minor) <> i.total_minor or sum(l.tax_minor) <> i.tax_minor"#
    )
}

/// A payment that was applied anew was reversed and posted once more, under its cause and what it comes after; one that
/// was taken back was reversed. At most one posting stands, and that is of the whole payment.
async fn payments(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Payments,
        r#"select 'payment' as object, p.id::text as id, null::smallint as entry, p.amount_minor as expected,
             coalesce(received.standing, 0) as found
           from payments p
           left join (
             select cause, (sum(minor) filter (where not reversed))::bigint as standing
             from (
               select split_part(t.dedupe_key, ':after:', 1) as cause, sum(e.amount_minor)::bigint as minor,
                 exists (select from ledger_transactions r where r.reverses_id = t.id) as reversed
               from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.account_id is null
               where t.kind = 'payment' group by t.id
             ) posting group by cause
           ) received on received.cause = 'payment:' || p.id
           where p.state = 'succeeded' and (received.cause is null or received.standing <> p.amount_minor)
           union all
           select 'payment', p.id::text, null, 0, p.amount_minor
           from payments p join ledger_transactions t on t.dedupe_key = 'payment:' || p.id
           where p.state <> 'succeeded'
           union all
           select 'payment', p.id::text, null, p.amount_minor, sum(a.amount_minor)::bigint
           from payments p join payment_allocations a on a.payment_id = p.id and a.reversed_by is null
           group by p.id having sum(a.amount_minor) > p.amount_minor"#
    )
}

/// A row begins with the transaction that applied it and ends with the one that took it back, so for each transaction the
/// rows that it begins less those that it ends are what it took off each invoice.
async fn allocations(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Allocations,
        r#"select 'transaction' as object, coalesce(a.transaction_id, e.transaction_id)::text as id, null::smallint as entry,
             coalesce(e.minor, 0) as expected, coalesce(a.minor, 0) as found
           from (
             select transaction_id, invoice_id, component, sum(minor)::bigint as minor from (
               select transaction_id, invoice_id, component, amount_minor as minor from payment_allocations
               union all
               select reversed_by, invoice_id, component, -amount_minor from payment_allocations where reversed_by is not null
             ) row group by transaction_id, invoice_id, component having sum(minor) <> 0
           ) a full join (
             select e.transaction_id, e.invoice_id, e.book, -sum(e.amount_minor)::bigint as minor
             from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
             left join ledger_transactions o on o.id = t.reverses_id
             where coalesce(o.kind, t.kind) in ('payment', 'allocation', 'refund', 'chargeback', 'correction') and e.invoice_id is not null
               and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
             group by e.transaction_id, e.invoice_id, e.book having sum(e.amount_minor) <> 0
           ) e on e.transaction_id = a.transaction_id and e.invoice_id = a.invoice_id and e.book = a.component
           where a.minor is distinct from e.minor
           union all
           select 'transaction', a.transaction_id::text, null, null, null
           from payment_allocations a join ledger_transactions r on r.reverses_id = a.transaction_id
           where a.reversed_by is null
           union all
           select 'invoice', i.id::text, null, i.total_minor, sum(a.amount_minor)::bigint
           from invoices i join payment_allocations a on a.invoice_id = i.id and a.component = 'principal' and a.reversed_by is null
           group by i.id having sum(a.amount_minor) > i.total_minor"#
    )
}

/// What is decided and has not left is owed to who paid; what a bank holds, and what it kept beyond what was there, lies
/// under review. No payment pays or gives back more than it was.
async fn returns(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Returns,
        r#"select 'account' as object, coalesce(e.account_id, r.account_id)::text as id, null::smallint as entry,
             coalesce(r.minor, 0) as expected, coalesce(e.minor, 0) as found
           from (
             select account_id, -sum(amount_minor)::bigint as minor from ledger_entries where book = 'refunds_payable'
             group by account_id having sum(amount_minor) <> 0
           ) e full join (
             select account_id, sum(amount_minor)::bigint as minor from refunds where state not in ('succeeded', 'failed')
             group by account_id
           ) r on r.account_id = e.account_id
           where r.minor is distinct from e.minor
           union all
           select 'account', coalesce(e.account_id, d.account_id)::text, null, coalesce(d.minor, 0), coalesce(e.minor, 0)
           from (
             select account_id, sum(amount_minor)::bigint as minor from ledger_entries where book = 'chargebacks_under_review'
             group by account_id having sum(amount_minor) <> 0
           ) e full join (
             select account_id, sum(amount_minor - taken_minor)::bigint as minor from provider_disputes where state in ('open', 'lost')
             group by account_id having sum(amount_minor - taken_minor) <> 0
           ) d on d.account_id = e.account_id
           where d.minor is distinct from e.minor
           union all
           select 'payment', p.id::text, null, p.amount_minor, a.minor + r.minor + d.minor
           from payments p
           cross join lateral (select coalesce(sum(amount_minor), 0)::bigint as minor from payment_allocations
             where payment_id = p.id and reversed_by is null) a
           cross join lateral (select coalesce(sum(amount_minor), 0)::bigint as minor from refunds
             where payment_id = p.id and state <> 'failed') r
           cross join lateral (select coalesce(sum(taken_minor), 0)::bigint as minor from provider_disputes where payment_id = p.id) d
           where a.minor + r.minor + d.minor > p.amount_minor"#
    )
}

/// Nothing is charged by itself beyond what its payer was told, nor after they ended it, nor twice. What ends it and what
/// charges wait for each other, and each goes by the time at which it began: within a minute either may be the first.
async fn autopay(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Autopay,
        r#"select 'payment' as object, p.id::text as id, null::smallint as entry, c.amount_minor as expected, p.amount_minor as found
           from payments p join autopay_charges c on c.id = p.autopay_charge_id join autopay_mandates m on m.id = c.mandate_id
           where p.state in ('processing', 'unknown', 'succeeded')
             and (p.amount_minor > c.amount_minor or p.account_id <> m.account_id or p.created_at > m.ended_at + interval '1 minute'
               or exists (select from payments o where o.autopay_charge_id = c.id and o.id <> p.id
                 and o.state in ('processing', 'unknown', 'succeeded')))"#
    )
}

async fn credit(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Credit,
        r#"select 'account' as object, account_id::text as id, null::smallint as entry, 0::bigint as expected,
             -sum(amount_minor)::bigint as found
           from ledger_entries where book = 'unapplied' group by account_id having sum(amount_minor) > 0"#
    )
}

/// What is contested may exceed what is still open of an invoice, when a part was paid before (domain-rules B11), and
/// never what was billed.
async fn holds(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Holds,
        r#"select 'invoice' as object, i.id::text as id, null::smallint as entry, i.total_minor as expected,
             sum(h.amount_minor)::bigint as found
           from invoices i join holds h on h.invoice_id = i.id and h.released_on is null
           group by i.id having sum(h.amount_minor) > i.total_minor
           union all
           select 'invoice', h.invoice_id::text, null, null, null
           from holds h join invoice_lines l on l.id = h.line_id
           where l.invoice_id <> h.invoice_id"#
    )
}
