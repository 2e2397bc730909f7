use crate::kernel::db::Tx;
use crate::ledger::check::{Check, CheckResult, FAULTS_NAMED, FaultRow, faults};

/// What was signed is what is kept: the debts sum to what was owed, the instalments and the discount to the same, its
/// paper lies sealed, and a discount was taken off once all the rest was paid, or
/// as far as it was earned where that was agreed. What was agreed elsewhere, without a consent
/// of ours, has its paper there.
pub(super) async fn agreements(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Plans,
        r#"select 'plan' as object, p.id::text as id, null::smallint as entry, p.owed_minor as expected, d.minor as found
           from plans p
           cross join lateral (select coalesce(sum(principal_minor + interest_minor + interest_tax_minor + fees_minor + fees_tax_minor), 0)::bigint
             as minor from plan_debts where plan_id = p.id) d
           where d.minor <> p.owed_minor
           union all
           select 'plan', p.id::text, null, p.owed_minor - p.discount_minor, s.minor
           from plans p
           cross join lateral (select coalesce(sum(amount_minor), 0)::bigint as minor from plan_parts
             where plan_id = p.id and revision = p.revision) s
           where s.minor <> p.owed_minor - p.discount_minor
           union all
           select 'plan', p.id::text, null, 1, 0
           from plans p where p.consent <> '{}'::jsonb
             and not exists (select from papers a where a.kind = 'agreement' and a.subject_id = p.id)
           union all
           select 'plan', n.id::text, null, (n.state = 'signed')::int::bigint, (p.id is not null)::int::bigint
           from negotiations n left join plans p on p.id = n.id
           where (n.state = 'signed') <> (p.id is not null)
           union all
           select 'plan', p.id::text, null, 0, count(*)
           from plans p join plan_debts d on d.plan_id = p.id
           where (d.left_at is null) <> (p.ended_at is null)
           group by p.id
           union all
           select 'plan', p.id::text, null, m.minor, e.minor
           from plans p join ledger_transactions t on t.dedupe_key = 'discount:' || p.id
           cross join lateral (select coalesce(sum(amount_minor), 0)::bigint as minor from ledger_entries
             where transaction_id = t.id and book = 'discounts') e
           cross join lateral (select case
             when p.state = 'completed' or p.state = 'closed' and p.rules -> 'missed' ->> 'discount_is_lost' = 'false'
             then p.discount_minor else 0 end as minor) m
           where e.minor > m.minor"#
    )
}
