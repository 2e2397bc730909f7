//! Money that was transferred for an account: it pays what is waited for, and what is beyond that becomes credit. Anything
//! here may run twice or at once: what lies at the provider can be taken once.

use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::failpoints::Failpoint;
use crate::kernel::ids::PaymentId;
use crate::kernel::money::Money;
use crate::payments::gateway::{Gateway, GatewayError, PaymentStatus};
use crate::payments::jobs::SettleError;
use crate::payments::steps::{Step, meant};
use crate::payments::store::posting;
use crate::payments::store::transfers::{self, Purse, WaitedFor};

/// Whom it is done as.
const SETTLE: Actor = Actor::System("settle_payment");
/// More turns than this mean that somebody else is at it.
const TURNS_AT_MOST: usize = 12;

/// As [`gather`], for the account that the provider knows by this name; false where it is none of ours.
pub async fn gather_of(db: &Db, gateway: &dyn Gateway, customer: &str) -> Result<bool, SettleError> {
    let mut tx = db.begin(SETTLE).await?;
    let purse = transfers::purse_of(&mut tx, customer).await?;
    tx.rollback().await?;
    let Some(purse) = purse else { return Ok(false) };
    gather(db, gateway, &purse).await?;
    Ok(true)
}

/// As [`gather`], for the account of a payment.
pub async fn gather_for(db: &Db, gateway: &dyn Gateway, payment: PaymentId) -> Result<(), SettleError> {
    let mut tx = db.begin(SETTLE).await?;
    let purse = transfers::purse_for(&mut tx, payment).await?;
    tx.rollback().await?;
    match purse {
        Some(purse) => gather(db, gateway, &purse).await,
        None => Ok(()),
    }
}

/// Has everything that came for an account pay what is waited for on it, and takes what is beyond.
async fn gather(db: &Db, gateway: &dyn Gateway, purse: &Purse) -> Result<(), SettleError> {
    for _ in 0..TURNS_AT_MOST {
        let mut tx = db.begin(SETTLE).await?;
        let before = transfers::being_taken(&mut tx, purse).await?;
        let waiting = transfers::waited_for(&mut tx, purse.account).await?;
        tx.rollback().await?;
        if before.is_some() {
            take(db, gateway, purse, Money::zero(purse.currency)).await?;
        }
        let cash = gateway.read_cash(&purse.customer, purse.currency).await?;
        if !cash.is_positive() {
            return Ok(());
        }
        let missing = missing(db, gateway, &waiting).await?;
        match meant(&missing, cash.minor) {
            Some((at, minor)) => apply(db, gateway, &waiting[at], Money::new(minor, cash.currency)).await?,
            None => take(db, gateway, purse, cash).await?,
        }
    }
    Ok(())
}

/// What each transfer misses by the provider's own word, with its place in the list.
async fn missing(
    db: &Db,
    gateway: &dyn Gateway,
    waiting: &[WaitedFor],
) -> Result<Vec<(usize, i64)>, SettleError> {
    let mut missing = Vec::new();
    for (at, one) in waiting.iter().enumerate() {
        let read = gateway.read_payment(&one.checkout).await?;
        if let (PaymentStatus::RequiresAction, Some(Step::Transfer { missing_minor, .. })) =
            (read.status, &read.step)
        {
            missing.push((at, *missing_minor));
        }
        let mut tx = db.begin(SETTLE).await?;
        posting::record(&mut tx, one.payment, &read, false).await?;
        tx.commit().await?;
    }
    Ok(missing)
}

async fn apply(db: &Db, gateway: &dyn Gateway, to: &WaitedFor, amount: Money) -> Result<(), SettleError> {
    match gateway.apply_cash(&to.intent, amount).await {
        // Somebody else was at it at the same time: what there is now is read anew.
        Ok(()) | Err(GatewayError::Refused { .. }) => {}
        Err(doubt) => return Err(doubt.into()),
    }
    db.reached(Failpoint::CashApplied);
    let read = gateway.read_payment(&to.checkout).await?;
    let mut tx = db.begin(SETTLE).await?;
    posting::record(&mut tx, to.payment, &read, false).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes what is beyond everything that was asked for: kept first, under the key that it is asked for with.
async fn take(db: &Db, gateway: &dyn Gateway, purse: &Purse, cash: Money) -> Result<(), SettleError> {
    let mut tx = db.begin(SETTLE).await?;
    let order = transfers::keep_beyond(&mut tx, purse, cash).await?;
    tx.commit().await?;
    db.reached(Failpoint::CashKept);
    let answer = gateway.take_cash(&order).await;
    db.reached(Failpoint::CashTaken);
    let mut tx = db.begin(SETTLE).await?;
    match answer {
        Ok(read) => posting::record(&mut tx, order.payment, &read, false).await.map(drop)?,
        Err(GatewayError::Refused { code, .. }) => {
            tracing::warn!(payment = %order.payment, ?code, "what was transferred beyond could not be taken");
            transfers::note_not_taken(&mut tx, &order).await?;
        }
        Err(doubt) => {
            posting::record_doubt(&mut tx, order.payment).await?;
            tx.commit().await?;
            return Err(doubt.into());
        }
    }
    tx.commit().await?;
    Ok(())
}
