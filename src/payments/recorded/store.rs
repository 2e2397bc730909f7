//! What the team records, and the files that come with it.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::desk::approvals::model::{Act, LimitKind, Measure};
use crate::desk::approvals::store::{AskError, Permission, ask, within_limit_or_ask};
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{
    AccountFileId, AccountId, BankLineId, PaymentId, RecordedPaymentId, ReportedPaymentId,
};
use crate::kernel::money::Money;
use crate::kernel::upload::File;
use crate::ledger::model::Book;
use crate::ledger::store::PostError;
use crate::payments::bank;
use crate::payments::model::Choice;
use crate::payments::recorded::model::{DAYS_BACK_ALONE, Means, Recording};
use crate::payments::store::posting::is_month_closed;
use crate::payments::store::reading::{parsed_currency, parsed_zone};
use crate::payments::store::recording::{Arrived, post_arrived};

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    #[error("a transfer with this tracking key is recorded already")]
    TrackingUsed,
    #[error("the report is answered already")]
    Answered,
    #[error("the till of that day is closed")]
    TillClosed,
    /// This very form was sent before.
    #[error("this was recorded before")]
    Before,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for RecordingError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("recorded_payments_tracking_key") => Self::TrackingUsed,
            Some("recorded_payments_report_key") => Self::Answered,
            Some("recorded_payments_request_key") => Self::Before,
            Some("cash_day_is_open") => Self::TillClosed,
            _ => Self::Database(error),
        }
    }
}

/// What is to be recorded, and with what.
#[derive(Clone, Debug)]
pub struct NewRecord {
    pub recording: Recording,
    pub file: Option<AccountFileId>,
    /// The report that it answers.
    pub report: Option<ReportedPaymentId>,
    /// The line of the bank that it is: then the money waits among what has no owner.
    pub bank_line: Option<BankLineId>,
    pub request_key: Uuid,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    Posted(PaymentId),
    /// Another must approve it first.
    Waits(RecordedPaymentId),
}

/// Records it, and posts it at once where whoever records may do so alone: within their limit, not long after the day,
/// and not into a month that is closed (domain-rules A6).
pub async fn record(tx: &mut Tx, account: &Account, new: &NewRecord) -> Result<Recorded, RecordingError> {
    let id = RecordedPaymentId::new();
    insert(tx, id, account, new).await?;
    tx.audit("record", "recorded_payment", id.0, Some(account.id)).await?;
    let facts = &new.recording.facts;
    let act = Act {
        kind: LimitKind::ManualPayment,
        measure: Measure::Money(facts.amount),
        account: account.id,
        object_kind: "recorded_payment",
        object: id.0,
        payload: json!({ "recorded": id }),
        change_minor: -facts.amount.minor,
        reason: reason(&new.recording),
    };
    let is_late = (account.today - facts.on).num_days() > DAYS_BACK_ALONE
        || is_month_closed(tx, account.creditor, facts.on).await?;
    let permission =
        if is_late { Permission::Asked(ask(tx, &act).await?) } else { within_limit_or_ask(tx, &act).await? };
    match permission {
        Permission::Now => post(tx, id).await.map(Recorded::Posted),
        Permission::Asked(_) => Ok(Recorded::Waits(id)),
    }
}

/// Posts what was recorded, once.
pub async fn post(tx: &mut Tx, id: RecordedPaymentId) -> Result<PaymentId, RecordingError> {
    let row = sqlx::query!(
        r#"select account_id as "account: AccountId", amount_minor, received_on, means, choice, state, payment_id as "payment: PaymentId",
             report_id as "report: ReportedPaymentId", bank_line_id as "bank_line: BankLineId"
           from recorded_payments where id = $1 for update"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    if let Some(payment) = row.payment {
        return Ok(payment);
    }
    if row.state == "declined" {
        return Err(RecordingError::Before);
    }
    let means = known_means(&row.means)?;
    let arrived = Arrived {
        account: row.account,
        book: if row.bank_line.is_some() { Book::Unidentified } else { means.book() },
        amount_minor: row.amount_minor,
        received_on: row.received_on,
        means,
        choice: serde_json::from_value::<Choice>(row.choice)
            .map_err(|error| sqlx::Error::Decode(error.into()))?,
    };
    let payment = post_arrived(tx, &arrived).await?;
    sqlx::query!(
        "update recorded_payments set state = 'posted', payment_id = $2 where id = $1",
        id.0,
        payment.0
    )
    .execute(&mut **tx)
    .await?;
    if let Some(line) = row.bank_line {
        bank::store::note_assigned(tx, line, payment).await?;
    }
    if let Some(report) = row.report {
        super::reports::confirm(tx, report).await?;
    }
    Ok(payment)
}

