//! What the database answers about who somebody is. Those who are not signed in see no table: these call the named
//! functions of the migration `create_identity_functions`, each of which answers one question.

mod addresses;
mod codes;
mod sessions;
mod settings;
mod staff;

pub use addresses::*;
pub use codes::*;
pub use sessions::*;
pub use settings::*;
pub use staff::*;

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::types::PgInterval;

use crate::kernel::db::Tx;

/// Counts one more use of `action` by `subject`. Answers nothing while it is within `allowed`, else when the next one
/// counts.
pub async fn exceeds(
    tx: &mut Tx,
    subject: &[u8],
    action: &str,
    allowed: i32,
    lasting: Duration,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let lasting = interval(lasting)?;
    let (within, ends_at) = sqlx::query!(
        r#"select within_limit($1, $2, $3, $4) as "within!", limit_ends($4) as "ends_at!""#,
        subject,
        action,
        allowed,
        lasting
    )
    .fetch_one(&mut **tx)
    .await
    .map(|row| (row.within, row.ends_at))?;
    Ok((!within).then_some(ends_at))
}

fn answer(outcome: &str, tries_left: i32) -> Answer {
    match outcome {
        "right" => Answer::Right,
        "wrong" => Answer::Wrong { tries_left },
        "spent" | "locked" => Answer::Spent,
        _ => Answer::Expired,
    }
}

fn interval(lasting: Duration) -> Result<PgInterval, sqlx::Error> {
    PgInterval::try_from(lasting).map_err(sqlx::Error::Encode)
}
