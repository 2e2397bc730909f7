//! Whether single keys do something for whoever asks. They do, until somebody switches theirs off.

use crate::kernel::db::Tx;

pub async fn are_on(tx: &mut Tx) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select not exists (select from desk_keys_off where staff_id = $1) as "on!""#,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await
}

/// Switches one's own keys on or off.
pub async fn set(tx: &mut Tx, on: bool) -> Result<(), sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    if on {
        sqlx::query!("delete from desk_keys_off where staff_id = $1", staff).execute(&mut **tx).await?;
    } else {
        sqlx::query!(
            "insert into desk_keys_off (staff_id, since) values ($1, $2) on conflict do nothing",
            staff,
            now
        )
        .execute(&mut **tx)
        .await?;
    }
    tx.audit("change_preferences", "staff", staff.unwrap_or_default(), None).await
}
