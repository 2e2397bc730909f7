//! The trail in the database, by a function that checks who asks.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, StaffId};

/// Something that somebody read or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub sequence: i64,
    pub at: DateTime<Utc>,
    pub actor_kind: String,
    pub actor_name: Option<String>,
    pub verb: String,
    pub object_kind: String,
    pub object: Uuid,
    pub account: Option<(AccountId, String)>,
}

/// By whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Staff(StaffId),
    /// By the word that the trail has: customers, or the portal itself.
    Kind(&'static str),
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub who: Option<Who>,
    pub verb: Option<String>,
    pub account: Option<AccountId>,
    pub from: Option<DateTime<Utc>>,
    /// The first moment that is too late.
    pub until: Option<DateTime<Utc>>,
    /// Before this place in the trail.
    pub before: Option<i64>,
}

/// A page of the trail, the newest first.
pub async fn trail(tx: &mut Tx, wanted: &Wanted, at_most: usize) -> Result<Vec<Event>, sqlx::Error> {
    let (who_kind, who) = match wanted.who {
        Some(Who::Staff(staff)) => (None, Some(staff.0)),
        Some(Who::Kind(kind)) => (Some(kind), None),
        None => (None, None),
    };
    let rows = sqlx::query!(
        r#"select sequence as "sequence!", at as "at!", actor_kind as "actor_kind!", actor_name, verb as "verb!",
             object_kind as "object_kind!", object_id as "object!", account_id as "account: AccountId", reference, customer
           from team_trail($1, $2, $3, $4, $5, $6, $7, $8)"#,
        who_kind,
        who,
        wanted.verb,
        wanted.account.map(|account| account.0),
        wanted.from,
        wanted.until,
        wanted.before,
        i32::try_from(at_most).unwrap_or(i32::MAX)
    )
    .fetch_all(&mut **tx)
    .await?;
    let events = rows.into_iter().map(|row| Event {
        sequence: row.sequence,
        at: row.at,
        actor_kind: row.actor_kind,
        actor_name: row.actor_name,
        verb: row.verb,
        object_kind: row.object_kind,
        object: row.object,
        account: row
            .account
            .zip(row.customer.zip(row.reference).map(|(name, reference)| format!("{name} ({reference})"))),
    });
    Ok(events.collect())
}

/// The account with this reference, among those of whoever asks.
pub async fn account_named(tx: &mut Tx, reference: &str) -> Result<Option<AccountId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select a.id as "id: AccountId" from staff_creditors s join accounts a on a.creditor_id = s.creditor_id
           where s.staff_id = $1 and a.reference in ($2, upper($2)) limit 1"#,
        tx.actor().id(),
        reference
    )
    .fetch_optional(&mut **tx)
    .await
}
