//! Drafts in the database. A creditor has one at most; the team reads it, supervisors write it.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;

use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{CreditorId, PolicyVersionId, StaffId};
use crate::policies::editing::fields::{Typed, closed_up, values};
use crate::policies::editing::typed::{Understood, understand};
use crate::policies::model::{Parameters, PolicyVersion};
use crate::policies::store::{Version, versions};
use crate::policies::text::OwnText;

/// How many days customers have at least between reading new terms and their holding.
pub const DAYS_AHEAD: u64 = 10;

/// A version that is being written.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: PolicyVersionId,
    pub creditor: CreditorId,
    pub number: i32,
    pub in_force_from: NaiveDate,
    pub parameters: Parameters,
    pub text: OwnText,
    /// What stands in its fields.
    pub typed: Typed,
    pub drafted_by: Option<StaffId>,
    pub drafter_name: String,
    pub changed_at: Option<DateTime<Utc>>,
    pub reason: String,
}

/// A creditor whose terms this member of the team reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    pub creditor: CreditorId,
    pub name: String,
    pub time_zone: String,
    pub jurisdiction: String,
}

/// Why a draft was not begun.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is one already; a second would be a change to terms that the first replaces.
    #[error("there is a draft already")]
    ThereIsOne,
    #[error("only supervisors draft")]
    NotASupervisor,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for DraftError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("policy_versions_one_draft" | "policy_versions_number_key") => Self::ThereIsOne,
            Some("policy_versions_drafted_by_supervisors") => Self::NotASupervisor,
            _ => Self::Database(error),
        }
    }
}

impl Draft {
    /// Its fields, understood anew.
    pub fn understood(&self) -> Understood {
        understand(&self.parameters, &self.typed)
    }

    /// As a version would be, if it were published as it stands.
    pub fn as_version(&self, parameters: Parameters) -> PolicyVersion {
        PolicyVersion {
            id: self.id,
            creditor: self.creditor,
            number: self.number,
            in_force_from: self.in_force_from,
            parameters,
        }
    }
}

/// The creditors of the member of the team who asks.
pub async fn publishers(tx: &mut Tx) -> Result<Vec<Publisher>, sqlx::Error> {
    sqlx::query_as!(
        Publisher,
        r#"select c.id as "creditor: CreditorId", c.name, c.time_zone, c.jurisdiction
           from creditors c join staff_creditors s on s.creditor_id = c.id where s.staff_id = $1 order by c.name, c.id"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await
}

/// Whose version this is, if its creditor is one of theirs.
pub async fn publisher_of(tx: &mut Tx, version: PolicyVersionId) -> Result<Publisher, sqlx::Error> {
    sqlx::query_as!(
        Publisher,
        r#"select c.id as "creditor: CreditorId", c.name, c.time_zone, c.jurisdiction
           from policy_versions v join creditors c on c.id = v.creditor_id join staff_creditors s on s.creditor_id = c.id
           where v.id = $1 and s.staff_id = $2"#,
        version.0,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await
}

/// The draft of a creditor, if there is one.
pub async fn draft_of(tx: &mut Tx, creditor: CreditorId) -> Result<Option<Draft>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: PolicyVersionId" from policy_versions where creditor_id = $1 and published_at is null"#,
        creditor.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    match id {
        Some(id) => draft(tx, id).await,
        None => Ok(None),
    }
}

/// This draft; none where the version is published.
pub async fn draft(tx: &mut Tx, id: PolicyVersionId) -> Result<Option<Draft>, sqlx::Error> {
    let Some(row) = sqlx::query!(
        r#"select v.creditor_id as "creditor: CreditorId", v.number, v.in_force_from, v.parameters, v.text, v.typed,
             v.drafted_by as "drafted_by: StaffId", s.name as "drafter_name?", v.changed_at, v.reason
           from policy_versions v left join staff s on s.id = v.drafted_by where v.id = $1 and v.published_at is null"#,
        id.0
    )
    .fetch_optional(&mut **tx)
    .await?
    else {
        return Ok(None);
    };
    let parameters = Parameters::deserialize(&row.parameters).map_err(undecodable)?;
    let text = OwnText::deserialize(&row.text).map_err(undecodable)?;
    let typed = match &row.typed {
        Some(typed) => Typed::deserialize(typed).map_err(undecodable)?,
        None => values(&parameters, &text),
    };
    Ok(Some(Draft {
        id,
        creditor: row.creditor,
        number: row.number,
        in_force_from: row.in_force_from,
        parameters,
        text,
        typed,
        drafted_by: row.drafted_by,
        drafter_name: row.drafter_name.unwrap_or_default(),
        changed_at: row.changed_at,
        reason: row.reason,
    }))
}

/// Begins a draft from the latest published version, or from nothing.
pub async fn begin(
    tx: &mut Tx,
    creditor: CreditorId,
    today: NaiveDate,
) -> Result<PolicyVersionId, DraftError> {
    let latest: Option<Version> = versions(tx, creditor).await?.into_iter().next();
    let (parameters, text, number, not_before) = match latest {
        Some(Version { policy, text, .. }) => {
            (policy.parameters, text, policy.number + 1, policy.in_force_from)
        }
        None => (Parameters::founding(), OwnText::default(), 1, today),
    };
    let in_force_from = (today + Days::new(DAYS_AHEAD)).max(not_before);
    let (id, now, staff) = (PolicyVersionId::new(), tx.now(), tx.actor().id());
    let typed = serde_json::to_value(values(&parameters, &text)).map_err(encoded)?;
    let parameters = serde_json::to_value(parameters).map_err(encoded)?;
    let text = serde_json::to_value(text).map_err(encoded)?;
    sqlx::query!(
        "insert into policy_versions (id, creditor_id, number, in_force_from, parameters, text, typed, drafted_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        creditor.0,
        number,
        in_force_from,
        parameters,
        text,
        typed,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("draft", "policy_version", id.0, None).await?;
    Ok(id)
}

/// Keeps what was typed, and as much of it as could be understood.
pub async fn save(tx: &mut Tx, draft: &Draft) -> Result<(), DraftError> {
    let Understood { parameters, text, .. } = draft.understood();
    let typed = serde_json::to_value(closed_up(draft.typed.clone())).map_err(encoded)?;
    let parameters = serde_json::to_value(parameters).map_err(encoded)?;
    let text = serde_json::to_value(text).map_err(encoded)?;
    let (now, staff) = (tx.now(), tx.actor().id());
    sqlx::query!(
        "update policy_versions set parameters = $2, text = $3, typed = $4, in_force_from = $5, reason = $6, drafted_by = $7,
           changed_at = $8
         where id = $1 and published_at is null",
        draft.id.0,
        parameters,
        text,
        typed,
        draft.in_force_from,
        draft.reason,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("change", "policy_version", draft.id.0, None).await?;
    Ok(())
}

/// Throws a draft away.
pub async fn discard(tx: &mut Tx, id: PolicyVersionId) -> Result<(), DraftError> {
    sqlx::query!("delete from policy_versions where id = $1 and published_at is null", id.0)
        .execute(&mut **tx)
        .await?;
    tx.audit("discard", "policy_version", id.0, None).await?;
    Ok(())
}

/// How many accounts said that they read a version.
pub async fn acceptance_count(tx: &mut Tx, version: PolicyVersionId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(distinct account_id) as "count!" from policy_acceptances where version_id = $1"#,
        version.0
    )
    .fetch_one(&mut **tx)
    .await
}

fn undecodable(error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}

fn encoded(error: serde_json::Error) -> DraftError {
    DraftError::Database(sqlx::Error::Encode(error.into()))
}
