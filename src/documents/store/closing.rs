//! Whether an account or an invoice is closed, by the books and by nothing else.

use chrono::NaiveDate;

use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::ids::InvoiceId;
use crate::kernel::money::Money;

/// What was billed and how it ended. Always `billed + late = paid + credited + forgiven`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub invoice_count: i64,
    pub billed: Money,
    /// Interest and fees that were charged and not taken back.
    pub late: Money,
    pub paid: Money,
    /// Credit notes, discounts and voided invoices.
    pub credited: Money,
    /// What the creditor gave up.
    pub forgiven: Money,
    /// The last day on which anything happened.
    pub closed_on: NaiveDate,
}

/// How the account was closed, if the books say that it is: nothing is open, contested, on its way or under review, and
/// there was something to owe.
pub async fn account_closing(tx: &mut Tx, account: &Account) -> Result<Option<Closing>, sqlx::Error> {
    closing(tx, account, None).await
}

/// How one invoice was closed, if it is.
pub async fn invoice_closing(
    tx: &mut Tx,
    account: &Account,
    invoice: InvoiceId,
) -> Result<Option<Closing>, sqlx::Error> {
    closing(tx, account, Some(invoice)).await
}

async fn closing(
    tx: &mut Tx,
    account: &Account,
    invoice: Option<InvoiceId>,
) -> Result<Option<Closing>, sqlx::Error> {
    if has_loose_ends(tx, account, invoice).await? {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"select count(distinct e.invoice_id) filter (where k.kind in ('invoice', 'opening_balance')) as "invoices!",
             coalesce(sum(e.amount_minor) filter (where k.kind = 'invoice'
               or (k.kind in ('opening_balance', 'correction') and e.book = 'principal')), 0)::bigint as "billed!",
             coalesce(sum(e.amount_minor) filter (where k.kind in ('interest', 'fee')
               or (k.kind in ('opening_balance', 'correction') and e.book <> 'principal')), 0)::bigint as "late!",
             coalesce(-sum(e.amount_minor) filter (where k.kind in ('credit_note', 'discount', 'void')), 0)::bigint as "credited!",
             coalesce(-sum(e.amount_minor) filter (where k.kind = 'forgiveness'), 0)::bigint as "forgiven!",
             coalesce(sum(e.amount_minor), 0)::bigint as "open!", max(t.effective_on) as closed_on
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
             left join ledger_transactions r on r.id = t.reverses_id
             cross join lateral (select coalesce(r.kind, t.kind) as kind) k
           where e.account_id = $1 and ($2::uuid is null or e.invoice_id = $2)
             and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')"#,
        account.id.0,
        invoice.map(|invoice| invoice.0)
    )
    .fetch_one(&mut **tx)
    .await?;
    let Some(closed_on) = row.closed_on.filter(|_| row.open == 0 && row.billed + row.late > row.credited)
    else {
        return Ok(None);
    };
    let money = |minor| Money::new(minor, account.currency);
    Ok(Some(Closing {
        invoice_count: row.invoices,
        billed: money(row.billed),
        late: money(row.late),
        // Whatever closed the rest: payments, credit that was applied, and what undid either.
        paid: money(row.billed + row.late - row.credited - row.forgiven),
        credited: money(row.credited),
        forgiven: money(row.forgiven),
        closed_on,
    }))
}

/// Whether anything could still open it again: an open invoice, a dispute, a payment on its way or under review.
async fn has_loose_ends(
    tx: &mut Tx,
    account: &Account,
    invoice: Option<InvoiceId>,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from invoice_balances b where b.account_id = $1 and b.open_minor <> 0 and ($2::uuid is null or b.invoice_id = $2))
             or exists (select from holds h where h.account_id = $1 and h.released_on is null and ($2::uuid is null or h.invoice_id = $2))
             or exists (select from payments p where p.account_id = $1 and p.state in ('requires_action', 'processing', 'unknown'))
             or coalesce((select sum(e.amount_minor) from ledger_entries e
                 where e.account_id = $1 and e.book = 'chargebacks_under_review'), 0) <> 0 as "loose!""#,
        account.id.0,
        invoice.map(|invoice| invoice.0)
    )
    .fetch_one(&mut **tx)
    .await
}
