//! Lines of the bank in the database, and the money that they are.

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountId, BankFileId, BankLineId, CreditorId, PaymentId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::model::{Book, Days, Posting, TransactionDraft, TransactionKind};
use crate::ledger::store::{PostError, post};
use crate::payments::bank::model::{Line, Statement, fingerprints};
use crate::payments::store::posting::is_month_closed;
use crate::payments::store::reading::parsed_currency;

/// What an upload brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    pub name: String,
    pub new: i32,
    pub known: i32,
    pub others: i32,
    pub on: DateTime<Utc>,
    pub by: String,
}

/// A line as the team reads it.
#[derive(Clone, Debug)]
pub struct BankLine {
    pub id: BankLineId,
    pub creditor: CreditorId,
    pub creditor_name: String,
    pub booked_on: NaiveDate,
    pub amount: Money,
    pub reference: String,
    pub tracking_key: String,
    pub description: String,
    pub state: LineState,
    /// Somebody has said whose it is, and another must approve it.
    pub is_being_approved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    Unidentified,
    /// The team had recorded it before.
    Recorded,
    Assigned(Option<PaymentId>),
    Returned,
    /// The creditor's own money, from the provider or from the till.
    Own,
}

/// Keeps a file's lines and posts each new one as money without an owner. False where this very file was here before:
/// then nothing is done.
pub async fn take(
    tx: &mut Tx,
    creditor: CreditorId,
    (name, sha256): (&str, &[u8]),
    statement: &Statement,
    today: NaiveDate,
) -> Result<bool, PostError> {
    let (file, actor, now) = (BankFileId::new(), tx.actor(), tx.now());
    let inserted = sqlx::query!(
        "insert into bank_files (id, creditor_id, name, sha256, uploaded_by, uploaded_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (creditor_id, sha256) do nothing",
        file.0,
        creditor.0,
        name,
        sha256,
        actor.id(),
        now
    )
    .execute(&mut **tx)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(false);
    }
    let mut new = 0;
    for (line, fingerprint) in statement.lines.iter().zip(fingerprints(&statement.lines)) {
        new += i32::from(take_line(tx, creditor, file, line, &fingerprint, today).await?);
    }
    let known = i32::try_from(statement.lines.len()).unwrap_or(i32::MAX) - new;
    let others = i32::try_from(statement.others).unwrap_or(i32::MAX);
    sqlx::query!(
        "update bank_files set new_lines = $2, known_lines = $3, other_lines = $4 where id = $1",
        file.0,
        new,
        known,
        others
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("upload", "bank_file", file.0, None).await?;
    Ok(true)
}

/// One that the team had recorded under the same tracking key, for the same amount, is in the bank's book already.
async fn take_line(
    tx: &mut Tx,
    creditor: CreditorId,
    file: BankFileId,
    line: &Line,
    fingerprint: &[u8],
    today: NaiveDate,
) -> Result<bool, PostError> {
    let recorded = sqlx::query_scalar!(
        r#"select payment_id as "payment!: PaymentId" from recorded_payments
           where creditor_id = $1 and tracking_key = $2 and $2 <> '' and amount_minor = $3 and currency = $4
             and state = 'posted' and bank_line_id is null"#,
        creditor.0,
        line.tracking_key,
        line.amount.minor,
        line.amount.currency.code()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let id = BankLineId::new();
    let inserted = sqlx::query!(
        "insert into bank_lines (id, creditor_id, file_id, booked_on, currency, amount_minor, reference, tracking_key, description,
           fingerprint, state, payment_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (creditor_id, fingerprint) do nothing",
        id.0,
        creditor.0,
        file.0,
        line.booked_on,
        line.amount.currency.code(),
        line.amount.minor,
        line.reference,
        line.tracking_key,
        line.description,
        fingerprint,
        if recorded.is_some() { "recorded" } else { "unidentified" },
        recorded.map(|payment| payment.0)
    )
    .execute(&mut **tx)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(false);
    }
    if recorded.is_none() {
        let days = days(tx, creditor, line.booked_on, today).await?;
        let cause = format!("bank_line:{id}");
        post(tx, &moved(creditor, line.amount, (Book::Bank, Book::Unidentified), cause, days)).await?;
    }
    Ok(true)
}

pub(super) async fn days(
    tx: &mut Tx,
    creditor: CreditorId,
    on: NaiveDate,
    today: NaiveDate,
) -> Result<Days, sqlx::Error> {
    let is_closed = is_month_closed(tx, creditor, on).await?;
    Ok(Days { effective_on: on, accounting_on: if is_closed { today } else { on } })
}

/// Money that moves between two of the creditor's own books.
fn moved(
    creditor: CreditorId,
    amount: Money,
    (to, from): (Book, Book),
    dedupe_key: String,
    days: Days,
) -> TransactionDraft {
    let posting = |book, amount_minor| Posting { book, amount_minor, invoice: None };
    TransactionDraft {
        kind: TransactionKind::Payment,
        dedupe_key,
        creditor,
        account: None,
        currency: amount.currency,
        days,
        document_kind: "bank_line".to_owned(),
        document_number: String::new(),
        rule: String::new(),
        policy_version: None,
        basis: None,
        reverses: None,
        postings: vec![posting(to, amount.minor), posting(from, -amount.minor)],
    }
}

