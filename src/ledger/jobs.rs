//! Charging what the night has brought. Ordered once for each creditor and day of theirs; a day that was missed, done
//! twice, or done by two at once comes to the same, for every charge is keyed by invoice, rule and period.

use std::time::Duration;

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{CreditorId, TaskId};
use crate::ledger::accrual::{self, AccrueError, Stretch, stretches};
use crate::policies::store::in_force;

/// Parts a creditor's accounts into stretches and orders each.
pub const ACCRUE_INTEREST: &str = "accrue_interest";
/// Charges one stretch.
pub const ACCRUE_STRETCH: &str = "accrue_stretch";
/// The team is asked to look: the law has no rate for the day, or one that the terms exceed, and nothing is charged.
pub const INTEREST_BARRED: &str = "interest_barred";

/// Orders the day's charges of every creditor who charges for paying late, once however many processes there are. The day
/// begins in the creditor's zone.
pub async fn order_interest(db: &Db) -> Result<(), AccrueError> {
    let mut tx = db.begin(Actor::System(ACCRUE_INTEREST)).await?;
    let creditors = sqlx::query!(
        r#"select id as "creditor!: CreditorId", time_zone as "zone!" from charging_creditors()"#
    )
    .fetch_all(&mut *tx)
    .await?;
    for row in creditors {
        let (creditor, zone) = (row.creditor, row.zone);
        let zone: Tz = zone.parse().map_err(|_| sqlx::Error::Decode(format!("no zone {zone}").into()))?;
        let through = tx.today(zone);
        let key = format!("{ACCRUE_INTEREST}:{creditor}:{through}");
        let payload = json!({ "creditor": creditor, "through": through });
        tx.enqueue(ACCRUE_INTEREST, payload, Some(&key), Duration::ZERO).await?;
    }
    Ok(tx.commit().await?)
}

#[derive(Deserialize)]
struct NightPayload {
    creditor: CreditorId,
    through: chrono::NaiveDate,
}

/// The job [`ACCRUE_INTEREST`].
pub async fn accrue_interest(db: &Db, payload: Value) -> Result<(), AccrueError> {
    let NightPayload { creditor, through } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(ACCRUE_INTEREST)).await?;
    let terms = in_force(&mut tx, creditor, through).await?;
    if terms.is_some_and(|version| version.parameters.lawful_interest(through).is_err()) {
        ask_to_look(&mut tx, creditor).await?;
    }
    for stretch in stretches(&mut tx, creditor, through).await? {
        let begins = stretch.after.map(|after| after.to_string()).unwrap_or_default();
        let key = format!("{ACCRUE_STRETCH}:{creditor}:{through}:{begins}");
        tx.enqueue(ACCRUE_STRETCH, serde_json::to_value(stretch)?, Some(&key), Duration::ZERO).await?;
    }
    Ok(tx.commit().await?)
}

/// The job [`ACCRUE_STRETCH`].
pub async fn accrue_stretch(db: &Db, payload: Value) -> Result<(), AccrueError> {
    let stretch: Stretch = serde_json::from_value(payload)?;
    let count = accrual::charge(db, &stretch).await?;
    tracing::info!(creditor = %stretch.creditor, through = %stretch.through, count, "interest and fees were posted");
    Ok(())
}

/// One task at a time, however many nights go by.
async fn ask_to_look(tx: &mut Tx, creditor: CreditorId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into tasks (id, creditor_id, kind, created_at)
         select $1, $2, $3, $4 where not exists (
           select from tasks where creditor_id = $2 and kind = $3 and done_at is null)",
        TaskId::new().0,
        creditor.0,
        INTEREST_BARRED,
        now
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}
