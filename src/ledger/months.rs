//! Months of the books: what was carried in each, closing them, and the journal of one.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::CreditorId;
use crate::kernel::money::{Currency, Money};
use crate::ledger::model::Book;

/// A month of one creditor's books in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    pub creditor: CreditorId,
    pub creditor_name: String,
    /// Its first day.
    pub first: NaiveDate,
    /// What its debits come to, which is what its credits come to.
    pub total: Money,
    pub transactions: i64,
    /// When and by whom it was closed.
    pub closed: Option<(DateTime<Utc>, String)>,
}

/// What a book was moved by in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    pub book: Book,
    pub debit: Money,
    pub credit: Money,
}

/// One entry of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    pub accounting_on: NaiveDate,
    pub effective_on: NaiveDate,
    /// The order in which transactions were recorded.
    pub sequence: i64,
    pub kind: String,
    pub document: String,
    pub book: String,
    /// The account's reference, in a debtor's book.
    pub account: Option<String>,
    pub amount: Money,
}

/// Why a month was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error("an earlier month is open")]
    EarlierOpen,
    #[error("it is closed")]
    Closed,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for CloseError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("months_close_in_order") => Self::EarlierOpen,
            Some("closed_months_pkey") => Self::Closed,
            _ => Self::Database(error),
        }
    }
}

/// The first day of the month of a day.
pub fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Every month in which the creditors of whoever reads moved anything, the latest first.
pub async fn months(tx: &mut Tx) -> Result<Vec<Month>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select t.creditor_id as "creditor: CreditorId", c.name, date_trunc('month', t.accounting_on)::date as "first!", e.currency,
             (sum(e.amount_minor) filter (where e.amount_minor > 0))::bigint as "total!", count(distinct t.id) as "transactions!",
             m.closed_at as "closed_at?", s.name as "closer?"
           from staff_creditors w join ledger_transactions t on t.creditor_id = w.creditor_id
             join creditors c on c.id = t.creditor_id join ledger_entries e on e.transaction_id = t.id
             left join closed_months m on m.creditor_id = t.creditor_id and m.currency = e.currency
               and m.month = date_trunc('month', t.accounting_on)::date
             left join staff s on s.id = m.closed_by
           where w.staff_id = $1
           group by t.creditor_id, c.name, date_trunc('month', t.accounting_on)::date, e.currency, m.closed_at, s.name
           order by date_trunc('month', t.accounting_on)::date desc, c.name, e.currency limit 120"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Month {
                creditor: row.creditor,
                creditor_name: row.name,
                first: row.first,
                total: Money::new(row.total, currency(&row.currency)?),
                transactions: row.transactions,
                closed: row.closed_at.zip(row.closer),
            })
        })
        .collect()
}

/// Closes a month for good.
pub async fn close(tx: &mut Tx, creditor: CreditorId, month: NaiveDate) -> Result<(), CloseError> {
    sqlx::query!("select close_month($1, $2)", creditor.0, month).fetch_one(&mut **tx).await?;
    Ok(tx.audit("close_month", "creditor", creditor.0, None).await?)
}

/// What each book was moved by in a month that is closed, as it was then; in the order of the list of books.
pub async fn controls(
    tx: &mut Tx,
    creditor: CreditorId,
    month: NaiveDate,
) -> Result<Vec<Control>, sqlx::Error> {
    let rows = sqlx::query!(
        "select currency, book, debit_minor, credit_minor from month_controls where creditor_id = $1 and month = $2",
        creditor.0,
        month
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut controls = rows
        .into_iter()
        .map(|row| {
            let currency = currency(&row.currency)?;
            let book = Book::parse(&row.book)
                .ok_or_else(|| sqlx::Error::Decode(format!("book {}", row.book).into()))?;
            Ok(Control {
                book,
                debit: Money::new(row.debit_minor, currency),
                credit: Money::new(row.credit_minor, currency),
            })
        })
        .collect::<Result<Vec<Control>, sqlx::Error>>()?;
    controls.sort_by_key(|control| (control.debit.currency.code(), control.book));
    Ok(controls)
}

/// Every entry of a month, in the order of the books.
pub async fn journal(
    tx: &mut Tx,
    creditor: CreditorId,
    month: NaiveDate,
) -> Result<Vec<JournalRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select t.accounting_on, t.effective_on, t.sequence, t.kind, t.document_kind, t.document_number, e.book, a.reference as "account?",
             e.currency, e.amount_minor
           from ledger_transactions t join ledger_entries e on e.transaction_id = t.id left join accounts a on a.id = e.account_id
           where t.creditor_id = $1 and t.accounting_on >= $2 and t.accounting_on < $2::date + interval '1 month'
           order by t.accounting_on, t.sequence, e.position"#,
        creditor.0,
        month
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(JournalRow {
                accounting_on: row.accounting_on,
                effective_on: row.effective_on,
                sequence: row.sequence,
                kind: row.kind,
                document: format!("{} {}", row.document_kind, row.document_number).trim().to_owned(),
                book: row.book,
                account: row.account,
                amount: Money::new(row.amount_minor, currency(&row.currency)?),
            })
        })
        .collect()
}

fn currency(code: &str) -> Result<Currency, sqlx::Error> {
    Currency::parse(code).ok_or_else(|| sqlx::Error::Decode("an unknown currency".into()))
}
