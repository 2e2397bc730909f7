//! What no message told us: the provider's own list of events, read once an hour, and a comparison of what we say of
//! payments with what the provider says of them, for `aldia check --provider`.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use serde::Serialize;
use serde_json::json;

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::events::is_followed;
use crate::payments::gateway::{Gateway, GatewayError, PaymentStatus, ProviderPayment};
use crate::payments::jobs::SettleError;
use crate::payments::model::PaymentState;
use crate::payments::model::returns::{DisputeState, RefundState};
use crate::payments::store::comparing::{self, Ours};
use crate::payments::store::{events, starting};
use crate::payments::transfers;
use crate::payments::words;

/// The kind of the job that reads the provider's list.
pub const RECONCILE_PROVIDER: &str = "reconcile_provider";

/// Orders the hour's round, once however many processes there are.
pub async fn order_round(db: &Db) -> Result<(), SettleError> {
    let mut tx = db.begin(Actor::System(RECONCILE_PROVIDER)).await?;
    let key = format!("{RECONCILE_PROVIDER}:{}", Utc::now().timestamp() / HOUR_SECONDS);
    tx.enqueue(RECONCILE_PROVIDER, json!({}), Some(&key), Duration::ZERO).await?;
    tx.commit().await?;
    Ok(())
}

/// The job `reconcile_provider`. Has every payment read about which the provider announced something that did not reach us, and answers how many
/// those are. After a time in which nothing ran, it reaches back to where the last round ended.
pub async fn reconcile(db: &Db, gateway: &dyn Gateway) -> Result<usize, SettleError> {
    let actor = Actor::System(RECONCILE_PROVIDER);
    let mut tx = db.begin(actor).await?;
    let read_through = events::read_through(&mut tx).await?;
    let since = read_through.map_or(tx.now() - REMEMBERED, |through| through - OVERLAP);
    tx.rollback().await?;

    let announced = gateway.events_since(since).await?;
    let Some(last) = announced.iter().map(|event| event.created_at).max() else { return Ok(0) };
    let followed: Vec<_> = announced.iter().filter(|event| is_followed(&event.kind)).collect();
    // What was transferred is gathered whoever told of it: there is nothing where it was before.
    let filled = followed.iter().filter(|event| event.object_kind.as_deref() == Some("cash_balance"));
    let customers: BTreeSet<&str> = filled.filter_map(|event| event.customer.as_deref()).collect();
    for customer in customers {
        transfers::gather_of(db, gateway, customer).await?;
    }
    let mut tx = db.begin(actor).await?;
    let missed = events::payments_of_missed(&mut tx, &followed).await?;
    for payment in &missed {
        starting::reread_soon(&mut tx, *payment, Duration::ZERO).await?;
    }
    events::note_read_through(&mut tx, last).await?;
    tx.commit().await?;
    if !missed.is_empty() {
        tracing::warn!(payments = missed.len(), "the provider announced what no message had told us");
    }
    Ok(missed.len())
}

const HOUR_SECONDS: i64 = 60 * 60;
/// Stripe keeps its events for thirty days.
const REMEMBERED: TimeDelta = TimeDelta::days(30);
/// An event can appear in the list a little after others that are younger.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);

/// Where we and the provider say different things of one payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub payment: PaymentId,
    /// The provider's name for its page.
    pub checkout: String,
    pub kind: DifferenceKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The provider took money that is not in our books.
    NotPosted { taken: Money },
    /// Our books hold money that the provider did not take.
    NotTaken { posted: Money },
    /// Both hold money, and not the same.
    Amount { posted: Money, taken: Money },
    /// We wait for a payment that has ended there.
    Ended { ours: PaymentState },
    /// Another sum has gone back than our books say.
    Refunded { ours: Money, theirs: Money },
    /// Banks hold or kept another sum than our books say.
    Contested { ours: Money, theirs: Money },
    /// The provider does not know it.
    Missing,
    /// The provider gave no answer, so nothing is known.
    NoAnswer,
}

/// How the comparison came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    pub compared: usize,
    pub differences: Vec<Difference>,
}

