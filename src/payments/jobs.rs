//! Finding out what became of payments. Everything that brings news of one ends here: the provider's object is read,
//! and what it says is written down. Any of these may run twice, at once, or late.

use chrono::Utc;
use serde::Deserialize;
use serde_json::Value;

use crate::identity::keys::Undecipherable;
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::kernel::failpoints::Failpoint;
use crate::kernel::ids::{AccountId, PaymentId, RefundId};
use crate::ledger::store::PostError;
use crate::payments::autopay::jobs::pursue;
use crate::payments::checkout::{self, CheckoutError};
use crate::payments::gateway::{Gateway, GatewayError};
use crate::payments::model::PaymentState;
use crate::payments::model::returns::RefundState;
use crate::payments::store::credit::{self, USE_CREDIT};
use crate::payments::store::disputes;
use crate::payments::store::posting::{self, RecordError};
use crate::payments::store::reading;
use crate::payments::store::refunds::{self, RefundError, SEND_REFUND};
use crate::payments::store::starting::{self, REREAD_PAYMENT};
use crate::payments::store::vouchers::{self, REMIND_OF_VOUCHER};
use crate::payments::transfers;
use crate::policies::methods::Method;

/// Why a payment is not settled; the job is tried again.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    #[error("the job names nothing")]
    Payload(#[from] serde_json::Error),
    #[error(transparent)]
    Undecipherable(#[from] Undecipherable),
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Refund(#[from] RefundError),
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

#[derive(Deserialize)]
struct PaymentPayload {
    payment: PaymentId,
    /// The payer has left the provider's page.
    #[serde(default)]
    close: bool,
}

#[derive(Deserialize)]
struct CreditPayload {
    account: AccountId,
    cause: String,
}

#[derive(Deserialize)]
struct RefundPayload {
    refund: RefundId,
}

/// The job `reread_payment`.
pub async fn reread_payment(db: &Db, gateway: &dyn Gateway, payload: Value) -> Result<(), SettleError> {
    let PaymentPayload { payment, close } = serde_json::from_value(payload)?;
    settle(db, gateway, payment, close).await?;
    follow_returns(db, gateway, payment).await
}

/// The job `send_refund`. What is decided is asked for under its key; where an earlier answer was lost, the provider's list
/// is read before it is asked again.
pub async fn send_refund(db: &Db, gateway: &dyn Gateway, payload: Value) -> Result<(), SettleError> {
    let RefundPayload { refund: id } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(SEND_REFUND)).await?;
    let refund = refunds::refund(&mut tx, id).await?;
    let order = refunds::order(&mut tx, &refund).await?;
    tx.rollback().await?;
    let Some(order) = order else { return follow_returns(db, gateway, refund.payment).await };
    if refund.state == RefundState::Unknown {
        follow_returns(db, gateway, refund.payment).await?;
        let mut tx = db.begin(Actor::System(SEND_REFUND)).await?;
        let still = refunds::refund(&mut tx, id).await?;
        if refunds::order(&mut tx, &still).await?.is_none() {
            return Ok(());
        }
    }
    db.reached(Failpoint::RefundKept);
    let answer = gateway.refund(&order).await;
    db.reached(Failpoint::RefundAsked);
    let mut tx = db.begin(Actor::System(SEND_REFUND)).await?;
    let doubt = match answer {
        Ok(read) => {
            refunds::record(&mut tx, refund.payment, &read).await?;
            None
        }
        Err(GatewayError::Refused { code, status, .. }) => {
            let code = code.unwrap_or_else(|| status.to_string());
            tracing::warn!(refund = %id, code, "the payment provider does not refund");
            refunds::record_refused(&mut tx, id, &code).await?;
            None
        }
        Err(doubt) => {
            refunds::record_doubt(&mut tx, id).await?;
            Some(doubt)
        }
    };
    tx.commit().await?;
    doubt.map_or(Ok(()), |doubt| Err(doubt.into()))
}

/// The job `use_credit`: a debtor asked for it, and it is used for what is due first.
pub async fn use_credit(db: &Db, payload: Value) -> Result<(), SettleError> {
    let CreditPayload { account, cause } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(USE_CREDIT)).await?;
    credit::apply(&mut tx, account, &cause).await.map_err(RecordError::from)?;
    tx.commit().await?;
    Ok(())
}

/// The minute's round for refunds: has every open one asked about whose turn it is.
pub async fn reread_open_refunds(db: &Db) -> Result<usize, SettleError> {
    let mut tx = db.begin(Actor::System(SEND_REFUND)).await?;
    let due = refunds::take_due(&mut tx, READ_AT_ONCE).await?;
    for refund in &due {
        let payload = serde_json::json!({ "refund": refund });
        tx.enqueue(SEND_REFUND, payload, None, std::time::Duration::ZERO).await?;
    }
    tx.commit().await?;
    Ok(due.len())
}

/// The job `remind_of_voucher`.
pub async fn remind_of_voucher(db: &Db, payload: Value) -> Result<(), SettleError> {
    let PaymentPayload { payment, .. } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(REMIND_OF_VOUCHER)).await?;
    vouchers::remind(&mut tx, payment).await?;
    tx.commit().await?;
    Ok(())
}

