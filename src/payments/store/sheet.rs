//! Everything that the page of one payment shows.

use super::Ground;
use super::reading::{Payment, ReceiptLine, has_fiscal_notice, payment, receipt_lines, told};
use crate::contact::model::Channel;
use crate::kernel::db::Tx;
use crate::kernel::ids::PaymentId;
use crate::kernel::money::Money;
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
    let is_posted = payment.receipt_number.is_some();
    let payer = payment.started_by.filter(|payer| tx.actor().id() == Some(payer.0));
    let told = match payer {
        Some(payer) => told(tx, payer).await?,
        None => None,
    };
    Ok(Sheet {
        credit: Money::new(if is_posted { payment.amount.minor - applied } else { 0 }, currency),
        lines,
        due: payable.due(),
        told_by: told.map(|told| told.channel),
        receipt_note: terms.receipt_note,
        fiscal_notice: has_fiscal_notice(tx, payment.creditor).await?,
        ground,
        payment,
    })
}
