//! Money on its way back, at Stripe: refunds, and what card holders contest with their banks.

use std::collections::HashMap;

use ::stripe::{IdempotencyKey, RequestStrategy, StripeRequest};
use chrono::{DateTime, Utc};
use stripe_core::dispute::ListDispute;
use stripe_core::refund::{CreateRefund, ListRefund};
use stripe_core::{Dispute, DisputeStatus, Refund};

use crate::kernel::ids::RefundId;
use crate::kernel::money::Money;
use crate::payments::gateway::{GatewayError, ProviderDispute, ProviderRefund, RefundOrder};
use crate::payments::model::returns::{DisputeState, RefundState};
use crate::payments::stripe::answers::{PAYMENT_METADATA, doubt_or_refusal, instant, money, unreadable};
use crate::payments::stripe::client::{StripeGateway, refused_here};

/// Under this name our refund's identifier stands in the metadata of Stripe's.
pub const REFUND_METADATA: &str = "aldia_refund";

const AT_MOST: i64 = 100;

impl StripeGateway {
    pub(super) async fn send_refund(&self, order: &RefundOrder) -> Result<ProviderRefund, GatewayError> {
        let key = IdempotencyKey::new(&order.idempotency_key)
            .map_err(|_| refused_here(400, "idempotency_key_invalid", "idempotency_key"))?;
        let metadata = HashMap::from([
            (REFUND_METADATA.to_owned(), order.refund.to_string()),
            (PAYMENT_METADATA.to_owned(), order.payment.to_string()),
        ]);
        let made = CreateRefund::new()
            .payment_intent(checked_intent(&order.payment_intent)?)
            .amount(order.amount.minor)
            .metadata(metadata)
            .customize()
            .request_strategy(RequestStrategy::Idempotent(key))
            .send(self.client())
            .await
            .map_err(doubt_or_refusal)?;
        refund(&made)
    }

    pub(super) async fn list_refunds(&self, intent: &str) -> Result<Vec<ProviderRefund>, GatewayError> {
        let request = ListRefund::new().payment_intent(checked_intent(intent)?).limit(AT_MOST);
        let page = request.send(self.client()).await.map_err(doubt_or_refusal)?;
        let mut refunds = page.data.iter().map(refund).collect::<Result<Vec<_>, _>>()?;
        refunds.reverse();
        Ok(refunds)
    }

    pub(super) async fn list_disputes(&self, intent: &str) -> Result<Vec<ProviderDispute>, GatewayError> {
        let request = ListDispute::new().payment_intent(checked_intent(intent)?).limit(AT_MOST);
        let page = request.send(self.client()).await.map_err(doubt_or_refusal)?;
        let mut disputes = page.data.iter().map(dispute).collect::<Result<Vec<_>, _>>()?;
        disputes.reverse();
        Ok(disputes)
    }
}

fn refund(refund: &Refund) -> Result<ProviderRefund, GatewayError> {
    let ours = refund.metadata.as_ref().and_then(|metadata| metadata.get(REFUND_METADATA));
    Ok(ProviderRefund {
        provider_id: refund.id.to_string(),
        our_reference: ours.and_then(|id| id.parse::<RefundId>().ok()),
        amount: money(refund.amount, &refund.currency)?,
        // A word that we do not know means: not settled, read again.
        status: match refund.status.as_deref() {
            Some("succeeded") => RefundState::Succeeded,
            Some("failed" | "canceled") => RefundState::Failed,
            Some("requires_action") => RefundState::NeedsDetails,
            _ => RefundState::Pending,
        },
        failure_code: refund.failure_reason.clone(),
        created_at: instant(refund.created)?,
    })
}

pub(super) fn dispute(dispute: &Dispute) -> Result<ProviderDispute, GatewayError> {
    let amount = money(dispute.amount, &dispute.currency)?;
    let movements = &dispute.balance_transactions;
    let withdrawn = movements.iter().any(|movement| movement.amount < 0);
    // A fee in another currency is settled with the payouts, and not here.
    let fees = movements.iter().filter(|movement| movement.currency == dispute.currency);
    let fee_minor = fees.map(|movement| movement.fee).sum::<i64>().max(0);
    let status = match &dispute.status {
        DisputeStatus::Won => DisputeState::Won,
        DisputeStatus::Lost => DisputeState::Lost,
        DisputeStatus::WarningClosed | DisputeStatus::Prevented => DisputeState::Closed,
        DisputeStatus::NeedsResponse | DisputeStatus::UnderReview => DisputeState::Open,
        _ if withdrawn => DisputeState::Open,
        _ => DisputeState::Inquiry,
    };
    let answer_by: Option<DateTime<Utc>> = dispute.evidence_details.due_by.map(instant).transpose()?;
    Ok(ProviderDispute {
        provider_id: dispute.id.to_string(),
        amount,
        status,
        withdrawn: withdrawn || matches!(status, DisputeState::Open | DisputeState::Lost),
        reason: dispute.reason.clone(),
        fee: Money::new(fee_minor, amount.currency),
        answer_by,
        opened_at: instant(dispute.created)?,
    })
}

/// An identifier becomes part of an address; what does not look like one is not sent.
pub(super) fn checked_intent(intent: &str) -> Result<&str, GatewayError> {
    let plain = intent.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain && intent.starts_with("pi_") { Ok(intent) } else { Err(unreadable()) }
}
