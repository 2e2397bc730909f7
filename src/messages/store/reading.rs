//! What was said, as each side reads it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sqlx::types::Json;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::accounts::store::{account, zone_of};
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::{
    AccountFileId, AccountId, DisputeId, MessageId, PersonId, PlanId, StaffId, ThreadId,
};
use crate::messages::model::{About, AboutKind, CloseReason, Matter};
use crate::messages::store::following::Place;

/// A conversation, without what was said.
#[derive(Clone, Debug)]
pub struct Thread {
    pub id: ThreadId,
    pub account: Account,
    pub person: PersonId,
    pub person_name: String,
    pub matter: Matter,
    /// The number under which both sides know what it is about, if it has one.
    pub number: Option<String>,
    /// Nothing while it is open.
    pub closed_because: Option<CloseReason>,
    pub owner: Option<(StaffId, String)>,
    pub waits_since: Option<DateTime<Utc>>,
    pub last_at: DateTime<Utc>,
    /// What this reader's side has not read.
    pub unread: u64,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    pub is_teams: bool,
    pub shown_name: String,
    pub words: String,
    pub about: Option<Subject>,
    pub sent_at: DateTime<Utc>,
    pub sequence: i64,
    pub files: Vec<MessageFile>,
}

/// What a message is about, with the number under which both sides know it; a payment without a receipt has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub about: About,
    pub number: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFile {
    pub id: AccountFileId,
    pub name: String,
    pub bytes: u64,
}

/// A conversation with everything in it.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub account: Account,
    /// None where nobody has said anything yet.
    pub thread: Option<Thread>,
    pub messages: Vec<Message>,
    /// How far the other side has read.
    pub read_through: i64,
    pub zone: Tz,
}

impl Conversation {
    /// Where the last that was said stands in the order of everything said.
    pub fn last(&self) -> i64 {
        self.messages.last().map_or(0, |message| message.sequence)
    }
}

/// The newest that are shown; older ones are still there.
const SHOWN: i64 = 300;

/// A person's conversation about something on an account, as either side reads it.
pub async fn conversation_at(
    tx: &mut Tx,
    account: Account,
    place: Place,
) -> Result<Conversation, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: ThreadId" from threads where account_id = $1 and person_id = $2
             and dispute_id is not distinct from $3 and plan_id is not distinct from $4"#,
        account.id.0,
        place.person.0,
        place.matter.dispute(),
        place.matter.plan()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let thread = match id {
        Some(id) => Some(thread(tx, id).await?),
        None => None,
    };
    with_messages(tx, account, thread).await
}

/// A person's conversations about something on an account that has one of its own, the latest first.
pub async fn matters_of(
    tx: &mut Tx,
    account: &Account,
    person: PersonId,
) -> Result<Vec<Thread>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id: ThreadId" from threads where account_id = $1 and person_id = $2
             and (dispute_id is not null or plan_id is not null) order by last_at desc limit 20"#,
        account.id.0,
        person.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.push(thread(tx, id).await?);
    }
    Ok(found)
}

/// The conversations about one plan, whoever's they are, as the team lists them.
pub async fn about_plan(tx: &mut Tx, plan: PlanId) -> Result<Vec<Thread>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id: ThreadId" from threads where plan_id = $1 order by opened_at"#,
        plan.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.push(thread(tx, id).await?);
    }
    Ok(found)
}

/// A conversation as the team reads it.
pub async fn conversation(tx: &mut Tx, id: ThreadId) -> Result<Conversation, sqlx::Error> {
    let thread = thread(tx, id).await?;
    with_messages(tx, thread.account.clone(), Some(thread)).await
}

/// One thread, if this reader may see it.
pub async fn thread(tx: &mut Tx, id: ThreadId) -> Result<Thread, sqlx::Error> {
    select(tx, id).await?.ok_or(sqlx::Error::RowNotFound)
}

/// How many messages of the team a person has not read, on all their accounts.
pub async fn unread_of_person(tx: &mut Tx) -> Result<u64, sqlx::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from messages m left join thread_reads r on r.thread_id = m.thread_id and r.side = 'person'
           where m.person_id = $1 and m.by_kind = 'staff' and m.sequence > coalesce(r.read_through, 0)"#,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(count.unsigned_abs())
}

