//! A plan while it is kept: what follows from the books and from the day, and what whoever keeps it may do by themselves.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use super::reading::{bends, plan, progress};
use super::{Said, hold_account, note};
use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, PlanId};
use crate::ledger::allocation::OpenItem;
use crate::ledger::drafts::Billed;
use crate::ledger::model::{AccountKey, Days as BookDays, TransactionDraft};
use crate::ledger::store::{PostError, post, unplanned_items};
use crate::plans::discount::taken;
use crate::plans::model::{EventKind, Plan};
use crate::plans::standing::{BendError, Part, Progress, moved, skipped};
use crate::plans::state::{PlanMove, PlanState};
use crate::policies::rules::InterestInPlan;

/// Why a plan was not followed or bent.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error(transparent)]
    Bend(#[from] BendError),
    /// It has ended, or is suspended.
    #[error("the plan is not being kept")]
    NotKept,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Does what follows from what was paid and from the day. Done twice, it is done once. Answers what happened.
pub async fn follow(tx: &mut Tx, id: PlanId) -> Result<Vec<PlanMove>, KeepError> {
    let mut done = Vec::new();
    let Some(found) = plan(tx, id).await? else { return Ok(done) };
    hold_account(tx, found.account.id).await?;
    // A plan may be missed, suspended and closed on the same day when nobody looked for long.
    for _ in 0..PlanMove::ALL.len() {
        let Some(plan) = plan(tx, id).await? else { break };
        let progress = progress(tx, &plan).await?;
        let Some(next) = what_follows(&plan, &progress) else { break };
        // What is contested may yet have to be paid: until that is decided nothing says that all is done. What was
        // contested when it was signed is not in it.
        if next == PlanMove::Complete && progress.credited_minor > 0 && contested(tx, &plan).await? {
            break;
        }
        step(tx, &plan, next).await?;
        match next {
            PlanMove::Complete => take_off_discount(tx, &plan, plan.discount.minor).await?,
            PlanMove::Close if !plan.rules.missed.discount_is_lost => {
                let earned_minor = earned_discount_minor(&plan, progress.paid_minor);
                take_off_discount(tx, &plan, earned_minor).await?;
            }
            PlanMove::Suspend => {
                let from = progress.grace_end().unwrap_or(plan.account.today);
                end_relief(tx, &plan, from).await?;
            }
            PlanMove::Cure if plan.state == PlanState::Suspended => {
                // What was charged today was charged while it was suspended.
                let today = plan.account.today;
                relieve(tx, &plan, |_| today.succ_opt().unwrap_or(today)).await?;
            }
            _ => {}
        }
        done.push(next);
    }
    Ok(done)
}

async fn contested(tx: &mut Tx, plan: &Plan) -> Result<bool, sqlx::Error> {
    let items = unplanned_items(tx, plan.account.id).await?;
    let of_plan = |item: &&OpenItem| plan.invoices.iter().any(|(id, _)| *id == item.invoice);
    Ok(items.iter().filter(of_plan).any(|item| item.held_open_minor() > 0))
}

/// The one thing that is to happen next, if anything is.
pub fn what_follows(plan: &Plan, progress: &Progress) -> Option<PlanMove> {
    if !plan.state.is_open() {
        return None;
    }
    if progress.is_complete() {
        return Some(PlanMove::Complete);
    }
    let missed = progress.missed_in_a_row();
    if plan.state == PlanState::Suspended {
        let cure = Days::new(plan.rules.missed.cure_days.into());
        let until = plan.suspended_on.and_then(|on| on.checked_add_days(cure));
        return if missed == 0 {
            Some(PlanMove::Cure)
        } else {
            until.is_some_and(|until| until < plan.account.today).then_some(PlanMove::Close)
        };
    }
    if missed >= usize::from(plan.rules.missed.suspended_after) {
        Some(PlanMove::Suspend)
    } else if missed > 0 && plan.state == PlanState::Active {
        Some(PlanMove::Miss)
    } else if missed == 0 && plan.state == PlanState::Behind {
        Some(PlanMove::Cure)
    } else {
        None
    }
}

/// Leads the plan on and writes it down; what has ended lets its debts go.
pub(super) async fn step(tx: &mut Tx, plan: &Plan, next: PlanMove) -> Result<(), sqlx::Error> {
    let Some(after) = plan.state.after(next) else { return Err(sqlx::Error::RowNotFound) };
    let (now, today) = (tx.now(), plan.account.today);
    let is_over = !after.is_open();
    sqlx::query!(
        r#"update plans set state = $2, suspended_on = case when $2 = 'suspended' then $3 else suspended_on end, ended_at = $4
         where id = $1 and state = $5"#,
        plan.id.0,
        after.name(),
        today,
        is_over.then_some(now),
        plan.state.name()
    )
    .execute(&mut **tx)
    .await?;
    if is_over {
        sqlx::query!(
            "update plan_debts set left_at = $2 where plan_id = $1 and left_at is null",
            plan.id.0,
            now
        )
        .execute(&mut **tx)
        .await?;
        end_relief(tx, plan, today).await?;
    }
    let kind = match next {
        PlanMove::Miss => EventKind::Miss,
        PlanMove::Suspend => EventKind::Suspend,
        PlanMove::Cure => EventKind::Cure,
        PlanMove::Complete => EventKind::Complete,
        PlanMove::Close => EventKind::Close,
        PlanMove::Replace => EventKind::Replace,
    };
    note(tx, &plan.account, plan.id, kind, Said::default()).await
}

/// From a day of each on, the debts in the plan bear as much interest as was agreed, and no more.
pub(super) async fn relieve(
    tx: &mut Tx,
    plan: &Plan,
    from: impl Fn(InvoiceId) -> NaiveDate,
) -> Result<(), sqlx::Error> {
    let share = match plan.rules.interest() {
        InterestInPlan::Frozen => 0,
        InterestInPlan::Reduced(share) => share,
        InterestInPlan::Kept => return Ok(()),
    };
    let account = &plan.account;
    for (invoice, _) in &plan.invoices {
        sqlx::query!(
            r#"insert into plan_reliefs (id, plan_id, invoice_id, account_id, debtor_id, creditor_id, share, from_on)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (invoice_id) where until_on is null do nothing"#,
            Uuid::now_v7(),
            plan.id.0,
            invoice.0,
            account.id.0,
            account.debtor.0,
            account.creditor.0,
            i32::try_from(share).unwrap_or(0),
            from(*invoice)
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// The usual interest returns the day after `last`, and never for a day before.
async fn end_relief(tx: &mut Tx, plan: &Plan, last: NaiveDate) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"update plan_reliefs set until_on = greatest($2, from_on) where plan_id = $1 and until_on is null"#,
        plan.id.0,
        last
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The part of the discount that what was paid before the end has earned, where it is not lost.
fn earned_discount_minor(plan: &Plan, paid_minor: i64) -> i64 {
    let total = i128::from(plan.total().minor).max(1);
    let earned = i128::from(plan.discount.minor) * i128::from(paid_minor.max(0)) / total;
    i64::try_from(earned).unwrap_or_default().min(plan.discount.minor)
}

/// Takes so much of what was agreed off what is still open of the debts.
async fn take_off_discount(tx: &mut Tx, plan: &Plan, minor: i64) -> Result<(), KeepError> {
    if minor <= 0 {
        return Ok(());
    }
    let account = &plan.account;
    let items: Vec<OpenItem> = unplanned_items(tx, account.id)
        .await?
        .into_iter()
        .filter(|item| plan.invoices.iter().any(|(id, _)| *id == item.invoice))
        .collect();
    let taken = taken(minor, &plan.owed_on, &items);
    if taken.parts.is_empty() {
        return Ok(());
    }
    let of = AccountKey {
        account: account.id,
        debtor: account.debtor,
        creditor: account.creditor,
        currency: account.currency,
    };
    let billed = billed(tx, plan).await?;
    let days = BookDays::on(account.today);
    let draft = TransactionDraft::discount(of, (plan.id, &plan.name()), &taken, &billed, days);
    post(tx, &draft).await?;
    Ok(())
}

/// What was billed on each debt of a plan, net and tax: with what nobody pays goes the tax on it.
async fn billed(tx: &mut Tx, plan: &Plan) -> Result<Vec<(InvoiceId, Billed)>, sqlx::Error> {
    let ids: Vec<Uuid> = plan.ids().iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: InvoiceId", total_minor - tax_minor as "net!", tax_minor from invoices where id = any($1)"#,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, Billed { net_minor: row.net, tax_minor: row.tax_minor }))
        .collect())
}

/// Moves an instalment to a later day, as far as was agreed.
pub async fn move_part(tx: &mut Tx, id: PlanId, number: u16, to: NaiveDate) -> Result<(), KeepError> {
    let (plan, progress) = kept(tx, id).await?;
    let (moves, _) = bends(tx, id).await?;
    let parts = moved(&progress, number, to, plan.account.today, (plan.rules.allowances, moves))?;
    rearrange(tx, &plan, &parts, EventKind::Move, number).await
}

/// Leaves an instalment out; it comes at the end.
pub async fn skip_part(tx: &mut Tx, id: PlanId, number: u16) -> Result<(), KeepError> {
    let (plan, progress) = kept(tx, id).await?;
    let (_, skips) = bends(tx, id).await?;
    let parts = skipped(&progress, number, plan.terms.frequency, (plan.rules.allowances, skips))?;
    rearrange(tx, &plan, &parts, EventKind::Skip, number).await
}

/// The plan that is being kept, alone until the end of the transaction.
async fn kept(tx: &mut Tx, id: PlanId) -> Result<(Plan, Progress), KeepError> {
    let found = plan(tx, id).await?.ok_or(sqlx::Error::RowNotFound)?;
    hold_account(tx, found.account.id).await?;
    let found = plan(tx, id).await?.filter(|plan| plan.state.governs()).ok_or(KeepError::NotKept)?;
    let progress = progress(tx, &found).await?;
    Ok((found, progress))
}

async fn rearrange(
    tx: &mut Tx,
    plan: &Plan,
    parts: &[Part],
    kind: EventKind,
    number: u16,
) -> Result<(), KeepError> {
    let revision = plan.revision + 1;
    put_parts(tx, &plan.account, plan.id, revision, parts).await?;
    sqlx::query!(
        "update plans set revision = $2 where id = $1 and revision = $3",
        plan.id.0,
        revision,
        plan.revision
    )
    .execute(&mut **tx)
    .await?;
    let said = Said { part: i16::try_from(number).ok(), ..Said::default() };
    Ok(note(tx, &plan.account, plan.id, kind, said).await?)
}

/// Keeps the instalments as they are arranged from now on.
pub(super) async fn put_parts(
    tx: &mut Tx,
    account: &Account,
    id: PlanId,
    revision: i32,
    parts: &[Part],
) -> Result<(), sqlx::Error> {
    let numbers: Vec<i16> = parts.iter().map(|part| i16::try_from(part.number).unwrap_or(i16::MAX)).collect();
    let days: Vec<NaiveDate> = parts.iter().map(|part| part.due_on).collect();
    let moved: Vec<Option<NaiveDate>> = parts.iter().map(|part| part.moved_from).collect();
    let amounts: Vec<i64> = parts.iter().map(|part| part.amount_minor).collect();
    sqlx::query!(
        r#"insert into plan_parts (plan_id, revision, number, account_id, debtor_id, creditor_id, due_on, moved_from, amount_minor)
         select $1, $2, number, $3, $4, $5, due_on, moved_from, amount
         from unnest($6::smallint[], $7::date[], $8::date[], $9::bigint[]) as part (number, due_on, moved_from, amount)"#,
        id.0,
        revision,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        &numbers,
        &days,
        &moved as &[Option<NaiveDate>],
        &amounts
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The kind of the job that looks at a plan.
pub const FOLLOW_PLAN: &str = "follow_plan";

/// Has the plans of an account looked at once this transaction commits, where there are any: its money moved.
pub async fn follow_soon(tx: &mut Tx, account: AccountId) -> Result<(), sqlx::Error> {
    let open: Vec<PlanId> = sqlx::query_scalar!(
        r#"select id as "id: PlanId" from plans where account_id = $1 and ended_at is null"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    for plan in open {
        tx.enqueue(FOLLOW_PLAN, json!({ "plan": plan }), None, Duration::ZERO).await?;
    }
    Ok(())
}
