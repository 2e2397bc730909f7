//! What can be contested on an account, and of it how much.

use crate::accounts::model::{Account, late_minor, payable_minor};
use crate::disputes::model::{About, Contestable};
use crate::disputes::store::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, InvoiceLineId};
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::ledger::model::Component;
use crate::ledger::store::open_items;

/// What a dispute can be about: one invoice's bill or charges, or everything on the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub account: Account,
    pub about: About,
    pub invoice: Option<InvoiceId>,
    /// Of the invoice, if it is about one.
    pub number: String,
    /// What can be contested of it, each by itself. Empty where nothing is open any more, or all of it waits.
    pub parts: Vec<Part>,
    /// What of all that is asked for as it stands.
    pub payable: Money,
}

/// Something that can be contested by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub invoice: InvoiceId,
    pub invoice_number: String,
    /// The line and what it is for; none where it is the invoice as a whole, or its charges.
    pub line: Option<(InvoiceLineId, String)>,
    /// What it was billed or charged at.
    pub billed: Money,
    /// What of it can still be contested.
    pub left: Money,
    /// What of the invoice's interest and fees waits with it where all of the invoice is contested.
    pub late_minor: i64,
}

impl Part {
    /// Its name in a form.
    pub fn key(&self) -> String {
        self.line.as_ref().map_or_else(|| self.invoice.to_string(), |(line, _)| line.to_string())
    }
}

/// What can be contested, as it stands now.
pub async fn ground(
    tx: &mut Tx,
    account: Account,
    about: About,
    invoice: Option<InvoiceId>,
) -> Result<Ground, sqlx::Error> {
    let items = open_items(tx, account.id).await?;
    let Some(invoice) = invoice else {
        let parts = items.iter().filter_map(|item| everything_of(&account, item)).collect();
        let payable = Money::new(items.iter().map(payable_minor).sum(), account.currency);
        return Ok(Ground { account, about, invoice: None, number: String::new(), parts, payable });
    };
    let number = sqlx::query_scalar!(
        "select number from invoices where id = $1 and account_id = $2",
        invoice.0,
        account.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let item = items.into_iter().find(|item| item.invoice == invoice);
    let payable = Money::new(item.as_ref().map_or(0, payable_minor), account.currency);
    let parts = match (about, item) {
        (_, None) => Vec::new(),
        (About::Invoice, Some(item)) => parts_of_bill(tx, &account, &item).await?,
        (_, Some(item)) => charges(&account, about, &item).into_iter().collect(),
    };
    Ok(Ground { account, about, invoice: Some(invoice), number, parts, payable })
}

/// All that is open of an invoice and does not wait yet.
fn everything_of(account: &Account, item: &OpenItem) -> Option<Part> {
    let payable = item.payable();
    let (left, late) = (payable.principal_minor, late_minor(&payable));
    let money = |minor| Money::new(minor, account.currency);
    (left + late > 0).then(|| Part {
        invoice: item.invoice,
        invoice_number: item.number.clone(),
        line: None,
        billed: money(left),
        left: money(left),
        late_minor: late,
    })
}

/// One of the invoice's charges for lateness, as far as it is open.
fn charges(account: &Account, about: About, item: &OpenItem) -> Option<Part> {
    let payable = item.payable();
    let components = match about {
        About::Fees => [Component::Fees, Component::FeesTax],
        _ => [Component::Interest, Component::InterestTax],
    };
    let minor: i64 = components.map(|component| payable.get(component)).iter().sum();
    let money = Money::new(minor, account.currency);
    (minor > 0).then(|| Part {
        invoice: item.invoice,
        invoice_number: item.number.clone(),
        line: None,
        billed: money,
        left: money,
        late_minor: 0,
    })
}

async fn parts_of_bill(tx: &mut Tx, account: &Account, item: &OpenItem) -> Result<Vec<Part>, sqlx::Error> {
    let money = |minor| Money::new(minor, account.currency);
    if item.open.principal_minor <= 0 {
        return Ok(Vec::new());
    }
    let late = late_minor(&item.payable());
    let row = sqlx::query!(
        r#"select i.total_minor, coalesce((select sum(case when h.released_on is null then h.amount_minor else least(h.credited_minor, h.amount_minor) end)
             from holds h where h.invoice_id = i.id), 0)::bigint as "taken!"
           from invoices i where i.id = $1"#,
        item.invoice.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let whole = Contestable { billed_minor: row.total_minor, taken_minor: row.taken };
    let lines = sqlx::query!(
        r#"select l.id as "id: InvoiceLineId", l.description, l.net_minor + l.tax_minor as "billed!",
             coalesce((select sum(case when h.released_on is null then h.amount_minor else least(h.credited_minor, h.amount_minor) end)
               from holds h where h.line_id = l.id), 0)::bigint as "taken!"
           from invoice_lines l where l.invoice_id = $1 order by l.position"#,
        item.invoice.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let part = |line, of: Contestable, left_minor: i64| Part {
        invoice: item.invoice,
        invoice_number: item.number.clone(),
        line,
        billed: money(of.billed_minor),
        left: money(left_minor),
        late_minor: late,
    };
    if lines.is_empty() {
        // Of a bill that came without its lines no more can be contested than is still to pay of it.
        let left = whole.left_minor().min(item.payable().principal_minor);
        return Ok((left > 0).then(|| part(None, whole, left)).into_iter().collect());
    }
    let parts = lines.into_iter().filter_map(|row| {
        let of = Contestable { billed_minor: row.billed, taken_minor: row.taken };
        let left = of.left_minor().min(whole.left_minor());
        (left > 0).then(|| part(Some((row.id, row.description)), of, left))
    });
    Ok(parts.collect())
}

/// What of an account's open invoices can be contested: each with its charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: chrono::NaiveDate,
    pub principal: Money,
    pub interest: Money,
    pub fees: Money,
}

/// What somebody can choose from.
pub async fn offers(tx: &mut Tx, account: &Account) -> Result<Vec<Offer>, sqlx::Error> {
    let money = |minor: i64| Money::new(minor, account.currency);
    let items = open_items(tx, account.id).await?;
    let offers = items.into_iter().map(|item| {
        let payable = item.payable();
        Offer {
            invoice: item.invoice,
            principal: money(payable.principal_minor),
            interest: money(payable.interest_minor + payable.interest_tax_minor),
            fees: money(payable.fees_minor + payable.fees_tax_minor),
            number: item.number,
            due_on: item.due_on,
        }
    });
    Ok(offers
        .filter(|offer| {
            offer.principal.is_positive() || offer.interest.is_positive() || offer.fees.is_positive()
        })
        .collect())
}

/// The terms of today about disputes: within how many days they are answered, and under whose law.
pub async fn terms(
    tx: &mut Tx,
    account: &Account,
) -> Result<(u16, Option<crate::policies::caps::Jurisdiction>), sqlx::Error> {
    let version = crate::policies::store::in_force(tx, account.creditor, account.today).await?;
    let parameters = version.map(|version| version.parameters).unwrap_or_default();
    let code = sqlx::query_scalar!("select jurisdiction from creditors where id = $1", account.creditor.0)
        .fetch_one(&mut **tx)
        .await?;
    let own = crate::policies::caps::Jurisdiction::ALL.into_iter().find(|known| known.code() == code);
    if parameters.dispute_answer_days == 0 {
        return Err(undecodable("terms that promise no answer"));
    }
    Ok((parameters.dispute_answer_days, parameters.jurisdiction.or(own)))
}
