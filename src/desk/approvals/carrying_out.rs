//! Doing what was approved, in the transaction that approves it. Each kind belongs to a room, whose store does it.

use crate::desk::approvals::model::LimitKind;
use crate::desk::approvals::store::Approval;
use crate::desk::waiving;
use crate::disputes::store::deciding::{self, DecideError};
use crate::handing::store::handing_on::{self, HandError};
use crate::handing::store::package::PackError;
use crate::handing::store::recalling;
use crate::kernel::db::Tx;
use crate::kernel::ids::RecordedPaymentId;
use crate::ledger::waivers::WaiveError;
use crate::legal::store::{self as legal, LiftError};
use crate::payments::recorded::store::{self, RecordingError, post};
use crate::payments::store::asking;
use crate::payments::store::refunds::RefundError;
use crate::plans::desk::deciding as plan_answers;
use crate::plans::store::negotiating::TalkError;
use crate::policies::editing::publishing::{self, PublishError};

/// Why something that was approved could not be done. Then nothing was decided either.
#[derive(Debug, thiserror::Error)]
pub enum CarryOutError {
    /// What it was about has changed meanwhile, so that it can no longer be done as it was asked.
    #[error("it can no longer be done as it was asked: {0}")]
    NoLonger(&'static str),
    /// Whoever decides did what would be undone.
    #[error("whoever did it does not undo it")]
    OwnWork,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<RefundError> for CarryOutError {
    fn from(error: RefundError) -> Self {
        match error {
            RefundError::Database(error) => Self::Database(error),
            RefundError::TooMuch(_) => Self::NoLonger("less is left of the payment"),
            RefundError::NoMoney => Self::NoLonger("there is no money to refund"),
            RefundError::Post(error) => {
                tracing::warn!(%error, "a refund could not be posted");
                Self::NoLonger("it could not be posted")
            }
        }
    }
}

impl From<DecideError> for CarryOutError {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Database(error) => Self::Database(error),
            DecideError::NotNow(_) | DecideError::TooMuch => Self::NoLonger("the dispute has changed"),
            error => {
                tracing::warn!(%error, "an answer to a dispute could not be carried out");
                Self::NoLonger("it could not be posted")
            }
        }
    }
}

impl From<PublishError> for CarryOutError {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::NoLonger(why) => Self::NoLonger(why),
            PublishError::Database(error) => Self::Database(error),
        }
    }
}

impl From<WaiveError> for CarryOutError {
    fn from(error: WaiveError) -> Self {
        match error {
            WaiveError::Database(error) => Self::Database(error),
            WaiveError::TooMuch(_) | WaiveError::NotFound => {
                Self::NoLonger("less is open of what was to be waived")
            }
            WaiveError::Post(error) => {
                tracing::warn!(%error, "a waiver could not be posted");
                Self::NoLonger("it could not be posted")
            }
        }
    }
}

impl From<plan_answers::DecideError> for CarryOutError {
    fn from(error: plan_answers::DecideError) -> Self {
        match error {
            plan_answers::DecideError::Database(error)
            | plan_answers::DecideError::Talk(TalkError::Database(error)) => Self::Database(error),
            _ => Self::NoLonger("the proposal is no longer what it was"),
        }
    }
}

impl From<LiftError> for CarryOutError {
    fn from(error: LiftError) -> Self {
        match error {
            LiftError::OwnWork => Self::OwnWork,
            LiftError::LiftedBefore => Self::NoLonger("the status does not stand any more"),
            LiftError::Database(error) => Self::Database(error),
        }
    }
}

impl From<HandError> for CarryOutError {
    fn from(error: HandError) -> Self {
        match error {
            HandError::NoLonger(why) => Self::NoLonger(why),
            HandError::Database(error) | HandError::Pack(PackError::Database(error)) => Self::Database(error),
            error => {
                tracing::warn!(%error, "an account could not be handed on or taken back");
                Self::NoLonger("it could not be packed or posted")
            }
        }
    }
}

/// Does what was asked. What is printed for it says that it can be checked below `public_url`.
pub async fn carry_out(tx: &mut Tx, approval: &Approval, public_url: &str) -> Result<(), CarryOutError> {
    match approval.kind {
        LimitKind::Refund => Ok(asking::approved(tx, approval.id, &approval.payload).await?),
        LimitKind::ManualPayment => match post(tx, RecordedPaymentId(approval.object)).await {
            Ok(_) => Ok(()),
            Err(RecordingError::Database(error)) => Err(error.into()),
            Err(RecordingError::TillClosed) => Err(CarryOutError::NoLonger("the till of that day is closed")),
            Err(error) => {
                tracing::warn!(%error, approval = %approval.id, "a recorded payment could not be posted");
                Err(CarryOutError::NoLonger("it could not be posted"))
            }
        },
        LimitKind::Publish => Ok(publishing::approved(tx, approval.object, &approval.payload).await?),
        LimitKind::Adjustment => Ok(deciding::approved(tx, approval).await?),
        // A waiver may be the answer to a dispute about charges.
        LimitKind::Waiver if deciding::of_approval(&approval.payload).is_some() => {
            Ok(deciding::approved(tx, approval).await?)
        }
        LimitKind::Waiver => Ok(waiving::approved(tx, approval).await?),
        LimitKind::Term | LimitKind::Discount => Ok(plan_answers::approved(tx, approval).await?),
        LimitKind::LiftStatus => Ok(legal::lift(tx, approval).await?),
        LimitKind::HandOn | LimitKind::WriteOff => Ok(handing_on::approved(tx, approval, public_url).await?),
        LimitKind::Recall => Ok(recalling::approved(tx, approval).await?),
    }
}

/// Gives up what was declined, in the transaction that declines it, where something was kept for it.
pub async fn let_go(tx: &mut Tx, approval: &Approval) -> Result<(), sqlx::Error> {
    match approval.kind {
        LimitKind::ManualPayment => store::let_go(tx, RecordedPaymentId(approval.object)).await,
        LimitKind::HandOn | LimitKind::WriteOff => handing_on::let_go(tx, approval).await,
        _ => Ok(()),
    }
}
