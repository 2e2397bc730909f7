//! Everything that interest and fees on invoices depend on, read for many invoices at once.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, DebtorId, InvoiceId};
use crate::kernel::money::Currency;
use crate::ledger::model::AccountKey;
use crate::policies::charging::TaxTreatment;
use crate::policies::fees::PostedFee;
use crate::policies::interest::{
    Contested, Interest, LateDebt, PostedInterest, PrincipalChange, Relief, Stop, TaxedLine,
};
use crate::policies::model::PolicyVersion;

/// An invoice with what was charged on it so far.
#[derive(Clone, Debug)]
pub struct Late {
    pub of: AccountKey,
    pub invoice: InvoiceId,
    pub number: String,
    pub debt: LateDebt,
    pub posted: PostedInterest,
    /// How many charges of interest were reversed: these were never made, and their days are free to be charged anew.
    pub reversed_interest: i64,
    pub fees: Vec<PostedFee>,
    /// The same of fees.
    pub reversed_fees: i64,
}

/// Reads these invoices; those that are void or not to be seen are left out. Of what the versions make no use nothing is
/// read.
pub async fn late(
    tx: &mut Tx,
    versions: &[PolicyVersion],
    invoices: &[Uuid],
) -> Result<Vec<Late>, sqlx::Error> {
    let uses = Uses::of(versions);
    let heads = heads(tx, invoices).await?;
    let mut found = heads.into_iter().map(Head::late).collect::<Result<Vec<_>, _>>()?;
    let at: HashMap<Uuid, usize> =
        found.iter().enumerate().map(|(index, late)| (late.invoice.0, index)).collect();
    for change in principal(tx, invoices).await? {
        if let Some(late) = at.get(&change.invoice_id).and_then(|index| found.get_mut(*index)) {
            late.debt.principal.push(change.change());
        }
    }
    for hold in holds(tx, invoices).await? {
        if let Some(late) = at.get(&hold.invoice_id).and_then(|index| found.get_mut(*index)) {
            late.debt.holds.push(Contested {
                amount_minor: hold.amount_minor,
                opened_on: hold.opened_on,
                released_on: hold.released_on,
            });
        }
    }
    read_stops(tx, &mut found).await?;
    let mut reliefs = reliefs(tx, invoices).await?;
    for late in &mut found {
        late.debt.reliefs = reliefs.remove(&late.invoice).unwrap_or_default();
    }
    if uses.lines {
        for line in lines(tx, invoices).await? {
            if let Some(late) = at.get(&line.invoice_id).and_then(|index| found.get_mut(*index)) {
                let (gross_minor, tax_basis_points) = (line.gross_minor, line.tax_basis_points);
                late.debt.lines.push(TaxedLine { gross_minor, tax_basis_points });
            }
        }
    }
    if uses.paid_interest {
        for change in paid_interest(tx, invoices).await? {
            if let Some(late) = at.get(&change.invoice_id).and_then(|index| found.get_mut(*index)) {
                late.debt.interest_paid.push(change.change());
            }
        }
    }
    if uses.fees {
        read_fees(tx, invoices, &at, &mut found).await?;
    }
    Ok(found)
}

/// What of an invoice the versions look at.
struct Uses {
    lines: bool,
    paid_interest: bool,
    fees: bool,
}

impl Uses {
    fn of(versions: &[PolicyVersion]) -> Self {
        let interest = || versions.iter().filter_map(|version| version.parameters.interest.as_ref());
        let fees = || versions.iter().flat_map(|version| &version.parameters.fees);
        Self {
            lines: interest()
                .map(|rule| rule.tax)
                .chain(fees().map(|rule| rule.tax))
                .any(|tax| tax == TaxTreatment::AsLines),
            paid_interest: interest().any(|rule| rule.compounding.days().is_some()),
            fees: fees().next().is_some(),
        }
    }
}

