//! What takes longer than a press: vouchers that are paid in a shop, transfers that fill a customer's balance, debits that
//! a bank has days to answer.

use serde_json::{Value, json};
use uuid::Uuid;

use super::cards::Decline;
use super::checkout::Attempt;
use super::errors::ApiError;
use super::forms::Params;
use super::instruments::{Instrument, Kind, Waits, voucher_expiry};
use super::objects::{Intent, IntentStatus, SessionStatus};
use super::state::{Moment, State, new_id};

/// The voucher ran out of time.
const LAPSED: Decline = Decline {
    code: "payment_intent_payment_attempt_expired",
    decline_code: None,
    message: "The latest payment attempt of this PaymentIntent has expired.",
};

/// The payer's bank does not pay.
const NO_FUNDS: Decline = Decline {
    code: "insufficient_funds",
    decline_code: None,
    message: "The customer's account has insufficient funds to cover this payment.",
};

impl State {
    /// The payer chose a voucher: it is made, and the page is done with.
    pub fn make_voucher(&mut self, id: &str, moment: Moment) -> Option<Attempt> {
        let (intent, days) = self.chosen(id, Kind::Oxxo, moment)?;
        let waits = Waits::Voucher {
            number: digits(14),
            expires_at: voucher_expiry(moment.now, days),
            page: moment.waiting(&intent),
        };
        self.wait(id, &intent, IntentStatus::RequiresAction, Some(waits), moment)
    }

    /// The payer chose a transfer: they are told where to.
    pub fn make_transfer(&mut self, id: &str, moment: Moment) -> Option<Attempt> {
        let (intent, _) = self.chosen(id, Kind::CustomerBalance, moment)?;
        let customer = self.sessions.get(id)?.customer.clone()?;
        let clabe = self.customers.get(&customer)?.clabe.clone();
        let waits = Waits::Transfer { clabe, reference: digits(7), page: moment.waiting(&intent) };
        self.wait(id, &intent, IntentStatus::RequiresAction, Some(waits), moment)
    }

    /// The payer let their bank account be debited: the bank is asked.
    pub fn make_debit(&mut self, id: &str, moment: Moment) -> Option<Attempt> {
        let (intent, _) = self.chosen(id, Kind::SepaDebit, moment)?;
        let by = Instrument::SepaDebit("3000".to_owned());
        self.add_charge(&intent, by, None, None, moment)?;
        let charge = self.intents.get(&intent)?.latest_charge.clone()?;
        let charge = self.charges.get_mut(&charge)?;
        charge.is_pending = true;
        let json = charge.json();
        self.announce("charge.pending", json, moment);
        self.wait(id, &intent, IntentStatus::Processing, None, moment)
    }

    /// Somebody paid a voucher in a shop. One that ran out of time cannot be paid.
    pub fn pay_voucher(&mut self, intent: &str, moment: Moment) -> Option<()> {
        let Some(Waits::Voucher { number, .. }) = self.waiting(intent)?.waits.clone() else { return None };
        let session = self.session_of(intent)?;
        self.intents.get_mut(intent)?.received = self.intents.get(intent)?.amount;
        self.settle(&session, intent, Instrument::Oxxo(number), moment).map(drop)
    }

    /// A voucher runs out of time.
    pub fn lapse(&mut self, intent: &str, moment: Moment) -> Option<()> {
        let Some(Waits::Voucher { .. }) = self.waiting(intent)?.waits else { return None };
        self.come_to_nothing(intent, LAPSED, moment)
    }

    pub(super) fn expire_vouchers(&mut self, moment: Moment) {
        let is_overdue = |intent: &&Intent| {
            intent.status == IntentStatus::RequiresAction
                && matches!(&intent.waits, Some(Waits::Voucher { expires_at, .. }) if *expires_at <= moment.now)
        };
        let ids: Vec<String> =
            self.intents.values().filter(is_overdue).map(|intent| intent.id.clone()).collect();
        for id in ids {
            self.lapse(&id, moment);
        }
    }

    /// A bank answers to a debit.
    pub fn answer_debit(&mut self, intent: &str, pays: bool, moment: Moment) -> Option<()> {
        let waiting = self.intents.get(intent).filter(|intent| intent.status == IntentStatus::Processing)?;
        let charge = waiting.latest_charge.clone()?;
        let charge = self.charges.get_mut(&charge)?;
        charge.is_pending = false;
        if !pays {
            charge.failure = Some(NO_FUNDS);
        }
        let json = charge.json();
        if pays {
            let session = self.session_of(intent)?;
            return self.succeed(&session, intent, json, moment);
        }
        self.announce("charge.failed", json, moment);
        self.come_to_nothing(intent, NO_FUNDS, moment)
    }

