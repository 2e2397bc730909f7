//! What card holders contest with their banks: written down as the provider says it. While a bank decides, what the
//! payment paid stays paid, and the money lies under review; what is lost is owed again.

use chrono::{DateTime, NaiveDate, Utc};

use super::reading::parsed_currency;
use super::refunds::RefundError;
use super::spreading::{Held, begin_parts, days, end_parts, hold};
use super::telling_returns::{self, Contested};
use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PaymentId, ProviderDisputeId};
use crate::kernel::money::Money;
use crate::ledger::allocation::Allocation;
use crate::ledger::model::{Days, TransactionDraft};
use crate::ledger::returns::Paper;
use crate::ledger::store::{open_items, post};
use crate::payments::gateway::ProviderDispute;
use crate::payments::model::PaymentState;
use crate::payments::model::returns::DisputeState;
use crate::policies;
use crate::policies::model::ChargebackInterest;

/// What a card's holder contests, as both sides see it.
#[derive(Clone, Debug)]
pub struct Dispute {
    pub id: ProviderDisputeId,
    pub payment: PaymentId,
    pub account: AccountId,
    pub amount: Money,
    pub state: DisputeState,
    pub reason: String,
    pub fee: Money,
    /// What of it was taken from what the payment had paid.
    pub taken: Money,
    pub answer_by: Option<DateTime<Utc>>,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// Writes down what the provider says of one dispute of a payment that is posted. A reading that is behind what is known
/// changes nothing.
pub async fn record(tx: &mut Tx, payment: PaymentId, read: &ProviderDispute) -> Result<(), RefundError> {
    let held = hold(tx, payment).await?;
    if held.state != PaymentState::Succeeded || read.amount.currency != held.key.currency {
        return Err(RefundError::NoMoney);
    }
    let known = of_provider(tx, &read.provider_id).await?;
    if known.as_ref().is_some_and(|known| read.status.rank() <= known.state.rank()) {
        return Ok(());
    }
    let (id, before) = match known {
        Some(known) => (known.id, Some(known.state)),
        None => (begin(tx, &held, read).await?, None),
    };
    let cause = id.to_string();
    let paper = Paper { cause: &cause, number: &read.provider_id };
    let on = days(tx, &held, held.today).await?;
    if read.withdrawn && read.status.rank() >= DisputeState::Open.rank() {
        let draft = TransactionDraft::chargeback_withdrawn(held.key, paper, read.amount.minor, on);
        post(tx, &draft).await?;
        let fee = TransactionDraft::chargeback_fee(held.key, paper, read.fee.minor, on);
        if !fee.is_empty() {
            post(tx, &fee).await?;
        }
    }
    let taken_minor = match read.status {
        DisputeState::Lost => lose(tx, &held, paper, read, on).await?,
        DisputeState::Won if read.withdrawn => win(tx, payment, id, paper, read, on).await?,
        _ => 0,
    };
    let closed_at = (!read.status.is_open()).then(|| tx.now());
    sqlx::query!(
        "update provider_disputes set state = $2, reason = $3, fee_minor = $4, taken_minor = $5, answer_by = $6, closed_at = $7
         where id = $1",
        id.0,
        read.status.name(),
        read.reason,
        read.fee.minor,
        taken_minor,
        read.answer_by,
        closed_at
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("follow", "provider_dispute", id.0, Some(held.key.account)).await?;
    let told = match (read.status, before) {
        (DisputeState::Open, _) => Some(Contested::Opened),
        (DisputeState::Lost, _) => Some(Contested::Lost),
        // Who was never told that it began need not hear that it ended.
        (DisputeState::Won, Some(DisputeState::Open | DisputeState::Lost)) => Some(Contested::Won),
        _ => None,
    };
    if let Some(told) = told {
        telling_returns::dispute(tx, &held, read.amount, told).await?;
    }
    Ok(())
}

/// What was contested of a payment, the oldest first.
pub async fn of_payment(tx: &mut Tx, payment: PaymentId) -> Result<Vec<Dispute>, sqlx::Error> {
    select(tx, Some(payment), None, None).await
}

/// One dispute, if this reader may see it.
pub async fn dispute(tx: &mut Tx, id: ProviderDisputeId) -> Result<Dispute, sqlx::Error> {
    let payment = sqlx::query_scalar!(
        r#"select payment_id as "payment: PaymentId" from provider_disputes where id = $1"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let found = of_payment(tx, payment).await?;
    found.into_iter().find(|dispute| dispute.id == id).ok_or(sqlx::Error::RowNotFound)
}

/// What banks hold of an account's payments while they decide.
pub async fn under_review(tx: &mut Tx, account: AccountId) -> Result<Vec<Dispute>, sqlx::Error> {
    let found = select(tx, None, None, Some(account)).await?;
    Ok(found.into_iter().filter(|dispute| dispute.state == DisputeState::Open).collect())
}

/// What the payment had paid is owed again, as far as it was still there. Answers how much that was.
async fn lose(
    tx: &mut Tx,
    held: &Held,
    paper: Paper<'_>,
    read: &ProviderDispute,
    on: Days,
) -> Result<i64, RefundError> {
    // The creditor may have refunded it as well: then the holder has it twice, and only a person can get it back.
    let most = held.spread.total_minor().min(read.amount.minor);
    let taken = held.spread.take_back(most).ok_or(RefundError::NoMoney)?;
    let days = Days { effective_on: owed_from(tx, held, on.effective_on).await?, ..on };
    let draft = TransactionDraft::chargeback_lost(held.key, paper, &taken, days);
    if most > 0 {
        let posted = post(tx, &draft).await?;
        end_parts(tx, held, &taken, posted.id()).await?;
    }
    Ok(most)
}

/// From when what was lost bears interest again, as the terms say (domain-rules B13).
async fn owed_from(tx: &mut Tx, held: &Held, lost_on: NaiveDate) -> Result<NaiveDate, sqlx::Error> {
    let policy = policies::store::in_force(tx, held.key.creditor, lost_on).await?;
    let rule = policy.map(|version| version.parameters.chargeback_interest).unwrap_or_default();
    Ok(match rule {
        ChargebackInterest::FromLoss => lost_on,
        ChargebackInterest::AsIfNeverPaid => held.effective_on.unwrap_or(lost_on),
    })
}

/// The money is here again. What it had paid before it was lost it pays again, as far as that is open.
async fn win(
    tx: &mut Tx,
    payment: PaymentId,
    id: ProviderDisputeId,
    paper: Paper<'_>,
    read: &ProviderDispute,
    on: Days,
) -> Result<i64, RefundError> {
    let held = hold(tx, payment).await?;
    let taken_minor = sqlx::query_scalar!("select taken_minor from provider_disputes where id = $1", id.0)
        .fetch_one(&mut **tx)
        .await?;
    let laid = if taken_minor > 0 {
        held.spread.lay_back(taken_minor, &open_items(tx, held.key.account).await?)
    } else {
        Allocation::default()
    };
    let draft = TransactionDraft::chargeback_won(held.key, paper, read.amount.minor, &laid, on);
    let posted = post(tx, &draft).await?;
    begin_parts(tx, Some(held.id), held.key, &laid.parts, posted.id()).await?;
    Ok(0)
}

async fn begin(tx: &mut Tx, held: &Held, read: &ProviderDispute) -> Result<ProviderDisputeId, sqlx::Error> {
    let id = ProviderDisputeId::new();
    sqlx::query!(
        "insert into provider_disputes (id, account_id, debtor_id, creditor_id, payment_id, provider_dispute, currency, amount_minor,
           state, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'inquiry', $9)",
        id.0,
        held.key.account.0,
        held.key.debtor.0,
        held.key.creditor.0,
        held.id.0,
        read.provider_id,
        held.key.currency.code(),
        read.amount.minor,
        read.opened_at
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("find_dispute", "provider_dispute", id.0, Some(held.key.account)).await?;
    Ok(id)
}

async fn of_provider(tx: &mut Tx, provider_dispute: &str) -> Result<Option<Dispute>, sqlx::Error> {
    Ok(select(tx, None, Some(provider_dispute), None).await?.pop())
}

async fn select(
    tx: &mut Tx,
    payment: Option<PaymentId>,
    provider_dispute: Option<&str>,
    account: Option<AccountId>,
) -> Result<Vec<Dispute>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: ProviderDisputeId", payment_id as "payment: PaymentId", account_id as "account: AccountId", currency,
             amount_minor, state, reason, fee_minor, taken_minor, answer_by, opened_at, closed_at
           from provider_disputes where ($1::uuid is null or payment_id = $1) and ($2::text is null or provider_dispute = $2)
             and ($3::uuid is null or account_id = $3)
           order by opened_at, id"#,
        payment.map(|payment| payment.0),
        provider_dispute,
        account.map(|account| account.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency = parsed_currency(&row.currency)?;
            let money = |minor| Money::new(minor, currency);
            Ok(Dispute {
                id: row.id,
                payment: row.payment,
                account: row.account,
                amount: money(row.amount_minor),
                state: DisputeState::parse(&row.state)
                    .ok_or_else(|| undecodable("an unknown state of a bank's dispute"))?,
                reason: row.reason,
                fee: money(row.fee_minor),
                taken: money(row.taken_minor),
                answer_by: row.answer_by,
                opened_at: row.opened_at,
                closed_at: row.closed_at,
            })
        })
        .collect()
}
