//! Payments as pages show them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sqlx::types::Json;
use uuid::Uuid;

use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, InvoiceId, PartyId, PaymentId, PersonId};
use crate::kernel::money::{Currency, Money};
use crate::payments::model::returns::DisputeState;
use crate::payments::model::{Choice, PaymentState};
use crate::payments::steps::Step;

/// One payment, as both sides see it.
#[derive(Clone, Debug)]
pub struct Payment {
    pub id: PaymentId,
    pub account: AccountId,
    pub account_reference: String,
    pub creditor: CreditorId,
    pub creditor_name: String,
    pub debtor_name: String,
    pub amount: Money,
    pub state: PaymentState,
    pub choice: Choice,
    /// Where the provider's page is, as long as it is open.
    pub checkout_url: Option<String>,
    /// Until when that page can be used.
    pub expires_at: Option<DateTime<Utc>>,
    pub method: Option<Method>,
    /// What its payer has left to do.
    pub step: Option<Step>,
    /// The provider's word for why it came to nothing.
    pub failure_code: Option<String>,
    /// When a bank was asked that has not answered.
    pub sent_at: Option<DateTime<Utc>>,
    /// Whether the provider ever opened its page for it.
    pub was_opened: bool,
    pub receipt_number: Option<i64>,
    pub paid_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// Nobody where it was recorded outside the portal.
    pub started_by: Option<PersonId>,
    /// The guarantee under which it was paid, and the name of who did.
    pub guarantee: Option<PartyId>,
    pub guarantor: Option<String>,
    /// Somebody who was not signed in paid it, or tries to, by a link.
    pub is_guests: bool,
    /// Nobody pressed anything: it was agreed to before.
    pub is_autopay: bool,
    /// The team recorded it: of the moment only the day is known.
    pub was_recorded: bool,
    /// The number of the slip that its payer took along, where it was cash.
    pub cash_number: Option<i64>,
    /// What of it went back or is about to.
    pub refunded: Money,
    /// What its card's holder contests with their bank, if that moved money: the latest.
    pub contested: Option<DisputeState>,
    /// The creditor's zone, in which its times are told.
    pub zone: Tz,
    /// The debtor's, in which they are told what they have to do by when.
    pub debtor_zone: Tz,
}

/// What it was paid with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// `card`, `oxxo`, `customer_balance`, …
    pub kind: String,
    pub last4: Option<String>,
}

/// What a payment did to one invoice, as things stood when it was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptLine {
    pub invoice: InvoiceId,
    pub number: String,
    pub paid: Money,
    /// What could still be paid of it.
    pub left: Money,
    /// What of it was contested.
    pub held: Money,
}

/// Which payments are listed.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    Accounts(&'a [AccountId]),
    /// Those of a person's accounts, and what they paid under guarantees of theirs.
    Person(&'a [AccountId]),
    /// Those of every creditor for whom the member of staff who reads works.
    OwnCreditors,
}

impl Payment {
    /// What a page that shows it has shown: another mark is another page.
    pub fn mark(&self) -> String {
        let missing = match &self.step {
            Some(Step::Transfer { missing_minor, .. }) => format!("-{missing_minor}"),
            _ => String::new(),
        };
        format!("{}-{}{missing}", self.state.name(), self.checkout_url.is_some())
    }

    /// What of a transfer has arrived.
    pub fn arrived(&self) -> Money {
        let minor = self.step.as_ref().map_or(0, |step| step.arrived_minor(self.amount.minor));
        Money::new(minor, self.amount.currency)
    }

    /// By what it is paid at the provider.
    pub fn paid_by(&self) -> Option<crate::policies::methods::Method> {
        crate::policies::methods::Method::of_kind(&self.method.as_ref()?.kind)
    }

    /// Whether the provider's page was done with, so that what ran out of time is what it had asked for.
    pub fn was_done_with(&self) -> bool {
        self.failure_code.as_deref() == Some(LAPSED)
    }

    /// Money that was transferred beyond everything that was asked for.
    pub fn is_beyond(&self) -> bool {
        let is_transfer = self.paid_by() == Some(crate::policies::methods::Method::Spei);
        is_transfer && self.started_by.is_none() && !self.is_guests
    }

    /// The number that its receipt bears.
    pub fn receipt(&self) -> Option<String> {
        self.receipt_number.map(receipt_name)
    }
}

/// The provider's word for what its payer was to do and did not do in time.
const LAPSED: &str = "payment_intent_payment_attempt_expired";

/// How a receipt's number is written.
pub fn receipt_name(number: i64) -> String {
    format!("R-{number}")
}

/// The payment, if this reader may see it. Whether its account is theirs is for the caller to ask of `accounts`.
pub async fn payment(tx: &mut Tx, id: PaymentId) -> Result<Payment, sqlx::Error> {
    let (mut found, _) = select(tx, Some(id), None, None, None, (0, 1)).await?;
    found.pop().ok_or(sqlx::Error::RowNotFound)
}

