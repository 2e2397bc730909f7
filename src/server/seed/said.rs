//! What the demo's people and the team have said to each other.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::day;
use super::known::{ACCOUNT_4471, DANIEL_AGENT, ELENA_SUPERVISOR, MARIA, THREAD_MARIA};
use crate::kernel::db::Tx;
use crate::kernel::ids::{MessageId, ThreadNoteId};
use crate::messages::store::reading::{conversation, read};

/// María asked about the meter, Daniel answered, and Elena was told beside it.
pub(super) async fn plant(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let (asked, answered) = (at(day(2026, 3, 4), 18), at(day(2026, 3, 5), 10));
    sqlx::query!(
        "insert into threads (id, account_id, debtor_id, creditor_id, person_id, owner_id, last_at, opened_at)
         select $1, a.id, a.debtor_id, a.creditor_id, $2, $3, $4, $5 from accounts a where a.id = $6",
        THREAD_MARIA.0,
        MARIA.0,
        DANIEL_AGENT.0,
        answered,
        asked,
        ACCOUNT_4471.0
    )
    .execute(&mut **tx)
    .await?;
    for (kind, by, name, words, said_at) in [
        (
            "person",
            MARIA.0,
            "",
            "Hola. ¿Cuándo leen el medidor? El recibo de febrero me salió más alto que siempre.",
            asked,
        ),
        (
            "staff",
            DANIEL_AGENT.0,
            "Daniel",
            "Hola, María. La lectura es el día 3 de cada mes. Revisé la de febrero y coincide con el medidor; si quiere, mande una foto y la comparamos.",
            answered,
        ),
    ] {
        sqlx::query!(
            "insert into messages (id, thread_id, account_id, debtor_id, creditor_id, person_id, by_kind, by_id, shown_name, words, sent_at, request_key)
             select $1, t.id, t.account_id, t.debtor_id, t.creditor_id, t.person_id, $2, $3, $4, $5, $6, $7 from threads t where t.id = $8",
            MessageId::new().0,
            kind,
            by,
            name,
            words,
            said_at,
            Uuid::now_v7(),
            THREAD_MARIA.0
        )
        .execute(&mut **tx)
        .await?;
    }
    // The team has read what it answered.
    let said = conversation(tx, THREAD_MARIA).await?;
    if let Some(thread) = &said.thread {
        read(tx, thread, said.last()).await?;
    }
    sqlx::query!(
        "insert into thread_notes (id, thread_id, account_id, debtor_id, creditor_id, staff_id, words, mentions, written_at)
         select $1, t.id, t.account_id, t.debtor_id, t.creditor_id, $2, $3, array[$4::uuid], $5 from threads t where t.id = $6",
        ThreadNoteId::new().0,
        DANIEL_AGENT.0,
        "@Elena, si manda la foto, pido otra lectura antes de responder la A-104.",
        ELENA_SUPERVISOR.0,
        answered,
        THREAD_MARIA.0
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// An hour of a day in Mexico City.
fn at(on: NaiveDate, hour: i64) -> DateTime<Utc> {
    on.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(hour + 6)
}
