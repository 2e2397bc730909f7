//! Whose a line may be: by the key of a transfer that somebody reported, by an account or invoice that it names, or by an
//! amount that only one invoice has. Only ever suggested; a person says which.

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, ReportedPaymentId};
use crate::payments::bank::model::names_in;
use crate::payments::bank::store::BankLine;

/// An account that a line may be for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub account: AccountId,
    pub reference: String,
    pub debtor_name: String,
    pub why: Why,
    /// The invoice that it names or fits.
    pub invoice: Option<(InvoiceId, String)>,
    /// The report that it answers.
    pub report: Option<ReportedPaymentId>,
}

/// The surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    Tracking,
    Invoice,
    Account,
    Amount,
}

const SHOWN: usize = 5;

/// Accounts that the line may be for, the surest first, each once.
pub async fn suggestions(tx: &mut Tx, line: &BankLine) -> Result<Vec<Suggestion>, sqlx::Error> {
    let names = names_in(&format!("{} {}", line.reference, line.description));
    let rows = sqlx::query!(
        r#"with hits as (
             select 1 as place, r.account_id, null::uuid as invoice_id, r.id as report_id from reported_payments r
               where r.creditor_id = $1 and r.tracking_key = $2 and $2 <> '' and r.state = 'waiting'
             union all
             select 2, i.account_id, i.id, null from invoices i
               where i.creditor_id = $1 and i.currency = $5 and regexp_replace(upper(i.number), '[^A-Z0-9]', '', 'g') = any($3)
             union all
             select 3, a.id, null, null from accounts a
               where a.creditor_id = $1 and a.currency = $5 and regexp_replace(upper(a.reference), '[^A-Z0-9]', '', 'g') = any($3)
             union all
             select 4, b.account_id, b.invoice_id, null from invoice_balances b join invoices i on i.id = b.invoice_id
               where b.creditor_id = $1 and i.currency = $5 and b.open_minor = $4
           )
           select h.place as "place!", a.id as "account!: AccountId", a.reference as "reference!", d.name as "debtor!", h.invoice_id as "invoice: InvoiceId",
             i.number as "number?", h.report_id as "report: ReportedPaymentId"
           from hits h join accounts a on a.id = h.account_id join debtors d on d.id = a.debtor_id left join invoices i on i.id = h.invoice_id
           order by h.place, d.name, a.reference limit 50"#,
        line.creditor.0,
        line.tracking_key,
        &names,
        line.amount.minor,
        line.amount.currency.code()
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found: Vec<Suggestion> = Vec::new();
    for row in rows {
        if found.iter().any(|earlier| earlier.account == row.account) {
            continue;
        }
        found.push(Suggestion {
            account: row.account,
            reference: row.reference,
            debtor_name: row.debtor,
            why: match row.place {
                1 => Why::Tracking,
                2 => Why::Invoice,
                3 => Why::Account,
                _ => Why::Amount,
            },
            invoice: row.invoice.zip(row.number),
            report: row.report,
        });
    }
    found.truncate(SHOWN);
    Ok(found)
}
