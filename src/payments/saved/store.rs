//! Kept cards in the database. Each reader sees their own; the team sees those of its creditors.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::kernel::db::Tx;
use crate::kernel::ids::{CreditorId, PaymentId, PersonId, SavedMethodId};
use crate::payments::autopay::model::EndWhy;
use crate::payments::autopay::store::mandates::end_those_of_method;
use crate::payments::saved::instruments::Instrument;

/// The kind of the job that reads at the provider which card was kept.
pub const KEEP_METHOD: &str = "keep_method";
/// The kind of the job that has the provider forget a card.
pub const FORGET_METHOD: &str = "forget_method";

/// A kept card, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedMethod {
    pub id: SavedMethodId,
    pub creditor: CreditorId,
    pub creditor_name: String,
    pub brand: String,
    pub last4: String,
    pub expires_month: i16,
    pub expires_year: i16,
    pub label: String,
    pub is_default: bool,
    pub saved_at: DateTime<Utc>,
}

impl SavedMethod {
    /// A card can be charged until the end of the month that stands on it.
    pub fn is_past(&self, today: NaiveDate) -> bool {
        is_past(self.expires_month, self.expires_year, today)
    }
}

/// Whether a card with this month on it can no longer be charged.
pub fn is_past(month: i16, year: i16, today: NaiveDate) -> bool {
    use chrono::Datelike;
    (i32::from(year), u32::try_from(month).unwrap_or_default()) < (today.year(), today.month())
}

/// The cards of whoever is signed in, those of one creditor together, the usual one first.
pub async fn own_methods(tx: &mut Tx) -> Result<Vec<SavedMethod>, sqlx::Error> {
    let person = tx.actor().id();
    sqlx::query_as!(
        SavedMethod,
        r#"select m.id as "id: SavedMethodId", m.creditor_id as "creditor: CreditorId", c.name as creditor_name, m.brand, m.last4,
             m.expires_month, m.expires_year, m.label, m.is_default, m.saved_at
           from saved_methods m join creditors c on c.id = m.creditor_id
           where m.person_id = $1 and m.removed_at is null
           order by c.name, m.creditor_id, m.is_default desc, m.saved_at, m.id"#,
        person
    )
    .fetch_all(&mut **tx)
    .await
}

/// The provider's name for this person as a payer of this creditor, where a card of theirs was ever kept.
pub async fn customer(tx: &mut Tx, creditor: CreditorId) -> Result<Option<String>, sqlx::Error> {
    let person = tx.actor().id();
    sqlx::query_scalar!(
        "select provider_customer from saved_methods where person_id = $1 and creditor_id = $2
         order by removed_at is null desc, saved_at, id limit 1",
        person,
        creditor.0
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Has the card of a posted payment kept, where its payer wanted that. For jobs.
pub async fn keep_soon(tx: &mut Tx, payment: PaymentId) -> Result<(), sqlx::Error> {
    let key = format!("{KEEP_METHOD}:{payment}");
    tx.enqueue(KEEP_METHOD, json!({ "payment": payment }), Some(&key), Duration::ZERO).await.map(drop)
}

/// Whose card a payment was made with, and its name at the provider, if it is to be kept. For jobs.
pub async fn wish(
    tx: &mut Tx,
    payment: PaymentId,
) -> Result<Option<(PersonId, CreditorId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select started_by as "person!: PersonId", creditor_id as "creditor: CreditorId", provider_payment as "intent!"
           from payments where id = $1 and saves_method and state = 'succeeded' and started_by is not null
             and provider_payment is not null"#,
        payment.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| (row.person, row.creditor, row.intent)))
}

