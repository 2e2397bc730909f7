//! From a draft to a published version: one person asks, another decides, and what is published is what was asked.

use chrono::NaiveDate;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::desk::approvals::store::{AskError, ask_to_publish, waiting_about};
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{ApprovalId, PolicyVersionId};
use crate::policies::editing::faults::faults;
use crate::policies::editing::store::{Draft, draft};

/// Why a draft that was approved was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// It is no draft any more, or another one than was asked about, or its day has passed.
    #[error("it can no longer be published as it was asked: {0}")]
    NoLonger(&'static str),
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for PublishError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("policy_versions_never_reach_back") => Self::NoLonger("its day has passed"),
            Some("policy_versions_in_order") => Self::NoLonger("a later version is published already"),
            Some("policy_versions_published_by_another") => Self::NoLonger("a second person publishes"),
            _ => Self::Database(error),
        }
    }
}

/// The request that waits for a decision about this draft, if one does. Meanwhile the draft is not changed.
pub async fn waits(tx: &mut Tx, id: PolicyVersionId) -> Result<Option<ApprovalId>, sqlx::Error> {
    Ok(waiting_about(tx, id.0).await?.first().map(|approval| approval.id))
}

/// Asks somebody else to publish it.
pub async fn ask(tx: &mut Tx, draft: &Draft) -> Result<ApprovalId, AskError> {
    let payload = json!({ "digest": digest(draft), "in_force_from": draft.in_force_from });
    ask_to_publish(tx, draft.creditor, draft.id, draft.number, &payload, &draft.reason).await
}

/// Publishes what was approved, in the transaction that approves it.
pub async fn approved(tx: &mut Tx, id: Uuid, payload: &Value) -> Result<(), PublishError> {
    let id = PolicyVersionId(id);
    let draft = draft(tx, id).await?.ok_or(PublishError::NoLonger("it is no draft"))?;
    if payload.get("digest").and_then(Value::as_str) != Some(digest(&draft).as_str()) {
        return Err(PublishError::NoLonger("it was changed since"));
    }
    if !faults(&draft.understood(), draft.in_force_from).is_empty() {
        return Err(PublishError::NoLonger("it cannot be obeyed"));
    }
    let now = tx.now();
    sqlx::query!(
        "update policy_versions set published_at = $2, typed = null where id = $1 and published_at is null",
        id.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(tx.audit("publish", "policy_version", id.0, None).await?)
}

/// The first day from which a version may hold.
pub fn earliest(today: NaiveDate, latest: Option<NaiveDate>) -> NaiveDate {
    let ahead = today + chrono::Days::new(super::store::DAYS_AHEAD);
    latest.map_or(ahead, |latest| latest.max(ahead))
}

/// Stands for everything that would be published.
fn digest(draft: &Draft) -> String {
    let whole = json!([draft.number, draft.in_force_from, draft.parameters, draft.text, draft.typed]);
    hex::encode(Sha256::digest(whole.to_string()))
}
