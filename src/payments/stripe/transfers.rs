//! Transfers at Stripe: whom an account is known as, what lies in its balance, and what that pays. Reconciliation is
//! manual: Stripe by itself would have whatever comes pay whatever it fits, and override what its payer chose.

use std::collections::HashMap;

use ::stripe::{IdempotencyKey, RequestStrategy, StripeRequest};
use stripe_core::cash_balance::RetrieveCashBalance;
use stripe_core::charge::RetrieveCharge;
use stripe_core::customer::{
    CreateCustomer, CreateCustomerCashBalance, CreateCustomerCashBalanceSettings,
    CreateCustomerCashBalanceSettingsReconciliationMode,
};
use stripe_core::payment_intent::{
    ApplyCustomerBalancePaymentIntent, CreatePaymentIntent, CreatePaymentIntentPaymentMethodData,
    CreatePaymentIntentPaymentMethodDataType, ListPaymentIntent,
};
use stripe_core::{PaymentIntent, PaymentIntentAllowedPaymentMethodTypes};

use crate::kernel::ids::AccountId;
use crate::kernel::money::{Currency, Money};
use crate::payments::gateway::{CashOrder, GatewayError, ProviderPayment};
use crate::payments::stripe::answers::{
    PAYMENT_METADATA, doubt_or_refusal, payment_without_page, unreadable,
};
use crate::payments::stripe::client::{StripeGateway, refused_here, stripe_currency};
use crate::payments::stripe::returns::checked_intent;

/// Under this name our account's identifier stands in the metadata of Stripe's customer.
const ACCOUNT_METADATA: &str = "aldia_account";
/// How far back in what a customer paid it is looked.
const AT_MOST: i64 = 100;

impl StripeGateway {
    pub(super) async fn make_customer(&self, account: AccountId) -> Result<String, GatewayError> {
        let mut settings = CreateCustomerCashBalanceSettings::new();
        settings.reconciliation_mode = Some(CreateCustomerCashBalanceSettingsReconciliationMode::Manual);
        let mut balance = CreateCustomerCashBalance::new();
        balance.settings = Some(settings);
        let customer = CreateCustomer::new()
            .cash_balance(balance)
            .metadata(HashMap::from([(ACCOUNT_METADATA.to_owned(), account.to_string())]))
            .customize()
            .request_strategy(RequestStrategy::Idempotent(key(&format!("customer:{account}"))?))
            .send(self.client())
            .await
            .map_err(doubt_or_refusal)?;
        Ok(customer.id.to_string())
    }

    pub(super) async fn cash(&self, customer: &str, currency: Currency) -> Result<Money, GatewayError> {
        let request = RetrieveCashBalance::new(checked_customer(customer)?);
        let balance = request.send(self.client()).await.map_err(doubt_or_refusal)?;
        let code = currency.code().to_ascii_lowercase();
        let available = balance.available.as_ref().and_then(|sums| sums.get(&code)).copied();
        Ok(Money::new(available.unwrap_or_default(), currency))
    }

    pub(super) async fn have_pay(&self, intent: &str, amount: Money) -> Result<(), GatewayError> {
        ApplyCustomerBalancePaymentIntent::new(checked_intent(intent)?)
            .amount(amount.minor)
            .currency(stripe_currency(amount.currency))
            .send(self.client())
            .await
            .map(drop)
            .map_err(doubt_or_refusal)
    }

    /// A key is forgotten after a day, so what was taken under it is looked for before it is asked for.
    pub(super) async fn take(&self, order: &CashOrder) -> Result<ProviderPayment, GatewayError> {
        let intent = match self.taken(order).await? {
            Some(intent) => intent,
            None => self.ask_for(order).await?,
        };
        let charge = intent.latest_charge.as_ref().ok_or_else(unreadable)?.id().clone();
        let charge = RetrieveCharge::new(charge).send(self.client()).await.map_err(doubt_or_refusal)?;
        payment_without_page(intent, charge)
    }

    async fn taken(&self, order: &CashOrder) -> Result<Option<PaymentIntent>, GatewayError> {
        let request = ListPaymentIntent::new().customer(checked_customer(&order.customer)?).limit(AT_MOST);
        let page = request.send(self.client()).await.map_err(doubt_or_refusal)?;
        let ours = order.payment.to_string();
        Ok(page.data.into_iter().find(|intent| intent.metadata.get(PAYMENT_METADATA) == Some(&ours)))
    }

    async fn ask_for(&self, order: &CashOrder) -> Result<PaymentIntent, GatewayError> {
        use CreatePaymentIntentPaymentMethodDataType::CustomerBalance;
        let metadata = HashMap::from([(PAYMENT_METADATA.to_owned(), order.payment.to_string())]);
        CreatePaymentIntent::new(order.amount.minor, stripe_currency(order.amount.currency))
            .customer(checked_customer(&order.customer)?)
            .allowed_payment_method_types(vec![PaymentIntentAllowedPaymentMethodTypes::CustomerBalance])
            .payment_method_data(CreatePaymentIntentPaymentMethodData::new(CustomerBalance))
            .confirm(true)
            .metadata(metadata)
            .customize()
            .request_strategy(RequestStrategy::Idempotent(key(&order.idempotency_key)?))
            .send(self.client())
            .await
            .map_err(doubt_or_refusal)
    }
}

fn key(text: &str) -> Result<IdempotencyKey, GatewayError> {
    IdempotencyKey::new(text).map_err(|_| refused_here(400, "idempotency_key_invalid", "idempotency_key"))
}

/// An identifier becomes part of an address; what does not look like one is not sent.
fn checked_customer(customer: &str) -> Result<&str, GatewayError> {
    let plain = customer.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain && customer.starts_with("cus_") {
        Ok(customer)
    } else {
        Err(refused_here(404, "resource_missing", "customer"))
    }
}
