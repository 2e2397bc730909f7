//! The entries that make an amount (screens 2.8): any figure opens to these, and they must add up to it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use crate::accounts::model::{Account, Of, is_past_due, payable_minor};
use crate::accounts::sheet::{Hold, holds_on};
use crate::accounts::store::{undecodable, zone_of};
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, TransactionId};
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::ledger::explanation::{Explanation, explain};
use crate::ledger::makeup::Makeup;
use crate::ledger::model::TransactionKind;
use crate::ledger::movements::{Slice, invoice_movements, makeup_now, makeup_on, movements, open_items_on};
use crate::ledger::store::{open_items, unapplied_minor};

/// Invoices whose entries stand on one page.
pub const INVOICES_PER_PAGE: usize = 25;

/// A figure with the rows that make it.
#[derive(Clone, Debug)]
pub struct Explained {
    pub account: Account,
    pub of: Of,
    /// The day at whose end it stood so: today, or one before, as it is known now (domain-rules A6).
    pub on: NaiveDate,
    pub figure: Money,
    /// What was charged and what came off, of a figure that is made of both.
    pub makeup: Option<Makeup>,
    /// What is contested of the invoices that make the figure.
    pub held: Money,
    /// The invoices of this page, each with its rows; for a credit one group without an invoice.
    pub groups: Vec<Group>,
    /// How many invoices make the figure, on all pages.
    pub invoice_count: usize,
    /// What all rows of all pages come to, by what is kept of each invoice.
    pub sum: Money,
    /// Whether the rows of this page are what its invoices add to the figure: those of the other pages are not read.
    pub rows_agree: bool,
    /// When it was worked out, in the creditor's zone.
    pub at: DateTime<Tz>,
}

impl Explained {
    /// Whether the rows are what the figure says.
    pub fn adds_up(&self) -> bool {
        self.rows_agree && self.sum == self.figure
    }

    pub fn is_past(&self) -> bool {
        self.on < self.account.today
    }

    pub fn row_count(&self) -> usize {
        self.groups.iter().map(|group| group.rows.len()).sum()
    }
}

/// The rows of one invoice.
#[derive(Clone, Debug)]
pub struct Group {
    pub invoice: Option<(InvoiceId, String)>,
    pub rows: Vec<Row>,
}

/// One reason for a part of the figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub on: NaiveDate,
    pub what: What,
    pub amount: Money,
}

/// Why it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// What the books say; interest that was posted day by day is one run here.
    Moved {
        explanation: Explanation,
        /// For a reversal: what it undid.
        undone: Option<TransactionKind>,
    },
    /// Contested, so it is not asked for.
    Held(Hold),
}

/// What makes the amount that is asked about, at the end of a day; page 1 is the first. An invoice that is not this
/// reader's is not found.
pub async fn explained(
    tx: &mut Tx,
    account: Account,
    of: Of,
    on: NaiveDate,
    page: usize,
) -> Result<Explained, sqlx::Error> {
    let at = tx.now().with_timezone(&zone_of(tx, &account).await?);
    let money = |minor| Money::new(minor, account.currency);
    if of == Of::Credit {
        let rows = credit_rows(tx, &account, on).await?;
        let sum = sum(&account, rows.iter().map(|row| row.amount.minor))?;
        let figure = if on < account.today { sum } else { money(unapplied_minor(tx, account.id).await?) };
        let groups = vec![Group { invoice: None, rows }];
        let (makeup, held, rows_agree) = (None, money(0), true);
        return Ok(Explained {
            account,
            of,
            on,
            figure,
            makeup,
            held,
            groups,
            invoice_count: 0,
            sum,
            rows_agree,
            at,
        });
    }
    let items = items(tx, &account, of, on).await?;
    let figure = sum(&account, items.iter().map(|item| figure_minor(of, item)))?;
    let held = sum(&account, items.iter().map(OpenItem::held_open_minor))?;
    let makeup = makeup(tx, &account, of, on, &items).await?;
    let entries_minor = makeup.map_or(held.minor, |makeup| makeup.sum_minor());
    let waiting_minor = if matches!(of, Of::Total | Of::Held) { 0 } else { -held.minor };
    let other_minor = items.iter().map(|item| -asked_apart_minor(of, item));
    let sum = sum(&account, [entries_minor, waiting_minor].into_iter().chain(other_minor))?;
    let shown: Vec<&OpenItem> =
        items.iter().skip(page.saturating_sub(1) * INVOICES_PER_PAGE).take(INVOICES_PER_PAGE).collect();
    let groups = groups(tx, &account, of, on, &shown).await?;
    let rows_agree = shown.iter().zip(&groups).all(|(item, group)| {
        let rows_minor: i64 = group.rows.iter().map(|row| row.amount.minor).sum();
        rows_minor - asked_apart_minor(of, item) == figure_minor(of, item)
    });
    let invoice_count = items.len();
    Ok(Explained { figure, makeup, held, groups, invoice_count, sum, rows_agree, at, account, of, on })
}