/// Payments, the latest first, and how many there are.
pub async fn payments(
    tx: &mut Tx,
    among: Among<'_>,
    skip: u64,
    take: u64,
) -> Result<(Vec<Payment>, u64), sqlx::Error> {
    let ids = |accounts: &[AccountId]| accounts.iter().map(|account| account.0).collect::<Vec<_>>();
    let reader = tx.actor().id().unwrap_or_default();
    match among {
        Among::Accounts(accounts) => select(tx, None, Some(&ids(accounts)), None, None, (skip, take)).await,
        Among::Person(accounts) => {
            select(tx, None, Some(&ids(accounts)), Some(reader), None, (skip, take)).await
        }
        Among::OwnCreditors => select(tx, None, None, None, Some(reader), (skip, take)).await,
    }
}

/// The state alone, for who waits for it to change.
pub async fn state(tx: &mut Tx, id: PaymentId) -> Result<PaymentState, sqlx::Error> {
    let name =
        sqlx::query_scalar!("select state from payments where id = $1", id.0).fetch_one(&mut **tx).await?;
    PaymentState::parse(&name).ok_or_else(|| undecodable("an unknown state of a payment"))
}

/// Money that may be on its way: it is shown and never subtracted.
#[derive(Clone, Debug)]
pub struct InFlight {
    pub payment: PaymentId,
    pub amount: Money,
    pub step: Option<Step>,
    pub debtor_zone: Tz,
}

/// What may be on its way to an account, the latest first.
pub async fn in_flight(tx: &mut Tx, account: AccountId) -> Result<Vec<InFlight>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PaymentId", p.amount_minor, p.currency, p.step as "step: Json<Step>", d.time_zone
           from payments p join debtors d on d.id = p.debtor_id
           where p.account_id = $1 and p.state in ('requires_action', 'processing', 'unknown') order by p.created_at desc"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(InFlight {
                payment: row.id,
                amount: Money::new(row.amount_minor, parsed_currency(&row.currency)?),
                step: row.step.map(|step| step.0),
                debtor_zone: parsed_zone(&row.time_zone)?,
            })
        })
        .collect()
}

