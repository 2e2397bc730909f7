//! What the double holds for the merchant and pays out: the movements of its balance, and the payouts that take them to a
//! bank. Here a press pays out what there is; Stripe does it by the calendar.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::errors::ApiError;
use super::forms::Params;
use super::instruments::Instrument;
use super::objects::{Dispute, RefundStatus};
use super::state::{Moment, State, new_id};

/// Money sent to the merchant's bank.
#[derive(Debug, Clone)]
pub struct Payout {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub arrives_at: DateTime<Utc>,
    pub amount: i64,
    pub currency: String,
    pub status: PayoutStatus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutStatus {
    InTransit,
    Paid,
    Failed,
}

impl Payout {
    pub fn json(&self) -> Value {
        let failed = self.status == PayoutStatus::Failed;
        json!({
            "id": self.id,
            "object": "payout",
            "amount": self.amount,
            "arrival_date": self.arrives_at.timestamp(),
            "automatic": true,
            "balance_transaction": self.movement_id(),
            "created": self.created_at.timestamp(),
            "currency": self.currency,
            "description": "STRIPE PAYOUT",
            "destination": "ba_double",
            "failure_balance_transaction": failed.then(|| self.failure_id()),
            "failure_code": failed.then_some("account_closed"),
            "livemode": false,
            "metadata": {},
            "method": "standard",
            "reconciliation_status": "completed",
            "source_type": "card",
            "status": match self.status {
                PayoutStatus::InTransit => "in_transit",
                PayoutStatus::Paid => "paid",
                PayoutStatus::Failed => "failed",
            },
            "trace_id": { "status": "supported", "value": self.trace() },
            "type": "bank_account",
        })
    }

    /// By what the bank names it on its statement.
    pub fn trace(&self) -> String {
        let digits: Vec<u8> = self.id.bytes().rev().filter(u8::is_ascii_alphanumeric).take(12).collect();
        format!("STR{}", String::from_utf8_lossy(&digits).to_ascii_uppercase())
    }

    fn movement_id(&self) -> String {
        format!("txn_{}", self.id)
    }

    fn failure_id(&self) -> String {
        format!("txn_{}_failed", self.id)
    }
}

/// Something that changed what the double holds.
#[derive(Debug, Clone)]
pub struct Movement {
    pub id: String,
    at: DateTime<Utc>,
    pub amount: i64,
    pub fee: i64,
    currency: String,
    kind: &'static str,
    category: &'static str,
    source: String,
}

impl Movement {
    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "balance_transaction",
            "amount": self.amount,
            "available_on": self.at.timestamp(),
            "balance_type": "payments",
            "created": self.at.timestamp(),
            "currency": self.currency,
            "description": null,
            "exchange_rate": null,
            "fee": self.fee,
            "fee_details": [],
            "net": self.amount - self.fee,
            "reporting_category": self.category,
            "source": self.source,
            "status": "available",
            "type": self.kind,
        })
    }
}

impl State {
    /// Everything that changed what is held, the oldest first.
    pub fn movements(&self) -> Vec<Movement> {
        let mut all: Vec<Movement> = Vec::new();
        let taken = self.charges.values().filter(|charge| charge.failure.is_none() && !charge.is_pending);
        all.extend(taken.map(|charge| {
            let is_card = matches!(charge.by, Instrument::Card(_));
            let (at, amount) = (charge.created_at, charge.amount);
            let fee = fee(amount, &charge.currency);
            let kind = if is_card { "charge" } else { "payment" };
            movement(&charge.id, "", at, (amount, fee), &charge.currency, (kind, "charge"))
        }));
        for refund in self.refunds.values() {
            let (at, currency) = (refund.created_at, &refund.currency);
            all.push(movement(&refund.id, "", at, (-refund.amount, 0), currency, ("refund", "refund")));
            if refund.status == RefundStatus::Failed {
                let kinds = ("refund_failure", "refund_failure");
                all.push(movement(&refund.id, "_failed", at, (refund.amount, 0), currency, kinds));
            }
        }
        for dispute in self.disputes.values() {
            let currency = &dispute.currency;
            all.extend(dispute.withdrawn_at.map(|at| {
                let kinds = ("adjustment", "dispute");
                movement(&dispute.id, "_out", at, (-dispute.amount, Dispute::FEE), currency, kinds)
            }));
            all.extend(dispute.reinstated_at.map(|at| {
                let kinds = ("adjustment", "dispute_reversal");
                movement(&dispute.id, "_in", at, (dispute.amount, 0), currency, kinds)
            }));
        }
        let came_back = self.payouts.values().filter(|payout| payout.status == PayoutStatus::Failed);
        all.extend(came_back.map(|payout| {
            let kinds = ("payout_failure", "payout_reversal");
            movement(&payout.id, "_failed", payout.arrives_at, (payout.amount, 0), &payout.currency, kinds)
        }));
        all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        all
    }

    /// What is held in each currency and in no payout.
    pub fn held(&self) -> BTreeMap<String, i64> {
        let mut held = BTreeMap::new();
        for movement in self.movements().iter().filter(|movement| !self.paid_out.contains_key(&movement.id)) {
            *held.entry(movement.currency.clone()).or_default() += movement.amount - movement.fee;
        }
        held
    }

