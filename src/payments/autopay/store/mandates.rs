//! What people agreed to, and its end.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::json;
use uuid::Uuid;

use super::TELL_AUTOPAY;
use crate::accounts::model::Account;
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, MandateId, PersonId, SavedMethodId};
use crate::kernel::money::{Currency, Money};
use crate::payments::autopay::model::{Covers, DayRule, EndWhy, Promise};
use crate::payments::store::reading::{parsed_currency, parsed_zone};

/// What somebody agreed to.
#[derive(Clone, Debug)]
pub struct Mandate {
    pub id: MandateId,
    pub account: AccountId,
    pub creditor: CreditorId,
    pub person: PersonId,
    pub method: SavedMethodId,
    pub currency: Currency,
    pub covers: Covers,
    pub promise: Promise,
    pub text: String,
    pub agreed_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_why: Option<EndWhy>,
    /// The creditor's zone, in which its days are counted.
    pub zone: Tz,
}

impl Mandate {
    pub fn cap(&self) -> Money {
        Money::new(self.promise.cap_minor, self.currency)
    }
}

/// Everything that is kept of an agreement.
#[derive(Clone, Debug)]
pub struct Agreement<'a> {
    pub account: &'a Account,
    pub person: PersonId,
    pub method: SavedMethodId,
    pub covers: Covers,
    pub promise: &'a Promise,
    pub text_version: i32,
    pub text: &'a str,
    pub language: &'static str,
    pub address: &'a str,
    pub key: Uuid,
}

/// Keeps an agreement; the one before it on this account by the same person ends. `None` where the same press made it
/// before. What another person agreed to on the account stands in the way.
pub async fn agree(tx: &mut Tx, agreement: &Agreement<'_>) -> Result<Option<MandateId>, sqlx::Error> {
    let made = sqlx::query_scalar!("select id from autopay_mandates where request_key = $1", agreement.key)
        .fetch_optional(&mut **tx)
        .await?;
    if made.is_some() {
        return Ok(None);
    }
    let before = sqlx::query_scalar!(
        r#"select id as "id: MandateId" from autopay_mandates where account_id = $1 and person_id = $2 and ended_at is null"#,
        agreement.account.id.0,
        agreement.person.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(before) = before {
        end(tx, before, EndWhy::Replaced).await?;
    }
    let (id, now, promise) = (MandateId::new(), tx.now(), agreement.promise);
    let day = match promise.day {
        DayRule::DueDay => None,
        DayRule::OfMonth(day) => i16::try_from(day).ok(),
    };
    let retries: Vec<i16> =
        promise.retry_after_days.iter().map(|days| i16::try_from(*days).unwrap_or(i16::MAX)).collect();
    sqlx::query!(
        "insert into autopay_mandates (id, account_id, debtor_id, creditor_id, person_id, method_id, text_version, text, language,
           cap_minor, day_of_month, notice_days, retry_after_days, agreed_at, address, request_key, covers)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        id.0,
        agreement.account.id.0,
        agreement.account.debtor.0,
        agreement.account.creditor.0,
        agreement.person.0,
        agreement.method.0,
        agreement.text_version,
        agreement.text,
        agreement.language,
        promise.cap_minor,
        day,
        i16::try_from(promise.notice_days).unwrap_or(i16::MAX),
        &retries,
        now,
        agreement.address,
        agreement.key,
        agreement.covers.name()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("agree", "autopay_mandate", id.0, Some(agreement.account.id)).await?;
    Ok(Some(id))
}

/// Ends what was agreed, at once: what is asked of the provider from now on finds it ended. Who agreed is told, save
/// where they agreed anew. Answers whether it was in force.
pub async fn end(tx: &mut Tx, id: MandateId, why: EndWhy) -> Result<bool, sqlx::Error> {
    let (actor, now) = (tx.actor(), tx.now());
    let by = match actor {
        Actor::System(_) => None,
        _ => actor.id(),
    };
    let account = sqlx::query_scalar!(
        r#"update autopay_mandates set ended_at = $2, ended_why = $3, ended_by = $4 where id = $1 and ended_at is null
           returning account_id as "account: AccountId""#,
        id.0,
        now,
        why.name(),
        by
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(account) = account else { return Ok(false) };
    tx.audit("end", "autopay_mandate", id.0, Some(account)).await?;
    if why != EndWhy::Replaced {
        let key = format!("{TELL_AUTOPAY}:{id}:ended");
        let payload = json!({ "mandate": id, "news": "ended" });
        tx.enqueue(TELL_AUTOPAY, payload, Some(&key), Duration::ZERO).await?;
    }
    Ok(true)
}

/// Ends what was agreed with a card.
pub async fn end_those_of_method(tx: &mut Tx, method: SavedMethodId, why: EndWhy) -> Result<(), sqlx::Error> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id: MandateId" from autopay_mandates where method_id = $1 and ended_at is null"#,
        method.0
    )
    .fetch_all(&mut **tx)
    .await?;
    for id in ids {
        end(tx, id, why).await?;
    }
    Ok(())
}

