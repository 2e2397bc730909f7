//! Reading what the next days of an account depend on.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::NaiveDate;
use sqlx::types::Json;
use uuid::Uuid;

use crate::accounts::forecast::{Forecast, OpenDebt};
use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::ids::InvoiceId;
use crate::ledger::allocation::OpenItem;
use crate::ledger::model::Basis;
use crate::ledger::store::open_items;
use crate::policies::interest::{
    Contested, Interest, LateDebt, PostedInterest, PrincipalChange, Stop, TaxedLine,
};
use crate::policies::store::published;

/// How an account goes on from today.
pub async fn forecast(tx: &mut Tx, account: &Account) -> Result<Forecast, sqlx::Error> {
    let items = open_items(tx, account.id).await?;
    let versions = published(tx, account.creditor).await?;
    let in_force = versions.iter().find(|version| version.in_force_from <= account.today);
    let order = in_force.map(|version| version.parameters.allocation_order).unwrap_or_default();
    Ok(Forecast {
        currency: account.currency,
        today: account.today,
        order,
        debts: open_debts(tx, account, items).await?,
        versions,
    })
}

async fn open_debts(
    tx: &mut Tx,
    account: &Account,
    items: Vec<OpenItem>,
) -> Result<Vec<OpenDebt>, sqlx::Error> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.invoice.0).collect();
    let carried_over = carried_over(tx, &ids).await?;
    let mut principal = principal(tx, &ids).await?;
    let mut holds = holds(tx, &ids).await?;
    let mut lines = lines(tx, &ids).await?;
    let mut posted = posted(tx, &ids).await?;
    let stops = stops(tx, account).await?;
    let debts = items.into_iter().map(|item| {
        let id = item.invoice;
        let debt = LateDebt {
            currency: Some(account.currency),
            due_on: item.due_on,
            accrued_through: carried_over.get(&id).copied(),
            principal: principal.remove(&id).unwrap_or_default(),
            holds: holds.remove(&id).unwrap_or_default(),
            stops: stops.clone(),
            lines: lines.remove(&id).unwrap_or_default(),
            interest_paid: Vec::new(),
        };
        OpenDebt { item, debt, posted: posted.remove(&id).unwrap_or_default() }
    });
    Ok(debts.collect())
}

async fn carried_over(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<InvoiceId, NaiveDate>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: InvoiceId", accrued_through as "accrued_through!" from invoices
           where id = any($1) and accrued_through is not null"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.accrued_through)).collect())
}

async fn principal(
    tx: &mut Tx,
    ids: &[Uuid],
) -> Result<HashMap<InvoiceId, Vec<PrincipalChange>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select e.invoice_id as "invoice!: InvoiceId", t.effective_on, sum(e.amount_minor)::bigint as "amount_minor!"
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
           where e.invoice_id = any($1) and e.book = 'principal'
           group by e.invoice_id, t.effective_on order by t.effective_on"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(by_key(rows.into_iter().map(|row| {
        (row.invoice, PrincipalChange { effective_on: row.effective_on, amount_minor: row.amount_minor })
    })))
}

async fn holds(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<InvoiceId, Vec<Contested>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select invoice_id as "invoice: InvoiceId", amount_minor, opened_on, released_on
           from holds where invoice_id = any($1)"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(by_key(rows.into_iter().map(|row| {
        let (amount_minor, opened_on) = (row.amount_minor, row.opened_on);
        (row.invoice, Contested { amount_minor, opened_on, released_on: row.released_on })
    })))
}

async fn lines(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<InvoiceId, Vec<TaxedLine>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select invoice_id as "invoice: InvoiceId", net_minor + tax_minor as "gross_minor!",
             tax_basis_points::bigint as "tax_basis_points!"
           from invoice_lines where invoice_id = any($1) order by position"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(by_key(rows.into_iter().map(|row| {
        (row.invoice, TaxedLine { gross_minor: row.gross_minor, tax_basis_points: row.tax_basis_points })
    })))
}

/// The interest that stands in the books; what was reversed was never charged.
async fn posted(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<InvoiceId, PostedInterest>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select e.invoice_id as "invoice!: InvoiceId", t.basis as "basis: Json<Basis>",
             coalesce(sum(e.amount_minor) filter (where e.book = 'interest'), 0)::bigint as "interest!",
             coalesce(sum(e.amount_minor) filter (where e.book = 'interest_tax'), 0)::bigint as "tax!"
           from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
           where e.invoice_id = any($1) and t.kind = 'interest'
             and not exists (select from ledger_transactions r where r.reverses_id = t.id)
           group by e.invoice_id, t.id"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut posted: HashMap<InvoiceId, PostedInterest> = HashMap::new();
    for row in rows {
        let own = posted.entry(row.invoice).or_default();
        own.through = own.through.max(row.basis.map(|basis| basis.0.to));
        own.sum = Interest {
            interest_minor: own.sum.interest_minor + row.interest,
            tax_minor: own.sum.tax_minor + row.tax,
        };
    }
    Ok(posted)
}

/// What concerns one party to the account, and not the debt, stops nothing.
async fn stops(tx: &mut Tx, account: &Account) -> Result<Vec<Stop>, sqlx::Error> {
    sqlx::query_as!(
        Stop,
        "select from_on, until_on from legal_statuses where account_id = $1 and party_id is null",
        account.id.0
    )
    .fetch_all(&mut **tx)
    .await
}

fn by_key<K: Eq + Hash, V>(pairs: impl Iterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut grouped: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in pairs {
        grouped.entry(key).or_default().push(value);
    }
    grouped
}