/// Keeps what may be shown of a card. The first that a person keeps with a creditor is their usual one. The same card
/// twice is kept once: the provider forgets the other. For jobs.
pub async fn keep(
    tx: &mut Tx,
    payment: PaymentId,
    (person, creditor): (PersonId, CreditorId),
    card: &Instrument,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1, 0))",
        format!("methods {person} {creditor}")
    )
    .fetch_one(&mut **tx)
    .await?;
    let others = sqlx::query!(
        r#"select provider_method, brand = $3 and last4 = $4 and expires_month = $5 and expires_year = $6 as "is_same!"
           from saved_methods where person_id = $1 and creditor_id = $2 and removed_at is null"#,
        person.0,
        creditor.0,
        card.brand,
        card.last4,
        card.expires_month,
        card.expires_year
    )
    .fetch_all(&mut **tx)
    .await?;
    if others.iter().any(|other| other.provider_method == card.method) {
        return Ok(());
    }
    if others.iter().any(|other| other.is_same) {
        return forget_soon(tx, &card.method).await;
    }
    let (id, now) = (SavedMethodId::new(), tx.now());
    let kept = sqlx::query!(
        "insert into saved_methods (id, person_id, creditor_id, provider_customer, provider_method, kind, brand, last4, expires_month,
           expires_year, is_default, payment_id, saved_at)
         values ($1, $2, $3, $4, $5, 'card', $6, $7, $8, $9, $10, $11, $12) on conflict (provider_method) do nothing",
        id.0,
        person.0,
        creditor.0,
        card.customer,
        card.method,
        card.brand,
        card.last4,
        card.expires_month,
        card.expires_year,
        others.is_empty(),
        payment.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    if kept.rows_affected() == 1 {
        tx.audit("keep", "saved_method", id.0, None).await?;
    }
    Ok(())
}

/// Gives a card of one's own a name.
pub async fn rename(tx: &mut Tx, id: SavedMethodId, label: &str) -> Result<(), sqlx::Error> {
    let person = tx.actor().id();
    sqlx::query_scalar!(
        "update saved_methods set label = $3 where id = $1 and person_id = $2 and removed_at is null returning id",
        id.0,
        person,
        label
    )
    .fetch_one(&mut **tx)
    .await?;
    tx.audit("rename", "saved_method", id.0, None).await
}

/// Makes a card of one's own the usual one with its creditor.
pub async fn make_default(tx: &mut Tx, id: SavedMethodId) -> Result<(), sqlx::Error> {
    let person = tx.actor().id();
    let creditor = sqlx::query_scalar!(
        "select creditor_id from saved_methods where id = $1 and person_id = $2 and removed_at is null",
        id.0,
        person
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query!(
        "update saved_methods set is_default = false where person_id = $1 and creditor_id = $2 and is_default",
        person,
        creditor
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("update saved_methods set is_default = true where id = $1", id.0).execute(&mut **tx).await?;
    tx.audit("make_default", "saved_method", id.0, None).await
}

/// Removes a card of one's own: what it was to be charged for ends, the provider forgets it, and another becomes the
/// usual one.
pub async fn remove(tx: &mut Tx, id: SavedMethodId) -> Result<(), sqlx::Error> {
    let (person, now) = (tx.actor().id(), tx.now());
    let row = sqlx::query!(
        "update saved_methods set removed_at = $3, is_default = false
         where id = $1 and person_id = $2 and removed_at is null returning creditor_id, provider_method",
        id.0,
        person,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query!(
        "update saved_methods set is_default = true where id = (
           select id from saved_methods where person_id = $1 and creditor_id = $2 and removed_at is null order by saved_at desc, id limit 1)
         and not exists (select from saved_methods where person_id = $1 and creditor_id = $2 and is_default)",
        person,
        row.creditor_id
    )
    .execute(&mut **tx)
    .await?;
    end_those_of_method(tx, id, EndWhy::MethodRemoved).await?;
    forget_soon(tx, &row.provider_method).await?;
    tx.audit("remove", "saved_method", id.0, None).await
}

async fn forget_soon(tx: &mut Tx, method: &str) -> Result<(), sqlx::Error> {
    let key = format!("{FORGET_METHOD}:{method}");
    tx.enqueue(FORGET_METHOD, json!({ "method": method }), Some(&key), Duration::ZERO).await.map(drop)
}
