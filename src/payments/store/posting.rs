//! What the provider says of a payment becomes what we say of it, and money that it took becomes entries in the books.
//! For jobs: everything here happens under a lock on the payment, in one transaction.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sqlx::types::Json;

use super::guests::{owing, tell_of_guest};
use super::locking::{Locked, lock};
use super::reading::receipt_name;
use super::recounting::{self, Recount};
use super::refunds::{self, RefundError, Wanted};
use super::spreading::begin_parts;
use super::telling::{ReceivedMoney, tell};
use crate::kernel::db::Tx;
use crate::kernel::ids::{CreditorId, InvoiceId, PaymentId, RefundId, TransactionId};
use crate::kernel::money::Money;
use crate::ledger::allocation::{Allocation, allocate};
use crate::ledger::model::{AccountKey, Book, Days, TransactionDraft};
use crate::ledger::store::{PostError, lock_open_items, post};
use crate::payments::gateway::{PaymentMethod, PaymentStatus, ProviderPayment};
use crate::payments::model::PaymentState;
use crate::payments::model::returns::RefundReason;
use crate::payments::saved::store::keep_soon;
use crate::policies;
use crate::policies::methods::{CountsFrom, Method};

/// Why the provider's word was not written down.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Its object names another payment of ours, or another currency: a person must look at it.
    #[error("the provider's object does not fit the payment {0}")]
    AnotherPayment(PaymentId),
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Writes down what the provider says, and posts the money if there is any. What is posted already stays as it is,
/// whatever an older reading says. `closed`: we had the page closed because the payer left it.
pub async fn record(
    tx: &mut Tx,
    id: PaymentId,
    read: &ProviderPayment,
    closed: bool,
) -> Result<PaymentState, RecordError> {
    let row = lock(tx, id).await?;
    if row.state == PaymentState::Succeeded {
        return Ok(row.state);
    }
    if read.our_reference.is_some_and(|ours| ours != id) || read.amount.currency != row.key.currency {
        return Err(RecordError::AnotherPayment(id));
    }
    if read.status == PaymentStatus::Succeeded {
        receive(tx, id, &row, read).await?;
        row.tell_autopay(tx, id, PaymentState::Succeeded, None).await?;
        return Ok(PaymentState::Succeeded);
    }
    // The provider's message that a page was closed may be read before the job that had it closed says why: a page that
    // ended before its time did not run out of it.
    let closed = closed || tx.now() < read.expires_at;
    let state = state_after(row.state, read, closed);
    note(tx, id, &row, read, state).await?;
    row.tell_autopay(tx, id, state, read.failure_code.as_deref()).await?;
    Ok(state)
}

/// The state that follows from what the provider says. What has ended without money ends only by money.
pub fn state_after(before: PaymentState, read: &ProviderPayment, closed: bool) -> PaymentState {
    let declined = read.failure_code.is_some();
    match read.status {
        PaymentStatus::Succeeded => PaymentState::Succeeded,
        _ if !before.is_open() => before,
        PaymentStatus::Open => PaymentState::Created,
        PaymentStatus::Processing => PaymentState::Processing,
        PaymentStatus::RequiresAction => PaymentState::RequiresAction,
        PaymentStatus::Failed => PaymentState::Failed,
        PaymentStatus::Expired if declined => PaymentState::Failed,
        PaymentStatus::Expired if closed => PaymentState::Abandoned,
        PaymentStatus::Expired | PaymentStatus::Lapsed => PaymentState::Expired,
    }
}

