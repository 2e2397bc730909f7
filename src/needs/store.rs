//! Needs in the database.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, NeedId, PersonId};
use crate::needs::model::{NeedKind, NewNeed};
use crate::reach::model::Told;

/// A need as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub id: NeedId,
    pub person: PersonId,
    pub name: String,
    pub kind: NeedKind,
    pub language: Option<String>,
    pub helper: Option<String>,
    pub told: Told,
    /// Who of the team noted it, where it was not its person.
    pub noted_by: Option<String>,
    pub noted_at: DateTime<Utc>,
    pub until_on: NaiveDate,
}

/// Keeps what somebody needs, in the place of the same that was said before: by whoever is signed in, or by the team of a
/// creditor at their word.
pub async fn note(
    tx: &mut Tx,
    person: PersonId,
    account: Option<&Account>,
    told: Told,
    new: &NewNeed,
) -> Result<(), sqlx::Error> {
    let (id, now) = (NeedId::new(), tx.now());
    let creditor = account.map(|account| account.creditor);
    let staff = tx.actor().id().filter(|_| account.is_some());
    end_same(tx, person, creditor, new).await?;
    sqlx::query!(
        "insert into person_needs (id, person_id, creditor_id, kind, language, helper, told, noted_by, noted_at, until_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        person.0,
        creditor.map(|creditor| creditor.0),
        new.kind.name(),
        new.language,
        new.helper,
        told.name(),
        staff,
        now,
        new.until_on
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("note", "need", id.0, account.map(|account| account.id)).await
}

/// Ends a need: its person any of theirs, the team what its own noted. Answers whether there was one; a need that has ended stays
/// as it is.
pub async fn end(tx: &mut Tx, need: NeedId, account: Option<AccountId>) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let ended = sqlx::query!(
        "update person_needs n set ended_at = $2 where n.id = $1 and n.ended_at is null
           and ($3::uuid is null or exists (select from parties p where p.account_id = $3 and p.person_id = n.person_id
             and p.creditor_id = n.creditor_id))",
        need.0,
        now,
        account.map(|account| account.0)
    )
    .execute(&mut **tx)
    .await?;
    let was_there = ended.rows_affected() == 1;
    if was_there {
        tx.audit("end", "need", need.0, account).await?;
    }
    Ok(was_there)
}

/// Whether the reader may know of a need, ended or not.
pub async fn is_known(tx: &mut Tx, need: NeedId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from person_needs where id = $1) as "is_known!""#, need.0)
        .fetch_one(&mut **tx)
        .await
}

/// What the signed-in person said of themselves, and what was noted of them.
pub async fn own(tx: &mut Tx) -> Result<Vec<Need>, sqlx::Error> {
    let person = tx.actor().id();
    read(tx, person, None).await
}

/// What the people of an account need.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Need>, sqlx::Error> {
    read(tx, None, Some(account.0)).await
}

/// Who is linked to an account today, by name.
pub async fn people_of(tx: &mut Tx, account: AccountId) -> Result<Vec<(PersonId, String)>, sqlx::Error> {
    let today = tx.now().date_naive();
    let rows = sqlx::query!(
        r#"select distinct s.id as "id: PersonId", s.name from parties p join persons s on s.id = p.person_id
           where p.account_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) order by s.name, s.id"#,
        account.0,
        today
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Whether a person has a need in the eyes of a creditor, whoever asks.
pub async fn has(
    tx: &mut Tx,
    person: PersonId,
    creditor: CreditorId,
    kind: NeedKind,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select person_needs_it($1, $2, $3) as "needs!""#,
        person.0,
        creditor.0,
        kind.name()
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether one of those who answer for an account has a need, whoever asks.
pub async fn account_has(tx: &mut Tx, account: AccountId, kind: NeedKind) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select account_needs_it($1, $2) as "needs!""#, account.0, kind.name())
        .fetch_one(&mut **tx)
        .await
}

async fn end_same(
    tx: &mut Tx,
    person: PersonId,
    creditor: Option<CreditorId>,
    new: &NewNeed,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update person_needs set ended_at = $5 where person_id = $1 and creditor_id is not distinct from $2 and kind = $3
           and helper is not distinct from $4 and ended_at is null",
        person.0,
        creditor.map(|creditor| creditor.0),
        new.kind.name(),
        new.helper,
        now
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Of one person, or of the people of one account whose link to it holds today.
async fn read(tx: &mut Tx, person: Option<Uuid>, account: Option<Uuid>) -> Result<Vec<Need>, sqlx::Error> {
    let today = tx.now().date_naive();
    let rows = sqlx::query!(
        r#"select n.id as "id: NeedId", n.person_id as "person: PersonId", p.name, n.kind, n.language, n.helper, n.told,
             need_noted_by(n.id) as noted_by, n.noted_at, n.until_on
           from person_needs n join persons p on p.id = n.person_id
           where n.ended_at is null and n.until_on >= $3 and ($1::uuid is null or n.person_id = $1)
             and ($2::uuid is null or exists (select from parties q where q.account_id = $2 and q.person_id = n.person_id
               and (n.creditor_id is null or n.creditor_id = q.creditor_id)
               and q.from_on <= $3 and (q.until_on is null or q.until_on >= $3)))
           order by p.name, n.person_id, n.kind, n.noted_at"#,
        person,
        account,
        today
    )
    .fetch_all(&mut **tx)
    .await?;
    let needs = rows.into_iter().filter_map(|row| {
        Some(Need {
            id: row.id,
            person: row.person,
            name: row.name,
            kind: NeedKind::parse(&row.kind)?,
            language: row.language,
            helper: row.helper,
            told: Told::parse(&row.told)?,
            noted_by: row.noted_by,
            noted_at: row.noted_at,
            until_on: row.until_on,
        })
    });
    Ok(needs.collect())
}
