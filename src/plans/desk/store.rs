//! What of the plans of a creditor the team looks at.

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PlanId};
use crate::kernel::money::{Currency, Money};
use crate::plans::store::undecodable;

/// How many of each the page shows.
pub const PROPOSALS_SHOWN: i64 = 200;
pub const PLANS_SHOWN: i64 = 100;

/// A proposal that waits for the team.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: PlanId,
    pub customer: String,
    pub reference: String,
    pub owed: Money,
    pub opened_at: DateTime<Utc>,
    pub answer_by: Option<NaiveDate>,
}

/// How plans ended, and what is in those that go on.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    pub kept: i64,
    pub ended: i64,
    /// Per currency what is asked for by them, and apart what is contested on the same debts.
    pub in_plans: Vec<(Money, Money)>,
}

/// The proposals that wait, the oldest first and of one day the largest.
pub async fn waiting(tx: &mut Tx, at_most: i64) -> Result<Vec<Waiting>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select n.id as "id: PlanId", d.name, a.reference, n.currency, o.owed_minor, n.opened_at, n.answer_by
         from negotiations n join accounts a on a.id = n.account_id join debtors d on d.id = n.debtor_id
           join offers o on o.negotiation_id = n.id
             and o.version = (select max(version) from offers v where v.negotiation_id = n.id)
         where n.state = 'with_creditor'
           and n.creditor_id in (select creditor_id from staff_creditors where staff_id = $1)
         order by n.opened_at::date, o.owed_minor desc, n.id limit $2"#,
        tx.actor().id(),
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency =
                Currency::parse(&row.currency).ok_or_else(|| undecodable("an unknown currency"))?;
            Ok(Waiting {
                id: row.id,
                customer: row.name,
                reference: row.reference,
                owed: Money::new(row.owed_minor, currency),
                opened_at: row.opened_at,
                answer_by: row.answer_by,
            })
        })
        .collect()
}

/// The plans that are behind or suspended, those that have been longest first.
pub async fn at_risk(tx: &mut Tx, at_most: i64) -> Result<Vec<PlanId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PlanId" from plans where state in ('behind', 'suspended')
           and creditor_id in (select creditor_id from staff_creditors where staff_id = $1)
         order by suspended_on nulls last, id limit $2"#,
        tx.actor().id(),
        at_most
    )
    .fetch_all(&mut **tx)
    .await
}

/// How many plans that ended were kept, and how much is in those that go on.
pub async fn rates(tx: &mut Tx) -> Result<Rates, sqlx::Error> {
    let of = sqlx::query!(
        r#"select count(*) filter (where state = 'completed') as "kept!",
             count(*) filter (where state in ('completed', 'closed')) as "ended!"
         from plans where creditor_id in (select creditor_id from staff_creditors where staff_id = $1)"#,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await?;
    let sums = sqlx::query!(
        r#"select p.currency, sum(b.open_minor - h.minor)::bigint as "sum_minor!", sum(h.minor)::bigint as "held_minor!"
         from plans p join plan_debts d on d.plan_id = p.id and d.left_at is null
           join invoice_balances b on b.invoice_id = d.invoice_id
           join lateral (select least(coalesce(sum(h.amount_minor + h.late_minor), 0), greatest(b.open_minor, 0)) as minor
             from holds h where h.invoice_id = d.invoice_id and h.released_on is null) h on true
         where p.state in ('active', 'behind')
           and p.creditor_id in (select creditor_id from staff_creditors where staff_id = $1)
         group by p.currency order by p.currency"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let in_plans = sums
        .into_iter()
        .filter_map(|row| {
            let currency = Currency::parse(&row.currency)?;
            Some((Money::new(row.sum_minor, currency), Money::new(row.held_minor, currency)))
        })
        .collect();
    Ok(Rates { kept: of.kept, ended: of.ended, in_plans })
}

/// How many plans of an account ended, and how many of them were kept to the end.
pub async fn record(tx: &mut Tx, account: AccountId) -> Result<(i64, i64), sqlx::Error> {
    let of = sqlx::query!(
        r#"select count(*) filter (where state = 'completed') as "kept!",
             count(*) filter (where state in ('completed', 'closed')) as "ended!"
           from plans where account_id = $1"#,
        account.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok((of.kept, of.ended))
}
