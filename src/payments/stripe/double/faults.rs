//! What goes wrong, and how often. Switched by the tests and the curious with a post to `/dev/stripe/_faults`:
//!
//! ```json
//! { "next": { "count": 2, "faults": { "api": { "kind": "server_error", "only": "POST /v1/checkout/sessions" } } } }
//! { "always": { "webhooks": { "drop_percent": 10, "duplicate_percent": 30, "copies": 3, "reorder": true } }, "seed": 7 }
//! { "clear": true }
//! ```

use std::collections::VecDeque;

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::state::Double;

/// One change to what goes wrong; everything that is given happens, in the order of the fields.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FaultOrder {
    /// Nothing goes wrong any more.
    pub clear: bool,
    /// The same seed makes the same things go wrong.
    pub seed: Option<u64>,
    /// Goes wrong until further notice.
    pub always: Option<FaultSet>,
    /// Goes wrong a number of times, and before what goes wrong always.
    pub next: Option<NextFaults>,
    /// How long after each failed try a webhook is tried again.
    pub retry_after_ms: Option<Vec<u64>>,
}

/// Faults for the requests and events to come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NextFaults {
    /// How many requests the API fault is for, and how many events the webhook faults.
    pub count: u32,
    pub faults: FaultSet,
}

/// What goes wrong on either side.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FaultSet {
    /// With answers to requests.
    pub api: Option<ApiFault>,
    /// With events on their way to the application.
    pub webhooks: Option<WebhookFaults>,
}

/// A fault of the API.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiFault {
    pub kind: ApiFaultKind,
    /// Only for requests whose method and path begin like this: `POST /v1/checkout/sessions`.
    #[serde(default)]
    pub only: Option<String>,
    /// Of a hundred such requests.
    #[serde(default = "all")]
    pub percent: u8,
    /// How late a late answer is.
    #[serde(default = "a_minute")]
    pub hold_ms: u64,
}

impl ApiFault {
    /// A fault of every request.
    pub fn new(kind: ApiFaultKind) -> Self {
        Self { kind, only: None, percent: all(), hold_ms: a_minute() }
    }

    /// A fault of the requests whose method and path begin like this.
    pub fn only(kind: ApiFaultKind, start: &str) -> Self {
        Self { only: Some(start.to_owned()), ..Self::new(kind) }
    }
}

/// The ways in which a request can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiFaultKind {
    /// 429, not done.
    TooMany,
    /// 409, not done.
    Conflict,
    /// 500, not done, and remembered under the key of the request.
    ServerError,
    /// 502 with a web page, not done and not remembered: what a proxy says.
    WebPage,
    /// Not done, and the connection breaks.
    DisconnectBefore,
    /// Done, and the connection breaks.
    DisconnectAfter,
    /// Done, and the answer is late.
    Timeout,
}

/// Faults of the webhooks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookFaults {
    /// Of a hundred events, those that are never sent.
    pub drop_percent: u8,
    /// Of a hundred events, those that are sent more than once.
    pub duplicate_percent: u8,
    /// How many more times those are sent. None counts as one.
    pub copies: u8,
    /// How late every event is.
    pub delay_ms: u64,
    /// Events are gathered for a moment and sent latest first.
    pub reorder: bool,
    /// What events are signed with.
    pub secret: SigningSecret,
}

/// What an event is signed with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningSecret {
    /// Every secret in force.
    #[default]
    Right,
    /// The last in the list of secrets if it has several, else one that is in force no more.
    Old,
    /// One that nobody knows.
    Wrong,
}

/// What goes wrong with one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DeliveryPlan {
    /// None if the event is lost.
    pub copies: u8,
    pub delay_ms: u64,
    pub reorder: bool,
    pub secret: SigningSecret,
}

/// `POST /dev/stripe/_faults`
pub(super) async fn order(Shared(double): Shared<Double>, Json(order): Json<FaultOrder>) -> StatusCode {
    double.order_faults(order);
    StatusCode::NO_CONTENT
}

/// `GET /dev/stripe/_faults`
pub(super) async fn show(Shared(double): Shared<Double>) -> Json<FaultSet> {
    Json(double.faults().always.clone())
}

/// What is to go wrong from here on.
pub(super) struct Faults {
    always: FaultSet,
    next_api: VecDeque<(u32, ApiFault)>,
    next_webhooks: VecDeque<(u32, WebhookFaults)>,
    retry_after_ms: Vec<u64>,
    chance: StdRng,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            always: FaultSet::default(),
            next_api: VecDeque::new(),
            next_webhooks: VecDeque::new(),
            retry_after_ms: RETRY_AFTER_MS.to_vec(),
            chance: StdRng::from_os_rng(),
        }
    }
}

impl Faults {
    pub fn order(&mut self, order: FaultOrder) {
        if order.clear {
            *self = Self::default();
        }
        if let Some(seed) = order.seed {
            self.chance = StdRng::seed_from_u64(seed);
        }
        if let Some(always) = order.always {
            self.always = always;
        }
        if let Some(NextFaults { count, faults }) = order.next {
            self.next_api.extend(faults.api.map(|fault| (count, fault)));
            self.next_webhooks.extend(faults.webhooks.map(|faults| (count, faults)));
        }
        if let Some(retry_after_ms) = order.retry_after_ms {
            self.retry_after_ms = retry_after_ms;
        }
    }

    /// What goes wrong with a request, if anything.
    pub fn for_request(&mut self, method: &str, path: &str) -> Option<ApiFault> {
        let line = format!("{method} {path}");
        let meant = |fault: &ApiFault| fault.only.as_ref().is_none_or(|start| line.starts_with(start));
        let next = self.next_api.iter_mut().find(|(count, fault)| *count > 0 && meant(fault));
        let fault = match next {
            Some((count, fault)) => {
                *count -= 1;
                Some(fault.clone())
            }
            None => self.always.api.clone().filter(meant),
        };
        self.next_api.retain(|(count, _)| *count > 0);
        fault.filter(|fault| self.happens(fault.percent))
    }

    /// What goes wrong with an event.
    pub fn for_event(&mut self) -> DeliveryPlan {
        let faults = match self.next_webhooks.front_mut() {
            Some((count, faults)) => {
                *count = count.saturating_sub(1);
                faults.clone()
            }
            None => self.always.webhooks.clone().unwrap_or_default(),
        };
        self.next_webhooks.retain(|(count, _)| *count > 0);
        let lost = self.happens(faults.drop_percent);
        let more = if self.happens(faults.duplicate_percent) { faults.copies.max(1) } else { 0 };
        DeliveryPlan {
            copies: if lost { 0 } else { more.saturating_add(1) },
            delay_ms: faults.delay_ms,
            reorder: faults.reorder,
            secret: faults.secret,
        }
    }

    pub fn retry_after_ms(&self) -> Vec<u64> {
        self.retry_after_ms.clone()
    }

    fn happens(&mut self, percent: u8) -> bool {
        percent > 0 && self.chance.random_range(0..100) < percent
    }
}

/// Stripe goes on for three days; a demo has less patience.
const RETRY_AFTER_MS: [u64; 6] = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000];

fn all() -> u8 {
    100
}

fn a_minute() -> u64 {
    60_000
}
