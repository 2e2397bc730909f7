//! Interest and fees that the team gives up: the charge and its tax together, never more than is still open of them.

use chrono::NaiveDate;

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, ApprovalId, InvoiceId, StaffId, WaiverId};
use crate::kernel::money::Money;
use crate::ledger::drafts::{Forgiven, Waivable};
use crate::ledger::model::{AccountKey, Components, Days, TransactionDraft};
use crate::ledger::store::{PostError, account_key, lock_account, open_items, post};

/// What somebody wants to waive.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Names it for good: sent twice, it is one.
    pub id: WaiverId,
    pub invoice: InvoiceId,
    pub what: Waivable,
    /// With its tax.
    pub amount: Money,
    pub reason: String,
    pub by: StaffId,
    /// The decision, where somebody else took it.
    pub approval: Option<ApprovalId>,
}

/// Why nothing was waived.
#[derive(Debug, thiserror::Error)]
pub enum WaiveError {
    /// More than is still open; this much is.
    #[error("only {0} is open")]
    TooMuch(Money),
    #[error("there is no such invoice")]
    NotFound,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// An invoice of which something may be waived.
#[derive(Clone, Debug)]
pub struct Chargeable {
    pub of: AccountKey,
    pub number: String,
    pub open: Components,
}

impl Chargeable {
    /// What is open of a charge with its tax.
    pub fn open(&self, what: Waivable) -> Money {
        let minor = what.components().map(|component| self.open.get(component).max(0)).iter().sum();
        Money::new(minor, self.of.currency)
    }

