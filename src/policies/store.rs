//! Versions of a creditor's terms in the database.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::kernel::db::Tx;
use crate::kernel::ids::{CreditorId, PolicyVersionId};
use crate::policies::model::{Parameters, PolicyVersion};
use crate::policies::text::OwnText;

/// A published version with the words that people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub policy: PolicyVersion,
    pub text: OwnText,
    pub published_at: DateTime<Utc>,
}

/// The version in force on a day, if there is one.
pub async fn in_force(
    tx: &mut Tx,
    creditor: CreditorId,
    on: NaiveDate,
) -> Result<Option<PolicyVersion>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select id as "id: PolicyVersionId", creditor_id as "creditor: CreditorId", number, in_force_from, parameters
           from policy_versions
           where creditor_id = $1 and in_force_from <= $2 and published_at is not null
           order by in_force_from desc, number desc limit 1"#,
        creditor.0,
        on
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(Row::checked).transpose()
}

/// Every published version, the newest first: interest is judged by each in its time.
pub async fn published(tx: &mut Tx, creditor: CreditorId) -> Result<Vec<PolicyVersion>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id as "id: PolicyVersionId", creditor_id as "creditor: CreditorId", number, in_force_from, parameters
           from policy_versions where creditor_id = $1 and published_at is not null
           order by in_force_from desc, number desc"#,
        creditor.0
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(Row::checked).collect()
}

/// Every published version with its words, the newest first.
pub async fn versions(tx: &mut Tx, creditor: CreditorId) -> Result<Vec<Version>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: PolicyVersionId", creditor_id as "creditor: CreditorId", number, in_force_from, parameters, text,
             published_at as "published_at!"
           from policy_versions where creditor_id = $1 and published_at is not null
           order by in_force_from desc, number desc"#,
        creditor.0
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let text = OwnText::deserialize(&row.text).map_err(|error| sqlx::Error::Decode(error.into()))?;
            let policy = Row {
                id: row.id,
                creditor: row.creditor,
                number: row.number,
                in_force_from: row.in_force_from,
                parameters: row.parameters,
            }
            .checked()?;
            Ok(Version { policy, text, published_at: row.published_at })
        })
        .collect()
}

/// Publishes a version, and writes down who did. What is published is never changed again.
pub async fn publish(tx: &mut Tx, version: &PolicyVersion) -> Result<(), sqlx::Error> {
    let parameters =
        serde_json::to_value(&version.parameters).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "insert into policy_versions (id, creditor_id, number, in_force_from, published_at, parameters)
         values ($1, $2, $3, $4, $5, $6)",
        version.id.0,
        version.creditor.0,
        version.number,
        version.in_force_from,
        tx.now(),
        parameters
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("publish", "policy_version", version.id.0, None).await
}

struct Row {
    id: PolicyVersionId,
    creditor: CreditorId,
    number: i32,
    in_force_from: NaiveDate,
    parameters: serde_json::Value,
}

impl Row {
    /// Parameters that cannot be obeyed are refused whole: a rule half understood would charge people wrongly.
    fn checked(self) -> Result<PolicyVersion, sqlx::Error> {
        let parameters = Parameters::deserialize(&self.parameters)
            .map_err(|error| sqlx::Error::Decode(error.into()))?
            .checked()
            .map_err(|faults| sqlx::Error::Decode(faults.into()))?;
        Ok(PolicyVersion {
            id: self.id,
            creditor: self.creditor,
            number: self.number,
            in_force_from: self.in_force_from,
            parameters,
        })
    }
}
