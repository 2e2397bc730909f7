//! What falls due on an account, as far as somebody lets it be charged by itself.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::mandates::Mandate;
use crate::accounts::model::{Account, payable_minor};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, PlanId};
use crate::kernel::money::Currency;
use crate::ledger::allocation::OpenItem;
use crate::ledger::store::open_items;
use crate::payments::autopay::model::{Covers, DayRule, Named, Promise, Thing};
use crate::plans::model::Plan;
use crate::plans::store::reading::{plan as read_plan, progress};
use crate::policies;

/// Something that falls due on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueItem {
    pub thing: Thing,
    pub named: Named,
    pub due_on: NaiveDate,
    /// What can be paid of it without paying what is contested.
    pub payable_minor: i64,
}

impl DueItem {
    fn of(item: &OpenItem) -> Self {
        Self {
            thing: Thing::Invoice(item.invoice),
            named: Named::Invoice(item.number.clone()),
            due_on: item.due_on,
            payable_minor: payable_minor(item),
        }
    }

    /// What was promised, as far as it goes for this: an instalment has its own day, whatever day the invoices have.
    pub fn promise(&self, promise: &Promise) -> Promise {
        match self.thing {
            Thing::Invoice(_) => promise.clone(),
            Thing::Instalment { .. } => Promise { day: DayRule::DueDay, ..promise.clone() },
        }
    }
}

/// What falls due by an agreement, the oldest invoice first and then the instalments in order.
pub async fn due_items(tx: &mut Tx, of: &Mandate) -> Result<Vec<DueItem>, sqlx::Error> {
    due_of_account(tx, of.account, of.covers, of.agreed_at).await
}

/// As [`due_items`], for whoever would agree at this moment.
pub async fn due_of_account(
    tx: &mut Tx,
    account: AccountId,
    covers: Covers,
    agreed_at: DateTime<Utc>,
) -> Result<Vec<DueItem>, sqlx::Error> {
    let mut found = Vec::new();
    if covers.invoices() {
        let left = left_plans(tx, account, agreed_at).await?;
        // What is in a plan falls due by its instalments, and never whole.
        let items = open_items(tx, account).await?;
        let whole = items.iter().filter(|item| item.plan.is_none() && !left.contains(&item.invoice));
        found.extend(whole.map(DueItem::of));
    }
    if covers.instalments() {
        for plan in covered_plans(tx, account, agreed_at).await? {
            found.extend(instalments(tx, &plan).await?);
        }
    }
    Ok(found)
}

/// The plans of an account that have not ended and were signed by then: who agreed knew them. A plan that took the place
/// of one is another, and is agreed to anew.
pub async fn covered_plans(
    tx: &mut Tx,
    account: AccountId,
    agreed_at: DateTime<Utc>,
) -> Result<Vec<Plan>, sqlx::Error> {
    let ids: Vec<PlanId> = sqlx::query_scalar!(
        r#"select id as "id: PlanId" from plans where account_id = $1 and ended_at is null and signed_at <= $2 order by number"#,
        account.0,
        agreed_at
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(read_plan(tx, id).await?);
    }
    Ok(found)
}

/// What was in a plan that has ended since somebody agreed: the whole of it is more than they agreed to.
async fn left_plans(
    tx: &mut Tx,
    account: AccountId,
    agreed_at: DateTime<Utc>,
) -> Result<Vec<InvoiceId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select invoice_id as "invoice: InvoiceId" from plan_debts where account_id = $1 and left_at > $2"#,
        account.0,
        agreed_at
    )
    .fetch_all(&mut **tx)
    .await
}

/// The open instalments of a plan that is kept, in order. None while something that it covers is contested.
async fn instalments(tx: &mut Tx, plan: &Plan) -> Result<Vec<DueItem>, sqlx::Error> {
    if !plan.state.governs() || is_contested(tx, plan.id).await? {
        return Ok(Vec::new());
    }
    let charged = charged_for(tx, plan.id).await?;
    let progress = progress(tx, plan).await?;
    let due = progress.parts.iter().map(|one| {
        let number = i16::try_from(one.part.number).unwrap_or(i16::MAX);
        // Money pays the first instalments first, so one that was charged may still be open: it is not charged again.
        let was_charged = charged.get(&number).copied().unwrap_or_default();
        DueItem {
            thing: Thing::Instalment { plan: plan.id, number },
            named: Named::Instalment { plan: plan.name(), number },
            due_on: one.part.due_on,
            payable_minor: one.left_minor.min(one.part.amount_minor - was_charged).max(0),
        }
    });
    Ok(due.filter(|item| item.payable_minor > 0).collect())
}

/// Whether something that a plan covers was contested after it was signed. What was before is not in it.
pub async fn is_contested(tx: &mut Tx, plan: PlanId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from plans p join plan_debts c on c.plan_id = p.id join creditors r on r.id = p.creditor_id
             join holds h on h.invoice_id = c.invoice_id left join disputes d on d.id = h.dispute_id
           where p.id = $1 and h.released_on is null
             and coalesce(d.opened_at > p.signed_at, h.opened_on > (p.signed_at at time zone r.time_zone)::date)) as "is_contested!""#,
        plan.0
    )
    .fetch_one(&mut **tx)
    .await
}

/// What was charged by itself for each instalment.
async fn charged_for(tx: &mut Tx, plan: PlanId) -> Result<HashMap<i16, i64>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.plan_part as "number!", sum(p.amount_minor)::bigint as "minor!"
           from autopay_charges c join payments p on p.autopay_charge_id = c.id and p.state = 'succeeded'
           where c.plan_id = $1 group by c.plan_part"#,
        plan.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.number, row.minor)).collect())
}

/// The least that is charged at once: what the creditor takes, and never less than what providers charge at all.
pub async fn least_minor(tx: &mut Tx, of: &Mandate, today: NaiveDate) -> Result<i64, sqlx::Error> {
    let version = policies::store::in_force(tx, of.creditor, today).await?;
    let parameters = version.map(|version| version.parameters).unwrap_or_default();
    Ok(parameters.minimum_payment(of.currency).minor.max(least_of_provider(of.currency)))
}

/// As [`least_minor`], for a page that shows what would be charged.
pub async fn least_of(tx: &mut Tx, account: &Account) -> Result<i64, sqlx::Error> {
    let version = policies::store::in_force(tx, account.creditor, account.today).await?;
    let parameters = version.map(|version| version.parameters).unwrap_or_default();
    Ok(parameters.minimum_payment(account.currency).minor.max(least_of_provider(account.currency)))
}

/// What Stripe charges at least, where it says so.
fn least_of_provider(currency: Currency) -> i64 {
    match currency.code() {
        "MXN" => 1_000,
        "GBP" => 30,
        "USD" | "EUR" => 50,
        _ => 1,
    }
}