    /// A transfer arrives at the CLABE of the customer whom an intent is of, whatever its sum.
    pub fn transfer_arrives(&mut self, intent: &str, minor: i64, moment: Moment) -> Option<()> {
        let id = self.intents.get(intent)?.customer.clone()?;
        let customer = self.customers.get_mut(&id).filter(|_| minor > 0)?;
        customer.cash = customer.cash.checked_add(minor)?;
        let json = customer.cash_json();
        self.announce("cash_balance.funds_available", json, moment);
        Some(())
    }

    /// `GET /v1/customers/{id}/cash_balance`
    pub fn cash_balance(&self, id: &str) -> Result<Value, ApiError> {
        let customer = self.customers.get(id).ok_or_else(|| ApiError::no_such("customer", id))?;
        Ok(customer.cash_json())
    }

    /// `POST /v1/payment_intents/{id}/apply_customer_balance`
    pub fn apply_balance(&mut self, id: &str, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        params.only(&["amount", "currency"])?;
        let intent = self.intents.get(id).ok_or_else(|| ApiError::no_such("payment_intent", id))?;
        let (left, customer) = (intent.amount - intent.received, intent.customer.clone());
        let is_waiting = matches!(intent.waits, Some(Waits::Transfer { .. }));
        if intent.status != IntentStatus::RequiresAction || !is_waiting {
            let message = "This PaymentIntent does not wait for a bank transfer.";
            return Err(ApiError::not_now(Some("payment_intent_unexpected_state"), message));
        }
        let amount = params.integer("amount")?.unwrap_or(left);
        let customer = customer.as_ref().and_then(|customer| self.customers.get_mut(customer));
        let customer = customer.filter(|customer| amount > 0 && amount <= left && amount <= customer.cash);
        let Some(customer) = customer else {
            return Err(ApiError::invalid("amount", "The amount is more than is left or than there is."));
        };
        customer.cash -= amount;
        if let Some(intent) = self.intents.get_mut(id) {
            intent.received += amount;
        }
        if amount == left {
            let session = self.session_of(id).ok_or_else(|| ApiError::no_such("checkout.session", id))?;
            self.settle(&session, id, Instrument::CustomerBalance, moment);
        } else if let Some(json) = self.intents.get(id).map(Intent::json) {
            self.announce("payment_intent.partially_funded", json, moment);
        }
        let intent = self.intents.get(id).ok_or_else(|| ApiError::no_such("payment_intent", id))?;
        Ok(intent.json())
    }

    /// `POST /v1/payment_intents`: takes what lies in a customer's balance, at once.
    pub fn create_intent(&mut self, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        const KNOWN: [&str; 9] = [
            "allowed_payment_method_types",
            "amount",
            "confirm",
            "currency",
            "customer",
            "description",
            "metadata",
            "payment_method_data",
            "payment_method_options",
        ];
        params.only(&KNOWN)?;
        let by_balance = params.text("payment_method_data[type]") == Some("customer_balance");
        if !by_balance || params.text("confirm") != Some("true") {
            let message = "This stand-in for Stripe makes a PaymentIntent from a customer's balance only.";
            return Err(ApiError::invalid("payment_method_data", message));
        }
        let amount = params.integer("amount")?.ok_or_else(|| ApiError::missing("amount"))?;
        let currency = params.required("currency")?.to_ascii_lowercase();
        let name = params.required("customer")?.to_owned();
        let metadata = params.metadata("metadata")?;
        let customer =
            self.customers.get_mut(&name).ok_or_else(|| ApiError::names_no("customer", "customer", &name))?;
        if amount < 1 || amount > customer.cash || currency != "mxn" {
            return Err(ApiError::invalid("amount", "There is not so much in the customer's balance."));
        }
        customer.cash -= amount;
        let intent = Intent {
            id: new_id("pi"),
            created_at: moment.now,
            status: IntentStatus::RequiresPaymentMethod,
            amount,
            currency,
            customer: Some(name),
            payment_method: None,
            description: params.text("description").map(String::from),
            metadata,
            latest_charge: None,
            last_error: None,
            unconfirmed: None,
            confirmation_page: String::new(),
            kinds: vec![Kind::CustomerBalance],
            waits: None,
            received: amount,
        };
        let id = intent.id.clone();
        self.intents.insert(id.clone(), intent);
        let gone = || ApiError::no_such("payment_intent", &id);
        let charge =
            self.add_charge(&id, Instrument::CustomerBalance, None, None, moment).ok_or_else(gone)?;
        let intent = self.intents.get_mut(&id).ok_or_else(gone)?;
        intent.status = IntentStatus::Succeeded;
        let json = intent.json();
        self.announce("charge.succeeded", charge, moment);
        self.announce("payment_intent.succeeded", json.clone(), moment);
        Ok(json)
    }

