//! Signing in to the desk: a password, then a second factor.

use uuid::Uuid;

use super::interval;
use crate::identity::model::{Limits, Role};
use crate::identity::store::NewSession;
use crate::identity::tokens::{Profile, Secret};
use crate::kernel::db::Tx;
use crate::kernel::ids::StaffId;
use crate::kernel::locale::Lang;

/// What is needed to check a password.
#[derive(Clone, Debug)]
pub struct StaffPassword {
    pub staff: StaffId,
    pub password_hash: String,
    pub has_second_factor: bool,
}

/// The member of staff with this address.
pub async fn find_staff(tx: &mut Tx, email: &str) -> Result<Option<StaffPassword>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id!: StaffId", password_hash as "password_hash!", totp_secret is not null as "has_second_factor!"
           from find_staff($1)"#,
        email
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| StaffPassword {
        staff: row.id,
        password_hash: row.password_hash,
        has_second_factor: row.has_second_factor,
    }))
}

/// The address of a member of staff, and their second factor as it is kept, if they have one.
pub async fn second_factor_of(
    tx: &mut Tx,
    staff: StaffId,
) -> Result<Option<(String, Option<Vec<u8>>)>, sqlx::Error> {
    let row = sqlx::query!(r#"select email as "email!", totp_secret from second_factor_of($1)"#, staff.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|row| (row.email, row.totp_secret)))
}

/// Keeps a second factor, encrypted, for somebody who has none; answers whether that was so.
pub async fn enrol_second_factor(tx: &mut Tx, staff: StaffId, sealed: &[u8]) -> Result<bool, sqlx::Error> {
    let enrolled =
        sqlx::query_scalar!(r#"select enrol_second_factor($1, $2) as "enrolled!""#, staff.0, sealed)
            .fetch_one(&mut **tx)
            .await?;
    if enrolled {
        tx.audit("enrol_second_factor", "staff", staff.0, None).await?;
    }
    Ok(enrolled)
}

/// Opens a session for a code of this 30-second step, or nothing if one of it or of a later step was taken before.
pub async fn open_staff_session(
    tx: &mut Tx,
    staff: StaffId,
    step: u64,
    new: &NewSession,
) -> Result<Option<Profile>, sqlx::Error> {
    let limits = Limits::OF_STAFF;
    let row = sqlx::query!(
        r#"select subject as "subject!: Uuid", name as "name!", language as "language!", theme, role as "role!", expires_at as "expires_at!"
           from open_staff_session($1, $2, $3, $4, $5, $6, $7)"#,
        staff.0,
        i64::try_from(step).unwrap_or(i64::MAX),
        new.id.0,
        new.device,
        interval(limits.idle)?,
        interval(limits.lasting)?,
        &new.refresh.hash()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    tx.audit("sign_in", "session", new.id.0, None).await?;
    Ok(Some(Profile {
        subject: row.subject,
        session: new.id,
        name: row.name,
        lang: Lang::parse(&row.language).unwrap_or_default(),
        theme: row.theme,
        role: Role::parse(&row.role),
        shared: false,
        expires_at: row.expires_at,
    }))
}

/// Whose link this is, while it can be used: their name and the address that they sign in with.
pub async fn open_staff_invitation(
    tx: &mut Tx,
    link: &Secret,
) -> Result<Option<(String, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select staff_name as "name!", email as "email!" from open_staff_invitation($1)"#,
        &link.hash()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| (row.name, row.email)))
}

/// Uses it up: the password is theirs, and they set up a second factor next. None where it was used before.
pub async fn spend_staff_invitation(
    tx: &mut Tx,
    link: &Secret,
    password_hash: &str,
) -> Result<Option<StaffId>, sqlx::Error> {
    let staff = sqlx::query_scalar!(
        r#"select spend_staff_invitation($1, $2) as "staff: StaffId""#,
        &link.hash(),
        password_hash
    )
    .fetch_one(&mut **tx)
    .await?;
    if let Some(staff) = staff {
        tx.audit("join", "staff", staff.0, None).await?;
    }
    Ok(staff)
}