/// What a debt is made of, where the figure is one of debts: as it stands, by what is kept of each invoice.
async fn makeup(
    tx: &mut Tx,
    account: &Account,
    of: Of,
    on: NaiveDate,
    items: &[OpenItem],
) -> Result<Option<Makeup>, sqlx::Error> {
    let invoices: Vec<InvoiceId> = items.iter().map(|item| item.invoice).collect();
    Ok(match of {
        Of::Held => None,
        _ if on < account.today => Some(makeup_on(tx, account.id, &invoices, on).await?),
        _ => Some(makeup_now(tx, account.id, &invoices).await?),
    })
}

/// What a plan asks for at another time than this figure's.
fn asked_apart_minor(of: Of, item: &OpenItem) -> i64 {
    match of {
        Of::Due => item.later_minor(),
        Of::InPlan => item.asked_minor(),
        _ => 0,
    }
}

/// The invoices that the figure is made of.
async fn items(tx: &mut Tx, account: &Account, of: Of, on: NaiveDate) -> Result<Vec<OpenItem>, sqlx::Error> {
    let open = match on < account.today {
        true => open_items_on(tx, account.id, on).await?,
        false => open_items(tx, account.id).await?,
    };
    let wanted = |item: &OpenItem| match of {
        Of::Due => (item.plan.is_some() || is_past_due(item.due_on, on)) && item.asked_minor() != 0,
        Of::NotDue => item.plan.is_none() && !is_past_due(item.due_on, on) && payable_minor(item) != 0,
        Of::InPlan => item.later_minor() > 0,
        Of::Held => item.held_open_minor() > 0,
        Of::Total => true,
        Of::Invoice(invoice) => item.invoice == invoice,
        Of::Credit => false,
    };
    let items: Vec<OpenItem> = open.into_iter().filter(wanted).collect();
    match (of, items.is_empty()) {
        (Of::Invoice(invoice), true) => Ok(vec![settled_item(tx, account, invoice).await?]),
        _ => Ok(items),
    }
}

/// An invoice of which nothing is open any more still shows how it came to that.
async fn settled_item(tx: &mut Tx, account: &Account, invoice: InvoiceId) -> Result<OpenItem, sqlx::Error> {
    let row = sqlx::query!(
        "select number, due_on from invoices where id = $1 and account_id = $2",
        invoice.0,
        account.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(OpenItem {
        invoice,
        number: row.number,
        due_on: row.due_on,
        open: Default::default(),
        held_minor: 0,
        held_late_minor: 0,
        plan: None,
    })
}

fn figure_minor(of: Of, item: &OpenItem) -> i64 {
    match of {
        Of::Total => item.open.sum_minor(),
        Of::Held => item.held_open_minor(),
        Of::Due => item.asked_minor(),
        Of::InPlan => item.later_minor(),
        _ => payable_minor(item),
    }
}

async fn groups(
    tx: &mut Tx,
    account: &Account,
    of: Of,
    on: NaiveDate,
    shown: &[&OpenItem],
) -> Result<Vec<Group>, sqlx::Error> {
    let mut rows = if of == Of::Held { Vec::new() } else { moved_rows(tx, account, on, shown).await? };
    let as_of = (on < account.today).then_some(on);
    let holds = if of == Of::Total { Vec::new() } else { holds_on(tx, account, as_of).await? };
    let mut groups = Vec::with_capacity(shown.len());
    for item in shown {
        let (own, others): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|(invoice, _)| *invoice == item.invoice);
        rows = others;
        let mut own: Vec<Row> = own.into_iter().map(|(_, row)| row).collect();
        own.extend(held_rows(account, of, item, &holds));
        groups.push(Group { invoice: Some((item.invoice, item.number.clone())), rows: own });
    }
    Ok(groups)
}

