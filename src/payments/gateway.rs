//! What we ask of a payment provider, in words that no provider owns.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::ids::{AccountId, PaymentId, RefundId};
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::payments::evidence::provider::AnswersBanks;
use crate::payments::model::returns::{DisputeState, RefundState};
use crate::payments::payouts::provider::PaysOut;
use crate::payments::saved::instruments::Instruments;
use crate::payments::steps::Step;
use crate::policies::methods::Method;

/// One account with one payment provider. Every creditor has its own; money is never pooled.
///
/// The methods return boxed futures so that a gateway can be kept as `Arc<dyn Gateway>`.
pub trait Gateway: Instruments + PaysOut + AnswersBanks {
    /// Opens a page of the provider's where one amount can be paid. The same idempotency key gives the same page.
    fn create_checkout<'a>(&'a self, order: &'a CheckoutOrder) -> Answer<'a, Checkout>;

    /// Reads what has become of a checkout; `provider_id` is what `create_checkout` gave.
    fn read_payment<'a>(&'a self, provider_id: &'a str) -> Answer<'a, ProviderPayment>;

    /// Closes a checkout so that it can no longer be paid, and says how it ended. Closing one that was paid or closed
    /// already is not an error: the answer tells.
    fn expire_checkout<'a>(&'a self, provider_id: &'a str) -> Answer<'a, ProviderPayment>;

    /// Sends money of a payment back to who paid. The same idempotency key gives the same refund.
    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Answer<'a, ProviderRefund>;

    /// Every refund of a movement of money, the oldest first; `payment_intent` is what `read_payment` gave.
    fn read_refunds<'a>(&'a self, payment_intent: &'a str) -> Answer<'a, Vec<ProviderRefund>>;

    /// Everything that its payer contested with a bank, the oldest first.
    fn read_disputes<'a>(&'a self, payment_intent: &'a str) -> Answer<'a, Vec<ProviderDispute>>;

    /// Makes an account known to the provider, so that money can be transferred for it. The same account gives the same
    /// name, for a day; it is for the caller to keep it.
    fn create_customer<'a>(&'a self, account: AccountId) -> Answer<'a, String>;

    /// What was transferred for a customer and pays nothing yet.
    fn read_cash<'a>(&'a self, customer: &'a str, currency: Currency) -> Answer<'a, Money>;

    /// Has so much of a customer's transfers pay a movement of money. It can be neither more than is missing nor more than
    /// there is, so asking twice cannot take it twice.
    fn apply_cash<'a>(&'a self, payment_intent: &'a str, amount: Money) -> Answer<'a, ()>;

    /// Takes what was transferred beyond everything that was asked for. The same key gives the same movement of money.
    fn take_cash<'a>(&'a self, order: &'a CashOrder) -> Answer<'a, ProviderPayment>;

    /// What the provider announced since an instant, oldest first, whether or not a webhook brought it.
    fn events_since<'a>(&'a self, since: DateTime<Utc>) -> Answer<'a, Vec<StoredEvent>>;
}

/// What a gateway's methods give back, some time later.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, GatewayError>> + Send + 'a>>;

/// One amount to be paid on the provider's page. Kept with the payment until the provider has answered, so that it can
/// be asked again in the very same words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutOrder {
    /// Our own payment; the provider keeps it with everything that follows from this order.
    pub payment: PaymentId,
    /// Exactly what will be charged.
    pub amount: Money,
    /// What the payer reads beside the amount.
    pub description: String,
    /// Where the payer comes back to after paying.
    pub success_url: String,
    /// Where the payer comes back to without paying.
    pub cancel_url: String,
    /// Filled in for the payer, who need not type it.
    pub email: Option<String>,
    /// The language of the provider's page.
    pub lang: Lang,
    /// Until when the page can be used. A provider sets bounds to it: Stripe wants 30 minutes to 24 hours from now.
    pub expires_at: DateTime<Utc>,
    /// Stored before the first call, and the same for every repetition of it. At most 255 characters.
    pub idempotency_key: String,
    /// By what it is to be paid.
    #[serde(default)]
    pub method: Method,
    /// For how many days a voucher can be paid, today not counted.
    #[serde(default)]
    pub voucher_days: u8,
    /// Whom the provider knows the account as; needed for a transfer, and set before the provider is asked for its page. For
    /// a card, whom it knows the payer as, where it keeps a card of theirs.
    #[serde(default)]
    pub customer: Option<String>,
    /// The card that pays is to be kept, to be charged while its holder is not there.
    #[serde(default)]
    pub keeps_card: bool,
}

/// A page of the provider's that waits for a payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    /// The provider's name for it, to be stored and read again.
    pub provider_id: String,
    /// Where to send the payer.
    pub redirect_url: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Money that was transferred beyond everything that was asked for, to be taken all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashOrder {
    /// Our own payment; the provider keeps it with its own.
    pub payment: PaymentId,
    /// Whose transfers it comes from.
    pub customer: String,
    pub amount: Money,
    /// Stored before the first call, and the same for every repetition of it.
    pub idempotency_key: String,
}

