//! The creditor's own money in a line of the bank: what the provider paid out, and cash that was taken to the bank. Only
//! ever suggested; a person says that it is that.

use chrono::NaiveDate;

use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{BankLineId, CashCountId, PayoutId};
use crate::kernel::money::Money;
use crate::ledger::model::{Book, TransactionDraft};
use crate::ledger::payouts::OwnPaper;
use crate::ledger::store::{PostError, post};
use crate::payments::bank::store::{BankLine, days};

/// Money of the creditor's own on its way to the bank, that no line has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    pub what: What,
    pub amount: Money,
    /// The bank's day for a payout, the day of the count for cash.
    pub on: NaiveDate,
    /// By what the bank may name it: the provider's key for a payout, the number on the slip for cash.
    pub trace_key: String,
    /// Where the books carry it meanwhile.
    book: Book,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Payout(PayoutId),
    /// Cash of a day, as it was counted.
    Deposit(CashCountId),
}

impl What {
    /// How a form writes it.
    pub fn value(self) -> String {
        match self {
            Self::Payout(id) => format!("payout:{id}"),
            Self::Deposit(id) => format!("deposit:{id}"),
        }
    }
}

/// Why a line is not what somebody says.
#[derive(Debug, thiserror::Error)]
pub enum ArrivalError {
    #[error("somebody has said what it is")]
    Decided,
    /// What was chosen comes to another sum than the line.
    #[error("together it is {0}")]
    AnotherSum(Money),
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for ArrivalError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("bank_arrivals_payout_once" | "bank_arrivals_count_once") => Self::Decided,
            _ => Self::Database(error),
        }
    }
}

/// What a line may be: all that is awaited in its currency; what the bank names or what is of its very sum comes first.
pub async fn awaited(tx: &mut Tx, line: &BankLine) -> Result<Vec<Awaited>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "payout: PayoutId", null::uuid as "count: CashCountId", p.amount_minor as "minor!", p.arrives_on as "on!",
             p.trace_key as "trace!", 'in_transit' as "book!"
           from payouts p where p.creditor_id = $1 and p.currency = $2 and p.state = 'paid' and p.amount_minor > 0
             and not exists (select from bank_arrivals a where a.payout_id = p.id)
           union all
           select null, c.id, c.banked_minor, c.day, c.slip, coalesce((select e.book from ledger_transactions t
               join ledger_entries e on e.transaction_id = t.id and e.book in ('bank', 'in_transit')
               where t.dedupe_key = 'cash_count:' || c.id limit 1), 'in_transit')
           from cash_counts c where c.creditor_id = $1 and c.currency = $2 and c.closed_at is not null and c.banked_minor > 0
             and not exists (select from bank_arrivals a where a.cash_count_id = c.id)
           order by 4 desc limit 50"#,
        line.creditor.0,
        line.amount.currency.code()
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found: Vec<Awaited> = rows
        .into_iter()
        .filter_map(|row| {
            let what = row.payout.map(What::Payout).or(row.count.map(What::Deposit))?;
            let amount = Money::new(row.minor, line.amount.currency);
            let book = if row.book == "bank" { Book::Bank } else { Book::InTransit };
            Some(Awaited { what, amount, on: row.on, trace_key: row.trace, book })
        })
        .collect();
    found.sort_by_key(|one| (!is_named(line, one), one.amount != line.amount, days_apart(line, one)));
    Ok(found)
}

/// The only one that it can be by what the bank says: named by it, or alone in being of this very sum.
pub fn suggested<'a>(line: &BankLine, awaited: &'a [Awaited]) -> Option<&'a Awaited> {
    let fits: Vec<&Awaited> = awaited.iter().filter(|one| one.amount == line.amount).collect();
    let named = fits.iter().find(|one| is_named(line, one)).copied();
    match fits.as_slice() {
        [only] if days_apart(line, only) <= APART_AT_MOST => named.or(Some(*only)),
        _ => named,
    }
}

