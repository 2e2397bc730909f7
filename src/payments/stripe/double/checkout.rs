//! Checkout sessions: made, paid, confirmed, declined, expired.

use serde_json::Value;

use super::cards::{Card, Decline, NOT_CONFIRMED, Verdict};
use super::errors::ApiError;
use super::forms::Params;
use super::instruments::{Instrument, Kind};
use super::objects::{Charge, Intent, IntentStatus, Session, SessionStatus};
use super::ordered::{KNOWN, expiry, kinds, total, voucher_days, web_address};
use super::state::{Moment, State, new_id};

/// What became of a try to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Paid, by this try or an earlier one.
    Paid,
    /// The card's holder must confirm.
    MustConfirm,
    /// Not paid; the page stays open.
    Declined,
    /// The page is no longer open, and was not paid.
    Closed,
}

impl State {
    /// `POST /v1/checkout/sessions`
    pub fn create_session(&mut self, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        let session = self.read_session(params, moment)?;
        let json = session.json(&moment.page(&session.id));
        self.sessions.insert(session.id.clone(), session);
        Ok(json)
    }

    /// `GET /v1/checkout/sessions/{id}`
    pub fn session_json(&self, id: &str, moment: Moment) -> Result<Value, ApiError> {
        let session = self.sessions.get(id).ok_or_else(|| ApiError::no_such("checkout.session", id))?;
        Ok(session.json(&moment.page(id)))
    }

    /// `POST /v1/checkout/sessions/{id}/expire`
    pub fn expire_session(&mut self, id: &str, moment: Moment) -> Result<Value, ApiError> {
        let session = self.sessions.get(id).ok_or_else(|| ApiError::no_such("checkout.session", id))?;
        if session.status != SessionStatus::Open {
            let message = "Only Checkout Sessions with a status in [\"open\"] can be expired.";
            return Err(ApiError::not_now(None, message));
        }
        self.close(id, moment);
        self.session_json(id, moment)
    }

    /// Closes every page that ran out of time, and every voucher.
    pub fn expire_overdue(&mut self, moment: Moment) {
        let overdue =
            |session: &&Session| session.status == SessionStatus::Open && session.expires_at <= moment.now;
        let ids: Vec<String> =
            self.sessions.values().filter(overdue).map(|session| session.id.clone()).collect();
        for id in ids {
            self.close(&id, moment);
        }
        self.expire_vouchers(moment);
    }

    /// Tries to pay with a card. A page that was paid is not paid again, however often the button is pressed.
    pub fn try_card(&mut self, id: &str, card: Card, verdict: Verdict, moment: Moment) -> Option<Attempt> {
        if let Some(attempt) = ended(self.sessions.get(id)?) {
            return Some(attempt);
        }
        if !self.sessions.get(id)?.kinds.contains(&Kind::Card) {
            return Some(Attempt::Declined);
        }
        let intent = self.ensure_intent(id, moment)?;
        match verdict {
            Verdict::Pays => self.settle(id, &intent, Instrument::Card(card), moment),
            Verdict::Declines(decline) => {
                self.decline(&intent, Some(Instrument::Card(card)), decline, moment)
            }
            Verdict::AsksToConfirm => {
                let intent = self.intents.get_mut(&intent)?;
                intent.status = IntentStatus::RequiresAction;
                intent.unconfirmed = Some(card);
                intent.last_error = None;
                let json = intent.json();
                self.announce("payment_intent.requires_action", json, moment);
                Some(Attempt::MustConfirm)
            }
        }
    }

    /// The holder of a card that asked for it has spoken. Said twice, it counts once.
    pub fn confirm(&mut self, id: &str, agreed: bool, moment: Moment) -> Option<Attempt> {
        let session = self.sessions.get(id)?;
        if let Some(attempt) = ended(session) {
            return Some(attempt);
        }
        let intent = session.intent.clone()?;
        let card = self.intents.get_mut(&intent)?.unconfirmed.take();
        match card {
            Some(card) if agreed => self.settle(id, &intent, Instrument::Card(card), moment),
            Some(_) => self.decline(&intent, None, NOT_CONFIRMED, moment),
            None => Some(Attempt::Declined),
        }
    }

