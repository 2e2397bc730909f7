//! What the double knows, and the one way to it: every look and every change happens under a lock, at one moment of
//! business time, after what ran out of time by then has been expired, and what it set off is sent once the lock is
//! released.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::faults::{DeliveryPlan, FaultOrder, Faults};
use super::idempotency::KeptAnswers;
use super::methods::Method;
use super::objects::{Charge, Customer, Dispute, Event, Intent, IntentStatus, Refund, RefundStatus, Session};
use super::payouts::Payout;
use super::webhooks;

/// The stand-in. Clones are the same one.
#[derive(Clone)]
pub struct Double(Arc<Inner>);

/// Where the double is, whom it tells, and what time it is.
#[derive(Clone)]
pub struct DoubleSettings {
    /// The address of `/dev/stripe/` as browsers reach it.
    pub public_base: String,
    /// Where events are posted to. Plain http only.
    pub webhook_url: String,
    /// What they are signed with, each of them; the last is the old one where a fault asks for that.
    pub webhook_secrets: Vec<String>,
    /// Business time: what is created, paid or expired has it. Signatures use real time.
    pub now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl Double {
    /// A double that knows nothing yet.
    pub fn new(mut settings: DoubleSettings) -> Self {
        if !settings.public_base.ends_with('/') {
            settings.public_base.push('/');
        }
        Self(Arc::new(Inner {
            settings,
            state: Mutex::default(),
            faults: Mutex::default(),
            held_back: Mutex::default(),
        }))
    }

    /// Makes things go wrong, as a post to `/dev/stripe/_faults` does.
    pub fn order_faults(&self, order: FaultOrder) {
        self.faults().order(order);
    }

    /// What payers gave here, by the session that it was given on, or by its own name where there was none: the truth that
    /// books are held against.
    pub fn money_taken(&self) -> BTreeMap<String, i64> {
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = |session: &Session| {
            let intent = state.intents.get(session.intent.as_ref()?)?;
            (intent.status == IntentStatus::Succeeded).then_some(intent.amount)
        };
        let on_pages = state.sessions.iter().filter_map(|(id, session)| Some((id.clone(), taken(session)?)));
        let alone = state.intents_alone().filter(|intent| intent.status == IntentStatus::Succeeded);
        on_pages.chain(alone.map(|intent| (intent.id.clone(), intent.amount))).collect()
    }

    /// What was transferred and pays nothing, and what of it was taken all the same: money that nobody asked for.
    pub fn money_beyond(&self) -> (i64, i64) {
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        let lies = state.customers.values().map(|customer| customer.cash).sum();
        let is_taken = |intent: &&Intent| {
            intent.status == IntentStatus::Succeeded
                && intent.payment_method.is_none()
                && state.session_of(&intent.id).is_none()
        };
        (lies, state.intents.values().filter(is_taken).map(|intent| intent.amount).sum())
    }

    /// What went back of it, or is on its way, by the same name.
    pub fn money_returned(&self) -> BTreeMap<String, i64> {
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        let returned = |intent: &str| -> Option<i64> {
            let of_it = |refund: &&Refund| refund.intent == intent && refund.status != RefundStatus::Failed;
            let minor = state.refunds.values().filter(of_it).map(|refund| refund.amount).sum();
            (minor > 0).then_some(minor)
        };
        let on_pages = state
            .sessions
            .iter()
            .filter_map(|(id, session)| Some((id.clone(), returned(session.intent.as_deref()?)?)));
        let alone =
            state.intents_alone().filter_map(|intent| Some((intent.id.clone(), returned(&intent.id)?)));
        on_pages.chain(alone).collect()
    }

    pub(super) fn settings(&self) -> &DoubleSettings {
        &self.0.settings
    }

    /// Looks at what is known, or changes it.
    pub(super) fn with<T>(&self, action: impl FnOnce(&mut State, Moment) -> T) -> T {
        let moment = Moment { now: (self.0.settings.now)(), base: &self.0.settings.public_base };
        let (outcome, events) = {
            let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.expire_overdue(moment);
            (action(&mut state, moment), std::mem::take(&mut state.unsent))
        };
        webhooks::send(self, events);
        outcome
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.0.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps events to be sent in another order. Whether they are the first ones kept, so that somebody must come for
    /// them.
    pub(super) fn hold_back(&self, events: Vec<(Event, DeliveryPlan)>) -> bool {
        let mut held = self.0.held_back.lock().unwrap_or_else(PoisonError::into_inner);
        let first = held.is_empty();
        held.extend(events);
        first
    }

    pub(super) fn take_held_back(&self) -> Vec<(Event, DeliveryPlan)> {
        std::mem::take(&mut self.0.held_back.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes that somebody took an event for good.
    pub(super) fn mark_delivered(&self, event: &str) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(event) = state.events.iter_mut().find(|known| known.id == event) {
            event.delivered = true;
        }
    }
}

impl fmt::Debug for Double {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Double({})", self.0.settings.public_base)
    }
}

struct Inner {
    settings: DoubleSettings,
    state: Mutex<State>,
    faults: Mutex<Faults>,
    held_back: Mutex<Vec<(Event, DeliveryPlan)>>,
}

/// When and where something happens.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub now: DateTime<Utc>,
    base: &'a str,
}

impl Moment<'_> {
    /// The address of a session's page.
    pub fn page(&self, session: &str) -> String {
        format!("{}checkout/{session}", self.base)
    }

    /// The address of what the payer of an intent has left to do.
    pub fn waiting(&self, intent: &str) -> String {
        format!("{}waiting/{intent}", self.base)
    }
}

/// Everything that exists at this Stripe.
#[derive(Default)]
pub(super) struct State {
    pub sessions: BTreeMap<String, Session>,
    pub intents: BTreeMap<String, Intent>,
    pub charges: BTreeMap<String, Charge>,
    pub refunds: BTreeMap<String, Refund>,
    pub disputes: BTreeMap<String, Dispute>,
    pub customers: BTreeMap<String, Customer>,
    pub methods: BTreeMap<String, Method>,
    pub payouts: BTreeMap<String, Payout>,
    /// The payout that each movement of the balance went out with.
    pub paid_out: BTreeMap<String, String>,
    /// In the order in which they happened.
    pub events: Vec<Event>,
    pub answers: KeptAnswers,
    /// The key of the request that is being worked on.
    pub current_key: Option<String>,
    unsent: Vec<Event>,
}

impl State {
    /// Charges to kept cards, which no page led to.
    fn intents_alone(&self) -> impl Iterator<Item = &Intent> {
        let is_alone =
            |intent: &&Intent| intent.payment_method.is_some() && self.session_of(&intent.id).is_none();
        self.intents.values().filter(is_alone)
    }

    /// Says to the world that something happened to an object.
    pub fn announce(&mut self, kind: &'static str, object: Value, moment: Moment) {
        let event = Event {
            id: new_id("evt"),
            created_at: moment.now,
            kind,
            object,
            idempotency_key: self.current_key.clone(),
            delivered: false,
        };
        self.events.push(event.clone());
        self.unsent.push(event);
    }
}

/// An identifier that no other run of the double has given to anything: the application's database outlives this one.
pub(super) fn new_id(prefix: &str) -> String {
    format!("{prefix}_{}", Uuid::now_v7().simple())
}
