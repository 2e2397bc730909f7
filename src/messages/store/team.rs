//! What the team does around a conversation: the inbox, notes, whose it is, and closing it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::kernel::db::Tx;
use crate::kernel::ids::{CreditorId, DisputeId, PlanId, StaffId, ThreadId, ThreadNoteId};
use crate::messages::model::{CloseReason, Matter, Shelf};
use crate::messages::store::reading::Thread;
use crate::messages::store::saying::tell_closed;
use crate::opinions::model::Closed;
use crate::opinions::store::ask;

/// What the team says to itself.
#[derive(Clone, Debug)]
pub struct Note {
    pub by: String,
    pub words: String,
    pub mentions: Vec<String>,
    pub written_at: DateTime<Utc>,
}

/// One line of the inbox.
#[derive(Clone, Debug)]
pub struct InboxLine {
    pub id: ThreadId,
    pub person_name: String,
    pub debtor_name: String,
    pub reference: String,
    pub matter: Matter,
    /// The number under which both sides know what it is about, if it has one.
    pub number: Option<String>,
    pub is_open: bool,
    pub owner_name: Option<String>,
    pub waits_since: Option<DateTime<Utc>>,
    pub last_at: DateTime<Utc>,
    pub unread: u64,
    /// The creditor's.
    pub zone: Tz,
}

/// The most that the inbox lists at once.
pub const LISTED_AT_MOST: usize = 200;

/// The team's inbox: who waits the longest first, then the latest.
pub async fn inbox(tx: &mut Tx, shelf: Shelf, at_most: usize) -> Result<Vec<InboxLine>, sqlx::Error> {
    let most = i64::try_from(at_most).unwrap_or(i64::MAX);
    let rows = sqlx::query!(
        r#"select t.id as "id: ThreadId", p.name, d.name as debtor_name, a.reference, t.dispute_id as "dispute: DisputeId",
             t.plan_id as "plan: PlanId", coalesce(x.number, 'C-' || l.number) as number, t.state = 'open' as "is_open!",
             s.name as "owner_name?", t.waits_since, t.last_at, c.time_zone,
             (select count(*) from messages m where m.thread_id = t.id and m.by_kind = 'person' and m.sequence > coalesce(r.read_through, 0)) as "unread!"
           from threads t join persons p on p.id = t.person_id join accounts a on a.id = t.account_id
             join debtors d on d.id = t.debtor_id join creditors c on c.id = t.creditor_id
             join staff_creditors w on w.creditor_id = t.creditor_id and w.staff_id = $1
             left join staff s on s.id = t.owner_id
             left join disputes x on x.id = t.dispute_id left join plans l on l.id = t.plan_id
             left join thread_reads r on r.thread_id = t.id and r.side = 'team'
           where case $2 when 'open' then t.state = 'open' when 'closed' then t.state = 'closed'
             when 'mine' then t.state = 'open' and t.owner_id = $1
             else exists (select from thread_notes n where n.thread_id = t.id and $1 = any (n.mentions) and n.staff_id <> $1
               and not exists (select from thread_notes later where later.thread_id = t.id and later.staff_id = $1 and later.sequence > n.sequence)) end
           order by t.waits_since nulls last, t.last_at desc, t.id limit $3"#,
        tx.actor().id(),
        shelf.name(),
        most
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(InboxLine {
            id: row.id,
            person_name: row.name,
            debtor_name: row.debtor_name,
            reference: row.reference,
            matter: Matter::of(row.dispute, row.plan),
            number: row.number,
            is_open: row.is_open,
            owner_name: row.owner_name,
            waits_since: row.waits_since,
            last_at: row.last_at,
            unread: row.unread.unsigned_abs(),
            zone: row.time_zone.parse().map_err(|_| sqlx::Error::Decode("an unknown time zone".into()))?,
        });
    }
    Ok(lines)
}

