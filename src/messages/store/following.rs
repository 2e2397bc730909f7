//! What a page that is open asks after it was told that something happened.

use uuid::Uuid;

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PersonId};

/// Where the next messages of a conversation stand in the order of everything said, the oldest first. Those of one
/// conversation are committed in this order, because each waits for the one before.
pub async fn said_after(
    tx: &mut Tx,
    account: AccountId,
    person: PersonId,
    after: i64,
    at_most: usize,
) -> Result<Vec<i64>, sqlx::Error> {
    let actor = tx.actor();
    sqlx::query_scalar!(
        "select m.sequence from messages m where m.account_id = $1 and m.person_id = $2 and m.sequence > $3
           and case $4 when 'person' then m.person_id = $5
             else m.creditor_id in (select creditor_id from staff_creditors where staff_id = $5) end
         order by m.sequence limit $6",
        account.0,
        person.0,
        after,
        actor.kind(),
        actor.id(),
        i64::try_from(at_most).unwrap_or(i64::MAX)
    )
    .fetch_all(&mut **tx)
    .await
}

/// Whether this reader still sees the conversation.
pub async fn is_seen(tx: &mut Tx, account: AccountId, person: PersonId) -> Result<bool, sqlx::Error> {
    let actor = tx.actor();
    sqlx::query_scalar!(
        r#"select exists (select from threads t where t.account_id = $1 and t.person_id = $2
             and case $3 when 'person' then t.person_id = $4
               else t.creditor_id in (select creditor_id from staff_creditors where staff_id = $4) end) as "seen!""#,
        account.0,
        person.0,
        actor.kind(),
        actor.id()
    )
    .fetch_one(&mut **tx)
    .await
}

/// The last message to or from this reader's team, if there is one after the one that was shown.
pub async fn said_to_team_after(tx: &mut Tx, after: i64) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select max(m.sequence) from messages m where m.sequence > $1
           and m.creditor_id in (select creditor_id from staff_creditors where staff_id = $2)",
        after,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await
}

/// For whom this member of the team works.
pub async fn creditors_of(tx: &mut Tx) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select creditor_id from staff_creditors where staff_id = $1", tx.actor().id())
        .fetch_all(&mut **tx)
        .await
}
