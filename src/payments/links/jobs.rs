//! The provider's page of a payment that nobody signed in started. A guest sees no table, so it is opened and closed
//! with the portal's own hands, and only once the payment is kept.

use std::sync::Arc;

use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::ids::PaymentId;
use crate::payments::checkout::{self, CheckoutError};
use crate::payments::gateway::Gateway;
use crate::payments::store::starting::Attempt;

const ACTOR: Actor = Actor::System("guest_checkout");

/// Has the provider open the page. `again`: another press may be asking for it.
pub async fn open(
    db: Db,
    gateway: Arc<dyn Gateway>,
    payment: PaymentId,
    again: bool,
) -> Result<Attempt, CheckoutError> {
    if again {
        checkout::open_again(&db, ACTOR, &*gateway, payment).await
    } else {
        checkout::open(&db, ACTOR, &*gateway, payment).await
    }
}

/// Closes the page, and says whether nobody can pay there any more.
pub async fn close(db: &Db, gateway: &dyn Gateway, payment: PaymentId) -> Result<bool, CheckoutError> {
    checkout::close(db, ACTOR, gateway, payment).await
}
