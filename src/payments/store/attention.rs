//! What of payments needs a person: what nobody knows, what came back, what waits for details, and what a bank asks.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::reading::{parsed_currency, parsed_zone};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PaymentId};
use crate::kernel::money::Money;

/// Why a person must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A bank asks or contests, and waits for an answer.
    Contested,
    /// The provider did not say whether a payment was taken.
    PaymentUnknown,
    /// The provider did not say whether a refund left.
    RefundUnknown,
    /// A refund came back.
    RefundFailed,
    /// A refund waits for bank details.
    DetailsMissing,
}

/// One thing to look at.
#[derive(Clone, Debug)]
pub struct Attention {
    pub why: Why,
    pub payment: PaymentId,
    pub account: AccountId,
    pub customer: String,
    pub amount: Money,
    /// Until when something must be done, or since when it waits.
    pub at: DateTime<Utc>,
    pub has_deadline: bool,
    pub zone: Tz,
}

/// More than these would be a list that nobody finishes; the oldest and the most pressing come first.
const SHOWN: i64 = 100;
/// How long a refund that came back is shown: by then it was made anew or is on the account for good.
const CAME_BACK_WITHIN: TimeDelta = TimeDelta::days(14);

/// Everything of the creditors of whoever reads: what has a deadline first, then the oldest.
pub async fn attention(tx: &mut Tx) -> Result<Vec<Attention>, sqlx::Error> {
    let since = tx.now() - CAME_BACK_WITHIN;
    let rows = sqlx::query!(
        r#"select w.why as "why!", w.payment_id as "payment!: PaymentId", w.account_id as "account!: AccountId",
             d.name || ' (' || a.reference || ')' as "customer!", w.currency as "currency!", w.amount_minor as "minor!",
             w.at as "at!", w.deadline as "deadline!", c.time_zone
           from (
             select 'contested' as why, payment_id, account_id, creditor_id, currency, amount_minor, coalesce(answer_by, opened_at) as at,
               answer_by is not null as deadline
             from provider_disputes where state in ('inquiry', 'open')
             union all
             select case state when 'unknown' then 'refund_unknown' when 'failed' then 'refund_failed' else 'details_missing' end,
               payment_id, account_id, creditor_id, currency, amount_minor, coalesce(settled_at, decided_at), false
             from refunds where state in ('unknown', 'needs_details') or (state = 'failed' and settled_at > $2)
             union all
             select 'payment_unknown', id, account_id, creditor_id, currency, amount_minor, created_at, false
             from payments where state = 'unknown'
           ) w join accounts a on a.id = w.account_id join debtors d on d.id = a.debtor_id join creditors c on c.id = w.creditor_id
             join staff_creditors s on s.creditor_id = w.creditor_id and s.staff_id = $1
           order by w.deadline desc, w.at limit $3"#,
        tx.actor().id(),
        since,
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Attention {
                why: match row.why.as_str() {
                    "contested" => Why::Contested,
                    "payment_unknown" => Why::PaymentUnknown,
                    "refund_unknown" => Why::RefundUnknown,
                    "refund_failed" => Why::RefundFailed,
                    _ => Why::DetailsMissing,
                },
                payment: row.payment,
                account: row.account,
                customer: row.customer,
                amount: Money::new(row.minor, parsed_currency(&row.currency)?),
                at: row.at,
                has_deadline: row.deadline,
                zone: parsed_zone(&row.time_zone)?,
            })
        })
        .collect()
}
