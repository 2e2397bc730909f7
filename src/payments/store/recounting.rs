//! What money changes that counts from an earlier day than today (domain-rules A6, B8): the late charges since that day are
//! taken back as they stood and worked out anew. What was paid later, of charges that were never owed or of principal that
//! was paid by then, pays what else is owed, as of the day it was paid, in the order of the terms; the rest is credit.
//!
//! Everything is played through again in the order of its days: the charges up to a day, what was paid on that day, and so
//! on. For whoever holds the lock on the account.

use std::collections::VecDeque;

use chrono::NaiveDate;

use super::reading::receipt_name;
use super::spreading::{begin_parts, end_parts_of};
use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, PaymentId};
use crate::ledger::accrual::accrue_booked_on;
use crate::ledger::allocation::{OpenItem, allocate};
use crate::ledger::backdating::{Unwound, unwind};
use crate::ledger::model::{AccountKey, Component, Components, Days, TransactionDraft};
use crate::ledger::returning::TakenBack;
use crate::ledger::store::{PostError, open_items, post};
use crate::ledger::waivers;
use crate::policies;

/// The late charges of some invoices, taken back from a day on, until they are worked out anew.
#[derive(Debug)]
#[must_use = "what is taken back is to be worked out anew"]
pub struct Recount {
    of: AccountKey,
    day: NaiveDate,
    accounting_on: NaiveDate,
    unwound: Vec<Unwound>,
}

/// More turns than this mean that something is wrong with the books, and a person must look.
const TURNS_AT_MOST: usize = 200;

/// Takes back the late charges of these invoices that run beyond a day, whether or not they were paid, and charges anew
/// what had run by then.
pub async fn begin(
    tx: &mut Tx,
    of: AccountKey,
    invoices: &[InvoiceId],
    day: NaiveDate,
    accounting_on: NaiveDate,
) -> Result<Recount, PostError> {
    let unwound = unwind(tx, of, invoices, day, accounting_on).await?;
    Ok(Recount { of, day, accounting_on, unwound })
}

impl Recount {
    /// As it would be had nothing been taken back: no day is played through again.
    pub fn nothing(of: AccountKey, day: NaiveDate) -> Self {
        Self { of, day, accounting_on: day, unwound: Vec::new() }
    }

    /// Has these invoices charged through a day at least: where nothing was taken back there may be something to charge.
    pub fn reach(&mut self, invoices: &[InvoiceId], through: NaiveDate) {
        for invoice in invoices {
            match self.unwound.iter_mut().find(|one| one.invoice == *invoice) {
                Some(known) => known.through = known.through.max(through),
                None => self.unwound.push(Unwound { invoice: *invoice, through }),
            }
        }
    }

    /// What is open on the account as it was on the day: what was paid since was not paid then.
    pub async fn items(&self, tx: &mut Tx) -> Result<Vec<OpenItem>, sqlx::Error> {
        let mut items = open_items(tx, self.of.account).await?;
        self.as_of_the_day(tx, &mut items, None).await?;
        Ok(items)
    }

    /// The same for items that somebody else has gathered, as if this payment paid none of them.
    pub async fn as_of_the_day(
        &self,
        tx: &mut Tx,
        items: &mut [OpenItem],
        without: Option<PaymentId>,
    ) -> Result<(), sqlx::Error> {
        for Unwound { invoice, .. } in &self.unwound {
            let later = paid_after(tx, *invoice, self.day, without).await?;
            if let Some(item) = items.iter_mut().find(|item| item.invoice == *invoice) {
                item.open = item.open.plus(&later);
            }
        }
        Ok(())
    }

