//! Negotiations and plans in the database. Row-level security shows each reader theirs; every function filters by the
//! account it is given as well.

pub mod following;
pub mod ground;
pub mod keeping;
pub mod marking;
pub mod negotiating;
pub mod reading;
pub mod signing;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::accounts::store::zone_of;
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, OfferId, PlanId};
use crate::plans::model::EventKind;

/// Keeps everybody else waiting who would work something out from this account's books.
pub async fn hold_account(tx: &mut Tx, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query!("select hold_account($1)", account.0).fetch_one(&mut **tx).await.map(drop)
}

/// What an event says beside its kind.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub offer: Option<OfferId>,
    pub part: Option<i16>,
    pub reason: String,
    pub words: String,
}

/// Writes down that something was done, or that it follows from a rule.
pub async fn note(
    tx: &mut Tx,
    account: &Account,
    plan: PlanId,
    kind: EventKind,
    said: Said,
) -> Result<(), sqlx::Error> {
    let (actor, now) = (tx.actor(), tx.now());
    let name = shown_name(tx).await?;
    sqlx::query!(
        r#"insert into plan_events (id, negotiation_id, account_id, debtor_id, creditor_id, kind, actor_kind, actor_id, shown_name,
           offer_id, part_number, reason, words, happened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"#,
        Uuid::now_v7(),
        plan.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        kind.name(),
        actor.kind(),
        actor.id(),
        name,
        said.offer.map(|offer| offer.0),
        said.part,
        said.reason,
        said.words,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit(kind.name(), "plan", plan.0, Some(account.id)).await
}

/// As the other side reads whoever acts: of the team a first name only.
pub(super) async fn shown_name(tx: &mut Tx) -> Result<String, sqlx::Error> {
    let name: Option<String> = match tx.actor() {
        Actor::Staff { staff, .. } => {
            sqlx::query_scalar!("select staff_first_name($1)", staff.0).fetch_one(&mut **tx).await?
        }
        Actor::Person { person, .. } => {
            sqlx::query_scalar!("select name from persons where id = $1", person.0)
                .fetch_optional(&mut **tx)
                .await?
        }
        Actor::System(_) | Actor::Visitor => None,
    };
    Ok(name.unwrap_or_default())
}

/// The first moment after a day of the creditor's.
pub async fn end_of(tx: &mut Tx, account: &Account, day: NaiveDate) -> Result<DateTime<Utc>, sqlx::Error> {
    let zone: Tz = zone_of(tx, account).await?;
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN);
    let local = zone.from_local_datetime(&next).earliest();
    Ok(local.map_or_else(|| next.and_utc(), |local| local.with_timezone(&Utc)))
}

pub(super) fn undecodable(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}