/// The provider's word on a payment, at the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderPayment {
    /// The checkout that was asked about.
    pub provider_id: String,
    /// How far it has come.
    pub status: PaymentStatus,
    /// What was charged if it succeeded, and what is to be charged otherwise.
    pub amount: Money,
    /// Our payment, as we gave it with the order. Absent on what was not ordered by us.
    pub our_reference: Option<PaymentId>,
    /// The page to send the payer back to, while it is open.
    pub redirect_url: Option<String>,
    /// Until when the page can be used.
    pub expires_at: DateTime<Utc>,
    /// The provider's name for the movement of money, once there is one.
    pub payment_intent: Option<String>,
    /// The provider's name for the charge made to the payer's instrument.
    pub charge: Option<String>,
    /// What it was paid with.
    pub method: Option<PaymentMethod>,
    /// Why the latest try failed, in the provider's words for programs. Also set while the page is still open.
    pub failure_code: Option<String>,
    /// When its payer did their part, as far as the provider tells. Always set when the status is `Succeeded`, and where a
    /// bank is being asked.
    pub paid_at: Option<DateTime<Utc>>,
    /// What the payer has left to do, where the provider says it in a way that we know.
    pub step: Option<Step>,
}

/// How far a payment has come at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentStatus {
    /// The page waits for the payer; nothing was charged.
    Open,
    /// The payer has done everything; the provider or a bank has not.
    Processing,
    /// The payer has more to do: confirm with the bank, pay a voucher, make a transfer.
    RequiresAction,
    /// The money was taken.
    Succeeded,
    /// It ended without money.
    Failed,
    /// The page was closed or ran out of time; nothing was charged.
    Expired,
    /// The page was done with, and what it asked for ran out of time: a voucher that nobody paid.
    Lapsed,
}

/// What a payment was made with: what a receipt may say, and no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentMethod {
    /// A card.
    Card {
        /// `visa`, `mastercard`, …
        brand: String,
        /// Its last four digits.
        last4: String,
    },
    /// A bank account that was debited, by the end of its number.
    Debit { last4: String },
    /// Anything else, by the provider's word for it (`oxxo`, `customer_balance`).
    Other(String),
}

/// Money to be sent back. It can be asked again in the very same words, under the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOrder {
    /// Our own refund; the provider keeps it with its own.
    pub refund: RefundId,
    pub payment: PaymentId,
    /// The movement of money that it comes from.
    pub payment_intent: String,
    pub amount: Money,
    /// Stored before the first call, and the same for every repetition of it.
    pub idempotency_key: String,
}

/// The provider's word on a refund, at the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderRefund {
    pub provider_id: String,
    /// Our refund, as we gave it with the order. Absent where somebody refunded at the provider's own pages.
    pub our_reference: Option<RefundId>,
    pub amount: Money,
    pub status: RefundState,
    pub failure_code: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The provider's word on what a card's holder contests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderDispute {
    pub provider_id: String,
    pub amount: Money,
    pub status: DisputeState,
    /// Whether the provider's account was debited for it, at any time.
    pub withdrawn: bool,
    pub reason: String,
    /// What the provider charges for it.
    pub fee: Money,
    /// Until when evidence can be sent.
    pub answer_by: Option<DateTime<Utc>>,
    pub opened_at: DateTime<Utc>,
}

/// Something that a provider announced. Only a hint that an object has changed: the object is read before anything is
/// believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// The provider's name for the event; the same event may arrive many times.
    pub id: String,
    /// What happened, for example `checkout.session.completed`. May be one that we do not know.
    pub kind: String,
    /// The version of the provider's language that it is written in.
    pub api_version: Option<String>,
    /// When it happened.
    pub created_at: DateTime<Utc>,
    /// The object that it is about.
    pub object_id: Option<String>,
    /// What that object is, for example `checkout.session`.
    pub object_kind: Option<String>,
    /// The movement of money that the object is about, where it names one.
    pub payment_intent: Option<String>,
    /// Whose balance the object is, where it is one.
    pub customer: Option<String>,
    /// Whether it is about real money.
    pub livemode: bool,
}

/// Why a provider's answer cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The provider understood and did not do it. Nothing was charged; the same request will be refused again.
    #[error("the payment provider refused: status {status}, code {}, parameter {}", or_none(.code), or_none(.parameter))]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The provider's word for the reason.
        code: Option<String>,
        /// The part of the request that was refused.
        parameter: Option<String>,
    },
    /// It may have been done or not. It is settled by reading, or by the same request under the same key, never by the
    /// same request under a new one.
    #[error("the payment provider gave no certain answer: {doubt}")]
    Unknown {
        /// What is known of how it went wrong.
        doubt: Doubt,
    },
}

/// How an answer came to be uncertain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// No answer in the time allowed.
    Timeout,
    /// The connection could not be made, or broke.
    Connection,
    /// An answer that could not be read.
    Unreadable,
    /// An answer that tells of trouble on the provider's side.
    Status(u16),
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout => f.write_str("timeout"),
            Self::Connection => f.write_str("connection"),
            Self::Unreadable => f.write_str("unreadable answer"),
            Self::Status(status) => write!(f, "status {status}"),
        }
    }
}

fn or_none(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("none")
}
