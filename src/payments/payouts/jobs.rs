//! Following payouts: whatever brings news of one ends here. It is read at the provider, with what it holds, and what that
//! says is written down. Any of these may run twice, at once, or late.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::failpoints::Failpoint;
use crate::payments::gateway::Gateway;
use crate::payments::jobs::SettleError;
use crate::payments::payouts::provider::{Contents, ProviderPayout};
use crate::payments::payouts::reading::sent_since;
use crate::payments::payouts::store;

/// The kind of the job that follows one payout.
pub const FOLLOW_PAYOUT: &str = "follow_payout";

const ACTOR: Actor = Actor::System(FOLLOW_PAYOUT);
/// A month with its weekends, as the comparison with the provider looks back.
const LATELY: TimeDelta = TimeDelta::days(35);
/// The provider adds up what a payout holds within hours.
const LOOKS_AGAIN_AFTER: Duration = Duration::from_secs(10 * 60);
/// Objects read side by side, far below what the provider answers a second.
const READ_AT_ONCE: usize = 8;

#[derive(Deserialize)]
struct PayoutPayload {
    payout: String,
}

/// The job `follow_payout`.
pub async fn follow_payout(db: &Db, gateway: &dyn Gateway, payload: Value) -> Result<(), SettleError> {
    let PayoutPayload { payout } = serde_json::from_value(payload)?;
    follow(db, gateway, &payout).await
}

/// Reads one payout and what it holds, and writes down what the provider says.
pub async fn follow(db: &Db, gateway: &dyn Gateway, provider_id: &str) -> Result<(), SettleError> {
    let read = gateway.read_payout(provider_id).await?;
    if read.contents == Contents::Awaited {
        return look_again(db, provider_id).await;
    }
    record(db, gateway, &read).await
}

/// Follows every payout of late of which the provider says something else than we do. The list is short, so it is read
/// whole: a payout may fail days after it was called paid.
pub async fn follow_missed(db: &Db, gateway: &dyn Gateway) -> Result<(), SettleError> {
    let mut tx = db.begin(ACTOR).await?;
    let since = tx.now() - LATELY;
    let ours = sent_since(&mut tx, since).await?;
    tx.rollback().await?;
    for read in gateway.payouts_since(since).await? {
        let is_known = ours.iter().any(|ours| ours.name == read.provider_id && ours.state == read.state);
        if !is_known && read.contents != Contents::Awaited {
            record(db, gateway, &read).await?;
        }
    }
    Ok(())
}

async fn record(db: &Db, gateway: &dyn Gateway, read: &ProviderPayout) -> Result<(), SettleError> {
    let mut tx = db.begin(ACTOR).await?;
    let is_known = store::is_known(&mut tx, &read.provider_id).await?;
    tx.rollback().await?;
    let movements = match read.contents {
        Contents::Known if !is_known => gateway.read_movements(&read.provider_id).await?,
        _ => Vec::new(),
    };
    let mut tx = db.begin(ACTOR).await?;
    let strangers = store::strangers(&mut tx, &movements).await?;
    tx.rollback().await?;
    let named: Vec<(String, Option<String>)> = stream::iter(strangers)
        .map(|source| async move {
            let intent = gateway.read_intent_of(&source).await?;
            Ok::<_, SettleError>((source, intent))
        })
        .buffer_unordered(READ_AT_ONCE)
        .try_collect()
        .await?;
    db.reached(Failpoint::PayoutRead);
    let mut tx = db.begin(ACTOR).await?;
    store::record(&mut tx, read, &movements, &named).await?;
    tx.commit().await?;
    Ok(())
}

/// Has it read again later, once however often it is asked for.
async fn look_again(db: &Db, provider_id: &str) -> Result<(), SettleError> {
    let turn = Utc::now().timestamp().unsigned_abs() / LOOKS_AGAIN_AFTER.as_secs();
    let mut tx = db.begin(ACTOR).await?;
    let key = format!("{FOLLOW_PAYOUT}:{provider_id}:{turn}");
    tx.enqueue(FOLLOW_PAYOUT, json!({ "payout": provider_id }), Some(&key), LOOKS_AGAIN_AFTER).await?;
    tx.commit().await?;
    Ok(())
}
