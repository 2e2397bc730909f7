//! Stripe as a gateway, through the client crate.
//!
//! Objects are never asked for in expanded form: the crate fails the whole answer when one inner object is not quite
//! as it expects. A request that makes something carries the key it was given and is sent once; it is for the caller
//! to repeat it under that key, or to read.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use ::stripe::{ClientBuilder, IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use chrono::{DateTime, Utc};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionAdaptivePricing,
    CreateCheckoutSessionAllowedPaymentMethodTypes, CreateCheckoutSessionCustomerCreation,
    CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData,
    CreateCheckoutSessionPaymentIntentData, CreateCheckoutSessionPaymentIntentDataSetupFutureUsage,
    CreateCheckoutSessionPaymentMethodOptions, CreateCheckoutSessionPaymentMethodOptionsCustomerBalance,
    CreateCheckoutSessionPaymentMethodOptionsCustomerBalanceBankTransfer,
    CreateCheckoutSessionPaymentMethodOptionsCustomerBalanceBankTransferType,
    CreateCheckoutSessionPaymentMethodOptionsCustomerBalanceFundingType,
    CreateCheckoutSessionPaymentMethodOptionsOxxo, ExpireCheckoutSession, ProductData,
    RetrieveCheckoutSession,
};
use stripe_checkout::{CheckoutSession, CheckoutSessionLocale, CheckoutSessionMode};
use stripe_core::charge::RetrieveCharge;
use stripe_core::event::ListEvent;
use stripe_core::payment_intent::RetrievePaymentIntent;
use stripe_core::{Event, PaymentIntent, PaymentIntentStatus};
use stripe_types::{List, RangeQueryTs};

use crate::kernel::ids::AccountId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Currency;
use crate::kernel::money::Money;
use crate::payments::gateway::{
    Answer, CashOrder, Checkout, CheckoutOrder, Gateway, GatewayError, ProviderDispute, ProviderPayment,
    ProviderRefund, RefundOrder, StoredEvent,
};
use crate::payments::stripe::answers::{
    PAYMENT_METADATA, doubt_or_refusal, instant, payment, stored_event, unreadable,
};
use crate::policies::methods::Method;

/// The events that the reconciler asks for. What else Stripe may send is kept when it arrives, but not looked for.
pub const RECONCILED_EVENTS: [&str; 26] = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",
    "payment_intent.processing",
    "payment_intent.requires_action",
    "payment_intent.partially_funded",
    "cash_balance.funds_available",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "payout.created",
    "payout.updated",
    "payout.paid",
    "payout.failed",
    "payout.canceled",
    "payout.reconciliation_completed",
];

const STRIPE_API_BASE: &str = "https://api.stripe.com/";
const EVENTS_A_PAGE: i64 = 100;

/// How to reach one account at Stripe.
#[derive(Clone)]
pub struct StripeSettings {
    /// The account's secret or restricted key.
    pub secret_key: String,
    /// Where Stripe's API is, for the double; Stripe itself if absent.
    pub api_base: Option<String>,
    /// How long one request may take.
    pub timeout: Duration,
}

impl fmt::Debug for StripeSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StripeSettings")
            .field("api_base", &self.api_base)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Settings that no client can be made from. The key itself is never part of the message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StripeSettingsError {
    #[error("the Stripe API base is not an address")]
    ApiBase,
    #[error("the Stripe secret key has characters that no key has")]
    SecretKey,
}

/// One account at Stripe.
#[derive(Clone, Debug)]
pub struct StripeGateway {
    client: ::stripe::Client,
}

impl StripeGateway {
    /// Prepares a client; nothing is sent yet.
    pub fn new(settings: &StripeSettings) -> Result<Self, StripeSettingsError> {
        let mut base = settings.api_base.clone().unwrap_or_else(|| STRIPE_API_BASE.to_owned());
        if !base.ends_with('/') {
            // Without it every address is wrong, and every answer unreadable.
            base.push('/');
        }
        if !base.starts_with("http://") && !base.starts_with("https://") {
            return Err(StripeSettingsError::ApiBase);
        }
        let client = ClientBuilder::new(settings.secret_key.clone())
            .url(base)
            .timeout(settings.timeout)
            .request_strategy(RequestStrategy::Once)
            .app_info("aldia", Some(env!("CARGO_PKG_VERSION").to_owned()), None)
            .build()
            .map_err(|error| match error {
                StripeError::ConfigError(_) => StripeSettingsError::ApiBase,
                _ => StripeSettingsError::SecretKey,
            })?;
        Ok(Self { client })
    }

    pub(super) fn client(&self) -> &::stripe::Client {
        &self.client
    }

