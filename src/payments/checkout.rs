//! The provider's page: opened for a payment that is kept already, closed when it is left. No transaction is open
//! while the provider is asked.

use std::time::Duration;

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::kernel::failpoints::Failpoint;
use crate::kernel::ids::PaymentId;
use crate::kernel::web::Refusal;
use crate::payments::gateway::{Gateway, GatewayError, PaymentStatus};
use crate::payments::model::PaymentState;
use crate::payments::store::starting::{self, Attempt};
use crate::policies::methods::Method;

/// What became of opening or closing a page.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    /// Nothing is certain, and nothing was changed.
    #[error(transparent)]
    Doubt(GatewayError),
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<CheckoutError> for Refusal {
    fn from(error: CheckoutError) -> Self {
        match error {
            CheckoutError::Begin(error) => error.into(),
            CheckoutError::Database(error) => error.into(),
            doubt @ CheckoutError::Doubt(_) => Self::internal(doubt),
        }
    }
}

/// Has the provider open the page of a payment, under the key that was stored for it: however often it is asked, there
/// is one page. What came of it is kept with the payment.
pub async fn open(
    db: &Db,
    actor: Actor,
    gateway: &dyn Gateway,
    payment: PaymentId,
) -> Result<Attempt, CheckoutError> {
    let attempt = read(db, actor, payment).await?;
    if attempt.order.is_none() {
        return Ok(attempt);
    }
    db.reached(Failpoint::PaymentKept);
    let (attempt, known) = with_customer(db, actor, gateway, attempt).await?;
    let Some(order) = &attempt.order else { return Ok(attempt) };
    let answer = match known {
        Ok(()) => gateway.create_checkout(order).await,
        Err(error) => Err(error),
    };
    db.reached(Failpoint::PageOpened);
    let mut tx = db.begin(actor).await?;
    match answer {
        Ok(checkout) => starting::note_open(&mut tx, &attempt, &checkout).await?,
        Err(GatewayError::Refused { code, status, .. }) => {
            let code = code.unwrap_or_else(|| status.to_string());
            tracing::warn!(%payment, code, "the payment provider opens no page");
            starting::note_refused(&mut tx, &attempt, &code).await?;
        }
        Err(GatewayError::Unknown { doubt }) => {
            tracing::warn!(%payment, %doubt, "the payment provider may have opened a page");
            starting::note_doubt(&mut tx, &attempt).await?;
        }
    }
    let attempt = starting::attempt(&mut tx, payment).await?;
    tx.commit().await?;
    Ok(attempt)
}

/// Makes the account known to the provider where that is needed, once. Beside the attempt: whether that went well.
async fn with_customer(
    db: &Db,
    actor: Actor,
    gateway: &dyn Gateway,
    attempt: Attempt,
) -> Result<(Attempt, Result<(), GatewayError>), CheckoutError> {
    let is_needed =
        attempt.order.as_ref().is_some_and(|order| order.method == Method::Spei && order.customer.is_none());
    if !is_needed {
        return Ok((attempt, Ok(())));
    }
    let mut tx = db.begin(actor).await?;
    let known = starting::customer_of(&mut tx, attempt.account).await?;
    tx.rollback().await?;
    let customer = match known {
        Some(customer) => customer,
        None => match gateway.create_customer(attempt.account).await {
            Ok(customer) => customer,
            Err(error) => return Ok((attempt, Err(error))),
        },
    };
    let mut tx = db.begin(actor).await?;
    starting::note_customer(&mut tx, &attempt, &customer).await?;
    let attempt = starting::attempt(&mut tx, attempt.id).await?;
    tx.commit().await?;
    Ok((attempt, Ok(())))
}

/// As [`open`], for the other press of a button pressed twice: the first may still be asking the provider. If it is not,
/// because it was interrupted, this one asks, under the key of the first.
pub async fn open_again(
    db: &Db,
    actor: Actor,
    gateway: &dyn Gateway,
    payment: PaymentId,
) -> Result<Attempt, CheckoutError> {
    let until = tokio::time::Instant::now() + OTHER_PRESS_WITHIN;
    loop {
        let attempt = read(db, actor, payment).await?;
        if attempt.order.is_none() || attempt.state != PaymentState::Created {
            return Ok(attempt);
        }
        if tokio::time::Instant::now() > until {
            return open(db, actor, gateway, payment).await;
        }
        tokio::time::sleep(LOOKS_APART).await;
    }
}

/// How long the other press of a button pressed twice is waited for.
const OTHER_PRESS_WITHIN: Duration = Duration::from_secs(4);
const LOOKS_APART: Duration = Duration::from_millis(100);

/// Closes the page of a payment that its payer wants to make anew, and says whether nobody can pay there any more.
/// `false` means that somebody did, or is about to: then a job finds out.
pub async fn close(
    db: &Db,
    actor: Actor,
    gateway: &dyn Gateway,
    payment: PaymentId,
) -> Result<bool, CheckoutError> {
    let attempt = open(db, actor, gateway, payment).await?;
    let Some(checkout) = &attempt.checkout else {
        return match attempt.state {
            PaymentState::Unknown => Err(CheckoutError::Doubt(GatewayError::Unknown {
                doubt: crate::payments::gateway::Doubt::Connection,
            })),
            _ => Ok(true),
        };
    };
    let failure = match gateway.expire_checkout(checkout).await {
        Ok(read) if read.status == PaymentStatus::Expired => read.failure_code,
        Err(GatewayError::Refused { status: 404, .. }) => None,
        Ok(_) => {
            let mut tx = db.begin(actor).await?;
            starting::reread_soon(&mut tx, payment, std::time::Duration::ZERO).await?;
            tx.commit().await?;
            return Ok(false);
        }
        Err(doubt) => return Err(CheckoutError::Doubt(doubt)),
    };
    let mut tx = db.begin(actor).await?;
    starting::note_closed(&mut tx, &attempt, failure.as_deref()).await?;
    tx.commit().await?;
    Ok(true)
}

/// The payment as it stands.
pub async fn read(db: &Db, actor: Actor, payment: PaymentId) -> Result<Attempt, CheckoutError> {
    let mut tx = db.begin(actor).await?;
    Ok(starting::attempt(&mut tx, payment).await?)
}
