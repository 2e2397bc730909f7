//! What somebody stands surety for: one invoice up to an amount, and nothing else of the debtor's account.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::accounts::model::{Account, Guarantee, May, asked_minor, part_of};
use crate::accounts::store::{currency, undecodable, zone};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, DebtorId, InvoiceId, PartyId, TransactionId};
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::ledger::model::{Components, TransactionKind};
use crate::ledger::movements::invoice_movements;

/// What the person who is signed in stands surety for.
pub async fn guarantees(tx: &mut Tx) -> Result<Vec<Guarantee>, sqlx::Error> {
    let own = sqlx::query_scalar!(
        "select id from parties where person_id = $1 and role = 'guarantor' and invoice_id is not null",
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    standing(tx, &own).await
}

/// The guarantee of one invoice by the person who is signed in.
pub async fn guarantee(tx: &mut Tx, invoice: InvoiceId) -> Result<Guarantee, sqlx::Error> {
    guarantees(tx).await?.into_iter().find(|own| own.invoice == invoice).ok_or(sqlx::Error::RowNotFound)
}

/// One guarantee of the person who is signed in.
pub async fn own_guarantee(tx: &mut Tx, party: PartyId) -> Result<Guarantee, sqlx::Error> {
    guarantees(tx).await?.into_iter().find(|own| own.party == party).ok_or(sqlx::Error::RowNotFound)
}

/// For a job: the guarantee as it stands, if it has not ended.
pub async fn standing_guarantee(tx: &mut Tx, party: PartyId) -> Result<Option<Guarantee>, sqlx::Error> {
    Ok(standing(tx, &[party.0]).await?.pop())
}

/// Something that happened to the invoice, as its guarantor is concerned by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuaranteeMovement {
    pub on: NaiveDate,
    pub kind: TransactionKind,
    /// For a reversal: what it undid.
    pub undone: Option<TransactionKind>,
    /// It is the guarantor's own payment.
    pub is_own: bool,
    /// How much they answered for afterwards: never more than they signed for.
    pub answers_for: Money,
}

/// What happened to the invoice, the first first. What of it lies beyond the guarantee is not said.
pub async fn guarantee_movements(
    tx: &mut Tx,
    guarantee: &Guarantee,
) -> Result<Vec<GuaranteeMovement>, sqlx::Error> {
    let own = paid_under(tx, guarantee).await?;
    let movements = invoice_movements(tx, &[guarantee.invoice]).await?;
    let kinds: HashMap<TransactionId, TransactionKind> =
        movements.iter().map(|movement| (movement.transaction, movement.kind)).collect();
    let mut left_minor = guarantee.liable.minor;
    let mut rows: Vec<GuaranteeMovement> = Vec::new();
    for movement in movements {
        left_minor -= own.get(&movement.transaction).copied().unwrap_or_default();
        left_minor += movement.reverses.and_then(|undone| own.get(&undone).copied()).unwrap_or_default();
        let answers_minor = left_minor.min(movement.owed_after_minor).max(0);
        let row = GuaranteeMovement {
            on: movement.effective_on,
            kind: movement.kind,
            undone: movement.reverses.and_then(|undone| kinds.get(&undone).copied()),
            is_own: own.contains_key(&movement.transaction),
            answers_for: Money::new(answers_minor, guarantee.liable.currency),
        };
        // Interest that was posted day by day is one row.
        let is_more_of_it = |last: &&mut GuaranteeMovement| {
            last.kind == TransactionKind::Interest && row.kind == TransactionKind::Interest
        };
        match rows.last_mut().filter(is_more_of_it) {
            Some(last) => *last = row,
            None => rows.push(row),
        }
    }
    Ok(rows)
}

/// What each payment under the guarantee paid of its invoice.
async fn paid_under(tx: &mut Tx, guarantee: &Guarantee) -> Result<HashMap<TransactionId, i64>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.transaction_id as "transaction: TransactionId", sum(l.amount_minor)::bigint as "minor!"
           from payments p join payment_allocations l on l.payment_id = p.id
           where p.guarantee_id = $1 and l.invoice_id = $2 group by l.transaction_id"#,
        guarantee.party.0,
        guarantee.invoice.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.transaction, row.minor)).collect())
}

