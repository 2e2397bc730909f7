//! What of that which falls due is to be charged by itself.

use std::time::Duration;

use chrono::NaiveDate;
use serde_json::json;

use super::due::{DueItem, due_items, least_minor};
use super::mandates::{Mandate, Standing};
use super::{CHARGE_AUTOPAY, TELL_AUTOPAY};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AutopayChargeId, InvoiceId, MandateId, PlanId};
use crate::payments::autopay::model::{ChargeState, Thing, Why};

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
    let items = due_items(tx, of).await?;
    drop_moved(tx, of, &items, today).await?;
    let mut announced = 0;
    for item in items {
        let promise = item.promise(&of.promise);
        if item.payable_minor < least || !promise.is_to_be_told(item.due_on, today) {
            continue;
        }
        let last = latest(tx, of.id, item.thing).await?;
        let on = promise.charge_day(item.due_on, today);
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

/// Drops the instalments that were announced and are asked for no more, or only later. What was told of another day is
/// told anew when that day comes.
async fn drop_moved(
    tx: &mut Tx,
    of: &Mandate,
    items: &[DueItem],
    today: NaiveDate,
) -> Result<(), sqlx::Error> {
    let open = sqlx::query!(
        r#"select id, plan_id as "plan!: PlanId", plan_part as "number!", charge_on from autopay_charges
           where mandate_id = $1 and plan_id is not null and state in ('announced', 'waiting')"#,
        of.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in open {
        let thing = Thing::Instalment { plan: row.plan, number: row.number };
        let why = match items.iter().find(|item| item.thing == thing) {
            None => Why::NothingDue,
            Some(item) if item.due_on > row.charge_on.max(today) => Why::Moved,
            Some(_) => continue,
        };
        let dropped = sqlx::query!(
            "update autopay_charges set state = 'dropped', why = $2, settled_at = $3
             where id = $1 and state in ('announced', 'waiting')",
            row.id,
            why.name(),
            tx.now()
        )
        .execute(&mut **tx)
        .await?;
        if dropped.rows_affected() == 1 {
            tx.audit("settle", "autopay_charge", row.id, Some(of.account)).await?;
        }
    }
    Ok(())
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
    thing: Thing,
) -> Result<Option<(i32, ChargeState)>, sqlx::Error> {
    let (invoice, plan, number) = thing.columns();
    let row = sqlx::query!(
        r#"select round, state, exists (select from payments p join refunds r on r.payment_id = p.id
             where p.autopay_charge_id = c.id and r.state <> 'failed') as "went_back!"
           from autopay_charges c where mandate_id = $1 and (invoice_id = $2 or (plan_id = $3 and plan_part = $4))
           order by round desc limit 1"#,
        mandate.0,
        invoice.map(|invoice: InvoiceId| invoice.0),
        plan.map(|plan: PlanId| plan.0),
        number
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
    let (invoice, plan, number) = item.thing.columns();
    let made = sqlx::query!(
        "insert into autopay_charges (id, mandate_id, account_id, debtor_id, creditor_id, person_id, invoice_id, round, amount_minor,
           announced_at, charge_on, state, settled_at, plan_id, plan_part)
         select $1, m.id, m.account_id, m.debtor_id, m.creditor_id, m.person_id, $3, $4, $5, $6, $7, $8, $9, $10, $11
         from autopay_mandates m where m.id = $2
         on conflict do nothing",
        id.0,
        of.id.0,
        invoice.map(|invoice| invoice.0),
        round,
        item.payable_minor,
        now,
        on,
        state.name(),
        settled_at,
        plan.map(|plan| plan.0),
        number
    )
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 {
        // An earlier agreement's charge of the same is still under way.
        return Ok(());
    }
    tx.audit("announce", "autopay_charge", id.0, Some(of.account)).await?;
    let news = if state.is_open() { "ahead" } else { "over_cap" };
    let key = format!("{TELL_AUTOPAY}:{id}:{news}");
    tx.enqueue(TELL_AUTOPAY, json!({ "charge": id, "news": news }), Some(&key), Duration::ZERO)
        .await
        .map(drop)
}