/// The provider knows nothing of the page: nobody can pay there any more.
pub async fn record_gone(tx: &mut Tx, id: PaymentId, closed: bool) -> Result<PaymentState, RecordError> {
    let row = lock(tx, id).await?;
    if !row.state.is_open() {
        return Ok(row.state);
    }
    let state = if closed { PaymentState::Abandoned } else { PaymentState::Expired };
    sqlx::query!(
        "update payments set state = $2, checkout_url = null, checkout_order = null, updated_at = $3 where id = $1",
        id.0,
        state.name(),
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("lose_checkout", "payment", id.0, Some(row.key.account)).await?;
    row.tell_autopay(tx, id, state, None).await?;
    Ok(state)
}

/// The provider gave no certain answer about a payment that is open. After an hour of that the payer is told so.
pub async fn record_doubt(tx: &mut Tx, id: PaymentId) -> Result<(), sqlx::Error> {
    let begun = id.0.get_timestamp().map_or(0, |timestamp| timestamp.to_unix().0);
    let is_old = Utc::now().timestamp().saturating_sub_unsigned(begun) > AN_HOUR_SECONDS;
    sqlx::query!(
        "update payments set reads = reads + 1, next_read_at = now() + interval '1 minute' * (1 << least(reads, 6)),
           state = case when $2 and state in ('requires_action', 'processing') then 'unknown' else state end, updated_at = $3
         where id = $1 and state in ('created', 'requires_action', 'processing', 'unknown')",
        id.0,
        is_old,
        tx.now()
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Takes the open payments that are to be read again, so that no other node takes them too.
pub async fn take_due(tx: &mut Tx, at_most: i64) -> Result<Vec<PaymentId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update payments set reads = reads + 1, next_read_at = now() + interval '1 minute' * (1 << least(reads, 6))
           where id in (select id from payments
                        where state in ('created', 'requires_action', 'processing', 'unknown') and next_read_at <= now()
                        order by next_read_at for update skip locked limit $1)
           returning id as "id: PaymentId""#,
        at_most
    )
    .fetch_all(&mut **tx)
    .await
}

const AN_HOUR_SECONDS: i64 = 60 * 60;

async fn note(
    tx: &mut Tx,
    id: PaymentId,
    row: &Locked,
    read: &ProviderPayment,
    state: PaymentState,
) -> Result<(), sqlx::Error> {
    let (kind, brand, last4) = method(read);
    let url = read.redirect_url.as_deref().filter(|_| state.is_open());
    let step = read.step.as_ref().filter(|_| state.is_open()).map(Json);
    let sent_at = read.paid_at.filter(|_| state == PaymentState::Processing);
    sqlx::query!(
        "update payments set state = $2, provider_checkout = coalesce(provider_checkout, $3), checkout_order = null,
           provider_payment = coalesce($4, provider_payment), checkout_url = $5, expires_at = $6,
           failure_code = coalesce($7, failure_code), method_kind = coalesce($8, method_kind),
           method_brand = coalesce($9, method_brand), method_last4 = coalesce($10, method_last4), updated_at = $11,
           step = $12, sent_at = coalesce($13, sent_at)
         where id = $1",
        id.0,
        state.name(),
        read.provider_id,
        read.payment_intent,
        url,
        read.expires_at,
        read.failure_code,
        kind,
        brand,
        last4,
        tx.now(),
        step as _,
        sent_at
    )
    .execute(&mut **tx)
    .await?;
    if state != row.state {
        tx.audit("follow", "payment", id.0, Some(row.key.account)).await?;
    }
    Ok(())
}

/// Posts money that the provider took: to what the payer chose as it stands now, the rest as their credit.
async fn receive(
    tx: &mut Tx,
    id: PaymentId,
    row: &Locked,
    read: &ProviderPayment,
) -> Result<(), RecordError> {
    let (paid_at, days) = when(tx, id, row, read).await?;
    let items = lock_open_items(tx, row.key.account).await?;
    // Interest that ran since the day from which it counts was not owed on what it pays (domain-rules A6, A14).
    let chosen: Vec<InvoiceId> = row.choice.among(&items).iter().map(|item| item.invoice).collect();
    let is_back_dated = days.effective_on < tx.today(row.creditor_zone);
    let recount = match is_back_dated {
        true => recounting::begin(tx, row.key, &chosen, days.effective_on, days.accounting_on).await?,
        false => Recount::nothing(row.key, days.effective_on),
    };
    let items = if is_back_dated { recount.items(tx).await? } else { items };
    let policy = policies::store::in_force(tx, row.key.creditor, days.effective_on).await?;
    let order = policy.map(|version| version.parameters.allocation_order).unwrap_or_default();
    let applied = allocate(&row.choice.among(&items), read.amount.minor, order);
    let number = next_number(tx, row.key.creditor, "receipt").await?;
    let receipt = receipt_name(number);
    let draft = TransactionDraft::payment(row.key, id, &receipt, Book::ProviderClearing, &applied, days);
    let posted = post(tx, &draft).await?;
    if !posted.is_new() {
        // The row says that it is not posted, and the books say that it is.
        return Err(RecordError::AnotherPayment(id));
    }
    insert_allocations(tx, id, row.key, &applied, posted.id()).await?;
    recount.finish(tx).await?;
    note_received(tx, id, read, number, paid_at, days.effective_on).await?;
    tx.audit("receive", "payment", id.0, Some(row.key.account)).await?;
    // What a guarantor paid too much goes back to them, and is not the debtor's (domain-rules A20). A guest is asked first.
    let excess = if row.guarantee.is_some() { applied.unapplied_minor } else { 0 };
    let credit_minor = applied.unapplied_minor - excess;
    let received = ReceivedMoney { id, receipt, amount: read.amount, paid_at, credit_minor };
    if row.is_guests {
        tell_of_guest(tx, &row.reckoning(), &received).await?;
    } else if row.is_beyond() {
        for person in owing(tx, &row.reckoning()).await? {
            tell(tx, person, &row.reckoning(), &received, false).await?;
        }
    } else if let Some(person) = row.started_by {
        tell(tx, person, &row.reckoning(), &received, false).await?;
    }
    if row.saves_method {
        keep_soon(tx, id).await?;
    }
    if excess > 0 {
        return_excess(tx, id, Money::new(excess, row.key.currency)).await?;
    }
    Ok(())
}

async fn return_excess(tx: &mut Tx, payment: PaymentId, amount: Money) -> Result<(), RecordError> {
    let reason = RefundReason::Excess;
    let id = RefundId::new();
    let wanted = Wanted { id, payment, amount, reason, words: String::new(), approval: None };
    match refunds::decide(tx, &wanted).await {
        Ok(_) => Ok(()),
        Err(RefundError::Database(error)) => Err(error.into()),
        Err(RefundError::Post(error)) => Err(error.into()),
        Err(RefundError::TooMuch(_) | RefundError::NoMoney) => Err(RecordError::AnotherPayment(payment)),
    }
}

/// When it was paid, and from which day it counts. Of the payer's day and the creditor's, the earlier one, so that who pays
/// in time where they live is in time. What was quoted for a voucher or a transfer is good for some days, if the terms
/// say so: paid within them, it counts from the day of the quote. A debit counts from when it was sent, or from when the
/// bank confirmed it, as the terms say. A closed month takes nothing more: then the books carry it today.
async fn when(
    tx: &mut Tx,
    id: PaymentId,
    row: &Locked,
    read: &ProviderPayment,
) -> Result<(DateTime<Utc>, Days), RecordError> {
    let sent_at = read.paid_at.ok_or(RecordError::AnotherPayment(id))?;
    let day = |at: DateTime<Utc>, zone: Tz| at.with_timezone(&zone).date_naive();
    let on = |at| day(at, row.debtor_zone).min(day(at, row.creditor_zone));
    let terms = policies::store::in_force(tx, row.key.creditor, on(sent_at)).await?;
    let terms = terms.map(|version| version.parameters).unwrap_or_default();
    let is_cleared = row.method == Some(Method::Sepa) && terms.counts_from == CountsFrom::Cleared;
    let paid_at = if is_cleared { tx.now() } else { sent_at };
    let quoted_on = day(row.created_at, row.creditor_zone);
    let lasts = match row.method {
        // A shop takes a voucher in time or not at all.
        Some(Method::Oxxo) => true,
        Some(Method::Spei) => {
            on(paid_at) <= quoted_on + TimeDelta::days(terms.voucher_days.into()) && !row.is_beyond()
        }
        _ => false,
    };
    let is_quote = lasts && terms.quotes_good_until_expiry;
    let effective_on = if is_quote { quoted_on.min(on(paid_at)) } else { on(paid_at) };
    let is_closed = is_month_closed(tx, row.key.creditor, effective_on).await?;
    let accounting_on = if is_closed { tx.today(row.creditor_zone) } else { effective_on };
    Ok((paid_at, Days { effective_on, accounting_on }))
}

/// Whether the month of this day takes no more transactions.
pub async fn is_month_closed(tx: &mut Tx, creditor: CreditorId, day: NaiveDate) -> Result<bool, sqlx::Error> {
    let month = day.with_day(1).unwrap_or(day);
    sqlx::query_scalar!(
        r#"select exists (select from closed_months where creditor_id = $1 and month = $2) as "closed!""#,
        creditor.0,
        month
    )
    .fetch_one(&mut **tx)
    .await
}

/// The next number of a kind of paper, without gaps.
pub(super) async fn next_number(
    tx: &mut Tx,
    creditor: CreditorId,
    kind: &'static str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into document_counters as kept (creditor_id, kind, last_number) values ($1, $2, 1)
         on conflict (creditor_id, kind) do update set last_number = kept.last_number + 1 returning last_number",
        creditor.0,
        kind
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) async fn insert_allocations(
    tx: &mut Tx,
    id: PaymentId,
    key: AccountKey,
    applied: &Allocation,
    transaction: TransactionId,
) -> Result<(), sqlx::Error> {
    let mut parts = applied.parts.clone();
    parts.sort_by_key(|part| (part.invoice, part.component));
    begin_parts(tx, Some(id), key, &parts, transaction).await
}

async fn note_received(
    tx: &mut Tx,
    id: PaymentId,
    read: &ProviderPayment,
    number: i64,
    paid_at: DateTime<Utc>,
    effective_on: NaiveDate,
) -> Result<(), sqlx::Error> {
    let (kind, brand, last4) = method(read);
    // A charge that nobody sat in front of is read by its movement, which has no page; money that was transferred without
    // being asked for is not read again.
    sqlx::query!(
        "update payments set state = 'succeeded', amount_minor = $2,
           provider_checkout = coalesce(provider_checkout, nullif($3, case when autopay_charge_id is null then $4 end)),
           provider_payment = $4, checkout_order = null, checkout_url = null, failure_code = null, method_kind = $5,
           method_brand = $6, method_last4 = $7, receipt_number = $8, paid_at = $9, effective_on = $10, updated_at = $11, step = null,
           provider_charge = $12
         where id = $1",
        id.0,
        read.amount.minor,
        read.provider_id,
        read.payment_intent,
        kind,
        brand,
        last4,
        number,
        paid_at,
        effective_on,
        tx.now(),
        read.charge
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Kind, brand and last digits, as far as they can be kept.
fn method(read: &ProviderPayment) -> (Option<&str>, Option<&str>, Option<&str>) {
    let is_last4 = |digits: &&str| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    match &read.method {
        Some(PaymentMethod::Card { brand, last4 }) => {
            (Some("card"), Some(brand), Some(last4.as_str()).filter(is_last4))
        }
        Some(PaymentMethod::Debit { last4 }) => {
            (Some(Method::Sepa.kind()), None, Some(last4.as_str()).filter(is_last4))
        }
        Some(PaymentMethod::Other(kind)) => (Some(kind), None, None),
        None => (None, None, None),
    }
}
