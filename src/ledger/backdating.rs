//! What a payment changes that counts from an earlier day than today: the interest and fees that were charged since on money
//! that was not owed any more (domain-rules A6, B8). They are taken back as they stood and worked out
//! anew.

use chrono::NaiveDate;
use sqlx::FromRow;

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

/// Takes back the interest and fees of these invoices that run beyond `day`, and charges anew what had run by then. What was paid
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

const CHARGES: &str = "
select t.id, t.kind, case t.kind when 'interest' then (t.basis ->> 'to')::date else t.effective_on end as through_on,
  coalesce(sum(e.amount_minor) filter (where e.book in ('interest', 'fees')), 0)::bigint as charged_minor,
  coalesce(sum(e.amount_minor) filter (where e.book in ('interest_tax', 'fees_tax')), 0)::bigint as tax_minor,
  case t.kind when 'interest' then b.interest_minor else b.fees_minor end as open_minor,
  case t.kind when 'interest' then b.interest_tax_minor else b.fees_tax_minor end as open_tax_minor
from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
  join invoice_balances b on b.invoice_id = e.invoice_id
where e.invoice_id = $1 and t.kind in ('interest', 'fee')
  and case t.kind when 'interest' then (t.basis ->> 'to')::date else t.effective_on end > $2
  and not exists (select from ledger_transactions r where r.reverses_id = t.id)
group by t.id, b.invoice_id order by t.sequence";

#[derive(FromRow)]
struct Row {
    id: TransactionId,
    kind: String,
    through_on: NaiveDate,
    charged_minor: i64,
    tax_minor: i64,
    open_minor: i64,
    open_tax_minor: i64,
}

/// None of a kind of which more would be taken back than is still open.
async fn charges_beyond(
    tx: &mut Tx,
    invoice: InvoiceId,
    day: NaiveDate,
) -> Result<Vec<ChargeBeyond>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(CHARGES).bind(invoice.0).bind(day).fetch_all(&mut **tx).await?;
    let is_open = |kind: &str| {
        let of_kind = || rows.iter().filter(|row| row.kind == kind);
        let (charged, tax): (i64, i64) =
            of_kind().fold((0, 0), |(charged, tax), row| (charged + row.charged_minor, tax + row.tax_minor));
        of_kind().all(|row| row.open_minor >= charged && row.open_tax_minor >= tax)
    };
    let (interest, fees) = (is_open("interest"), is_open("fee"));
    Ok(rows
        .iter()
        .filter(|row| if row.kind == "interest" { interest } else { fees })
        .map(|row| ChargeBeyond { transaction: row.id, through: row.through_on })
        .collect())
}
