//! What waits for the team in every room, read together. Of each kind only the first rows are read, from an index of its own.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::desk::worklist::model::{Shelf, ThingKind, ThingRef, place};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, StaffId};
use crate::kernel::money::{Currency, Money};

/// Of each kind a page lists no more; the others follow as these are done.
pub const OF_EACH_KIND: i64 = 100;
/// A broken promise that nobody followed up in this many days is an account like the others.
const BROKEN_FOR_DAYS: i32 = 14;

/// Somebody who works on a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub staff: StaffId,
    pub name: String,
    /// When they took it on the list; none where it is theirs in its own room only.
    pub taken_at: Option<DateTime<Utc>>,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    pub is: ThingRef,
    pub account: Option<AccountId>,
    pub customer: String,
    pub reference: String,
    pub amount: Option<Money>,
    /// The day by which something was promised, or for which it was put.
    pub due_on: Option<NaiveDate>,
    /// Since when it waits.
    pub since: DateTime<Utc>,
    /// What names it: a dispute's number, a person, the kind of a task.
    pub detail: String,
    pub owner: Option<Owner>,
}

impl Thing {
    /// What is taken with it: the account, or the task that is about none.
    pub fn subject(&self) -> Uuid {
        self.account.map_or(self.is.id, |account| account.0)
    }

    fn is_on(&self, shelf: Shelf, reader: Option<Uuid>) -> bool {
        let owner = self.owner.as_ref().map(|owner| owner.staff.0);
        match shelf {
            Shelf::Team => true,
            Shelf::Mine => owner.is_some() && owner == reader,
            Shelf::Free => owner.is_none(),
        }
    }
}

/// Everything that waits on a shelf, in order; so many of each kind.
pub async fn things(
    tx: &mut Tx,
    shelf: Shelf,
    today: NaiveDate,
    of_each: i64,
) -> Result<Vec<Thing>, sqlx::Error> {
    let reader = tx.actor().id();
    let mut things = promised(tx, today, of_each).await?;
    things.extend(at_risk(tx, today, of_each).await?);
    things.retain(|thing| thing.is_on(shelf, reader));
    things.sort_by_key(|thing| {
        let minor = thing.amount.map_or(0, |amount| amount.minor);
        (place(thing.is.kind, thing.due_on, minor, today), thing.since, thing.is.id)
    });
    Ok(things)
}

struct Row {
    kind: String,
    id: Uuid,
    account: Option<AccountId>,
    customer: Option<String>,
    reference: Option<String>,
    currency: Option<String>,
    amount_minor: Option<i64>,
    due_on: Option<NaiveDate>,
    since: DateTime<Utc>,
    detail: String,
    owner: Option<StaffId>,
    owner_name: Option<String>,
    taken_at: Option<DateTime<Utc>>,
}

impl Row {
    fn thing(self) -> Option<Thing> {
        let currency = self.currency.as_deref().and_then(Currency::parse);
        let owner = self.owner.zip(self.owner_name);
        Some(Thing {
            is: ThingRef { kind: ThingKind::parse(&self.kind)?, id: self.id },
            account: self.account,
            customer: self.customer.unwrap_or_default(),
            reference: self.reference.unwrap_or_default(),
            amount: self.amount_minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency)),
            due_on: self.due_on,
            since: self.since,
            detail: self.detail,
            owner: owner.map(|(staff, name)| Owner { staff, name, taken_at: self.taken_at }),
        })
    }
}

/// What somebody was promised: an answer to a dispute, a proposal, a message or a note, and the promises of those who owe.
async fn promised(tx: &mut Tx, today: NaiveDate, of_each: i64) -> Result<Vec<Thing>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"with own as materialized (select creditor_id from staff_creditors where staff_id = $1), things as (
             (select 'dispute' as kind, d.id, d.account_id, d.amount_minor, d.promised_on as due_on, d.opened_at as since,
                d.number as detail, d.owner_id, d.opened_at as stirred_at
              from disputes d where d.creditor_id in (select creditor_id from own) and d.state in ('received', 'in_review', 'appealed')
              order by d.promised_on, d.id limit $3)
             union all
             (select 'proposal', n.id, n.account_id,
                (select o.owed_minor from offers o where o.negotiation_id = n.id order by o.version desc limit 1),
                n.answer_by, n.opened_at, '', null, n.opened_at
              from negotiations n where n.creditor_id in (select creditor_id from own) and n.state = 'with_creditor'
              order by n.opened_at, n.id limit $3)
             union all
             (select 'message', t.id, t.account_id, null, null, t.waits_since, p.name, t.owner_id, t.last_at
              from threads t join persons p on p.id = t.person_id
              where t.creditor_id in (select creditor_id from own) and t.state = 'open' and t.waits_since is not null
              order by t.waits_since, t.id limit $3)
             union all
             (select 'mention', c.note_id, c.account_id, null, null, n.written_at, s.name, c.staff_id, n.written_at
              from account_note_calls c join account_notes n on n.id = c.note_id join staff s on s.id = n.staff_id
              where c.staff_id = $1 and c.seen_at is null order by n.written_at, c.note_id limit $3)
             union all
             (select case when p.promised_on < $2 then 'promise_broken' else 'promise_due' end, p.id, p.account_id, p.amount_minor,
                p.promised_on, p.made_at, '', null, p.made_at
              from promises p where p.creditor_id in (select creditor_id from own) and p.ended is null
                and p.promised_on between $2::date - $4::integer and $2
                and promise_paid_minor(p.account_id, p.made_at, p.promised_on) < p.amount_minor
                and not exists (select from calls c where c.account_id = p.account_id and c.called_on > p.promised_on)
              order by p.promised_on, p.id limit $3)
           )
           select t.kind as "kind!", t.id as "id!", t.account_id as "account?: AccountId", d.name as "customer?", a.reference as "reference?",
             a.currency as "currency?", t.amount_minor, t.due_on, t.since as "since!", t.detail as "detail!",
             s.id as "owner?: StaffId", s.name as "owner_name?", c.taken_at as "taken_at?"
           from things t join accounts a on a.id = t.account_id join debtors d on d.id = a.debtor_id
             left join worklist_claims c on c.subject_id = t.account_id and (c.until_on is null or c.until_on >= $2)
             left join staff s on s.id = case when t.kind = 'mention' then t.owner_id else coalesce(c.staff_id, t.owner_id) end
           where not exists (select from worklist_snoozes z where z.kind = t.kind and z.thing_id = t.id and z.until_on > $2
             and z.snoozed_at >= t.stirred_at)"#,
        tx.actor().id(),
        today,
        of_each,
        BROKEN_FOR_DAYS
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(Row::thing).collect())
}

