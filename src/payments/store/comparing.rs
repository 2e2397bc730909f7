//! What we say of payments, to be held against what the provider says.

use chrono::{DateTime, Utc};

use super::reading::parsed_currency;
use super::transfers::Purse;
use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PaymentId};
use crate::kernel::money::Money;
use crate::payments::model::PaymentState;

/// A payment of which the provider has an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ours {
    pub id: PaymentId,
    /// The provider's name for its page; of what was taken without one, for the movement of money.
    pub checkout: String,
    pub state: PaymentState,
    pub amount: Money,
    /// The provider's name for the movement of money, once there was one.
    pub intent: Option<String>,
    /// What has gone back of it, and what banks hold or kept of it.
    pub refunded: Money,
    pub contested: Money,
}

/// Every payment whose end is not known, and every one that was begun in the last `days`; the oldest first.
pub async fn open_and_recent(tx: &mut Tx, days: i32) -> Result<Vec<Ours>, sqlx::Error> {
    let since = tx.now() - chrono::TimeDelta::days(days.into());
    let rows = sqlx::query!(
        r#"select id as "id: PaymentId", coalesce(provider_checkout, provider_payment) as "checkout!", state, currency, amount_minor, provider_payment,
             (select coalesce(sum(r.amount_minor), 0) from refunds r where r.payment_id = payments.id and r.state = 'succeeded')::bigint as "refunded!",
             (select coalesce(sum(d.amount_minor), 0) from provider_disputes d where d.payment_id = payments.id
               and d.state in ('open', 'lost'))::bigint as "contested!"
           from payments
           where coalesce(provider_checkout, provider_payment) is not null
             and (state in ('created', 'requires_action', 'processing', 'unknown') or created_at >= $1)
           order by created_at, id"#,
        since
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency = parsed_currency(&row.currency)?;
            Ok(Ours {
                intent: row.provider_payment,
                refunded: Money::new(row.refunded, currency),
                contested: Money::new(row.contested, currency),
                id: row.id,
                checkout: row.checkout,
                state: PaymentState::parse(&row.state)
                    .ok_or_else(|| undecodable("an unknown state of a payment"))?,
                amount: Money::new(row.amount_minor, currency),
            })
        })
        .collect()
}

/// What was transferred beyond what was asked for, was to be taken, and may have been or not.
pub async fn doubted(tx: &mut Tx) -> Result<Vec<(PaymentId, Money)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: PaymentId", currency, amount_minor from payments
           where state = 'unknown' and idempotency_key like 'cash:%' and provider_payment is null order by created_at, id"#
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, Money::new(row.amount_minor, parsed_currency(&row.currency)?))))
        .collect()
}

/// Whose transfers may have come since an instant.
pub async fn purses(tx: &mut Tx, since: DateTime<Utc>) -> Result<Vec<Purse>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.account_id as "account: AccountId", c.customer, a.currency
           from provider_customers c join accounts a on a.id = c.account_id
           where exists (select from payments p where p.account_id = c.account_id and p.method_kind = 'customer_balance'
             and (p.created_at >= $1 or p.state in ('created', 'requires_action', 'processing', 'unknown')))
           order by c.account_id"#,
        since
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Purse {
                account: row.account,
                customer: row.customer,
                currency: parsed_currency(&row.currency)?,
            })
        })
        .collect()
}
