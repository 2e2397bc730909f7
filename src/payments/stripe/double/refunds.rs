//! Refunds: to the card that paid, at once.

use serde_json::Value;

use super::errors::ApiError;
use super::forms::Params;
use super::objects::Refund;
use super::state::{Moment, State, new_id};

const KNOWN: [&str; 5] = ["amount", "charge", "metadata", "payment_intent", "reason"];
const REASONS: [&str; 3] = ["duplicate", "fraudulent", "requested_by_customer"];

impl State {
    /// `POST /v1/refunds`
    pub fn create_refund(&mut self, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        params.only(&KNOWN)?;
        let metadata = params.metadata("metadata")?;
        let reason = params.text("reason").map(String::from);
        if reason.as_deref().is_some_and(|reason| !REASONS.contains(&reason)) {
            return Err(ApiError::invalid("reason", "Invalid reason."));
        }
        let asked = params.integer("amount")?;
        let id = self.refunded_charge(params)?;
        let charge = self.charges.get_mut(&id).ok_or_else(|| ApiError::names_no("charge", "charge", &id))?;
        if charge.failure.is_some() {
            return Err(ApiError::not_now(None, "This charge did not succeed and cannot be refunded."));
        }
        let left = charge.amount - charge.amount_refunded;
        if left == 0 {
            let message = format!("Charge {id} has already been refunded.");
            return Err(ApiError::not_now(Some("charge_already_refunded"), &message));
        }
        let amount = asked.unwrap_or(left);
        if amount < 1 {
            return Err(ApiError::coded("parameter_invalid_integer", "amount", "Invalid positive integer."));
        }
        if amount > left {
            let message =
                format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).");
            return Err(ApiError::invalid("amount", &message));
        }
        charge.amount_refunded += amount;
        let charge_json = charge.json();
        let refund = Refund {
            id: new_id("re"),
            created_at: moment.now,
            amount,
            currency: charge.currency.clone(),
            charge: id,
            intent: charge.intent.clone(),
            reason,
            metadata,
        };
        let json = refund.json();
        self.refunds.insert(refund.id.clone(), refund);
        self.announce("refund.created", json.clone(), moment);
        self.announce("charge.refunded", charge_json, moment);
        Ok(json)
    }

    /// The charge itself, or the one that an intent ended in.
    fn refunded_charge(&self, params: &Params) -> Result<String, ApiError> {
        if let Some(charge) = params.text("charge") {
            return Ok(charge.to_owned());
        }
        let id = params.text("payment_intent").ok_or_else(|| ApiError::missing("charge"))?;
        let intent =
            self.intents.get(id).ok_or_else(|| ApiError::names_no("payment_intent", "payment_intent", id))?;
        let message = format!("This PaymentIntent ({id}) does not have a successful charge to refund.");
        intent.latest_charge.clone().ok_or_else(|| ApiError::not_now(None, &message))
    }
}