/// How many conversations wait for an answer of this reader's team.
pub async fn waiting_for_team(tx: &mut Tx) -> Result<u64, sqlx::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from threads t join staff_creditors w on w.creditor_id = t.creditor_id and w.staff_id = $1
           where t.state = 'open' and t.waits_since is not null"#,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(count.unsigned_abs())
}

/// To whom a thread of this creditor can be given.
pub async fn team_of(tx: &mut Tx, creditor: CreditorId) -> Result<Vec<(StaffId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select staff_id as "id!: StaffId", staff_name as "name!" from team_of($1)"#,
        creditor.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What the team keeps beside a thread.
pub async fn notes(tx: &mut Tx, id: ThreadId) -> Result<Vec<Note>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.name, n.words, n.written_at,
             array(select m.name from staff m where m.id = any(n.mentions) order by m.name) as "mentions!"
           from thread_notes n join staff s on s.id = n.staff_id where n.thread_id = $1 order by n.sequence"#,
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let notes = rows.into_iter().map(|row| Note {
        by: row.name,
        words: row.words,
        mentions: row.mentions,
        written_at: row.written_at,
    });
    Ok(notes.collect())
}

/// Keeps a note beside a thread. Whoever is named with an @ is called upon.
pub async fn note(tx: &mut Tx, thread: &Thread, words: &str) -> Result<(), sqlx::Error> {
    let (id, now) = (ThreadNoteId::new(), tx.now());
    sqlx::query!(
        "insert into thread_notes (id, thread_id, account_id, debtor_id, creditor_id, staff_id, words, mentions, written_at)
         select $1, $2, $3, $4, $5, $6, $7,
           array(select t.staff_id from team_of($5) t where position('@' || lower(split_part(t.staff_name, ' ', 1)) in lower($7)) > 0), $8",
        id.0,
        thread.id.0,
        thread.account.id.0,
        thread.account.debtor.0,
        thread.account.creditor.0,
        tx.actor().id(),
        words,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("note", "thread", thread.id.0, Some(thread.account.id)).await
}

/// Gives a thread to somebody of its team; answers whether they are.
pub async fn give(tx: &mut Tx, thread: &Thread, to: StaffId) -> Result<bool, sqlx::Error> {
    let given = sqlx::query!(
        "update threads set owner_id = $2 where id = $1 and $2 in (select staff_id from team_of($3))",
        thread.id.0,
        to.0,
        thread.account.creditor.0
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("give", "thread", thread.id.0, Some(thread.account.id)).await?;
    Ok(given.rows_affected() == 1)
}

/// Nothing more is to be done about it, until somebody writes again. Refused while something of the person's is unread:
/// it came after the page was opened on which closing was decided.
pub async fn close(tx: &mut Tx, thread: &Thread, reason: CloseReason) -> Result<bool, sqlx::Error> {
    sqlx::query!("select id from threads where id = $1 for no key update", thread.id.0)
        .fetch_one(&mut **tx)
        .await?;
    let closed = sqlx::query!(
        "update threads set state = 'closed', close_reason = $2, waits_since = null where id = $1 and not exists (
           select from messages m left join thread_reads r on r.thread_id = m.thread_id and r.side = 'team'
           where m.thread_id = $1 and m.by_kind = 'person' and m.sequence > coalesce(r.read_through, 0))",
        thread.id.0,
        reason.name()
    )
    .execute(&mut **tx)
    .await?;
    if closed.rows_affected() == 0 {
        return Ok(false);
    }
    tx.audit("close", "thread", thread.id.0, Some(thread.account.id)).await?;
    // What is said about a dispute or a plan closes with it, and is asked about with it.
    if thread.matter == Matter::Account {
        let closed = Closed::Conversation(thread.id);
        let closing = ask(tx, &thread.account, thread.person, closed).await?;
        tell_closed(tx, &thread.account, thread.person, closing).await?;
    }
    Ok(true)
}
