//! The answer to a dispute: what waited is released, what is credited is taken off the debt as if it had never been
//! billed, and everything that was charged or paid because of it is worked out anew (domain-rules A18, B10 to B12).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::desk::approvals::model::{Act, LimitKind, Measure};
use crate::desk::approvals::store::{Approval, AskError, Asker, Permission, within_limit_or_ask};
use crate::disputes::model::{About, DecisionReason, Event, NotNow, State, Verdict, net_and_tax};
use crate::disputes::store::opening::take_number;
use crate::disputes::store::reading::{Dispute, Held, dispute_for_update, held};
use crate::disputes::store::steps::{Of, StepKind, Taken, step};
use crate::disputes::store::telling::tell_answered;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountFileId, ApprovalId, DisputeId, HoldId, InvoiceId, StaffId, WaiverId};
use crate::kernel::money::Money;
use crate::ledger::drafts::{Billed, Waivable};
use crate::ledger::model::{AccountKey, Days, TransactionDraft};
use crate::ledger::store::{PostError, lock_account, post};
use crate::ledger::waivers::{WaiveError, Waiver, give_up, waive};
use crate::opinions::model::Closed;
use crate::opinions::store::ask;
use crate::payments::store::recounting;

/// What somebody of the team decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// How much is credited of what waits, in minor units; what is not named gets nothing.
    pub credits: Vec<(HoldId, i64)>,
    pub reason: DecisionReason,
    /// In the debtor's language, for the debtor.
    pub words: String,
    #[serde(default)]
    pub files: Vec<AccountFileId>,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// More than was contested of something.
    #[error("more than was contested")]
    TooMuch,
    #[error("another is asked already")]
    AlreadyAsked,
    #[error("it is beyond their own limit")]
    BeyondLimit,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Ask(AskError),
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for DecideError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("disputes_within_limit" | "waivers_within_limit") => Self::BeyondLimit,
            _ => Self::Database(error),
        }
    }
}

impl From<AskError> for DecideError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::AlreadyAsked => Self::AlreadyAsked,
            other => Self::Ask(other),
        }
    }
}

impl From<WaiveError> for DecideError {
    fn from(error: WaiveError) -> Self {
        match error {
            WaiveError::TooMuch(_) | WaiveError::NotFound => Self::TooMuch,
            WaiveError::Post(error) => Self::Post(error),
            WaiveError::Database(error) => error.into(),
        }
    }
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    Done(Verdict),
    /// Another must approve it first; nothing has changed.
    Waits,
}

/// Decides within the limit of whoever asks, or has another decide.
pub async fn decide(tx: &mut Tx, id: DisputeId, decision: &Decision) -> Result<Decided, DecideError> {
    let Actor::Staff { staff, .. } = tx.actor() else { return Err(DecideError::BeyondLimit) };
    let dispute = dispute_for_update(tx, id).await?;
    let held = held(tx, &dispute).await?;
    let answer = Answer::of(&dispute, &held, decision, staff)?;
    if answer.credited_minor > 0 {
        let act = answer.act(&dispute, decision)?;
        if let Permission::Asked(_) = within_limit_or_ask(tx, &act).await? {
            return Ok(Decided::Waits);
        }
    }
    carry_out(tx, &dispute, &answer, decision, staff, None).await.map(Decided::Done)
}

/// Somebody approved it: it is decided now, in the same transaction and in the name of whoever asked.
pub async fn approved(tx: &mut Tx, approval: &Approval) -> Result<(), DecideError> {
    let Payload { dispute, decision, .. } = serde_json::from_value(approval.payload.clone())
        .map_err(|error| sqlx::Error::Decode(error.into()))?;
    let Asker::Staff(staff) = approval.asked_by else { return Err(DecideError::BeyondLimit) };
    let dispute = dispute_for_update(tx, dispute).await?;
    let held = held(tx, &dispute).await?;
    let answer = Answer::of(&dispute, &held, &decision, staff)?;
    carry_out(tx, &dispute, &answer, &decision, staff, Some(approval.id)).await.map(drop)
}

/// The dispute that an approval is about, if it is about one.
pub fn of_approval(payload: &Value) -> Option<DisputeId> {
    serde_json::from_value::<Payload>(payload.clone()).ok().map(|payload| payload.dispute)
}

