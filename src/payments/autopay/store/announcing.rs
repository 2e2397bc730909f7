//! What falls due, and what of it is to be charged by itself.

use std::time::Duration;

use chrono::NaiveDate;
use serde_json::json;

use super::mandates::{Mandate, Standing};
use super::{CHARGE_AUTOPAY, TELL_AUTOPAY};
use crate::accounts::model::{Account, payable_minor};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, AutopayChargeId, InvoiceId, MandateId};
use crate::kernel::money::Currency;
use crate::ledger::allocation::OpenItem;
use crate::ledger::store::open_items;
use crate::payments::autopay::model::ChargeState;
use crate::policies;

/// Something that falls due on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueItem {
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: NaiveDate,
    /// What can be paid of it without paying what is contested.
    pub payable_minor: i64,
}

impl DueItem {
    fn of(item: &OpenItem) -> Self {
        Self {
            invoice: item.invoice,
            number: item.number.clone(),
            due_on: item.due_on,
            payable_minor: payable_minor(item),
        }
    }
}

/// What falls due on an account, the oldest first.
pub async fn due_items(tx: &mut Tx, of: &Mandate) -> Result<Vec<DueItem>, sqlx::Error> {
    due_of_account(tx, of.account).await
}

/// As [`due_items`], for whoever has agreed to nothing yet.
pub async fn due_of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<DueItem>, sqlx::Error> {
    // What is in a plan falls due by its instalments, and never whole.
    Ok(open_items(tx, account).await?.iter().filter(|item| item.plan.is_none()).map(DueItem::of).collect())
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

/// Announces what is to be charged within the days of notice, each due amount once. What does not fit under the month's
/// cap is said too, once, and not charged. Answers how many charges there are more.
pub async fn announce(
    tx: &mut Tx,
    of: &Mandate,
    standing: Standing,
    today: NaiveDate,
) -> Result<usize, sqlx::Error> {
    // Nobody is charged who could not be told.
    if standing.is_stopped || !standing.has_method || !standing.is_reachable {
        return Ok(0);
    }
    let least = least_minor(tx, of, today).await?;
    let mut announced = 0;
    for item in due_items(tx, of).await? {
        if item.payable_minor < least || !of.promise.is_to_be_told(item.due_on, today) {
            continue;
        }
        let last = latest(tx, of.id, item.invoice).await?;
        let on = of.promise.charge_day(item.due_on, today);
        let fits = fits(tx, of, item.payable_minor, on, None).await?;
        match last {
            Some((_, state)) if state.is_open() => continue,
            // Who must pay it themselves, or whose card does not pay it, is not charged for it again by this agreement.
            Some((_, ChargeState::NeedsPerson | ChargeState::GivenUp)) => continue,
            Some((_, ChargeState::OverCap)) if !fits => continue,
            _ => {}
        }
        let round = last.map_or(1, |(round, _)| round + 1);
        let state = if fits { ChargeState::Announced } else { ChargeState::OverCap };
        insert(tx, of, &item, round, on, state).await?;
        announced += usize::from(fits);
    }
    Ok(announced)
}

/// Whether so much more fits into the month of that day. A charge that is judged does not count against itself.
pub async fn fits(
    tx: &mut Tx,
    of: &Mandate,
    amount_minor: i64,
    on: NaiveDate,
    but: Option<AutopayChargeId>,
) -> Result<bool, sqlx::Error> {
    let month = in_month(tx, of.id, on, but, true).await?;
    Ok(month.saturating_add(amount_minor) <= of.promise.cap_minor)
}

/// What was charged by itself in the month of that day or is being charged, and where `planned` what is about to be.
pub async fn in_month(
    tx: &mut Tx,
    mandate: MandateId,
    on: NaiveDate,
    but: Option<AutopayChargeId>,
    planned: bool,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(sum(c.amount_minor), 0)::bigint as "minor!" from autopay_charges c
           where c.account_id = (select account_id from autopay_mandates where id = $1) and c.person_id = (select person_id from autopay_mandates where id = $1)
             and date_trunc('month', c.charge_on) = date_trunc('month', $2::date) and ($3::uuid is null or c.id <> $3)
             and (c.state in ('paid', 'charging') or ($4 and c.state in ('announced', 'waiting') and c.mandate_id = $1))"#,
        mandate.0,
        on,
        but.map(|but| but.0),
        planned
    )
    .fetch_one(&mut **tx)
    .await
}