/// Why nothing could be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Compares every payment that is open, and every one of the last 35 days, with the provider's object. Only reads.
pub async fn compare(db: &Db, gateway: &dyn Gateway) -> Result<Comparison, CompareError> {
    let mut tx = db.begin_read_only(Actor::System("check")).await?;
    let ours = comparing::open_and_recent(&mut tx, RECENT_DAYS).await?;
    tx.rollback().await?;
    let mut differences = Vec::new();
    for our in &ours {
        let kind = match gateway.read_payment(&our.checkout).await {
            Ok(read) => match difference(our, &read) {
                None if our.state == PaymentState::Succeeded => difference_in_returns(our, gateway).await,
                found => found,
            },
            Err(GatewayError::Refused { status: 404, .. }) => Some(DifferenceKind::Missing),
            Err(_) => Some(DifferenceKind::NoAnswer),
        };
        differences.extend(kind.map(|kind| Difference {
            payment: our.id,
            checkout: our.checkout.clone(),
            kind,
        }));
    }
    Ok(Comparison { compared: ours.len(), differences })
}

/// A month with its weekends, as a creditor looks back over it.
const RECENT_DAYS: i32 = 35;

/// What of one payment differs.
pub fn difference(ours: &Ours, read: &ProviderPayment) -> Option<DifferenceKind> {
    let is_posted = ours.state == PaymentState::Succeeded;
    match read.status {
        PaymentStatus::Succeeded if !is_posted => Some(DifferenceKind::NotPosted { taken: read.amount }),
        PaymentStatus::Succeeded if read.amount != ours.amount => {
            Some(DifferenceKind::Amount { posted: ours.amount, taken: read.amount })
        }
        PaymentStatus::Succeeded => None,
        _ if is_posted => Some(DifferenceKind::NotTaken { posted: ours.amount }),
        PaymentStatus::Expired | PaymentStatus::Lapsed | PaymentStatus::Failed if ours.state.is_open() => {
            Some(DifferenceKind::Ended { ours: ours.state })
        }
        _ => None,
    }
}

/// What of the money on its way back differs. A refund that has not left counts for neither side.
async fn difference_in_returns(ours: &Ours, gateway: &dyn Gateway) -> Option<DifferenceKind> {
    let intent = ours.intent.as_deref()?;
    let (refunds, disputes) = match (gateway.read_refunds(intent).await, gateway.read_disputes(intent).await)
    {
        (Ok(refunds), Ok(disputes)) => (refunds, disputes),
        _ => return Some(DifferenceKind::NoAnswer),
    };
    let gone = refunds.iter().filter(|refund| refund.status == RefundState::Succeeded);
    let held = disputes.iter().filter(|dispute| {
        matches!(dispute.status, DisputeState::Open | DisputeState::Lost) && dispute.withdrawn
    });
    let currency = ours.amount.currency;
    let refunded = Money::new(gone.map(|refund| refund.amount.minor).sum(), currency);
    let contested = Money::new(held.map(|dispute| dispute.amount.minor).sum(), currency);
    if refunded != ours.refunded {
        Some(DifferenceKind::Refunded { ours: ours.refunded, theirs: refunded })
    } else if contested != ours.contested {
        Some(DifferenceKind::Contested { ours: ours.contested, theirs: contested })
    } else {
        None
    }
}

impl Comparison {
    /// A line for each difference and one at the end.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines: Vec<String> = self.differences.iter().map(|one| one.sentence(lang)).collect();
        lines.push(match self.differences.len() {
            0 => words::provider_agrees(lang, self.compared),
            differences => words::provider_differs(lang, self.compared, differences),
        });
        lines
    }
}

impl Difference {
    fn sentence(&self, lang: Lang) -> String {
        let what = match &self.kind {
            DifferenceKind::NotPosted { taken } => words::difference_not_posted(lang, &taken.with_code()),
            DifferenceKind::NotTaken { posted } => words::difference_not_taken(lang, &posted.with_code()),
            DifferenceKind::Amount { posted, taken } => {
                words::difference_amount(lang, &posted.with_code(), &taken.with_code())
            }
            DifferenceKind::Ended { ours } => words::difference_ended(lang, ours.name()),
            DifferenceKind::Refunded { ours, theirs } => {
                words::difference_refunded(lang, &ours.with_code(), &theirs.with_code())
            }
            DifferenceKind::Contested { ours, theirs } => {
                words::difference_contested(lang, &ours.with_code(), &theirs.with_code())
            }
            DifferenceKind::Missing => words::difference_missing(lang).to_owned(),
            DifferenceKind::NoAnswer => words::difference_no_answer(lang).to_owned(),
        };
        words::difference(lang, &self.payment.to_string(), &self.checkout, &what)
    }
}