/// Why a line was not returned.
#[derive(Debug, thiserror::Error)]
pub enum ReturnError {
    #[error("somebody has said whose it is")]
    Decided,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Notes that the money of a line went back to whoever sent it.
pub async fn note_returned(
    tx: &mut Tx,
    line: &BankLine,
    note: &str,
    today: NaiveDate,
) -> Result<(), ReturnError> {
    if line.is_being_approved {
        return Err(ReturnError::Decided);
    }
    let now = tx.now();
    let returned = sqlx::query!(
        "update bank_lines set state = 'returned', note = $2, decided_by = $3, decided_at = $4 where id = $1 and state = 'unidentified'",
        line.id.0,
        note,
        tx.actor().id(),
        now
    )
    .execute(&mut **tx)
    .await?;
    if returned.rows_affected() == 0 {
        return Err(ReturnError::Decided);
    }
    let cause = format!("bank_line:{}:returned", line.id);
    let books = (Book::Unidentified, Book::Bank);
    post(tx, &moved(line.creditor, line.amount, books, cause, Days::on(today))).await?;
    Ok(tx.audit("return", "bank_line", line.id.0, None).await?)
}

/// Its money has become a payment.
pub async fn note_assigned(tx: &mut Tx, line: BankLineId, payment: PaymentId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update bank_lines set state = 'assigned', payment_id = $2, decided_by = $3, decided_at = $4 where id = $1 and state = 'unidentified'",
        line.0,
        payment.0,
        tx.actor().id(),
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("assign", "bank_line", line.0, None).await
}

/// Whether an error says that a line was given to somebody before.
pub fn is_decided(error: &sqlx::Error) -> bool {
    broken_constraint(error) == Some("recorded_payments_bank_line_key")
}

/// The account of the line's creditor with this reference, in its currency.
pub async fn account_named(
    tx: &mut Tx,
    line: &BankLine,
    reference: &str,
) -> Result<Option<AccountId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts
           where creditor_id = $1 and upper(reference) = upper($2) and currency = $3"#,
        line.creditor.0,
        reference,
        line.amount.currency.code()
    )
    .fetch_optional(&mut **tx)
    .await
}

/// What waits for an owner, the oldest first.
pub async fn waiting(tx: &mut Tx, at_most: i64) -> Result<Vec<BankLine>, sqlx::Error> {
    select(tx, None, at_most).await
}

/// One line of a creditor of whoever reads.
pub async fn line(tx: &mut Tx, id: BankLineId) -> Result<BankLine, sqlx::Error> {
    select(tx, Some(id), 1).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// The latest uploads.
pub async fn files(tx: &mut Tx) -> Result<Vec<Brought>, sqlx::Error> {
    sqlx::query_as!(
        Brought,
        r#"select f.name, f.new_lines as new, f.known_lines as known, f.other_lines as others, f.uploaded_at as on, s.name as by
           from bank_files f join staff s on s.id = f.uploaded_by
             join staff_creditors c on c.creditor_id = f.creditor_id and c.staff_id = $1
           order by f.uploaded_at desc, f.id desc limit 10"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await
}

/// As many as the page of the bank shows.
pub const SHOWN: i64 = 200;

async fn select(tx: &mut Tx, id: Option<BankLineId>, at_most: i64) -> Result<Vec<BankLine>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.id as "id: BankLineId", l.creditor_id as "creditor: CreditorId", c.name, l.booked_on, l.currency, l.amount_minor,
             l.reference, l.tracking_key, l.description, l.state, l.payment_id as "payment: PaymentId",
             exists (select from recorded_payments r where r.bank_line_id = l.id and r.state = 'waiting') as "is_being_approved!"
           from bank_lines l join creditors c on c.id = l.creditor_id
             join staff_creditors s on s.creditor_id = l.creditor_id and s.staff_id = $1
           where ($2::uuid is null and l.state = 'unidentified') or l.id = $2
           order by l.booked_on, l.id limit $3"#,
        tx.actor().id(),
        id.map(|id| id.0),
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency: Currency = parsed_currency(&row.currency)?;
            Ok(BankLine {
                id: row.id,
                creditor: row.creditor,
                creditor_name: row.name,
                booked_on: row.booked_on,
                amount: Money::new(row.amount_minor, currency),
                reference: row.reference,
                tracking_key: row.tracking_key,
                description: row.description,
                state: match row.state.as_str() {
                    "recorded" => LineState::Recorded,
                    "assigned" => LineState::Assigned(row.payment),
                    "returned" => LineState::Returned,
                    "own" => LineState::Own,
                    _ => LineState::Unidentified,
                },
                is_being_approved: row.is_being_approved,
            })
        })
        .collect()
}
