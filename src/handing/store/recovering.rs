//! Money that comes in on what was written off: the debtor's payment like any other, and in the creditor's own books a
//! recovery (domain-rules A4, B18). It is what was paid since less what was noted so far, so noting it again changes
//! nothing, and money that goes back takes its recovery with it.

use chrono_tz::Tz;

use crate::accounts::store::zone;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, HandoverId, InvoiceId};
use crate::ledger::drafts::recovered_cause;
use crate::ledger::model::{Days, TransactionDraft};
use crate::ledger::store::{PostError, account_key, lock_account, post};

/// An invoice that was written off, of which the books do not know yet what was paid since.
#[derive(Clone, Debug)]
pub struct Unnoted {
    pub handover: HandoverId,
    pub number: String,
    pub account: AccountId,
    pub invoice: InvoiceId,
    /// What is still to be noted; negative where money went back.
    minor: i64,
    /// How often something was noted before.
    times: i64,
    zone: Tz,
}

/// Invoices whose recoveries are not as their payments are; of one account, or of all.
pub async fn unnoted(tx: &mut Tx, account: Option<AccountId>) -> Result<Vec<Unnoted>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select handover_id as "handover!: HandoverId", number as "number!", account_id as "account!: AccountId",
             invoice_id as "invoice!: InvoiceId", paid_minor - recovered_minor as "minor!", times as "times!", time_zone as "zone!"
           from written_off_invoices($1) where paid_minor <> recovered_minor order by account_id, invoice_id"#,
        account.map(|account| account.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Unnoted {
                handover: row.handover,
                number: row.number,
                account: row.account,
                invoice: row.invoice,
                minor: row.minor,
                times: row.times,
                zone: zone(&row.zone)?,
            })
        })
        .collect()
}

/// Notes what is not noted yet, for whoever holds the lock on the account.
pub async fn note(tx: &mut Tx, one: &Unnoted) -> Result<(), PostError> {
    let Some(key) = account_key(tx, one.account).await? else { return Ok(()) };
    let cause = recovered_cause(one.handover, one.invoice, one.times);
    let days = Days::on(tx.today(one.zone));
    let draft = TransactionDraft::recovery(key, one.invoice, cause, &one.number, one.minor, days);
    post(tx, &draft).await.map(drop)
}

/// Everything of an account that is not noted yet.
pub async fn note_all(tx: &mut Tx, account: AccountId) -> Result<(), PostError> {
    lock_account(tx, account).await?;
    for one in unnoted(tx, Some(account)).await? {
        note(tx, &one).await?;
    }
    Ok(())
}
