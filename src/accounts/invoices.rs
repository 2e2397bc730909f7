//! The invoices of an account, a page at a time.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::accounts::model::{Account, Filter, InvoiceState, May, Sort, Viewer, late_minor, payable_minor};
use crate::accounts::store::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, PlanId};
use crate::kernel::money::Money;
use crate::ledger::allocation::{InPlan, OpenItem};
use crate::ledger::model::Components;
use crate::plans::store::reading::planned;
use crate::ui::Pages;

/// Rows of a debtor's list on one page.
pub const PAGE_SIZE: u64 = 25;

/// What a list of invoices is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub filter: Filter,
    pub sort: Sort,
    /// A part of an invoice's number, or nothing.
    pub number: String,
}

/// How many invoices each tab holds, of those whose number was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub to_pay: u64,
    pub in_dispute: u64,
    pub paid: u64,
    pub all: u64,
}

impl Counts {
    pub fn of(self, filter: Filter) -> u64 {
        match filter {
            Filter::ToPay => self.to_pay,
            Filter::InDispute => self.in_dispute,
            Filter::Paid => self.paid,
            Filter::All => self.all,
        }
    }
}

/// An invoice as a list shows it. Always `total + late - paid - credited = open`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    pub id: InvoiceId,
    pub account: AccountId,
    pub number: String,
    pub contract: String,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub state: InvoiceState,
    pub total: Money,
    pub tax: Money,
    /// Interest and fees charged so far, with their tax.
    pub late: Money,
    pub paid: Money,
    /// Credit notes and discounts.
    pub credited: Money,
    /// What is open of it, contested or not.
    pub open: Money,
    pub held: Money,
    pub payable: Money,
    /// What is open and not contested of the principal: late interest runs on it.
    pub open_principal: Money,
    pub open_late: Money,
    pub fiscal_uuid: Option<String>,
}

/// A page of the list and all that stands around it.
#[derive(Clone, Debug)]
pub struct List {
    pub account: Account,
    pub asked: Asked,
    pub counts: Counts,
    pub pages: Pages,
    pub invoices: Vec<Invoice>,
    /// The reader has other accounts, so that addresses must name this one.
    pub several: bool,
    /// What was wrong with the last choice.
    pub error: Option<String>,
}

impl List {
    /// Whether its reader can choose invoices and pay them: then the page needs the island.
    pub fn is_payable(&self, viewer: Viewer) -> bool {
        viewer.may_act()
            && self.account.may >= May::Pay
            && self.invoices.iter().any(|invoice| invoice.payable.is_positive())
    }
}

/// A page of an account's invoices.
pub async fn list(
    tx: &mut Tx,
    account: Account,
    asked: Asked,
    number: u64,
    size: u64,
) -> Result<List, sqlx::Error> {
    let counts = counts(tx, &account, &asked.number).await?;
    let pages = Pages::new(number, size, counts.of(asked.filter));
    let invoices = page(tx, &account, &asked, pages.rows_before(), size).await?;
    Ok(List { account, asked, counts, pages, invoices, several: false, error: None })
}

/// How many invoices stand behind each tab.
pub async fn counts(tx: &mut Tx, account: &Account, number: &str) -> Result<Counts, sqlx::Error> {
    let row = sqlx::query!(
        r#"with held as materialized (
             select invoice_id, sum(amount_minor)::bigint as contested, sum(late_minor)::bigint as late from holds
             where account_id = $1 and released_on is null group by invoice_id
           ), open as (
             select b.open_minor, greatest(least(coalesce(h.contested, 0), b.principal_minor), 0)
               + greatest(least(coalesce(h.late, 0), b.open_minor - b.principal_minor), 0) as held_minor
             from invoice_balances b join invoices i on i.id = b.invoice_id left join held h on h.invoice_id = b.invoice_id
             where b.account_id = $1 and b.open_minor <> 0 and i.voided_on is null
               and ($2 = '' or strpos(lower(i.number), lower($2)) > 0)
           )
           select (select count(*) from open where open_minor > held_minor) as "to_pay!",
             (select count(*) from open where held_minor > 0) as "in_dispute!",
             (select count(*) from open) as "open!",
             count(*) as "all!", count(*) filter (where voided_on is null) as "standing!"
           from invoices where account_id = $1 and ($2 = '' or strpos(lower(number), lower($2)) > 0)"#,
        account.id.0,
        number
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Counts {
        to_pay: row.to_pay.unsigned_abs(),
        in_dispute: row.in_dispute.unsigned_abs(),
        paid: row.standing.saturating_sub(row.open).unsigned_abs(),
        all: row.all.unsigned_abs(),
    })
}

