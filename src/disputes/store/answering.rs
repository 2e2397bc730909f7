//! What the team does to a dispute before it answers, and after.

use chrono::NaiveDate;

use crate::disputes::model::{Event, State};
use crate::disputes::store::opening::StepError;
use crate::disputes::store::reading::dispute_for_update;
use crate::disputes::store::steps::{Of, StepKind, Taken, step};
use crate::disputes::store::telling::tell_asked;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountFileId, DisputeId};

/// Whoever takes it answers it; somebody else may take it over.
pub async fn take(tx: &mut Tx, id: DisputeId) -> Result<(), StepError> {
    let dispute = dispute_for_update(tx, id).await?;
    let state = dispute.standing().after(Event::Take)?;
    if dispute.owner.as_ref().is_some_and(|(owner, _)| Some(owner.0) == tx.actor().id()) {
        return Ok(());
    }
    sqlx::query!(
        "update disputes set owner_id = $2, state = $3 where id = $1",
        id.0,
        tx.actor().id(),
        state.name()
    )
    .execute(&mut **tx)
    .await?;
    Ok(step(tx, Of::from(&dispute), StepKind::Taken, &Taken::default()).await?)
}

/// Asks the debtor for more. The clock stands still until they answer.
pub async fn ask(
    tx: &mut Tx,
    id: DisputeId,
    words: &str,
    until_on: NaiveDate,
    files: &[AccountFileId],
) -> Result<(), StepError> {
    let dispute = dispute_for_update(tx, id).await?;
    let state = dispute.standing().after(Event::Ask)?;
    sqlx::query!(
        "update disputes set state = $2, paused_on = $3, asked_until = $4, owner_id = coalesce(owner_id, $5) where id = $1",
        id.0,
        state.name(),
        dispute.account.today,
        until_on,
        tx.actor().id()
    )
    .execute(&mut **tx)
    .await?;
    let taken = Taken { words, until_on: Some(until_on), files, ..Taken::default() };
    step(tx, Of::from(&dispute), StepKind::Asked, &taken).await?;
    Ok(tell_asked(tx, &dispute).await?)
}

/// The creditor issued their own paper for the adjustment. False where there is nothing for it, or it is known.
pub async fn note_fiscal(tx: &mut Tx, id: DisputeId, number: &str) -> Result<bool, sqlx::Error> {
    let dispute = dispute_for_update(tx, id).await?;
    let is_pending = !dispute.adjustment_number.is_empty() && dispute.fiscal_number.is_empty();
    if !is_pending || matches!(dispute.state, State::Withdrawn) {
        return Ok(false);
    }
    sqlx::query!("update disputes set fiscal_number = $2 where id = $1", id.0, number)
        .execute(&mut **tx)
        .await?;
    step(tx, Of::from(&dispute), StepKind::Fiscal, &Taken { words: number, ..Taken::default() }).await?;
    Ok(true)
}
