//! One invoice with everything on it: lines, what is contested, what each further day adds.

use chrono::NaiveDate;

use crate::accounts::daily::terms;
use crate::accounts::invoices::{Invoice, invoices};
use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, DisputeId, InvoiceId, InvoiceLineId};
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::ledger::model::Components;
use crate::policies::reading::governing_number;

/// One invoice with its account, lines and holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub account: Account,
    pub invoice: Invoice,
    pub lines: Vec<Line>,
    pub holds: Vec<Hold>,
    /// The creditor has it said that the tax papers come from them.
    pub fiscal_notice: bool,
    /// What tomorrow adds if nothing is paid.
    pub daily: Option<Money>,
    /// The version of the creditor's terms that governs it today.
    pub version: Option<i32>,
}

/// What was billed on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: InvoiceLineId,
    pub description: String,
    pub quantity_milli: i64,
    pub unit_price: Money,
    pub net: Money,
    pub tax_name: String,
    pub tax_basis_points: i32,
    pub tax: Money,
}

/// An amount that waits for the answer to a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub invoice: InvoiceId,
    pub invoice_number: String,
    pub dispute_number: String,
    /// The dispute itself; none where only the hold was brought from another system.
    pub dispute: Option<DisputeId>,
    pub amount: Money,
    /// The place of the contested line on the invoice, counted from 1.
    pub line: Option<i16>,
    pub opened_on: NaiveDate,
    pub promised_on: NaiveDate,
}

/// One invoice of an account that this reader may see whole; a guarantor may not.
pub async fn sheet(tx: &mut Tx, id: InvoiceId) -> Result<Sheet, sqlx::Error> {
    let owner =
        sqlx::query_scalar!(r#"select account_id as "account: AccountId" from invoices where id = $1"#, id.0)
            .fetch_one(&mut **tx)
            .await?;
    let account = account(tx, owner).await?;
    let invoice = invoices(tx, &account, &[id.0]).await?.pop().ok_or(sqlx::Error::RowNotFound)?;
    let lines = lines(tx, &account, id).await?;
    let holds = holds(tx, &account).await?.into_iter().filter(|hold| hold.invoice == id).collect();
    let fiscal_notice =
        sqlx::query_scalar!("select fiscal_notice from creditors where id = $1", account.creditor.0)
            .fetch_one(&mut **tx)
            .await?;
    let daily = daily(tx, &account, &invoice).await?;
    let version = governing_number(tx, &account, invoice.issued_on).await?;
    Ok(Sheet { account, invoice, lines, holds, fiscal_notice, daily, version })
}

/// What waits for an answer on an account.
pub async fn holds(tx: &mut Tx, account: &Account) -> Result<Vec<Hold>, sqlx::Error> {
    holds_on(tx, account, None).await
}

/// What waits for an answer, or waited for one at the end of an earlier day.
pub async fn holds_on(
    tx: &mut Tx,
    account: &Account,
    on: Option<NaiveDate>,
) -> Result<Vec<Hold>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select h.invoice_id as "invoice: InvoiceId", i.number, h.dispute_number, h.dispute_id as "dispute: DisputeId", h.amount_minor + h.late_minor as "held_minor!", h.opened_on, h.promised_on,
             l.position as "position?"
           from holds h join invoices i on i.id = h.invoice_id left join invoice_lines l on l.id = h.line_id
           where h.account_id = $1 and ($2::date is null or h.opened_on <= $2)
             and (h.released_on is null or h.released_on > $2)
           order by h.promised_on, h.dispute_number"#,
        account.id.0,
        on
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Hold {
            invoice: row.invoice,
            invoice_number: row.number,
            dispute_number: row.dispute_number,
            dispute: row.dispute,
            amount: Money::new(row.held_minor, account.currency),
            line: row.position,
            opened_on: row.opened_on,
            promised_on: row.promised_on,
        })
        .collect())
}

async fn daily(tx: &mut Tx, account: &Account, invoice: &Invoice) -> Result<Option<Money>, sqlx::Error> {
    let item = OpenItem {
        invoice: invoice.id,
        number: invoice.number.clone(),
        due_on: invoice.due_on,
        open: Components::principal(invoice.open_principal.minor),
        held_minor: 0,
        held_late_minor: 0,
        plan: None,
    };
    let terms = terms(tx, account, std::slice::from_ref(&item)).await?;
    Ok(terms.daily(account, &[item]).map(|daily| daily.amount))
}

async fn lines(tx: &mut Tx, account: &Account, invoice: InvoiceId) -> Result<Vec<Line>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: InvoiceLineId", description, quantity_milli, unit_price_minor, net_minor, tax_name,
             tax_basis_points, tax_minor
           from invoice_lines where invoice_id = $1 and account_id = $2 order by position"#,
        invoice.0,
        account.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let money = |minor| Money::new(minor, account.currency);
    Ok(rows
        .into_iter()
        .map(|row| Line {
            id: row.id,
            description: row.description,
            quantity_milli: row.quantity_milli,
            unit_price: money(row.unit_price_minor),
            net: money(row.net_minor),
            tax_name: row.tax_name,
            tax_basis_points: row.tax_basis_points,
            tax: money(row.tax_minor),
        })
        .collect())
}