/// What waits for a decision of another, as the approval keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    dispute: DisputeId,
    /// Of a waiver, what is waived.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    what: String,
    decision: Decision,
}

/// A decision that fits the dispute.
struct Answer {
    verdict: Verdict,
    /// What is credited of each hold: principal, and charges that wait by themselves.
    credits: Vec<(Held, i64)>,
    credited_minor: i64,
}

impl Answer {
    fn of(
        dispute: &Dispute,
        held: &[Held],
        decision: &Decision,
        staff: StaffId,
    ) -> Result<Self, DecideError> {
        if dispute.state == State::Appealed && dispute.decided_by == Some(staff) {
            return Err(NotNow::SamePerson.into());
        }
        let mut credits = Vec::new();
        let mut credited_minor = 0;
        for hold in held {
            let asked = decision
                .credits
                .iter()
                .filter(|(id, _)| *id == hold.id)
                .map(|(_, minor)| *minor)
                .sum::<i64>();
            let left = dispute.left_of(hold).minor;
            if asked < 0 || asked > left {
                return Err(DecideError::TooMuch);
            }
            if asked > 0 {
                // Whoever is right about all of a bill is right about what was charged for not paying it.
                let late = if !hold.is_charges() && asked == left { hold.late.minor } else { 0 };
                credited_minor += asked + late;
                credits.push((hold.clone(), asked));
            }
        }
        let in_all = dispute.credited.minor + credited_minor;
        let verdict = Verdict::of(in_all, dispute.amount.minor);
        dispute.standing().after(Event::Decide(verdict))?;
        Ok(Self { verdict, credits, credited_minor })
    }

    fn act(&self, dispute: &Dispute, decision: &Decision) -> Result<Act, DecideError> {
        let what = waivable(dispute.about);
        let payload = Payload {
            dispute: dispute.id,
            what: what.map(|what| what.name().to_owned()).unwrap_or_default(),
            decision: decision.clone(),
        };
        let invoice = dispute.invoice.as_ref().map(|(invoice, _)| invoice.0);
        let (kind, object_kind, object) = match (what, invoice) {
            (Some(_), Some(invoice)) => (LimitKind::Waiver, "invoice", invoice),
            _ => (LimitKind::Adjustment, "dispute", dispute.id.0),
        };
        Ok(Act {
            kind,
            measure: Measure::Money(Money::new(self.credited_minor, dispute.account.currency)),
            account: dispute.account.id,
            object_kind,
            object,
            payload: serde_json::to_value(payload).map_err(|error| sqlx::Error::Encode(error.into()))?,
            change_minor: -self.credited_minor,
            reason: format!("{}: {}", dispute.number, decision.words),
        })
    }
}

/// Of a dispute about charges, which.
fn waivable(about: About) -> Option<Waivable> {
    match about {
        About::Interest => Some(Waivable::Interest),
        About::Fees => Some(Waivable::Fees),
        About::Invoice | About::Identity => None,
    }
}

async fn carry_out(
    tx: &mut Tx,
    dispute: &Dispute,
    answer: &Answer,
    decision: &Decision,
    staff: StaffId,
    approval: Option<ApprovalId>,
) -> Result<Verdict, DecideError> {
    lock_account(tx, dispute.account.id).await?;
    let number = match waivable(dispute.about) {
        Some(what) => {
            release(tx, dispute).await?;
            for (hold, minor) in &answer.credits {
                let waiver = Waiver {
                    id: WaiverId::new(),
                    invoice: hold.invoice,
                    what,
                    amount: Money::new(*minor, dispute.account.currency),
                    reason: decision.words.clone(),
                    by: staff,
                    approval,
                };
                waive(tx, &waiver).await?;
            }
            String::new()
        }
        None => credit(tx, dispute, answer).await?,
    };
    let number = if number.is_empty() { dispute.adjustment_number.clone() } else { number };
    let today = dispute.account.today;
    sqlx::query!(
        "update disputes set state = $2, decided_by = $3, decided_on = $4, credited_minor = credited_minor + $5, adjustment_number = $6,
           paused_on = null, asked_until = null, owner_id = coalesce(owner_id, $3)
         where id = $1",
        dispute.id.0,
        answer.verdict.state().name(),
        staff.0,
        today,
        answer.credited_minor,
        number
    )
    .execute(&mut **tx)
    .await?;
    let taken = Taken {
        words: &decision.words,
        reason: decision.reason.name(),
        credited_minor: answer.credited_minor,
        until_on: Some(today),
        files: &decision.files,
    };
    step(tx, Of::from(dispute), StepKind::Decided, &taken).await?;
    let closing = ask(tx, &dispute.account, dispute.opened_by, Closed::Dispute(dispute.id)).await?;
    tell_answered(tx, dispute, closing).await?;
    Ok(answer.verdict)
}

