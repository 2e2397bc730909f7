//! Sessions: one device each, from signing in until they end.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::identity::keys::Keys;
use crate::identity::model::{Role, Side};
use crate::identity::tokens::{Press, Profile, Secret};
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::SessionId;
use crate::kernel::locale::Lang;

/// A session about to be opened.
pub struct NewSession {
    pub id: SessionId,
    /// What the browser says it runs on, in words.
    pub device: String,
    pub shared: bool,
    pub refresh: Secret,
}

impl NewSession {
    /// The session that this press opens.
    pub fn of(press: &Press, keys: &Keys, device: String, shared: bool) -> Self {
        let refresh = press.secret(keys, "first refresh token");
        Self { id: SessionId(press.id()), device, shared, refresh }
    }
}

/// Who has the session that this very press opened a moment ago, if it did: its first answer may have been lost.
pub async fn reopen(tx: &mut Tx, side: Side, new: &NewSession) -> Result<Option<Profile>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select side as "side!", subject as "subject!", name as "name!", language as "language!", theme, role,
             shared as "shared!", expires_at as "expires_at!"
           from reopen_session($1, $2)"#,
        new.id.0,
        &new.refresh.hash()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.filter(|row| row.side == side_code(side)).map(|row| Profile {
        subject: row.subject,
        session: new.id,
        name: row.name,
        lang: Lang::parse(&row.language).unwrap_or_default(),
        theme: row.theme,
        role: row.role.as_deref().and_then(Role::parse),
        shared: row.shared,
        expires_at: row.expires_at,
    }))
}

/// What came of exchanging a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// The successor of the token holds.
    Exchanged(Profile),
    /// A token whose successor is in use came again: the session was ended.
    Reused,
    /// The session has ended.
    Ended,
    /// No token of ours.
    Unknown,
}

/// Notes that a session is in use; answers who has it, or nothing if it has ended.
pub async fn touch_session(
    tx: &mut Tx,
    side: Side,
    session: SessionId,
    refresh: Option<&Secret>,
) -> Result<Option<Profile>, sqlx::Error> {
    let refresh = refresh.map(Secret::hash);
    let row = sqlx::query!(
        r#"select side as "side!", subject as "subject!", name as "name!", language as "language!", theme, role,
             shared as "shared!", expires_at as "expires_at!"
           from touch_session($1, $2)"#,
        session.0,
        refresh.as_ref().map(<[u8; 32]>::as_slice)
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.filter(|row| row.side == side_code(side)).map(|row| Profile {
        subject: row.subject,
        session,
        name: row.name,
        lang: Lang::parse(&row.language).unwrap_or_default(),
        theme: row.theme,
        role: row.role.as_deref().and_then(Role::parse),
        shared: row.shared,
        expires_at: row.expires_at,
    }))
}

/// Exchanges a refresh token for its successor. `in_use` says whether the request is for this side of the portal.
pub async fn rotate(
    tx: &mut Tx,
    side: Side,
    token: &Secret,
    successor: &Secret,
    in_use: bool,
) -> Result<Rotation, sqlx::Error> {
    let row = sqlx::query!(
        r#"select outcome as "outcome!", session as "session: SessionId", side, subject, name, language, theme, role, shared, expires_at
           from rotate_refresh_token($1, $2, $3)"#,
        &token.hash(),
        &successor.hash(),
        in_use
    )
    .fetch_one(&mut **tx)
    .await?;
    match row.outcome.as_str() {
        "unknown" => return Ok(Rotation::Unknown),
        "ended" => return Ok(Rotation::Ended),
        "reused" => {
            if let Some(session) = row.session {
                tx.audit("end_reused_session", "session", session.0, None).await?;
            }
            return Ok(Rotation::Reused);
        }
        _ => {}
    }
    let profile = (|| {
        Some(Profile {
            subject: row.subject?,
            session: row.session?,
            name: row.name?,
            lang: Lang::parse(&row.language?).unwrap_or_default(),
            theme: row.theme,
            role: row.role.as_deref().and_then(Role::parse),
            shared: row.shared?,
            expires_at: row.expires_at?,
        })
    })();
    let profile = profile.filter(|_| row.side.as_deref() == Some(side_code(side)));
    Ok(profile.map_or(Rotation::Unknown, Rotation::Exchanged))
}

/// A device on which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub session: SessionId,
    pub name: String,
    pub shared: bool,
    /// Real time.
    pub seen_at: DateTime<Utc>,
}

/// The actor's own signed-in devices, the one in use first.
pub async fn own_devices(tx: &mut Tx) -> Result<Vec<Device>, sqlx::Error> {
    let Some((subject, session)) = whose(tx.actor()) else { return Ok(Vec::new()) };
    sqlx::query_as!(
        Device,
        r#"select id as "session: SessionId", device as name, shared_device as shared, seen_at from sessions
           where coalesce(person_id, staff_id) = $1 and revoked_at is null and expires_at > now() and seen_at + idle_limit > now()
           order by id = $2 desc, seen_at desc"#,
        subject,
        session.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// Ends one of the actor's own sessions; answers whether there was such a one.
pub async fn end_session(tx: &mut Tx, session: SessionId) -> Result<bool, sqlx::Error> {
    let Some((subject, _)) = whose(tx.actor()) else { return Ok(false) };
    let ended = sqlx::query!(
        "update sessions set revoked_at = now() where id = $1 and coalesce(person_id, staff_id) = $2 and revoked_at is null",
        session.0,
        subject
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if ended > 0 {
        tx.audit("end_session", "session", session.0, None).await?;
    }
    Ok(ended > 0)
}

/// Ends all of the actor's sessions but the one in use; answers how many.
pub async fn end_other_sessions(tx: &mut Tx) -> Result<usize, sqlx::Error> {
    let Some((subject, session)) = whose(tx.actor()) else { return Ok(0) };
    let ended = sqlx::query_scalar!(
        "update sessions set revoked_at = now() where coalesce(person_id, staff_id) = $1 and id <> $2 and revoked_at is null returning id",
        subject,
        session.0
    )
    .fetch_all(&mut **tx)
    .await?;
    for &session in &ended {
        tx.audit("end_session", "session", session, None).await?;
    }
    Ok(ended.len())
}

/// For a job: forgets what only mattered while somebody was signing in, and sessions that ended long ago.
pub async fn sweep(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(
        "delete from sign_in_codes where expires_at < now() - interval '1 day';
         delete from rate_limits where window_start < now() - interval '2 days';
         delete from known_fact_tries where day < current_date - 30;
         delete from known_devices where seen_at < now() - interval '180 days';
         delete from refresh_tokens r using sessions s where s.id = r.session_id
           and least(coalesce(s.revoked_at, 'infinity'), s.expires_at) < now() - interval '7 days';
         delete from sessions s where least(coalesce(s.revoked_at, 'infinity'), s.expires_at) < now() - interval '30 days'
           and not exists (select from refresh_tokens r where r.session_id = s.id);",
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

fn whose(actor: Actor) -> Option<(Uuid, SessionId)> {
    actor.id().zip(actor.session())
}

fn side_code(side: Side) -> &'static str {
    match side {
        Side::Debtor => "person",
        Side::Staff => "staff",
    }
}