    /// Sends all that is held in a currency to the bank, if it is anything.
    pub fn pay_out(&mut self, currency: &str, moment: Moment) -> Option<String> {
        let held: Vec<Movement> = self
            .movements()
            .into_iter()
            .filter(|movement| movement.currency == currency && !self.paid_out.contains_key(&movement.id))
            .collect();
        let amount: i64 = held.iter().map(|movement| movement.amount - movement.fee).sum();
        if amount <= 0 {
            return None;
        }
        let payout = Payout {
            id: new_id("po"),
            created_at: moment.now,
            arrives_at: midnight(moment.now + TimeDelta::days(1)),
            amount,
            currency: currency.to_owned(),
            status: PayoutStatus::InTransit,
        };
        self.paid_out.extend(held.into_iter().map(|movement| (movement.id, payout.id.clone())));
        let (id, json) = (payout.id.clone(), payout.json());
        self.payouts.insert(id.clone(), payout);
        self.announce("payout.created", json, moment);
        Some(id)
    }

    /// The bank has it, or does not take it, which it may also say afterwards.
    pub fn settle_payout(&mut self, id: &str, arrives: bool, moment: Moment) -> Option<()> {
        let payout = self.payouts.get_mut(id)?;
        let is_over = match payout.status {
            PayoutStatus::InTransit => false,
            PayoutStatus::Paid => arrives,
            PayoutStatus::Failed => true,
        };
        if is_over {
            return None;
        }
        payout.status = if arrives { PayoutStatus::Paid } else { PayoutStatus::Failed };
        payout.arrives_at = midnight(moment.now);
        let json = payout.json();
        self.announce(if arrives { "payout.paid" } else { "payout.failed" }, json, moment);
        Some(())
    }

    /// `GET /v1/payouts`: newest first.
    pub fn list_payouts(&self, params: &Params) -> Result<Value, ApiError> {
        params.only(&["created", "limit", "starting_after"])?;
        let since = params.integer("created[gte]")?.unwrap_or(i64::MIN);
        // The names sort by the time at which they were given.
        let recent = self.payouts.values().rev().filter(|payout| payout.created_at.timestamp() >= since);
        page(recent.map(|payout| (payout.id.clone(), payout.json())), params, "/v1/payouts")
    }

    /// `GET /v1/balance_transactions`: what one payout holds, newest first, with the payout itself.
    pub fn list_movements(&self, params: &Params) -> Result<Value, ApiError> {
        params.only(&["limit", "payout", "starting_after"])?;
        let id = params.required("payout")?;
        let payout = self.payouts.get(id).ok_or_else(|| ApiError::names_no("payout", "payout", id))?;
        let kinds = ("payout", "payout");
        let itself = Movement {
            id: payout.movement_id(),
            ..movement(id, "", payout.created_at, (-payout.amount, 0), &payout.currency, kinds)
        };
        let held = self.movements().into_iter().rev();
        let held = held.filter(|movement| self.paid_out.get(&movement.id).is_some_and(|payout| payout == id));
        let all = std::iter::once(itself).chain(held).map(|movement| (movement.id.clone(), movement.json()));
        page(all, params, "/v1/balance_transactions")
    }
}

fn movement(
    source: &str,
    what: &str,
    at: DateTime<Utc>,
    (amount, fee): (i64, i64),
    currency: &str,
    (kind, category): (&'static str, &'static str),
) -> Movement {
    Movement {
        id: format!("txn_{source}{what}"),
        at,
        amount,
        fee,
        currency: currency.to_owned(),
        kind,
        category,
        source: source.to_owned(),
    }
}

/// As Stripe charges in Mexico: 3.6 % and 3 pesos, with tax; elsewhere 1.5 % and a quarter of a unit.
fn fee(amount: i64, currency: &str) -> i64 {
    let (per_mille, fixed, tax) = if currency == "mxn" { (36, 300, 16) } else { (15, 25, 0) };
    let plain = amount.saturating_mul(per_mille) / 1000 + fixed;
    plain + plain * tax / 100
}

/// Days are written as the midnight of Greenwich.
fn midnight(at: DateTime<Utc>) -> DateTime<Utc> {
    let day = at.date_naive();
    day.and_hms_opt(0, 0, 0).map_or(at, |midnight| midnight.and_utc())
}

/// A page of a list that goes from the newest to the oldest.
fn page(all: impl Iterator<Item = (String, Value)>, params: &Params, url: &str) -> Result<Value, ApiError> {
    let limit = usize::try_from(params.integer("limit")?.unwrap_or(10)).unwrap_or_default();
    let all: Vec<(String, Value)> = all.collect();
    let after = params.text("starting_after");
    let from = after.and_then(|after| all.iter().position(|(id, _)| id == after)).map_or(0, |at| at + 1);
    let data: Vec<Value> = all[from..].iter().take(limit).map(|(_, json)| json.clone()).collect();
    let has_more = from + data.len() < all.len();
    Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": url }))
}
