//! Cards that Stripe keeps, and charges to them while nobody is there.

use std::collections::HashMap;

use ::stripe::{IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use chrono::TimeDelta;
use stripe_checkout::checkout_session::ExpireCheckoutSession;
use stripe_core::charge::RetrieveCharge;
use stripe_core::customer::RetrievePaymentMethodCustomer;
use stripe_core::payment_intent::{
    CreatePaymentIntent, CreatePaymentIntentAutomaticPaymentMethods,
    CreatePaymentIntentAutomaticPaymentMethodsAllowRedirects, CreatePaymentIntentOffSession,
    ListPaymentIntent, RetrievePaymentIntent,
};
use stripe_core::{Charge, PaymentIntent, PaymentIntentStatus};
use stripe_types::{List, RangeQueryTs};

use super::answers::{PAYMENT_METADATA, doubt_or_refusal, instant, money, payment_method, unreadable};
use super::client::{StripeGateway, refused_here, stripe_currency};
use crate::payments::gateway::{Answer, GatewayError, PaymentStatus, ProviderPayment};
use crate::payments::saved::instruments::{ChargeOrder, Instrument, Instruments};

/// A card as Stripe answers when it is detached.
type Detached = <RetrievePaymentMethodCustomer as StripeRequest>::Output;

/// How far back of an order its charge is looked for: clocks differ.
const LOOKS_BACK: TimeDelta = TimeDelta::hours(1);
const CHARGES_A_PAGE: i64 = 100;

impl StripeGateway {
    /// What became of a charge that nobody sat in front of, or of any movement of money by its own name.
    pub(super) async fn read_intent(&self, id: &str) -> Result<ProviderPayment, GatewayError> {
        let intent = RetrievePaymentIntent::new(plain(id, "pi_")?).send(self.client()).await;
        self.follow_intent(intent.map_err(doubt_or_refusal)?).await
    }

    async fn follow_intent(&self, intent: PaymentIntent) -> Result<ProviderPayment, GatewayError> {
        let charge = match &intent.latest_charge {
            Some(charge) => {
                Some(RetrieveCharge::new(charge.id()).send(self.client()).await.map_err(doubt_or_refusal)?)
            }
            None => None,
        };
        intent_payment(intent, charge)
    }

    async fn send_charge(&self, order: &ChargeOrder) -> Result<ProviderPayment, GatewayError> {
        let key = IdempotencyKey::new(&order.idempotency_key)
            .map_err(|_| refused_here(400, "idempotency_key_invalid", "idempotency_key"))?;
        let nobody_to_redirect = CreatePaymentIntentAutomaticPaymentMethods {
            allow_redirects: Some(CreatePaymentIntentAutomaticPaymentMethodsAllowRedirects::Never),
            enabled: true,
        };
        let request = CreatePaymentIntent::new(order.amount.minor, stripe_currency(order.amount.currency))
            .customer(order.customer.clone())
            .payment_method(order.method.clone())
            .automatic_payment_methods(nobody_to_redirect)
            .description(order.description.clone())
            .metadata(HashMap::from([(PAYMENT_METADATA.to_owned(), order.payment.to_string())]))
            .off_session(CreatePaymentIntentOffSession::Bool(true))
            .confirm(true);
        let answer =
            request.customize().request_strategy(RequestStrategy::Idempotent(key)).send(self.client()).await;
        match answer {
            Ok(intent) => self.follow_intent(intent).await,
            // The bank said no: the movement of money exists, and tells why.
            Err(StripeError::Stripe(error, 402)) => match error.payment_intent {
                Some(intent) => self.follow_intent(intent).await,
                None => Err(doubt_or_refusal(StripeError::Stripe(error, 402))),
            },
            Err(error) => Err(doubt_or_refusal(error)),
        }
    }

    async fn look_for_charge(&self, order: &ChargeOrder) -> Result<Option<ProviderPayment>, GatewayError> {
        let since = (order.ordered_at - LOOKS_BACK).timestamp();
        let first_page = ListPaymentIntent::new()
            .customer(order.customer.clone())
            .created(RangeQueryTs::gte(since))
            .limit(CHARGES_A_PAGE);
        let ours = order.payment.to_string();
        let mut request = first_page.clone();
        loop {
            let page: List<PaymentIntent> = request.send(self.client()).await.map_err(doubt_or_refusal)?;
            let Some(last) = page.data.last() else { return Ok(None) };
            request = first_page.clone().starting_after(last.id.to_string());
            let found =
                page.data.into_iter().find(|intent| intent.metadata.get(PAYMENT_METADATA) == Some(&ours));
            if let Some(intent) = found {
                return self.follow_intent(intent).await.map(Some);
            }
            if !page.has_more {
                return Ok(None);
            }
        }
    }

    async fn instrument(&self, payment_intent: &str) -> Result<Option<Instrument>, GatewayError> {
        let request = RetrievePaymentIntent::new(plain(payment_intent, "pi_")?);
        let intent = request.send(self.client()).await.map_err(doubt_or_refusal)?;
        let (Some(customer), Some(method), Some(charge)) =
            (&intent.customer, &intent.payment_method, &intent.latest_charge)
        else {
            return Ok(None);
        };
        let charge = RetrieveCharge::new(charge.id()).send(self.client()).await.map_err(doubt_or_refusal)?;
        let Some(card) = charge.payment_method_details.and_then(|details| details.card) else {
            return Ok(None);
        };
        Ok(Some(Instrument {
            customer: customer.id().to_string(),
            method: method.id().to_string(),
            brand: card.brand.unwrap_or_default(),
            last4: card.last4.unwrap_or_default(),
            expires_month: i16::try_from(card.exp_month).map_err(|_| unreadable())?,
            expires_year: i16::try_from(card.exp_year).map_err(|_| unreadable())?,
        }))
    }

    async fn detach(&self, method: &str) -> Result<(), GatewayError> {
        // The client crates that are linked here have no request for it: this is another post, to its address.
        let mut request = ExpireCheckoutSession::new("").build();
        request.path = format!("/payment_methods/{}/detach", plain(method, "pm_")?);
        match request.customize::<Detached>().send(self.client()).await.map_err(doubt_or_refusal) {
            // Stripe refuses to detach what is attached to nobody.
            Ok(_) | Err(GatewayError::Refused { status: 400 | 404, .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Instruments for StripeGateway {
    fn read_instrument<'a>(&'a self, payment_intent: &'a str) -> Answer<'a, Option<Instrument>> {
        Box::pin(self.instrument(payment_intent))
    }

    fn forget_instrument<'a>(&'a self, method: &'a str) -> Answer<'a, ()> {
        Box::pin(self.detach(method))
    }

    fn charge<'a>(&'a self, order: &'a ChargeOrder) -> Answer<'a, ProviderPayment> {
        Box::pin(self.send_charge(order))
    }

    fn find_charge<'a>(&'a self, order: &'a ChargeOrder) -> Answer<'a, Option<ProviderPayment>> {
        Box::pin(self.look_for_charge(order))
    }
}

/// What a movement of money without a page says of itself.
fn intent_payment(intent: PaymentIntent, charge: Option<Charge>) -> Result<ProviderPayment, GatewayError> {
    let status = match intent.status {
        PaymentIntentStatus::Succeeded => PaymentStatus::Succeeded,
        PaymentIntentStatus::RequiresPaymentMethod | PaymentIntentStatus::Canceled => PaymentStatus::Failed,
        // Nobody is there who could confirm it with the bank.
        PaymentIntentStatus::RequiresAction | PaymentIntentStatus::RequiresConfirmation => {
            PaymentStatus::Failed
        }
        _ => PaymentStatus::Processing,
    };
    let succeeded = status == PaymentStatus::Succeeded;
    let minor = if succeeded { intent.amount_received } else { intent.amount };
    let failure = intent.last_payment_error.as_ref().and_then(|error| {
        // What says that the holder must be asked says it in either place.
        let code = error.code.as_ref().map(|code| code.as_str().to_owned());
        match code.as_deref() {
            Some("authentication_required" | "payment_intent_authentication_failure") => {
                Some("authentication_required".to_owned())
            }
            _ => error.decline_code.clone().or(code),
        }
    });
    let needs_holder = matches!(intent.status, PaymentIntentStatus::RequiresAction);
    let paid_at = match &charge {
        Some(charge) if succeeded => Some(instant(charge.created)?),
        None if succeeded => return Err(unreadable()),
        _ => None,
    };
    Ok(ProviderPayment {
        our_reference: intent.metadata.get(PAYMENT_METADATA).and_then(|text| text.parse().ok()),
        provider_id: intent.id.to_string(),
        status,
        amount: money(minor, &intent.currency)?,
        redirect_url: None,
        expires_at: instant(intent.created)?,
        failure_code: match status {
            PaymentStatus::Failed if needs_holder => Some("authentication_required".to_owned()),
            PaymentStatus::Failed => failure,
            _ => None,
        },
        charge: intent.latest_charge.as_ref().map(|charge| charge.id().to_string()),
        method: charge.as_ref().and_then(payment_method),
        step: None,
        payment_intent: Some(intent.id.to_string()),
        paid_at,
    })
}

/// An identifier becomes part of an address; what does not look like one is not sent.
fn plain<'a>(id: &'a str, start: &str) -> Result<&'a str, GatewayError> {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_plain && id.starts_with(start) { Ok(id) } else { Err(refused_here(404, "resource_missing", "id")) }
}