    /// So much of it, with the share of the tax that falls on it.
    fn forgiven(&self, what: Waivable, amount: Money) -> Forgiven {
        let weights = what.components().map(|component| self.open.get(component).max(0));
        let parts = amount.split_by_weights(&weights);
        Forgiven { what, charge_minor: parts[0].minor, tax_minor: parts[1].minor }
    }
}

/// Reads what may be waived of an invoice.
pub async fn chargeable(tx: &mut Tx, invoice: InvoiceId) -> Result<Chargeable, WaiveError> {
    let account = account_of(tx, invoice).await?;
    let of = account_key(tx, account).await?.ok_or(WaiveError::NotFound)?;
    let items = open_items(tx, account).await?;
    let item = items.into_iter().find(|item| item.invoice == invoice);
    Ok(match item {
        Some(item) => Chargeable { of, number: item.number, open: item.open },
        None => Chargeable { of, number: String::new(), open: Components::default() },
    })
}

/// Gives it up today. Who may do so alone and who needs another is for the database to hold as well.
pub async fn waive(tx: &mut Tx, waiver: &Waiver) -> Result<(), WaiveError> {
    let account = account_of(tx, waiver.invoice).await?;
    lock_account(tx, account).await?;
    let invoice = chargeable(tx, waiver.invoice).await?;
    let is_there: bool = sqlx::query_scalar("select exists (select from waivers where id = $1)")
        .bind(waiver.id)
        .fetch_one(&mut **tx)
        .await?;
    if is_there {
        return Ok(());
    }
    let most = invoice.open(waiver.what);
    if waiver.amount.minor > most.minor || !waiver.amount.is_positive() {
        return Err(WaiveError::TooMuch(most));
    }
    let forgiven = invoice.forgiven(waiver.what, waiver.amount);
    let today = today(tx, &invoice.of).await?;
    let draft = TransactionDraft::forgiveness(
        invoice.of,
        waiver.invoice,
        &invoice.number,
        waiver.id,
        forgiven,
        Days::on(today),
    );
    let transaction = post(tx, &draft).await?.id();
    let now = tx.now();
    sqlx::query(
        "insert into waivers (id, account_id, debtor_id, creditor_id, invoice_id, what, currency, amount_minor, reason,
           waived_by, shown_name, approval_id, transaction_id, waived_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, staff_first_name($10), $11, $12, $13",
    )
    .bind(waiver.id)
    .bind(invoice.of.account)
    .bind(invoice.of.debtor)
    .bind(invoice.of.creditor)
    .bind(waiver.invoice)
    .bind(waiver.what.name())
    .bind(waiver.amount.currency.code())
    .bind(waiver.amount.minor)
    .bind(&waiver.reason)
    .bind(waiver.by)
    .bind(waiver.approval)
    .bind(transaction)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(tx.audit("waive", "waiver", waiver.id.0, Some(invoice.of.account)).await?)
}

/// Gives up so much of an invoice's charges, interest before fees, because of a decision that is kept elsewhere.
pub async fn give_up(
    tx: &mut Tx,
    of: AccountKey,
    invoice: InvoiceId,
    amount_minor: i64,
    days: Days,
) -> Result<(), WaiveError> {
    let charged = chargeable(tx, invoice).await?;
    let mut left_minor = amount_minor;
    for what in Waivable::ALL {
        let minor = charged.open(what).minor.min(left_minor);
        if minor > 0 {
            let forgiven = charged.forgiven(what, Money::new(minor, of.currency));
            let draft =
                TransactionDraft::forgiveness(of, invoice, &charged.number, WaiverId::new(), forgiven, days);
            post(tx, &draft).await?;
            left_minor -= minor;
        }
    }
    if left_minor > 0 {
        return Err(WaiveError::TooMuch(Money::new(amount_minor - left_minor, of.currency)));
    }
    Ok(())
}

/// After the charges of an invoice were worked out anew: more cannot have been waived than was charged, or the rest of
/// the waiver would pay principal.
pub async fn keep_to_charges(
    tx: &mut Tx,
    of: AccountKey,
    invoice: InvoiceId,
    accounting_on: NaiveDate,
) -> Result<(), PostError> {
    let row: Option<(String, i64, i64, i64, i64)> = sqlx::query_as(
        "select i.number, b.interest_minor, b.interest_tax_minor, b.fees_minor, b.fees_tax_minor
         from invoice_balances b join invoices i on i.id = b.invoice_id
         where b.invoice_id = $1 and exists (select from ledger_entries e where e.invoice_id = b.invoice_id and e.book = 'forgiveness')",
    )
    .bind(invoice)
    .fetch_optional(&mut **tx)
    .await?;
    let Some((number, interest, interest_tax, fees, fees_tax)) = row else { return Ok(()) };
    for (what, charge, tax) in
        [(Waivable::Interest, interest, interest_tax), (Waivable::Fees, fees, fees_tax)]
    {
        let (charge_minor, tax_minor) = ((-charge).max(0), (-tax).max(0));
        if charge_minor + tax_minor == 0 {
            continue;
        }
        let times: i64 =
            sqlx::query_scalar("select count(*) from ledger_transactions where dedupe_key like $1")
                .bind(format!("waived less:{invoice}:%"))
                .fetch_one(&mut **tx)
                .await?;
        let less = Forgiven { what, charge_minor, tax_minor };
        let days = Days { effective_on: accounting_on, accounting_on };
        post(tx, &TransactionDraft::forgiven_less(of, invoice, &number, less, times, days)).await?;
    }
    Ok(())
}

async fn account_of(tx: &mut Tx, invoice: InvoiceId) -> Result<AccountId, WaiveError> {
    sqlx::query_scalar("select account_id from invoices where id = $1 and voided_on is null")
        .bind(invoice)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(WaiveError::NotFound)
}

/// The creditor's day.
async fn today(tx: &mut Tx, of: &AccountKey) -> Result<NaiveDate, sqlx::Error> {
    let zone: String = sqlx::query_scalar("select time_zone from creditors where id = $1")
        .bind(of.creditor)
        .fetch_one(&mut **tx)
        .await?;
    let zone: chrono_tz::Tz =
        zone.parse().map_err(|_| sqlx::Error::Decode(format!("no zone {zone}").into()))?;
    Ok(tx.today(zone))
}
