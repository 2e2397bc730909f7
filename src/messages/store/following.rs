//! What a page that is open asks after it was told that something happened.

use uuid::Uuid;

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PersonId};
use crate::messages::model::Matter;

/// One conversation, whether anything was said in it yet or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub account: AccountId,
    pub person: PersonId,
    pub matter: Matter,
}

/// Where the next messages of a conversation stand in the order of everything said, the oldest first. Those of one
/// conversation are committed in this order, because each waits for the one before.
pub async fn said_after(
    tx: &mut Tx,
    place: Place,
    after: i64,
    at_most: usize,
) -> Result<Vec<i64>, sqlx::Error> {
    let actor = tx.actor();
    sqlx::query_scalar!(
        "select m.sequence from threads t join messages m on m.thread_id = t.id
         where t.account_id = $1 and t.person_id = $2 and t.dispute_id is not distinct from $3 and t.plan_id is not distinct from $4
           and m.sequence > $5
           and case $6 when 'person' then m.person_id = $7
             else m.creditor_id in (select creditor_id from staff_creditors where staff_id = $7) end
         order by m.sequence limit $8",
        place.account.0,
        place.person.0,
        place.matter.dispute(),
        place.matter.plan(),
        after,
        actor.kind(),
        actor.id(),
        i64::try_from(at_most).unwrap_or(i64::MAX)
    )
    .fetch_all(&mut **tx)
    .await
}

/// Whether this reader still sees the conversation, or what it would be about. A plan is for everybody who may read its
/// account, which the database decides.
pub async fn is_seen(tx: &mut Tx, place: Place) -> Result<bool, sqlx::Error> {
    let actor = tx.actor();
    sqlx::query_scalar!(
        r#"select exists (
             select t.person_id, t.creditor_id from threads t where t.account_id = $1 and t.person_id = $2
               and t.dispute_id is not distinct from $3 and t.plan_id is not distinct from $4
               and case $5 when 'person' then t.person_id = $6
                 else t.creditor_id in (select creditor_id from staff_creditors where staff_id = $6) end
             union all
             select n.person_id, n.creditor_id from negotiations n where n.id = $4 and n.account_id = $1
               and ($5 = 'person' or n.creditor_id in (select creditor_id from staff_creditors where staff_id = $6))
             union all
             select d.opened_by, d.creditor_id from disputes d where d.id = $3 and d.account_id = $1 and d.opened_by = $2
               and case $5 when 'person' then d.opened_by = $6
                 else d.creditor_id in (select creditor_id from staff_creditors where staff_id = $6) end) as "seen!""#,
        place.account.0,
        place.person.0,
        place.matter.dispute(),
        place.matter.plan(),
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
