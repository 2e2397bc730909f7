//! Where the money of a payment lies: what of it pays which invoice, what is credit, and what has gone. Everything that
//! changes it happens under the lock of the payment and of its account.

use chrono::NaiveDate;
use uuid::Uuid;

use super::reading::{parsed_currency, parsed_zone};
use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{
    AccountId, AllocationId, CreditorId, DebtorId, InvoiceId, PartyId, PaymentId, PersonId, TransactionId,
};
use crate::kernel::money::Money;
use crate::ledger::allocation::AllocationPart;
use crate::ledger::model::{AccountKey, Component, Days};
use crate::ledger::returning::{Paid, Spread, TakenBack};
use crate::ledger::store::{lock_account, unapplied_minor};
use crate::payments::model::PaymentState;
use crate::payments::model::returns::Refundable;
use crate::plans::store::keeping::follow_soon;
use crate::policies::methods::Method;

/// A payment whose money is about to move, and everything that is needed to move it. Nobody else moves it meanwhile.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: PaymentId,
    pub key: AccountKey,
    pub state: PaymentState,
    pub amount: Money,
    /// The provider's name for the movement of money; nothing where it came another way.
    pub intent: Option<String>,
    /// By what it was paid, where it was paid at the provider.
    pub method: Option<Method>,
    pub receipt: Option<i64>,
    pub effective_on: Option<NaiveDate>,
    pub started_by: Option<PersonId>,
    pub guarantee: Option<PartyId>,
    pub creditor_name: String,
    /// The business day in the creditor's zone.
    pub today: NaiveDate,
    pub refundable: Refundable,
    pub spread: Spread,
}

impl Held {
    /// Whether the provider can send its money back the way it came.
    pub fn refunds_by_itself(&self) -> bool {
        self.intent.is_some() && self.method.is_none_or(Method::refunds_by_itself)
    }
}

/// The payment under its lock and the lock of its account, if this actor may see it.
pub async fn hold(tx: &mut Tx, id: PaymentId) -> Result<Held, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.account_id as "account: AccountId", p.debtor_id as "debtor: DebtorId", p.creditor_id as "creditor: CreditorId", p.currency, p.amount_minor, p.state,
             p.provider_payment, p.method_kind, p.receipt_number, p.effective_on, p.started_by as "started_by: PersonId",
             p.guarantee_id as "guarantee: PartyId", c.name as creditor_name, c.time_zone
           from payments p join creditors c on c.id = p.creditor_id where p.id = $1 for update of p"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    // First the payment and then its account, as where money is received, so that nobody waits in a circle.
    lock_account(tx, row.account).await?;
    let currency = parsed_currency(&row.currency)?;
    let key = AccountKey { account: row.account, debtor: row.debtor, creditor: row.creditor, currency };
    let amount = Money::new(row.amount_minor, currency);
    let (refundable, gone_minor) = refundable(tx, id, amount).await?;
    let state =
        PaymentState::parse(&row.state).ok_or_else(|| undecodable("an unknown state of a payment"))?;
    let spread = match state {
        PaymentState::Succeeded => spread(tx, id, key.account, amount.minor - gone_minor).await?,
        _ => Spread::default(),
    };
    Ok(Held {
        id,
        key,
        state,
        amount,
        method: row.provider_payment.as_ref().and(row.method_kind.as_deref()).and_then(Method::of_kind),
        intent: row.provider_payment,
        receipt: row.receipt_number,
        effective_on: row.effective_on,
        started_by: row.started_by,
        guarantee: row.guarantee,
        creditor_name: row.creditor_name,
        today: tx.today(parsed_zone(&row.time_zone)?),
        refundable,
        spread,
    })
}

/// What of a payment has gone back and may go, and how much of it is gone from what it paid: what a bank only holds is
/// not.
pub async fn refundable(
    tx: &mut Tx,
    id: PaymentId,
    captured: Money,
) -> Result<(Refundable, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select (select coalesce(sum(amount_minor), 0) from refunds where payment_id = $1 and state <> 'failed')::bigint as "refunded!",
             coalesce(sum(amount_minor) filter (where state in ('open', 'lost')), 0)::bigint as "disputed!",
             coalesce(sum(taken_minor), 0)::bigint as "taken!"
           from provider_disputes where payment_id = $1"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let money = |minor| Money::new(minor, captured.currency);
    let refundable = Refundable { captured, refunded: money(row.refunded), disputed: money(row.disputed) };
    Ok((refundable, row.refunded + row.taken))
}

/// The day on which a movement counts. A closed month takes nothing more: then the books carry it today.
pub async fn days(tx: &mut Tx, of: &Held, effective_on: NaiveDate) -> Result<Days, sqlx::Error> {
    let is_closed = sqlx::query_scalar!(
        r#"select exists (select from closed_months where creditor_id = $1 and month = date_trunc('month', $2::date)::date) as "closed!""#,
        of.key.creditor.0,
        effective_on
    )
    .fetch_one(&mut **tx)
    .await?;
    let accounting_on = if is_closed { of.today } else { effective_on };
    Ok(Days { effective_on, accounting_on })
}

