//! Stripe's objects of money on its way back: refunds, and what card holders contest.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// Money on its way back.
#[derive(Debug, Clone)]
pub struct Refund {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub amount: i64,
    pub currency: String,
    pub charge: String,
    pub intent: String,
    pub reason: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub status: RefundStatus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundStatus {
    Pending,
    RequiresAction,
    Succeeded,
    Failed,
}

impl Refund {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "refund",
            "amount": self.amount,
            "charge": self.charge,
            "created": self.created_at.timestamp(),
            "currency": self.currency,
            "metadata": self.metadata,
            "payment_intent": self.intent,
            "reason": self.reason,
            "failure_reason": (self.status == RefundStatus::Failed).then_some("expired_or_canceled_card"),
            "status": match self.status {
                RefundStatus::Pending => "pending",
                RefundStatus::RequiresAction => "requires_action",
                RefundStatus::Succeeded => "succeeded",
                RefundStatus::Failed => "failed",
            },
        })
    }
}

/// What a card's holder contests with their bank.
#[derive(Debug, Clone)]
pub struct Dispute {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub amount: i64,
    pub currency: String,
    pub charge: String,
    pub intent: String,
    pub reason: &'static str,
    pub status: DisputeStatus,
    /// When the money was taken from the account, and when it was given back.
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub reinstated_at: Option<DateTime<Utc>>,
    /// What was put to the bank, by Stripe's names for it.
    pub evidence: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeStatus {
    WarningNeedsResponse,
    WarningUnderReview,
    WarningClosed,
    NeedsResponse,
    UnderReview,
    Won,
    Lost,
}

impl Dispute {
    /// What Stripe charges for one, in the smallest unit.
    pub const FEE: i64 = 30_000;
    const ANSWER_WITHIN: TimeDelta = TimeDelta::days(9);

    /// Until when evidence can be put to the bank.
    pub fn due_by(&self) -> DateTime<Utc> {
        self.created_at + Self::ANSWER_WITHIN
    }

    pub fn json(&self) -> Value {
        let mut evidence = json!(self.evidence);
        evidence["enhanced_evidence"] = json!({});
        let withdrawn = self.withdrawn_at.map(|at| self.movement(at, -self.amount, Self::FEE));
        let reinstated = self.reinstated_at.map(|at| self.movement(at, self.amount, 0));
        let is_open = self.is_open();
        json!({
            "id": self.id,
            "object": "dispute",
            "amount": self.amount,
            "balance_transactions": withdrawn.into_iter().chain(reinstated).collect::<Vec<Value>>(),
            "charge": self.charge,
            "created": self.created_at.timestamp(),
            "currency": self.currency,
            "enhanced_eligibility_types": [],
            "evidence": evidence,
            "evidence_details": {
                "due_by": is_open.then(|| self.due_by().timestamp()),
                "enhanced_eligibility": {}, "has_evidence": !self.evidence.is_empty(), "past_due": false,
                "submission_count": i32::from(!self.evidence.is_empty()),
            },
            "is_charge_refundable": self.status == DisputeStatus::WarningNeedsResponse,
            "livemode": false,
            "metadata": {},
            "payment_intent": self.intent,
            "reason": self.reason,
            "status": match self.status {
                DisputeStatus::WarningNeedsResponse => "warning_needs_response",
                DisputeStatus::WarningUnderReview => "warning_under_review",
                DisputeStatus::UnderReview => "under_review",
                DisputeStatus::WarningClosed => "warning_closed",
                DisputeStatus::NeedsResponse => "needs_response",
                DisputeStatus::Won => "won",
                DisputeStatus::Lost => "lost",
            },
        })
    }

    /// Whether the bank has not decided.
    pub fn is_open(&self) -> bool {
        use DisputeStatus::{NeedsResponse, UnderReview, WarningNeedsResponse, WarningUnderReview};
        matches!(self.status, NeedsResponse | UnderReview | WarningNeedsResponse | WarningUnderReview)
    }

    fn movement(&self, at: DateTime<Utc>, amount: i64, fee: i64) -> Value {
        let side = if amount < 0 { "out" } else { "in" };
        json!({
            "id": format!("txn_{}_{side}", self.id),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": at.timestamp(),
            "balance_type": "payments",
            "created": at.timestamp(),
            "currency": self.currency,
            "description": null,
            "exchange_rate": null,
            "fee": fee,
            "fee_details": [],
            "net": amount - fee,
            "reporting_category": if amount < 0 { "dispute" } else { "dispute_reversal" },
            "source": self.id,
            "status": "available",
            "type": "adjustment",
        })
    }
}
