//! What a payment changes that counts from an earlier day than today: the interest that was charged since on money that
//! was not owed any more (domain-rules A6, B8). It is taken back as it stood and worked out anew.

use chrono::NaiveDate;
use sqlx::types::Json;

use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, TransactionId};
use crate::ledger::accrual::accrue_booked_on;
use crate::ledger::model::{AccountKey, Basis, Days};
use crate::ledger::store::{PostError, post, recorded};

/// An invoice whose interest was taken back from some day on, and through which day it had run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwound {
    pub invoice: InvoiceId,
    pub through: NaiveDate,
}

/// Takes back the interest of these invoices that runs beyond `day`, and charges anew what had run by then. What was paid
/// of it meanwhile is left alone: there is nothing to take back from. Only what was unwound is to be [`rewind`].
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

/// Charges the interest of what was unwound through the day that it had run to, on what is owed now.
pub async fn rewind(
    tx: &mut Tx,
    of: AccountKey,
    unwound: &[Unwound],
    accounting_on: NaiveDate,
) -> Result<(), PostError> {
    for Unwound { invoice, through } in unwound {
        accrue_booked_on(tx, of, *invoice, *through, accounting_on).await?;
    }
    Ok(())
}

struct ChargeBeyond {
    transaction: TransactionId,
    through: NaiveDate,
}

/// None where more would be taken back than is still open.
async fn charges_beyond(
    tx: &mut Tx,
    invoice: InvoiceId,
    day: NaiveDate,
) -> Result<Vec<ChargeBeyond>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select t.id as "id: TransactionId", t.basis as "basis!: Json<Basis>",
             coalesce(sum(e.amount_minor) filter (where e.book = 'interest'), 0)::bigint as "interest!",
             coalesce(sum(e.amount_minor) filter (where e.book = 'interest_tax'), 0)::bigint as "tax!",
             b.interest_minor as open_interest, b.interest_tax_minor as open_tax
           from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
             join invoice_balances b on b.invoice_id = e.invoice_id
           where e.invoice_id = $1 and t.kind = 'interest' and t.basis is not null and (t.basis ->> 'to')::date > $2
             and not exists (select from ledger_transactions r where r.reverses_id = t.id)
           group by t.id, b.interest_minor, b.interest_tax_minor order by t.sequence"#,
        invoice.0,
        day
    )
    .fetch_all(&mut **tx)
    .await?;
    let (interest, tax): (i64, i64) =
        rows.iter().fold((0, 0), |(interest, tax), row| (interest + row.interest, tax + row.tax));
    let is_open = rows.first().is_some_and(|row| row.open_interest >= interest && row.open_tax >= tax);
    if !is_open {
        return Ok(Vec::new());
    }
    Ok(rows.into_iter().map(|row| ChargeBeyond { transaction: row.id, through: row.basis.0.to }).collect())
}
