//! What is done at the provider about kept cards. Each may run twice, or late.

use serde::Deserialize;
use serde_json::Value;

use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::ids::PaymentId;
use crate::payments::gateway::{Gateway, GatewayError};
use crate::payments::jobs::SettleError;
use crate::payments::saved::store::{self, KEEP_METHOD};

#[derive(Deserialize)]
struct KeepPayload {
    payment: PaymentId,
}

#[derive(Deserialize)]
struct ForgetPayload {
    method: String,
}

/// The job `keep_method`: reads which card a payment was made with, and keeps what may be shown of it.
pub async fn keep_method(db: &Db, gateway: &dyn Gateway, payload: Value) -> Result<(), SettleError> {
    let KeepPayload { payment } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(KEEP_METHOD)).await?;
    let wish = store::wish(&mut tx, payment).await?;
    tx.rollback().await?;
    let Some((person, creditor, intent)) = wish else { return Ok(()) };
    let card = match gateway.read_instrument(&intent).await {
        Ok(Some(card)) => card,
        // The provider kept nothing, as with what is no card; there is nothing to show and nothing to charge.
        Ok(None) | Err(GatewayError::Refused { .. }) => return Ok(()),
        Err(doubt) => return Err(doubt.into()),
    };
    let mut tx = db.begin(Actor::System(KEEP_METHOD)).await?;
    store::keep(&mut tx, payment, (person, creditor), &card).await?;
    tx.commit().await?;
    Ok(())
}

/// The job `forget_method`.
pub async fn forget_method(gateway: &dyn Gateway, payload: Value) -> Result<(), SettleError> {
    let ForgetPayload { method } = serde_json::from_value(payload)?;
    Ok(gateway.forget_instrument(&method).await?)
}