    /// `GET /v1/payment_intents`: newest first.
    pub fn list_intents(&self, params: &Params) -> Result<Value, ApiError> {
        params.only(&["created", "customer", "limit", "starting_after"])?;
        let customer = params.required("customer")?;
        let limit = usize::try_from(params.integer("limit")?.unwrap_or(10)).unwrap_or_default();
        let since = params.integer("created[gte]")?.unwrap_or(i64::MIN);
        let after = params.text("starting_after");
        // The names sort by the time at which they were given.
        let of_it = self.intents.values().rev().filter(|intent| {
            intent.customer.as_deref() == Some(customer)
                && intent.created_at.timestamp() >= since
                && after.is_none_or(|after| intent.id.as_str() < after)
        });
        let mut of_it = of_it.peekable();
        let data: Vec<Value> = of_it.by_ref().take(limit).map(Intent::json).collect();
        let has_more = of_it.peek().is_some();
        Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": "/v1/payment_intents" }))
    }

    /// The intent of an open page on which this was chosen, and for how many days a voucher is good there.
    fn chosen(&mut self, id: &str, kind: Kind, moment: Moment) -> Option<(String, i64)> {
        let session = self.sessions.get(id)?;
        let days = session.voucher_days;
        if session.status != SessionStatus::Open || !session.kinds.contains(&kind) {
            return None;
        }
        Some((self.ensure_intent(id, moment)?, days))
    }

    /// The page is done with, and the money is not there.
    fn wait(
        &mut self,
        id: &str,
        intent: &str,
        status: IntentStatus,
        waits: Option<Waits>,
        moment: Moment,
    ) -> Option<Attempt> {
        let intent = self.intents.get_mut(intent)?;
        intent.status = status;
        intent.waits = waits;
        intent.last_error = None;
        let json = intent.json();
        let session = self.sessions.get_mut(id)?;
        session.status = SessionStatus::Complete;
        let session = session.json(&moment.page(id));
        let told = match status {
            IntentStatus::Processing => "payment_intent.processing",
            _ => "payment_intent.requires_action",
        };
        self.announce(told, json, moment);
        self.announce("checkout.session.completed", session, moment);
        Some(Attempt::Paid)
    }

    fn come_to_nothing(&mut self, id: &str, why: Decline, moment: Moment) -> Option<()> {
        let intent = self.intents.get_mut(id)?;
        intent.status = IntentStatus::RequiresPaymentMethod;
        intent.last_error = Some(why);
        intent.waits = None;
        let json = intent.json();
        let session = self.session_of(id)?;
        let session = self.sessions.get(&session)?.json(&moment.page(&session));
        self.announce("payment_intent.payment_failed", json, moment);
        self.announce("checkout.session.async_payment_failed", session, moment);
        Some(())
    }

    fn waiting(&self, intent: &str) -> Option<&Intent> {
        self.intents.get(intent).filter(|intent| intent.status == IntentStatus::RequiresAction)
    }

    pub(super) fn session_of(&self, intent: &str) -> Option<String> {
        let of_it = |id: &&String| {
            self.sessions.get(*id).is_some_and(|session| session.intent.as_deref() == Some(intent))
        };
        self.sessions.keys().find(of_it).cloned()
    }
}

/// So many digits, which nobody else has.
pub(super) fn digits(count: usize) -> String {
    let text = format!("{:039}", Uuid::now_v7().as_u128() ^ Uuid::new_v4().as_u128());
    text[text.len() - count..].to_owned()
}

impl super::objects::Customer {
    /// What lies in its balance.
    pub fn cash_json(&self) -> Value {
        json!({
            "object": "cash_balance",
            "available": (self.cash > 0).then(|| json!({ "mxn": self.cash })),
            "customer": self.id,
            "livemode": false,
            "settings": { "reconciliation_mode": "manual", "using_merchant_default": false },
        })
    }
}
