//! The till: what cash it should hold, what was counted, and the close of the day.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{CashCountId, CreditorId, PaymentId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::model::{Book, Days, Posting, TransactionDraft, TransactionKind};
use crate::ledger::store::{PostError, post};
use crate::payments::store::reading::parsed_currency;

/// One creditor's till on one day.
#[derive(Clone, Debug)]
pub struct Till {
    pub creditor: CreditorId,
    pub creditor_name: String,
    pub currency: Currency,
    pub day: NaiveDate,
    /// What it should hold by the books at the end of the day, before anything goes to the bank.
    pub expected: Money,
    /// What was taken on that day.
    pub taken: Vec<Taken>,
    pub count: Option<Count>,
}

/// Cash that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    pub payment: PaymentId,
    pub number: Option<i64>,
    pub debtor_name: String,
    pub account_reference: String,
    pub amount: Money,
    pub by: String,
}

/// What was counted.
#[derive(Clone, Debug)]
pub struct Count {
    pub id: CashCountId,
    pub expected: Money,
    pub counted: Money,
    pub banked: Money,
    /// The number on the slip that it went to the bank with.
    pub slip: String,
    /// The day of the bank's line in which it was seen.
    pub seen_on: Option<NaiveDate>,
    pub explanation: String,
    pub counted_by: String,
    /// Who closed the day, once it is.
    pub closed_by: Option<String>,
}

/// What somebody counted.
#[derive(Clone, Debug)]
pub struct Counted {
    pub creditor: CreditorId,
    pub day: NaiveDate,
    pub counted: Money,
    pub banked: Money,
    pub slip: String,
    pub explanation: String,
}

/// Why a day is not counted or closed.
#[derive(Debug, thiserror::Error)]
pub enum TillError {
    #[error("a difference needs an explanation")]
    Unexplained,
    #[error("more goes to the bank than was counted")]
    TooMuchBanked,
    #[error("who counted or took cash does not close")]
    OwnDay,
    #[error("the day is closed")]
    Closed,
    /// Cash was taken after it was counted.
    #[error("it was counted before the last cash came")]
    Stale,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for TillError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("cash_counts_difference_explained") => Self::Unexplained,
            Some("cash_counts_banked_of_counted") => Self::TooMuchBanked,
            Some("cash_counts_closed_by_another") => Self::OwnDay,
            Some("cash_counts_closed_once") => Self::Closed,
            _ => Self::Database(error),
        }
    }
}

/// The tills of the creditors of whoever reads, in each currency in which they take money.
pub async fn tills(tx: &mut Tx, day: NaiveDate) -> Result<Vec<Till>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id as "creditor: CreditorId", c.name, a.currency
           from staff_creditors s join creditors c on c.id = s.creditor_id
             join lateral (select distinct currency from accounts a where a.creditor_id = c.id) a on true
           where s.staff_id = $1 order by c.name, a.currency"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut tills = Vec::new();
    for row in rows {
        let currency = parsed_currency(&row.currency)?;
        tills.push(Till {
            creditor: row.creditor,
            creditor_name: row.name,
            currency,
            day,
            expected: expected(tx, row.creditor, currency, day).await?,
            taken: taken(tx, row.creditor, currency, day).await?,
            count: count(tx, row.creditor, currency, day).await?,
        });
    }
    Ok(tills)
}

/// Days that were counted and not closed, or on which cash was taken and not counted, the latest first.
pub async fn open_days(tx: &mut Tx, today: NaiveDate) -> Result<Vec<NaiveDate>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select distinct r.received_on from recorded_payments r
             join staff_creditors s on s.creditor_id = r.creditor_id and s.staff_id = $1
           where r.means = 'cash' and r.state = 'posted' and r.received_on <= $2 and not exists (
             select from cash_counts c where c.creditor_id = r.creditor_id and c.currency = r.currency
               and c.day >= r.received_on and c.closed_at is not null)
           order by r.received_on desc limit 14"#,
        tx.actor().id(),
        today
    )
    .fetch_all(&mut **tx)
    .await
}

/// Writes down what was counted, against what the books say now. It can be counted again until the day is closed.
pub async fn note_count(tx: &mut Tx, counted: &Counted) -> Result<(), TillError> {
    serves(tx, counted.creditor).await?;
    let currency = counted.counted.currency;
    let expected = expected(tx, counted.creditor, currency, counted.day).await?;
    let (actor, now) = (tx.actor(), tx.now());
    let id = sqlx::query_scalar!(
        r#"insert into cash_counts as kept (id, creditor_id, currency, day, expected_minor, counted_minor, banked_minor, explanation,
             counted_by, counted_at, slip)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           on conflict (creditor_id, currency, day) do update set expected_minor = excluded.expected_minor,
             counted_minor = excluded.counted_minor, banked_minor = excluded.banked_minor, explanation = excluded.explanation,
             counted_by = excluded.counted_by, counted_at = excluded.counted_at, slip = excluded.slip
           returning id as "id: CashCountId""#,
        CashCountId::new().0,
        counted.creditor.0,
        currency.code(),
        counted.day,
        expected.minor,
        counted.counted.minor,
        counted.banked.minor,
        counted.explanation,
        actor.id(),
        now,
        counted.slip
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(tx.audit("count", "cash_count", id.0, None).await?)
}

