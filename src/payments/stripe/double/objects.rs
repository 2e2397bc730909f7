//! Stripe's objects as far as they are used, and how each is written. The fields are those that Stripe always sends and
//! those that our client reads; what else Stripe has is left out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::cards::{Card, Decline};
use super::instruments::{Instrument, Kind, Waits};
pub use super::returned::{Dispute, DisputeStatus, Refund, RefundStatus};
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
    /// The card that pays is kept, to be charged while nobody is there.
    pub saves: bool,
    pub customer_email: Option<String>,
    pub locale: Option<String>,
    pub metadata: BTreeMap<String, String>,
    /// Given on to the intent once there is one.
    pub intent_metadata: BTreeMap<String, String>,
    pub intent_description: Option<String>,
    /// By what can be paid here.
    pub kinds: Vec<Kind>,
    /// For how many days its voucher can be paid.
    pub voucher_days: i64,
    /// There is none before the first try to pay.
    pub intent: Option<String>,
    /// Whether the money has come: a page can be done with long before.
    pub is_paid: bool,
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
            "payment_method_types": self.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
            "payment_status": if self.is_paid { "paid" } else { "unpaid" },
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
    /// The kept card, if it is one.
    pub payment_method: Option<String>,
    pub description: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub latest_charge: Option<String>,
    pub last_error: Option<Decline>,
    /// The card that waits for its holder's word.
    pub unconfirmed: Option<Card>,
    /// Where the holder gives it.
    pub confirmation_page: String,
    /// By what it can be paid.
    pub kinds: Vec<Kind>,
    /// What its payer has left to do.
    pub waits: Option<Waits>,
    /// What of it has come.
    pub received: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentStatus {
    RequiresPaymentMethod,
    RequiresAction,
    Processing,
    Succeeded,
    Canceled,
}

impl Intent {
    pub fn json(&self) -> Value {
        let succeeded = self.status == IntentStatus::Succeeded;
        let next_action = (self.status == IntentStatus::RequiresAction).then(|| match &self.waits {
            Some(waits) => waits.json(self),
            None => json!({
                "type": "redirect_to_url", "redirect_to_url": { "return_url": null, "url": self.confirmation_page },
            }),
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
            "next_action": next_action,
            "payment_method": self.payment_method,
            "payment_method_types": self.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
            "status": match self.status {
                IntentStatus::RequiresPaymentMethod => "requires_payment_method",
                IntentStatus::RequiresAction => "requires_action",
                IntentStatus::Processing => "processing",
                IntentStatus::Succeeded => "succeeded",
                IntentStatus::Canceled => "canceled",
            },
        })
    }

    fn error_json(&self, error: Decline) -> Value {
        let mut json = json!({
            "type": if error.code.starts_with("payment_intent_") { "invalid_request_error" } else { "card_error" },
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

/// One try to take money from a card or a bank account, or money that came.
#[derive(Debug, Clone)]
pub struct Charge {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub amount: i64,
    pub amount_refunded: i64,
    pub currency: String,
    pub by: Instrument,
    pub customer: Option<String>,
    pub description: Option<String>,
    pub email: Option<String>,
    /// A bank is asked and has not answered.
    pub is_pending: bool,
    /// Set if nothing was taken.
    pub failure: Option<Decline>,
    pub intent: String,
    pub metadata: BTreeMap<String, String>,
    pub disputed: bool,
}

impl Charge {
    pub fn json(&self) -> Value {
        let paid = self.failure.is_none() && !self.is_pending;
        let status = match (self.is_pending, &self.failure) {
            (true, _) => "pending",
            (false, None) => "succeeded",
            (false, Some(_)) => "failed",
        };
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
                "type": if self.failure.is_none() { "authorized" } else { "issuer_declined" },
                "network_status": if self.failure.is_none() { "approved_by_network" } else { "declined_by_network" },
                "reason": self.failure.and_then(|failure| failure.decline_code),
            },
            "paid": paid,
            "payment_intent": self.intent,
            "payment_method_details": self.by.json(),
            "refunded": paid && self.amount_refunded == self.amount,
            "status": status,
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
    /// What it is sent waits until we say what it pays.
    pub is_manual: bool,
    /// Where transfers to it go.
    pub clabe: String,
    /// What came, in centavos, and pays nothing yet.
    pub cash: i64,
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
