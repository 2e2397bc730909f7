//! Late interest and fees, from what they depend on to the postings that they come to. Each is keyed by invoice, rule and
//! period, and is what is due so far less what was posted so far: missed, repeated or run by two at once, the books come
//! to the same.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db, Tx};
use crate::kernel::ids::{AccountId, CreditorId, InvoiceId};
use crate::ledger::batches::post_all;
use crate::ledger::drafts::{FeeCharge, InterestCharge};
use crate::ledger::late::{Late, late};
use crate::ledger::model::{AccountKey, Days, DraftError, TransactionDraft};
use crate::ledger::store::{PostError, lock_account, lock_accounts};
use crate::policies::fees::unposted_fees;
use crate::policies::interest::{Charge, charges, runs};
use crate::policies::model::PolicyVersion;
use crate::policies::store::published;

/// Posts the interest and the fees that an invoice has borne through a day and that are not in the books yet, a
/// transaction for each run and each fee; answers how many. Doing it again, late or in another order changes nothing.
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
    let versions = published(tx, of.creditor).await?;
    let found = late(tx, &versions, &[invoice.0]).await?;
    let Some(late) = found.iter().find(|late| late.of.account == of.account) else { return Ok(0) };
    let drafts = late.charges(&versions, through, accounting_on).ok_or(DraftError::TooLarge)?;
    post_all(tx, &drafts).await
}

/// A part of a creditor's accounts that is charged by itself: those after one and up to another, in the order of their
/// identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stretch {
    pub creditor: CreditorId,
    pub through: NaiveDate,
    /// `None` is from the first on, or to the last.
    pub after: Option<AccountId>,
    pub up_to: Option<AccountId>,
}

/// How many invoices are read, worked out and posted at once. It bounds what a night holds in memory.
const AT_ONCE: i64 = 4_000;

/// Parts a creditor's accounts into stretches of about [`AT_ONCE`] invoices that something may be charged on.
pub async fn stretches(
    tx: &mut Tx,
    creditor: CreditorId,
    through: NaiveDate,
) -> Result<Vec<Stretch>, sqlx::Error> {
    let mut ends = ends(tx, creditor, through).await?;
    ends.dedup();
    let mut ends: Vec<Option<AccountId>> = ends.into_iter().map(|end| Some(AccountId(end))).collect();
    ends.push(None);
    let mut after = None;
    Ok(ends
        .into_iter()
        .map(|up_to| Stretch { creditor, through, after: std::mem::replace(&mut after, up_to), up_to })
        .collect())
}

/// Charges a stretch, so many invoices in a transaction at a time; answers how many transactions were posted.
pub async fn charge(db: &Db, stretch: &Stretch) -> Result<usize, AccrueError> {
    let (mut count, mut after) = (0, (stretch.after.map_or(Uuid::nil(), |after| after.0), Uuid::max()));
    loop {
        let mut tx = db.begin(Actor::System("interest")).await?;
        let found = candidates(&mut tx, stretch, after).await?;
        let Some(last) = found.last() else { return Ok(count) };
        after = *last;
        count += charge_invoices(&mut tx, stretch, &found).await?;
        tx.commit().await?;
    }
}