/// What somebody asks about, if it is on this account and this reader sees it.
pub async fn subject(tx: &mut Tx, of: &Account, about: About) -> Result<Option<Subject>, sqlx::Error> {
    let number = sqlx::query_scalar!(
        r#"select number as "number?" from invoices where $1 = 'invoice' and id = $2 and account_id = $3
           union all select receipt_number::text from payments where $1 = 'payment' and id = $2 and account_id = $3
           union all select number from disputes where $1 = 'dispute' and id = $2 and account_id = $3"#,
        about.kind.name(),
        about.id,
        of.id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(number.map(|number| Subject { about, number }))
}

/// Notes that this reader's side has read everything up to here.
pub async fn read(tx: &mut Tx, thread: &Thread, through: i64) -> Result<(), sqlx::Error> {
    let side = if matches!(tx.actor(), Actor::Person { .. }) { "person" } else { "team" };
    let now = tx.now();
    sqlx::query!(
        "insert into thread_reads (thread_id, account_id, debtor_id, creditor_id, person_id, side, read_through, read_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (thread_id, side) do update set read_through = excluded.read_through, read_at = excluded.read_at
           where thread_reads.read_through < excluded.read_through",
        thread.id.0,
        thread.account.id.0,
        thread.account.debtor.0,
        thread.account.creditor.0,
        thread.person.0,
        side,
        through,
        now
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// How far this reader's side had read before now; `marks` it as read up to its end.
pub async fn take_in(tx: &mut Tx, of: &Conversation, marks: bool) -> Result<i64, sqlx::Error> {
    let last = of.last();
    let Some(thread) = &of.thread else { return Ok(last) };
    let is_person = matches!(tx.actor(), Actor::Person { .. });
    let unread = usize::try_from(thread.unread).unwrap_or(usize::MAX);
    let theirs = of.messages.iter().filter(|message| message.is_teams == is_person);
    let before = theirs.rev().nth(unread).map_or(0, |message| message.sequence);
    if marks {
        read(tx, thread, last).await?;
    }
    Ok(before)
}

/// Whether a file was sent in this reader's own thread.
pub async fn holds_file(tx: &mut Tx, file: AccountFileId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from message_files where file_id = $1 and person_id = $2) as "there!""#,
        file.0,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await
}

async fn with_messages(
    tx: &mut Tx,
    account: Account,
    thread: Option<Thread>,
) -> Result<Conversation, sqlx::Error> {
    let zone = zone_of(tx, &account).await?;
    let Some(of) = &thread else {
        return Ok(Conversation { account, thread, messages: Vec::new(), read_through: 0, zone });
    };
    let rows = sqlx::query!(
        r#"select m.id as "id: MessageId", m.by_kind, m.shown_name, m.words, m.sent_at, m.sequence,
             (select coalesce(jsonb_agg(jsonb_build_array(f.id, f.name, octet_length(f.bytes)) order by f.added_at, f.id), '[]')
              from message_files x join account_files f on f.id = x.file_id where x.message_id = m.id)
               as "files!: Json<Vec<(Uuid, String, u64)>>",
             m.about_kind, m.about_id, coalesce(i.number, d.number, p.receipt_number::text) as about_number
           from messages m
             left join invoices i on m.about_kind = 'invoice' and i.id = m.about_id
             left join payments p on m.about_kind = 'payment' and p.id = m.about_id
             left join disputes d on m.about_kind = 'dispute' and d.id = m.about_id
           where m.thread_id = $1 order by m.sequence desc limit $2"#,
        of.id.0,
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let other = if matches!(tx.actor(), Actor::Person { .. }) { "team" } else { "person" };
    let read_through = sqlx::query_scalar!(
        "select read_through from thread_reads where thread_id = $1 and side = $2",
        of.id.0,
        other
    )
    .fetch_optional(&mut **tx)
    .await?
    .unwrap_or(0);
    let mut messages: Vec<Message> = rows
        .into_iter()
        .map(|row| Message {
            id: row.id,
            is_teams: row.by_kind == "staff",
            shown_name: row.shown_name,
            words: row.words,
            about: row
                .about_kind
                .as_deref()
                .and_then(AboutKind::parse)
                .zip(row.about_id)
                .map(|(kind, id)| Subject { about: About { kind, id }, number: row.about_number }),
            sent_at: row.sent_at,
            sequence: row.sequence,
            files: row
                .files
                .0
                .into_iter()
                .map(|(id, name, bytes)| MessageFile { id: AccountFileId(id), name, bytes })
                .collect(),
        })
        .collect();
    messages.reverse();
    Ok(Conversation { account, thread, messages, read_through, zone })
}

async fn select(tx: &mut Tx, id: ThreadId) -> Result<Option<Thread>, sqlx::Error> {
    let actor = tx.actor();
    let row = sqlx::query!(
        r#"select t.id as "id: ThreadId", t.account_id as "account: AccountId", t.person_id as "person: PersonId", p.name,
             t.dispute_id as "dispute: DisputeId", t.plan_id as "plan: PlanId",
             coalesce(d.number, 'C-' || l.number) as number, t.close_reason, t.owner_id as "owner: StaffId", s.name as "owner_name?", t.waits_since, t.last_at,
             (select count(*) from messages m left join thread_reads r on r.thread_id = m.thread_id
                and r.side = case when $2 = 'person' then 'person' else 'team' end
              where m.thread_id = t.id and m.by_kind = case when $2 = 'person' then 'staff' else 'person' end
                and m.sequence > coalesce(r.read_through, 0)) as "unread!"
           from threads t join persons p on p.id = t.person_id left join staff s on s.id = t.owner_id
             left join disputes d on d.id = t.dispute_id left join plans l on l.id = t.plan_id
           where t.id = $1
             and case $2 when 'person' then t.person_id = $3
               when 'staff' then t.creditor_id in (select creditor_id from staff_creditors where staff_id = $3) else true end"#,
        id.0,
        actor.kind(),
        actor.id()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Thread {
        id: row.id,
        account: account(tx, row.account).await?,
        person: row.person,
        person_name: row.name,
        matter: Matter::of(row.dispute, row.plan),
        number: row.number,
        closed_because: row.close_reason.as_deref().and_then(CloseReason::parse),
        owner: row.owner.zip(row.owner_name),
        waits_since: row.waits_since,
        last_at: row.last_at,
        unread: row.unread.unsigned_abs(),
    }))
}
