//! Legal statuses in the database. Staff read those of their creditors' accounts, a person those of their own.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::desk::approvals::model::{Act, LimitKind, Measure};
use crate::desk::approvals::store::{Approval, AskError, ask};
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{
    AccountFileId, AccountId, ApprovalId, HandoverId, InvoiceId, LegalStatusId, PartyId,
};
use crate::ledger::store::{PostError, account_key, lock_account};
use crate::legal::model::Kind;
use crate::payments::store::recounting;

/// A status as the team reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub id: LegalStatusId,
    pub account: AccountId,
    pub kind: Kind,
    /// Whom it is about; nobody where it is about the debt.
    pub person: Option<String>,
    /// What shows it, in the words of whoever set it.
    pub evidence: String,
    pub from_on: NaiveDate,
    /// The last day on which it holds.
    pub until_on: Option<NaiveDate>,
    pub set_by: Option<String>,
    pub set_at: DateTime<Utc>,
    pub lifted_by: Option<String>,
    pub lifted_at: Option<DateTime<Utc>>,
    pub lift_words: String,
    /// It came with a hand-over, and goes with it.
    pub is_of_handover: bool,
    /// It holds today.
    pub stands: bool,
    pub files: Vec<(AccountFileId, String)>,
}

/// What is to be set.
#[derive(Clone, Debug)]
pub struct NewStatus {
    /// Minted by the page that held the form: sent twice, it is one.
    pub id: LegalStatusId,
    pub kind: Kind,
    pub party: Option<PartyId>,
    pub evidence: String,
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
    pub files: Vec<AccountFileId>,
}

/// Why nothing was set.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    #[error("the same stands already")]
    StandsAlready,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for SetError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("legal_statuses_stand_once") => Self::StandsAlready,
            _ => Self::Database(error),
        }
    }
}

/// Why nothing was lifted.
#[derive(Debug, thiserror::Error)]
pub enum LiftError {
    /// Whoever set it is not who lifts it.
    #[error("whoever set it does not lift it")]
    OwnWork,
    #[error("it does not stand any more")]
    LiftedBefore,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for LiftError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("legal_statuses_lifted_by_another") => Self::OwnWork,
            _ => Self::Database(error),
        }
    }
}

/// What the approval of a lifting keeps, for whoever decides and for the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToLift {
    pub status: String,
    pub from_on: NaiveDate,
    pub evidence: String,
    pub set_by: String,
}

/// Every status that the account ever had: those that stand first, then the latest.
pub async fn statuses(tx: &mut Tx, of: &Account) -> Result<Vec<Status>, sqlx::Error> {
    select(tx, of.id, of.today, None).await
}

/// One of them.
pub async fn status(tx: &mut Tx, of: &Account, id: LegalStatusId) -> Result<Status, sqlx::Error> {
    select(tx, of.id, of.today, Some(id)).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// What stops the whole account today and since when, for whoever owes: the kinds only, never what shows them.
pub async fn pauses(tx: &mut Tx, of: &Account) -> Result<Vec<(Kind, NaiveDate)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select kind, from_on from legal_statuses where account_id = $1 and party_id is null and handover_id is null and from_on <= $2
           and (until_on is null or until_on >= $2) order by from_on, kind",
        of.id.0,
        of.today
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((Kind::parse(&row.kind)?, row.from_on))).collect())
}

