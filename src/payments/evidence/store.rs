//! Answers in the database.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::types::Json;

use crate::kernel::actor::Actor;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{DisputeAnswerId, PaymentId, ProviderDisputeId};
use crate::payments::evidence::jobs::ANSWER_DISPUTE;
use crate::payments::evidence::model::{AnswerKind, AnswerState};
use crate::payments::evidence::provider::Evidence;
use crate::payments::store::disputes::Dispute;

/// What was answered.
#[derive(Clone, Debug)]
pub struct DisputeAnswer {
    pub id: DisputeAnswerId,
    pub payment: PaymentId,
    pub provider_dispute: String,
    pub kind: AnswerKind,
    pub state: AnswerState,
    pub evidence: Evidence,
    pub by: String,
    pub decided_at: DateTime<Utc>,
    pub failure_code: Option<String>,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    #[error("it was answered already, or the bank has decided")]
    Answered,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for AnswerError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("dispute_answers_one_stands") => Self::Answered,
            _ => Self::Database(error),
        }
    }
}

/// Keeps an answer and has it sent. One that the provider refused may be followed by another.
pub async fn decide(
    tx: &mut Tx,
    dispute: &Dispute,
    kind: AnswerKind,
    evidence: &Evidence,
) -> Result<DisputeAnswerId, AnswerError> {
    let id = DisputeAnswerId::new();
    let staff = match tx.actor() {
        Actor::Staff { staff, .. } => Some(staff.0),
        _ => None,
    };
    let kept = sqlx::query!(
        "insert into dispute_answers (id, account_id, debtor_id, creditor_id, dispute_id, kind, evidence, decided_by, decided_at)
         select $1, account_id, debtor_id, creditor_id, id, $3, $4, $5, $6 from provider_disputes
         where id = $2 and state in ('inquiry', 'open')",
        id.0,
        dispute.id.0,
        kind.name(),
        Json(evidence) as Json<&Evidence>,
        staff,
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    if kept.rows_affected() == 0 {
        return Err(AnswerError::Answered);
    }
    tx.enqueue(ANSWER_DISPUTE, json!({ "answer": id }), None, std::time::Duration::ZERO).await?;
    tx.audit("answer", "provider_dispute", dispute.id.0, Some(dispute.account)).await?;
    Ok(id)
}

pub async fn note(
    tx: &mut Tx,
    id: DisputeAnswerId,
    state: AnswerState,
    failure_code: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update dispute_answers set state = $2, failure_code = $3 where id = $1",
        id.0,
        state.name(),
        failure_code
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("follow", "dispute_answer", id.0, None).await
}

pub async fn answer(tx: &mut Tx, id: DisputeAnswerId) -> Result<DisputeAnswer, sqlx::Error> {
    select(tx, Some(id), None).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// What was answered to a bank, the oldest first.
pub async fn answers(tx: &mut Tx, dispute: ProviderDisputeId) -> Result<Vec<DisputeAnswer>, sqlx::Error> {
    select(tx, None, Some(dispute)).await
}

async fn select(
    tx: &mut Tx,
    id: Option<DisputeAnswerId>,
    dispute: Option<ProviderDisputeId>,
) -> Result<Vec<DisputeAnswer>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select w.id as "id: DisputeAnswerId", d.payment_id as "payment: PaymentId", d.provider_dispute, w.kind, w.state,
             w.evidence as "evidence: Json<Evidence>", coalesce(s.name, '') as "by!", w.decided_at, w.failure_code
           from dispute_answers w join provider_disputes d on d.id = w.dispute_id left join staff s on s.id = w.decided_by
           where ($1::uuid is null or w.id = $1) and ($2::uuid is null or w.dispute_id = $2) order by w.decided_at, w.id"#,
        id.map(|id| id.0),
        dispute.map(|dispute| dispute.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| DisputeAnswer {
            id: row.id,
            payment: row.payment,
            provider_dispute: row.provider_dispute,
            kind: AnswerKind::parse(&row.kind).unwrap_or(AnswerKind::Evidence),
            state: AnswerState::parse(&row.state).unwrap_or(AnswerState::Decided),
            evidence: row.evidence.0,
            by: row.by,
            decided_at: row.decided_at,
            failure_code: row.failure_code,
        })
        .collect())
}
