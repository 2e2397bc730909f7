//! Transfers that are waited for on an account, and what came beyond them.

use uuid::Uuid;

use super::reading::parsed_currency;
use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PaymentId};
use crate::kernel::money::{Currency, Money};
use crate::payments::gateway::CashOrder;
use crate::payments::model::Choice;
use crate::policies::methods::Method;

/// Whose transfers an account's are.
#[derive(Clone, Debug)]
pub struct Purse {
    pub account: AccountId,
    pub customer: String,
    pub currency: Currency,
}

/// The account that the provider knows by this name.
pub async fn purse_of(tx: &mut Tx, customer: &str) -> Result<Option<Purse>, sqlx::Error> {
    select(tx, Some(customer), None).await
}

/// Whom the provider knows the account of a payment as.
pub async fn purse_for(tx: &mut Tx, payment: PaymentId) -> Result<Option<Purse>, sqlx::Error> {
    select(tx, None, Some(payment)).await
}

/// A transfer that is waited for.
#[derive(Clone, Debug)]
pub struct WaitedFor {
    pub payment: PaymentId,
    /// The provider's name for its page, and for its movement of money.
    pub checkout: String,
    pub intent: String,
}

/// The transfers that are waited for on an account, the oldest first.
pub async fn waited_for(tx: &mut Tx, account: AccountId) -> Result<Vec<WaitedFor>, sqlx::Error> {
    sqlx::query_as!(
        WaitedFor,
        r#"select id as "payment: PaymentId", provider_checkout as "checkout!", provider_payment as "intent!" from payments
           where account_id = $1 and state in ('created', 'requires_action', 'unknown') and method_kind = $2
             and provider_checkout is not null and provider_payment is not null
           order by created_at, id"#,
        account.0,
        Method::Spei.kind()
    )
    .fetch_all(&mut **tx)
    .await
}

/// Keeps a payment of what came beyond everything that was asked for, before the provider is asked for it: it pays
/// nothing and is its debtor's credit. One that is being taken already is answered, whatever its amount.
pub async fn keep_beyond(tx: &mut Tx, purse: &Purse, cash: Money) -> Result<CashOrder, sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", format!("cash {}", purse.account))
        .fetch_one(&mut **tx)
        .await?;
    if let Some(before) = being_taken(tx, purse).await? {
        return Ok(before);
    }
    let payment = PaymentId::new();
    let choice = serde_json::to_value(Choice::Invoices { invoices: Vec::new() })
        .map_err(|_| undecodable("a choice that is none"))?;
    let idempotency_key = format!("cash:{payment}");
    sqlx::query!(
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key,
           idempotency_key, method_kind, created_at, updated_at)
         select $1, account_id, debtor_id, creditor_id, $3, $4, 'processing', $5, $6, $7, $8, $9, $9
         from provider_customers where account_id = $2",
        payment.0,
        purse.account.0,
        cash.currency.code(),
        cash.minor,
        choice,
        Uuid::now_v7(),
        idempotency_key,
        Method::Spei.kind(),
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("take_cash", "payment", payment.0, Some(purse.account)).await?;
    Ok(CashOrder { payment, customer: purse.customer.clone(), amount: cash, idempotency_key })
}

/// What is being taken of an account, if something is.
pub async fn being_taken(tx: &mut Tx, purse: &Purse) -> Result<Option<CashOrder>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: PaymentId", amount_minor, idempotency_key from payments
           where account_id = $1 and state in ('processing', 'unknown') and idempotency_key like 'cash:%' limit 1"#,
        purse.account.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| CashOrder {
        payment: row.id,
        customer: purse.customer.clone(),
        amount: Money::new(row.amount_minor, purse.currency),
        idempotency_key: row.idempotency_key,
    }))
}

/// The provider did not let it be taken: somebody else took it, or it is not there.
pub async fn note_not_taken(tx: &mut Tx, order: &CashOrder) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set state = 'abandoned', updated_at = $2 where id = $1 and state in ('processing', 'unknown')",
        order.payment.0,
        tx.now()
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

async fn select(
    tx: &mut Tx,
    customer: Option<&str>,
    payment: Option<PaymentId>,
) -> Result<Option<Purse>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select c.account_id as "account: AccountId", c.customer, a.currency
           from provider_customers c join accounts a on a.id = c.account_id
           where c.customer = $1 or c.account_id = (select account_id from payments where id = $2)"#,
        customer,
        payment.map(|payment| payment.0)
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Purse { account: row.account, customer: row.customer, currency: parsed_currency(&row.currency)? })
    })
    .transpose()
}