/// Ends the rows of what was taken back, and begins what is left of them anew.
pub async fn end_parts(
    tx: &mut Tx,
    of: &Held,
    taken: &TakenBack,
    transaction: TransactionId,
) -> Result<(), sqlx::Error> {
    end_parts_of(tx, Some(of.id), of.key, taken, transaction).await
}

/// As [`end_parts`]. `payment`: nothing for credit that came from none.
pub async fn end_parts_of(
    tx: &mut Tx,
    payment: Option<PaymentId>,
    key: AccountKey,
    taken: &TakenBack,
    transaction: TransactionId,
) -> Result<(), sqlx::Error> {
    for (invoice, component, minor) in &taken.parts {
        let rows = sqlx::query!(
            r#"select id as "id: AllocationId", amount_minor, open_before_minor from payment_allocations
               where (payment_id = $1 or ($1::uuid is null and payment_id is null)) and invoice_id = $2 and component = $3
                 and reversed_by is null
               order by id desc for update"#,
            payment.map(|payment| payment.0),
            invoice.0,
            component.name()
        )
        .fetch_all(&mut **tx)
        .await?;
        let mut left = *minor;
        for row in rows {
            if left == 0 {
                break;
            }
            let goes = left.min(row.amount_minor);
            left -= goes;
            sqlx::query!(
                "update payment_allocations set reversed_by = $2 where id = $1",
                row.id.0,
                transaction.0
            )
            .execute(&mut **tx)
            .await?;
            if goes < row.amount_minor {
                let part = AllocationPart {
                    invoice: *invoice,
                    component: *component,
                    amount_minor: row.amount_minor - goes,
                    open_before_minor: row.open_before_minor,
                };
                begin_parts(tx, payment, key, &[part], transaction).await?;
            }
        }
        if left > 0 {
            return Err(undecodable("less was applied than is taken back"));
        }
    }
    follow_soon(tx, key.account).await
}

/// Keeps what money pays, beside the transaction that applied it. `payment`: nothing for credit that came from none.
pub async fn begin_parts(
    tx: &mut Tx,
    payment: Option<PaymentId>,
    key: AccountKey,
    parts: &[AllocationPart],
    transaction: TransactionId,
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = parts.iter().map(|_| AllocationId::new().0).collect();
    let invoices: Vec<Uuid> = parts.iter().map(|part| part.invoice.0).collect();
    let components: Vec<&str> = parts.iter().map(|part| part.component.name()).collect();
    let amounts: Vec<i64> = parts.iter().map(|part| part.amount_minor).collect();
    let opens: Vec<i64> = parts.iter().map(|part| part.open_before_minor).collect();
    sqlx::query!(
        "insert into payment_allocations (id, payment_id, account_id, debtor_id, creditor_id, invoice_id, component, amount_minor,
           open_before_minor, transaction_id, source)
         select id, $1, $2, $3, $4, invoice, component, amount, open, $5, case when $1::uuid is null then 'credit' else 'payment' end
         from unnest($6::uuid[], $7::uuid[], $8::text[], $9::bigint[], $10::bigint[]) as part (id, invoice, component, amount, open)",
        payment.map(|payment| payment.0),
        key.account.0,
        key.debtor.0,
        key.creditor.0,
        transaction.0,
        &ids,
        &invoices,
        &components as &[&str],
        &amounts,
        &opens
    )
    .execute(&mut **tx)
    .await?;
    follow_soon(tx, key.account).await
}

/// Where the money of a payment lies, in the order in which it goes back. `here_minor`: how much of it there is.
async fn spread(
    tx: &mut Tx,
    id: PaymentId,
    account: AccountId,
    here_minor: i64,
) -> Result<Spread, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with part as (
             select a.invoice_id, a.component, a.amount_minor, a.reversed_by is null as stands, t.sequence,
               t.kind in ('payment', 'allocation', 'correction') and (r.id is null or r.kind in ('refund', 'chargeback')) as began
             from payment_allocations a join ledger_transactions t on t.id = a.transaction_id
               left join ledger_transactions r on r.id = a.reversed_by
             where a.payment_id = $1
           )
           select p.invoice_id as "invoice!: InvoiceId", p.component as "component!",
             coalesce(sum(p.amount_minor) filter (where p.began), 0)::bigint as "was!",
             coalesce(sum(p.amount_minor) filter (where p.stands), 0)::bigint as "stands!"
           from part p join invoices i on i.id = p.invoice_id
           group by p.invoice_id, p.component, i.due_on, i.number
           having coalesce(sum(p.amount_minor) filter (where p.began or p.stands), 0) > 0
           order by i.due_on, i.number, array_position(array['interest', 'interest_tax', 'fees', 'fees_tax', 'principal'], p.component)"#,
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let parts = rows
        .into_iter()
        .map(|row| {
            let component =
                Component::parse(&row.component).ok_or_else(|| undecodable("an unknown component"))?;
            Ok(Paid {
                invoice: row.invoice,
                component,
                was_minor: row.was.max(row.stands),
                stands_minor: row.stands,
            })
        })
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    let applied: i64 = parts.iter().map(|part| part.stands_minor).sum();
    // What is not applied is credit, as far as the account still has it: some may have been used for what is not the
    // portal's.
    let of_account = unapplied_minor(tx, account).await?;
    Ok(Spread { credit_minor: (here_minor - applied).clamp(0, of_account.max(0)), parts })
}
