//! A payment before there is any money: kept, opened at the provider, closed again.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Ground, undecodable};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PaymentId, PersonId};
use crate::payments::gateway::{Checkout, CheckoutOrder};
use crate::payments::model::{Choice, PaymentState, Plan};
use crate::policies::methods::Method;

/// A payment on its way to the provider's page.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub id: PaymentId,
    pub account: AccountId,
    pub state: PaymentState,
    pub choice: Choice,
    pub amount_minor: i64,
    /// By what it is paid; nothing where a guest chooses at the provider.
    pub method: Option<Method>,
    /// The provider's name for its page, once it has answered.
    pub checkout: Option<String>,
    pub checkout_url: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    /// The provider's word for why it failed.
    pub failure_code: Option<String>,
    /// What the provider is asked for, until it has answered.
    pub order: Option<CheckoutOrder>,
    /// It charges a kept card by itself, and the provider has not answered.
    pub is_unanswered_charge: bool,
}

impl Attempt {
    /// The provider's page, while somebody can pay there.
    pub fn open_page(&self, now: DateTime<Utc>) -> Option<&str> {
        let in_time = self.expires_at.is_none_or(|until| now < until);
        self.checkout_url.as_deref().filter(|_| self.state == PaymentState::Created && in_time)
    }

    /// Whether its page is open, or about to be.
    pub fn can_be_paid(&self, now: DateTime<Utc>) -> bool {
        let is_being_opened = self.state == PaymentState::Created && self.order.is_some();
        is_being_opened || self.open_page(now).is_some()
    }

    /// Whether it would be paid for the very same, by the same.
    pub fn is_for(&self, plan: &Plan, method: Method) -> bool {
        self.choice == plan.choice && self.amount_minor == plan.amount.minor && self.method == Some(method)
    }
}

/// Keeps everybody else waiting who would start a payment of this person on this account, until this transaction ends:
/// two tabs, one payment.
pub async fn start_alone(tx: &mut Tx, account: AccountId, person: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1, 0))",
        format!("payment {account} {person}")
    )
    .fetch_one(&mut **tx)
    .await
    .map(drop)
}

/// The payment that was made with this request key, by this person.
pub async fn made_with(tx: &mut Tx, key: Uuid, person: PersonId) -> Result<Option<PaymentId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PaymentId" from payments where request_key = $1 and started_by = $2"#,
        key,
        person.0
    )
    .fetch_optional(&mut **tx)
    .await
}

/// What this person has open at the provider for this account, and has not paid as far as we know.
pub async fn waiting(
    tx: &mut Tx,
    account: AccountId,
    person: PersonId,
) -> Result<Option<PaymentId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PaymentId" from payments
           where account_id = $1 and started_by = $2 and state = 'created' order by created_at, id limit 1"#,
        account.0,
        person.0
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Keeps a payment, before the provider hears of it.
pub async fn keep(
    tx: &mut Tx,
    ground: &Ground,
    plan: &Plan,
    key: Uuid,
    order: &CheckoutOrder,
) -> Result<(), sqlx::Error> {
    let account = &ground.account;
    let guarantee = ground.guarantee.as_ref().map(|guarantee| guarantee.party);
    let choice = serde_json::to_value(&plan.choice).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key,
           idempotency_key, checkout_order, expires_at, started_by, created_at, updated_at, guarantee_id, method_kind, saves_method)
         values ($1, $2, $3, $4, $5, $6, 'created', $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16)",
        order.payment.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        plan.amount.currency.code(),
        plan.amount.minor,
        choice,
        key,
        order.idempotency_key,
        Json(order) as _,
        order.expires_at,
        tx.actor().id(),
        tx.now(),
        guarantee.map(|party| party.0),
        order.method.kind(),
        order.keeps_card
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("start", "payment", order.payment.0, Some(account.id)).await
}

/// The payment as far as opening and closing its page goes.
pub async fn attempt(tx: &mut Tx, id: PaymentId) -> Result<Attempt, sqlx::Error> {
    let row = sqlx::query!(
        r#"select account_id as "account: AccountId", state, choice, amount_minor, provider_checkout, checkout_url, expires_at,
             failure_code, method_kind, checkout_order as "order: Json<CheckoutOrder>",
             charge_order is not null as "is_unanswered_charge!"
           from payments where id = $1"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Attempt {
        id,
        account: row.account,
        state: PaymentState::parse(&row.state).ok_or_else(|| undecodable("an unknown state of a payment"))?,
        choice: serde_json::from_value(row.choice).map_err(|error| sqlx::Error::Decode(error.into()))?,
        amount_minor: row.amount_minor,
        method: row.method_kind.as_deref().and_then(Method::of_kind),
        checkout: row.provider_checkout,
        checkout_url: row.checkout_url,
        expires_at: row.expires_at,
        failure_code: row.failure_code,
        order: row.order.map(|order| order.0),
        is_unanswered_charge: row.is_unanswered_charge,
    })
}

/// What is known of payments before the provider is asked about them.
#[derive(Debug, Default)]
pub struct Opened {
    /// Their money is in the books: nothing that the provider could say of them changes that.
    pub received: BTreeSet<PaymentId>,
    /// Their page was opened, with the provider's name for it.
    pub to_be_read: Vec<(PaymentId, String)>,
}

