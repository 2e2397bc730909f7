//! Bills and payments of the demo, written to the same tables and books as real ones.

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;
use uuid::Uuid;

use super::accounts::Case;
use super::known;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AllocationId, InvoiceId, InvoiceLineId};
use crate::ledger::allocation::{Allocation, AllocationPart};
use crate::ledger::drafts::Billed;
use crate::ledger::model::{Book, Component, Days, TransactionDraft};
use crate::ledger::store::{PostError, post};

/// What was billed.
pub(super) struct Bill<'a> {
    pub case: Case,
    pub number: &'a str,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub lines: &'a [Line<'a>],
}

/// One line of it, at a tax in hundredths of a per cent.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub description: &'a str,
    pub quantity_milli: i64,
    pub unit_price_minor: i64,
    pub tax_basis_points: i32,
}

/// Money that came in, and what it was applied to; what is over becomes credit.
pub(super) struct Receipt<'a> {
    pub case: Case,
    pub number: i64,
    pub paid_on: NaiveDate,
    pub amount_minor: i64,
    pub method: Method,
    pub pays: &'a [(&'a str, i64)],
}

/// How it was paid.
#[derive(Clone, Copy)]
pub(super) enum Method {
    Card(&'static str),
    Oxxo,
    Spei,
}

impl<'a> Line<'a> {
    /// One piece at zero tax.
    pub(super) const fn untaxed(description: &'a str, price_minor: i64) -> Self {
        Self { description, quantity_milli: 1000, unit_price_minor: price_minor, tax_basis_points: 0 }
    }

    /// What the line costs with its tax.
    pub(super) fn total_minor(&self) -> i64 {
        self.net_minor() + self.tax_minor()
    }

    fn net_minor(&self) -> i64 {
        half_up(self.unit_price_minor * self.quantity_milli, 1000)
    }

    fn tax_minor(&self) -> i64 {
        half_up(self.net_minor() * i64::from(self.tax_basis_points), 10_000)
    }
}

pub(super) async fn bill(tx: &mut Tx, bill: &Bill<'_>) -> Result<(), PostError> {
    let id = known::invoice(bill.number);
    let net: i64 = bill.lines.iter().map(Line::net_minor).sum();
    let tax: i64 = bill.lines.iter().map(Line::tax_minor).sum();
    sqlx::query!(
        "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor, tax_minor,
           fiscal_uuid, fiscal_payment_form)
         values ($1, $2, $3, $4, $5, $6, $7, 'MXN', $8, $9, $10, 'PPD')",
        id.0,
        bill.case.account.0,
        bill.case.debtor.0,
        bill.case.creditor.0,
        bill.number,
        bill.issued_on,
        bill.due_on,
        net + tax,
        tax,
        Uuid::now_v7().to_string().to_uppercase()
    )
    .execute(&mut **tx)
    .await?;
    for (position, line) in (1i16..).zip(bill.lines) {
        insert_line(tx, bill.case, id, position, line).await?;
    }
    let billed = Billed { net_minor: net, tax_minor: tax };
    let draft = TransactionDraft::invoice(bill.case.key(), id, bill.number, billed, Days::on(bill.issued_on));
    post(tx, &draft).await.map(drop)
}

pub(super) async fn receive(tx: &mut Tx, receipt: &Receipt<'_>) -> Result<(), PostError> {
    insert_payment(tx, receipt).await?;
    let mut applied = Allocation::default();
    for (number, minor) in receipt.pays {
        let invoice = known::invoice(number);
        applied.parts.push(AllocationPart {
            invoice,
            component: Component::Principal,
            amount_minor: *minor,
            open_before_minor: open_principal(tx, invoice).await?,
        });
    }
    applied.unapplied_minor = receipt.amount_minor - applied.total_minor();
    let payment = known::payment(receipt.case.creditor, receipt.number);
    let number = format!("R-{}", receipt.number);
    let days = Days::on(receipt.paid_on);
    let draft = TransactionDraft::payment(
        receipt.case.key(),
        payment,
        &number,
        Book::ProviderClearing,
        &applied,
        days,
    );
    let transaction = post(tx, &draft).await?.id();
    for part in &applied.parts {
        sqlx::query!(
            "insert into payment_allocations (id, payment_id, account_id, debtor_id, creditor_id, invoice_id, component,
               amount_minor, open_before_minor, transaction_id)
             values ($1, $2, $3, $4, $5, $6, 'principal', $7, $8, $9)",
            AllocationId::new().0,
            payment.0,
            receipt.case.account.0,
            receipt.case.debtor.0,
            receipt.case.creditor.0,
            part.invoice.0,
            part.amount_minor,
            part.open_before_minor,
            transaction.0
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn insert_line(
    tx: &mut Tx,
    case: Case,
    invoice: InvoiceId,
    position: i16,
    line: &Line<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into invoice_lines (id, invoice_id, account_id, debtor_id, creditor_id, position, description, quantity_milli,
           unit_price_minor, net_minor, tax_name, tax_basis_points, tax_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'IVA', $11, $12)",
        InvoiceLineId::new().0,
        invoice.0,
        case.account.0,
        case.debtor.0,
        case.creditor.0,
        position,
        line.description,
        line.quantity_milli,
        line.unit_price_minor,
        line.net_minor(),
        line.tax_basis_points,
        line.tax_minor()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_payment(tx: &mut Tx, receipt: &Receipt<'_>) -> Result<(), sqlx::Error> {
    let id = known::payment(receipt.case.creditor, receipt.number);
    let paid_at = receipt.paid_on.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(18);
    let (kind, brand, last4) = match receipt.method {
        Method::Card(last4) => ("card", Some("visa"), Some(last4)),
        Method::Oxxo => ("oxxo", None, None),
        Method::Spei => ("spei", None, None),
    };
    sqlx::query!(
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key,
           idempotency_key, method_kind, method_brand, method_last4, receipt_number, paid_at, effective_on, created_at, updated_at)
         values ($1, $2, $3, $4, 'MXN', $5, 'succeeded', $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $13)",
        id.0,
        receipt.case.account.0,
        receipt.case.debtor.0,
        receipt.case.creditor.0,
        receipt.amount_minor,
        json!({ "mode": "amount" }),
        Uuid::now_v7(),
        format!("seed:{id}"),
        kind,
        brand,
        last4,
        receipt.number,
        paid_at,
        receipt.paid_on
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn open_principal(tx: &mut Tx, invoice: InvoiceId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!("select principal_minor from invoice_balances where invoice_id = $1", invoice.0)
        .fetch_one(&mut **tx)
        .await
}

/// `amount / parts`, halves up.
fn half_up(amount: i64, parts: i64) -> i64 {
    (amount + parts / 2) / parts
}
