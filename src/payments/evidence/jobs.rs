//! Telling the provider what was decided. Safe to run twice: what was put to a bank, or let go, is so already.

use serde::Deserialize;
use serde_json::Value;

use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::ids::DisputeAnswerId;
use crate::payments::evidence::model::{AnswerKind, AnswerState};
use crate::payments::evidence::store;
use crate::payments::gateway::{Gateway, GatewayError, ProviderDispute};
use crate::payments::jobs::SettleError;
use crate::payments::model::returns::DisputeState;
use crate::payments::store::disputes;

/// The kind of the job that tells the provider.
pub const ANSWER_DISPUTE: &str = "answer_dispute";

const ACTOR: Actor = Actor::System(ANSWER_DISPUTE);

#[derive(Deserialize)]
struct AnswerPayload {
    answer: DisputeAnswerId,
}

/// The job `answer_dispute`. The provider's object is read first: an answer that was lost may have arrived.
pub async fn answer_dispute(db: &Db, gateway: &dyn Gateway, payload: Value) -> Result<(), SettleError> {
    let AnswerPayload { answer: id } = serde_json::from_value(payload)?;
    let mut tx = db.begin(ACTOR).await?;
    let answer = store::answer(&mut tx, id).await?;
    tx.rollback().await?;
    if answer.state != AnswerState::Decided {
        return Ok(());
    }
    let (read, has_evidence) = gateway.read_dispute(&answer.provider_dispute).await?;
    let is_done = match answer.kind {
        AnswerKind::Evidence => has_evidence,
        AnswerKind::Accept => read.status == DisputeState::Lost,
    };
    let said: Result<ProviderDispute, GatewayError> = match answer.kind {
        _ if is_done => Ok(read),
        AnswerKind::Evidence => gateway.send_evidence(&answer.provider_dispute, &answer.evidence).await,
        AnswerKind::Accept => gateway.accept_dispute(&answer.provider_dispute).await,
    };
    let mut tx = db.begin(ACTOR).await?;
    match said {
        Ok(read) => {
            disputes::record(&mut tx, answer.payment, &read).await?;
            store::note(&mut tx, id, AnswerState::Sent, None).await?;
        }
        Err(GatewayError::Refused { code, status, .. }) => {
            let code = code.unwrap_or_else(|| status.to_string());
            tracing::warn!(answer = %id, code, "the payment provider does not take an answer to a bank");
            store::note(&mut tx, id, AnswerState::Refused, Some(&code)).await?;
        }
        Err(doubt) => return Err(doubt.into()),
    }
    tx.commit().await?;
    Ok(())
}