/// What a posted payment paid when it was posted, whatever became of it since. What was left is read from the books as
/// they stood after it.
pub async fn receipt_lines(
    tx: &mut Tx,
    payment: PaymentId,
    currency: Currency,
) -> Result<Vec<ReceiptLine>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with paid as (
             select a.invoice_id, t.sequence, t.effective_on, sum(a.amount_minor)::bigint as minor
             from payment_allocations a join ledger_transactions t on t.id = a.transaction_id
             where a.payment_id = $1 and t.kind = 'payment'
               and not exists (select from ledger_transactions r where r.reverses_id = t.id)
             group by a.invoice_id, t.sequence, t.effective_on
           )
           select i.id as "id: InvoiceId", i.number, paid.minor as "minor!",
             coalesce((select sum(e.amount_minor) from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
               where e.invoice_id = i.id and t.sequence <= paid.sequence
                 and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')), 0)::bigint as "open_minor!",
             coalesce((select sum(h.amount_minor + h.late_minor) from holds h where h.invoice_id = i.id and h.opened_on <= paid.effective_on
               and coalesce(h.released_on > paid.effective_on, true)), 0)::bigint as "held_minor!"
           from paid join invoices i on i.id = paid.invoice_id order by i.due_on, i.number"#,
        payment.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let money = |minor| Money::new(minor, currency);
    Ok(rows
        .into_iter()
        .map(|row| {
            let held = row.held_minor.clamp(0, row.open_minor.max(0));
            ReceiptLine {
                invoice: row.id,
                number: row.number,
                paid: money(row.minor),
                left: money((row.open_minor - held).max(0)),
                held: money(held),
            }
        })
        .collect())
}

/// The account that an invoice belongs to, if it is wholly this reader's: a guarantor's is not.
pub async fn account_of_invoice(tx: &mut Tx, invoice: InvoiceId) -> Result<AccountId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select i.account_id as "account: AccountId" from invoices i join parties p on p.account_id = i.account_id
           where i.id = $1 and p.person_id = $2 and p.invoice_id is null limit 1"#,
        invoice.0,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether all of these are invoices of the account. One of another account is not found, like one that does not exist.
pub async fn check_invoices(tx: &mut Tx, account: AccountId, invoices: &[String]) -> Result<(), sqlx::Error> {
    let ids: Result<Vec<Uuid>, _> = invoices.iter().map(|id| id.parse()).collect();
    let mut ids = ids.map_err(|_| sqlx::Error::RowNotFound)?;
    ids.sort_unstable();
    ids.dedup();
    let known = sqlx::query_scalar!(
        r#"select count(*) as "count!" from invoices where account_id = $1 and id = any($2)"#,
        account.0,
        &ids
    )
    .fetch_one(&mut **tx)
    .await?;
    if usize::try_from(known) == Ok(ids.len()) { Ok(()) } else { Err(sqlx::Error::RowNotFound) }
}

/// Whether the creditor's receipts must say that they are no tax invoice.
pub async fn has_fiscal_notice(tx: &mut Tx, creditor: CreditorId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!("select fiscal_notice from creditors where id = $1", creditor.0)
        .fetch_one(&mut **tx)
        .await
}

async fn select(
    tx: &mut Tx,
    id: Option<PaymentId>,
    accounts: Option<&[Uuid]>,
    guarantor: Option<Uuid>,
    staff: Option<Uuid>,
    (skip, take): (u64, u64),
) -> Result<(Vec<Payment>, u64), sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PaymentId", p.account_id as "account: AccountId", a.reference,
             p.creditor_id as "creditor: CreditorId", c.name as creditor_name, c.time_zone, d.name as debtor_name,
             p.currency, p.amount_minor, p.state, p.choice, p.checkout_url, p.expires_at, p.method_kind, p.method_last4,
             p.step as "step: Json<Step>", p.sent_at, p.failure_code, d.time_zone as debtor_zone,
             p.provider_checkout is not null as "was_opened!", p.receipt_number, p.paid_at, p.created_at, p.started_by as "started_by: PersonId",
             p.guarantee_id as "guarantee: PartyId", case when p.guarantee_id is not null then guarantor_name(p.guarantee_id) end as guarantor,
             p.pay_link_id is not null as "is_guests!", p.autopay_charge_id is not null as "is_autopay!", p.source = 'desk' as "was_recorded!", p.cash_number,
             (select coalesce(sum(r.amount_minor), 0) from refunds r where r.payment_id = p.id and r.state <> 'failed')::bigint as "refunded!",
             (select x.state from provider_disputes x where x.payment_id = p.id and x.state in ('open', 'lost', 'won')
               order by x.opened_at desc limit 1) as contested,
             count(*) over () as "total!"
           from payments p join accounts a on a.id = p.account_id join creditors c on c.id = p.creditor_id
             join debtors d on d.id = p.debtor_id
           where ($1::uuid is null or p.id = $1) and ($2::uuid[] is null or p.account_id = any($2)
               or ($6::uuid is not null and p.guarantee_id is not null and p.started_by = $6))
             and ($3::uuid is null or p.creditor_id in (select creditor_id from staff_creditors where staff_id = $3))
           order by coalesce(p.paid_at, p.created_at) desc, p.id desc offset $4 limit $5"#,
        id.map(|id| id.0),
        accounts,
        staff,
        i64::try_from(skip).unwrap_or(i64::MAX),
        i64::try_from(take).unwrap_or(i64::MAX),
        guarantor
    )
    .fetch_all(&mut **tx)
    .await?;
    let total = rows.first().map_or(0, |row| row.total.unsigned_abs());
    let payments = rows
        .into_iter()
        .map(|row| {
            Ok(Payment {
                id: row.id,
                account: row.account,
                account_reference: row.reference,
                creditor: row.creditor,
                creditor_name: row.creditor_name,
                debtor_name: row.debtor_name,
                amount: Money::new(row.amount_minor, parsed_currency(&row.currency)?),
                state: PaymentState::parse(&row.state)
                    .ok_or_else(|| undecodable("an unknown state of a payment"))?,
                choice: serde_json::from_value(row.choice)
                    .map_err(|error| sqlx::Error::Decode(error.into()))?,
                checkout_url: row.checkout_url,
                expires_at: row.expires_at,
                method: row.method_kind.map(|kind| Method { kind, last4: row.method_last4 }),
                step: row.step.map(|step| step.0),
                sent_at: row.sent_at,
                failure_code: row.failure_code,
                was_opened: row.was_opened,
                receipt_number: row.receipt_number,
                paid_at: row.paid_at,
                created_at: row.created_at,
                started_by: row.started_by,
                guarantee: row.guarantee,
                guarantor: row.guarantor,
                is_guests: row.is_guests,
                is_autopay: row.is_autopay,
                was_recorded: row.was_recorded,
                cash_number: row.cash_number,
                refunded: Money::new(row.refunded, parsed_currency(&row.currency)?),
                contested: row.contested.as_deref().and_then(DisputeState::parse),
                zone: parsed_zone(&row.time_zone)?,
                debtor_zone: parsed_zone(&row.debtor_zone)?,
            })
        })
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    Ok((payments, total))
}

pub fn parsed_currency(code: &str) -> Result<Currency, sqlx::Error> {
    Currency::parse(code).ok_or_else(|| undecodable(&format!("unknown currency {code:?}")))
}

pub fn parsed_zone(name: &str) -> Result<Tz, sqlx::Error> {
    name.parse().map_err(|_| undecodable(&format!("unknown time zone {name:?}")))
}
