//! What Stripe's objects and errors mean in our words.

use std::collections::HashMap;

use ::stripe::StripeError;
use chrono::{DateTime, Utc};
use stripe_checkout::{CheckoutSession, CheckoutSessionStatus};
use stripe_core::{Charge, Event, PaymentIntent, PaymentIntentStatus};

use crate::kernel::ids::PaymentId;
use crate::kernel::money::{Currency, Money};
use crate::payments::gateway::{
    Doubt, GatewayError, PaymentMethod, PaymentStatus, ProviderPayment, StoredEvent,
};
use crate::payments::steps::Step;

/// Under this name our payment's identifier stands in the metadata of everything that follows from an order.
pub const PAYMENT_METADATA: &str = "aldia_payment";

/// Puts together what a session and what hangs on it say about one payment.
pub fn payment(
    session: CheckoutSession,
    intent: Option<PaymentIntent>,
    charge: Option<Charge>,
) -> Result<ProviderPayment, GatewayError> {
    let status = status(session.status.as_ref(), intent.as_ref());
    let succeeded = status == PaymentStatus::Succeeded;
    let amount = match &intent {
        Some(intent) if succeeded => money(intent.amount_received, &intent.currency)?,
        _ => money(
            session.amount_total.ok_or_else(unreadable)?,
            session.currency.as_ref().ok_or_else(unreadable)?,
        )?,
    };
    let paid_at = match &charge {
        Some(charge) if succeeded || status == PaymentStatus::Processing => Some(instant(charge.created)?),
        None if succeeded => return Err(unreadable()),
        _ => None,
    };
    let reference = session
        .client_reference_id
        .as_deref()
        .or_else(|| metadata(session.metadata.as_ref(), intent.as_ref()));
    Ok(ProviderPayment {
        our_reference: reference.and_then(|text| text.parse::<PaymentId>().ok()),
        provider_id: session.id.to_string(),
        status,
        amount,
        redirect_url: session.url,
        expires_at: instant(session.expires_at)?,
        failure_code: intent.as_ref().filter(|_| !succeeded).and_then(failure_code),
        step: intent.as_ref().map(step).transpose()?.flatten(),
        charge: intent.as_ref().and_then(|intent| Some(intent.latest_charge.as_ref()?.id().to_string())),
        payment_intent: intent.map(|intent| intent.id.to_string()),
        method: charge.as_ref().and_then(payment_method),
        paid_at,
    })
}

/// What an event in a list is about.
pub fn stored_event(event: &Event) -> Result<StoredEvent, GatewayError> {
    let object = stripe_types::with_serde_json::serialize(&event.data.object, serde_json::value::Serializer)
        .map_err(|_| unreadable())?;
    let text = |key: &str| object.get(key).and_then(|value| value.as_str()).map(String::from);
    Ok(StoredEvent {
        id: event.id.to_string(),
        kind: event.type_.as_str().to_owned(),
        api_version: event.api_version.clone(),
        created_at: instant(event.created)?,
        object_id: text("id"),
        object_kind: text("object"),
        payment_intent: text("payment_intent"),
        customer: text("customer"),
        livemode: event.livemode,
    })
}

/// The rule of what is certain: Stripe said no in so many words, or nothing is certain.
pub fn doubt_or_refusal(error: StripeError) -> GatewayError {
    match error {
        StripeError::Stripe(error, status @ (400..=404)) => {
            let code = error.code.as_ref().map_or(error.type_.as_str(), |code| code.as_str());
            GatewayError::Refused { status, code: Some(code.to_owned()), parameter: error.param }
        }
        StripeError::Stripe(_, status) => GatewayError::Unknown { doubt: Doubt::Status(status) },
        StripeError::Timeout => GatewayError::Unknown { doubt: Doubt::Timeout },
        StripeError::JSONDeserialize(_) => unreadable(),
        StripeError::ClientError(_) | StripeError::ConfigError(_) => {
            GatewayError::Unknown { doubt: Doubt::Connection }
        }
    }
}

/// A moment as Stripe writes it.
pub fn instant(seconds: i64) -> Result<DateTime<Utc>, GatewayError> {
    DateTime::from_timestamp(seconds, 0).ok_or_else(unreadable)
}

/// An answer that lacks what it must have.
pub fn unreadable() -> GatewayError {
    GatewayError::Unknown { doubt: Doubt::Unreadable }
}