/// The minute's round for vouchers: has everybody reminded whose voucher runs out soon.
pub async fn remind_of_vouchers(db: &Db) -> Result<usize, SettleError> {
    let mut tx = db.begin(Actor::System(REMIND_OF_VOUCHER)).await?;
    let due = vouchers::due(&mut tx).await?;
    for payment in &due {
        let key = format!("{REMIND_OF_VOUCHER}:{payment}");
        let payload = serde_json::json!({ "payment": payment });
        tx.enqueue(REMIND_OF_VOUCHER, payload, Some(&key), std::time::Duration::ZERO).await?;
    }
    tx.commit().await?;
    Ok(due.len())
}

/// The minute's round: has every open payment read whose turn it is. What no message ever told is found out here.
pub async fn reread_open_payments(db: &Db) -> Result<usize, SettleError> {
    let mut tx = db.begin(Actor::System(REREAD_PAYMENT)).await?;
    let due = posting::take_due(&mut tx, READ_AT_ONCE).await?;
    for payment in &due {
        starting::reread_soon(&mut tx, *payment, std::time::Duration::ZERO).await?;
    }
    tx.commit().await?;
    Ok(due.len())
}

const READ_AT_ONCE: i64 = 200;
/// Somebody may still be waiting for the page to open.
const OPENS_WITHIN_SECONDS: i64 = 60;

/// Reads the payment at the provider and writes down what it says.
pub(super) async fn settle(
    db: &Db,
    gateway: &dyn Gateway,
    id: PaymentId,
    close: bool,
) -> Result<(), SettleError> {
    let actor = Actor::System("settle_payment");
    let mut tx = db.begin(actor).await?;
    let attempt = starting::attempt(&mut tx, id).await?;
    let mut close = close;
    if let Some(order) = &attempt.order {
        if !attempt.state.is_doubted() && !is_older_than(id, OPENS_WITHIN_SECONDS) {
            return Ok(());
        }
        // Whoever ordered the page was never sent there, and nobody else knows of it.
        close = true;
        if order.expires_at < tx.now() {
            posting::record_gone(&mut tx, id, close).await?;
            tx.commit().await?;
            return Ok(());
        }
    }
    tx.rollback().await?;
    if attempt.is_unanswered_charge {
        return pursue(db, gateway, id).await.map(drop);
    }
    let attempt = checkout::open(db, actor, gateway, id).await?;
    let Some(checkout) = &attempt.checkout else {
        // What was transferred beyond what was asked for is taken without a page.
        return match attempt.method {
            Some(Method::Spei) => transfers::gather_for(db, gateway, id).await,
            _ => Ok(()),
        };
    };
    let answer = if close && attempt.state.is_before_money() {
        gateway.expire_checkout(checkout).await
    } else {
        gateway.read_payment(checkout).await
    };
    db.reached(Failpoint::ProviderRead);
    let mut tx = db.begin(actor).await?;
    match answer {
        Ok(read) => posting::record(&mut tx, id, &read, close).await.map(drop)?,
        Err(GatewayError::Refused { status: 404, .. }) => {
            posting::record_gone(&mut tx, id, close).await.map(drop)?;
        }
        Err(error) => {
            posting::record_doubt(&mut tx, id).await?;
            tx.commit().await?;
            return Err(error.into());
        }
    }
    tx.commit().await?;
    if attempt.method == Some(Method::Spei) && attempt.state.is_open() {
        transfers::gather_for(db, gateway, id).await?;
    }
    Ok(())
}

/// Reads what went back of a payment and what is contested of it, and writes it down. Nothing is read of a payment that is
/// not posted, or that came another way.
pub(super) async fn follow_returns(
    db: &Db,
    gateway: &dyn Gateway,
    payment: PaymentId,
) -> Result<(), SettleError> {
    let actor = Actor::System("settle_payment");
    let mut tx = db.begin(actor).await?;
    let intent = refunds::intent_of(&mut tx, payment).await?;
    let is_posted = reading::state(&mut tx, payment).await? == PaymentState::Succeeded;
    tx.rollback().await?;
    let Some(intent) = intent.filter(|_| is_posted) else { return Ok(()) };
    let given_back = gateway.read_refunds(&intent).await?;
    let contested = gateway.read_disputes(&intent).await?;
    if given_back.is_empty() && contested.is_empty() {
        return Ok(());
    }
    db.reached(Failpoint::ReturnsRead);
    let mut tx = db.begin(actor).await?;
    for read in &given_back {
        refunds::record(&mut tx, payment, read).await?;
    }
    for read in &contested {
        disputes::record(&mut tx, payment, read).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn is_older_than(id: PaymentId, seconds: i64) -> bool {
    Utc::now().timestamp().saturating_sub(begun_at(id)) > seconds
}

/// When its identifier was made, in real time.
fn begun_at(id: PaymentId) -> i64 {
    let seconds = id.0.get_timestamp().map_or(0, |timestamp| timestamp.to_unix().0);
    i64::try_from(seconds).unwrap_or(i64::MAX)
}
