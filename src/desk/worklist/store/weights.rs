//! What each reason weighs for a creditor.

use sqlx::types::Json;

use crate::desk::worklist::model::Weights;
use crate::kernel::db::Tx;
use crate::kernel::ids::CreditorId;

/// A creditor of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    pub creditor: CreditorId,
    pub name: String,
    pub weights: Weights,
    /// Who set them last, where anybody did.
    pub changed_by: Option<String>,
}

/// The weights of every creditor of this member of the team, by the creditor's name.
pub async fn weighed(tx: &mut Tx) -> Result<Vec<Weighed>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id as "creditor: CreditorId", c.name, w.weights as "weights?: Json<Weights>", s.name as "changed_by?"
           from staff_creditors m join creditors c on c.id = m.creditor_id left join worklist_weights w on w.creditor_id = c.id
             left join staff s on s.id = w.changed_by
           where m.staff_id = $1 order by c.name, c.id"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let weighed = rows.into_iter().map(|row| Weighed {
        creditor: row.creditor,
        name: row.name,
        weights: row.weights.map(|weights| weights.0).unwrap_or_default(),
        changed_by: row.changed_by,
    });
    Ok(weighed.collect())
}

/// The weights of one creditor, for a job.
pub async fn weights_of(tx: &mut Tx, creditor: CreditorId) -> Result<Weights, sqlx::Error> {
    let weights = sqlx::query_scalar!(
        r#"select weights as "weights: Json<Weights>" from worklist_weights where creditor_id = $1"#,
        creditor.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(weights.map(|weights| weights.0).unwrap_or_default())
}

/// Sets the weights of a creditor of whoever asks; answers whether it is one.
pub async fn set_weights(tx: &mut Tx, creditor: CreditorId, weights: &Weights) -> Result<bool, sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    let set = sqlx::query!(
        "insert into worklist_weights (creditor_id, weights, changed_by, changed_at)
         select creditor_id, $2, staff_id, $4 from staff_creditors where creditor_id = $1 and staff_id = $3
         on conflict on constraint worklist_weights_pkey do update
           set weights = excluded.weights, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        creditor.0,
        Json(weights) as _,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("weigh", "creditor", creditor.0, None).await?;
    Ok(set.rows_affected() == 1)
}
