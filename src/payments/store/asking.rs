//! Asking for money to go back: within the asker's limit it is decided at once, else it waits for somebody else.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::credit;
use super::refunds::{self, RefundError, Wanted};
use super::spreading::hold;
use super::undecodable;
use crate::desk::approvals::model::{Act, LimitKind, Measure};
use crate::desk::approvals::store::{AskError, Permission, within_limit_or_ask};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, ApprovalId, PaymentId, RefundId};
use crate::kernel::money::Money;
use crate::payments::model::PaymentState;
use crate::payments::model::returns::RefundReason;

/// What waits for a decision, as the approval keeps it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "back", rename_all = "snake_case")]
enum Payload {
    /// Money of one payment.
    Payment { payment: PaymentId, amount_minor: i64, reason: String },
    /// A debtor's credit, from the payments that it came from.
    Credit { account: AccountId, amount_minor: i64 },
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It was decided at once.
    Decided,
    /// It waits.
    Waits(ApprovalId),
}

/// Why it can neither be decided nor asked.
#[derive(Debug, thiserror::Error)]
pub enum AskingError {
    #[error(transparent)]
    Refund(#[from] RefundError),
    #[error(transparent)]
    Ask(#[from] AskError),
}

impl From<sqlx::Error> for AskingError {
    fn from(error: sqlx::Error) -> Self {
        Self::Refund(RefundError::Database(error))
    }
}

/// A member of the team wants money of a payment to go back. `why` is the reason in words, for whoever decides.
pub async fn refund(tx: &mut Tx, wanted: &Wanted, why: &str) -> Result<Asked, AskingError> {
    let held = hold(tx, wanted.payment).await?;
    if held.state != PaymentState::Succeeded {
        return Err(RefundError::NoMoney.into());
    }
    // The payment is locked, so whoever pressed the button twice comes here one after the other.
    if refunds::of_payment(tx, wanted.payment).await?.iter().any(|refund| refund.id == wanted.id) {
        return Ok(Asked::Decided);
    }
    if !held.refundable.takes(wanted.amount) {
        return Err(RefundError::TooMuch(held.refundable.most()).into());
    }
    let payload = Payload::Payment {
        payment: wanted.payment,
        amount_minor: wanted.amount.minor,
        reason: wanted.reason.name().to_owned(),
    };
    let act = Act {
        kind: LimitKind::Refund,
        measure: Measure::Money(wanted.amount),
        account: held.key.account,
        object_kind: "payment",
        object: wanted.payment.0,
        payload: written(&payload)?,
        change_minor: wanted.amount.minor,
        reason: why.to_owned(),
    };
    match within_limit_or_ask(tx, &act).await? {
        Permission::Now => {
            refunds::decide(tx, wanted).await?;
            Ok(Asked::Decided)
        }
        Permission::Asked(approval) => Ok(Asked::Waits(approval)),
    }
}

/// A debtor wants their credit back.
pub async fn credit_back(
    tx: &mut Tx,
    account: AccountId,
    amount: Money,
    why: &str,
) -> Result<ApprovalId, AskingError> {
    let payload = Payload::Credit { account, amount_minor: amount.minor };
    let act = Act {
        kind: LimitKind::Refund,
        measure: Measure::Money(amount),
        account,
        object_kind: "account",
        object: account.0,
        payload: written(&payload)?,
        change_minor: amount.minor,
        reason: why.to_owned(),
    };
    match within_limit_or_ask(tx, &act).await? {
        Permission::Asked(approval) => Ok(approval),
        Permission::Now => Err(AskError::Nobody.into()),
    }
}

/// Somebody approved it: it is decided now, in the same transaction.
pub async fn approved(tx: &mut Tx, approval: ApprovalId, payload: &Value) -> Result<(), RefundError> {
    let payload: Payload =
        serde_json::from_value(payload.clone()).map_err(|error| sqlx::Error::Decode(error.into()))?;
    match payload {
        Payload::Payment { payment, amount_minor, reason } => {
            let held = hold(tx, payment).await?;
            let wanted = Wanted {
                id: RefundId::new(),
                payment,
                amount: Money::new(amount_minor, held.key.currency),
                reason: RefundReason::parse(&reason).ok_or_else(|| undecodable("an unknown reason"))?,
                words: String::new(),
                approval: Some(approval),
            };
            refunds::decide(tx, &wanted).await.map(drop)
        }
        Payload::Credit { account, amount_minor } => {
            credit::return_to_payers(tx, account, amount_minor, Some(approval)).await
        }
    }
}

fn written(payload: &Payload) -> Result<Value, sqlx::Error> {
    serde_json::to_value(payload).map_err(|error| sqlx::Error::Encode(error.into()))
}
