//! What the portal asks the team to do, the oldest first. Filtered by the creditors of whoever asks, as row-level security
//! does too.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::contact::model::Channel;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, TaskId};

/// Of more than these the first are shown, and how many there are.
const TASKS_SHOWN: i64 = 50;

/// Something the portal asks the team to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub kind: TaskKind,
    /// Since when it waits, or for which day it was put.
    pub since: NaiveDate,
    /// Whom it is about.
    pub person: Option<String>,
    /// At which address, where there is one that the team can see.
    pub address: Option<String>,
    /// How the notice travelled that it is about.
    pub channel: Option<Channel>,
    /// Whose account, where it is about one.
    pub account: Option<(AccountId, String)>,
}

/// What is to be looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// Somebody said "I am not this person", and the address was suspended.
    WrongPerson,
    /// The same about a notice that went to no address of ours.
    WrongPersonElsewhere,
    /// The other side does not take what is sent there.
    AddressRefused,
    /// Somebody who paid by a link paid more than was open: it is theirs to have back.
    GuestPaidTooMuch,
    /// The law has no rate for today, or one that the terms exceed: no interest is charged.
    InterestBarred,
    /// Somebody wants letters only, and a notice to them was not sent.
    WriteLetter,
    /// Whoever called said that they would try again on this day.
    CallAgain,
    /// A kind that this version does not know.
    Other,
}

impl TaskKind {
    /// By the names that the database has.
    pub fn of(kind: &str, about: &str) -> Self {
        match (kind, about) {
            ("wrong_person", "contact_point") => Self::WrongPerson,
            ("wrong_person", _) => Self::WrongPersonElsewhere,
            ("address_refused", _) => Self::AddressRefused,
            ("guest_paid_too_much", _) => Self::GuestPaidTooMuch,
            ("interest_barred", _) => Self::InterestBarred,
            ("call_again", _) => Self::CallAgain,
            ("write_letter", _) => Self::WriteLetter,
            _ => Self::Other,
        }
    }
}

/// What waits for the team of whoever asks, and how much there is in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenTasks {
    pub tasks: Vec<Task>,
    pub total: u64,
}

pub async fn open_tasks(tx: &mut Tx) -> Result<OpenTasks, sqlx::Error> {
    select(tx, None).await
}

/// What waits about one account, or about the people linked to it.
pub async fn tasks_about(tx: &mut Tx, account: &Account) -> Result<Vec<Task>, sqlx::Error> {
    select(tx, Some(account.id.0)).await.map(|open| open.tasks)
}

/// What was asked is done. Answers whether there is such a task among those of whoever says so; one that is closed
/// already stays as it was.
pub async fn close(tx: &mut Tx, id: TaskId) -> Result<bool, sqlx::Error> {
    let found = sqlx::query!(
        r#"select t.account_id as "account: AccountId", t.done_at is null as "is_open!"
           from tasks t join staff_creditors s on s.creditor_id = t.creditor_id and s.staff_id = $2
           where t.id = $1 for update of t"#,
        id.0,
        tx.actor().id()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(task) = found else { return Ok(false) };
    if task.is_open {
        let now = tx.now();
        sqlx::query!("update tasks set done_at = $2 where id = $1", id.0, now).execute(&mut **tx).await?;
        tx.audit("close", "task", id.0, task.account).await?;
    }
    Ok(true)
}

async fn select(tx: &mut Tx, account: Option<Uuid>) -> Result<OpenTasks, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select t.id as "id: TaskId", t.kind, t.about_kind, coalesce(t.due_on, (t.created_at at time zone c.time_zone)::date) as "since!", a.id as "account?: AccountId",
             a.reference as "reference?", d.name as "debtor?", p.name as "person?", point.address as "address?",
             n.channel as "channel?", count(*) over () as "total!"
           from tasks t join staff_creditors s on s.creditor_id = t.creditor_id and s.staff_id = $1
             join creditors c on c.id = t.creditor_id
             left join accounts a on a.id = t.account_id left join debtors d on d.id = a.debtor_id
             left join contact_points point on t.about_kind = 'contact_point' and point.id = t.about_id
             left join notices n on t.about_kind = 'notice' and n.id = t.about_id
             left join persons p on p.id = coalesce(point.person_id, n.person_id)
           where t.done_at is null and ($2::uuid is null or t.account_id = $2 or (t.account_id is null and exists (
               select from parties q where q.account_id = $2 and q.person_id = p.id)))
           order by coalesce(t.due_on, (t.created_at at time zone c.time_zone)::date), t.created_at, t.id limit $3"#,
        tx.actor().id(),
        account,
        TASKS_SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let total = rows.first().map_or(0, |row| row.total.unsigned_abs());
    let tasks = rows.into_iter().map(|row| Task {
        id: row.id,
        kind: TaskKind::of(&row.kind, &row.about_kind),
        since: row.since,
        person: row.person,
        address: row.address,
        channel: row.channel.as_deref().and_then(Channel::parse),
        account: row
            .account
            .zip(row.debtor.zip(row.reference))
            .map(|(id, (debtor, reference))| (id, format!("{debtor} ({reference})"))),
    });
    Ok(OpenTasks { tasks: tasks.collect(), total })
}
