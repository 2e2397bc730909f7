//! Refunds: decided and posted, sent, and settled by what the provider says. A refund is in the books before the provider
//! hears of it, and the key for the call is stored with it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::posting::next_number;
use super::reading::parsed_currency;
use super::spreading::{Held, begin_parts, days, end_parts, hold};
use super::telling_returns::{self, Told};
use super::undecodable;
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, ApprovalId, PaymentId, RefundId, TransactionId};
use crate::kernel::money::Money;
use crate::ledger::model::{Days, TransactionDraft};
use crate::ledger::returns::Paper;
use crate::ledger::store::{PostError, open_items, post, recorded};
use crate::payments::gateway::{ProviderRefund, RefundOrder};
use crate::payments::model::PaymentState;
use crate::payments::model::returns::{RefundReason, RefundState};

/// The kind of the job that asks the provider for a refund, or reads what became of it.
pub const SEND_REFUND: &str = "send_refund";

/// What is to go back, and why.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Made before it is decided, so that what is sent twice is decided once.
    pub id: RefundId,
    pub payment: PaymentId,
    pub amount: Money,
    pub reason: RefundReason,
    pub words: String,
    pub approval: Option<ApprovalId>,
}

/// Why nothing goes back.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// More than captured less refunded less disputed, or nothing at all.
    #[error("at most {0} can be refunded")]
    TooMuch(Money),
    /// No money came, or not as the books say.
    #[error("there is no money of this payment to refund")]
    NoMoney,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// One refund, as both sides see it.
#[derive(Clone, Debug)]
pub struct Refund {
    pub id: RefundId,
    pub payment: PaymentId,
    pub account: AccountId,
    pub number: i64,
    pub amount: Money,
    pub state: RefundState,
    pub reason: RefundReason,
    pub words: String,
    pub failure_code: Option<String>,
    pub decided_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    pub(super) provider_refund: Option<String>,
    idempotency_key: String,
}

impl Refund {
    /// What papers call it.
    pub fn name(&self) -> String {
        refund_name(self.number)
    }
}

/// How a refund's number is written.
pub fn refund_name(number: i64) -> String {
    format!("D-{number}")
}

/// Decides a refund: posts it, keeps it with its key, and has it sent. The caller has asked whether it may.
pub async fn decide(tx: &mut Tx, wanted: &Wanted) -> Result<RefundId, RefundError> {
    let held = hold(tx, wanted.payment).await?;
    if held.state != PaymentState::Succeeded {
        return Err(RefundError::NoMoney);
    }
    if !held.refundable.takes(wanted.amount) {
        return Err(RefundError::TooMuch(held.refundable.most()));
    }
    let id = wanted.id;
    let state = if held.refunds_by_itself() { RefundState::Decided } else { RefundState::NeedsDetails };
    let on = days(tx, &held, held.today).await?;
    let row = NewRow { id, state, provider_refund: None, decided_at: tx.now() };
    keep(tx, &held, wanted, &row, on).await?;
    if state == RefundState::Decided {
        tx.enqueue(SEND_REFUND, json!({ "refund": id }), None, std::time::Duration::ZERO).await?;
    }
    tx.audit("decide_refund", "refund", id.0, Some(held.key.account)).await?;
    let told = if state == RefundState::NeedsDetails { Told::NeedsDetails } else { Told::Decided };
    telling_returns::refund(tx, &held, wanted.amount, wanted.reason, told).await?;
    Ok(id)
}