    fn read_session(&self, params: &Params, moment: Moment) -> Result<Session, ApiError> {
        params.only(&KNOWN)?;
        if params.required("mode")? != "payment" {
            return Err(ApiError::invalid("mode", "This stand-in for Stripe knows the mode `payment` only."));
        }
        let (amount, currency, description) = total(params)?;
        if let Some(customer) = params.text("customer")
            && !self.customers.contains_key(customer)
        {
            return Err(ApiError::names_no("customer", "customer", customer));
        }
        let is_transfer =
            params.texts("allowed_payment_method_types").values().any(|kind| kind == "customer_balance");
        let is_manual = |name| self.customers.get(name).is_some_and(|customer| customer.is_manual);
        if is_transfer && !params.text("customer").is_some_and(is_manual) {
            let message =
                "This stand-in for Stripe takes transfers of customers with manual reconciliation only.";
            return Err(ApiError::invalid("customer", message));
        }
        if let Some(email) = params.text("customer_email")
            && !email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        {
            return Err(ApiError::coded(
                "email_invalid",
                "customer_email",
                &format!("Invalid email address: {email}"),
            ));
        }
        if params.text("client_reference_id").is_some_and(|text| text.len() > 200) {
            return Err(ApiError::invalid("client_reference_id", "At most 200 characters."));
        }
        let owned = |name: &str| params.text(name).map(String::from);
        let kinds = kinds(params, amount, &currency)?;
        Ok(Session {
            id: new_id("cs_test"),
            created_at: moment.now,
            expires_at: expiry(params, moment)?,
            status: SessionStatus::Open,
            amount,
            currency,
            description,
            success_url: web_address(params, "success_url")?
                .ok_or_else(|| ApiError::missing("success_url"))?,
            cancel_url: web_address(params, "cancel_url")?,
            client_reference_id: owned("client_reference_id"),
            customer: owned("customer"),
            saves: params.text("payment_intent_data[setup_future_usage]") == Some("off_session"),
            customer_email: owned("customer_email"),
            locale: owned("locale"),
            metadata: params.metadata("metadata")?,
            intent_metadata: params.metadata("payment_intent_data[metadata]")?,
            intent_description: owned("payment_intent_data[description]"),
            voucher_days: voucher_days(params)?,
            kinds,
            intent: None,
            is_paid: false,
        })
    }

    pub(super) fn ensure_intent(&mut self, id: &str, moment: Moment) -> Option<String> {
        let session = self.sessions.get_mut(id)?;
        if let Some(intent) = &session.intent {
            return Some(intent.clone());
        }
        let intent = Intent {
            id: new_id("pi"),
            created_at: moment.now,
            status: IntentStatus::RequiresPaymentMethod,
            amount: session.amount,
            currency: session.currency.clone(),
            customer: session.customer.clone(),
            payment_method: None,
            description: session.intent_description.clone(),
            metadata: session.intent_metadata.clone(),
            latest_charge: None,
            last_error: None,
            unconfirmed: None,
            confirmation_page: format!("{}/confirm", moment.page(id)),
            kinds: session.kinds.clone(),
            waits: None,
            received: 0,
        };
        let intent_id = intent.id.clone();
        session.intent = Some(intent_id.clone());
        let json = intent.json();
        self.intents.insert(intent_id.clone(), intent);
        self.announce("payment_intent.created", json, moment);
        Some(intent_id)
    }