    /// Works everything out anew, after what changed is posted.
    pub async fn finish(self, tx: &mut Tx) -> Result<(), PostError> {
        let Self { of, day, accounting_on, unwound } = self;
        let mut waiting: VecDeque<(Unwound, NaiveDate)> = unwound.into_iter().map(|one| (one, day)).collect();
        let (mut turns, mut played) = (0, Vec::new());
        while let Some((one, from)) = waiting.pop_front() {
            turns += 1;
            played.push(one.invoice);
            if turns > TURNS_AT_MOST {
                return Err(PostError::Database(undecodable("interest that is never worked out")));
            }
            waiting.extend(replay(tx, of, one, from, accounting_on).await?);
        }
        for invoice in played {
            waivers::keep_to_charges(tx, of, invoice, accounting_on).await?;
        }
        Ok(())
    }
}

/// Plays one invoice through again from a day on. Answers the invoices that gained from it, whose charges since were
/// taken back, and from when.
async fn replay(
    tx: &mut Tx,
    of: AccountKey,
    Unwound { invoice, through }: Unwound,
    from: NaiveDate,
    accounting_on: NaiveDate,
) -> Result<Vec<(Unwound, NaiveDate)>, PostError> {
    let mut gained = Vec::new();
    for day in days_of_payment(tx, invoice, from).await? {
        accrue_booked_on(tx, of, invoice, day.min(through), accounting_on).await?;
        let over = overpaid(tx, invoice, day).await?;
        if over.sum_minor() > 0 {
            gained.extend(release(tx, of, invoice, day, over, accounting_on).await?);
        }
    }
    accrue_booked_on(tx, of, invoice, through, accounting_on).await?;
    Ok(gained)
}

/// Money that paid what was not owed pays what else is owed since the same day.
async fn release(
    tx: &mut Tx,
    of: AccountKey,
    invoice: InvoiceId,
    day: NaiveDate,
    over: Components,
    accounting_on: NaiveDate,
) -> Result<Vec<(Unwound, NaiveDate)>, PostError> {
    let policy = policies::store::in_force(tx, of.creditor, day).await?;
    let order = policy.map(|version| version.parameters.allocation_order).unwrap_or_default();
    let items = open_items(tx, of.account).await?;
    let first = allocate(&items, over.sum_minor(), order);
    let mut others: Vec<InvoiceId> =
        first.parts.iter().map(|part| part.invoice).filter(|gaining| *gaining != invoice).collect();
    others.dedup();
    // What they were charged since on what is now paid was not owed either.
    let unwound = unwind(tx, of, &others, day, accounting_on).await?;
    for (payment, taken) in payers(tx, invoice, day, over).await? {
        let items = open_items(tx, of.account).await?;
        // A guarantor pays what they signed for, and nothing else.
        let may_pay: Vec<OpenItem> =
            items.into_iter().filter(|item| !payment.is_guarantors || item.invoice == invoice).collect();
        let laid = allocate(&may_pay, taken.total_minor(), order);
        let cause = format!("{invoice}:{}", times(tx, invoice).await? + 1);
        let receipt = payment.receipt.map(receipt_name).unwrap_or_default();
        let days = Days { effective_on: day, accounting_on };
        let draft = TransactionDraft::recounted(of, &cause, &receipt, &taken, &laid, days);
        let posted = post(tx, &draft).await?;
        end_parts_of(tx, payment.id, of, &taken, posted.id()).await?;
        begin_parts(tx, payment.id, of, &laid.parts, posted.id()).await?;
    }
    Ok(unwound.into_iter().map(|one| (one, day)).collect())
}

