//! Saying something, and letting the other side know that there is something to read.

use uuid::Uuid;

use crate::accounts::model::Account;
use crate::contact::model::NoticeKind;
use crate::contact::telling::{pointer, tell_about};
use crate::kernel::actor::Actor;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountFileId, MessageId, PersonId, ThreadId};
use crate::messages::model::About;
use crate::messages::words;

/// What is said, with what it comes with.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    pub words: &'a str,
    pub files: &'a [AccountFileId],
    pub about: Option<About>,
    /// Minted by the page that held the form.
    pub key: Uuid,
}

/// Says something in the name of whoever is signed in: a person on their own account, or the team in a thread. Said with
/// the same key twice, it is said once; answers whether it is said now.
pub async fn say(
    tx: &mut Tx,
    of: &Account,
    thread: Option<ThreadId>,
    saying: Saying<'_>,
) -> Result<bool, sqlx::Error> {
    let (actor, now) = (tx.actor(), tx.now());
    let is_person = matches!(actor, Actor::Person { .. });
    let id = match thread {
        Some(id) => id,
        None => own_thread(tx, of).await?,
    };
    let person = sqlx::query_scalar!(
        r#"select person_id as "id: PersonId" from threads where id = $1 and account_id = $2 for no key update"#,
        id.0,
        of.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
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
        tell(tx, of, person).await?;
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

async fn own_thread(tx: &mut Tx, of: &Account) -> Result<ThreadId, sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into threads (id, account_id, debtor_id, creditor_id, person_id, last_at, opened_at) values ($1, $2, $3, $4, $5, $6, $6)
         on conflict on constraint threads_one_each do nothing",
        ThreadId::new().0,
        of.id.0,
        of.debtor.0,
        of.creditor.0,
        tx.actor().id(),
        now
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query_scalar!(
        r#"select id as "id: ThreadId" from threads where account_id = $1 and person_id = $2"#,
        of.id.0,
        tx.actor().id()
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

/// That there is something to read, and not a word of it.
async fn tell(tx: &mut Tx, of: &Account, person: PersonId) -> Result<(), sqlx::Error> {
    tell_about(tx, NoticeKind::Answer, person, of, |lang| {
        let sentence = words::mail_text(lang, &of.creditor_name);
        let path = format!("/account/messages?account={}", of.id);
        pointer(words::mail_subject(lang).to_owned(), sentence, words::mail_read(lang), path)
    })
    .await
}
