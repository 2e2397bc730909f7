//! Posting money that came another way than through the provider, as a payment of the account like any other.

use chrono::{NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::guests::owing;
use super::posting::{insert_allocations, is_month_closed, next_number};
use super::reading::{parsed_currency, parsed_zone, receipt_name};
use super::recounting;
use super::telling::{ReceivedMoney, Reckoning, tell};
use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, DebtorId, InvoiceId, PaymentId};
use crate::kernel::money::Money;
use crate::ledger::allocation::allocate;
use crate::ledger::model::{AccountKey, Book, Days, TransactionDraft};
use crate::ledger::store::{PostError, lock_open_items, post};
use crate::payments::model::Choice;
use crate::payments::recorded::model::Means;
use crate::policies;

/// Money to be posted.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub account: AccountId,
    pub amount_minor: i64,
    pub received_on: NaiveDate,
    /// Where the money lies until it is a payment.
    pub book: Book,
    pub means: Means,
    pub choice: Choice,
}

/// Posts it to the bank's book or the till's, from the day on which it was received: to what was chosen, the rest as the
/// debtor's credit. Interest that was charged since on what it pays is worked out anew. Everybody who owes is told.
pub async fn post_arrived(tx: &mut Tx, arrived: &Arrived) -> Result<PaymentId, PostError> {
    let of = whose(tx, arrived.account).await?;
    let key = of.key;
    let today = tx.today(of.creditor_zone);
    let days = days(tx, key.creditor, arrived.received_on, today).await?;
    let items = lock_open_items(tx, key.account).await?;
    let chosen: Vec<InvoiceId> = arrived.choice.among(&items).iter().map(|item| item.invoice).collect();
    let recount = recounting::begin(tx, key, &chosen, arrived.received_on, days.accounting_on).await?;
    let items = recount.items(tx).await?;
    let policy = policies::store::in_force(tx, key.creditor, arrived.received_on).await?;
    let order = policy.map(|version| version.parameters.allocation_order).unwrap_or_default();
    let applied = allocate(&arrived.choice.among(&items), arrived.amount_minor, order);
    let payment = PaymentId::new();
    let number = next_number(tx, key.creditor, "receipt").await?;
    let cash_number = match arrived.means {
        Means::Cash => Some(next_number(tx, key.creditor, "cash_receipt").await?),
        Means::Transfer | Means::Cheque => None,
    };
    let receipt = receipt_name(number);
    let paid_at = moment(arrived.received_on, today, of.creditor_zone, tx.now());
    insert(tx, payment, key, arrived, (number, cash_number), paid_at).await?;
    let draft = TransactionDraft::payment(key, payment, &receipt, arrived.book, &applied, days);
    let posted = post(tx, &draft).await?;
    insert_allocations(tx, payment, key, &applied, posted.id()).await?;
    recount.finish(tx).await?;
    tx.audit("record", "payment", payment.0, Some(key.account)).await?;
    let received = ReceivedMoney {
        id: payment,
        receipt,
        amount: Money::new(arrived.amount_minor, key.currency),
        paid_at,
        credit_minor: applied.unapplied_minor,
    };
    for person in owing(tx, &of).await? {
        tell(tx, person, &of, &received, false).await?;
    }
    Ok(payment)
}

/// It counts from the day on which it was received. A closed month takes nothing more: then the books carry it today.
async fn days(
    tx: &mut Tx,
    creditor: CreditorId,
    received_on: NaiveDate,
    today: NaiveDate,
) -> Result<Days, sqlx::Error> {
    let is_closed = is_month_closed(tx, creditor, received_on).await?;
    Ok(Days { effective_on: received_on, accounting_on: if is_closed { today } else { received_on } })
}

async fn whose(tx: &mut Tx, account: AccountId) -> Result<Reckoning, sqlx::Error> {
    let row = sqlx::query!(
        r#"select a.debtor_id as "debtor: DebtorId", a.creditor_id as "creditor: CreditorId", a.currency, c.name, c.time_zone
           from accounts a join creditors c on c.id = a.creditor_id where a.id = $1"#,
        account.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Reckoning {
        key: AccountKey {
            account,
            debtor: row.debtor,
            creditor: row.creditor,
            currency: parsed_currency(&row.currency)?,
        },
        guarantee: None,
        creditor_name: row.name,
        creditor_zone: parsed_zone(&row.time_zone)?,
    })
}

/// What came today came now; of what came on an earlier day nobody knows the hour.
fn moment(on: NaiveDate, today: NaiveDate, zone: Tz, now: chrono::DateTime<Utc>) -> chrono::DateTime<Utc> {
    let noon = on.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default());
    let at_noon = zone.from_local_datetime(&noon).earliest().map(|local| local.with_timezone(&Utc));
    if on == today { now } else { at_noon.unwrap_or(now) }
}

async fn insert(
    tx: &mut Tx,
    payment: PaymentId,
    key: AccountKey,
    arrived: &Arrived,
    (receipt, cash): (i64, Option<i64>),
    paid_at: chrono::DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let choice = serde_json::to_value(&arrived.choice).map_err(|_| undecodable("a choice that is none"))?;
    sqlx::query!(
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key,
           idempotency_key, method_kind, receipt_number, cash_number, paid_at, effective_on, source, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, 'succeeded', $7, $8, $9, $10, $11, $12, $13, $14, 'desk', $15, $15)",
        payment.0,
        key.account.0,
        key.debtor.0,
        key.creditor.0,
        key.currency.code(),
        arrived.amount_minor,
        choice,
        Uuid::now_v7(),
        format!("desk:{payment}"),
        arrived.means.name(),
        receipt,
        cash,
        paid_at,
        arrived.received_on,
        tx.now()
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}
