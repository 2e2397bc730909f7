//! What card holders contest with their banks: opened by the card that paid or by a press on the double's page, and
//! decided there.

use serde_json::{Value, json};

use super::cards::Fate;
use super::errors::ApiError;
use super::forms::Params;
use super::objects::{Dispute, DisputeStatus};
use super::state::{Moment, State, new_id};

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
            (DisputeStatus::WarningNeedsResponse, true) => {
                dispute.status = DisputeStatus::WarningClosed;
                let json = dispute.json();
                self.announce("charge.dispute.closed", json, moment);
            }
            (DisputeStatus::WarningNeedsResponse, false) => {
                dispute.status = DisputeStatus::NeedsResponse;
                dispute.withdrawn_at = Some(moment.now);
                let (json, charge) = (dispute.json(), dispute.charge.clone());
                self.charges.get_mut(&charge)?.disputed = true;
                self.announce("charge.dispute.updated", json.clone(), moment);
                self.announce("charge.dispute.funds_withdrawn", json, moment);
            }
            (DisputeStatus::NeedsResponse, true) => {
                dispute.status = DisputeStatus::Won;
                dispute.reinstated_at = Some(moment.now);
                let (json, charge) = (dispute.json(), dispute.charge.clone());
                self.charges.get_mut(&charge)?.disputed = false;
                self.announce("charge.dispute.funds_reinstated", json.clone(), moment);
                self.announce("charge.dispute.closed", json, moment);
            }
            (DisputeStatus::NeedsResponse, false) => {
                dispute.status = DisputeStatus::Lost;
                let json = dispute.json();
                self.announce("charge.dispute.closed", json, moment);
            }
            _ => return None,
        }
        Some(())
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