/// It was not approved: nothing was posted, and what it answered waits again.
pub async fn let_go(tx: &mut Tx, id: RecordedPaymentId) -> Result<(), sqlx::Error> {
    sqlx::query!("update recorded_payments set state = 'declined' where id = $1 and state = 'waiting'", id.0)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// A recorded payment as the team reads it.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: RecordedPaymentId,
    pub amount: Money,
    pub received_on: NaiveDate,
    pub means: Means,
    pub bank: String,
    pub reference: String,
    pub tracking_key: String,
    pub file: Option<AccountFileId>,
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
    pub state: RecordState,
    pub zone: Tz,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordState {
    Waiting,
    Posted(PaymentId),
    Declined,
}

/// What was recorded on an account, the latest first.
pub async fn records_of(tx: &mut Tx, account: AccountId) -> Result<Vec<Record>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select r.id as "id: RecordedPaymentId", r.currency, r.amount_minor, r.received_on, r.means, r.bank, r.reference, r.tracking_key,
             r.file_id as "file: AccountFileId", s.name, r.recorded_at, r.state, r.payment_id as "payment: PaymentId", c.time_zone
           from recorded_payments r join staff s on s.id = r.recorded_by join creditors c on c.id = r.creditor_id
           where r.account_id = $1 order by r.recorded_at desc, r.id desc limit 50"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Record {
                id: row.id,
                amount: Money::new(row.amount_minor, parsed_currency(&row.currency)?),
                received_on: row.received_on,
                means: known_means(&row.means)?,
                bank: row.bank,
                reference: row.reference,
                tracking_key: row.tracking_key,
                file: row.file,
                recorded_by: row.name,
                recorded_at: row.recorded_at,
                state: match row.payment {
                    Some(payment) => RecordState::Posted(payment),
                    None if row.state == "declined" => RecordState::Declined,
                    None => RecordState::Waiting,
                },
                zone: parsed_zone(&row.time_zone)?,
            })
        })
        .collect()
}

/// What was recorded with this form before, if it was.
pub async fn recorded_with(tx: &mut Tx, key: Uuid) -> Result<Option<Recorded>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: RecordedPaymentId", payment_id as "payment: PaymentId" from recorded_payments
           where request_key = $1 and recorded_by = $2"#,
        key,
        tx.actor().id()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| row.payment.map_or(Recorded::Waits(row.id), Recorded::Posted)))
}

/// Keeps a file with an account. Whoever may not write there is refused by the database.
pub async fn keep_file(tx: &mut Tx, account: &Account, file: &File) -> Result<AccountFileId, sqlx::Error> {
    let id = AccountFileId::new();
    let media_type = file.media_type.ok_or_else(|| sqlx::Error::Encode("a file of no known type".into()))?;
    let (actor, now) = (tx.actor(), tx.now());
    sqlx::query!(
        "insert into account_files (id, account_id, debtor_id, creditor_id, name, media_type, bytes, sha256, added_by_kind, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        file.name,
        media_type,
        file.bytes,
        Sha256::digest(&file.bytes).to_vec(),
        actor.kind(),
        actor.id(),
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("keep", "account_file", id.0, Some(account.id)).await?;
    Ok(id)
}

/// A file as it was kept.
pub struct KeptFile {
    pub account: AccountId,
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The file, if this reader may see it.
pub async fn file(tx: &mut Tx, id: AccountFileId) -> Result<KeptFile, sqlx::Error> {
    let actor = tx.actor();
    sqlx::query_as!(
        KeptFile,
        r#"select account_id as "account: AccountId", name, media_type, bytes from account_files
           where id = $1 and case $2 when 'person' then added_by = $3 or id in (select file_id from dispute_files)
             or id in (select file_id from message_files)
             else creditor_id in (select creditor_id from staff_creditors where staff_id = $3) end"#,
        id.0,
        actor.kind(),
        actor.id()
    )
    .fetch_one(&mut **tx)
    .await
}

async fn insert(
    tx: &mut Tx,
    id: RecordedPaymentId,
    account: &Account,
    new: &NewRecord,
) -> Result<(), RecordingError> {
    let Recording { facts, choice } = &new.recording;
    let choice = serde_json::to_value(choice).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let (actor, now) = (tx.actor(), tx.now());
    sqlx::query!(
        "insert into recorded_payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, received_on, means, bank, reference,
           tracking_key, choice, file_id, report_id, recorded_by, recorded_at, request_key, bank_line_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        account.currency.code(),
        facts.amount.minor,
        facts.on,
        facts.means.name(),
        facts.bank,
        facts.reference,
        facts.tracking_key,
        choice,
        new.file.map(|file| file.0),
        new.report.map(|report| report.0),
        actor.id(),
        now,
        new.request_key,
        new.bank_line.map(|line| line.0)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What whoever approves reads first.
fn reason(recording: &Recording) -> String {
    let facts = &recording.facts;
    let told = [facts.means.name(), &facts.bank, &facts.reference, &facts.tracking_key];
    let told: Vec<&str> = told.into_iter().filter(|text| !text.is_empty()).collect();
    format!("{} {}", facts.on, told.join(" "))
}

pub(super) fn known_means(name: &str) -> Result<Means, sqlx::Error> {
    Means::parse(name).ok_or_else(|| sqlx::Error::Decode("an unknown means of payment".into()))
}
