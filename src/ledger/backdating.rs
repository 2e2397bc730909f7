//! What a payment changes that counts from an earlier day than today: the interest and fees that were charged since on money
//! that was not owed any more (domain-rules A6, B8). They are taken back as they stood and worked out
//! anew.

use chrono::NaiveDate;

use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, TransactionId};
use crate::ledger::accrual::accrue_booked_on;
use crate::ledger::model::{AccountKey, Days};
use crate::ledger::store::{PostError, post, recorded};

/// An invoice whose interest and fees were taken back from some day on, and through which day they had run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwound {
    pub invoice: InvoiceId,
    pub through: NaiveDate,
}

/// Takes back the interest and fees of these invoices that run beyond `day`, whether or not they were paid, and charges anew
/// what had run by then. Whoever does so works out anew what was unwound, and what was paid of it.
pub async fn unwind(
    tx: &mut Tx,
    of: AccountKey,
    invoices: &[InvoiceId],
    day: NaiveDate,
    accounting_on: NaiveDate,
) -> Result<Vec<Unwound>, PostError> {
    let mut unwound = Vec::new();
    for invoice in invoices {
        let charges = charges_beyond(tx, *invoice, day).await?;
        let Some(through) = charges.iter().map(|charge| charge.through).max() else { continue };
        for charge in charges {
            let Some(charged) = recorded(tx, charge.transaction).await? else { continue };
            let days = Days { effective_on: charged.draft.days.effective_on, accounting_on };
            post(tx, &charged.reversal(days)).await?;
        }
        accrue_booked_on(tx, of, *invoice, day, accounting_on).await?;
        unwound.push(Unwound { invoice: *invoice, through });
    }
    Ok(unwound)
}

struct ChargeBeyond {
    transaction: TransactionId,
    through: NaiveDate,
}

async fn charges_beyond(
    tx: &mut Tx,
    invoice: InvoiceId,
    day: NaiveDate,
) -> Result<Vec<ChargeBeyond>, sqlx::Error> {
    sqlx::query_as!(
        ChargeBeyond,
        r#"select t.id as "transaction: TransactionId",
             case t.kind when 'interest' then (t.basis ->> 'to')::date else t.effective_on end as "through!"
           from ledger_transactions t
           where t.kind in ('interest', 'fee')
             and t.id in (select e.transaction_id from ledger_entries e where e.invoice_id = $1)
             and case t.kind when 'interest' then (t.basis ->> 'to')::date else t.effective_on end > $2
             and not exists (select from ledger_transactions r where r.reverses_id = t.id)
           order by t.sequence"#,
        invoice.0,
        day
    )
    .fetch_all(&mut **tx)
    .await
}
