//! Bills, payments and interest of the demo, written to the same tables and books as real ones.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde_json::json;
use uuid::Uuid;

use super::accounts::Case;
use super::known;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AllocationId, InvoiceId, InvoiceLineId, PaymentId};
use crate::ledger::accrual::accrue;
use crate::ledger::allocation::{Allocation, AllocationOrder, OpenItem, allocate};
use crate::ledger::drafts::Billed;
use crate::ledger::model::{Book, Days, TransactionDraft};
use crate::ledger::store::{PostError, open_items, post};

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

/// Money that came in, and the invoices that it was for; what is over becomes credit.
pub(super) struct Receipt<'a> {
    pub case: Case,
    pub number: i64,
    pub paid_on: NaiveDate,
    pub amount_minor: i64,
    pub method: Method,
    pub pays: &'a [&'a str],
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
    let net_minor: i64 = bill.lines.iter().map(Line::net_minor).sum();
    let tax_minor: i64 = bill.lines.iter().map(Line::tax_minor).sum();
    sqlx::query!(
        "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor, tax_minor,
           fiscal_uuid, fiscal_payment_form)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'PPD')",
        id.0,
        bill.case.account.0,
        bill.case.debtor.0,
        bill.case.creditor.0,
        bill.number,
        bill.issued_on,
        bill.due_on,
        bill.case.currency.code(),
        net_minor + tax_minor,
        tax_minor,
        Uuid::now_v7().to_string().to_uppercase()
    )
    .execute(&mut **tx)
    .await?;
    insert_lines(tx, bill.case, id, bill.lines).await?;
    let billed = Billed { net_minor, tax_minor };
    let draft = TransactionDraft::invoice(bill.case.key(), id, bill.number, billed, Days::on(bill.issued_on));
    post(tx, &draft).await?;
    Ok(())
}

pub(super) async fn receive(tx: &mut Tx, receipt: &Receipt<'_>) -> Result<(), PostError> {
    let id = known::payment(receipt.case.creditor, receipt.number);
    insert_payment(tx, id, receipt).await?;
    let is_paid = |item: &OpenItem| receipt.pays.contains(&item.number.as_str());
    let open: Vec<OpenItem> =
        open_items(tx, receipt.case.account).await?.into_iter().filter(is_paid).collect();
    let applied = allocate(&open, receipt.amount_minor, AllocationOrder::InvoiceByInvoice);
    let number = format!("R-{}", receipt.number);
    let draft = TransactionDraft::payment(
        receipt.case.key(),
        id,
        &number,
        Book::ProviderClearing,
        &applied,
        Days::on(receipt.paid_on),
    );
    let posted = post(tx, &draft).await?.id();
    insert_allocations(tx, receipt.case, id, &applied, posted.0).await?;
    Ok(())
}

/// Posts what late interest on an account comes to by `as_of`, by its creditor's published terms.
pub(super) async fn charge_interest(tx: &mut Tx, case: Case, as_of: NaiveDate) -> Result<(), PostError> {
    for item in open_items(tx, case.account).await? {
        accrue(tx, case.key(), item.invoice, as_of).await?;
    }
    Ok(())
}

async fn insert_lines(
    tx: &mut Tx,
    case: Case,
    invoice: InvoiceId,
    lines: &[Line<'_>],
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = lines.iter().map(|_| InvoiceLineId::new().0).collect();
    let descriptions: Vec<&str> = lines.iter().map(|line| line.description).collect();
    let quantities: Vec<i64> = lines.iter().map(|line| line.quantity_milli).collect();
    let prices: Vec<i64> = lines.iter().map(|line| line.unit_price_minor).collect();
    let nets: Vec<i64> = lines.iter().map(Line::net_minor).collect();
    let rates: Vec<i32> = lines.iter().map(|line| line.tax_basis_points).collect();
    let taxes: Vec<i64> = lines.iter().map(Line::tax_minor).collect();
    sqlx::query!(
        "insert into invoice_lines (id, invoice_id, account_id, debtor_id, creditor_id, position, description, quantity_milli,
           unit_price_minor, net_minor, tax_name, tax_basis_points, tax_minor)
         select l.id, $1, $2, $3, $4, l.position, l.description, l.quantity, l.price, l.net, 'IVA', l.rate, l.tax
         from unnest($5::uuid[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[], $10::integer[], $11::bigint[])
           with ordinality as l (id, description, quantity, price, net, rate, tax, position)",
        invoice.0,
        case.account.0,
        case.debtor.0,
        case.creditor.0,
        &ids,
        &descriptions as &[&str],
        &quantities,
        &prices,
        &nets,
        &rates,
        &taxes
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_payment(tx: &mut Tx, id: PaymentId, receipt: &Receipt<'_>) -> Result<(), sqlx::Error> {
    let paid_at = receipt.paid_on.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(18);
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

async fn insert_allocations(
    tx: &mut Tx,
    case: Case,
    payment: PaymentId,
    applied: &Allocation,
    transaction: Uuid,
) -> Result<(), sqlx::Error> {
    for part in &applied.parts {
        sqlx::query!(
            "insert into payment_allocations (id, payment_id, account_id, debtor_id, creditor_id, invoice_id, component,
               amount_minor, open_before_minor, transaction_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            AllocationId::new().0,
            payment.0,
            case.account.0,
            case.debtor.0,
            case.creditor.0,
            part.invoice.0,
            part.component.name(),
            part.amount_minor,
            part.open_before_minor,
            transaction
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// `amount / parts`, halves up.
fn half_up(amount: i64, parts: i64) -> i64 {
    (amount + parts / 2) / parts
}