/// Of these payments, those whose page the provider has opened.
pub async fn opened(tx: &mut Tx, ids: BTreeSet<PaymentId>) -> Result<Opened, sqlx::Error> {
    let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: PaymentId", state = 'succeeded' as "is_received!", provider_checkout as "checkout!" from payments
           where id = any($1) and provider_checkout is not null and checkout_order is null"#,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut opened = Opened::default();
    for row in rows {
        if row.is_received {
            opened.received.insert(row.id);
        } else {
            opened.to_be_read.push((row.id, row.checkout));
        }
    }
    Ok(opened)
}

/// Whom the provider knows this account as, if it does.
pub async fn customer_of(tx: &mut Tx, account: AccountId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select customer from provider_customers where account_id = $1", account.0)
        .fetch_optional(&mut **tx)
        .await
}

/// Keeps whom the provider knows the account of a payment as, and has its order say so. Who was kept first stays.
pub async fn note_customer(tx: &mut Tx, attempt: &Attempt, customer: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into provider_customers (account_id, debtor_id, creditor_id, customer, created_at)
         select account_id, debtor_id, creditor_id, $2, $3 from payments where id = $1 on conflict do nothing",
        attempt.id.0,
        customer,
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update payments set checkout_order = jsonb_set(checkout_order, '{customer}', to_jsonb(
           (select customer from provider_customers c where c.account_id = payments.account_id)))
         where id = $1 and checkout_order is not null",
        attempt.id.0
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The provider has opened its page. An earlier doubt is settled by that.
pub async fn note_open(tx: &mut Tx, attempt: &Attempt, checkout: &Checkout) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set provider_checkout = $2, checkout_url = $3, expires_at = $4, checkout_order = null,
           state = case when state = 'unknown' then 'created' else state end, updated_at = $5
         where id = $1 and provider_checkout is null",
        attempt.id.0,
        checkout.provider_id,
        checkout.redirect_url,
        checkout.expires_at,
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("open_checkout", "payment", attempt.id.0, Some(attempt.account)).await
}

/// The provider will not open a page: nothing was charged, and nothing can be.
pub async fn note_refused(tx: &mut Tx, attempt: &Attempt, code: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set state = 'failed', failure_code = $2, checkout_order = null, updated_at = $3
         where id = $1 and provider_checkout is null and state in ('created', 'unknown')",
        attempt.id.0,
        code,
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("refuse_checkout", "payment", attempt.id.0, Some(attempt.account)).await
}

/// The provider may have opened a page or not. A job asks again soon, and after that whenever it is its turn.
pub async fn note_doubt(tx: &mut Tx, attempt: &Attempt) -> Result<(), sqlx::Error> {
    let noted = sqlx::query!(
        "update payments set state = 'unknown', updated_at = $2
         where id = $1 and provider_checkout is null and state = 'created'",
        attempt.id.0,
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    if noted.rows_affected() == 0 {
        return Ok(());
    }
    tx.audit("doubt_checkout", "payment", attempt.id.0, Some(attempt.account)).await?;
    reread_soon(tx, attempt.id, DOUBT_LASTS_AT_LEAST).await
}

/// The page was closed without having been paid: what was left, or what a bank had declined before.
pub async fn note_closed(tx: &mut Tx, attempt: &Attempt, failure: Option<&str>) -> Result<(), sqlx::Error> {
    let state = if failure.is_some() { PaymentState::Failed } else { PaymentState::Abandoned };
    sqlx::query!(
        "update payments set state = $2, failure_code = coalesce($3, failure_code), checkout_order = null, checkout_url = null,
           updated_at = $4
         where id = $1 and state in ('created', 'unknown')",
        attempt.id.0,
        state.name(),
        failure,
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("close_checkout", "payment", attempt.id.0, Some(attempt.account)).await
}

/// The kind of the job that reads a payment at the provider.
pub const REREAD_PAYMENT: &str = "reread_payment";

/// How long the provider is given after it gave no answer.
const DOUBT_LASTS_AT_LEAST: std::time::Duration = std::time::Duration::from_secs(10);

/// Has the payment read at the provider.
pub async fn reread_soon(
    tx: &mut Tx,
    payment: PaymentId,
    delay: std::time::Duration,
) -> Result<(), sqlx::Error> {
    tx.enqueue(REREAD_PAYMENT, json!({ "payment": payment }), None, delay).await.map(drop)
}

/// Has the payment read at the provider because somebody came back from its page: once in `RETURNS_APART`, however
/// often the page is loaded. Who `left` closes the page behind them.
pub async fn reread_on_return(tx: &mut Tx, payment: PaymentId, left: bool) -> Result<(), sqlx::Error> {
    let moment = Utc::now().timestamp() / RETURNS_APART_SECONDS;
    let key = format!("{REREAD_PAYMENT}:{payment}:{left}:{moment}");
    let payload = json!({ "payment": payment, "close": left });
    tx.enqueue(REREAD_PAYMENT, payload, Some(&key), std::time::Duration::ZERO).await.map(drop)
}

const RETURNS_APART_SECONDS: i64 = 5;