    /// The money came, on the page or long after.
    pub(super) fn settle(
        &mut self,
        id: &str,
        intent: &str,
        by: Instrument,
        moment: Moment,
    ) -> Option<Attempt> {
        let email = self.sessions.get(id)?.customer_email.clone();
        if let Instrument::Card(card) = &by {
            let card = card.clone();
            self.keep_card(id, intent, &card, moment)?;
        }
        let charge = self.add_charge(intent, by, email, None, moment)?;
        let charge_id = charge["id"].as_str()?.to_owned();
        self.succeed(id, intent, charge, moment)?;
        self.meet_fate(&charge_id, moment);
        Some(Attempt::Paid)
    }

    /// The charge stands: tells of it, of its intent and of its page.
    pub(super) fn succeed(&mut self, id: &str, intent: &str, charge: Value, moment: Moment) -> Option<()> {
        let intent = self.intents.get_mut(intent)?;
        intent.status = IntentStatus::Succeeded;
        intent.last_error = None;
        intent.unconfirmed = None;
        intent.waits = None;
        let intent = intent.json();
        let session = self.sessions.get_mut(id)?;
        let was_done_with = session.status == SessionStatus::Complete;
        session.status = SessionStatus::Complete;
        session.is_paid = true;
        let session = session.json(&moment.page(id));
        self.announce("charge.succeeded", charge, moment);
        self.announce("payment_intent.succeeded", intent, moment);
        let of_session = match was_done_with {
            true => "checkout.session.async_payment_succeeded",
            false => "checkout.session.completed",
        };
        self.announce(of_session, session, moment);
        Some(())
    }

    fn decline(
        &mut self,
        intent: &str,
        by: Option<Instrument>,
        why: Decline,
        moment: Moment,
    ) -> Option<Attempt> {
        // Where the holder does not confirm, the bank is never asked for the money and there is no charge.
        let charge = match by {
            Some(by) => Some(self.add_charge(intent, by, None, Some(why), moment)?),
            None => None,
        };
        let intent = self.intents.get_mut(intent)?;
        intent.status = IntentStatus::RequiresPaymentMethod;
        intent.last_error = Some(why);
        intent.unconfirmed = None;
        let intent = intent.json();
        if let Some(charge) = charge {
            self.announce("charge.failed", charge, moment);
        }
        self.announce("payment_intent.payment_failed", intent, moment);
        Some(Attempt::Declined)
    }

    pub(super) fn add_charge(
        &mut self,
        intent: &str,
        by: Instrument,
        email: Option<String>,
        failure: Option<Decline>,
        moment: Moment,
    ) -> Option<Value> {
        let intent = self.intents.get_mut(intent)?;
        let charge = Charge {
            id: new_id("ch"),
            created_at: moment.now,
            amount: intent.amount,
            amount_refunded: 0,
            currency: intent.currency.clone(),
            by,
            customer: intent.customer.clone(),
            description: intent.description.clone(),
            email,
            is_pending: false,
            failure,
            intent: intent.id.clone(),
            metadata: intent.metadata.clone(),
            disputed: false,
        };
        intent.latest_charge = Some(charge.id.clone());
        let json = charge.json();
        self.charges.insert(charge.id.clone(), charge);
        Some(json)
    }

    fn close(&mut self, id: &str, moment: Moment) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        session.status = SessionStatus::Expired;
        let json = session.json(&moment.page(id));
        let intent = session.intent.clone().and_then(|intent| self.intents.get_mut(&intent));
        let canceled = intent.map(|intent| {
            intent.status = IntentStatus::Canceled;
            intent.unconfirmed = None;
            intent.json()
        });
        if let Some(intent) = canceled {
            self.announce("payment_intent.canceled", intent, moment);
        }
        self.announce("checkout.session.expired", json, moment);
    }
}

fn ended(session: &Session) -> Option<Attempt> {
    match session.status {
        SessionStatus::Open => None,
        SessionStatus::Complete => Some(Attempt::Paid),
        SessionStatus::Expired => Some(Attempt::Closed),
    }
}
