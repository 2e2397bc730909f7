//! What the provider announced, worked on: the job `post_provider_event`. An event is only a hint. The payment that it is
//! about is read at the provider, and what that says is written down.
//!
//! As many events as wait are worked on together: their payments are read side by side and posted in one transaction,
//! so that a busy day costs one wait for the disk and not thousands.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::StreamExt as _;
use futures_util::stream;
use serde::Deserialize;
use serde_json::Value;

use crate::identity::keys::Keys;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx};
use crate::kernel::failpoints::Failpoint;
use crate::kernel::ids::PaymentId;
use crate::payments::gateway::{Gateway, ProviderPayment};
use crate::payments::jobs::{SettleError, follow_returns, settle};
use crate::payments::payouts;
use crate::payments::store::events::{self, POST_PROVIDER_EVENT, Waiting, Worked};
use crate::payments::store::{locking, posting, starting};
use crate::payments::stripe::answers::PAYMENT_METADATA;
use crate::payments::transfers;

/// Events that are worked on together, at most: what they lock is held until all are posted.
pub const TOGETHER: usize = 50;
/// Payments read side by side, far below what the provider answers a second.
const READ_AT_ONCE: usize = 8;

const ACTOR: Actor = Actor::System(POST_PROVIDER_EVENT);

#[derive(Deserialize)]
struct EventPayload {
    event: String,
}

/// Works on the events of these jobs, and answers for each in their order. What stands in the way of one of them keeps
/// no other waiting: whatever could not be done together is done one by one.
pub async fn post_provider_events(
    db: &Db,
    gateway: &dyn Gateway,
    keys: &Keys,
    payloads: Vec<Value>,
) -> Vec<Result<(), SettleError>> {
    let named: Vec<Result<EventPayload, _>> = payloads.into_iter().map(serde_json::from_value).collect();
    let ids: Vec<&str> = named.iter().flatten().map(|payload| payload.event.as_str()).collect();
    let done = if ids.len() < 2 { Ok(BTreeSet::new()) } else { post_together(db, gateway, keys, &ids).await };
    let done = done.unwrap_or_else(|error| {
        tracing::warn!(%error, events = ids.len(), "events are worked on one by one");
        BTreeSet::new()
    });
    let mut outcomes = Vec::with_capacity(named.len());
    for payload in named {
        outcomes.push(match payload {
            Ok(EventPayload { event }) if done.contains(&event) => Ok(()),
            Ok(EventPayload { event }) => post_alone(db, gateway, keys, &event).await,
            Err(error) => Err(error.into()),
        });
    }
    outcomes
}

/// What moves money towards us or away, or on to the bank. Whatever else the provider may tell is kept, and not followed.
pub fn is_followed(kind: &str) -> bool {
    const FOLLOWED: [&str; 8] = [
        "checkout.session.",
        "payment_intent.",
        "charge.succeeded",
        "charge.failed",
        "charge.updated",
        "charge.pending",
        "cash_balance.",
        "payout.",
    ];
    FOLLOWED.iter().any(|start| kind.starts_with(start)) || concerns_returns(kind)
}

/// Whether it is about money on its way back.
pub fn concerns_returns(kind: &str) -> bool {
    const RETURNS: [&str; 3] = ["refund.", "charge.refund", "charge.dispute."];
    RETURNS.iter().any(|start| kind.starts_with(start))
}

async fn post_alone(db: &Db, gateway: &dyn Gateway, keys: &Keys, event: &str) -> Result<(), SettleError> {
    let mut tx = db.begin(ACTOR).await?;
    let Some(told) = understand(&mut tx, keys, &[event]).await?.pop() else { return Ok(()) };
    tx.rollback().await?;

    let mut was_ours = told.payment.is_some();
    if let Some(customer) = &told.customer {
        was_ours = transfers::gather_of(db, gateway, customer).await?;
    }
    if let Some(payout) = &told.payout {
        payouts::jobs::follow(db, gateway, payout).await?;
        was_ours = true;
    }
    if let Some(payment) = told.payment {
        settle(db, gateway, payment, false).await?;
        if told.concerns_returns {
            follow_returns(db, gateway, payment).await?;
        }
        db.reached(Failpoint::PaymentPosted);
    }
    let mut tx = db.begin(ACTOR).await?;
    let worked = if was_ours { Worked::Posted } else { Worked::Ignored };
    events::note_worked(&mut tx, &[event], worked).await?;
    tx.commit().await?;
    Ok(())
}

