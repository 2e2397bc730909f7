//! Stripe's objects as far as they are used, and how each is written. The fields are those that Stripe always sends and
//! those that our client reads; what else Stripe has is left out.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::cards::{Card, Decline};
use crate::payments::stripe::API_VERSION;

/// A page where one amount can be paid.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub status: SessionStatus,
    pub amount: i64,
    /// As Stripe writes it: three small letters.
    pub currency: String,
    /// What the payer reads beside the amount.
    pub description: String,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub client_reference_id: Option<String>,
    pub customer: Option<String>,
    pub customer_email: Option<String>,
    pub locale: Option<String>,
    pub metadata: BTreeMap<String, String>,
    /// Given on to the intent once there is one.
    pub intent_metadata: BTreeMap<String, String>,
    pub intent_description: Option<String>,
    /// There is none before the first try to pay.
    pub intent: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionStatus {
    Open,
    Complete,
    Expired,
}

impl Session {
    /// The object, with the address where its page is.
    pub fn json(&self, page: &str) -> Value {
        let open = self.status == SessionStatus::Open;
        json!({
            "id": self.id,
            "object": "checkout.session",
            "amount_subtotal": self.amount,
            "amount_total": self.amount,
            "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
            "cancel_url": self.cancel_url,
            "client_reference_id": self.client_reference_id,
            "created": self.created_at.timestamp(),
            "currency": self.currency,
            "custom_fields": [],
            "custom_text": {
                "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null,
            },
            "customer": self.customer,
            "customer_email": self.customer_email,
            "expires_at": self.expires_at.timestamp(),
            "livemode": false,
            "locale": self.locale,
            "metadata": self.metadata,
            "mode": "payment",
            "payment_intent": self.intent,
            "payment_method_types": ["card"],
            "payment_status": if self.status == SessionStatus::Complete { "paid" } else { "unpaid" },
            "shipping_options": [],
            "status": match self.status {
                SessionStatus::Open => "open",
                SessionStatus::Complete => "complete",
                SessionStatus::Expired => "expired",
            },
            "success_url": self.success_url,
            "ui_mode": "hosted_page",
            "url": open.then_some(page),
        })
    }
}

/// One amount on its way from a payer, over as many tries as it takes.
#[derive(Debug, Clone)]
pub struct Intent {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub status: IntentStatus,
    pub amount: i64,
    pub currency: String,
    pub customer: Option<String>,
    pub description: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub latest_charge: Option<String>,
    pub last_error: Option<Decline>,
    /// The card that waits for its holder's word.
    pub unconfirmed: Option<Card>,
    /// Where the holder gives it.
    pub confirmation_page: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentStatus {
    RequiresPaymentMethod,
    RequiresAction,
    Succeeded,
    Canceled,
}

impl Intent {
    pub fn json(&self) -> Value {
        let succeeded = self.status == IntentStatus::Succeeded;
        let confirm = (self.status == IntentStatus::RequiresAction).then(|| {
            json!({ "type": "redirect_to_url", "redirect_to_url": { "return_url": null, "url": self.confirmation_page } })
        });
        json!({
            "id": self.id,
            "object": "payment_intent",
            "amount": self.amount,
            "amount_capturable": 0,
            "amount_received": if succeeded { self.amount } else { 0 },
            "capture_method": "automatic_async",
            "confirmation_method": "automatic",
            "created": self.created_at.timestamp(),
            "currency": self.currency,
            "customer": self.customer,
            "description": self.description,
            "last_payment_error": self.last_error.map(|error| self.error_json(error)),
            "latest_charge": self.latest_charge,
            "livemode": false,
            "metadata": self.metadata,
            "next_action": confirm,
            "payment_method_types": ["card"],
            "status": match self.status {
                IntentStatus::RequiresPaymentMethod => "requires_payment_method",
                IntentStatus::RequiresAction => "requires_action",
                IntentStatus::Succeeded => "succeeded",
                IntentStatus::Canceled => "canceled",
            },
        })
    }

