//! Checkout sessions: made, paid, confirmed, declined, expired.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::cards::{Card, Decline, NOT_CONFIRMED, Verdict};
use super::errors::ApiError;
use super::forms::Params;
use super::instruments::{Instrument, Kind};
use super::objects::{Charge, Intent, IntentStatus, Session, SessionStatus};
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

/// Parameters that are understood, or that change nothing here.
const KNOWN: [&str; 17] = [
    "adaptive_pricing",
    "allowed_payment_method_types",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_creation",
    "customer_email",
    "expires_at",
    "line_items",
    "locale",
    "metadata",
    "mode",
    "payment_intent_data",
    "payment_method_options",
    "submit_type",
    "success_url",
    "ui_mode",
];

/// The least that Stripe charges, where it says so.
const LEAST: [(&str, i64); 4] = [("mxn", 1_000), ("usd", 50), ("eur", 50), ("gbp", 30)];
const MOST: i64 = 99_999_999;

fn ended(session: &Session) -> Option<Attempt> {
    match session.status {
        SessionStatus::Open => None,
        SessionStatus::Complete => Some(Attempt::Paid),
        SessionStatus::Expired => Some(Attempt::Closed),
    }
}

/// The sum of the lines, its currency, and what the first line is for.
fn total(params: &Params) -> Result<(i64, String, String), ApiError> {
    let lines = params.elements("line_items");
    let first = lines.first().ok_or_else(|| ApiError::missing("line_items"))?;
    let currency = params.required(&format!("{first}[price_data][currency]"))?.to_ascii_lowercase();
    let description = params.required(&format!("{first}[price_data][product_data][name]"))?.to_owned();
    let mut sum = 0_i64;
    for line in &lines {
        if !params.required(&format!("{line}[price_data][currency]"))?.eq_ignore_ascii_case(&currency) {
            return Err(ApiError::invalid("line_items", "All prices must be in one currency."));
        }
        let unit_path = format!("{line}[price_data][unit_amount]");
        let unit = params.integer(&unit_path)?.ok_or_else(|| ApiError::missing(&unit_path))?;
        let quantity = params.integer(&format!("{line}[quantity]"))?.unwrap_or(1);
        if unit < 0 || quantity < 1 {
            return Err(ApiError::coded("parameter_invalid_integer", &unit_path, "Invalid integer."));
        }
        let amount = unit.checked_mul(quantity).and_then(|amount| sum.checked_add(amount));
        sum = amount.filter(|sum| *sum <= MOST).ok_or_else(too_large)?;
    }
    let least = LEAST.iter().find(|(code, _)| *code == currency).map_or(1, |(_, least)| *least);
    if sum < least {
        let message = "The Checkout Session's total amount due is below the least that can be charged.";
        return Err(ApiError::coded("amount_too_small", "line_items", message));
    }
    Ok((sum, currency, description))
}

/// By what can be paid: what is asked for, each within its bounds, or a card.
fn kinds(params: &Params, amount: i64, currency: &str) -> Result<Vec<Kind>, ApiError> {
    const NAME: &str = "allowed_payment_method_types";
    let mut kinds = Vec::new();
    for name in params.texts(NAME).into_values() {
        let kind = Kind::parse(&name).ok_or_else(|| {
            ApiError::invalid(
                NAME,
                &format!("This stand-in for Stripe does not know the payment method `{name}`."),
            )
        })?;
        if let Some((only, least, most)) = kind.bounds() {
            if currency != only {
                let message = format!("The payment method `{name}` only supports the currency `{only}`.");
                return Err(ApiError::invalid(NAME, &message));
            }
            if amount < least || amount > most {
                let code = if amount < least { "amount_too_small" } else { "amount_too_large" };
                return Err(ApiError::coded(
                    code,
                    "line_items",
                    &format!("`{name}` does not take this amount."),
                ));
            }
        }
        if kind == Kind::CustomerBalance {
            bank_transfer(params)?;
        }
        kinds.push(kind);
    }
    if kinds.is_empty() {
        kinds.push(Kind::Card);
    }
    Ok(kinds)
}

/// A transfer needs somebody whose balance it fills, and says of which kind it is.
fn bank_transfer(params: &Params) -> Result<(), ApiError> {
    const OPTIONS: &str = "payment_method_options[customer_balance]";
    params.required("customer")?;
    if params.required(&format!("{OPTIONS}[funding_type]"))? != "bank_transfer" {
        return Err(ApiError::invalid(OPTIONS, "The funding type must be `bank_transfer`."));
    }
    if params.required(&format!("{OPTIONS}[bank_transfer][type]"))? != "mx_bank_transfer" {
        return Err(ApiError::invalid(OPTIONS, "This stand-in for Stripe knows `mx_bank_transfer` only."));
    }
    Ok(())
}

fn voucher_days(params: &Params) -> Result<i64, ApiError> {
    const NAME: &str = "payment_method_options[oxxo][expires_after_days]";
    let days = params.integer(NAME)?.unwrap_or(3);
    if (1..=7).contains(&days) { Ok(days) } else { Err(ApiError::invalid(NAME, "From 1 to 7 days.")) }
}

fn too_large() -> ApiError {
    let message = "The Checkout Session's total amount must be no more than 99999999 in the smallest unit.";
    ApiError::coded("amount_too_large", "line_items", message)
}

fn expiry(params: &Params, moment: Moment) -> Result<DateTime<Utc>, ApiError> {
    let latest = moment.now + TimeDelta::hours(24);
    let Some(seconds) = params.integer("expires_at")? else { return Ok(latest) };
    // Stripe counts in whole seconds.
    let soonest = moment.now.timestamp() + TimeDelta::minutes(30).num_seconds();
    if seconds < soonest || seconds > latest.timestamp() {
        let message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from creation.";
        return Err(ApiError::invalid("expires_at", message));
    }
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| ApiError::invalid("expires_at", "Invalid timestamp."))
}

fn web_address(params: &Params, name: &str) -> Result<Option<String>, ApiError> {
    let Some(text) = params.text(name) else { return Ok(None) };
    match url::Url::parse(text) {
        // Kept as it was written: a place for the session's identifier in it must survive.
        Ok(address) if matches!(address.scheme(), "http" | "https") && text.is_ascii() => {
            Ok(Some(text.to_owned()))
        }
        _ => Err(ApiError::coded("url_invalid", name, "Not a valid URL.")),
    }
}