/// Posts what can be posted without more ado, all of it or nothing, and answers which events are done with. Left over are
/// those about money on its way back, on to the bank or not yet meant for any payment, about a page that is still being opened, and those whose payment the provider gave
/// no certain answer about.
async fn post_together(
    db: &Db,
    gateway: &dyn Gateway,
    keys: &Keys,
    ids: &[&str],
) -> Result<BTreeSet<String>, SettleError> {
    let mut tx = db.begin(ACTOR).await?;
    let told = understand(&mut tx, keys, ids).await?;
    let plain =
        told.iter().filter(|event| !event.concerns_returns).filter_map(|event| event.payment).collect();
    let plain = starting::opened(&mut tx, plain).await?;
    tx.rollback().await?;

    let read = read_all(gateway, plain.to_be_read).await;
    db.reached(Failpoint::ProviderRead);
    let (mut ignored, mut posted) = (Vec::new(), Vec::new());
    for event in &told {
        match event.payment {
            _ if !event.is_plain() => {}
            None => ignored.push(event.id.as_str()),
            Some(payment) if plain.received.contains(&payment) || read.contains_key(&payment) => {
                posted.push(event.id.as_str());
            }
            Some(_) => {}
        }
    }
    let mut tx = db.begin(ACTOR).await?;
    locking::lock_all(&mut tx, &read.keys().copied().collect::<Vec<_>>()).await?;
    for (payment, read) in &read {
        posting::record(&mut tx, *payment, read, false).await?;
    }
    events::note_worked(&mut tx, &ignored, Worked::Ignored).await?;
    events::note_worked(&mut tx, &posted, Worked::Posted).await?;
    tx.commit().await?;
    db.reached(Failpoint::PaymentPosted);
    Ok(ignored.into_iter().chain(posted).map(str::to_owned).collect())
}

/// An event that waits, and the payment of ours that it is about.
struct Told {
    id: String,
    payment: Option<PaymentId>,
    concerns_returns: bool,
    /// Whose money arrived that is not applied to any payment yet.
    customer: Option<String>,
    /// What was sent to the bank.
    payout: Option<String>,
}

impl Told {
    /// Whether reading the payment and posting what it says is all there is to do.
    fn is_plain(&self) -> bool {
        !self.concerns_returns && self.customer.is_none() && self.payout.is_none()
    }
}

async fn understand(tx: &mut Tx, keys: &Keys, ids: &[&str]) -> Result<Vec<Told>, SettleError> {
    let waiting = events::waiting(tx, ids).await?;
    let names = waiting.iter().map(|event| Names::of(keys, event)).collect::<Result<Vec<_>, _>>()?;
    let payments = payments_of(tx, &names).await?;
    let told = waiting.into_iter().zip(names).zip(payments).map(|((event, names), payment)| Told {
        concerns_returns: concerns_returns(&event.kind),
        payout: (event.object_kind == "payout").then_some(event.object_id),
        id: event.id,
        payment,
        customer: names.customer,
    });
    Ok(told.collect())
}

/// What the provider says of each payment, of those that it gave a certain answer about.
async fn read_all(
    gateway: &dyn Gateway,
    checkouts: Vec<(PaymentId, String)>,
) -> BTreeMap<PaymentId, ProviderPayment> {
    stream::iter(checkouts)
        .map(|(payment, checkout)| async move { (payment, gateway.read_payment(&checkout).await) })
        .buffer_unordered(READ_AT_ONCE)
        .filter_map(|(payment, answer)| async move { answer.ok().map(|read| (payment, read)) })
        .collect()
        .await
}

/// What an event says it is about; of one that we do not follow, nothing.
#[derive(Default)]
struct Names {
    /// Our own name for the payment, given when its page was ordered.
    ours: Option<PaymentId>,
    /// What the provider calls the object, and the movement of money that it belongs to.
    theirs: Vec<String>,
    /// Whose balance of transferred money it is about.
    customer: Option<String>,
}

impl Names {
    fn of(keys: &Keys, event: &Waiting) -> Result<Self, SettleError> {
        if !is_followed(&event.kind) {
            return Ok(Self::default());
        }
        let whole: Value = serde_json::from_slice(&keys.decrypt(&events::about(&event.id), &event.payload)?)?;
        let object = &whole["data"]["object"];
        let ours = [&object["metadata"][PAYMENT_METADATA], &object["client_reference_id"]];
        let ours = ours.into_iter().filter_map(|name| name.as_str()?.parse().ok()).next();
        let intent = object["payment_intent"].as_str();
        let theirs = std::iter::once(event.object_id.as_str()).chain(intent).map(str::to_owned).collect();
        let customer = object["customer"].as_str().filter(|_| event.object_kind == "cash_balance");
        Ok(Self { ours, theirs, customer: customer.map(str::to_owned) })
    }
}

/// The payment that each is about. A name of ours in somebody's message proves nothing: there must be such a payment.
async fn payments_of(tx: &mut Tx, all: &[Names]) -> Result<Vec<Option<PaymentId>>, sqlx::Error> {
    let ours: Vec<PaymentId> = all.iter().filter_map(|names| names.ours).collect();
    let theirs: Vec<&str> = all.iter().flat_map(|names| &names.theirs).map(String::as_str).collect();
    let known = events::payments_named(tx, &ours, &theirs).await?;
    let find = |names: &Names| {
        let is_theirs = |name: &Option<String>| name.as_ref().is_some_and(|name| names.theirs.contains(name));
        let by_ours = known.iter().find(|payment| names.ours == Some(payment.id));
        let by_theirs =
            known.iter().find(|payment| is_theirs(&payment.checkout) || is_theirs(&payment.movement));
        by_ours.or(by_theirs).map(|payment| payment.id)
    };
    Ok(all.iter().map(find).collect())
}