/// Closes a day that another counted: the books take up the difference, and what is on its way to the
/// bank.
pub async fn close(tx: &mut Tx, id: CashCountId) -> Result<NaiveDate, TillError> {
    let row = sqlx::query!(
        r#"select creditor_id as "creditor: CreditorId", currency, day, expected_minor, counted_minor, banked_minor
           from cash_counts where id = $1 for update"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    serves(tx, row.creditor).await?;
    let currency = parsed_currency(&row.currency)?;
    if expected(tx, row.creditor, currency, row.day).await?.minor != row.expected_minor {
        return Err(TillError::Stale);
    }
    let now = tx.now();
    sqlx::query!(
        "update cash_counts set closed_by = $2, closed_at = $3 where id = $1",
        id.0,
        tx.actor().id(),
        now
    )
    .execute(&mut **tx)
    .await?;
    let difference = row.counted_minor - row.expected_minor;
    let draft = closing(id, row.creditor, currency, row.day, difference, row.banked_minor);
    if !draft.is_empty() {
        post(tx, &draft).await?;
    }
    tx.audit("close", "cash_count", id.0, None).await?;
    Ok(row.day)
}

fn closing(
    id: CashCountId,
    creditor: CreditorId,
    currency: Currency,
    day: NaiveDate,
    difference: i64,
    banked: i64,
) -> TransactionDraft {
    let postings =
        [(Book::InTransit, banked), (Book::CashDifferences, -difference), (Book::Cash, difference - banked)];
    let postings = postings.into_iter().filter(|(_, amount)| *amount != 0);
    TransactionDraft {
        kind: TransactionKind::Correction,
        dedupe_key: format!("cash_count:{id}"),
        creditor,
        account: None,
        currency,
        days: Days::on(day),
        document_kind: "cash_count".to_owned(),
        document_number: day.to_string(),
        rule: String::new(),
        policy_version: None,
        basis: None,
        reverses: None,
        postings: postings
            .map(|(book, amount_minor)| Posting { book, amount_minor, invoice: None })
            .collect(),
    }
}

/// A creditor for whom this member of the team does not work is not found.
pub async fn serves(tx: &mut Tx, creditor: CreditorId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select staff_id from staff_creditors where staff_id = $1 and creditor_id = $2",
        tx.actor().id(),
        creditor.0
    )
    .fetch_one(&mut **tx)
    .await
    .map(drop)
}

async fn expected(
    tx: &mut Tx,
    creditor: CreditorId,
    currency: Currency,
    day: NaiveDate,
) -> Result<Money, sqlx::Error> {
    let minor = sqlx::query_scalar!(
        r#"select coalesce(sum(e.amount_minor), 0)::bigint as "minor!" from ledger_entries e
             join ledger_transactions t on t.id = e.transaction_id
           where e.creditor_id = $1 and e.currency = $2 and e.book = 'cash' and t.effective_on <= $3"#,
        creditor.0,
        currency.code(),
        day
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Money::new(minor, currency))
}

async fn taken(
    tx: &mut Tx,
    creditor: CreditorId,
    currency: Currency,
    day: NaiveDate,
) -> Result<Vec<Taken>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "payment: PaymentId", p.cash_number, d.name as debtor, a.reference, p.amount_minor, s.name as staff
           from recorded_payments r join payments p on p.id = r.payment_id join debtors d on d.id = r.debtor_id
             join accounts a on a.id = r.account_id join staff s on s.id = r.recorded_by
           where r.creditor_id = $1 and r.currency = $2 and r.means = 'cash' and r.received_on = $3 order by p.cash_number"#,
        creditor.0,
        currency.code(),
        day
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Taken {
            payment: row.payment,
            number: row.cash_number,
            debtor_name: row.debtor,
            account_reference: row.reference,
            amount: Money::new(row.amount_minor, currency),
            by: row.staff,
        })
        .collect())
}

async fn count(
    tx: &mut Tx,
    creditor: CreditorId,
    currency: Currency,
    day: NaiveDate,
) -> Result<Option<Count>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select c.id as "id: CashCountId", c.expected_minor, c.counted_minor, c.banked_minor, c.explanation, c.slip, s.name as counter,
             l.name as "closer?", b.booked_on as "seen_on?"
           from cash_counts c join staff s on s.id = c.counted_by left join staff l on l.id = c.closed_by
             left join bank_arrivals a on a.cash_count_id = c.id left join bank_lines b on b.id = a.bank_line_id
           where c.creditor_id = $1 and c.currency = $2 and c.day = $3"#,
        creditor.0,
        currency.code(),
        day
    )
    .fetch_optional(&mut **tx)
    .await?;
    let money = |minor| Money::new(minor, currency);
    Ok(row.map(|row| Count {
        id: row.id,
        expected: money(row.expected_minor),
        counted: money(row.counted_minor),
        banked: money(row.banked_minor),
        slip: row.slip,
        seen_on: row.seen_on,
        explanation: row.explanation,
        counted_by: row.counter,
        closed_by: row.closer,
    }))
}

/// The identifier of a creditor, as a form says it.
pub fn creditor_of(text: &str) -> Option<CreditorId> {
    text.parse::<Uuid>().ok().map(CreditorId)
}