/// What goes wrong by itself: plans that are behind, charges that the bank declined, and what the portal asks to look into.
async fn at_risk(tx: &mut Tx, today: NaiveDate, of_each: i64) -> Result<Vec<Thing>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"with own as materialized (select creditor_id from staff_creditors where staff_id = $1), things as (
             (select 'plan' as kind, p.id, p.account_id, p.creditor_id,
                (select sum(b.open_minor)::bigint from plan_debts e join invoice_balances b on b.invoice_id = e.invoice_id
                 where e.plan_id = p.id and e.left_at is null) as amount_minor,
                null::date as due_on, p.signed_at as since, p.state as detail
              from plans p where p.creditor_id in (select creditor_id from own) and p.state in ('behind', 'suspended')
              order by p.suspended_on nulls last, p.id limit $3)
             union all
             (select 'autopay', c.id, c.account_id, c.creditor_id, c.amount_minor, null, c.settled_at, i.number
              from autopay_charges c join autopay_mandates m on m.id = c.mandate_id and m.ended_at is null
                join invoices i on i.id = c.invoice_id join invoice_balances b on b.invoice_id = c.invoice_id and b.open_minor > 0
              where c.creditor_id in (select creditor_id from own) and c.state in ('needs_person', 'given_up', 'over_cap')
                and not exists (select from autopay_charges later where later.invoice_id = c.invoice_id and later.round > c.round)
              order by c.settled_at, c.id limit $3)
             union all
             (select 'task', t.id, t.account_id, t.creditor_id, null, t.due_on, t.created_at, t.kind
              from tasks t where t.creditor_id in (select creditor_id from own) and t.done_at is null
                and (t.due_on is null or t.due_on <= $2)
              order by t.created_at, t.id limit $3)
           )
           select t.kind as "kind!", t.id as "id!", t.account_id as "account?: AccountId", d.name as "customer?", a.reference as "reference?",
             a.currency as "currency?", t.amount_minor, t.due_on, t.since as "since!", t.detail as "detail!",
             s.id as "owner?: StaffId", s.name as "owner_name?", c.taken_at as "taken_at?"
           from things t left join accounts a on a.id = t.account_id left join debtors d on d.id = a.debtor_id
             left join worklist_claims c on c.subject_id = coalesce(t.account_id, t.id) and (c.until_on is null or c.until_on >= $2)
             left join staff s on s.id = c.staff_id
           where not exists (select from worklist_snoozes z where z.kind = t.kind and z.thing_id = t.id and z.until_on > $2
             and z.snoozed_at >= t.since)"#,
        tx.actor().id(),
        today,
        of_each
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(Row::thing).collect())
}

/// The rows of these accounts, as things without a reason yet, in the order in which they are named.
pub async fn account_things(
    tx: &mut Tx,
    accounts: &[Uuid],
    today: NaiveDate,
) -> Result<Vec<Thing>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select 'account' as "kind!", a.id as "id!", a.id as "account?: AccountId", d.name as "customer?", a.reference as "reference?",
             a.currency as "currency?", null::bigint as amount_minor, null::date as due_on, now() as "since!", '' as "detail!",
             s.id as "owner?: StaffId", s.name as "owner_name?", c.taken_at as "taken_at?"
           from unnest($1::uuid[]) with ordinality as wanted (id, place)
             join accounts a on a.id = wanted.id join debtors d on d.id = a.debtor_id
             join staff_creditors m on m.creditor_id = a.creditor_id and m.staff_id = $2
             left join worklist_claims c on c.subject_id = a.id and (c.until_on is null or c.until_on >= $3)
             left join staff s on s.id = c.staff_id
           order by wanted.place"#,
        accounts,
        tx.actor().id(),
        today
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(Row::thing).collect())
}