    async fn create(&self, order: &CheckoutOrder) -> Result<Checkout, GatewayError> {
        let key = IdempotencyKey::new(&order.idempotency_key)
            .map_err(|_| refused_here(400, "idempotency_key_invalid", "idempotency_key"))?;
        let session = session_request(order)
            .customize()
            .request_strategy(RequestStrategy::Idempotent(key))
            .send(&self.client)
            .await
            .map_err(doubt_or_refusal)?;
        Ok(Checkout {
            provider_id: session.id.to_string(),
            expires_at: instant(session.expires_at)?,
            redirect_url: session.url.ok_or_else(unreadable)?,
        })
    }

    async fn read(&self, provider_id: &str) -> Result<ProviderPayment, GatewayError> {
        if provider_id.starts_with("pi_") {
            return self.read_intent(provider_id).await;
        }
        let request = RetrieveCheckoutSession::new(checked_id(provider_id)?);
        let session = request.send(&self.client).await.map_err(doubt_or_refusal)?;
        self.follow(session).await
    }

    async fn expire(&self, provider_id: &str) -> Result<ProviderPayment, GatewayError> {
        if provider_id.starts_with("pi_") {
            // A charge that nobody sits in front of has no page to close.
            return self.read_intent(provider_id).await;
        }
        let request = ExpireCheckoutSession::new(checked_id(provider_id)?);
        match request.send(&self.client).await.map_err(doubt_or_refusal) {
            Ok(session) => self.follow(session).await,
            // It has ended already, one way or the other.
            Err(GatewayError::Refused { status: 400, .. }) => self.read(provider_id).await,
            Err(error) => Err(error),
        }
    }

    /// Reads what hangs on a session, one object at a time.
    async fn follow(&self, session: CheckoutSession) -> Result<ProviderPayment, GatewayError> {
        let intent = match &session.payment_intent {
            Some(intent) => Some(
                RetrievePaymentIntent::new(intent.id()).send(&self.client).await.map_err(doubt_or_refusal)?,
            ),
            None => None,
        };
        // A charge that failed tells nothing that the intent does not.
        let charge = match &intent {
            Some(PaymentIntent {
                status: PaymentIntentStatus::Succeeded | PaymentIntentStatus::Processing,
                latest_charge: Some(charge),
                ..
            }) => Some(RetrieveCharge::new(charge.id()).send(&self.client).await.map_err(doubt_or_refusal)?),
            _ => None,
        };
        payment(session, intent, charge)
    }

    async fn list_events(&self, since: DateTime<Utc>) -> Result<Vec<StoredEvent>, GatewayError> {
        let kinds = RECONCILED_EVENTS.map(String::from);
        let first_page =
            ListEvent::new().created(RangeQueryTs::gte(since.timestamp())).types(kinds).limit(EVENTS_A_PAGE);
        let mut request = first_page.clone();
        let mut events = Vec::new();
        loop {
            let page: List<Event> = request.send(&self.client).await.map_err(doubt_or_refusal)?;
            let Some(last) = page.data.last() else { break };
            request = first_page.clone().starting_after(last.id.to_string());
            for event in &page.data {
                events.push(stored_event(event)?);
            }
            if !page.has_more {
                break;
            }
        }
        events.reverse();
        Ok(events)
    }
}

impl Gateway for StripeGateway {
    fn create_checkout<'a>(&'a self, order: &'a CheckoutOrder) -> Answer<'a, Checkout> {
        Box::pin(self.create(order))
    }

    fn read_payment<'a>(&'a self, provider_id: &'a str) -> Answer<'a, ProviderPayment> {
        Box::pin(self.read(provider_id))
    }

    fn expire_checkout<'a>(&'a self, provider_id: &'a str) -> Answer<'a, ProviderPayment> {
        Box::pin(self.expire(provider_id))
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Answer<'a, ProviderRefund> {
        Box::pin(self.send_refund(order))
    }

    fn read_refunds<'a>(&'a self, payment_intent: &'a str) -> Answer<'a, Vec<ProviderRefund>> {
        Box::pin(self.list_refunds(payment_intent))
    }

    fn read_disputes<'a>(&'a self, payment_intent: &'a str) -> Answer<'a, Vec<ProviderDispute>> {
        Box::pin(self.list_disputes(payment_intent))
    }

    fn create_customer<'a>(&'a self, account: AccountId) -> Answer<'a, String> {
        Box::pin(self.make_customer(account))
    }

    fn read_cash<'a>(&'a self, customer: &'a str, currency: Currency) -> Answer<'a, Money> {
        Box::pin(self.cash(customer, currency))
    }

    fn apply_cash<'a>(&'a self, payment_intent: &'a str, amount: Money) -> Answer<'a, ()> {
        Box::pin(self.have_pay(payment_intent, amount))
    }

    fn take_cash<'a>(&'a self, order: &'a CashOrder) -> Answer<'a, ProviderPayment> {
        Box::pin(self.take(order))
    }

    fn events_since<'a>(&'a self, since: DateTime<Utc>) -> Answer<'a, Vec<StoredEvent>> {
        Box::pin(self.list_events(since))
    }
}