/// Whom of the account a status can be about.
pub async fn parties(tx: &mut Tx, of: &Account) -> Result<Vec<(PartyId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PartyId", s.name from parties p join persons s on s.id = p.person_id
           where p.account_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) order by s.name, p.id"#,
        of.id.0,
        of.today
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Sets a status. Interest and fees that were charged since its day on what the law had stopped are taken back.
pub async fn set(tx: &mut Tx, of: &Account, new: &NewStatus) -> Result<(), SetError> {
    lock_account(tx, of.id).await?;
    if is_there(tx, new.id).await? {
        return Ok(());
    }
    let (by, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "insert into legal_statuses (id, account_id, debtor_id, creditor_id, party_id, kind, evidence, from_on, until_on, set_by, set_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.0,
        of.id.0,
        of.debtor.0,
        of.creditor.0,
        new.party.map(|party| party.0),
        new.kind.name(),
        new.evidence,
        new.from_on,
        new.until_on,
        by,
        now
    )
    .execute(&mut **tx)
    .await?;
    keep_files(tx, of, new).await?;
    if new.party.is_none() {
        take_back_charges(tx, of, new.from_on).await?;
    }
    Ok(tx.audit("set_status", "legal_status", new.id.0, Some(of.id)).await?)
}

/// Files the wish to lift a status, for a second person to decide.
pub async fn ask_to_lift(
    tx: &mut Tx,
    of: &Account,
    status: &Status,
    reason: &str,
) -> Result<ApprovalId, AskError> {
    let payload = ToLift {
        status: status.kind.name().to_owned(),
        from_on: status.from_on,
        evidence: status.evidence.clone(),
        set_by: status.set_by.clone().unwrap_or_default(),
    };
    let act = Act {
        kind: LimitKind::LiftStatus,
        measure: Measure::Nothing,
        account: of.id,
        object_kind: LEGAL_STATUS,
        object: status.id.0,
        payload: serde_json::to_value(&payload).map_err(|error| sqlx::Error::Encode(error.into()))?,
        change_minor: 0,
        reason: reason.to_owned(),
    };
    ask(tx, &act).await
}

/// What an approval names a status by.
pub const LEGAL_STATUS: &str = "legal_status";

/// Somebody approved the lifting: from today on the status does not hold, in their name.
pub async fn lift(tx: &mut Tx, approval: &Approval) -> Result<(), LiftError> {
    let of = account(tx, approval.account.ok_or(sqlx::Error::RowNotFound)?).await?;
    lock_account(tx, of.id).await?;
    let (by, now) = (tx.actor().id(), tx.now());
    let lifted = sqlx::query!(
        "update legal_statuses set until_on = least(until_on, $3::date - 1), lifted_by = $4, lifted_at = $5, lift_words = $6
         where id = $1 and account_id = $2 and lifted_at is null and (until_on is null or until_on >= $3)",
        approval.object,
        of.id.0,
        of.today,
        by,
        now,
        approval.reason
    )
    .execute(&mut **tx)
    .await?;
    if lifted.rows_affected() == 0 {
        return Err(LiftError::LiftedBefore);
    }
    Ok(tx.audit("lift_status", "legal_status", approval.object, Some(of.id)).await?)
}

/// The creditor's own collecting rests while the account is in others' hands, from today on. It is lifted with them, and
/// never apart from them.
pub async fn hold_for(
    tx: &mut Tx,
    of: &Account,
    handover: HandoverId,
    number: &str,
) -> Result<(), PostError> {
    let (id, now) = (LegalStatusId::new(), tx.now());
    sqlx::query!(
        "insert into legal_statuses (id, account_id, debtor_id, creditor_id, kind, evidence, from_on, set_at, handover_id)
         values ($1, $2, $3, $4, 'creditors_hold', $5, $6, $7, $8)",
        id.0,
        of.id.0,
        of.debtor.0,
        of.creditor.0,
        number,
        of.today,
        now,
        handover.0
    )
    .execute(&mut **tx)
    .await?;
    take_back_charges(tx, of, of.today).await?;
    Ok(tx.audit("set_status", "legal_status", id.0, Some(of.id)).await?)
}

