//! Handing notices to their carriers.

use serde::Deserialize;
use serde_json::Value;

use crate::contact::mail::{CarryError, Mailer, Parcel};
use crate::contact::store;
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::kernel::ids::NoticeId;

/// Why a notice is still here; the job is tried again.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("the job names no notice")]
    Payload(#[from] serde_json::Error),
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Carrier(#[from] CarryError),
}

#[derive(Deserialize)]
struct Payload {
    notice: NoticeId,
}

/// The job `send_notice`. A notice that was sent or given up already is left as it is. Between the two transactions a
/// crash may lead to a second copy, never to none.
pub async fn send_notice(db: &Db, mailer: &Mailer, payload: Value) -> Result<(), SendError> {
    let Payload { notice } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(store::SEND_NOTICE)).await?;
    let Some(waiting) = store::waiting(&mut tx, notice).await? else { return Ok(()) };
    tx.rollback().await?;

    let outcome = carry(mailer, &waiting).await?;
    let mut tx = db.begin(Actor::System(store::SEND_NOTICE)).await?;
    match outcome {
        Ok(()) => store::mark_sent(&mut tx, notice, mailer.keeps_words()).await?,
        Err(failure) => store::give_up(&mut tx, notice, failure).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// `Ok(Ok)` it went, `Ok(Err)` it never will, `Err` it may go later.
async fn carry(mailer: &Mailer, waiting: &store::Waiting) -> Result<Result<(), store::Failure>, CarryError> {
    if waiting.is_suspended {
        return Ok(Err(store::Failure::AddressSuspended));
    }
    if waiting.has_expired {
        return Ok(Err(store::Failure::Expired));
    }
    let Some(carrier) = mailer.carrier(waiting.parcel.channel) else {
        // The demo's mailbox is where it arrives.
        let stays = if mailer.keeps_words() { Ok(()) } else { Err(store::Failure::NoCarrier) };
        return Ok(stays);
    };
    let parcel: &Parcel = &waiting.parcel;
    match carrier.carry(parcel).await {
        Ok(()) => Ok(Ok(())),
        Err(CarryError::AddressRefused { is_gone }) => Ok(Err(store::Failure::AddressRefused { is_gone })),
        Err(later) => Err(later),
    }
}
