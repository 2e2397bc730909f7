//! Automatic payments as pages show them.

use chrono::NaiveDate;

use super::announcing::in_month;
use super::due::{due_items, is_contested};
use super::mandates::{self, Mandate};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, MandateId, PlanId, SavedMethodId};
use crate::kernel::money::Money;
use crate::payments::autopay::model::{ChargeState, Named, Thing};
use crate::plans::model::Plan;

/// A due amount that was announced, as its payer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub named: Named,
    pub thing: Thing,
    pub amount: Money,
    pub on: NaiveDate,
    pub state: ChargeState,
}

/// How long a list of charges is.
const SHOWN_AT_MOST: i64 = 50;

/// What was announced and charged on an account, the latest first: to a person what they agreed to themselves.
pub async fn charges(tx: &mut Tx, account: AccountId) -> Result<Vec<Shown>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.number as "invoice?", n.number as "plan?", c.invoice_id as "invoice_id: InvoiceId", c.plan_id as "plan_id: PlanId",
             c.plan_part, c.amount_minor, a.currency, c.charge_on, c.state
           from autopay_charges c left join invoices i on i.id = c.invoice_id left join plans n on n.id = c.plan_id
             join accounts a on a.id = c.account_id
           where c.account_id = $1 order by c.charge_on desc, c.announced_at desc, c.id desc limit $2"#,
        account.0,
        SHOWN_AT_MOST
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Shown {
                named: Named::of(row.invoice, row.plan, row.plan_part),
                thing: Thing::of(row.invoice_id, row.plan_id, row.plan_part)
                    .ok_or_else(|| sqlx::Error::Decode("a charge for nothing".into()))?,
                amount: Money::new(
                    row.amount_minor,
                    crate::payments::store::reading::parsed_currency(&row.currency)?,
                ),
                on: row.charge_on,
                state: ChargeState::parse(&row.state)
                    .ok_or_else(|| sqlx::Error::Decode("an unknown state of a charge".into()))?,
            })
        })
        .collect()
}

/// Automatic payments as the team sees them beside an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtDesk {
    /// Brand and last digits.
    pub card: (String, String),
    pub cap: Money,
    pub next: Option<Shown>,
}

/// Those of an account, if they are on and its reader may see it.
pub async fn at_desk(tx: &mut Tx, account: AccountId) -> Result<Option<AtDesk>, sqlx::Error> {
    let Some(of) = mandates::of_account(tx, account).await? else { return Ok(None) };
    let mut open = charges(tx, account).await?;
    open.retain(|charge| charge.state.is_open());
    open.reverse();
    open.sort_by_key(|charge| charge.on);
    let card = card(tx, of.method).await?;
    Ok(Some(AtDesk { card, cap: of.cap(), next: open.into_iter().next() }))
}

/// Automatic payment as the page of a plan shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AtPlan {
    Off,
    /// Another person pays the account by itself.
    Anothers,
    On {
        /// Brand and last digits.
        card: (String, String),
        /// What is charged next of it, as far as that is known.
        next: Option<(Money, NaiveDate)>,
        /// Something that it covers is contested, so that nothing is charged.
        waits: bool,
    },
}

/// How the instalments of a plan are paid by themselves; nothing once it has ended.
pub async fn at_plan(tx: &mut Tx, plan: &Plan) -> Result<Option<AtPlan>, sqlx::Error> {
    if !plan.state.is_open() {
        return Ok(None);
    }
    let account = &plan.account;
    let of = mandates::of_account(tx, account.id).await?;
    let Some(of) = of.filter(|of| of.covers.instalments() && plan.signed_at <= of.agreed_at) else {
        let anothers = mandates::is_anothers(tx, account.id).await?;
        return Ok(Some(if anothers { AtPlan::Anothers } else { AtPlan::Off }));
    };
    let of_plan = |thing: Thing| matches!(thing, Thing::Instalment { plan: id, .. } if id == plan.id);
    let mut told = charges(tx, account.id).await?;
    told.retain(|charge| charge.state.is_open() && of_plan(charge.thing));
    told.sort_by_key(|charge| charge.on);
    let items = due_items(tx, &of).await?;
    let ahead = items.iter().find(|item| of_plan(item.thing)).map(|item| {
        let on = item.promise(&of.promise).charge_day(item.due_on, account.today);
        (Money::new(item.payable_minor, of.currency), on)
    });
    Ok(Some(AtPlan::On {
        card: card(tx, of.method).await?,
        next: told.first().map(|charge| (charge.amount, charge.on)).or(ahead),
        waits: plan.state.governs() && is_contested(tx, plan.id).await?,
    }))
}

/// What this month's cap has been used for.
pub async fn used_in_month(tx: &mut Tx, of: &Mandate, today: NaiveDate) -> Result<Money, sqlx::Error> {
    in_month(tx, of.id, today, None, false).await.map(|minor| Money::new(minor, of.currency))
}

/// Brand and last digits of a card, by whoever may see it.
pub async fn card(tx: &mut Tx, method: SavedMethodId) -> Result<(String, String), sqlx::Error> {
    let row = sqlx::query!("select brand, last4 from saved_methods where id = $1", method.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok((row.brand, row.last4))
}

/// What the provider was asked to charge by a mandate and has not answered.
pub async fn on_its_way(tx: &mut Tx, of: MandateId) -> Result<Option<Money>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.amount_minor, p.currency from payments p join autopay_charges c on c.id = p.autopay_charge_id
           where c.mandate_id = $1 and p.state in ('processing', 'unknown') and (p.charge_asked_at is not null or p.provider_payment is not null)
           limit 1"#,
        of.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Money::new(row.amount_minor, crate::payments::store::reading::parsed_currency(&row.currency)?))
    })
    .transpose()
}
