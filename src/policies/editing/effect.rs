//! What a draft would do to today's book: the late interest and fees of thirty days on every open invoice, by the versions that
//! hold now and by those with the draft among them, worked out by the very rules that charge it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, InvoiceId};
use crate::kernel::money::{Currency, Money};
use crate::policies::fees::fees;
use crate::policies::interest::{Contested, LateDebt, PrincipalChange, Stop, TaxedLine, runs, sum};
use crate::policies::model::PolicyVersion;
use crate::policies::store::published;

/// More open invoices than these are not looked at, and the page says so.
const INVOICES_AT_MOST: i64 = 5_000;
/// Nor is anything worked out for longer than this.
const TIME_AT_MOST: Duration = Duration::from_secs(2);
/// The days that are worked out, from the one on which the draft begins to hold.
pub const DAYS: u64 = 30;

/// What the change comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// By currency: what these days come to as things are, and with the draft.
    pub sums: Vec<Compared>,
    /// How many accounts pay something else.
    pub changed_accounts: usize,
    /// How many accounts have an open invoice.
    pub accounts: usize,
    pub invoices: usize,
    /// Not all open invoices could be looked at.
    pub is_partial: bool,
}

/// Interest, fees and the tax on them in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    pub now: Money,
    pub then: Money,
}

struct Open {
    account: AccountId,
    currency: Currency,
    debt: LateDebt,
}

/// Works it out, if nothing is paid meanwhile.
pub async fn effect(tx: &mut Tx, creditor: CreditorId, draft: &PolicyVersion) -> Result<Effect, sqlx::Error> {
    let today = published(tx, creditor).await?;
    let mut with_draft = today.clone();
    with_draft.push(draft.clone());
    let open = open_invoices(tx, creditor).await?;
    let from = draft.in_force_from;
    let to = from + Days::new(DAYS - 1);
    let started = Instant::now();
    let mut is_partial = open.len() as i64 == INVOICES_AT_MOST;
    let mut sums: BTreeMap<&'static str, (i128, i128, Currency)> = BTreeMap::new();
    let (mut accounts, mut changed) = (BTreeSet::new(), BTreeSet::new());
    let mut invoices = 0;
    for one in &open {
        if started.elapsed() > TIME_AT_MOST {
            is_partial = true;
            break;
        }
        let now = charged_within(&one.debt, &today, from, to);
        let then = charged_within(&one.debt, &with_draft, from, to);
        let (Some(now), Some(then)) = (now, then) else { continue };
        let entry = sums.entry(one.currency.code()).or_insert((0, 0, one.currency));
        entry.0 += i128::from(now);
        entry.1 += i128::from(then);
        accounts.insert(one.account);
        if now != then {
            changed.insert(one.account);
        }
        invoices += 1;
    }
    let money = |minor: i128, currency| Money::new(i64::try_from(minor).unwrap_or(i64::MAX), currency);
    let sums = sums
        .into_values()
        .map(|(now, then, currency)| Compared { now: money(now, currency), then: money(then, currency) })
        .collect();
    Ok(Effect {
        from,
        to,
        sums,
        changed_accounts: changed.len(),
        accounts: accounts.len(),
        invoices,
        is_partial,
    })
}

/// What the days from one to another, both among them, add to a debt: interest, fees and the tax on them. `None` when it
/// is more than can be kept.
pub fn charged_within(
    debt: &LateDebt,
    versions: &[PolicyVersion],
    from: NaiveDate,
    to: NaiveDate,
) -> Option<i64> {
    let before = from.pred_opt()?;
    let by_end = sum(&runs(debt, versions, to), &debt.lines)?.sum_minor();
    let by_start = sum(&runs(debt, versions, before), &debt.lines)?.sum_minor();
    let interest_minor = by_end.checked_sub(by_start)?;
    let fees = fees(debt, versions, to)?;
    let fallen = fees.iter().filter(|fee| fee.on >= from);
    fallen
        .into_iter()
        .try_fold(interest_minor, |sum, fee| sum.checked_add(fee.fee_minor)?.checked_add(fee.tax_minor))
}

/// Every open invoice of a creditor with what its interest depends on, as it stands; the most owed first, so that what is
/// left out where there are too many matters least.
async fn open_invoices(tx: &mut Tx, creditor: CreditorId) -> Result<Vec<Open>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.id as "invoice: InvoiceId", i.account_id as "account: AccountId", i.currency, i.issued_on, i.due_on, i.accrued_through,
             b.principal_minor,
             coalesce((select sum(h.amount_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint as "held_minor!"
           from invoice_balances b join invoices i on i.id = b.invoice_id
           where b.creditor_id = $1 and b.open_minor <> 0 and b.principal_minor > 0 and i.voided_on is null
           order by b.principal_minor desc limit $2"#,
        creditor.0,
        INVOICES_AT_MOST
    )
    .fetch_all(&mut **tx)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.invoice.0).collect();
    let lines = lines(tx, &ids).await?;
    let stops = stops(tx, creditor).await?;
    let open = rows.into_iter().filter_map(|row| {
        let currency = Currency::parse(&row.currency)?;
        let principal = PrincipalChange {
            effective_on: row.issued_on.min(row.due_on),
            amount_minor: row.principal_minor,
        };
        let held = (row.held_minor > 0).then_some(Contested {
            amount_minor: row.held_minor,
            opened_on: row.issued_on,
            released_on: None,
        });
        let debt = LateDebt {
            currency: Some(currency),
            issued_on: Some(row.issued_on),
            due_on: row.due_on,
            accrued_through: row.accrued_through,
            principal: vec![principal],
            holds: held.into_iter().collect(),
            stops: stops.get(&row.account).cloned().unwrap_or_default(),
            lines: lines.get(&row.invoice).cloned().unwrap_or_default(),
            ..LateDebt::default()
        };
        Some(Open { account: row.account, currency, debt })
    });
    Ok(open.collect())
}

async fn lines(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<InvoiceId, Vec<TaxedLine>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select invoice_id as "invoice: InvoiceId", tax_basis_points, sum(net_minor + tax_minor)::bigint as "gross_minor!"
           from invoice_lines where invoice_id = any($1) group by invoice_id, tax_basis_points"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found: HashMap<InvoiceId, Vec<TaxedLine>> = HashMap::new();
    for row in rows {
        let line = TaxedLine { gross_minor: row.gross_minor, tax_basis_points: row.tax_basis_points.into() };
        found.entry(row.invoice).or_default().push(line);
    }
    Ok(found)
}

async fn stops(tx: &mut Tx, creditor: CreditorId) -> Result<HashMap<AccountId, Vec<Stop>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select account_id as "account: AccountId", from_on, until_on from legal_statuses
           where creditor_id = $1 and party_id is null"#,
        creditor.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found: HashMap<AccountId, Vec<Stop>> = HashMap::new();
    for row in rows {
        found.entry(row.account).or_default().push(Stop { from_on: row.from_on, until_on: row.until_on });
    }
    Ok(found)
}
