//! Everything that the page of one payment shows.

use super::Ground;
use super::disputes::{self, Dispute};
use super::reading::{Payment, ReceiptLine, has_fiscal_notice, payment, receipt_lines};
use super::refunds::{self, Refund};
use super::spreading;
use crate::contact::model::Channel;
use crate::contact::telling::told;
use crate::kernel::db::Tx;
use crate::kernel::ids::PaymentId;
use crate::kernel::money::{Currency, Money};
use crate::payments::model::returns::{RefundReason, RefundState, Refundable};
use crate::policies::model::ReceiptNote;

/// A payment with what stands around it.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub payment: Payment,
    /// To who paid it under their guarantee, that guarantee; to everybody else the account.
    pub ground: Ground,
    /// What it paid, once it is posted.
    pub lines: Vec<ReceiptLine>,
    /// What of it was more than could be applied.
    pub credit: Money,
    /// What it takes to be up to date now, or what a guarantor can be asked for.
    pub due: Money,
    /// How its payer is told about it, for the payer alone.
    pub told_by: Option<Channel>,
    pub receipt_note: Option<ReceiptNote>,
    /// What went back of it, and what is contested of it, the oldest first.
    pub refunds: Vec<Refund>,
    pub disputes: Vec<Dispute>,
    /// What it pays now, where that is no longer what it paid.
    pub now: Option<Vec<(String, Money)>>,
    pub refundable: Refundable,
    pub fiscal_notice: bool,
}

/// The payment and what its page shows, if its account is this reader's.
pub async fn sheet(tx: &mut Tx, id: PaymentId) -> Result<Sheet, sqlx::Error> {
    let payment = payment(tx, id).await?;
    let ground = Ground::paid(tx, payment.account, payment.guarantee, payment.started_by).await?;
    let (payable, terms) = ground.payable(tx).await?;
    let currency = payment.amount.currency;
    let mut lines = receipt_lines(tx, id, currency).await?;
    if let Some(guarantee) = &ground.guarantee {
        // What is left of the invoice beyond the guarantee is the debtor's to know.
        for line in &mut lines {
            (line.left, line.held) = (guarantee.asked, Money::zero(currency));
        }
    }
    let applied: i64 = lines.iter().map(|line| line.paid.minor).sum();
    let now = pays_now(tx, id, &lines, currency).await?;
    let (refundable, _) = spreading::refundable(tx, id, payment.amount).await?;
    let is_posted = payment.receipt_number.is_some();
    let payer = payment.started_by.filter(|payer| tx.actor().id() == Some(payer.0));
    let told = match payer {
        Some(payer) => told(tx, payer).await?,
        None => None,
    };
    let refunds = refunds::of_payment(tx, id).await?;
    // What was too much for another's debt went back, and never was anybody's credit.
    let excess: i64 = refunds
        .iter()
        .filter(|refund| refund.reason == RefundReason::Excess && refund.state != RefundState::Failed)
        .map(|refund| refund.amount.minor)
        .sum();
    Ok(Sheet {
        credit: Money::new(
            if is_posted { (payment.amount.minor - applied - excess).max(0) } else { 0 },
            currency,
        ),
        lines,
        due: payable.due(),
        told_by: told.map(|told| told.channel),
        refunds,
        disputes: disputes::of_payment(tx, id).await?,
        now,
        refundable,
        receipt_note: terms.receipt_note,
        fiscal_notice: has_fiscal_notice(tx, payment.creditor).await?,
        ground,
        payment,
    })
}

/// What it pays of each invoice now, if that is something else than `lines` say.
async fn pays_now(
    tx: &mut Tx,
    id: PaymentId,
    lines: &[ReceiptLine],
    currency: Currency,
) -> Result<Option<Vec<(String, Money)>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.number, sum(a.amount_minor)::bigint as "minor!" from payment_allocations a join invoices i on i.id = a.invoice_id
           where a.payment_id = $1 and a.reversed_by is null group by i.number, i.due_on order by i.due_on, i.number"#,
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let now: Vec<(String, Money)> =
        rows.into_iter().map(|row| (row.number, Money::new(row.minor, currency))).collect();
    let paid: Vec<(String, Money)> = lines.iter().map(|line| (line.number.clone(), line.paid)).collect();
    Ok((now != paid).then_some(now))
}
