//! Looking what falls due, and charging it. Any of these may run twice, at once, or late.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::identity::keys::Keys;
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::failpoints::Failpoint;
use crate::kernel::ids::{AutopayChargeId, MandateId, PaymentId};
use crate::payments::autopay::model::EndWhy;
use crate::payments::autopay::pace::Pace;
use crate::payments::autopay::store::due::covered_plans;
use crate::payments::autopay::store::mandates::{self, Standing};
use crate::payments::autopay::store::tries::{self, Begun};
use crate::payments::autopay::store::{CHARGE_AUTOPAY, SCAN_AUTOPAY, TELL_AUTOPAY, announcing, outcomes};
use crate::payments::autopay::telling::{self, News};
use crate::payments::gateway::{Gateway, GatewayError};
use crate::payments::jobs::SettleError;
use crate::payments::model::PaymentState;
use crate::payments::store::posting;

#[derive(Deserialize)]
struct ScanPayload {
    moment: String,
}

#[derive(Deserialize)]
struct ChargePayload {
    charge: AutopayChargeId,
}

/// Orders the hour's look at what falls due, once however many processes there are. The hour is business time's, so that
/// it is ordered at once when the demo's clock is turned.
pub async fn order_scan(db: &Db) -> Result<(), SettleError> {
    let mut tx = db.begin(Actor::System(SCAN_AUTOPAY)).await?;
    let moment = tx.now().format("%Y-%m-%dT%H").to_string();
    scan_soon(&mut tx, &moment).await?;
    tx.commit().await?;
    Ok(())
}

/// Has somebody look what falls due. The same moment is looked at once.
pub async fn scan_soon(tx: &mut crate::kernel::db::Tx, moment: &str) -> Result<(), sqlx::Error> {
    let key = format!("{SCAN_AUTOPAY}:{moment}");
    tx.enqueue(SCAN_AUTOPAY, json!({ "moment": moment }), Some(&key), Duration::ZERO).await.map(drop)
}

/// The job `scan_autopay`: announces what falls due and orders the charges whose day it is, one agreement at a time.
pub async fn scan(db: &Db, payload: Value) -> Result<(), SettleError> {
    let ScanPayload { moment } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(SCAN_AUTOPAY)).await?;
    tries::drop_ended(&mut tx).await?;
    let all = mandates::in_force(&mut tx).await?;
    tx.commit().await?;
    for id in all {
        look_at(db, id, &moment).await?;
    }
    Ok(())
}

async fn look_at(db: &Db, id: MandateId, moment: &str) -> Result<(), SettleError> {
    let mut tx = db.begin(Actor::System(SCAN_AUTOPAY)).await?;
    let of = mandates::mandate(&mut tx, id).await?;
    if of.ended_at.is_some() {
        return Ok(());
    }
    let today = tx.today(of.zone);
    let stands = mandates::standing(&mut tx, &of, today).await?;
    let has_plan =
        of.covers.invoices() || !covered_plans(&mut tx, of.account, of.agreed_at).await?.is_empty();
    match ends(&stands, has_plan) {
        Some(why) => {
            mandates::end(&mut tx, id, why).await?;
        }
        None => {
            announcing::announce(&mut tx, &of, stands, today).await?;
            announcing::order_charges(&mut tx, id, today, moment).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// What ends an agreement by itself.
fn ends(stands: &Standing, has_plan: bool) -> Option<EndWhy> {
    if !stands.has_grant {
        Some(EndWhy::NoGrant)
    } else if stands.is_contested {
        Some(EndWhy::Contested)
    } else if !has_plan {
        Some(EndWhy::PlanEnded)
    } else {
        None
    }
}

/// The job `charge_autopay`.
pub async fn charge(db: &Db, gateway: &dyn Gateway, pace: &Pace, payload: Value) -> Result<(), SettleError> {
    let ChargePayload { charge } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(CHARGE_AUTOPAY)).await?;
    let begun = tries::begin(&mut tx, charge).await?;
    tx.commit().await?;
    let Begun::Try(payment) = begun else { return Ok(()) };
    db.reached(Failpoint::ChargeKept);
    pace.turn().await;
    pursue(db, gateway, payment).await.map(drop)
}

/// Finds out what became of a try, and asks for it if the provider never heard of it and may be asked. Answers whether
/// the payment is one of these; what the provider answered before is for who reads payments.
pub async fn pursue(db: &Db, gateway: &dyn Gateway, payment: PaymentId) -> Result<bool, SettleError> {
    let actor = Actor::System(CHARGE_AUTOPAY);
    let mut tx = db.begin(actor).await?;
    let Some(before) = tries::unanswered(&mut tx, payment).await? else { return Ok(false) };
    tx.rollback().await?;
    if before.asked_at.is_some() {
        // Settled by reading first: what is in the list is never asked for again.
        match gateway.find_charge(&before.order).await {
            Ok(Some(read)) => return write_down(db, payment, Ok(read)).await,
            Ok(None) => {}
            Err(doubt) => return write_down(db, payment, Err(doubt)).await,
        }
    }
    let mut tx = db.begin(actor).await?;
    let Some(now) = tries::about_to_ask(&mut tx, payment).await? else { return Ok(true) };
    if !now.may_be_asked() {
        if before.is_lost() {
            tries::note_refused(&mut tx, payment, "never_asked").await?;
            outcomes::follow(&mut tx, payment, PaymentState::Failed, Some("never_asked")).await?;
        }
        tx.commit().await?;
        return Ok(true);
    }
    tx.commit().await?;
    let answer = gateway.charge(&now.order).await;
    db.reached(Failpoint::ChargeAsked);
    write_down(db, payment, answer).await
}

async fn write_down(
    db: &Db,
    payment: PaymentId,
    answer: Result<crate::payments::gateway::ProviderPayment, GatewayError>,
) -> Result<bool, SettleError> {
    let mut tx = db.begin(Actor::System(CHARGE_AUTOPAY)).await?;
    match answer {
        Ok(read) => {
            posting::record(&mut tx, payment, &read, false).await?;
        }
        Err(GatewayError::Refused { code, status, .. }) => {
            let code = code.unwrap_or_else(|| status.to_string());
            tracing::warn!(%payment, code, "the payment provider does not take an automatic charge");
            tries::note_refused(&mut tx, payment, &code).await?;
            outcomes::follow(&mut tx, payment, PaymentState::Failed, Some(&code)).await?;
        }
        Err(doubt @ GatewayError::Unknown { .. }) => {
            tracing::warn!(%payment, %doubt, "the payment provider may have charged a card");
            tries::note_doubt(&mut tx, payment).await?;
            posting::record_doubt(&mut tx, payment).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// The job `tell_autopay`.
pub async fn tell(db: &Db, keys: &Keys, payload: Value) -> Result<(), SettleError> {
    let news: News = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(TELL_AUTOPAY)).await?;
    telling::tell(&mut tx, keys, &news).await?;
    tx.commit().await?;
    Ok(())
}
