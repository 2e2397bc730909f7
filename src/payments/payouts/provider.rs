//! What we ask of a payment provider about what it pays out. A part of the gateway.

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::money::Money;
use crate::payments::gateway::Answer;
use crate::payments::payouts::model::{MovementKind, PayoutState};

/// Money on its way from the provider to the bank.
pub trait PaysOut: Send + Sync {
    fn read_payout<'a>(&'a self, provider_id: &'a str) -> Answer<'a, ProviderPayout>;

    /// Every payout that was made since an instant, the oldest first.
    fn payouts_since<'a>(&'a self, since: DateTime<Utc>) -> Answer<'a, Vec<ProviderPayout>>;

    /// What a payout holds, the oldest first. Only of one whose contents are known.
    fn read_movements<'a>(&'a self, payout: &'a str) -> Answer<'a, Vec<ProviderMovement>>;

    /// The movement of money that a charge, a refund or a dispute is about, by the name that a payout calls it.
    fn read_intent_of<'a>(&'a self, source: &'a str) -> Answer<'a, Option<String>>;
}

/// The provider's word on a payout, at the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderPayout {
    pub provider_id: String,
    /// What arrives at the bank.
    pub amount: Money,
    pub state: PayoutState,
    pub contents: Contents,
    pub sent_at: DateTime<Utc>,
    /// The bank's day.
    pub arrives_on: NaiveDate,
    /// By what the bank can tell it from others.
    pub trace_key: Option<String>,
    pub failure_code: Option<String>,
}

/// Whether the provider says what a payout holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    Known,
    /// Not yet: it is still adding up.
    Awaited,
    /// Never: somebody ordered it by hand.
    Untold,
}

/// Something that changed what the provider holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderMovement {
    pub provider_id: String,
    pub kind: MovementKind,
    /// More is in, less is out.
    pub amount: Money,
    /// What the provider keeps of it.
    pub fee: Money,
    /// The charge, refund or dispute that it is of.
    pub source: Option<String>,
    pub moved_at: DateTime<Utc>,
}
