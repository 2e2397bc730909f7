//! The creditor's own money between the provider, the till and the bank.

use crate::kernel::db::Tx;
use crate::ledger::check::{Check, CheckResult, FAULTS_NAMED, FaultRow, faults};

/// A payout is what it holds, and is in the books once it was paid or has failed; no charge is paid out twice. What is on
/// its way is what was paid out and taken to the bank and has been seen by nobody there; what came back after it was seen
/// is missing from it.
pub(super) async fn payouts(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Payouts,
        r#"select 'payout' as object, p.id::text as id, null::smallint as entry, p.amount_minor as expected,
             coalesce(sum(m.amount_minor - m.fee_minor), 0)::bigint as found
           from payouts p left join payout_movements m on m.payout_id = p.id
           where p.is_told group by p.id having p.amount_minor <> coalesce(sum(m.amount_minor - m.fee_minor), 0)
           union all
           select 'payout', p.id::text, null, e.expected, e.found
           from payouts p cross join lateral (
             select case p.state when 'paid' then p.amount_minor else 0 end as expected,
               coalesce(sum(e.amount_minor), 0)::bigint as found
             from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.book = 'in_transit'
             where t.dedupe_key in ('payout:' || p.id, 'payout:' || p.id || ':failed')) e
           where e.expected <> e.found
           union all
           select 'payment', p.id::text, null, p.amount_minor, sum(m.amount_minor)::bigint
           from payments p join payout_movements m on m.payment_id = p.id and m.kind = 'charge'
           group by p.id having sum(m.amount_minor) > p.amount_minor
           union all
           select 'bank_line', l.id::text, null, l.amount_minor, coalesce(sum(a.amount_minor), 0)::bigint
           from bank_lines l left join bank_arrivals a on a.bank_line_id = l.id
           where l.state = 'own' or a.bank_line_id is not null
           group by l.id having l.state <> 'own' or l.amount_minor <> coalesce(sum(a.amount_minor), 0)
           union all
           select 'creditor', coalesce(e.creditor_id, w.creditor_id)::text, null, coalesce(w.minor, 0), coalesce(e.minor, 0)
           from (
             select creditor_id, currency, sum(amount_minor)::bigint as minor from ledger_entries where book = 'in_transit'
             group by creditor_id, currency having sum(amount_minor) <> 0
           ) e full join (
             select creditor_id, currency, sum(minor)::bigint as minor from (
               select p.creditor_id, p.currency, case p.state when 'paid' then p.amount_minor else 0 end - coalesce(a.amount_minor, 0) as minor
               from payouts p left join bank_arrivals a on a.payout_id = p.id
               union all
               -- Before there was this book, what was taken to the bank was carried as being there.
               select c.creditor_id, c.currency, c.banked_minor - coalesce(a.amount_minor, 0)
               from cash_counts c left join bank_arrivals a on a.cash_count_id = c.id
               where c.closed_at is not null and exists (select from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
                 where t.dedupe_key = 'cash_count:' || c.id and e.book = 'in_transit')
             ) way group by creditor_id, currency having sum(minor) <> 0
           ) w on w.creditor_id = e.creditor_id and w.currency = e.currency
           where w.minor is distinct from e.minor"#
    )
}