/// The account is back: from today on the creditor collects it again.
pub async fn release_of(
    tx: &mut Tx,
    of: &Account,
    handover: HandoverId,
    words: &str,
) -> Result<(), sqlx::Error> {
    let (by, now) = (tx.actor().id(), tx.now());
    let lifted = sqlx::query_scalar!(
        r#"update legal_statuses set until_on = $3::date - 1, lifted_by = $4, lifted_at = $5, lift_words = $6
           where account_id = $1 and handover_id = $2 and lifted_at is null returning id as "id: LegalStatusId""#,
        of.id.0,
        handover.0,
        of.today,
        by,
        now,
        words
    )
    .fetch_all(&mut **tx)
    .await?;
    for status in lifted {
        tx.audit("lift_status", "legal_status", status.0, Some(of.id)).await?;
    }
    Ok(())
}

/// What was charged since then is worked out anew, now that the law has stopped it.
async fn take_back_charges(tx: &mut Tx, of: &Account, from_on: NaiveDate) -> Result<(), PostError> {
    let Some(key) = account_key(tx, of.id).await? else { return Ok(()) };
    let invoices: Vec<InvoiceId> = sqlx::query_scalar!(
        r#"select id as "id: InvoiceId" from invoices where account_id = $1 and voided_on is null and due_on < $2 order by due_on, id"#,
        of.id.0,
        of.today
    )
    .fetch_all(&mut **tx)
    .await?;
    let before = from_on.pred_opt().unwrap_or(from_on);
    recounting::begin(tx, key, &invoices, before, of.today).await?.finish(tx).await
}

async fn is_there(tx: &mut Tx, id: LegalStatusId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from legal_statuses where id = $1) as "is_there!""#, id.0)
        .fetch_one(&mut **tx)
        .await
}

async fn keep_files(tx: &mut Tx, of: &Account, new: &NewStatus) -> Result<(), sqlx::Error> {
    let files: Vec<Uuid> = new.files.iter().map(|file| file.0).collect();
    sqlx::query!(
        "insert into legal_status_files (status_id, file_id, account_id, debtor_id, creditor_id)
         select $1, file, $3, $4, $5 from unnest($2::uuid[]) as file",
        new.id.0,
        &files,
        of.id.0,
        of.debtor.0,
        of.creditor.0
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

async fn select(
    tx: &mut Tx,
    of: AccountId,
    today: NaiveDate,
    id: Option<LegalStatusId>,
) -> Result<Vec<Status>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.id as "id: LegalStatusId", l.kind, p.name as "person?", l.evidence, l.from_on, l.until_on, s.name as "set_by?", l.set_at,
             u.name as "lifted_by?", l.lifted_at, l.lift_words,
             l.handover_id is not null as "is_of_handover!", l.lifted_at is null and (l.until_on is null or l.until_on >= $2) as "stands!"
           from legal_statuses l left join parties q on q.id = l.party_id left join persons p on p.id = q.person_id
             left join staff s on s.id = l.set_by left join staff u on u.id = l.lifted_by
           where l.account_id = $1 and ($3::uuid is null or l.id = $3)
           order by (l.lifted_at is null and (l.until_on is null or l.until_on >= $2)) desc, l.set_at desc, l.id"#,
        of.0,
        today,
        id.map(|id| id.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    let files = files(tx, of).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Status {
                id: row.id,
                account: of,
                kind: Kind::parse(&row.kind)?,
                person: row.person,
                evidence: row.evidence,
                from_on: row.from_on,
                until_on: row.until_on,
                set_by: row.set_by,
                set_at: row.set_at,
                lifted_by: row.lifted_by,
                lifted_at: row.lifted_at,
                lift_words: row.lift_words,
                is_of_handover: row.is_of_handover,
                stands: row.stands,
                files: files
                    .iter()
                    .filter(|(status, ..)| *status == row.id)
                    .map(|(_, file, name)| (*file, name.clone()))
                    .collect(),
            })
        })
        .collect())
}

async fn files(
    tx: &mut Tx,
    of: AccountId,
) -> Result<Vec<(LegalStatusId, AccountFileId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.status_id as "status: LegalStatusId", f.id as "file: AccountFileId", f.name
           from legal_status_files l join account_files f on f.id = l.file_id where l.account_id = $1 order by f.added_at, f.id"#,
        of.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.status, row.file, row.name)).collect())
}
