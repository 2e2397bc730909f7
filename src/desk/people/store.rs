//! The team in the database. What anybody decides about a colleague goes through functions that check who decides.

use chrono::{DateTime, Utc};

use crate::desk::approvals::model::LimitKind;
use crate::desk::people::model::{Reach, Trust};
use crate::identity::model::Role;
use crate::identity::tokens::Secret;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{CreditorId, InvitationId, StaffId};
use crate::kernel::locale::Lang;

/// A member of the team, as their colleagues see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: StaffId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub speaks: Vec<Lang>,
    pub creditors: Vec<CreditorId>,
    pub creditor_names: Vec<String>,
    pub has_second_factor: bool,
    /// Until when a link waits for them that they have not used.
    pub invited_until: Option<DateTime<Utc>>,
    pub left_at: Option<DateTime<Utc>>,
    /// Whoever asks may decide about them.
    pub is_administered: bool,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// Somebody has that address already.
    #[error("the address is taken")]
    EmailTaken,
    /// They are not to decide that.
    #[error("another administrator decides")]
    NotTheirs,
    /// What was held was to go to nobody of the team.
    #[error("nobody of the team")]
    NoHeir,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for PeopleError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("staff_administered_by_another" | "staff_creditors_own") => Self::NotTheirs,
            Some("staff_heir_of_team") => Self::NoHeir,
            _ => Self::Database(error),
        }
    }
}

/// Everybody who works for a creditor that whoever asks works for, those who left last.
pub async fn people(tx: &mut Tx) -> Result<Vec<Member>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select staff_id as "id!: StaffId", staff_name as "name!", email as "email!", role as "role!", speaks as "speaks!",
             creditors as "creditors!: Vec<CreditorId>", creditor_names as "creditor_names!",
             has_second_factor as "has_second_factor!", invited_until, left_at, is_administered as "is_administered!"
           from people_of_team()"#
    )
    .fetch_all(&mut **tx)
    .await?;
    let people = rows.into_iter().filter_map(|row| {
        Some(Member {
            id: row.id,
            name: row.name,
            email: row.email,
            role: Role::parse(&row.role)?,
            speaks: row.speaks.iter().filter_map(|code| Lang::parse(code)).collect(),
            creditors: row.creditors,
            creditor_names: row.creditor_names,
            has_second_factor: row.has_second_factor,
            invited_until: row.invited_until,
            left_at: row.left_at,
            is_administered: row.is_administered,
        })
    });
    Ok(people.collect())
}

/// One of them.
pub async fn member(tx: &mut Tx, id: StaffId) -> Result<Member, sqlx::Error> {
    people(tx).await?.into_iter().find(|member| member.id == id).ok_or(sqlx::Error::RowNotFound)
}

/// The creditors of whoever asks.
pub async fn own_creditors(tx: &mut Tx) -> Result<Vec<(CreditorId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id as "id: CreditorId", c.name from staff_creditors s join creditors c on c.id = s.creditor_id
           where s.staff_id = $1 order by c.name, c.id"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// How far a member may go alone, each with its currency.
pub async fn limits(tx: &mut Tx, of: StaffId) -> Result<Vec<(LimitKind, String, Reach)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select kind as "kind!", currency as "currency!", at_most from limits_of_person($1)"#,
        of.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let limits = rows.into_iter().filter_map(|row| {
        Some((LimitKind::parse(&row.kind)?, row.currency, row.at_most.map_or(Reach::Free, Reach::UpTo)))
    });
    Ok(limits.collect())
}

/// Takes somebody in, with a link that lets them in once. `no_password` is the digest of nobody's password.
pub async fn invite(
    tx: &mut Tx,
    trust: &Trust,
    email: &str,
    no_password: &str,
    link: &Secret,
) -> Result<StaffId, PeopleError> {
    let id = StaffId::new();
    let lang = trust.speaks.first().copied().unwrap_or_default();
    let is_new = sqlx::query_scalar!(
        r#"select invite_person($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as "new!""#,
        id.0,
        trust.name,
        email,
        trust.role.code(),
        lang.code(),
        &codes(&trust.speaks),
        &creditor_ids(&trust.creditors),
        no_password,
        InvitationId::new().0,
        &link.hash()
    )
    .fetch_one(&mut **tx)
    .await?;
    if !is_new {
        return Err(PeopleError::EmailTaken);
    }
    tx.audit("invite", "staff", id.0, None).await?;
    Ok(id)
}

/// Trusts somebody with something else.
pub async fn change(tx: &mut Tx, of: StaffId, trust: &Trust) -> Result<(), PeopleError> {
    sqlx::query!(
        "select change_person($1, $2, $3, $4, $5)",
        of.0,
        trust.name,
        trust.role.code(),
        &codes(&trust.speaks),
        &creditor_ids(&trust.creditors)
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(tx.audit("change", "staff", of.0, None).await?)
}

/// Sets how far somebody may go alone.
pub async fn set_limits(
    tx: &mut Tx,
    of: StaffId,
    limits: &[(LimitKind, &str, Reach)],
) -> Result<(), PeopleError> {
    for (kind, currency, reach) in limits {
        let (granted, most) = match reach {
            Reach::Never => (false, None),
            Reach::UpTo(most) => (true, Some(*most)),
            Reach::Free => (true, None),
        };
        sqlx::query!(
            "select set_limit_of_person($1, $2, $3, $4, $5)",
            of.0,
            kind.name(),
            currency,
            granted,
            most
        )
        .fetch_one(&mut **tx)
        .await?;
    }
    Ok(tx.audit("limit", "staff", of.0, None).await?)
}

/// Ends what somebody signs in with, and everything that is signed in with it; the link lets them set both anew.
pub async fn reset(tx: &mut Tx, of: StaffId, no_password: &str, link: &Secret) -> Result<(), PeopleError> {
    sqlx::query!(
        "select reset_person($1, $2, $3, $4)",
        of.0,
        no_password,
        InvitationId::new().0,
        &link.hash()
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(tx.audit("reset_sign_in", "staff", of.0, None).await?)
}

/// Somebody leaves; what they hold is a colleague's, or nobody's. Answers how much that was.
pub async fn let_go(tx: &mut Tx, of: StaffId, heir: Option<StaffId>) -> Result<i32, PeopleError> {
    let held =
        sqlx::query_scalar!(r#"select let_person_go($1, $2) as "held!""#, of.0, heir.map(|heir| heir.0))
            .fetch_one(&mut **tx)
            .await?;
    tx.audit("let_go", "staff", of.0, None).await?;
    Ok(held)
}

fn codes(speaks: &[Lang]) -> Vec<String> {
    speaks.iter().map(|lang| lang.code().to_owned()).collect()
}

fn creditor_ids(creditors: &[CreditorId]) -> Vec<uuid::Uuid> {
    creditors.iter().map(|creditor| creditor.0).collect()
}
