//! What waiting costs: the interest that the next days add if nothing is paid, by the creditor's published terms.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::accounts::model::{Account, ComingFees, Daily, Rising, payable_minor};
use crate::kernel::db::Tx;
use crate::kernel::ids::InvoiceId;
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::OpenItem;
use crate::ledger::late::reliefs;
use crate::policies::fees::fees;
use crate::policies::interest::{
    Exact, LateDebt, PrincipalChange, Relief, Stop, TaxedLine, increase_of, runs,
};
use crate::policies::model::PolicyVersion;
use crate::policies::store::published;

/// How far ahead a page looks for the day from which more is added.
const HORIZON: Days = Days::new(400);

/// The terms that interest on an account follows, with what of its invoices they depend on.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The account's, in which the terms name what is too small to bear interest.
    pub currency: Option<Currency>,
    pub versions: Vec<PolicyVersion>,
    /// When the law or the creditor stops interest on this account.
    pub stops: Vec<Stop>,
    /// What a plan leaves of it.
    pub reliefs: HashMap<InvoiceId, Vec<Relief>>,
    /// Interest up to this day came with the debt from another system.
    pub accrued_through: HashMap<InvoiceId, NaiveDate>,
    /// By when it was billed an invoice follows one version of the terms.
    pub issued_on: HashMap<InvoiceId, NaiveDate>,
    /// What the lines are taxed at.
    pub lines: HashMap<InvoiceId, Vec<TaxedLine>>,
}

impl Terms {
    /// What each further day adds to all of `items` together, and from when it adds more; `None` if it adds nothing.
    pub fn daily(&self, account: &Account, items: &[OpenItem]) -> Option<Daily> {
        let tomorrow = account.today.succ_opt()?;
        let amount = self.added_on(account, items, tomorrow)?;
        amount.is_positive().then(|| Daily { amount, rising: self.rising(account, items, tomorrow, amount) })
    }

    /// What `day` adds to all of `items` together, rounded once.
    pub fn added_on(&self, account: &Account, items: &[OpenItem], day: NaiveDate) -> Option<Money> {
        let mut added = items.iter().filter_map(|item| self.exactly_added(item, day));
        let sum = added.try_fold(Exact::whole(0), Exact::plus)?;
        sum.half_up().map(|minor| Money::new(minor, account.currency))
    }

    /// The next fees that fall on any of `items`, each as it stands; `None` where none does for as far as pages look.
    pub fn coming_fees(&self, account: &Account, items: &[OpenItem]) -> Option<ComingFees> {
        let horizon = account.today.checked_add_days(HORIZON)?;
        let mut coming: Option<ComingFees> = None;
        for item in items {
            // A fee too large to be kept is never posted, and hides none of the others.
            let Some(fees) = fees(&self.debt(item), &self.versions, horizon) else { continue };
            let Some(on) = fees.iter().map(|fee| fee.on).find(|on| *on > account.today) else { continue };
            let of_day = fees.iter().filter(|fee| fee.on == on);
            let minor = of_day.map(|fee| fee.fee_minor + fee.tax_minor).sum();
            let amount = Money::new(minor, account.currency);
            match &mut coming {
                Some(first) if first.on < on => {}
                Some(first) if first.on == on => {
                    first.amount = first.amount.checked_add(amount)?;
                    first.numbers.push(item.number.clone());
                }
                _ => coming = Some(ComingFees { on, amount, numbers: vec![item.number.clone()] }),
            }
        }
        coming
    }

    fn exactly_added(&self, item: &OpenItem, day: NaiveDate) -> Option<Exact> {
        let debt = self.debt(item);
        let runs = runs(&debt, &self.versions, day);
        let run = runs.last().filter(|run| run.to == day)?;
        increase_of(run, &debt.lines)
    }

