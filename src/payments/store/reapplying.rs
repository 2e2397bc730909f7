//! A payment that was applied to the wrong invoices is applied anew, as on the day it was paid. Both stay in the books.

use super::recounting;
use super::spreading::{begin_parts, days, end_parts, hold};
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, PaymentId};
use crate::kernel::money::Money;
use crate::ledger::allocation::{OpenItem, allocate, oldest_first};
use crate::ledger::model::{Components, TransactionDraft};
use crate::ledger::store::{PostError, open_items, post};
use crate::payments::model::PaymentState;
use crate::payments::store::reading::receipt_name;
use crate::policies;

/// Why nothing was applied anew.
#[derive(Debug, thiserror::Error)]
pub enum ReapplyError {
    /// No money came, or all of it has gone.
    #[error("there is no money of this payment to apply")]
    NoMoney,
    /// It was paid under a guarantee, and pays nothing else.
    #[error("a guarantor's payment pays only what they guaranteed")]
    Guaranteed,
    #[error("it pays these very invoices already")]
    Same,
    #[error("an invoice that it cannot pay")]
    NotFound,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// An invoice that the payment pays or could pay.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub item: OpenItem,
    /// What the payment pays of it now.
    pub paid: Money,
}

/// The invoices that a payment pays or could pay, as if it paid none, the oldest first.
pub async fn candidates(tx: &mut Tx, id: PaymentId) -> Result<Vec<Candidate>, sqlx::Error> {
    let (account, currency) = {
        let payment = super::reading::payment(tx, id).await?;
        (payment.account, payment.amount.currency)
    };
    let mut items = open_items(tx, account).await?;
    let paid = paid_parts(tx, id).await?;
    for (invoice, number, due_on, component, minor) in &paid {
        if !items.iter().any(|item| item.invoice == *invoice) {
            items.push(OpenItem {
                invoice: *invoice,
                number: number.clone(),
                due_on: *due_on,
                open: Components::default(),
                held_minor: 0,
                held_late_minor: 0,
                plan: None,
            });
        }
        if let Some(item) = items.iter_mut().find(|item| item.invoice == *invoice) {
            *item.open.get_mut(*component) += minor;
        }
    }
    oldest_first(&mut items);
    let of =
        |invoice: InvoiceId| paid.iter().filter(|part| part.0 == invoice).map(|part| part.4).sum::<i64>();
    Ok(items
        .into_iter()
        .map(|item| Candidate { paid: Money::new(of(item.invoice), currency), item })
        .collect())
}

/// Applies all of a payment that is there to these invoices, the oldest first; what is over becomes credit. Both what loses
/// the money and what gains it are charged anew since the day it was paid.
pub async fn reapply(tx: &mut Tx, id: PaymentId, invoices: &[InvoiceId]) -> Result<(), ReapplyError> {
    let held = hold(tx, id).await?;
    let total = held.spread.total_minor();
    if held.state != PaymentState::Succeeded || total == 0 {
        return Err(ReapplyError::NoMoney);
    }
    if held.guarantee.is_some() {
        return Err(ReapplyError::Guaranteed);
    }
    let paid_on = held.effective_on.unwrap_or(held.today);
    let on = days(tx, &held, paid_on).await?;
    let undone = held.spread.take_back(total).ok_or(ReapplyError::NoMoney)?;
    // What loses the money was late on it since it was paid, and what gains it was not.
    let losing = undone.parts.iter().map(|(invoice, ..)| *invoice);
    let mut involved: Vec<InvoiceId> = losing.chain(invoices.iter().copied()).collect();
    involved.sort_unstable();
    involved.dedup();
    if candidates(tx, id).await?.iter().filter(|one| invoices.contains(&one.item.invoice)).count()
        != invoices.len()
    {
        return Err(ReapplyError::NotFound);
    }
    let mut recount = recounting::begin(tx, held.key, &involved, paid_on, on.accounting_on).await?;
    let candidates = candidates(tx, id).await?.into_iter().map(|candidate| candidate.item);
    let mut chosen: Vec<OpenItem> = candidates.filter(|item| invoices.contains(&item.invoice)).collect();
    recount.as_of_the_day(tx, &mut chosen, Some(id)).await?;
    let policy = policies::store::in_force(tx, held.key.creditor, paid_on).await?;
    let order = policy.map(|version| version.parameters.allocation_order).unwrap_or_default();
    let laid = allocate(&chosen, total, order);
    let was = |invoice: InvoiceId| -> i64 {
        undone.parts.iter().filter(|(of, ..)| *of == invoice).map(|(_, _, minor)| minor).sum()
    };
    let is_same = laid.unapplied_minor == undone.credit_minor
        && laid.parts.iter().all(|part| laid.to_invoice(part.invoice) == was(part.invoice));
    if is_same {
        return Err(ReapplyError::Same);
    }
    let times = sqlx::query_scalar!(
        r#"select count(*) as "times!" from ledger_transactions where dedupe_key like $1"#,
        format!("reapplied:{id}:%")
    )
    .fetch_one(&mut **tx)
    .await?;
    let receipt = held.receipt.map(receipt_name).unwrap_or_default();
    let cause = format!("{id}:{}", times + 1);
    let draft = TransactionDraft::reapplied(held.key, &cause, &receipt, &undone, &laid, on);
    let posted = post(tx, &draft).await?;
    end_parts(tx, &held, &undone, posted.id()).await?;
    begin_parts(tx, Some(id), held.key, &laid.parts, posted.id()).await?;
    recount.reach(&involved, held.today);
    recount.finish(tx).await?;
    tx.audit("reapply", "payment", id.0, Some(held.key.account)).await?;
    Ok(())
}

type PaidPart = (InvoiceId, String, chrono::NaiveDate, crate::ledger::model::Component, i64);

async fn paid_parts(tx: &mut Tx, id: PaymentId) -> Result<Vec<PaidPart>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.id as "id: InvoiceId", i.number, i.due_on, a.component, sum(a.amount_minor)::bigint as "minor!"
           from payment_allocations a join invoices i on i.id = a.invoice_id
           where a.payment_id = $1 and a.reversed_by is null group by i.id, a.component"#,
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let component = crate::ledger::model::Component::parse(&row.component)
                .ok_or_else(|| super::undecodable("an unknown component"))?;
            Ok((row.id, row.number, row.due_on, component, row.minor))
        })
        .collect()
}
