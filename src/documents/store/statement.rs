//! An account between two days: where it stood, what happened, where it stands, and how old that is.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::undecodable;
use crate::accounts::model::{Account, Balance, is_past_due, payable_minor};
use crate::documents::model::Period;
use crate::kernel::dates::days_between;
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, TransactionId};
use crate::kernel::money::Money;
use crate::ledger::explanation::{Explanation, Movement, explain};
use crate::ledger::model::TransactionKind;
use crate::ledger::movements::{Slice, Standing, movements, open_items_on, standing};
use crate::payments::store::reading::{InFlight, in_flight};

/// Everything on a statement but its rows.
#[derive(Clone, Debug)]
pub struct Statement {
    pub account: Account,
    pub period: Period,
    /// Owed at the end of the day before the first.
    pub opening: Money,
    /// What was added to the debt, and what was taken off it: `opening + charged - credited = closing`.
    pub charged: Money,
    pub credited: Money,
    pub closing: Money,
    /// What the debtor had in credit, apart from what was owed.
    pub opening_credit: Money,
    pub closing_credit: Money,
    pub ageing: Ageing,
    /// Payments that may be on their way, on the day of today. Shown and never subtracted.
    pub in_flight: Vec<InFlight>,
    pub movement_count: i64,
    /// The last thing that the books knew of it.
    pub last_sequence: i64,
}

/// What was owed on the last day, by age. Always `not_due + due + held = closing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ageing {
    pub not_due: Money,
    /// Past due for 1 to 30, 31 to 60, 61 to 90 and more days.
    pub overdue: [Money; 4],
    pub due: Money,
    pub held: Money,
}

/// One row: a movement, or the interest of one invoice between two other movements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub on: NaiveDate,
    pub explanation: Explanation,
    /// For a reversal: what it undid.
    pub undone: Option<TransactionKind>,
    /// What it added to the debt, or took off it when negative.
    pub change: Money,
    /// What it added to the debtor's credit.
    pub to_credit: Money,
    /// What was owed after it.
    pub balance: Money,
}

/// The statement of an account that this reader may see.
pub async fn statement(tx: &mut Tx, account: &Account, period: Period) -> Result<Statement, sqlx::Error> {
    let money = |minor| Money::new(minor, account.currency);
    let opening = standing(tx, account.id, period.opening_on(), None).await?;
    let closing = standing(tx, account.id, period.to, None).await?;
    let moved = moved(tx, account, period).await?;
    let in_flight = match period.to >= account.today {
        true => in_flight(tx, account.id).await?,
        false => Vec::new(),
    };
    Ok(Statement {
        opening: money(opening.open.sum_minor()),
        charged: money(moved.charged),
        credited: money(moved.credited),
        closing: money(closing.open.sum_minor()),
        opening_credit: money(opening.credit_minor),
        closing_credit: money(closing.credit_minor),
        ageing: ageing(tx, account, period.to, &closing).await?,
        in_flight,
        movement_count: moved.count,
        last_sequence: moved.last_sequence,
        account: account.clone(),
        period,
    })
}

/// The rows from the `skip`th movement on, through `take` movements.
pub async fn rows(
    tx: &mut Tx,
    account: &Account,
    period: Period,
    skip: i64,
    take: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    let (from, to) = (Some(period.from), Some(period.to));
    let slice = Slice { from, to, newest_first: false, offset: skip, limit: take };
    let movements = movements(tx, account.id, slice).await?.movements;
    let Some(first) = movements.first() else { return Ok(Vec::new()) };
    let mut balance_minor = first.owed_after_minor - first.change.sum_minor();
    let undone = undone(tx, &movements).await?;
    let money = |minor| Money::new(minor, account.currency);
    let rows = with_interest_gathered(movements).into_iter().map(|explanation| {
        let change_minor = explanation.change.sum_minor();
        balance_minor += change_minor;
        Row {
            on: explanation.last().effective_on,
            undone: explanation.last().reverses.and_then(|reversed| undone.get(&reversed).copied()),
            change: money(change_minor),
            to_credit: money(explanation.credit_minor),
            balance: money(balance_minor),
            explanation,
        }
    });
    Ok(rows.collect())
}