async fn heads(tx: &mut Tx, invoices: &[Uuid]) -> Result<Vec<Head>, sqlx::Error> {
    sqlx::query_as!(
        Head,
        r#"select i.id, i.account_id, i.debtor_id, i.creditor_id, i.number, i.currency, i.issued_on, i.due_on,
             i.accrued_through,
             b.accrued_through_on as "accrued_through_on?", coalesce(b.accrued_interest_minor, 0) as "interest_minor!",
             coalesce(b.accrued_tax_minor, 0) as "tax_minor!", coalesce(b.reversed_charges, 0) as "reversed!"
           from unnest($1::uuid[]) with ordinality as w (id, place)
             join invoices i on i.id = w.id and i.voided_on is null
             left join invoice_balances b on b.invoice_id = i.id
           order by w.place"#,
        invoices
    )
    .fetch_all(&mut **tx)
    .await
}

struct Head {
    id: Uuid,
    account_id: Uuid,
    debtor_id: Uuid,
    creditor_id: Uuid,
    number: String,
    currency: String,
    issued_on: NaiveDate,
    due_on: NaiveDate,
    accrued_through: Option<NaiveDate>,
    accrued_through_on: Option<NaiveDate>,
    interest_minor: i64,
    tax_minor: i64,
    reversed: i64,
}

impl Head {
    fn late(self) -> Result<Late, sqlx::Error> {
        let currency = Currency::parse(&self.currency)
            .ok_or_else(|| sqlx::Error::Decode(format!("unknown currency {:?}", self.currency).into()))?;
        Ok(Late {
            of: AccountKey {
                account: AccountId(self.account_id),
                debtor: DebtorId(self.debtor_id),
                creditor: CreditorId(self.creditor_id),
                currency,
            },
            invoice: InvoiceId(self.id),
            number: self.number,
            debt: LateDebt {
                issued_on: Some(self.issued_on),
                currency: Some(currency),
                due_on: self.due_on,
                accrued_through: self.accrued_through,
                ..LateDebt::default()
            },
            posted: PostedInterest {
                through: self.accrued_through_on,
                sum: Interest { interest_minor: self.interest_minor, tax_minor: self.tax_minor },
            },
            reversed_interest: self.reversed,
            fees: Vec::new(),
            reversed_fees: 0,
        })
    }
}

/// What was adjusted in answer to a dispute was never owed, and so bears nothing from the day of the bill on.
async fn principal(tx: &mut Tx, invoices: &[Uuid]) -> Result<Vec<Change>, sqlx::Error> {
    sqlx::query_as!(
        Change,
        r#"select e.invoice_id as "invoice_id!", e.amount_minor,
             case when t.kind = 'credit_note' and t.document_kind = 'adjustment' then least(i.issued_on, t.effective_on)
               else t.effective_on end as "effective_on!"
           from unnest($1::uuid[]) as w (id)
             join invoices i on i.id = w.id
             join ledger_entries e on e.invoice_id = w.id and e.book = 'principal'
             join ledger_transactions t on t.id = e.transaction_id"#,
        invoices
    )
    .fetch_all(&mut **tx)
    .await
}

/// What was charged was not paid, nor was what took a charge back.
async fn paid_interest(tx: &mut Tx, invoices: &[Uuid]) -> Result<Vec<Change>, sqlx::Error> {
    sqlx::query_as!(
        Change,
        r#"select e.invoice_id as "invoice_id!", t.effective_on, e.amount_minor
           from unnest($1::uuid[]) as w (id)
             join ledger_entries e on e.invoice_id = w.id and e.book = 'interest'
             join ledger_transactions t on t.id = e.transaction_id
             left join ledger_transactions o on o.id = t.reverses_id
           where coalesce(o.kind, t.kind) <> 'interest'"#,
        invoices
    )
    .fetch_all(&mut **tx)
    .await
}

struct Change {
    invoice_id: Uuid,
    effective_on: NaiveDate,
    amount_minor: i64,
}

