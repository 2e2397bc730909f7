//! What card holders contest with their banks: opened by the card that paid or by a press on the double's page, and
//! decided there.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cards::Fate;
use super::errors::ApiError;
use super::forms::Params;
use super::objects::{Dispute, DisputeStatus};
use super::state::{Moment, State, new_id};

/// What can be said to a bank in words.
const EVIDENCE: [&str; 7] = [
    "access_activity_log",
    "customer_email_address",
    "customer_name",
    "product_description",
    "service_date",
    "uncategorized_text",
    "refund_refusal_explanation",
];
const LISTED_BY: [&str; 2] = ["limit", "payment_intent"];

impl State {
    /// What comes after a charge.
    pub fn meet_fate(&mut self, charge: &str, moment: Moment) -> Option<()> {
        match self.charges.get(charge)?.by.fate() {
            Fate::Disputed(reason) => self.dispute(charge, reason, false, moment).map(drop),
            Fate::Inquired => self.dispute(charge, "fraudulent", true, moment).map(drop),
            _ => None,
        }
    }

    /// The holder contests what is left of a charge. An inquiry moves no money.
    pub fn dispute(
        &mut self,
        charge: &str,
        reason: &'static str,
        inquiry: bool,
        moment: Moment,
    ) -> Option<String> {
        let contested = self.charges.get_mut(charge)?;
        let amount = contested.amount - contested.amount_refunded;
        let can_be = contested.failure.is_none() && !contested.is_pending && contested.by.can_be_contested();
        if !can_be || contested.disputed || amount == 0 {
            return None;
        }
        contested.disputed = !inquiry;
        let dispute = Dispute {
            id: new_id("du"),
            created_at: moment.now,
            amount,
            currency: contested.currency.clone(),
            charge: charge.to_owned(),
            intent: contested.intent.clone(),
            reason,
            status: if inquiry { DisputeStatus::WarningNeedsResponse } else { DisputeStatus::NeedsResponse },
            withdrawn_at: (!inquiry).then_some(moment.now),
            reinstated_at: None,
            evidence: BTreeMap::new(),
        };
        let (id, json) = (dispute.id.clone(), dispute.json());
        self.disputes.insert(id.clone(), dispute);
        self.announce("charge.dispute.created", json.clone(), moment);
        if !inquiry {
            self.announce("charge.dispute.funds_withdrawn", json, moment);
        }
        Some(id)
    }

    /// The bank decides. An inquiry is closed if the account's owner is believed, and turns into a dispute if not.
    pub fn decide_dispute(&mut self, id: &str, won: bool, moment: Moment) -> Option<()> {
        let dispute = self.disputes.get_mut(id)?;
        match (dispute.status, won) {
            (DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningUnderReview, true) => {
                dispute.status = DisputeStatus::WarningClosed;
                let json = dispute.json();
                self.announce("charge.dispute.closed", json, moment);
            }
            (DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningUnderReview, false) => {
                dispute.status = DisputeStatus::NeedsResponse;
                dispute.withdrawn_at = Some(moment.now);
                let (json, charge) = (dispute.json(), dispute.charge.clone());
                self.charges.get_mut(&charge)?.disputed = true;
                self.announce("charge.dispute.updated", json.clone(), moment);
                self.announce("charge.dispute.funds_withdrawn", json, moment);
            }
            (DisputeStatus::NeedsResponse | DisputeStatus::UnderReview, true) => {
                dispute.status = DisputeStatus::Won;
                dispute.reinstated_at = Some(moment.now);
                let (json, charge) = (dispute.json(), dispute.charge.clone());
                self.charges.get_mut(&charge)?.disputed = false;
                self.announce("charge.dispute.funds_reinstated", json.clone(), moment);
                self.announce("charge.dispute.closed", json, moment);
            }
            (DisputeStatus::NeedsResponse | DisputeStatus::UnderReview, false) => {
                dispute.status = DisputeStatus::Lost;
                let json = dispute.json();
                self.announce("charge.dispute.closed", json, moment);
            }
            _ => return None,
        }
        Some(())
    }

    /// `POST /v1/disputes/{id}`: evidence, which goes to the bank at once and can be put to it once.
    pub fn update_dispute(&mut self, id: &str, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        params.only(&["evidence", "submit"])?;
        let evidence = params.texts("evidence");
        if let Some(unknown) = evidence.keys().find(|name| !EVIDENCE.contains(&name.as_str())) {
            return Err(ApiError::invalid(
                &format!("evidence[{unknown}]"),
                "This is no evidence that is known.",
            ));
        }
        let dispute = self.disputes.get_mut(id).ok_or_else(|| ApiError::no_such("dispute", id))?;
        let next = match dispute.status {
            DisputeStatus::NeedsResponse => DisputeStatus::UnderReview,
            DisputeStatus::WarningNeedsResponse => DisputeStatus::WarningUnderReview,
            _ => return Err(ApiError::not_now(None, "This dispute has been responded to, or is closed.")),
        };
        if evidence.is_empty() || params.text("submit") != Some("true") {
            return Err(ApiError::invalid(
                "submit",
                "This stand-in for Stripe takes evidence whole, at once.",
            ));
        }
        if moment.now > dispute.due_by() {
            return Err(ApiError::not_now(None, "The time to respond to this dispute is over."));
        }
        dispute.evidence = evidence;
        dispute.status = next;
        let json = dispute.json();
        self.announce("charge.dispute.updated", json.clone(), moment);
        Ok(json)
    }

    /// `POST /v1/disputes/{id}/close`: the merchant lets the money go.
    pub fn close_dispute(&mut self, id: &str, moment: Moment) -> Result<Value, ApiError> {
        let dispute = self.disputes.get_mut(id).ok_or_else(|| ApiError::no_such("dispute", id))?;
        if dispute.status != DisputeStatus::NeedsResponse {
            return Err(ApiError::not_now(None, "This dispute has been responded to, or is closed."));
        }
        dispute.status = DisputeStatus::Lost;
        let json = dispute.json();
        self.announce("charge.dispute.closed", json.clone(), moment);
        Ok(json)
    }

    /// `GET /v1/disputes`: newest first.
    pub fn list_disputes(&self, params: &Params) -> Result<Value, ApiError> {
        params.only(&LISTED_BY)?;
        let intent = params.required("payment_intent")?;
        let mut found: Vec<&Dispute> =
            self.disputes.values().filter(|dispute| dispute.intent == intent).collect();
        found.reverse();
        let data: Vec<Value> = found.into_iter().map(Dispute::json).collect();
        Ok(json!({ "object": "list", "data": data, "has_more": false, "url": "/v1/disputes" }))
    }
}
