//! The views of whoever asks. Row-level security shows nobody another's.

use crate::desk::kept::model::{Place, VIEWS_AT_MOST};
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::DeskViewId;

/// A view that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: DeskViewId,
    pub name: String,
    pub place: Place,
}

/// Why a view was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// Another view of the list has that name.
    #[error("the name is taken")]
    NameTaken,
    /// There are as many of the list as one keeps.
    #[error("there is no room")]
    Full,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for KeepError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("desk_views_name_key") => Self::NameTaken,
            _ => Self::Database(error),
        }
    }
}

/// One's own views, of one list where it is named, by name.
pub async fn kept(tx: &mut Tx, page: Option<&str>) -> Result<Vec<Kept>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: DeskViewId", name, page, query from desk_views
           where staff_id = $1 and ($2::text is null or page = $2) order by page, lower(name)"#,
        tx.actor().id(),
        page
    )
    .fetch_all(&mut **tx)
    .await?;
    let kept = rows.into_iter().map(|row| Kept {
        id: row.id,
        name: row.name,
        place: Place { page: row.page, query: row.query },
    });
    Ok(kept.collect())
}

/// Keeps a list as it is shown.
pub async fn keep(tx: &mut Tx, place: &Place, name: &str) -> Result<DeskViewId, KeepError> {
    let (id, staff, now) = (DeskViewId::new(), tx.actor().id(), tx.now());
    let inserted = sqlx::query!(
        "insert into desk_views (id, staff_id, page, query, name, kept_at) select $1, $2, $3, $4, $5, $6
         where (select count(*) from desk_views where staff_id = $2 and page = $3) < $7",
        id.0,
        staff,
        place.page,
        place.query,
        name,
        now,
        VIEWS_AT_MOST
    )
    .execute(&mut **tx)
    .await?;
    if inserted.rows_affected() == 0 {
        return Err(KeepError::Full);
    }
    tx.audit("keep", "desk_view", id.0, None).await?;
    Ok(id)
}

/// Forgets one of one's own views; answers whether it was one.
pub async fn drop_view(tx: &mut Tx, id: DeskViewId) -> Result<bool, sqlx::Error> {
    let dropped =
        sqlx::query!("delete from desk_views where id = $1 and staff_id = $2", id.0, tx.actor().id())
            .execute(&mut **tx)
            .await?;
    let was_own = dropped.rows_affected() == 1;
    if was_own {
        tx.audit("drop", "desk_view", id.0, None).await?;
    }
    Ok(was_own)
}