fn session_request(order: &CheckoutOrder) -> CreateCheckoutSession {
    let metadata = HashMap::from([(PAYMENT_METADATA.to_owned(), order.payment.to_string())]);
    let mut price = CreateCheckoutSessionLineItemsPriceData::new(stripe_currency(order.amount.currency));
    price.unit_amount = Some(order.amount.minor);
    price.product_data = Some(ProductData::new(order.description.clone()));
    let mut line = CreateCheckoutSessionLineItems::new();
    line.price_data = Some(price);
    line.quantity = Some(1);
    let mut intent = CreateCheckoutSessionPaymentIntentData::new();
    intent.description = Some(order.description.clone());
    intent.metadata = Some(metadata.clone());
    if order.keeps_card {
        intent.setup_future_usage = Some(CreateCheckoutSessionPaymentIntentDataSetupFutureUsage::OffSession);
    }
    let request = CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .line_items([line])
        .payment_intent_data(intent)
        .client_reference_id(order.payment.to_string())
        .metadata(metadata)
        // What is owed is owed in one currency; Stripe must not offer to charge it in another.
        .adaptive_pricing(CreateCheckoutSessionAdaptivePricing { enabled: Some(false) })
        .locale(match order.lang {
            Lang::Es => CheckoutSessionLocale::EsMinus419,
            Lang::En => CheckoutSessionLocale::En,
        })
        .expires_at(order.expires_at.timestamp())
        .success_url(order.success_url.clone())
        .cancel_url(order.cancel_url.clone());
    // Stripe takes the name of somebody it knows, or an address, and not both.
    let request = match (&order.customer, &order.email) {
        (Some(customer), _) => request.customer(customer.clone()),
        (None, Some(email)) => request.customer_email(email.clone()),
        (None, None) => request,
    };
    let request = match order.keeps_card && order.customer.is_none() {
        true => request.customer_creation(CreateCheckoutSessionCustomerCreation::Always),
        false => request,
    };
    by_method(request, order)
}

/// What was chosen is the only way to pay that the page offers.
fn by_method(request: CreateCheckoutSession, order: &CheckoutOrder) -> CreateCheckoutSession {
    use CreateCheckoutSessionAllowedPaymentMethodTypes as Types;
    let mut options = CreateCheckoutSessionPaymentMethodOptions::new();
    let allowed = match order.method {
        Method::Card => Types::Card,
        Method::Oxxo => {
            let mut oxxo = CreateCheckoutSessionPaymentMethodOptionsOxxo::new();
            oxxo.expires_after_days = Some(order.voucher_days.into());
            options.oxxo = Some(oxxo);
            Types::Oxxo
        }
        Method::Spei => {
            use CreateCheckoutSessionPaymentMethodOptionsCustomerBalanceBankTransferType::MxBankTransfer;
            use CreateCheckoutSessionPaymentMethodOptionsCustomerBalanceFundingType::BankTransfer;
            let transfer =
                CreateCheckoutSessionPaymentMethodOptionsCustomerBalanceBankTransfer::new(MxBankTransfer);
            let mut balance = CreateCheckoutSessionPaymentMethodOptionsCustomerBalance::new();
            balance.funding_type = Some(BankTransfer);
            balance.bank_transfer = Some(transfer);
            options.customer_balance = Some(balance);
            Types::CustomerBalance
        }
        Method::Sepa => Types::SepaDebit,
    };
    let request = request.allowed_payment_method_types(vec![allowed]);
    match order.method {
        Method::Oxxo | Method::Spei => request.payment_method_options(options),
        Method::Card | Method::Sepa => request,
    }
}

/// An identifier becomes part of an address; what does not look like one is not sent.
fn checked_id(provider_id: &str) -> Result<&str, GatewayError> {
    let plain = provider_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain && provider_id.starts_with("cs_") {
        Ok(provider_id)
    } else {
        Err(refused_here(404, "resource_missing", "id"))
    }
}

pub(super) fn stripe_currency(currency: Currency) -> stripe_types::Currency {
    let code = currency.code().to_ascii_lowercase();
    code.parse().unwrap_or(stripe_types::Currency::Unknown(code))
}

pub(super) fn refused_here(status: u16, code: &str, parameter: &str) -> GatewayError {
    GatewayError::Refused { status, code: Some(code.to_owned()), parameter: Some(parameter.to_owned()) }
}