/// Has everything charged whose day it is. `moment` names the round, so that what could not be charged in one is tried in
/// the next.
pub async fn order_charges(
    tx: &mut Tx,
    mandate: MandateId,
    today: NaiveDate,
    moment: &str,
) -> Result<usize, sqlx::Error> {
    let due = sqlx::query_scalar!(
        r#"select id as "id: AutopayChargeId" from autopay_charges
           where mandate_id = $1 and settled_at is null and charge_on <= $2 order by charge_on, id"#,
        mandate.0,
        today
    )
    .fetch_all(&mut **tx)
    .await?;
    for id in &due {
        let key = format!("{CHARGE_AUTOPAY}:{id}:{moment}");
        tx.enqueue(CHARGE_AUTOPAY, json!({ "charge": id }), Some(&key), Duration::ZERO).await?;
    }
    Ok(due.len())
}

/// Has the next due amount charged, where several are due: while one is under way the others wait for it.
pub async fn order_next(
    tx: &mut Tx,
    mandate: MandateId,
    today: NaiveDate,
    after: &str,
) -> Result<(), sqlx::Error> {
    let next = sqlx::query_scalar!(
        r#"select id as "id: AutopayChargeId" from autopay_charges
           where mandate_id = $1 and state in ('announced', 'waiting') and charge_on <= $2 order by charge_on, id limit 1"#,
        mandate.0,
        today
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(id) = next else { return Ok(()) };
    let key = format!("{CHARGE_AUTOPAY}:{id}:{after}");
    tx.enqueue(CHARGE_AUTOPAY, json!({ "charge": id }), Some(&key), Duration::ZERO).await.map(drop)
}

async fn latest(
    tx: &mut Tx,
    mandate: MandateId,
    invoice: InvoiceId,
) -> Result<Option<(i32, ChargeState)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select round, state, exists (select from payments p join refunds r on r.payment_id = p.id
             where p.autopay_charge_id = c.id and r.state <> 'failed') as "went_back!"
           from autopay_charges c where mandate_id = $1 and invoice_id = $2 order by round desc limit 1"#,
        mandate.0,
        invoice.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.and_then(|row| {
        // What went back after it was charged is not charged by itself again.
        let state = if row.went_back { ChargeState::GivenUp } else { ChargeState::parse(&row.state)? };
        Some((row.round, state))
    }))
}

async fn insert(
    tx: &mut Tx,
    of: &Mandate,
    item: &DueItem,
    round: i32,
    on: NaiveDate,
    state: ChargeState,
) -> Result<(), sqlx::Error> {
    let (id, now) = (AutopayChargeId::new(), tx.now());
    let settled_at = (!state.is_open()).then_some(now);
    let made = sqlx::query!(
        "insert into autopay_charges (id, mandate_id, account_id, debtor_id, creditor_id, person_id, invoice_id, round, amount_minor,
           announced_at, charge_on, state, settled_at)
         select $1, m.id, m.account_id, m.debtor_id, m.creditor_id, m.person_id, $3, $4, $5, $6, $7, $8, $9
         from autopay_mandates m where m.id = $2
         on conflict do nothing",
        id.0,
        of.id.0,
        item.invoice.0,
        round,
        item.payable_minor,
        now,
        on,
        state.name(),
        settled_at
    )
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 {
        // An earlier agreement's charge of this invoice is still under way.
        return Ok(());
    }
    tx.audit("announce", "autopay_charge", id.0, Some(of.account)).await?;
    let news = if state.is_open() { "ahead" } else { "over_cap" };
    let key = format!("{TELL_AUTOPAY}:{id}:{news}");
    tx.enqueue(TELL_AUTOPAY, json!({ "charge": id, "news": news }), Some(&key), Duration::ZERO)
        .await
        .map(drop)
}
