//! What Stripe pays out: its payouts, and the balance transactions that each holds.

use chrono::{DateTime, Utc};
use stripe_core::balance_transaction::ListBalanceTransaction;
use stripe_core::charge::RetrieveCharge;
use stripe_core::dispute::RetrieveDispute;
use stripe_core::payout::{ListPayout, RetrievePayout};
use stripe_core::refund::RetrieveRefund;
use stripe_core::{BalanceTransaction, BalanceTransactionType, Payout, PayoutReconciliationStatus};
use stripe_types::{List, RangeQueryTs};

use crate::payments::gateway::{Answer, GatewayError};
use crate::payments::payouts::model::{MovementKind, PayoutState};
use crate::payments::payouts::provider::{Contents, PaysOut, ProviderMovement, ProviderPayout};
use crate::payments::stripe::answers::{doubt_or_refusal, instant, money};
use crate::payments::stripe::client::{StripeGateway, refused_here};

const A_PAGE: i64 = 100;

impl StripeGateway {
    async fn one_payout(&self, id: &str) -> Result<ProviderPayout, GatewayError> {
        let request = RetrievePayout::new(checked(id, &["po_"])?);
        payout(&request.send(self.client()).await.map_err(doubt_or_refusal)?)
    }

    async fn list_payouts(&self, since: DateTime<Utc>) -> Result<Vec<ProviderPayout>, GatewayError> {
        let first_page = ListPayout::new().created(RangeQueryTs::gte(since.timestamp())).limit(A_PAGE);
        let mut request = first_page.clone();
        let mut payouts = Vec::new();
        loop {
            let page: List<Payout> = request.send(self.client()).await.map_err(doubt_or_refusal)?;
            let Some(last) = page.data.last() else { break };
            request = first_page.clone().starting_after(last.id.to_string());
            for one in &page.data {
                payouts.push(payout(one)?);
            }
            if !page.has_more {
                break;
            }
        }
        payouts.reverse();
        Ok(payouts)
    }

    async fn list_movements(&self, id: &str) -> Result<Vec<ProviderMovement>, GatewayError> {
        let first_page = ListBalanceTransaction::new().payout(checked(id, &["po_"])?).limit(A_PAGE);
        let mut request = first_page.clone();
        let mut movements = Vec::new();
        loop {
            let page: List<BalanceTransaction> =
                request.send(self.client()).await.map_err(doubt_or_refusal)?;
            let Some(last) = page.data.last() else { break };
            request = first_page.clone().starting_after(last.id.to_string());
            // The payout is in its own list, as what takes all the others away.
            let held = page.data.iter().filter(|one| one.type_ != BalanceTransactionType::Payout);
            for one in held {
                movements.push(movement(one)?);
            }
            if !page.has_more {
                break;
            }
        }
        movements.reverse();
        Ok(movements)
    }

    async fn intent_of(&self, source: &str) -> Result<Option<String>, GatewayError> {
        checked(source, &[""])?;
        let intent = match source.split_once('_').map(|(kind, _)| kind) {
            Some("ch" | "py") => {
                let charge = RetrieveCharge::new(source).send(self.client()).await;
                charge.map(|charge| charge.payment_intent.map(|intent| intent.id().to_string()))
            }
            Some("re" | "pyr") => {
                let refund = RetrieveRefund::new(source).send(self.client()).await;
                refund.map(|refund| refund.payment_intent.map(|intent| intent.id().to_string()))
            }
            Some("du" | "dp") => {
                let dispute = RetrieveDispute::new(source).send(self.client()).await;
                dispute.map(|dispute| dispute.payment_intent.map(|intent| intent.id().to_string()))
            }
            _ => return Ok(None),
        };
        match intent.map_err(doubt_or_refusal) {
            Ok(intent) => Ok(intent),
            Err(GatewayError::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl PaysOut for StripeGateway {
    fn read_payout<'a>(&'a self, provider_id: &'a str) -> Answer<'a, ProviderPayout> {
        Box::pin(self.one_payout(provider_id))
    }

    fn payouts_since<'a>(&'a self, since: DateTime<Utc>) -> Answer<'a, Vec<ProviderPayout>> {
        Box::pin(self.list_payouts(since))
    }

    fn read_movements<'a>(&'a self, payout: &'a str) -> Answer<'a, Vec<ProviderMovement>> {
        Box::pin(self.list_movements(payout))
    }

    fn read_intent_of<'a>(&'a self, source: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(self.intent_of(source))
    }
}

fn payout(payout: &Payout) -> Result<ProviderPayout, GatewayError> {
    // A word that we do not know means: not settled, read again.
    let state = match payout.status.as_str() {
        "paid" => PayoutState::Paid,
        "failed" | "canceled" => PayoutState::Failed,
        _ => PayoutState::OnItsWay,
    };
    let contents = match &payout.reconciliation_status {
        PayoutReconciliationStatus::Completed => Contents::Known,
        PayoutReconciliationStatus::NotApplicable => Contents::Untold,
        _ => Contents::Awaited,
    };
    Ok(ProviderPayout {
        provider_id: payout.id.to_string(),
        amount: money(payout.amount, &payout.currency)?,
        state,
        contents,
        sent_at: instant(payout.created)?,
        // The midnight that it is written as is that of Greenwich, wherever the bank is.
        arrives_on: instant(payout.arrival_date)?.date_naive(),
        trace_key: payout.trace_id.as_ref().and_then(|trace| trace.value.clone()),
        failure_code: payout.failure_code.clone(),
    })
}

fn movement(one: &BalanceTransaction) -> Result<ProviderMovement, GatewayError> {
    use BalanceTransactionType as Type;
    let source = one.source.as_ref().map(|source| source.id().to_string());
    let is_dispute =
        source.as_deref().is_some_and(|source| source.starts_with("du_") || source.starts_with("dp_"));
    let kind = match &one.type_ {
        Type::Charge | Type::Payment => MovementKind::Charge,
        Type::Refund | Type::RefundFailure | Type::PaymentRefund | Type::PaymentFailureRefund => {
            MovementKind::Refund
        }
        Type::Adjustment if is_dispute => MovementKind::Dispute,
        Type::PayoutFailure | Type::PayoutCancel => MovementKind::Returned,
        Type::StripeFee | Type::StripeFxFee | Type::TaxFee => MovementKind::Fee,
        _ => MovementKind::Other,
    };
    Ok(ProviderMovement {
        provider_id: one.id.to_string(),
        kind,
        amount: money(one.amount, &one.currency)?,
        fee: money(one.fee, &one.currency)?,
        source,
        moved_at: instant(one.created)?,
    })
}

/// An identifier becomes part of an address; what does not look like one is not sent.
fn checked<'a>(id: &'a str, starts: &[&str]) -> Result<&'a str, GatewayError> {
    let is_plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_plain && starts.iter().any(|start| id.starts_with(start)) {
        Ok(id)
    } else {
        Err(refused_here(404, "resource_missing", "id"))
    }
}