impl Change {
    const fn change(&self) -> PrincipalChange {
        PrincipalChange { effective_on: self.effective_on, amount_minor: self.amount_minor }
    }
}

async fn holds(tx: &mut Tx, invoices: &[Uuid]) -> Result<Vec<Hold>, sqlx::Error> {
    sqlx::query_as!(
        Hold,
        r#"select invoice_id, amount_minor - credited_minor as "amount_minor!", opened_on, released_on
           from holds where invoice_id = any($1) and amount_minor > credited_minor"#,
        invoices
    )
    .fetch_all(&mut **tx)
    .await
}

struct Hold {
    invoice_id: Uuid,
    amount_minor: i64,
    opened_on: NaiveDate,
    released_on: Option<NaiveDate>,
}

async fn lines(tx: &mut Tx, invoices: &[Uuid]) -> Result<Vec<Line>, sqlx::Error> {
    sqlx::query_as!(
        Line,
        r#"select invoice_id, net_minor + tax_minor as "gross_minor!", tax_basis_points::bigint as "tax_basis_points!"
           from invoice_lines where invoice_id = any($1)"#,
        invoices
    )
    .fetch_all(&mut **tx)
    .await
}

struct Line {
    invoice_id: Uuid,
    gross_minor: i64,
    tax_basis_points: i64,
}

/// What concerns one party to the account, and not the debt, stops nothing.
async fn read_stops(tx: &mut Tx, found: &mut [Late]) -> Result<(), sqlx::Error> {
    let mut accounts: Vec<Uuid> = found.iter().map(|late| late.of.account.0).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let rows = sqlx::query!(
        "select account_id, from_on, until_on from legal_statuses where account_id = any($1) and party_id is null",
        &accounts
    )
    .fetch_all(&mut **tx)
    .await?;
    if rows.is_empty() {
        return Ok(());
    }
    let mut stops: HashMap<Uuid, Vec<Stop>> = HashMap::new();
    for row in rows {
        let stop = Stop { from_on: row.from_on, until_on: row.until_on };
        stops.entry(row.account_id).or_default().push(stop);
    }
    for late in found {
        late.debt.stops = stops.get(&late.of.account.0).cloned().unwrap_or_default();
    }
    Ok(())
}

/// What plans leave of the interest on these invoices, and when.
pub async fn reliefs(tx: &mut Tx, invoices: &[Uuid]) -> Result<HashMap<InvoiceId, Vec<Relief>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select invoice_id as "invoice: InvoiceId", from_on, until_on, share from plan_reliefs
           where invoice_id = any($1)"#,
        invoices
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found: HashMap<InvoiceId, Vec<Relief>> = HashMap::new();
    for row in rows {
        let relief = Relief { from_on: row.from_on, until_on: row.until_on, share: row.share.into() };
        found.entry(row.invoice).or_default().push(relief);
    }
    Ok(found)
}

async fn read_fees(
    tx: &mut Tx,
    invoices: &[Uuid],
    at: &HashMap<Uuid, usize>,
    found: &mut [Late],
) -> Result<(), sqlx::Error> {
    let rows = sqlx::query!(
        r#"select distinct e.invoice_id as "invoice_id!", t.id, t.rule, t.effective_on,
             exists (select from ledger_transactions r where r.reverses_id = t.id) as "is_reversed!"
           from unnest($1::uuid[]) as w (id)
             join ledger_entries e on e.invoice_id = w.id and e.book = 'fees'
             join ledger_transactions t on t.id = e.transaction_id and t.kind = 'fee'"#,
        invoices
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let Some(late) = at.get(&row.invoice_id).and_then(|index| found.get_mut(*index)) else { continue };
        if row.is_reversed {
            late.reversed_fees += 1;
        } else {
            late.fees.push(PostedFee { rule: row.rule, on: row.effective_on });
        }
    }
    Ok(())
}
