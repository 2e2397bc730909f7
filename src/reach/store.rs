//! Addresses that are asked about and addresses that are hidden, in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::identity::model::AddressKind;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, ContactCheckId, ContactPointId};
use crate::reach::model::Told;

/// An address of the signed-in person's that nobody is shown; not even they are shown more than what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    pub point: ContactPointId,
    pub kind: AddressKind,
    pub since: DateTime<Utc>,
}

/// What the signed-in person is asked about an address of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: ContactCheckId,
    pub point: ContactPointId,
    pub kind: AddressKind,
    pub address: String,
    /// Who asks.
    pub creditor: String,
}

/// The addresses that the signed-in person had hidden.
pub async fn hidden(tx: &mut Tx) -> Result<Vec<Hidden>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "point: ContactPointId", kind, unsafe_at as "since!" from contact_points
           where person_id = $1 and unsafe_at is not null order by unsafe_at, id"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let hidden = rows.into_iter().filter_map(|row| {
        let kind = AddressKind::parse(&row.kind)?;
        Some(Hidden { point: row.point, kind, since: row.since })
    });
    Ok(hidden.collect())
}

/// Whether the signed-in person had this address hidden.
pub async fn is_hidden(tx: &mut Tx, address: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select address_is_unsafe($1, $2, null) as "hidden!""#, address, tx.actor().id())
        .fetch_one(&mut **tx)
        .await
}

/// Takes an address out of everything. Answers whether it is one that whoever asks may hide.
///
/// The trail says of it what it says of any change of an address: that there is a hidden one is nobody's to read there.
pub async fn hide(
    tx: &mut Tx,
    point: ContactPointId,
    told: Told,
    account: Option<AccountId>,
) -> Result<bool, sqlx::Error> {
    let was_there =
        sqlx::query_scalar!(r#"select mark_address_unsafe($1, $2) as "there!""#, point.0, told.name())
            .fetch_one(&mut **tx)
            .await?;
    if was_there {
        tx.audit("change_address", "contact_point", point.0, account).await?;
    }
    Ok(was_there)
}

/// Has a hidden address of the signed-in person's used again.
pub async fn use_again(tx: &mut Tx, point: ContactPointId) -> Result<bool, sqlx::Error> {
    let was_there = sqlx::query_scalar!(r#"select use_address_again($1) as "there!""#, point.0)
        .fetch_one(&mut **tx)
        .await?;
    if was_there {
        tx.audit("change_address", "contact_point", point.0, None).await?;
    }
    Ok(was_there)
}

/// Asks the person of an account whether an address is still theirs. Answers whether there is such an address of somebody of
/// that account; asked twice, it is one question.
pub async fn ask(tx: &mut Tx, account: &Account, point: ContactPointId) -> Result<bool, sqlx::Error> {
    let person = sqlx::query_scalar!(
        "select c.person_id from contact_points c where c.id = $1 and c.suspended_at is null
           and exists (select from parties p where p.person_id = c.person_id and p.account_id = $2)",
        point.0,
        account.id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(person) = person else { return Ok(false) };
    let (id, staff, now) = (ContactCheckId::new(), tx.actor().id(), tx.now());
    let added = sqlx::query!(
        "insert into contact_checks (id, contact_point_id, person_id, creditor_id, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (contact_point_id) where answer is null do nothing",
        id.0,
        point.0,
        person,
        account.creditor.0,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    if added.rows_affected() == 1 {
        tx.audit("ask", "contact_check", id.0, Some(account.id)).await?;
    }
    Ok(true)
}

/// What the signed-in person has not answered yet, the oldest first.
pub async fn questions(tx: &mut Tx) -> Result<Vec<Question>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select k.id as "id: ContactCheckId", p.id as "point: ContactPointId", p.kind, p.address, c.name as creditor
           from contact_checks k join contact_points p on p.id = k.contact_point_id join creditors c on c.id = k.creditor_id
           where k.person_id = $1 and k.answer is null and p.suspended_at is null order by k.asked_at, k.id"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let questions = rows.into_iter().filter_map(|row| {
        let kind = AddressKind::parse(&row.kind)?;
        Some(Question { id: row.id, point: row.point, kind, address: row.address, creditor: row.creditor })
    });
    Ok(questions.collect())
}

/// Keeps an answer; an address that is not theirs any more is used for nothing. Answers whether the question waits for them.
pub async fn answer(tx: &mut Tx, question: ContactCheckId, is_theirs: bool) -> Result<bool, sqlx::Error> {
    let given = if is_theirs { "yes" } else { "no" };
    let waited =
        sqlx::query_scalar!(r#"select answer_contact_check($1, $2) as "waited!""#, question.0, given)
            .fetch_one(&mut **tx)
            .await?;
    if waited {
        tx.audit("answer", "contact_check", question.0, None).await?;
    }
    Ok(waited)
}

/// Whether the reader may know of a question, answered or not.
pub async fn is_known(tx: &mut Tx, question: ContactCheckId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from contact_checks where id = $1) as "is_known!""#,
        question.0
    )
    .fetch_one(&mut **tx)
    .await
}

/// An address of somebody of an account, as the team reads it. Those that are hidden are not among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    pub point: ContactPointId,
    pub person: Uuid,
    pub kind: AddressKind,
    pub address: String,
    pub is_verified: bool,
    pub is_suspended: bool,
    /// When its person last said, or proved, that it is theirs.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Since when they have been asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// They were asked and said that it is not theirs, or gave another in its place.
    pub was_denied: bool,
}

/// The addresses of everybody who was ever linked to an account.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Reached>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id as "point: ContactPointId", c.person_id, c.kind, c.address, c.verified_at is not null as "is_verified!",
             c.suspended_at is not null as "is_suspended!", c.confirmed_at,
             (select k.asked_at from contact_checks k where k.contact_point_id = c.id and k.answer is null) as asked_at,
             exists (select from contact_checks k where k.contact_point_id = c.id and k.answer in ('no', 'replaced')) as "was_denied!"
           from contact_points c
           where c.person_id in (select p.person_id from parties p where p.account_id = $1) and c.unsafe_at is null
           order by c.kind, c.address, c.id"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let reached = rows.into_iter().filter_map(|row| {
        Some(Reached {
            point: row.point,
            person: row.person_id,
            kind: AddressKind::parse(&row.kind)?,
            address: row.address,
            is_verified: row.is_verified,
            is_suspended: row.is_suspended,
            confirmed_at: row.confirmed_at,
            asked_at: row.asked_at,
            was_denied: row.was_denied,
        })
    });
    Ok(reached.collect())
}