/// Takes the credit off the debt, and plays the account through again from the day of the oldest bill. Answers the number
/// of the adjustment, if there is one.
async fn credit(tx: &mut Tx, dispute: &Dispute, answer: &Answer) -> Result<String, DecideError> {
    if answer.credits.is_empty() {
        release(tx, dispute).await?;
        return Ok(String::new());
    }
    let (account, today) = (&dispute.account, dispute.account.today);
    let of = AccountKey {
        account: account.id,
        debtor: account.debtor,
        creditor: account.creditor,
        currency: account.currency,
    };
    let bills = answer.credits.iter().filter(|(hold, _)| !hold.is_charges());
    let mut invoices: Vec<InvoiceId> = bills.clone().map(|(hold, _)| hold.invoice).collect();
    invoices.sort_unstable();
    invoices.dedup();
    let since = first_day(tx, &invoices).await?.unwrap_or(today).min(today);
    // Also what was charged and paid of it was never owed (domain-rules A18).
    let mut recount = recounting::begin(tx, of, &invoices, since, today).await?;
    let number = match invoices.is_empty() {
        true => String::new(),
        false => format!("N-{}", take_number(tx, account, "adjustment").await?),
    };
    for (hold, minor) in &answer.credits {
        sqlx::query!(
            "update holds set released_on = coalesce(released_on, $2), credited_minor = credited_minor + $3 where id = $1",
            hold.id.0,
            today,
            minor
        )
        .execute(&mut **tx)
        .await?;
    }
    for invoice in &invoices {
        let mut billed = Billed { net_minor: 0, tax_minor: 0 };
        for (hold, minor) in bills.clone().filter(|(hold, _)| hold.invoice == *invoice) {
            let (net, tax) = net_and_tax_of(tx, hold).await?;
            let (net, tax) = net_and_tax(*minor, net, tax, of.currency);
            billed = Billed { net_minor: billed.net_minor + net, tax_minor: billed.tax_minor + tax };
        }
        post(tx, &TransactionDraft::adjustment(of, *invoice, &number, billed, Days::on(today))).await?;
    }
    release(tx, dispute).await?;
    recount.reach(&invoices, today);
    recount.finish(tx).await?;
    for (hold, minor) in answer.credits.iter().filter(|(hold, _)| hold.is_charges()) {
        give_up(tx, of, hold.invoice, *minor, Days::on(today)).await?;
    }
    Ok(number)
}

/// What waits of a dispute waits no more.
async fn release(tx: &mut Tx, dispute: &Dispute) -> Result<(), sqlx::Error> {
    super::opening::release(tx, dispute).await
}

/// The day before which nothing of these invoices was charged or paid.
async fn first_day(tx: &mut Tx, invoices: &[InvoiceId]) -> Result<Option<NaiveDate>, sqlx::Error> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.0).collect();
    sqlx::query_scalar!(
        "select min(least(i.issued_on, i.due_on, t.effective_on)) from invoices i
           left join payment_allocations a on a.invoice_id = i.id and a.reversed_by is null
           left join ledger_transactions t on t.id = a.transaction_id
         where i.id = any($1)",
        &ids
    )
    .fetch_one(&mut **tx)
    .await
}

/// What was billed on the line that waits, or on the whole invoice: net and tax.
async fn net_and_tax_of(tx: &mut Tx, hold: &Held) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce(l.net_minor, i.total_minor - i.tax_minor) as "net!", coalesce(l.tax_minor, i.tax_minor) as "tax!"
           from invoices i left join invoice_lines l on l.invoice_id = i.id and l.id = $2 where i.id = $1"#,
        hold.invoice.0,
        hold.line.as_ref().map(|(line, _)| line.0)
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok((row.net, row.tax))
}
