//! Refunds: to the card that paid, at once unless the card says otherwise.

use serde_json::{Value, json};

use super::cards::Fate;
use super::errors::ApiError;
use super::forms::Params;
use super::objects::{Refund, RefundStatus};
use super::state::{Moment, State, new_id};

const KNOWN: [&str; 5] = ["amount", "charge", "metadata", "payment_intent", "reason"];
const LISTED_BY: [&str; 2] = ["limit", "payment_intent"];
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
        if charge.failure.is_some() || charge.is_pending {
            return Err(ApiError::not_now(None, "This charge did not succeed and cannot be refunded."));
        }
        if !charge.by.can_be_refunded() {
            let message = "This payment method does not support refunds.";
            return Err(ApiError::not_now(Some("charge_not_refundable"), message));
        }
        if charge.disputed {
            let message = format!("Charge {id} has been charged back; cannot issue a refund.");
            return Err(ApiError::not_now(Some("charge_disputed"), &message));
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
            status: match charge.by.fate() {
                Fate::RefundPending => RefundStatus::Pending,
                Fate::RefundNeedsDetails => RefundStatus::RequiresAction,
                _ => RefundStatus::Succeeded,
            },
        };
        let comes_back = charge.by.fate() == Fate::RefundFails;
        let (id, json) = (refund.id.clone(), refund.json());
        self.refunds.insert(id.clone(), refund);
        self.announce("refund.created", json.clone(), moment);
        self.announce("charge.refunded", charge_json, moment);
        if comes_back {
            self.settle_refund(&id, false, moment);
        }
        Ok(json)
    }

    /// A refund arrives, or comes back. One that has come back stays so.
    pub fn settle_refund(&mut self, id: &str, arrives: bool, moment: Moment) -> Option<()> {
        let refund = self.refunds.get_mut(id)?;
        if refund.status == RefundStatus::Failed {
            return None;
        }
        refund.status = if arrives { RefundStatus::Succeeded } else { RefundStatus::Failed };
        let json = refund.json();
        if !arrives {
            let (charge, amount) = (refund.charge.clone(), refund.amount);
            self.charges.get_mut(&charge)?.amount_refunded -= amount;
            self.announce("refund.failed", json.clone(), moment);
        }
        self.announce("refund.updated", json, moment);
        Some(())
    }

    /// `GET /v1/refunds`: newest first.
    pub fn list_refunds(&self, params: &Params) -> Result<Value, ApiError> {
        params.only(&LISTED_BY)?;
        let intent = params.required("payment_intent")?;
        let mut found: Vec<&Refund> =
            self.refunds.values().filter(|refund| refund.intent == intent).collect();
        found.reverse();
        let data: Vec<Value> = found.into_iter().map(Refund::json).collect();
        Ok(json!({ "object": "list", "data": data, "has_more": false, "url": "/v1/refunds" }))
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
