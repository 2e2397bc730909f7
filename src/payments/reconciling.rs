//! What no message told us: the provider's own list of events, read once an hour.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use serde_json::json;

use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::payments::events::is_followed;
use crate::payments::gateway::Gateway;
use crate::payments::jobs::SettleError;
use crate::payments::payouts;
use crate::payments::store::{events, starting};
use crate::payments::transfers;

/// The kind of the job that reads the provider's list.
pub const RECONCILE_PROVIDER: &str = "reconcile_provider";

/// Orders the hour's round, once however many processes there are.
pub async fn order_round(db: &Db) -> Result<(), SettleError> {
    let mut tx = db.begin(Actor::System(RECONCILE_PROVIDER)).await?;
    let key = format!("{RECONCILE_PROVIDER}:{}", Utc::now().timestamp() / HOUR_SECONDS);
    tx.enqueue(RECONCILE_PROVIDER, json!({}), Some(&key), Duration::ZERO).await?;
    tx.commit().await?;
    Ok(())
}

/// The job `reconcile_provider`: what no message told of payments, and then of payouts. Answers how many payments that were.
pub async fn reconcile(db: &Db, gateway: &dyn Gateway) -> Result<usize, SettleError> {
    let missed = read_missed(db, gateway).await?;
    payouts::jobs::follow_missed(db, gateway).await?;
    Ok(missed)
}

/// Has every payment read about which the provider announced something that did not reach us, and answers how many
/// those are. After a time in which nothing ran, it reaches back to where the last round ended.
async fn read_missed(db: &Db, gateway: &dyn Gateway) -> Result<usize, SettleError> {
    let actor = Actor::System(RECONCILE_PROVIDER);
    let mut tx = db.begin(actor).await?;
    let read_through = events::read_through(&mut tx).await?;
    let since = read_through.map_or(tx.now() - REMEMBERED, |through| through - OVERLAP);
    tx.rollback().await?;

    let announced = gateway.events_since(since).await?;
    let Some(last) = announced.iter().map(|event| event.created_at).max() else { return Ok(0) };
    let followed: Vec<_> = announced.iter().filter(|event| is_followed(&event.kind)).collect();
    // What was transferred is gathered whoever told of it: there is nothing where it was before.
    let filled = followed.iter().filter(|event| event.object_kind.as_deref() == Some("cash_balance"));
    let customers: BTreeSet<&str> = filled.filter_map(|event| event.customer.as_deref()).collect();
    for customer in customers {
        transfers::gather_of(db, gateway, customer).await?;
    }
    let mut tx = db.begin(actor).await?;
    let missed = events::payments_of_missed(&mut tx, &followed).await?;
    for payment in &missed {
        starting::reread_soon(&mut tx, *payment, Duration::ZERO).await?;
    }
    events::note_read_through(&mut tx, last).await?;
    tx.commit().await?;
    if !missed.is_empty() {
        tracing::warn!(payments = missed.len(), "the provider announced what no message had told us");
    }
    Ok(missed.len())
}

const HOUR_SECONDS: i64 = 60 * 60;
/// Stripe keeps its events for thirty days.
const REMEMBERED: TimeDelta = TimeDelta::days(30);
/// An event can appear in the list a little after others that are younger.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
