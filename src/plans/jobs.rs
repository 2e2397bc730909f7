//! What days and money do to plans: ordered once for each creditor and day of theirs, and whenever money moved. A day
//! that was missed, or done twice, comes to the same.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::identity::keys::Keys;
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db, Tx};
use crate::kernel::ids::{CreditorId, PlanId};
use crate::opinions::model::Closed;
use crate::opinions::store::ask;
use crate::plans::model::{EventKind, Plan};
use crate::plans::standing::Progress;
use crate::plans::state::PlanMove;
use crate::plans::store::following::{
    creditors_to_follow, offers_over, open_plans, tell_pages, was_reminded,
};
use crate::plans::store::keeping::{FOLLOW_PLAN, KeepError, follow};
use crate::plans::store::negotiating::{TalkError, expire};
use crate::plans::store::reading::{negotiation, plan as read_plan, progress};
use crate::plans::store::{Said, note};
use crate::plans::telling::{remind, tell_move};

/// Looks at all the plans and proposals of a creditor on a day.
pub const FOLLOW_PLANS: &str = "follow_plans";
/// How many days before an instalment falls due its payer is reminded.
const REMIND_DAYS: Days = Days::new(3);

/// Why a plan was not followed.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Keep(#[from] KeepError),
    #[error(transparent)]
    Talk(#[from] TalkError),
    #[error(transparent)]
    Payload(#[from] serde_json::Error),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Orders the day's look of every creditor with plans or proposals, once however many processes there are.
pub async fn order_follow(db: &Db) -> Result<(), FollowError> {
    let mut tx = db.begin(Actor::System(FOLLOW_PLANS)).await?;
    for (creditor, zone) in creditors_to_follow(&mut tx).await? {
        let zone: Tz = zone.parse().map_err(|_| sqlx::Error::Decode(format!("no zone {zone}").into()))?;
        let on = tx.today(zone);
        let key = format!("{FOLLOW_PLANS}:{creditor}:{on}");
        let payload = json!({ "creditor": creditor, "on": on });
        tx.enqueue(FOLLOW_PLANS, payload, Some(&key), Duration::ZERO).await?;
    }
    Ok(tx.commit().await?)
}

#[derive(Deserialize)]
struct DayPayload {
    creditor: CreditorId,
}

/// The job [`FOLLOW_PLANS`]: each plan in a transaction of its own, so that one that fails holds up no other.
pub async fn follow_plans(db: &Db, keys: &Keys, payload: Value) -> Result<(), FollowError> {
    let DayPayload { creditor } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(FOLLOW_PLANS)).await?;
    let plans = open_plans(&mut tx, creditor).await?;
    let over = offers_over(&mut tx, creditor).await?;
    drop(tx);
    for id in plans {
        follow_one(db, keys, id).await?;
    }
    for id in over {
        let mut tx = db.begin(Actor::System(FOLLOW_PLANS)).await?;
        let talk = negotiation(&mut tx, id).await?;
        expire(&mut tx, &talk).await?;
        tx.commit().await?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct PlanPayload {
    plan: PlanId,
}

/// The job [`FOLLOW_PLAN`].
pub async fn follow_plan(db: &Db, keys: &Keys, payload: Value) -> Result<(), FollowError> {
    let PlanPayload { plan } = serde_json::from_value(payload)?;
    follow_one(db, keys, plan).await?;
    // Told apart from the posting itself, which must not wait for the lock that telling takes.
    let mut tx = db.begin(Actor::System(FOLLOW_PLAN)).await?;
    if let Some(plan) = read_plan(&mut tx, plan).await? {
        tell_pages(&mut tx, &plan).await?;
    }
    Ok(tx.commit().await?)
}

async fn follow_one(db: &Db, keys: &Keys, id: PlanId) -> Result<(), FollowError> {
    let mut tx = db.begin(Actor::System(FOLLOW_PLAN)).await?;
    let Some(before) = read_plan(&mut tx, id).await? else { return Ok(()) };
    let standing = progress(&mut tx, &before).await?;
    for happened in follow(&mut tx, id).await? {
        let closing = match happened {
            PlanMove::Complete | PlanMove::Close => {
                Some(ask(&mut tx, &before.account, before.signed_by, Closed::Plan(id)).await?)
            }
            PlanMove::Miss | PlanMove::Suspend | PlanMove::Cure | PlanMove::Replace => None,
        };
        tell_move(&mut tx, &before, &standing, (happened, closing)).await?;
    }
    if let Some(plan) = read_plan(&mut tx, id).await?.filter(|plan| plan.state.governs()) {
        let standing = progress(&mut tx, &plan).await?;
        remind_once(&mut tx, keys, &plan, &standing).await?;
    }
    Ok(tx.commit().await?)
}

/// Reminds of the next instalment when its day is near, once for each day that it has.
async fn remind_once(tx: &mut Tx, keys: &Keys, plan: &Plan, standing: &Progress) -> Result<(), sqlx::Error> {
    let Some(next) = standing.next().copied() else { return Ok(()) };
    let today = plan.account.today;
    let is_near = next.part.due_on >= today
        && next.part.due_on.checked_sub_days(REMIND_DAYS).is_none_or(|from: NaiveDate| from <= today);
    if !is_near {
        return Ok(());
    }
    let reason = next.part.due_on.to_string();
    if was_reminded(tx, plan.id, &reason).await? {
        return Ok(());
    }
    let said = Said { part: i16::try_from(next.part.number).ok(), reason, ..Said::default() };
    note(tx, &plan.account, plan.id, EventKind::Remind, said).await?;
    remind(tx, keys, plan, standing).await
}