/// Writes down what the provider says of one refund of a payment that is posted. What is known already, or further
/// along, stays as it is.
pub async fn record(tx: &mut Tx, payment: PaymentId, read: &ProviderRefund) -> Result<(), RefundError> {
    let held = hold(tx, payment).await?;
    if held.state != PaymentState::Succeeded || read.amount.currency != held.key.currency {
        return Err(RefundError::NoMoney);
    }
    let known = match of_provider(tx, payment, read).await? {
        Some(known) => known,
        None => from_the_provider(tx, &held, read).await?,
    };
    let is_news = read.status.rank() > known.state.rank()
        || (read.status.rank() == known.state.rank() && read.status != known.state);
    if !is_news {
        return name(tx, &known, read).await.map_err(RefundError::from);
    }
    match read.status {
        RefundState::Succeeded => send(tx, &held, &known).await?,
        RefundState::Failed => fail(tx, payment, &known).await?,
        _ => {}
    }
    let settled_at = (!read.status.is_open()).then(|| tx.now());
    sqlx::query!(
        "update refunds set state = $2, provider_refund = $3, failure_code = coalesce($4, failure_code), settled_at = $5 where id = $1",
        known.id.0,
        read.status.name(),
        read.provider_id,
        read.failure_code,
        settled_at
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("follow", "refund", known.id.0, Some(held.key.account)).await?;
    let told = match read.status {
        RefundState::Succeeded => Told::Sent,
        RefundState::NeedsDetails => Told::NeedsDetails,
        RefundState::Failed => Told::Failed,
        _ => return Ok(()),
    };
    telling_returns::refund(tx, &held, known.amount, known.reason, told).await?;
    Ok(())
}

/// The provider said no in so many words: nothing left, and the books have it again.
pub async fn record_refused(tx: &mut Tx, id: RefundId, code: &str) -> Result<(), RefundError> {
    let known = refund(tx, id).await?;
    let held = hold(tx, known.payment).await?;
    let known = refund(tx, id).await?;
    if known.provider_refund.is_some() || !matches!(known.state, RefundState::Decided | RefundState::Unknown)
    {
        return Ok(());
    }
    fail(tx, known.payment, &known).await?;
    sqlx::query!(
        "update refunds set state = 'failed', failure_code = $2, settled_at = $3 where id = $1",
        id.0,
        code,
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("refuse", "refund", id.0, Some(held.key.account)).await?;
    telling_returns::refund(tx, &held, known.amount, known.reason, Told::Failed).await?;
    Ok(())
}

/// The provider gave no certain answer. It is read later, and asked again under the same key.
pub async fn record_doubt(tx: &mut Tx, id: RefundId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update refunds set reads = reads + 1, next_read_at = now() + interval '1 minute' * (1 << least(reads, 6)),
           state = case when state = 'decided' then 'unknown' else state end where id = $1",
        id.0
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Takes the open refunds that are to be asked about again, so that no other node takes them too. What waits for a
/// person's bank details and is not at the provider waits for a person.
pub async fn take_due(tx: &mut Tx, at_most: i64) -> Result<Vec<RefundId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update refunds set reads = reads + 1, next_read_at = now() + interval '1 minute' * (1 << least(reads, 6))
           where id in (select id from refunds
                        where state in ('decided', 'unknown', 'pending', 'needs_details') and next_read_at <= now()
                          and (provider_refund is not null or state <> 'needs_details')
                        order by next_read_at for update skip locked limit $1)
           returning id as "id: RefundId""#,
        at_most
    )
    .fetch_all(&mut **tx)
    .await
}

/// What the provider is to be asked for, while nobody knows whether it was.
pub async fn order(tx: &mut Tx, refund: &Refund) -> Result<Option<RefundOrder>, sqlx::Error> {
    let is_unsent = matches!(refund.state, RefundState::Decided | RefundState::Unknown);
    if !is_unsent || refund.provider_refund.is_some() {
        return Ok(None);
    }
    let intent = intent_of(tx, refund.payment).await?;
    Ok(intent.map(|payment_intent| RefundOrder {
        refund: refund.id,
        payment: refund.payment,
        payment_intent,
        amount: refund.amount,
        idempotency_key: refund.idempotency_key.clone(),
    }))
}

/// The provider's name for the movement of money behind a payment.
pub async fn intent_of(tx: &mut Tx, payment: PaymentId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select provider_payment from payments where id = $1", payment.0)
        .fetch_one(&mut **tx)
        .await
}

/// One refund, if this reader may see it.
pub async fn refund(tx: &mut Tx, id: RefundId) -> Result<Refund, sqlx::Error> {
    select(tx, Some(id), None).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// The refunds of a payment, the oldest first.
pub async fn of_payment(tx: &mut Tx, payment: PaymentId) -> Result<Vec<Refund>, sqlx::Error> {
    select(tx, None, Some(payment)).await
}

/// A row to be written with its posting.
struct NewRow<'a> {
    id: RefundId,
    state: RefundState,
    provider_refund: Option<&'a str>,
    decided_at: DateTime<Utc>,
}

/// Posts a refund and keeps its row.
async fn keep(
    tx: &mut Tx,
    held: &Held,
    wanted: &Wanted,
    row: &NewRow<'_>,
    on: Days,
) -> Result<i64, RefundError> {
    let most = held.refundable.most();
    let taken = held.spread.take_back(wanted.amount.minor).ok_or(RefundError::TooMuch(most))?;
    let number = next_number(tx, held.key.creditor, "refund").await?;
    let (cause, name) = (row.id.to_string(), refund_name(number));
    let paper = Paper { cause: &cause, number: &name };
    let posted = post(tx, &TransactionDraft::refund_decided(held.key, paper, &taken, on)).await?;
    end_parts(tx, held, &taken, posted.id()).await?;
    let staff = match tx.actor() {
        Actor::Staff { staff, .. } => Some(staff.0),
        _ => None,
    };
    sqlx::query!(
        "insert into refunds (id, account_id, debtor_id, creditor_id, payment_id, number, currency, amount_minor, state, reason,
           words, idempotency_key, provider_refund, decided_by, approval_id, decided_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        row.id.0,
        held.key.account.0,
        held.key.debtor.0,
        held.key.creditor.0,
        held.id.0,
        number,
        held.key.currency.code(),
        wanted.amount.minor,
        row.state.name(),
        wanted.reason.name(),
        wanted.words,
        format!("refund:{}", row.id),
        row.provider_refund,
        staff,
        wanted.approval.map(|approval| approval.0),
        row.decided_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(number)
}

/// Somebody refunded at the provider's own pages: it is in our books from when we learn of it.
async fn from_the_provider(tx: &mut Tx, held: &Held, read: &ProviderRefund) -> Result<Refund, RefundError> {
    let id = RefundId::new();
    let wanted = Wanted {
        id,
        payment: held.id,
        amount: read.amount,
        reason: RefundReason::Provider,
        words: String::new(),
        approval: None,
    };
    let row = NewRow {
        id,
        state: RefundState::Decided,
        provider_refund: Some(&read.provider_id),
        decided_at: read.created_at,
    };
    let on = days(tx, held, held.today).await?;
    keep(tx, held, &wanted, &row, on).await?;
    tx.audit("find_refund", "refund", id.0, Some(held.key.account)).await?;
    Ok(refund(tx, id).await?)
}

/// It left the account that the provider keeps for the creditor.
async fn send(tx: &mut Tx, held: &Held, known: &Refund) -> Result<(), RefundError> {
    let (cause, name) = (known.id.to_string(), known.name());
    let paper = Paper { cause: &cause, number: &name };
    let on = days(tx, held, held.today).await?;
    post(tx, &TransactionDraft::refund_sent(held.key, paper, known.amount.minor, on)).await?;
    Ok(())
}

/// It is here again: what it left is undone, and it pays what it had paid as far as that is open.
async fn fail(tx: &mut Tx, payment: PaymentId, known: &Refund) -> Result<(), RefundError> {
    let held = hold(tx, payment).await?;
    let on = days(tx, &held, held.today).await?;
    if let Some(sent) = sent_transaction(tx, known.id).await?
        && let Some(sent) = recorded(tx, sent).await?
    {
        post(tx, &sent.reversal(on)).await?;
    }
    let items = open_items(tx, held.key.account).await?;
    let laid = held.spread.lay_back(known.amount.minor, &items);
    let (cause, name) = (known.id.to_string(), known.name());
    let paper = Paper { cause: &cause, number: &name };
    let posted = post(tx, &TransactionDraft::refund_failed(held.key, paper, &laid, on)).await?;
    if posted.is_new() {
        begin_parts(tx, Some(held.id), held.key, &laid.parts, posted.id()).await?;
    }
    Ok(())
}

async fn sent_transaction(tx: &mut Tx, id: RefundId) -> Result<Option<TransactionId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: TransactionId" from ledger_transactions where dedupe_key = $1"#,
        format!("refund:{id}:sent")
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The row that the provider's object is about: the one that it names, or the one that we named when we asked.
async fn of_provider(
    tx: &mut Tx,
    payment: PaymentId,
    read: &ProviderRefund,
) -> Result<Option<Refund>, sqlx::Error> {
    let ours = of_payment(tx, payment).await?;
    Ok(ours.into_iter().find(|refund| {
        refund.provider_refund.as_deref() == Some(read.provider_id.as_str())
            || (refund.provider_refund.is_none() && read.our_reference == Some(refund.id))
    }))
}

/// Keeps the provider's name for it, which may be all that is new.
async fn name(tx: &mut Tx, known: &Refund, read: &ProviderRefund) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update refunds set provider_refund = $2 where id = $1 and provider_refund is null",
        known.id.0,
        read.provider_id
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

async fn select(
    tx: &mut Tx,
    id: Option<RefundId>,
    payment: Option<PaymentId>,
) -> Result<Vec<Refund>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: RefundId", payment_id as "payment: PaymentId", account_id as "account: AccountId", number, currency,
             amount_minor, state, reason, words, failure_code, decided_at, settled_at, provider_refund, idempotency_key
           from refunds where ($1::uuid is null or id = $1) and ($2::uuid is null or payment_id = $2) order by decided_at, id"#,
        id.map(|id| id.0),
        payment.map(|payment| payment.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Refund {
                id: row.id,
                payment: row.payment,
                account: row.account,
                number: row.number,
                amount: Money::new(row.amount_minor, parsed_currency(&row.currency)?),
                state: RefundState::parse(&row.state)
                    .ok_or_else(|| undecodable("an unknown state of a refund"))?,
                reason: RefundReason::parse(&row.reason).ok_or_else(|| undecodable("an unknown reason"))?,
                words: row.words,
                failure_code: row.failure_code,
                decided_at: row.decided_at,
                settled_at: row.settled_at,
                provider_refund: row.provider_refund,
                idempotency_key: row.idempotency_key,
            })
        })
        .collect()
}