/// Those of these guarantees that have not ended, the first due first. Nearly nobody stands surety for anything, and
/// this is the longest question that an account page asks: without any it is not asked.
async fn standing(tx: &mut Tx, parties: &[Uuid]) -> Result<Vec<Guarantee>, sqlx::Error> {
    if parties.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query_as!(
        Row,
        r#"select p.id as "party: PartyId", p.may, p.liable_minor as "liable_minor!", i.id as "invoice: InvoiceId", i.number, i.due_on,
             a.id as "account: AccountId", a.debtor_id as "debtor: DebtorId", a.creditor_id as "creditor: CreditorId", a.reference,
             a.currency, c.name as creditor_name, c.time_zone, d.name as debtor_name,
             coalesce(b.principal_minor, 0) as "principal_minor!", coalesce(b.interest_minor, 0) as "interest_minor!",
             coalesce(b.interest_tax_minor, 0) as "interest_tax_minor!", coalesce(b.fees_minor, 0) as "fees_minor!",
             coalesce(b.fees_tax_minor, 0) as "fees_tax_minor!",
             coalesce((select sum(h.amount_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
               as "held_minor!",
             coalesce((select sum(h.late_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
               as "held_late_minor!",
             coalesce((select sum(l.amount_minor) from payments y join payment_allocations l on l.payment_id = y.id
               where y.guarantee_id = p.id and l.invoice_id = i.id and l.reversed_by is null), 0)::bigint as "paid_minor!"
           from parties p join invoices i on i.id = p.invoice_id join accounts a on a.id = p.account_id
             join creditors c on c.id = a.creditor_id join debtors d on d.id = a.debtor_id
             left join invoice_balances b on b.invoice_id = i.id
           where p.id = any($1) and p.role = 'guarantor' and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)
           order by i.due_on, i.number"#,
        parties,
        tx.now().date_naive()
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(|row| row.read(tx)).collect()
}

struct Row {
    party: PartyId,
    may: String,
    liable_minor: i64,
    invoice: InvoiceId,
    number: String,
    due_on: NaiveDate,
    account: AccountId,
    debtor: DebtorId,
    creditor: CreditorId,
    reference: String,
    currency: String,
    creditor_name: String,
    time_zone: String,
    debtor_name: String,
    principal_minor: i64,
    interest_minor: i64,
    interest_tax_minor: i64,
    fees_minor: i64,
    fees_tax_minor: i64,
    held_minor: i64,
    held_late_minor: i64,
    paid_minor: i64,
}

impl Row {
    fn read(self, tx: &Tx) -> Result<Guarantee, sqlx::Error> {
        let (currency, today) = (currency(&self.currency)?, tx.today(zone(&self.time_zone)?));
        let money = |minor| Money::new(minor, currency);
        let whole = OpenItem {
            invoice: self.invoice,
            number: self.number.clone(),
            due_on: self.due_on,
            open: Components {
                principal_minor: self.principal_minor,
                interest_minor: self.interest_minor,
                interest_tax_minor: self.interest_tax_minor,
                fees_minor: self.fees_minor,
                fees_tax_minor: self.fees_tax_minor,
            },
            held_minor: self.held_minor,
            held_late_minor: self.held_late_minor,
            plan: None,
        };
        let asked_minor = asked_minor(self.liable_minor - self.paid_minor, &whole, today);
        let account = Account {
            id: self.account,
            debtor: self.debtor,
            creditor: self.creditor,
            creditor_name: self.creditor_name,
            debtor_name: self.debtor_name,
            reference: self.reference,
            // What the debtor has with the creditor besides this invoice is not the guarantor's to know.
            contract: String::new(),
            currency,
            may: May::parse(&self.may).ok_or_else(|| undecodable("an unknown grant"))?,
            today,
            promised_on: None,
        };
        Ok(Guarantee {
            party: self.party,
            account,
            invoice: self.invoice,
            number: self.number,
            due_on: self.due_on,
            liable: money(self.liable_minor),
            paid: money(self.paid_minor),
            asked: money(asked_minor),
            item: part_of(&whole, asked_minor),
        })
    }
}
