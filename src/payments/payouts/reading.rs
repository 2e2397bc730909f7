//! Payouts as they are read: by the team, and to be held against the provider's.

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::db::Tx;
use crate::kernel::ids::{BankLineId, PaymentId, PayoutId};
use crate::kernel::money::Money;
use crate::payments::payouts::model::{Moved, MovementKind, PayoutState};
use crate::payments::store::reading::parsed_currency;

/// A payout as the team reads it.
#[derive(Clone, Debug)]
pub struct Payout {
    pub id: PayoutId,
    pub creditor_name: String,
    /// The provider's name for it.
    pub name: String,
    pub state: PayoutState,
    pub is_told: bool,
    /// What was taken from payers; what went back to them; what banks took; what the provider kept; and what else there was.
    pub gross: Money,
    pub refunds: Money,
    pub disputes: Money,
    pub fees: Money,
    pub others: Money,
    /// What arrives.
    pub net: Money,
    /// What arrives for all whose money is in it.
    pub whole: Money,
    pub sent_at: DateTime<Utc>,
    pub arrives_on: NaiveDate,
    pub trace_key: String,
    pub failure_code: Option<String>,
    /// The line of the bank that it was seen in, and its day.
    pub seen: Option<(BankLineId, NaiveDate)>,
}

/// A movement as the team reads it.
#[derive(Clone, Debug)]
pub struct Movement {
    pub moved: Moved,
    pub payment: Option<PaymentId>,
    pub customer: Option<String>,
    pub source: String,
    pub moved_at: DateTime<Utc>,
}

/// Payouts to the creditors of whoever reads, the latest first, and how many there are.
pub async fn payouts(tx: &mut Tx, skip: u64, most: u64) -> Result<(Vec<Payout>, u64), sqlx::Error> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "total!" from payouts p join staff_creditors s on s.creditor_id = p.creditor_id and s.staff_id = $1"#,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await?;
    let found = select(tx, None, skip, most).await?;
    Ok((found, total.unsigned_abs()))
}

/// One payout, if it is of a creditor of whoever reads.
pub async fn payout(tx: &mut Tx, id: PayoutId) -> Result<Payout, sqlx::Error> {
    select(tx, Some(id), 0, 1).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// What a payout holds, the oldest first.
pub async fn movements(tx: &mut Tx, id: PayoutId) -> Result<Vec<Movement>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select m.kind, m.amount_minor, m.fee_minor, m.payment_id as "payment: PaymentId", d.name as "customer?", m.source, m.moved_at
           from payout_movements m left join payments p on p.id = m.payment_id left join debtors d on d.id = p.debtor_id
           where m.payout_id = $1 order by m.position"#,
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Movement {
            moved: Moved {
                kind: MovementKind::parse(&row.kind).unwrap_or(MovementKind::Other),
                amount_minor: row.amount_minor,
                fee_minor: row.fee_minor,
                is_ours: row.payment.is_some(),
            },
            payment: row.payment,
            customer: row.customer,
            source: row.source,
            moved_at: row.moved_at,
        })
        .collect())
}

async fn select(tx: &mut Tx, id: Option<PayoutId>, skip: u64, most: u64) -> Result<Vec<Payout>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PayoutId", c.name as creditor, p.provider_payout, p.currency, p.amount_minor, p.whole_minor, p.state, p.is_told,
             p.sent_at, p.arrives_on, p.trace_key, p.failure_code,
             coalesce(m.gross, 0)::bigint as "gross!", coalesce(m.refunds, 0)::bigint as "refunds!", coalesce(m.disputes, 0)::bigint as "disputes!",
             coalesce(m.fees, 0)::bigint as "fees!", coalesce(m.others, 0)::bigint as "others!",
             l.id as "line?: BankLineId", l.booked_on as "booked_on?"
           from payouts p join creditors c on c.id = p.creditor_id
             join staff_creditors s on s.creditor_id = p.creditor_id and s.staff_id = $1
             left join lateral (
               select sum(amount_minor) filter (where kind = 'charge') as gross, sum(amount_minor) filter (where kind = 'refund') as refunds,
                 sum(amount_minor) filter (where kind = 'dispute') as disputes,
                 -sum(fee_minor) + coalesce(sum(amount_minor) filter (where kind = 'fee'), 0) as fees,
                 sum(amount_minor) filter (where kind in ('returned', 'other')) as others
               from payout_movements m where m.payout_id = p.id) m on true
             left join bank_arrivals a on a.payout_id = p.id left join bank_lines l on l.id = a.bank_line_id
           where $2::uuid is null or p.id = $2
           order by p.arrives_on desc, p.sent_at desc, p.id desc offset $3 limit $4"#,
        tx.actor().id(),
        id.map(|id| id.0),
        i64::try_from(skip).unwrap_or(i64::MAX),
        i64::try_from(most).unwrap_or(i64::MAX)
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency = parsed_currency(&row.currency)?;
            let money = |minor| Money::new(minor, currency);
            Ok(Payout {
                id: row.id,
                creditor_name: row.creditor,
                name: row.provider_payout,
                state: PayoutState::parse(&row.state)
                    .ok_or_else(|| sqlx::Error::Decode("an unknown state of a payout".into()))?,
                is_told: row.is_told,
                gross: money(row.gross),
                refunds: money(row.refunds),
                disputes: money(row.disputes),
                fees: money(row.fees),
                others: money(row.others),
                net: money(row.amount_minor),
                whole: money(row.whole_minor),
                sent_at: row.sent_at,
                arrives_on: row.arrives_on,
                trace_key: row.trace_key,
                failure_code: row.failure_code,
                seen: row.line.zip(row.booked_on),
            })
        })
        .collect()
}

/// A payout, to be held against the provider's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The provider's name for it.
    pub name: String,
    pub whole: Money,
    pub state: PayoutState,
}

/// The payouts that were sent since an instant, whoever's money is in them.
pub async fn sent_since(tx: &mut Tx, since: DateTime<Utc>) -> Result<Vec<Sent>, sqlx::Error> {
    let rows = sqlx::query!(
        "select distinct on (provider_payout) provider_payout, currency, whole_minor, state from payouts where sent_at >= $1
         order by provider_payout, id",
        since
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let whole = Money::new(row.whole_minor, parsed_currency(&row.currency)?);
            let state = PayoutState::parse(&row.state).unwrap_or(PayoutState::OnItsWay);
            Ok(Sent { name: row.provider_payout, whole, state })
        })
        .collect()
}