/// The day of the first movement of the account.
pub async fn first_day(tx: &mut Tx, account: &Account) -> Result<Option<NaiveDate>, sqlx::Error> {
    sqlx::query_scalar!(
        "select min(effective_on) from ledger_transactions where account_id = $1",
        account.id.0
    )
    .fetch_one(&mut **tx)
    .await
}

struct Moved {
    count: i64,
    last_sequence: i64,
    charged: i64,
    credited: i64,
}

async fn moved(tx: &mut Tx, account: &Account, period: Period) -> Result<Moved, sqlx::Error> {
    sqlx::query_as!(
        Moved,
        r#"with moved as (
             select t.sequence, coalesce(sum(e.amount_minor) filter (
               where e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')), 0)::bigint as change
             from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
             where e.account_id = $1 and t.effective_on between $2 and $3 group by t.sequence
           )
           select count(*) as "count!", coalesce(max(sequence), 0) as "last_sequence!",
             coalesce(sum(change) filter (where change > 0), 0)::bigint as "charged!",
             coalesce(-sum(change) filter (where change < 0), 0)::bigint as "credited!"
           from moved"#,
        account.id.0,
        period.from,
        period.to
    )
    .fetch_one(&mut **tx)
    .await
}

async fn ageing(
    tx: &mut Tx,
    account: &Account,
    on: NaiveDate,
    closing: &Standing,
) -> Result<Ageing, sqlx::Error> {
    let items = open_items_on(tx, account.id, on).await?;
    let too_much = || undecodable("a sum that does not fit");
    let balance = Balance::of(account.currency, on, &items, closing.credit_minor).ok_or_else(too_much)?;
    let mut overdue_minor = [0i64; 4];
    for item in items.iter().filter(|item| is_past_due(item.due_on, on)) {
        let bucket = match days_between(item.due_on, on) {
            ..=30 => 0,
            31..=60 => 1,
            61..=90 => 2,
            _ => 3,
        };
        overdue_minor[bucket] =
            i64::checked_add(overdue_minor[bucket], payable_minor(item)).ok_or_else(too_much)?;
    }
    Ok(Ageing {
        not_due: balance.not_due,
        overdue: overdue_minor.map(|minor| Money::new(minor, account.currency)),
        due: balance.due,
        held: balance.held,
    })
}

/// What each reversal among these undid.
async fn undone(
    tx: &mut Tx,
    movements: &[Movement],
) -> Result<HashMap<TransactionId, TransactionKind>, sqlx::Error> {
    let reversed: Vec<Uuid> =
        movements.iter().filter_map(|movement| movement.reverses).map(|reversed| reversed.0).collect();
    if reversed.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select id as "id: TransactionId", kind from ledger_transactions where id = any($1)"#,
        &reversed
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, TransactionKind::parse(&row.kind)?))).collect())
}

/// Interest is posted day by day and invoice by invoice. Between two movements of another kind the days of each invoice
/// stand together in one row, so that what was owed after a payment is still exactly what the books say.
fn with_interest_gathered(movements: Vec<Movement>) -> Vec<Explanation> {
    let mut rows: Vec<Explanation> = Vec::new();
    let mut interest: Vec<Movement> = Vec::new();
    for movement in movements {
        if movement.kind == TransactionKind::Interest {
            interest.push(movement);
        } else {
            rows.extend(by_invoice(std::mem::take(&mut interest)));
            rows.push(Explanation::from(movement));
        }
    }
    rows.extend(by_invoice(interest));
    rows
}

fn by_invoice(interest: Vec<Movement>) -> Vec<Explanation> {
    let mut invoices: Vec<(Option<InvoiceId>, Vec<Movement>)> = Vec::new();
    for movement in interest {
        match invoices.iter_mut().find(|(invoice, _)| *invoice == movement.invoice) {
            Some((_, own)) => own.push(movement),
            None => invoices.push((movement.invoice, vec![movement])),
        }
    }
    let mut rows: Vec<Explanation> = invoices.into_iter().flat_map(|(_, own)| explain(own)).collect();
    rows.sort_by_key(|row| (row.last().effective_on, row.last().sequence));
    rows
}
