//! A debtor's credit: used for invoices, or returned to the payments that it came from.

use super::Ground;
use super::refunds::{self, RefundError, Wanted};
use super::spreading::{begin_parts, hold};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, ApprovalId, PaymentId, RefundId};
use crate::kernel::money::Money;
use crate::ledger::allocation::{Allocation, AllocationPart};
use crate::ledger::model::{Days, TransactionDraft};
use crate::ledger::store::{PostError, account_key, lock_account, post, unapplied_minor};
use crate::payments::model::Choice;
use crate::payments::model::returns::RefundReason;

/// The kind of the job that uses a debtor's credit as they asked.
pub const USE_CREDIT: &str = "use_credit";

/// What credit there is on an account, and what it would pay today: what is due first, the oldest first.
pub async fn offer(tx: &mut Tx, ground: &Ground) -> Result<Option<(Money, Allocation)>, sqlx::Error> {
    if ground.guarantee.is_some() {
        return Ok(None);
    }
    let credit = unapplied_minor(tx, ground.account.id).await?;
    let (payable, _) = ground.payable(tx).await?;
    let usable = credit.min(payable.total().minor);
    if usable <= 0 {
        return Ok(None);
    }
    let plan = payable.applied(Choice::Everything, Money::new(usable, ground.account.currency));
    Ok(Some((Money::new(credit, ground.account.currency), plan.applied)))
}

/// Uses the credit of an account for what is due, the oldest first. `cause` names who asked: the same asks once. Answers
/// how much was used.
pub async fn apply(tx: &mut Tx, account: AccountId, cause: &str) -> Result<i64, PostError> {
    lock_account(tx, account).await?;
    let key = account_key(tx, account).await?.ok_or(sqlx::Error::RowNotFound)?;
    let ground = Ground::account(tx, account).await?;
    let Some((_, applied)) = offer(tx, &ground).await? else { return Ok(0) };
    let used = applied.total_minor() - applied.unapplied_minor;
    let days = Days::on(ground.account.today);
    let draft = TransactionDraft::allocation(key, &format!("credit:{cause}"), &applied, days);
    let posted = post(tx, &draft).await?;
    if !posted.is_new() {
        return Ok(0);
    }
    let mut parts = applied.parts;
    for (payment, credit) in sources(tx, account).await? {
        let own = cut(&mut parts, credit);
        begin_parts(tx, Some(payment), key, &own, posted.id()).await?;
    }
    // What came from no payment, as a corrected invoice or another system's balance.
    begin_parts(tx, None, key, &parts, posted.id()).await?;
    tx.audit("use_credit", "account", account.0, Some(account)).await?;
    Ok(used)
}

/// What was used at this cause's asking, if anything was.
pub async fn used(tx: &mut Tx, account: AccountId, cause: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select sum(e.amount_minor)::bigint from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
           where t.dedupe_key = $1 and t.account_id = $2 and e.book = 'unapplied'"#,
        format!("allocation:credit:{cause}"),
        account.0
    )
    .fetch_one(&mut **tx)
    .await
}

/// Returns credit to the payments that it came from, the latest first. What came another way than through the provider
/// waits for bank details.
pub async fn return_to_payers(
    tx: &mut Tx,
    account: AccountId,
    amount_minor: i64,
    approval: Option<ApprovalId>,
) -> Result<(), RefundError> {
    let mut left = amount_minor;
    for (payment, _) in sources(tx, account).await?.into_iter().rev() {
        if left == 0 {
            break;
        }
        let held = hold(tx, payment).await?;
        let goes = left.min(held.spread.credit_minor).min(held.refundable.most().minor);
        if goes <= 0 {
            continue;
        }
        left -= goes;
        let amount = Money::new(goes, held.key.currency);
        let reason = RefundReason::Credit;
        let id = RefundId::new();
        refunds::decide(tx, &Wanted { id, payment, amount, reason, words: String::new(), approval }).await?;
    }
    if left > 0 { Err(RefundError::NoMoney) } else { Ok(()) }
}

/// The payments whose money is credit, the oldest first, and how much of each.
async fn sources(tx: &mut Tx, account: AccountId) -> Result<Vec<(PaymentId, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PaymentId", p.amount_minor
             - (select coalesce(sum(a.amount_minor), 0) from payment_allocations a where a.payment_id = p.id and a.reversed_by is null)::bigint
             - (select coalesce(sum(r.amount_minor), 0) from refunds r where r.payment_id = p.id and r.state <> 'failed')::bigint
             - (select coalesce(sum(d.taken_minor), 0) from provider_disputes d where d.payment_id = p.id)::bigint as "credit!"
           from payments p where p.account_id = $1 and p.state = 'succeeded' order by p.paid_at, p.id"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter(|row| row.credit > 0).map(|row| (row.id, row.credit)).collect())
}

/// Takes parts of this much from the front.
fn cut(parts: &mut Vec<AllocationPart>, most_minor: i64) -> Vec<AllocationPart> {
    let (mut own, mut rest, mut left) = (Vec::new(), Vec::new(), most_minor);
    for part in parts.drain(..) {
        let goes = part.amount_minor.min(left);
        left -= goes;
        if goes > 0 {
            own.push(AllocationPart { amount_minor: goes, ..part });
        }
        if goes < part.amount_minor {
            let open_before_minor = part.open_before_minor - goes;
            rest.push(AllocationPart { amount_minor: part.amount_minor - goes, open_before_minor, ..part });
        }
    }
    *parts = rest;
    own
}
