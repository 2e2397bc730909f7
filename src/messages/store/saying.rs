//! Saying something, and letting the other side know that there is something to read.

use uuid::Uuid;

use crate::accounts::model::Account;
use crate::contact::model::NoticeKind;
use crate::contact::telling::{pointer, tell_about};
use crate::kernel::actor::Actor;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountFileId, ClosingId, DisputeId, MessageId, PersonId, PlanId, ThreadId};
use crate::messages::model::{About, Matter};
use crate::messages::words;
use crate::opinions::telling::with_question;

/// What is said, with what it comes with.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    pub words: &'a str,
    pub files: &'a [AccountFileId],
    pub about: Option<About>,
    /// Minted by the page that held the form.
    pub key: Uuid,
}

/// Where something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    Thread(ThreadId),
    /// In this person's conversation about it, which begins with this if it has not begun.
    With {
        person: PersonId,
        matter: Matter,
    },
}

/// Says something in the name of whoever is signed in: a person on their own account, or the team to them. Said with the
/// same key twice, it is said once; answers whether it is said now.
pub async fn say(tx: &mut Tx, of: &Account, place: Where, saying: Saying<'_>) -> Result<bool, sqlx::Error> {
    let (actor, now) = (tx.actor(), tx.now());
    let is_person = matches!(actor, Actor::Person { .. });
    let id = match place {
        Where::Thread(id) => id,
        Where::With { person, matter } => begun(tx, of, person, matter).await?,
    };
    let thread = sqlx::query!(
        r#"select person_id as "person: PersonId", dispute_id as "dispute: DisputeId", plan_id as "plan: PlanId"
           from threads where id = $1 and account_id = $2 for no key update"#,
        id.0,
        of.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let (person, matter) = (thread.person, Matter::of(thread.dispute, thread.plan));
    let message = MessageId::new();
    if !write(tx, of, (id, person, message), saying).await? {
        return Ok(false);
    }
    // An answer answers what was read of it: something that came meanwhile still waits.
    sqlx::query!(
        "update threads set last_at = $2, state = 'open', close_reason = null,
           waits_since = case when $3 then coalesce(waits_since, $2) else (
             select min(m.sent_at) from messages m left join thread_reads r on r.thread_id = m.thread_id and r.side = 'team'
             where m.thread_id = $1 and m.by_kind = 'person' and m.sequence > coalesce(r.read_through, 0)) end
         where id = $1",
        id.0,
        now,
        is_person
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("say", "thread", id.0, Some(of.id)).await?;
    if !is_person && !was_told(tx, id, message).await? {
        tell(tx, of, person, matter).await?;
    }
    Ok(true)
}

/// Writes it down with its files, unless it was written before.
async fn write(
    tx: &mut Tx,
    of: &Account,
    (id, person, message): (ThreadId, PersonId, MessageId),
    Saying { words, files, about, key }: Saying<'_>,
) -> Result<bool, sqlx::Error> {
    let (actor, now) = (tx.actor(), tx.now());
    let said = sqlx::query!(
        "insert into messages (id, thread_id, account_id, debtor_id, creditor_id, person_id, by_kind, by_id, shown_name, words, sent_at, request_key, about_kind, about_id)
         select $1, $2, $3, $4, $5, $6, $7, $8, case when $7 = 'staff' then coalesce(staff_first_name($8), '') else '' end, $9, $10, $11, $12, $13
         where not exists (select from messages where request_key = $11 and thread_id = $2)",
        message.0,
        id.0,
        of.id.0,
        of.debtor.0,
        of.creditor.0,
        person.0,
        actor.kind(),
        actor.id(),
        words,
        now,
        key,
        about.map(|about| about.kind.name()),
        about.map(|about| about.id)
    )
    .execute(&mut **tx)
    .await?;
    if said.rows_affected() == 0 {
        return Ok(false);
    }
    for file in files {
        sqlx::query!(
            "insert into message_files (message_id, thread_id, file_id, account_id, debtor_id, creditor_id, person_id)
             values ($1, $2, $3, $4, $5, $6, $7)",
            message.0,
            id.0,
            file.0,
            of.id.0,
            of.debtor.0,
            of.creditor.0,
            person.0
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(true)
}

/// Whether an error says that this very form was sent before.
pub fn was_said(error: &sqlx::Error) -> bool {
    broken_constraint(error) == Some("messages_request_key")
}

/// The conversation of this person about a matter, which is opened if it is not there.
async fn begun(tx: &mut Tx, of: &Account, person: PersonId, matter: Matter) -> Result<ThreadId, sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into threads (id, account_id, debtor_id, creditor_id, person_id, dispute_id, plan_id, last_at, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict on constraint threads_one_each do nothing",
        ThreadId::new().0,
        of.id.0,
        of.debtor.0,
        of.creditor.0,
        person.0,
        matter.dispute(),
        matter.plan(),
        now
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query_scalar!(
        r#"select id as "id: ThreadId" from threads where account_id = $1 and person_id = $2
             and dispute_id is not distinct from $3 and plan_id is not distinct from $4"#,
        of.id.0,
        person.0,
        matter.dispute(),
        matter.plan()
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether the person knows already that there is something to read: one mail is enough for what was said in a day.
async fn was_told(tx: &mut Tx, thread: ThreadId, besides: MessageId) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        r#"select exists (select from messages m left join thread_reads r on r.thread_id = m.thread_id and r.side = 'person'
             where m.thread_id = $1 and m.by_kind = 'staff' and m.id <> $2 and m.sequence > coalesce(r.read_through, 0)
               and m.sent_at > $3::timestamptz - interval '1 day') as "told!""#,
        thread.0,
        besides.0,
        now
    )
    .fetch_one(&mut **tx)
    .await
}

/// That the team has dealt with it, how to go on, and one question about how it was.
pub async fn tell_closed(
    tx: &mut Tx,
    of: &Account,
    person: PersonId,
    closing: ClosingId,
) -> Result<(), sqlx::Error> {
    tell_about(tx, NoticeKind::Answer, person, of, |lang| {
        let sentence = words::mail_closed(lang, &of.creditor_name);
        let path = Matter::Account.own_page(of.id);
        let letter =
            pointer(words::mail_closed_subject(lang).to_owned(), sentence, words::mail_read(lang), path);
        with_question(letter, lang, Some(closing))
    })
    .await
}

/// That there is something to read, and not a word of it.
async fn tell(tx: &mut Tx, of: &Account, person: PersonId, matter: Matter) -> Result<(), sqlx::Error> {
    tell_about(tx, NoticeKind::Answer, person, of, |lang| {
        let sentence = words::mail_text(lang, &of.creditor_name);
        let path = matter.own_page(of.id);
        pointer(words::mail_subject(lang).to_owned(), sentence, words::mail_read(lang), path)
    })
    .await
}