/// Puts together what a movement of money says that no page belongs to: it was asked for and taken in one.
pub fn payment_without_page(intent: PaymentIntent, charge: Charge) -> Result<ProviderPayment, GatewayError> {
    if intent.status != PaymentIntentStatus::Succeeded {
        return Err(unreadable());
    }
    Ok(ProviderPayment {
        provider_id: intent.id.to_string(),
        status: PaymentStatus::Succeeded,
        amount: money(intent.amount_received, &intent.currency)?,
        our_reference: metadata(None, Some(&intent)).and_then(|text| text.parse::<PaymentId>().ok()),
        redirect_url: None,
        expires_at: instant(intent.created)?,
        charge: Some(charge.id.to_string()),
        method: payment_method(&charge),
        failure_code: None,
        paid_at: Some(instant(charge.created)?),
        step: None,
        payment_intent: Some(intent.id.to_string()),
    })
}

/// The intent tells of the money, the session of the page. Words that we do not know mean: not settled, read again.
fn status(session: Option<&CheckoutSessionStatus>, intent: Option<&PaymentIntent>) -> PaymentStatus {
    use CheckoutSessionStatus::{Complete, Expired, Open};
    use PaymentIntentStatus::{
        Canceled, Processing, RequiresAction, RequiresConfirmation, RequiresPaymentMethod, Succeeded,
    };
    match (intent.map(|intent| &intent.status), session) {
        (Some(Succeeded), _) => PaymentStatus::Succeeded,
        (Some(Processing), _) => PaymentStatus::Processing,
        (_, Some(Expired)) => PaymentStatus::Expired,
        (Some(RequiresAction), _) => PaymentStatus::RequiresAction,
        (Some(Canceled), _) => PaymentStatus::Failed,
        (None | Some(RequiresPaymentMethod | RequiresConfirmation), Some(Open)) => PaymentStatus::Open,
        (Some(RequiresPaymentMethod), Some(Complete)) if intent.is_some_and(has_lapsed) => {
            PaymentStatus::Lapsed
        }
        (Some(RequiresPaymentMethod | RequiresConfirmation), Some(Complete)) => PaymentStatus::Failed,
        _ => PaymentStatus::Processing,
    }
}

/// Whether what its payer was to do ran out of time.
fn has_lapsed(intent: &PaymentIntent) -> bool {
    failure_code(intent).as_deref() == Some("payment_intent_payment_attempt_expired")
}

/// What its payer has left to do. What lacks what somebody needs in order to do it is read again.
fn step(intent: &PaymentIntent) -> Result<Option<Step>, GatewayError> {
    let Some(action) = &intent.next_action else { return Ok(None) };
    if let Some(voucher) = &action.oxxo_display_details {
        let number = voucher.number.clone().ok_or_else(unreadable)?;
        let until = instant(voucher.expires_after.ok_or_else(unreadable)?)?;
        return Ok(Some(Step::Voucher { number, until, page: voucher.hosted_voucher_url.clone() }));
    }
    let Some(transfer) = &action.display_bank_transfer_instructions else { return Ok(None) };
    let addresses = transfer.financial_addresses.iter().flatten();
    let spei = addresses.filter_map(|address| address.spei.as_ref()).next().ok_or_else(unreadable)?;
    Ok(Some(Step::Transfer {
        clabe: spei.clabe.clone(),
        bank: spei.bank_name.clone(),
        payee: spei.account_holder_name.clone(),
        reference: transfer.reference.clone(),
        missing_minor: transfer.amount_remaining.ok_or_else(unreadable)?,
        page: transfer.hosted_instructions_url.clone(),
    }))
}

fn metadata<'a>(
    session: Option<&'a HashMap<String, String>>,
    intent: Option<&'a PaymentIntent>,
) -> Option<&'a str> {
    let in_session = session.and_then(|metadata| metadata.get(PAYMENT_METADATA));
    let in_intent = || intent.and_then(|intent| intent.metadata.get(PAYMENT_METADATA));
    in_session.or_else(in_intent).map(String::as_str)
}

fn failure_code(intent: &PaymentIntent) -> Option<String> {
    let error = intent.last_payment_error.as_ref()?;
    error.decline_code.clone().or_else(|| error.code.as_ref().map(|code| code.as_str().to_owned()))
}

pub(super) fn payment_method(charge: &Charge) -> Option<PaymentMethod> {
    let details = charge.payment_method_details.as_ref()?;
    let last4 = |digits: &Option<String>| digits.clone().unwrap_or_default();
    Some(match (&details.card, &details.sepa_debit) {
        (Some(card), _) => {
            PaymentMethod::Card { brand: card.brand.clone().unwrap_or_default(), last4: last4(&card.last4) }
        }
        (None, Some(debit)) => PaymentMethod::Debit { last4: last4(&debit.last4) },
        (None, None) => PaymentMethod::Other(details.type_.clone()),
    })
}

pub(super) fn money(minor: i64, currency: &stripe_types::Currency) -> Result<Money, GatewayError> {
    let code = currency.to_string().to_ascii_uppercase();
    Ok(Money::new(minor, Currency::parse(&code).ok_or_else(unreadable)?))
}
