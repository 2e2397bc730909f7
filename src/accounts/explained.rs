//! The entries that make an amount (screens 2.8): any figure opens to these, and they must add up to it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::accounts::model::{Account, Of, is_past_due, payable_minor};
use crate::accounts::sheet::{Hold, holds};
use crate::accounts::store::{undecodable, zone_of};
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, TransactionId};
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::ledger::explanation::{Explanation, explain};
use crate::ledger::model::TransactionKind;
use crate::ledger::movements::{Slice, invoice_movements, movements};
use crate::ledger::store::{open_items, unapplied_minor};

/// Invoices whose entries stand on one page.
pub const INVOICES_PER_PAGE: usize = 25;

/// A figure with the rows that make it.
#[derive(Clone, Debug)]
pub struct Explained {
    pub account: Account,
    pub of: Of,
    pub figure: Money,
    /// The invoices of this page, each with its rows; for a credit one group without an invoice.
    pub groups: Vec<Group>,
    /// How many invoices make the figure, on all pages.
    pub invoice_count: usize,
    /// What all rows of all pages come to.
    pub sum: Money,
    /// When it was worked out, in the creditor's zone.
    pub at: DateTime<Tz>,
}

impl Explained {
    /// Whether the rows are what the figure says.
    pub fn adds_up(&self) -> bool {
        self.sum == self.figure
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

/// What makes the amount that is asked about; page 1 is the first. An invoice that is not this reader's is not found.
pub async fn explained(tx: &mut Tx, account: Account, of: Of, page: usize) -> Result<Explained, sqlx::Error> {
    let at = tx.now().with_timezone(&zone_of(tx, &account).await?);
    let money = |minor| Money::new(minor, account.currency);
    if of == Of::Credit {
        let figure = money(unapplied_minor(tx, account.id).await?);
        let rows = credit_rows(tx, &account).await?;
        let sum = sum(&account, rows.iter().map(|row| row.amount.minor))?;
        let groups = vec![Group { invoice: None, rows }];
        return Ok(Explained { account, of, figure, groups, invoice_count: 0, sum, at });
    }
    let items = items(tx, &account, of).await?;
    let figure = sum(&account, items.iter().map(|item| figure_minor(of, item)))?;
    let entries_minor = if of == Of::Held { 0 } else { entries_minor(tx, &account, &items).await? };
    let held_minor = match of {
        Of::Total => 0,
        Of::Held => figure.minor,
        _ => items.iter().map(|item| -item.held_open_minor()).sum(),
    };
    let shown: Vec<&OpenItem> =
        items.iter().skip(page.saturating_sub(1) * INVOICES_PER_PAGE).take(INVOICES_PER_PAGE).collect();
    let groups = groups(tx, &account, of, &shown).await?;
    let sum = sum(&account, [entries_minor, held_minor].into_iter())?;
    Ok(Explained { figure, groups, invoice_count: items.len(), sum, at, account, of })
}

/// The invoices that the figure is made of.
async fn items(tx: &mut Tx, account: &Account, of: Of) -> Result<Vec<OpenItem>, sqlx::Error> {
    let open = open_items(tx, account.id).await?;
    let wanted = |item: &OpenItem| match of {
        Of::Due => is_past_due(item.due_on, account.today) && payable_minor(item) != 0,
        Of::NotDue => !is_past_due(item.due_on, account.today) && payable_minor(item) != 0,
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
    Ok(OpenItem { invoice, number: row.number, due_on: row.due_on, open: Default::default(), held_minor: 0 })
}

fn figure_minor(of: Of, item: &OpenItem) -> i64 {
    match of {
        Of::Total => item.open.sum_minor(),
        Of::Held => item.held_open_minor(),
        _ => payable_minor(item),
    }
}

/// What the entries of these invoices sum to, added up anew and not taken from any kept total.
async fn entries_minor(tx: &mut Tx, account: &Account, items: &[OpenItem]) -> Result<i64, sqlx::Error> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.invoice.0).collect();
    sqlx::query_scalar!(
        r#"select coalesce(sum(amount_minor), 0)::bigint as "sum!" from ledger_entries
           where account_id = $1 and invoice_id = any($2)
             and book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')"#,
        account.id.0,
        &ids
    )
    .fetch_one(&mut **tx)
    .await
}

async fn groups(
    tx: &mut Tx,
    account: &Account,
    of: Of,
    shown: &[&OpenItem],
) -> Result<Vec<Group>, sqlx::Error> {
    let mut rows = if of == Of::Held { Vec::new() } else { moved_rows(tx, account, shown).await? };
    let holds = if of == Of::Total { Vec::new() } else { holds(tx, account).await? };
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
    shown: &[&OpenItem],
) -> Result<Vec<(InvoiceId, Row)>, sqlx::Error> {
    let invoices: Vec<InvoiceId> = shown.iter().map(|item| item.invoice).collect();
    let movements = invoice_movements(tx, &invoices).await?;
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
async fn credit_rows(tx: &mut Tx, account: &Account) -> Result<Vec<Row>, sqlx::Error> {
    let all = Slice { from: None, to: None, newest_first: false, offset: 0, limit: i64::MAX };
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
