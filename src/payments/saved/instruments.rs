//! What we ask of a payment provider about cards that it keeps for us, and about charges that nobody sits in front of.
//! A part of the gateway.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::ids::PaymentId;
use crate::kernel::money::Money;
use crate::payments::gateway::{Answer, ProviderPayment};

/// Cards that the provider keeps.
pub trait Instruments: Send + Sync {
    /// The card that a movement of money was made with, if the provider kept it.
    fn read_instrument<'a>(&'a self, payment_intent: &'a str) -> Answer<'a, Option<Instrument>>;

    /// Has the provider forget a card. One that it does not know is forgotten already.
    fn forget_instrument<'a>(&'a self, method: &'a str) -> Answer<'a, ()>;

    /// Charges a card that was kept, while its holder is not there. The same idempotency key charges once. A bank that
    /// says no is an answer and not an error.
    fn charge<'a>(&'a self, order: &'a ChargeOrder) -> Answer<'a, ProviderPayment>;

    /// What became of a charge whose answer was lost: looked for in the provider's own list, and `None` where it never
    /// arrived there.
    fn find_charge<'a>(&'a self, order: &'a ChargeOrder) -> Answer<'a, Option<ProviderPayment>>;
}

/// A card as the provider names it, and as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// The provider's name for whose card it is.
    pub customer: String,
    /// The provider's name for the card.
    pub method: String,
    pub brand: String,
    pub last4: String,
    pub expires_month: i16,
    pub expires_year: i16,
}

/// One amount to be charged to a card that was kept. Stored with the payment until the provider has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeOrder {
    pub payment: PaymentId,
    pub amount: Money,
    pub description: String,
    pub customer: String,
    pub method: String,
    /// In business time, which is the provider's too.
    pub ordered_at: DateTime<Utc>,
    pub idempotency_key: String,
}
