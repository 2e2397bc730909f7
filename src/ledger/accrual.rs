//! Late interest, from the rows that it depends on to the postings that it comes to.

use chrono::NaiveDate;
use sqlx::types::Json;

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId};
use crate::kernel::money::Currency;
use crate::ledger::drafts::InterestCharge;
use crate::ledger::model::{AccountKey, Basis, Days, DraftError, TransactionDraft};
use crate::ledger::store::{PostError, lock_account, post};
use crate::policies::interest::{
    Charge, Contested, Interest, LateDebt, PostedInterest, PrincipalChange, Stop, TaxedLine, charges, runs,
};
use crate::policies::store::published;

/// Posts the interest that an invoice has borne through a day and that is not in the books yet, a transaction for each
/// run; answers how many. Doing it again, late or in another order changes nothing.
pub async fn accrue(
    tx: &mut Tx,
    of: AccountKey,
    invoice: InvoiceId,
    through: NaiveDate,
) -> Result<usize, PostError> {
    accrue_booked_on(tx, of, invoice, through, through).await
}

/// As [`accrue`], carried in the books on another day: of days long past, whose month may be closed.
pub async fn accrue_booked_on(
    tx: &mut Tx,
    of: AccountKey,
    invoice: InvoiceId,
    through: NaiveDate,
    accounting_on: NaiveDate,
) -> Result<usize, PostError> {
    lock_account(tx, of.account).await?;
    let Some((number, debt)) = late_debt(tx, of.account, invoice).await? else { return Ok(0) };
    let (posted, revision) = posted_interest(tx, invoice).await?;
    let versions = published(tx, of.creditor).await?;
    let charges = charges(&runs(&debt, &versions, through), &debt.lines, posted)
        .ok_or(PostError::Draft(DraftError::TooLarge))?;
    let mut count = 0;
    for Charge { run, sum } in charges {
        let charge = InterestCharge {
            interest_minor: sum.interest_minor,
            tax_minor: sum.tax_minor,
            rule: run.rule.rule.clone(),
            policy_version: run.version,
            basis: run.basis(),
            revision,
        };
        let days = Days { effective_on: run.to, accounting_on };
        let draft = TransactionDraft::interest(of, invoice, &number, charge, days);
        count += usize::from(post(tx, &draft).await?.is_new());
    }
    Ok(count)
}

/// An invoice's number and everything that its interest depends on, if the invoice is there and not void.
pub async fn late_debt(
    tx: &mut Tx,
    account: AccountId,
    invoice: InvoiceId,
) -> Result<Option<(String, LateDebt)>, sqlx::Error> {
    let Some(row) = sqlx::query!(
        "select number, due_on, currency, accrued_through from invoices where id = $1 and account_id = $2 and voided_on is null",
        invoice.0,
        account.0
    )
    .fetch_optional(&mut **tx)
    .await?
    else {
        return Ok(None);
    };
    let principal = sqlx::query_as!(
        PrincipalChange,
        r#"select t.effective_on, sum(e.amount_minor)::bigint as "amount_minor!"
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
           where e.invoice_id = $1 and e.book = 'principal' group by t.effective_on order by t.effective_on"#,
        invoice.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let holds = sqlx::query_as!(
        Contested,
        "select amount_minor, opened_on, released_on from holds where invoice_id = $1",
        invoice.0
    )
    .fetch_all(&mut **tx)
    .await?;
    // What concerns one party to the account, and not the debt, stops nothing.
    let stops = sqlx::query_as!(
        Stop,
        "select from_on, until_on from legal_statuses where account_id = $1 and party_id is null",
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let lines = sqlx::query_as!(
        TaxedLine,
        r#"select net_minor + tax_minor as "gross_minor!", tax_basis_points::bigint as "tax_basis_points!"
           from invoice_lines where invoice_id = $1 order by position"#,
        invoice.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let currency = Currency::parse(&row.currency);
    let (due_on, accrued_through) = (row.due_on, row.accrued_through);
    let debt =
        LateDebt { currency, due_on, accrued_through, principal, holds, stops, lines, ..LateDebt::default() };
    Ok(Some((row.number, debt)))
}

/// What stands in the books, and how many runs were reversed: these were never charged, and their days are free to be
/// charged anew.
async fn posted_interest(tx: &mut Tx, invoice: InvoiceId) -> Result<(PostedInterest, i64), sqlx::Error> {
    let rows = sqlx::query!(
        r#"select t.basis as "basis: Json<Basis>",
             exists (select from ledger_transactions r where r.reverses_id = t.id) as "reversed!",
             coalesce(sum(e.amount_minor) filter (where e.book = 'interest'), 0)::bigint as "interest!",
             coalesce(sum(e.amount_minor) filter (where e.book = 'interest_tax'), 0)::bigint as "tax!"
           from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
           where e.invoice_id = $1 and t.kind = 'interest' group by t.id"#,
        invoice.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let (reversed, standing): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.reversed);
    let posted = PostedInterest {
        through: standing.iter().filter_map(|row| row.basis.as_ref().map(|basis| basis.0.to)).max(),
        sum: Interest {
            interest_minor: standing.iter().map(|row| row.interest).sum(),
            tax_minor: standing.iter().map(|row| row.tax).sum(),
        },
    };
    Ok((posted, reversed.len() as i64))
}
