//! What the provider told us, as it told it.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::identity::keys::Keys;
use crate::kernel::db::Tx;
use crate::kernel::ids::PaymentId;
use crate::payments::gateway::StoredEvent;

/// The kind of the job that works on an event.
pub const POST_PROVIDER_EVENT: &str = "post_provider_event";

/// An event that waits to be worked on.
#[derive(Debug)]
pub struct Waiting {
    pub id: String,
    pub kind: String,
    pub object_kind: String,
    pub object_id: String,
    /// As it came: encrypted.
    pub payload: Vec<u8>,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worked {
    /// The payment that it is about was read.
    Posted,
    /// It is about nothing of ours, or about something that we do not follow.
    Ignored,
}

/// Keeps an event and has it worked on. One that came before changes nothing. Needs no scope: the provider posts it.
pub async fn keep(tx: &mut Tx, keys: &Keys, event: &StoredEvent, payload: &[u8]) -> Result<(), sqlx::Error> {
    let sealed = keys.encrypt(&about(&event.id), payload);
    let is_new = sqlx::query_scalar!(
        r#"select keep_provider_event($1, $2, $3, $4, $5, $6) as "new!""#,
        event.id,
        event.kind,
        event.api_version.as_deref().unwrap_or_default(),
        event.object_kind.as_deref().unwrap_or_default(),
        event.object_id.as_deref().unwrap_or_default(),
        sealed
    )
    .fetch_one(&mut **tx)
    .await?;
    if is_new {
        let key = format!("{POST_PROVIDER_EVENT}:{}", event.id);
        tx.enqueue(POST_PROVIDER_EVENT, json!({ "event": event.id }), Some(&key), std::time::Duration::ZERO)
            .await?;
    }
    Ok(())
}

/// Those of these events that nobody has worked on.
pub async fn waiting(tx: &mut Tx, ids: &[&str]) -> Result<Vec<Waiting>, sqlx::Error> {
    sqlx::query_as!(
        Waiting,
        "select id, kind, object_kind, object_id, payload from provider_events
         where id = any($1) and state = 'received' order by received_at, id",
        ids as &[&str]
    )
    .fetch_all(&mut **tx)
    .await
}

pub async fn note_worked(tx: &mut Tx, ids: &[&str], worked: Worked) -> Result<(), sqlx::Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let state = match worked {
        Worked::Posted => "posted",
        Worked::Ignored => "ignored",
    };
    sqlx::query!(
        "update provider_events set state = $2, worked_at = now() where id = any($1)",
        ids as &[&str],
        state
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// A payment and what the provider calls what belongs to it.
#[derive(Clone, Debug)]
pub struct Named {
    pub id: PaymentId,
    pub checkout: Option<String>,
    pub movement: Option<String>,
}

/// The payments that have one of these names, ours or the provider's.
pub async fn payments_named(
    tx: &mut Tx,
    ours: &[PaymentId],
    theirs: &[&str],
) -> Result<Vec<Named>, sqlx::Error> {
    let ours: Vec<Uuid> = ours.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        Named,
        r#"select id as "id: PaymentId", provider_checkout as checkout, provider_payment as movement from payments
           where id = any($1) or provider_checkout = any($2) or provider_payment = any($2)"#,
        &ours,
        theirs as &[&str]
    )
    .fetch_all(&mut **tx)
    .await
}

/// How far the provider's list of events was read.
pub async fn read_through(tx: &mut Tx) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar!("select events_read_through from provider_readings where provider = 'stripe'")
        .fetch_optional(&mut **tx)
        .await
}

pub async fn note_read_through(tx: &mut Tx, through: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into provider_readings as kept (provider, events_read_through) values ('stripe', $1)
         on conflict (provider) do update set events_read_through = greatest(kept.events_read_through, $1)",
        through
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The payments that these events are about, of those that no message brought or that nobody has worked on.
pub async fn payments_of_missed(
    tx: &mut Tx,
    announced: &[&StoredEvent],
) -> Result<Vec<PaymentId>, sqlx::Error> {
    let ids: Vec<&str> = announced.iter().map(|event| event.id.as_str()).collect();
    let objects: Vec<&str> =
        announced.iter().map(|event| event.object_id.as_deref().unwrap_or_default()).collect();
    // A refund or a dispute names the movement of money that it is about.
    let intents: Vec<&str> =
        announced.iter().map(|event| event.payment_intent.as_deref().unwrap_or_default()).collect();
    sqlx::query_scalar!(
        r#"select distinct p.id as "id: PaymentId" from unnest($1::text[], $2::text[], $3::text[]) as told (event, object, intent)
           join payments p on told.object in (p.provider_checkout, p.provider_payment) or told.intent = p.provider_payment
           where not exists (select from provider_events e where e.id = told.event and e.state in ('posted', 'ignored'))"#,
        &ids as &[&str],
        &objects as &[&str],
        &intents as &[&str]
    )
    .fetch_all(&mut **tx)
    .await
}

/// What an event's payload is encrypted for, so that it cannot be moved to another event.
pub fn about(event: &str) -> String {
    format!("provider event {event}")
}
