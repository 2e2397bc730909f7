//! Cards that were kept, and charges to them while nobody is there.

use serde_json::{Value, json};

use super::cards::{Card, Decline, Verdict};
use super::errors::ApiError;
use super::forms::Params;
use super::instruments::{Instrument, Kind};
use super::objects::{Customer, Intent, IntentStatus};
use super::state::{Moment, State, new_id};

/// A card that somebody keeps.
#[derive(Debug, Clone)]
pub struct Method {
    pub id: String,
    /// Nobody's once it was detached.
    pub customer: Option<String>,
    pub card: Card,
    created: i64,
}

impl Method {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "payment_method",
            "allow_redisplay": "limited",
            "billing_details": { "address": null, "email": null, "name": null, "phone": null, "tax_id": null },
            "card": {
                "brand": self.card.brand, "last4": self.card.last4, "exp_month": 12, "exp_year": 2034, "country": "MX",
                "funding": "credit", "checks": null, "networks": null, "three_d_secure_usage": null, "wallet": null,
            },
            "created": self.created,
            "customer": self.customer,
            "livemode": false,
            "metadata": {},
            "type": "card",
        })
    }
}

impl State {
    /// Keeps the card of a session that asks for it, for the customer that it names or for a new one.
    pub fn keep_card(&mut self, session: &str, intent: &str, card: &Card, moment: Moment) -> Option<()> {
        let session = self.sessions.get_mut(session)?;
        if !session.saves {
            return Some(());
        }
        let customer = match session.customer.clone() {
            Some(customer) => customer,
            None => {
                let customer = Customer {
                    id: new_id("cus"),
                    created_at: moment.now,
                    email: session.customer_email.clone(),
                    name: None,
                    metadata: session.metadata.clone(),
                    is_manual: false,
                    clabe: String::new(),
                    cash: 0,
                };
                let id = customer.id.clone();
                session.customer = Some(id.clone());
                let json = customer.json();
                self.customers.insert(id.clone(), customer);
                self.announce("customer.created", json, moment);
                id
            }
        };
        let method = Method {
            id: new_id("pm"),
            customer: Some(customer.clone()),
            card: card.clone(),
            created: moment.now.timestamp(),
        };
        let (id, json) = (method.id.clone(), method.json());
        self.methods.insert(id.clone(), method);
        let intent = self.intents.get_mut(intent)?;
        intent.customer = Some(customer);
        intent.payment_method = Some(id);
        self.announce("payment_method.attached", json, moment);
        Some(())
    }

    /// `POST /v1/payment_methods/{id}/detach`
    pub fn detach_method(&mut self, id: &str, moment: Moment) -> Result<Value, ApiError> {
        let method = self.methods.get_mut(id).ok_or_else(|| ApiError::no_such("PaymentMethod", id))?;
        if method.customer.take().is_none() {
            return Err(ApiError::not_now(
                None,
                "The payment method you provided is not attached to a customer.",
            ));
        }
        let json = method.json();
        self.announce("payment_method.detached", json.clone(), moment);
        Ok(json)
    }

    /// `POST /v1/payment_intents`, for a card that was kept and a holder who is not there.
    pub fn charge_kept(&mut self, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        params.only(&KNOWN)?;
        if params.text("off_session") != Some("true") || params.text("confirm") != Some("true") {
            let message =
                "This stand-in for Stripe knows charges to kept cards only: off_session and confirm.";
            return Err(ApiError::invalid("off_session", message));
        }
        let amount = params.integer("amount")?.ok_or_else(|| ApiError::missing("amount"))?;
        let currency = params.required("currency")?.to_ascii_lowercase();
        if currency == "mxn" && amount < 1_000 || amount < 1 {
            return Err(ApiError::coded("amount_too_small", "amount", "Amount must be at least $10.00 mxn"));
        }
        let customer = params.required("customer")?;
        let named = params.required("payment_method")?;
        let method = self
            .methods
            .get(named)
            .ok_or_else(|| ApiError::names_no("PaymentMethod", "payment_method", named))?;
        if method.customer.as_deref() != Some(customer) {
            let message = "The payment method does not belong to the customer.";
            return Err(ApiError::invalid("payment_method", message));
        }
        let card = method.card.clone();
        let intent = Intent {
            id: new_id("pi"),
            created_at: moment.now,
            status: IntentStatus::RequiresPaymentMethod,
            amount,
            currency,
            customer: Some(customer.to_owned()),
            payment_method: Some(named.to_owned()),
            description: params.text("description").map(String::from),
            metadata: params.metadata("metadata")?,
            latest_charge: None,
            last_error: None,
            unconfirmed: None,
            confirmation_page: String::new(),
            kinds: vec![Kind::Card],
            waits: None,
            received: 0,
        };
        let (id, json) = (intent.id.clone(), intent.json());
        self.intents.insert(id.clone(), intent);
        self.announce("payment_intent.created", json, moment);
        match card.absent {
            Verdict::Pays => self.charge_absent(&id, card, moment),
            Verdict::Declines(decline) => Err(self.refuse_absent(&id, card, decline, moment)),
            Verdict::AsksToConfirm => Err(self.refuse_absent(&id, card, AUTHENTICATION_REQUIRED, moment)),
        }
    }

    fn charge_absent(&mut self, id: &str, card: Card, moment: Moment) -> Result<Value, ApiError> {
        let charge = self.add_charge(id, Instrument::Card(card), None, None, moment);
        let Some(intent) = self.intents.get_mut(id) else {
            return Err(ApiError::no_such("payment_intent", id));
        };
        intent.status = IntentStatus::Succeeded;
        let (json, charge_id) = (intent.json(), intent.latest_charge.clone());
        if let Some(charge) = charge {
            self.announce("charge.succeeded", charge, moment);
        }
        self.announce("payment_intent.succeeded", json.clone(), moment);
        if let Some(charge) = charge_id {
            self.meet_fate(&charge, moment);
        }
        Ok(json)
    }

    fn refuse_absent(&mut self, id: &str, card: Card, why: Decline, moment: Moment) -> ApiError {
        let charge = self.add_charge(id, Instrument::Card(card), None, Some(why), moment);
        let Some(intent) = self.intents.get_mut(id) else { return ApiError::no_such("payment_intent", id) };
        intent.last_error = Some(why);
        let json = intent.json();
        if let Some(charge) = charge {
            self.announce("charge.failed", charge, moment);
        }
        self.announce("payment_intent.payment_failed", json.clone(), moment);
        ApiError::card(why.code, why.message, json)
    }
}

const KNOWN: [&str; 9] = [
    "amount",
    "automatic_payment_methods",
    "confirm",
    "currency",
    "customer",
    "description",
    "metadata",
    "off_session",
    "payment_method",
];

/// The bank wants to hear from the holder, who is not there.
const AUTHENTICATION_REQUIRED: Decline = Decline {
    code: "authentication_required",
    decline_code: Some("authentication_required"),
    message: "Your card was declined. This transaction requires authentication.",
};
