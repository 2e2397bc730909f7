//! What a receipt says beyond the payment's own page: which part of each invoice was paid, and what interest is still
//! owed or was given up. All of it as the books stood when the payment was posted, so that it never changes by itself.

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, PaymentId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::drafts::payment_cause;

/// What was paid of one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    pub invoice: InvoiceId,
    pub principal: Money,
    /// Interest and fees with their tax.
    pub late: Money,
}

/// Interest and fees beside a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateCharges {
    /// What was still owed of them after it, by invoice.
    pub left: Vec<(String, Money)>,
    /// What the creditor had given up of them, on the invoices that it paid.
    pub waived: Money,
}

/// What the payment paid of each invoice when it was posted, unless all of that was undone.
pub async fn paid(tx: &mut Tx, payment: PaymentId, currency: Currency) -> Result<Vec<Paid>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select a.invoice_id as "invoice: InvoiceId",
             coalesce(sum(a.amount_minor) filter (where a.component = 'principal'), 0)::bigint as "principal!",
             coalesce(sum(a.amount_minor) filter (where a.component <> 'principal'), 0)::bigint as "late!"
           from payment_allocations a join ledger_transactions t on t.id = a.transaction_id
           where a.payment_id = $1 and t.kind = 'payment'
             and not exists (select from ledger_transactions r where r.reverses_id = t.id)
           group by a.invoice_id"#,
        payment.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let money = |minor| Money::new(minor, currency);
    Ok(rows
        .into_iter()
        .map(|row| Paid { invoice: row.invoice, principal: money(row.principal), late: money(row.late) })
        .collect())
}

/// Interest and fees of the account right after the payment was posted.
pub async fn late_charges(
    tx: &mut Tx,
    account: AccountId,
    payment: PaymentId,
    currency: Currency,
) -> Result<LateCharges, sqlx::Error> {
    let cause = payment_cause(payment);
    let left = sqlx::query!(
        r#"select i.number, sum(e.amount_minor)::bigint as "minor!"
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id join invoices i on i.id = e.invoice_id
           where e.account_id = $1 and e.book in ('interest', 'interest_tax', 'fees', 'fees_tax')
             and t.sequence <= (select p.sequence from ledger_transactions p where p.dedupe_key = $2)
           group by i.id, i.number, i.due_on having sum(e.amount_minor) > 0 order by i.due_on, i.number"#,
        account.0,
        cause
    )
    .fetch_all(&mut **tx)
    .await?;
    let waived = sqlx::query_scalar!(
        r#"select coalesce(-sum(e.amount_minor), 0)::bigint as "minor!"
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
             left join ledger_transactions r on r.id = t.reverses_id
           where e.account_id = $1 and e.book in ('interest', 'interest_tax', 'fees', 'fees_tax')
             and coalesce(r.kind, t.kind) in ('forgiveness', 'discount')
             and t.sequence <= (select p.sequence from ledger_transactions p where p.dedupe_key = $2)
             and e.invoice_id in (select a.invoice_id from payment_allocations a where a.payment_id = $3)"#,
        account.0,
        cause,
        payment.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(LateCharges {
        left: left.into_iter().map(|row| (row.number, Money::new(row.minor, currency))).collect(),
        waived: Money::new(waived.max(0), currency),
    })
}