async fn times(tx: &mut Tx, invoice: InvoiceId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "times!" from ledger_transactions where dedupe_key like $1"#,
        format!("recounted:{invoice}:%")
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whose money it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Payer {
    /// Nothing where it was credit that came from no payment.
    id: Option<PaymentId>,
    receipt: Option<i64>,
    is_guarantors: bool,
}

/// What paid an invoice up to a day, the latest first, as far as this much was too much.
async fn payers(
    tx: &mut Tx,
    invoice: InvoiceId,
    day: NaiveDate,
    mut over: Components,
) -> Result<Vec<(Payer, TakenBack)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select a.component, a.amount_minor, a.payment_id as "payment: PaymentId", p.receipt_number as "receipt?",
             coalesce(p.guarantee_id is not null, false) as "is_guarantors!"
           from payment_allocations a join ledger_transactions t on t.id = a.transaction_id left join payments p on p.id = a.payment_id
           where a.invoice_id = $1 and a.reversed_by is null
             and case t.kind when 'allocation' then t.effective_on else coalesce(p.effective_on, t.effective_on) end <= $2
           order by case t.kind when 'allocation' then t.effective_on else coalesce(p.effective_on, t.effective_on) end desc, a.id desc"#,
        invoice.0,
        day
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found: Vec<(Payer, TakenBack)> = Vec::new();
    for row in rows {
        let component =
            Component::parse(&row.component).ok_or_else(|| undecodable("an unknown component"))?;
        let goes = row.amount_minor.min(over.get(component));
        if goes <= 0 {
            continue;
        }
        *over.get_mut(component) -= goes;
        let payer = Payer { id: row.payment, receipt: row.receipt, is_guarantors: row.is_guarantors };
        let part = (invoice, component, goes);
        match found.iter_mut().find(|(known, _)| *known == payer) {
            Some((_, taken)) => match taken.parts.iter_mut().find(|(_, of, _)| *of == component) {
                Some((_, _, minor)) => *minor += goes,
                None => taken.parts.push(part),
            },
            None => found.push((payer, TakenBack { parts: vec![part], credit_minor: 0 })),
        }
    }
    Ok(found)
}

/// The days from this one on, on which something was paid of an invoice.
async fn days_of_payment(
    tx: &mut Tx,
    invoice: InvoiceId,
    from: NaiveDate,
) -> Result<Vec<NaiveDate>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select distinct paid.on as "on!" from (
             select case t.kind when 'allocation' then t.effective_on else coalesce(p.effective_on, t.effective_on) end as on
             from payment_allocations a join ledger_transactions t on t.id = a.transaction_id left join payments p on p.id = a.payment_id
             where a.invoice_id = $1 and a.reversed_by is null) paid
           where paid.on >= $2 order by 1"#,
        invoice.0,
        from
    )
    .fetch_all(&mut **tx)
    .await
}

/// What of an invoice was paid beyond what it had come to by a day.
async fn overpaid(tx: &mut Tx, invoice: InvoiceId, day: NaiveDate) -> Result<Components, sqlx::Error> {
    let row = sqlx::query!(
        "select principal_minor, interest_minor, interest_tax_minor, fees_minor, fees_tax_minor from invoice_balances where invoice_id = $1",
        invoice.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let stands = Components {
        principal_minor: row.principal_minor,
        interest_minor: row.interest_minor,
        interest_tax_minor: row.interest_tax_minor,
        fees_minor: row.fees_minor,
        fees_tax_minor: row.fees_tax_minor,
    };
    let on_the_day = stands.plus(&paid_after(tx, invoice, day, None).await?);
    let mut over = Components::default();
    for component in Component::ALL {
        *over.get_mut(*component) = (-on_the_day.get(*component)).max(0);
    }
    Ok(over)
}

/// What stands paid of an invoice since a day, that day not among them, by other payments than this.
async fn paid_after(
    tx: &mut Tx,
    invoice: InvoiceId,
    day: NaiveDate,
    without: Option<PaymentId>,
) -> Result<Components, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select a.component, sum(a.amount_minor)::bigint as "minor!"
           from payment_allocations a join ledger_transactions t on t.id = a.transaction_id left join payments p on p.id = a.payment_id
           where a.invoice_id = $1 and a.reversed_by is null
             and case t.kind when 'allocation' then t.effective_on else coalesce(p.effective_on, t.effective_on) end > $2
             and a.payment_id is distinct from $3
           group by a.component"#,
        invoice.0,
        day,
        without.map(|payment| payment.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut paid = Components::default();
    for row in rows {
        let component =
            Component::parse(&row.component).ok_or_else(|| undecodable("an unknown component"))?;
        *paid.get_mut(component) = row.minor;
    }
    Ok(paid)
}
