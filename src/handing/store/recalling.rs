//! An account comes back from others' hands: asked by one with a reason, and done once another has said yes.

use super::handing_on::{HANDOVER, HandError, ToHandOn, open_sum, written_off};
use super::recovering::note_all;
use super::{Handover, handover};
use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::desk::approvals::model::{Act, LimitKind, Measure};
use crate::desk::approvals::store::{Approval, AskError, ask};
use crate::handing::model::{Kind, State};
use crate::handing::telling::tell_recalled;
use crate::kernel::db::Tx;
use crate::kernel::ids::{HandoverId, TransactionId};
use crate::ledger::drafts::written_off_cause;
use crate::ledger::model::Days;
use crate::ledger::store::{PostError, lock_account, post, recorded};
use crate::legal::store::release_of;

/// Files the wish to have an account back, for a second person to decide.
pub async fn ask_back(tx: &mut Tx, of: &Account, handover: &Handover, reason: &str) -> Result<(), AskError> {
    let payload = ToHandOn {
        handover: handover.id,
        number: handover.number.clone(),
        kind: handover.kind.name().to_owned(),
        to_name: handover.to_name.clone(),
        to_contact: handover.to_contact.clone(),
    };
    let act = Act {
        kind: LimitKind::Recall,
        measure: Measure::Money(open_sum(tx, of).await?),
        account: of.id,
        object_kind: HANDOVER,
        object: handover.id.0,
        payload: serde_json::to_value(&payload).map_err(|error| sqlx::Error::Encode(error.into()))?,
        change_minor: 0,
        reason: reason.to_owned(),
    };
    ask(tx, &act).await.map(drop)
}

/// Somebody approved it: the creditor collects it again, from today on, in their name.
pub async fn approved(tx: &mut Tx, approval: &Approval) -> Result<(), HandError> {
    let of = account(tx, approval.account.ok_or(sqlx::Error::RowNotFound)?).await?;
    lock_account(tx, of.id).await?;
    let handover = handover(tx, HandoverId(approval.object)).await?;
    if handover.state != State::Standing {
        return Err(HandError::NoLonger("it is not in others' hands any more"));
    }
    if handover.kind.rests() {
        release_of(tx, &of, handover.id, &approval.reason).await?;
    }
    if handover.kind == Kind::WriteOff {
        take_up_again(tx, &of, handover.id).await?;
    }
    let (by, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "update handovers set state = 'recalled', recalled_by = $2, recalled_at = $3, recalled_on = $4, recall_words = $5 where id = $1",
        handover.id.0,
        by,
        now,
        of.today,
        approval.reason
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("recall", HANDOVER, handover.id.0, Some(of.id)).await?;
    Ok(tell_recalled(tx, &of, &handover).await?)
}

/// What was written off stands in the creditor's books again, and what was recovered of it is a payment and no more.
async fn take_up_again(tx: &mut Tx, of: &Account, handover: HandoverId) -> Result<(), PostError> {
    note_all(tx, of.id).await?;
    for transaction in recoveries(tx, handover).await? {
        if let Some(recovery) = recorded(tx, transaction).await? {
            post(tx, &recovery.reversal(Days::on(of.today))).await?;
        }
    }
    for invoice in written_off(tx, handover).await? {
        let found = sqlx::query_scalar!(
            r#"select id as "id: TransactionId" from ledger_transactions where dedupe_key = $1"#,
            written_off_cause(handover, invoice)
        )
        .fetch_optional(&mut **tx)
        .await?;
        let Some(transaction) = found else { continue };
        if let Some(written_off) = recorded(tx, transaction).await? {
            post(tx, &written_off.reversal(Days::on(of.today))).await?;
        }
    }
    Ok(())
}

async fn recoveries(tx: &mut Tx, handover: HandoverId) -> Result<Vec<TransactionId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: TransactionId" from ledger_transactions
           where kind = 'recovery' and dedupe_key like 'recovered:' || $1::text || ':%' order by sequence"#,
        handover.0.to_string()
    )
    .fetch_all(&mut **tx)
    .await
}
