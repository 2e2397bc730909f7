//! Keeping the accounts in order: anew for each creditor every hour of its day, and when a supervisor changed the weights.
//! Done twice it comes to the same; an hour that was missed is made up by the next.

use std::time::Duration;

use chrono::{Timelike, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::desk::worklist::store::ranking::{accounts_after, creditors_to_weigh, forget_unweighed, weigh};
use crate::desk::worklist::store::weights::weights_of;
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db, Tx};
use crate::kernel::ids::CreditorId;

/// Puts the accounts of one creditor in order.
pub const WEIGH_ACCOUNTS: &str = "weigh_accounts";
/// As many as one transaction weighs.
const AT_ONCE: i64 = 1000;

/// Why accounts were not weighed.
#[derive(Debug, thiserror::Error)]
pub enum WeighError {
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Payload(#[from] serde_json::Error),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Orders this hour's weighing of every creditor, once however many processes there are.
pub async fn order_weighing(db: &Db) -> Result<(), WeighError> {
    let mut tx = db.begin(Actor::System(WEIGH_ACCOUNTS)).await?;
    for (creditor, zone) in creditors_to_weigh(&mut tx).await? {
        let now = tx.now().with_timezone(&zone_named(&zone)?);
        let key = format!("{WEIGH_ACCOUNTS}:{creditor}:{}:{}", now.date_naive(), now.hour());
        tx.enqueue(WEIGH_ACCOUNTS, json!({ "creditor": creditor }), Some(&key), Duration::ZERO).await?;
    }
    Ok(tx.commit().await?)
}

/// Has the accounts of a creditor weighed anew once this transaction commits.
pub async fn weigh_soon(tx: &mut Tx, creditor: CreditorId) -> Result<(), sqlx::Error> {
    tx.enqueue(WEIGH_ACCOUNTS, json!({ "creditor": creditor }), None, Duration::ZERO).await.map(drop)
}

#[derive(Deserialize)]
struct Payload {
    creditor: CreditorId,
}

/// The job [`WEIGH_ACCOUNTS`]: a thousand accounts at a time, so that nothing waits for long.
pub async fn weigh_accounts(db: &Db, payload: Value) -> Result<(), WeighError> {
    let Payload { creditor } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(WEIGH_ACCOUNTS)).await?;
    let zone = creditors_to_weigh(&mut tx).await?.into_iter().find(|(id, _)| *id == creditor);
    let Some((_, zone)) = zone else { return Ok(()) };
    // Business time may be turned back; what was weighed before this is told by every clock's time.
    let (today, started) = (tx.today(zone_named(&zone)?), Utc::now());
    let weights = weights_of(&mut tx, creditor).await?;
    tx.commit().await?;
    let mut last = Uuid::nil();
    loop {
        let mut tx = db.begin(Actor::System(WEIGH_ACCOUNTS)).await?;
        let accounts = accounts_after(&mut tx, creditor, last, AT_ONCE).await?;
        let Some(end) = accounts.last().copied() else { break };
        weigh(&mut tx, &accounts, &weights, today, Utc::now()).await?;
        tx.commit().await?;
        last = end;
    }
    let mut tx = db.begin(Actor::System(WEIGH_ACCOUNTS)).await?;
    forget_unweighed(&mut tx, creditor, started).await?;
    Ok(tx.commit().await?)
}

fn zone_named(name: &str) -> Result<Tz, sqlx::Error> {
    name.parse().map_err(|_| sqlx::Error::Decode(format!("no zone {name}").into()))
}