    /// The first later day on which another invoice begins to bear interest.
    fn rising(
        &self,
        account: &Account,
        items: &[OpenItem],
        tomorrow: NaiveDate,
        now: Money,
    ) -> Option<Rising> {
        let horizon = tomorrow.checked_add_days(HORIZON)?;
        let begins = |item: &OpenItem| {
            let debt = self.debt(item);
            let runs = runs(&debt, &self.versions, horizon);
            runs.first().map(|run| run.from).filter(|from| *from > tomorrow)
        };
        let beginning: Vec<(NaiveDate, &OpenItem)> =
            items.iter().filter_map(|item| begins(item).map(|from| (from, item))).collect();
        let from = beginning.iter().map(|(from, _)| *from).min()?;
        let amount = self.added_on(account, items, from).filter(|amount| amount.minor > now.minor)?;
        let numbers =
            beginning.iter().filter(|(day, _)| *day == from).map(|(_, item)| item.number.clone()).collect();
        Some(Rising { from, amount, numbers })
    }

    /// The invoice as it will stand on every later day if nothing is paid or answered.
    fn debt(&self, item: &OpenItem) -> LateDebt {
        let principal_minor = item.payable().principal_minor;
        LateDebt {
            currency: self.currency,
            due_on: item.due_on,
            issued_on: self.issued_on.get(&item.invoice).copied(),
            accrued_through: self.accrued_through.get(&item.invoice).copied(),
            principal: vec![PrincipalChange { effective_on: item.due_on, amount_minor: principal_minor }],
            holds: Vec::new(),
            stops: self.stops.clone(),
            reliefs: self.reliefs.get(&item.invoice).cloned().unwrap_or_default(),
            lines: self.lines.get(&item.invoice).cloned().unwrap_or_default(),
            ..LateDebt::default()
        }
    }
}

/// Reads the terms for these items of an account; those that nothing can be added to are not looked at.
pub async fn terms(tx: &mut Tx, account: &Account, items: &[OpenItem]) -> Result<Terms, sqlx::Error> {
    let versions = published(tx, account.creditor).await?;
    let charges = versions
        .iter()
        .any(|version| version.parameters.interest.is_some() || !version.parameters.fees.is_empty());
    let ids: Vec<Uuid> =
        items.iter().filter(|item| payable_minor(item) > 0).map(|item| item.invoice.0).collect();
    if !charges || ids.is_empty() {
        return Ok(Terms::default());
    }
    let stops = sqlx::query_as!(
        Stop,
        "select from_on, until_on from legal_statuses where account_id = $1 and party_id is null",
        account.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let invoices = sqlx::query!(
        r#"select id as "id: InvoiceId", issued_on, accrued_through from invoices where account_id = $1 and id = any($2)"#,
        account.id.0,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let accrued_through = invoices.iter().filter_map(|row| Some((row.id, row.accrued_through?))).collect();
    let issued_on = invoices.iter().map(|row| (row.id, row.issued_on)).collect();
    let lines = taxed_lines(tx, account, &ids).await?;
    let reliefs = reliefs(tx, &ids).await?;
    Ok(Terms {
        currency: Some(account.currency),
        versions,
        stops,
        reliefs,
        accrued_through,
        issued_on,
        lines,
    })
}

async fn taxed_lines(
    tx: &mut Tx,
    account: &Account,
    ids: &[Uuid],
) -> Result<HashMap<InvoiceId, Vec<TaxedLine>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select invoice_id as "invoice: InvoiceId", tax_basis_points, sum(net_minor + tax_minor)::bigint as "gross_minor!"
           from invoice_lines where account_id = $1 and invoice_id = any($2) group by invoice_id, tax_basis_points"#,
        account.id.0,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut lines: HashMap<InvoiceId, Vec<TaxedLine>> = HashMap::new();
    for row in rows {
        let line = TaxedLine { gross_minor: row.gross_minor, tax_basis_points: row.tax_basis_points.into() };
        lines.entry(row.invoice).or_default().push(line);
    }
    Ok(lines)
}
