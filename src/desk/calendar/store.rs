//! What is to be done on which day, in one statement. Filtered by the creditors of whoever asks, as row-level security does too.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::desk::calendar::model::EntryKind;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, StaffId};
use crate::kernel::money::{Currency, Money};

/// No month of any team has more that somebody could read.
const ENTRIES_AT_MOST: i64 = 2_000;

/// One thing to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    /// The task, the promise, the dispute or the plan.
    pub id: Uuid,
    pub on: NaiveDate,
    /// Of a task its kind, of a dispute its number, of an instalment which one it is.
    pub detail: String,
    pub account: Option<AccountId>,
    /// Whose account, and its reference.
    pub whose: Option<(String, String)>,
    pub amount: Option<Money>,
    /// Whose work it is: who has the dispute or the account, or put it off; of a promise that nobody has, who noted it.
    pub owner: Option<(StaffId, String)>,
}

/// Whose work is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Everybodys,
    Nobodys,
    Of(StaffId),
}

/// What falls on these days, by day.
pub async fn entries(
    tx: &mut Tx,
    from: NaiveDate,
    to: NaiveDate,
    today: NaiveDate,
    whose: Whose,
) -> Result<Vec<Entry>, sqlx::Error> {
    let (is_everybodys, of) = match whose {
        Whose::Everybodys => (true, None),
        Whose::Nobodys => (false, None),
        Whose::Of(staff) => (false, Some(staff.0)),
    };
    let rows = sqlx::query!(
        r#"with mine as (select creditor_id from staff_creditors where staff_id = $1),
           held as (select subject_id, staff_id from worklist_claims where until_on is null or until_on >= $4),
           things as (
             select 'task' as kind, t.id, coalesce(t.due_on, (t.created_at at time zone c.time_zone)::date) as day, t.kind as detail,
               t.account_id, null::text as currency, null::bigint as minor, h.staff_id as owner
             from tasks t join mine m on m.creditor_id = t.creditor_id join creditors c on c.id = t.creditor_id
               left join held h on h.subject_id = coalesce(t.account_id, t.id) where t.done_at is null
             union all
             select 'promise', p.id, p.promised_on, '', p.account_id, p.currency, p.amount_minor, coalesce(h.staff_id, p.staff_id)
             from promises p join mine m on m.creditor_id = p.creditor_id left join held h on h.subject_id = p.account_id
             where p.ended is null and p.promised_on between $2 and $3
             union all
             select case when d.state = 'waiting' then 'dispute_question' else 'dispute_answer' end, d.id,
               case when d.state = 'waiting' then d.asked_until else d.promised_on end, d.number, d.account_id, d.currency,
               d.amount_minor, coalesce(d.owner_id, h.staff_id)
             from disputes d join mine m on m.creditor_id = d.creditor_id left join held h on h.subject_id = d.account_id
             where d.state in ('received', 'in_review', 'waiting', 'appealed')
             union all
             select 'instalment', p.id, i.due_on, i.number::text, p.account_id, p.currency, i.amount_minor, h.staff_id
             from plans p join mine m on m.creditor_id = p.creditor_id
               join plan_parts i on i.plan_id = p.id and i.revision = p.revision
               left join held h on h.subject_id = p.account_id
             where p.state in ('active', 'behind', 'suspended') and i.due_on between $2 and $3 and i.amount_minor > 0
             union all
             select 'snooze', z.thing_id, z.until_on, z.kind, z.account_id, null, null, z.snoozed_by
             from worklist_snoozes z join mine m on m.creditor_id = z.creditor_id where z.until_on between $2 and $3)
           select t.kind as "kind!", t.id as "id!", t.day as "day!", t.detail as "detail!", t.account_id as "account?: AccountId",
             d.name as "debtor?", a.reference as "reference?", t.currency, t.minor, t.owner as "owner?: StaffId", s.name as "owner_name?"
           from things t left join accounts a on a.id = t.account_id left join debtors d on d.id = a.debtor_id
             left join staff s on s.id = t.owner
           where t.day between $2 and $3 and ($5 or t.owner is not distinct from $6)
           order by t.day, array_position(array['dispute_answer', 'promise', 'task', 'instalment', 'dispute_question', 'snooze'], t.kind),
             d.name, t.id limit $7"#,
        tx.actor().id(),
        from,
        to,
        today,
        is_everybodys,
        of,
        ENTRIES_AT_MOST
    )
    .fetch_all(&mut **tx)
    .await?;
    let entries = rows.into_iter().filter_map(|row| {
        let currency = row.currency.as_deref().and_then(Currency::parse);
        Some(Entry {
            kind: EntryKind::parse(&row.kind)?,
            id: row.id,
            on: row.day,
            detail: row.detail,
            account: row.account,
            whose: row.debtor.zip(row.reference),
            amount: row.minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency)),
            owner: row.owner.zip(row.owner_name),
        })
    });
    Ok(entries.collect())
}