/// The invoices of a list from the `skip`th on, at most `take`.
pub async fn page(
    tx: &mut Tx,
    account: &Account,
    asked: &Asked,
    skip: u64,
    take: u64,
) -> Result<Vec<Invoice>, sqlx::Error> {
    let ids = match asked.filter {
        Filter::ToPay | Filter::InDispute => open_ids(tx, account.id, asked, skip, take).await?,
        Filter::Paid | Filter::All => all_ids(tx, account.id, asked, skip, take).await?,
    };
    invoices(tx, account, &ids).await
}

/// The invoices with these identifiers that belong to the account, in this order.
pub async fn invoices(tx: &mut Tx, account: &Account, ids: &[Uuid]) -> Result<Vec<Invoice>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select i.id as "id: InvoiceId", i.number, i.contract, i.issued_on, i.due_on, i.total_minor, i.tax_minor, i.fiscal_uuid,
             i.voided_on is not null as "is_voided!",
             coalesce(b.principal_minor, 0) as "principal_minor!", coalesce(b.interest_minor, 0) as "interest_minor!",
             coalesce(b.interest_tax_minor, 0) as "interest_tax_minor!", coalesce(b.fees_minor, 0) as "fees_minor!",
             coalesce(b.fees_tax_minor, 0) as "fees_tax_minor!",
             coalesce((select sum(h.amount_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
               as "contested_minor!",
             coalesce((select sum(h.late_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
               as "contested_late_minor!",
             moved.late_minor as "late_minor!", moved.credited_minor as "credited_minor!"
           from unnest($2::uuid[]) with ordinality as wanted (id, place)
           join invoices i on i.id = wanted.id
           left join invoice_balances b on b.invoice_id = i.id
           cross join lateral (
             select coalesce(sum(e.amount_minor) filter (where e.book <> 'principal'
                 and coalesce(r.kind, t.kind) in ('interest', 'fee', 'opening_balance', 'correction')), 0)::bigint as late_minor,
               coalesce(-sum(e.amount_minor) filter (where
                 coalesce(r.kind, t.kind) in ('credit_note', 'void', 'discount', 'forgiveness')), 0)::bigint as credited_minor
             from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
               left join ledger_transactions r on r.id = t.reverses_id
             where e.invoice_id = i.id and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
           ) moved
           where i.account_id = $1
           order by wanted.place"#,
        account.id.0,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let planned = planned(tx, account.id).await?;
    Ok(rows.into_iter().map(|row| row.read(account, &planned)).collect())
}

struct Row {
    id: InvoiceId,
    number: String,
    contract: String,
    issued_on: NaiveDate,
    due_on: NaiveDate,
    total_minor: i64,
    tax_minor: i64,
    fiscal_uuid: Option<String>,
    is_voided: bool,
    principal_minor: i64,
    interest_minor: i64,
    interest_tax_minor: i64,
    fees_minor: i64,
    fees_tax_minor: i64,
    contested_minor: i64,
    contested_late_minor: i64,
    late_minor: i64,
    credited_minor: i64,
}

impl Row {
    fn read(self, account: &Account, planned: &HashMap<InvoiceId, PlanId>) -> Invoice {
        let plan = planned.get(&self.id).map(|plan| InPlan {
            plan: *plan,
            later_minor: 0,
            next_minor: 0,
            spared: Components::default(),
        });
        let money = |minor| Money::new(minor, account.currency);
        let item = OpenItem {
            invoice: self.id,
            number: self.number,
            due_on: self.due_on,
            open: Components {
                principal_minor: self.principal_minor,
                interest_minor: self.interest_minor,
                interest_tax_minor: self.interest_tax_minor,
                fees_minor: self.fees_minor,
                fees_tax_minor: self.fees_tax_minor,
            },
            held_minor: self.contested_minor,
            held_late_minor: self.contested_late_minor,
            plan,
        };
        let (open, held) = (item.open.sum_minor(), item.held_open_minor());
        Invoice {
            id: self.id,
            account: account.id,
            contract: self.contract,
            issued_on: self.issued_on,
            due_on: self.due_on,
            state: InvoiceState::of(&item, self.total_minor, self.is_voided, account.today),
            total: money(self.total_minor),
            tax: money(self.tax_minor),
            late: money(self.late_minor),
            paid: money(self.total_minor + self.late_minor - self.credited_minor - open),
            credited: money(self.credited_minor),
            open: money(open),
            held: money(held),
            payable: money(payable_minor(&item)),
            open_principal: money(self.principal_minor - item.held_principal_minor()),
            open_late: money(late_minor(&item.payable())),
            fiscal_uuid: self.fiscal_uuid,
            number: item.number,
        }
    }
}

/// One list in each of its orders: four statements, each checked when compiled and each with a plan of its own.
macro_rules! ids_in_order {
    ($tx:expr, $sort:expr, $sql:literal, $($value:expr),+) => {
        match $sort {
            Sort::DueFirst => ids_in_order!(@by $tx, $sql, " order by i.due_on, i.number offset $4 limit $5", $($value),+),
            Sort::DueLast => ids_in_order!(@by $tx, $sql, " order by i.due_on desc, i.number desc offset $4 limit $5", $($value),+),
            Sort::Number => ids_in_order!(@by $tx, $sql, " order by i.number offset $4 limit $5", $($value),+),
            Sort::LargestFirst => ids_in_order!(@by $tx, $sql,
                " order by coalesce(b.open_minor, 0) desc, i.due_on, i.number offset $4 limit $5", $($value),+),
        }
    };
    (@by $tx:expr, $sql:literal, $order:literal, $($value:expr),+) => {
        sqlx::query_scalar!($sql + $order, $($value),+).fetch_all(&mut **$tx).await
    };
}

/// Starts from what is open, of which there is little even where an account has many thousand invoices.
async fn open_ids(
    tx: &mut Tx,
    account: AccountId,
    asked: &Asked,
    skip: u64,
    take: u64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    ids_in_order!(
        tx,
        asked.sort,
        "with held as materialized (
           select invoice_id, sum(amount_minor)::bigint as contested, sum(late_minor)::bigint as late from holds
           where account_id = $1 and released_on is null group by invoice_id
         )
         select i.id from invoice_balances b join invoices i on i.id = b.invoice_id left join held h on h.invoice_id = b.invoice_id
         where b.account_id = $1 and b.open_minor <> 0 and i.voided_on is null
           and ($2 = '' or strpos(lower(i.number), lower($2)) > 0)
           and case when $3 then greatest(least(coalesce(h.contested, 0), b.principal_minor), 0)
               + greatest(least(coalesce(h.late, 0), b.open_minor - b.principal_minor), 0) > 0
             else b.open_minor > greatest(least(coalesce(h.contested, 0), b.principal_minor), 0)
               + greatest(least(coalesce(h.late, 0), b.open_minor - b.principal_minor), 0) end",
        account.0,
        asked.number,
        asked.filter == Filter::InDispute,
        offset(skip)?,
        offset(take)?
    )
}

/// Walks the account's invoices in the order of its index.
async fn all_ids(
    tx: &mut Tx,
    account: AccountId,
    asked: &Asked,
    skip: u64,
    take: u64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    ids_in_order!(
        tx,
        asked.sort,
        "select i.id from invoices i left join invoice_balances b on b.invoice_id = i.id
         where i.account_id = $1 and ($2 = '' or strpos(lower(i.number), lower($2)) > 0)
           and (not $3 or (i.voided_on is null and coalesce(b.open_minor, 0) = 0))",
        account.0,
        asked.number,
        asked.filter == Filter::Paid,
        offset(skip)?,
        offset(take)?
    )
}

fn offset(rows: u64) -> Result<i64, sqlx::Error> {
    i64::try_from(rows).map_err(|_| undecodable("a page beyond all counting"))
}