/// Those in force, for the job that looks what falls due.
pub async fn in_force(tx: &mut Tx) -> Result<Vec<MandateId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: MandateId" from autopay_mandates where ended_at is null order by agreed_at, id"#
    )
    .fetch_all(&mut **tx)
    .await
}

/// The one in force on an account, if this reader may see it.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Option<Mandate>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: MandateId" from autopay_mandates where account_id = $1 and ended_at is null"#,
        account.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    match id {
        Some(id) => mandate(tx, id).await.map(Some),
        None => Ok(None),
    }
}

/// Whether another person pays this account by itself.
pub async fn is_anothers(tx: &mut Tx, account: AccountId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select coalesce(autopay_is_anothers($1), false) as "others!""#, account.0)
        .fetch_one(&mut **tx)
        .await
}

pub async fn mandate(tx: &mut Tx, id: MandateId) -> Result<Mandate, sqlx::Error> {
    let row = sqlx::query!(
        r#"select m.account_id as "account: AccountId", m.creditor_id as "creditor: CreditorId", m.person_id as "person: PersonId",
             m.method_id as "method: SavedMethodId", a.currency, m.cap_minor, m.day_of_month, m.notice_days, m.retry_after_days,
             m.covers, m.text, m.agreed_at, m.ended_at, m.ended_why, c.time_zone
           from autopay_mandates m join accounts a on a.id = m.account_id join creditors c on c.id = m.creditor_id
           where m.id = $1"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let days = |days: i16| u16::try_from(days).unwrap_or_default();
    let day = row.day_of_month.and_then(|day| DayRule::of_month(u32::try_from(day).ok()?));
    Ok(Mandate {
        id,
        account: row.account,
        creditor: row.creditor,
        person: row.person,
        method: row.method,
        currency: parsed_currency(&row.currency)?,
        covers: Covers::parse(&row.covers)
            .ok_or_else(|| sqlx::Error::Decode("an unknown reach of an agreement".into()))?,
        promise: Promise {
            cap_minor: row.cap_minor,
            day: day.unwrap_or(DayRule::DueDay),
            notice_days: days(row.notice_days),
            retry_after_days: row.retry_after_days.into_iter().map(days).collect(),
        },
        text: row.text,
        agreed_at: row.agreed_at,
        ended_at: row.ended_at,
        ended_why: row.ended_why.as_deref().and_then(EndWhy::parse),
        zone: parsed_zone(&row.time_zone)?,
    })
}

/// What forbids charging whatever falls due, on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub has_grant: bool,
    pub has_method: bool,
    pub is_stopped: bool,
    pub is_contested: bool,
    pub is_in_flight: bool,
    /// They have an address at which they can be told of a charge before it is made.
    pub is_reachable: bool,
}

/// How a mandate stands. For jobs.
pub async fn standing(tx: &mut Tx, of: &Mandate, today: NaiveDate) -> Result<Standing, sqlx::Error> {
    let now = tx.now();
    let row = sqlx::query!(
        r#"select
             exists (select from parties p where p.account_id = $1 and p.person_id = $2 and p.invoice_id is null and p.may <> 'see'
               and p.from_on <= $4 and (p.until_on is null or p.until_on >= $4)) as "has_grant!",
             exists (select from saved_methods s where s.id = $3 and s.removed_at is null
               and make_date(s.expires_year, s.expires_month, 1) + interval '1 month' > $4) as "has_method!",
             exists (select from legal_statuses l left join parties p on p.id = l.party_id where l.account_id = $1
               and (l.party_id is null or p.person_id = $2) and l.from_on <= $4 and (l.until_on is null or l.until_on >= $4)) as "is_stopped!",
             exists (select from provider_disputes d join payments p on p.id = d.payment_id join autopay_charges c on c.id = p.autopay_charge_id
               where c.mandate_id = $5 and d.state in ('inquiry', 'open', 'lost')) as "is_contested!",
             exists (select from payments p where p.account_id = $1 and (p.state in ('requires_action', 'processing', 'unknown')
               or (p.state = 'created' and coalesce(p.expires_at > $6, true)))) as "is_in_flight!",
             exists (select from contact_points c where c.person_id = $2 and c.verified_at is not null and c.suspended_at is null) as "is_reachable!""#,
        of.account.0,
        of.person.0,
        of.method.0,
        today,
        of.id.0,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Standing {
        has_grant: row.has_grant,
        has_method: row.has_method,
        is_stopped: row.is_stopped,
        is_contested: row.is_contested,
        is_in_flight: row.is_in_flight,
        is_reachable: row.is_reachable,
    })
}