/// What is contested on an invoice, of each dispute no more than is still open.
fn held_rows(account: &Account, of: Of, item: &OpenItem, holds: &[Hold]) -> Vec<Row> {
    let sign = if of == Of::Held { 1 } else { -1 };
    let mut left = item.held_open_minor();
    let own = holds.iter().filter(|hold| hold.invoice == item.invoice);
    own.filter_map(|hold| {
        let minor = hold.amount.minor.min(left);
        left -= minor;
        (minor > 0).then(|| Row {
            on: hold.opened_on,
            what: What::Held(hold.clone()),
            amount: Money::new(sign * minor, account.currency),
        })
    })
    .collect()
}

async fn moved_rows(
    tx: &mut Tx,
    account: &Account,
    on: NaiveDate,
    shown: &[&OpenItem],
) -> Result<Vec<(InvoiceId, Row)>, sqlx::Error> {
    let invoices: Vec<InvoiceId> = shown.iter().map(|item| item.invoice).collect();
    let mut movements = invoice_movements(tx, &invoices).await?;
    if on < account.today {
        movements.retain(|movement| movement.effective_on <= on);
    }
    let kinds: HashMap<TransactionId, TransactionKind> =
        movements.iter().map(|movement| (movement.transaction, movement.kind)).collect();
    let row = |explanation: Explanation| {
        let invoice = explanation.last().invoice?;
        let amount = Money::new(explanation.change.sum_minor(), account.currency);
        Some((invoice, moved(explanation, amount, &kinds)))
    };
    Ok(explain(movements).into_iter().filter_map(row).filter(|(_, row)| !row.amount.is_zero()).collect())
}

/// The debtor's credit: what came in beyond what was owed, and what was used of it.
async fn credit_rows(tx: &mut Tx, account: &Account, on: NaiveDate) -> Result<Vec<Row>, sqlx::Error> {
    let to = (on < account.today).then_some(on);
    let all = Slice { from: None, to, newest_first: false, offset: 0, limit: i64::MAX };
    let movements = movements(tx, account.id, all).await?.movements;
    let kinds: HashMap<TransactionId, TransactionKind> =
        movements.iter().map(|movement| (movement.transaction, movement.kind)).collect();
    let credited = movements.into_iter().filter(|movement| movement.credit_minor != 0);
    Ok(credited
        .map(Explanation::from)
        .map(|explanation| {
            let amount = Money::new(explanation.credit_minor, account.currency);
            moved(explanation, amount, &kinds)
        })
        .collect())
}

fn moved(explanation: Explanation, amount: Money, kinds: &HashMap<TransactionId, TransactionKind>) -> Row {
    let undone = explanation.last().reverses.and_then(|reversed| kinds.get(&reversed).copied());
    Row { on: explanation.last().effective_on, what: What::Moved { explanation, undone }, amount }
}

fn sum(account: &Account, minors: impl Iterator<Item = i64>) -> Result<Money, sqlx::Error> {
    let sum: i128 = minors.map(i128::from).sum();
    i64::try_from(sum)
        .map(|minor| Money::new(minor, account.currency))
        .map_err(|_| undecodable("a sum that does not fit"))
}
