//! What a plan of an account could be about today, and by which rules.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};

use crate::accounts::forecast::{Forecast, OpenDebt};
use crate::accounts::forecasting::forecast;
use crate::accounts::model::{Account, is_past_due, payable_minor};
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, PlanId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::model::Components;
use crate::plans::bounds::{AsksPerson, Bounds};
use crate::plans::state::PlanState;
use crate::policies::model::PolicyVersion;
use crate::policies::store::in_force;

/// An account as far as plans go.
#[derive(Clone, Debug)]
pub struct Ground {
    pub account: Account,
    pub version: Option<PolicyVersion>,
    /// None where every plan is agreed one by one.
    pub bounds: Option<Bounds>,
    /// What may enter, the oldest first.
    pub debts: Vec<OpenDebt>,
    /// With everything else that the next days depend on.
    pub forecast: Forecast,
    /// The law or the creditor has said that nothing is agreed with this account for now.
    pub is_barred: bool,
    /// What is contested of the debts, and so stays out.
    pub held: Money,
}

impl Ground {
    /// Of these debts those that may enter; an error names the first that may not.
    pub fn among(&self, invoices: &[InvoiceId]) -> Result<Vec<&OpenDebt>, InvoiceId> {
        let find = |id: &InvoiceId| self.debts.iter().find(|debt| debt.item.invoice == *id).ok_or(*id);
        let mut found = invoices.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        found.sort_by(|a, b| (a.item.due_on, &a.item.number).cmp(&(b.item.due_on, &b.item.number)));
        found.dedup_by_key(|debt| debt.item.invoice);
        Ok(found)
    }

    /// What is owed on these debts without what is contested; `None` when it does not fit.
    pub fn owed(&self, debts: &[&OpenDebt]) -> Option<Money> {
        let sum = debts.iter().try_fold(0i64, |sum, debt| sum.checked_add(payable_minor(&debt.item)))?;
        Some(Money::new(sum, self.account.currency))
    }

    /// What is owed on these debts, component by component.
    pub fn components(debts: &[&OpenDebt]) -> Components {
        debts.iter().fold(Components::default(), |sum, debt| sum.plus(&debt.item.payable()))
    }

    /// The days on which nothing is asked for yet.
    pub fn past_due(&self) -> Vec<InvoiceId> {
        let past = self.debts.iter().filter(|debt| is_past_due(debt.item.due_on, self.account.today));
        past.map(|debt| debt.item.invoice).collect()
    }
}

/// Reads it. `changes`: the plan that is to be replaced, whose debts are free for the new one.
pub async fn ground(tx: &mut Tx, account: Account, changes: Option<PlanId>) -> Result<Ground, sqlx::Error> {
    let version = in_force(tx, account.creditor, account.today).await?;
    let asks = match changes {
        Some(_) => Some(AsksPerson::Change),
        None => was_broken(tx, &account).await?.then_some(AsksPerson::BrokenBefore),
    };
    let bounds = version.as_ref().and_then(|version| bounds(version, account.currency, account.today, asks));
    let forecast = forecast(tx, &account).await?;
    let taken: HashSet<InvoiceId> = sqlx::query_scalar!(
        r#"select invoice_id as "id: InvoiceId" from plan_debts
           where account_id = $1 and left_at is null and plan_id is distinct from $2"#,
        account.id.0,
        changes.map(|plan| plan.0)
    )
    .fetch_all(&mut **tx)
    .await?
    .into_iter()
    .collect();
    let is_barred: bool = sqlx::query_scalar!(
        r#"select exists (select from legal_statuses where account_id = $1 and party_id is null
           and from_on <= $2 and (until_on is null or until_on >= $2)) as "is_barred!""#,
        account.id.0,
        account.today
    )
    .fetch_one(&mut **tx)
    .await?;
    let not_due = bounds.as_ref().is_none_or(|bounds| bounds.rules.debts.not_due);
    let held_minor = forecast.debts.iter().map(|debt| debt.item.held_open_minor()).sum();
    let may_enter = |debt: &&OpenDebt| {
        payable_minor(&debt.item) > 0
            && !taken.contains(&debt.item.invoice)
            && (not_due || is_past_due(debt.item.due_on, account.today))
    };
    let debts = forecast.debts.iter().filter(may_enter).cloned().collect();
    let held = Money::new(held_minor, account.currency);
    Ok(Ground { version, bounds, debts, is_barred, held, forecast, account })
}

/// The rules that a version of the terms publishes for plans in a currency, on a day; none where it publishes none.
pub fn bounds(
    version: &PolicyVersion,
    currency: Currency,
    today: NaiveDate,
    asks: Option<AsksPerson>,
) -> Option<Bounds> {
    let rules = version.parameters.plans.clone()?;
    let smallest = version.parameters.smallest_instalment(currency);
    Some(Bounds { rules, smallest, today, asks })
}

const BROKEN_COUNTS: Days = Days::new(365);

/// Whether the last plan of the account was closed before its end, not long ago.
async fn was_broken(tx: &mut Tx, account: &Account) -> Result<bool, sqlx::Error> {
    let since = account.today.checked_sub_days(BROKEN_COUNTS).unwrap_or(account.today);
    let last = sqlx::query_scalar!(
        "select p.state from plans p join creditors c on c.id = p.creditor_id
         where p.account_id = $1 and (p.ended_at at time zone c.time_zone)::date >= $2 order by p.ended_at desc limit 1",
        account.id.0,
        since
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(last.is_some_and(|state| state == PlanState::Closed.name()))
}