/// Banks take days, and what lies further apart is rather something else.
const APART_AT_MOST: i64 = 10;

fn days_apart(line: &BankLine, one: &Awaited) -> i64 {
    (line.booked_on - one.on).num_days().abs()
}

/// Whether the bank writes the key of a payout or the number on a slip.
pub fn is_named(line: &BankLine, one: &Awaited) -> bool {
    let says = format!("{} {} {}", line.reference, line.tracking_key, line.description).to_uppercase();
    one.trace_key.len() >= 4 && says.contains(&one.trace_key.to_uppercase())
}

/// Notes that a line is these, which must be its very sum: it is no longer without an owner, and they are no longer on
/// their way.
pub async fn note(
    tx: &mut Tx,
    line: &BankLine,
    chosen: &[Awaited],
    today: NaiveDate,
) -> Result<(), ArrivalError> {
    let together = Money::new(chosen.iter().map(|one| one.amount.minor).sum(), line.amount.currency);
    if together != line.amount {
        return Err(ArrivalError::AnotherSum(together));
    }
    let noted = sqlx::query!(
        "update bank_lines set state = 'own', decided_by = $2, decided_at = $3 where id = $1 and state = 'unidentified'
           and not exists (select from recorded_payments r where r.bank_line_id = bank_lines.id and r.state = 'waiting')",
        line.id.0,
        tx.actor().id(),
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    if noted.rows_affected() == 0 {
        return Err(ArrivalError::Decided);
    }
    for one in chosen {
        let (payout, count) = match one.what {
            What::Payout(id) => (Some(id.0), None),
            What::Deposit(id) => (None, Some(id.0)),
        };
        sqlx::query!(
            "insert into bank_arrivals (bank_line_id, creditor_id, payout_id, cash_count_id, amount_minor) values ($1, $2, $3, $4, $5)",
            line.id.0,
            line.creditor.0,
            payout,
            count,
            one.amount.minor
        )
        .execute(&mut **tx)
        .await?;
    }
    let cause = format!("bank_line:{}", line.id);
    let paper = OwnPaper {
        creditor: line.creditor,
        currency: line.amount.currency,
        cause: &cause,
        kind: "bank_line",
        number: &line.reference,
    };
    let from: Vec<(Book, Money)> = chosen.iter().map(|one| (one.book, one.amount)).collect();
    let on = days(tx, line.creditor, line.booked_on, today).await?;
    post(tx, &TransactionDraft::arrival(paper, &from, on)).await?;
    Ok(tx.audit("note_arrival", "bank_line", line.id.0, None).await?)
}

/// What a line was said to be.
pub async fn arrived(tx: &mut Tx, line: BankLineId) -> Result<Vec<(What, NaiveDate, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select a.payout_id as "payout: PayoutId", a.cash_count_id as "count: CashCountId", a.amount_minor,
             coalesce(p.arrives_on, c.day) as "on!"
           from bank_arrivals a left join payouts p on p.id = a.payout_id left join cash_counts c on c.id = a.cash_count_id
           where a.bank_line_id = $1 order by 4, 3"#,
        line.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let what = row.payout.map(What::Payout).or(row.count.map(What::Deposit))?;
            Some((what, row.on, row.amount_minor))
        })
        .collect())
}

/// The lines that wait for an owner and are of the very sum of a payout.
pub async fn lines_for(tx: &mut Tx, payout: PayoutId) -> Result<Vec<(BankLineId, NaiveDate)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.id as "id: BankLineId", l.booked_on from payouts p
             join bank_lines l on l.creditor_id = p.creditor_id and l.currency = p.currency and l.amount_minor = p.amount_minor
           where p.id = $1 and p.state = 'paid' and l.state = 'unidentified'
             and not exists (select from bank_arrivals a where a.payout_id = p.id)
           order by abs(l.booked_on - p.arrives_on), l.booked_on limit 5"#,
        payout.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.booked_on)).collect())
}