    fn error_json(&self, error: Decline) -> Value {
        let mut json = json!({
            "type": if error.code == "payment_intent_authentication_failure" {
                "invalid_request_error"
            } else {
                "card_error"
            },
            "code": error.code,
            "message": error.message,
            "charge": self.latest_charge,
        });
        if let Some(decline_code) = error.decline_code {
            json["decline_code"] = json!(decline_code);
        }
        json
    }
}

/// One try to take money from a card.
#[derive(Debug, Clone)]
pub struct Charge {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub amount: i64,
    pub amount_refunded: i64,
    pub currency: String,
    pub card: Card,
    pub customer: Option<String>,
    pub description: Option<String>,
    pub email: Option<String>,
    /// Set if the card was not charged.
    pub failure: Option<Decline>,
    pub intent: String,
    pub metadata: BTreeMap<String, String>,
    pub disputed: bool,
}

impl Charge {
    pub fn json(&self) -> Value {
        let paid = self.failure.is_none();
        json!({
            "id": self.id,
            "object": "charge",
            "amount": self.amount,
            "amount_captured": if paid { self.amount } else { 0 },
            "amount_refunded": self.amount_refunded,
            "billing_details": { "address": null, "email": self.email, "name": null, "phone": null, "tax_id": null },
            "captured": paid,
            "created": self.created_at.timestamp(),
            "currency": self.currency,
            "customer": self.customer,
            "description": self.description,
            "disputed": self.disputed,
            "failure_code": self.failure.map(|failure| failure.code),
            "failure_message": self.failure.map(|failure| failure.message),
            "livemode": false,
            "metadata": self.metadata,
            "outcome": {
                "type": if paid { "authorized" } else { "issuer_declined" },
                "network_status": if paid { "approved_by_network" } else { "declined_by_network" },
                "reason": self.failure.and_then(|failure| failure.decline_code),
            },
            "paid": paid,
            "payment_intent": self.intent,
            "payment_method_details": {
                "type": "card",
                "card": {
                    "brand": self.card.brand, "last4": self.card.last4, "exp_month": 12, "exp_year": 2034,
                    "country": "MX", "funding": "credit",
                },
            },
            "refunded": paid && self.amount_refunded == self.amount,
            "status": if paid { "succeeded" } else { "failed" },
        })
    }
}

/// Money on its way back.
#[derive(Debug, Clone)]
pub struct Refund {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub amount: i64,
    pub currency: String,
    pub charge: String,
    pub intent: String,
    pub reason: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub status: RefundStatus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundStatus {
    Pending,
    RequiresAction,
    Succeeded,
    Failed,
}

impl Refund {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "refund",
            "amount": self.amount,
            "charge": self.charge,
            "created": self.created_at.timestamp(),
            "currency": self.currency,
            "metadata": self.metadata,
            "payment_intent": self.intent,
            "reason": self.reason,
            "failure_reason": (self.status == RefundStatus::Failed).then_some("expired_or_canceled_card"),
            "status": match self.status {
                RefundStatus::Pending => "pending",
                RefundStatus::RequiresAction => "requires_action",
                RefundStatus::Succeeded => "succeeded",
                RefundStatus::Failed => "failed",
            },
        })
    }
}

/// What a card's holder contests with their bank.
#[derive(Debug, Clone)]
pub struct Dispute {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub amount: i64,
    pub currency: String,
    pub charge: String,
    pub intent: String,
    pub reason: &'static str,
    pub status: DisputeStatus,
    /// When the money was taken from the account, and when it was given back.
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub reinstated_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeStatus {
    WarningNeedsResponse,
    WarningClosed,
    NeedsResponse,
    Won,
    Lost,
}

impl Dispute {
    /// What Stripe charges for one, in the smallest unit.
    pub const FEE: i64 = 30_000;
    const ANSWER_WITHIN: TimeDelta = TimeDelta::days(9);

    pub fn json(&self) -> Value {
        let withdrawn = self.withdrawn_at.map(|at| self.movement(at, -self.amount, Self::FEE));
        let reinstated = self.reinstated_at.map(|at| self.movement(at, self.amount, 0));
        let is_open =
            matches!(self.status, DisputeStatus::NeedsResponse | DisputeStatus::WarningNeedsResponse);
        json!({
            "id": self.id,
            "object": "dispute",
            "amount": self.amount,
            "balance_transactions": withdrawn.into_iter().chain(reinstated).collect::<Vec<Value>>(),
            "charge": self.charge,
            "created": self.created_at.timestamp(),
            "currency": self.currency,
            "enhanced_eligibility_types": [],
            "evidence": { "enhanced_evidence": {} },
            "evidence_details": {
                "due_by": is_open.then(|| (self.created_at + Self::ANSWER_WITHIN).timestamp()),
                "enhanced_eligibility": {}, "has_evidence": false, "past_due": false, "submission_count": 0,
            },
            "is_charge_refundable": self.status == DisputeStatus::WarningNeedsResponse,
            "livemode": false,
            "metadata": {},
            "payment_intent": self.intent,
            "reason": self.reason,
            "status": match self.status {
                DisputeStatus::WarningNeedsResponse => "warning_needs_response",
                DisputeStatus::WarningClosed => "warning_closed",
                DisputeStatus::NeedsResponse => "needs_response",
                DisputeStatus::Won => "won",
                DisputeStatus::Lost => "lost",
            },
        })
    }

    fn movement(&self, at: DateTime<Utc>, amount: i64, fee: i64) -> Value {
        let side = if amount < 0 { "out" } else { "in" };
        json!({
            "id": format!("txn_{}_{side}", self.id),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": at.timestamp(),
            "balance_type": "payments",
            "created": at.timestamp(),
            "currency": self.currency,
            "description": null,
            "exchange_rate": null,
            "fee": fee,
            "fee_details": [],
            "net": amount - fee,
            "reporting_category": if amount < 0 { "dispute" } else { "dispute_reversal" },
            "source": self.id,
            "status": "available",
            "type": "adjustment",
        })
    }
}

/// Somebody whom Stripe knows by name.
#[derive(Debug, Clone)]
pub struct Customer {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub metadata: BTreeMap<String, String>,
}

impl Customer {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "customer",
            "created": self.created_at.timestamp(),
            "email": self.email,
            "livemode": false,
            "metadata": self.metadata,
            "name": self.name,
        })
    }
}

/// Something that happened, with the object as it was just then.
#[derive(Debug, Clone)]
pub struct Event {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub kind: &'static str,
    pub object: Value,
    pub idempotency_key: Option<String>,
    /// Whether a webhook was taken for good.
    pub delivered: bool,
}

impl Event {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "event",
            "api_version": API_VERSION,
            "created": self.created_at.timestamp(),
            "data": { "object": self.object },
            "livemode": false,
            "pending_webhooks": i32::from(!self.delivered),
            "request": { "id": null, "idempotency_key": self.idempotency_key },
            "type": self.kind,
        })
    }
}
