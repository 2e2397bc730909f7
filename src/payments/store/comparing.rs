//! What we say of payments, to be held against what the provider says.

use super::reading::parsed_currency;
use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::PaymentId;
use crate::kernel::money::Money;
use crate::payments::model::PaymentState;

/// A payment of which the provider has an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ours {
    pub id: PaymentId,
    /// The provider's name for its page.
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
        r#"select id as "id: PaymentId", provider_checkout as "checkout!", state, currency, amount_minor, provider_payment,
             (select coalesce(sum(r.amount_minor), 0) from refunds r where r.payment_id = payments.id and r.state = 'succeeded')::bigint as "refunded!",
             (select coalesce(sum(d.amount_minor), 0) from provider_disputes d where d.payment_id = payments.id
               and d.state in ('open', 'lost'))::bigint as "contested!"
           from payments
           where provider_checkout is not null
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