/// Why a stretch was not charged.
#[derive(Debug, thiserror::Error)]
pub enum AccrueError {
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Payload(#[from] serde_json::Error),
}

/// `found` are accounts and invoices in order. What is read before the accounts are locked may be gone, so everything
/// that is worked with is read after.
async fn charge_invoices(tx: &mut Tx, stretch: &Stretch, found: &[(Uuid, Uuid)]) -> Result<usize, PostError> {
    let mut accounts: Vec<Uuid> = found.iter().map(|(account, _)| *account).collect();
    accounts.dedup();
    lock_accounts(tx, &accounts).await?;
    let versions = published(tx, stretch.creditor).await?;
    let accounting_on =
        first_open_day(tx, stretch.creditor).await?.map_or(stretch.through, |open| open.max(stretch.through));
    let invoices: Vec<Uuid> = found.iter().map(|(_, invoice)| *invoice).collect();
    let mut drafts = Vec::with_capacity(invoices.len());
    for late in late(tx, &versions, &invoices).await? {
        match late.charges(&versions, stretch.through, accounting_on) {
            Some(charges) => drafts.extend(charges),
            // One absurd invoice does not keep the others from being charged.
            None => {
                tracing::error!(invoice = %late.invoice, "interest is larger than any amount that is kept here")
            }
        }
    }
    post_all(tx, &drafts).await
}

/// The day after the last closed month, in which everything later is carried.
async fn first_open_day(tx: &mut Tx, creditor: CreditorId) -> Result<Option<NaiveDate>, sqlx::Error> {
    sqlx::query_scalar!(
        "select (max(month) + interval '1 month')::date from closed_months where creditor_id = $1",
        creditor.0
    )
    .fetch_one(&mut **tx)
    .await
}

impl Late {
    /// What is still to be charged through a day, or `None` when it is more than can be kept.
    pub fn charges(
        &self,
        versions: &[PolicyVersion],
        through: NaiveDate,
        accounting_on: NaiveDate,
    ) -> Option<Vec<TransactionDraft>> {
        let runs = runs(&self.debt, versions, through);
        let interest = charges(&runs, &self.debt.lines, self.posted)?;
        let interest = interest.into_iter().map(|Charge { run, sum }| {
            let charge = InterestCharge {
                interest_minor: sum.interest_minor,
                tax_minor: sum.tax_minor,
                rule: run.rule.rule.clone(),
                policy_version: run.version,
                basis: run.basis(),
                revision: self.reversed_interest,
            };
            let days = Days { effective_on: run.to, accounting_on };
            TransactionDraft::interest(self.of, self.invoice, &self.number, charge, days)
        });
        let fees = unposted_fees(&self.debt, versions, through, &self.fees)?;
        let fees = fees.into_iter().map(|fee| {
            let charge = FeeCharge {
                fee_minor: fee.fee_minor,
                tax_minor: fee.tax_minor,
                rule: fee.rule.rule.clone(),
                period: fee.period(),
                policy_version: fee.version,
                revision: self.reversed_fees,
            };
            let days = Days { effective_on: fee.on, accounting_on };
            TransactionDraft::fee(self.of, self.invoice, &self.number, charge, days)
        });
        Some(interest.chain(fees).collect())
    }
}

/// The last account of each stretch. What may have borne something that is not posted is what is open, and what was paid
/// of late, for nobody posts a charge when a payment comes. A creditor's rows are gone through once.
async fn ends(tx: &mut Tx, creditor: CreditorId, through: NaiveDate) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select account_id from (
           select b.account_id, row_number() over (order by b.account_id) as place
           from invoice_balances b join invoices i on i.id = b.invoice_id
           where b.creditor_id = $1 and i.voided_on is null and i.due_on < $2::date
             and coalesce(b.accrued_through_on, '-infinity') < $2::date
             and (b.principal_minor > 0
               or b.principal_changed_on > greatest(b.accrued_through_on, i.due_on, $2::date - 100))
         ) late
         where place % $3 = 0 order by account_id",
        creditor.0,
        through,
        AT_ONCE
    )
    .fetch_all(&mut **tx)
    .await
}

/// The next accounts and invoices of a stretch after these.
async fn candidates(
    tx: &mut Tx,
    stretch: &Stretch,
    after: (Uuid, Uuid),
) -> Result<Vec<(Uuid, Uuid)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select i.account_id, i.id
         from invoices i join invoice_balances b on b.invoice_id = i.id
         where i.creditor_id = $1 and i.voided_on is null and i.due_on < $2::date
           and coalesce(b.accrued_through_on, '-infinity') < $2::date
           and (b.principal_minor > 0
             or b.principal_changed_on > greatest(b.accrued_through_on, i.due_on, $2::date - 100))
           and i.account_id >= $3 and (i.account_id, i.id) > ($3, $4) and i.account_id <= $5
         order by i.account_id, i.id limit $6",
        stretch.creditor.0,
        stretch.through,
        after.0,
        after.1,
        stretch.up_to.map_or(Uuid::max(), |up_to| up_to.0),
        AT_ONCE
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.id)).collect())
}
