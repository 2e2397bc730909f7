//! Accounts to think about handing on: late for long, and with nothing under way.

use chrono::NaiveDate;

use crate::handing::model::CANDIDATE_DAYS;
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountId;
use crate::kernel::money::{Currency, Money};

/// Of more than these the latest to pay are listed.
const SHOWN: i64 = 500;

/// An account that is late for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub account: AccountId,
    pub reference: String,
    pub debtor_name: String,
    pub open: Money,
    /// The due day of what is late for longest.
    pub oldest_due_on: NaiveDate,
    pub days_late: i32,
}

/// Accounts with something past due for ninety days or more, without a plan, a dispute, a promise, a legal status or a
/// hand-over; those that are late for longest first.
pub async fn candidates(tx: &mut Tx, today: NaiveDate) -> Result<Vec<Candidate>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select a.id as "account: AccountId", a.reference, d.name as debtor_name, a.currency, late.open_minor as "open_minor!",
             late.oldest_due_on as "oldest_due_on!"
           from (
             select b.account_id, sum(b.open_minor)::bigint as open_minor, min(i.due_on) as oldest_due_on
             from staff_creditors s join invoice_balances b on b.creditor_id = s.creditor_id join invoices i on i.id = b.invoice_id
             where s.staff_id = $1 and b.open_minor > 0 and i.voided_on is null group by b.account_id
             having min(i.due_on) <= $2::date - $3::integer
           ) late join accounts a on a.id = late.account_id join debtors d on d.id = a.debtor_id
           where (a.promised_on is null or a.promised_on < $2)
             and not exists (select from plans p where p.account_id = a.id and p.state in ('active', 'behind'))
             and not exists (select from negotiations n where n.account_id = a.id and n.state in ('with_creditor', 'to_sign'))
             and not exists (select from disputes x where x.account_id = a.id and x.state in ('received', 'in_review', 'waiting', 'appealed'))
             and not exists (select from legal_statuses l where l.account_id = a.id and l.from_on <= $2
               and (l.until_on is null or l.until_on >= $2))
             and not exists (select from handovers h where h.account_id = a.id and h.state in ('asked', 'standing'))
           order by late.oldest_due_on, late.open_minor desc, a.id limit $4"#,
        tx.actor().id(),
        today,
        CANDIDATE_DAYS,
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency =
                Currency::parse(&row.currency).ok_or_else(|| super::undecodable("an unknown currency"))?;
            Ok(Candidate {
                account: row.account,
                reference: row.reference,
                debtor_name: row.debtor_name,
                open: Money::new(row.open_minor, currency),
                oldest_due_on: row.oldest_due_on,
                days_late: i32::try_from((today - row.oldest_due_on).num_days()).unwrap_or(i32::MAX),
            })
        })
        .collect()
}
