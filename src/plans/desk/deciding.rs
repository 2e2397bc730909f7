//! Whether a member of the team may agree to terms: inside the published rules always, beyond them within their own limit,
//! beyond that with a second person, and never beyond what is published that a person may grant.

use serde::{Deserialize, Serialize};

use crate::desk::approvals::model::{Act, LimitKind, Measure};
use crate::desk::approvals::store::{Approval, AskError, Permission, is_within_limit, within_limit_or_ask};
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::{OfferId, PlanId, StaffId};
use crate::kernel::money::Money;
use crate::plans::model::Negotiation;
use crate::plans::schedule::{Schedule, Terms};
use crate::plans::store::ground::{Ground, ground};
use crate::plans::store::negotiating::{Proposal, TalkError, counter, endorse};
use crate::plans::store::reading::negotiation;
use crate::plans::telling::{Answered, tell_answer};

/// What an approval names that is about a plan.
pub const PLAN_OFFER: &str = "plan_offer";

/// What waits for a second person, as the approval keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Payload {
    pub plan: PlanId,
    pub offer: OfferId,
    /// None where the version on the table is agreed to as it is.
    pub terms: Option<Terms>,
    pub words: String,
}

/// Why a member of the team cannot agree to this.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The rules do not publish that anybody may grant it.
    #[error("beyond what a person may grant")]
    BeyondRules,
    #[error("it waits for approval already")]
    AlreadyAsked,
    #[error(transparent)]
    Talk(#[from] TalkError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<AskError> for DecideError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::AlreadyAsked => Self::AlreadyAsked,
            AskError::Database(error) => Self::Database(error),
            AskError::Nobody => Self::BeyondRules,
        }
    }
}

/// How far terms go beyond what is agreed with everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Published,
    ByPerson,
    Beyond,
}

/// Holds terms against the rules, and against what is published that a person may grant.
pub fn reach(ground: &Ground, owed: Money, terms: &Terms) -> Reach {
    let Some(bounds) = &ground.bounds else { return Reach::ByPerson };
    if bounds.allows(owed, terms) {
        return Reach::Published;
    }
    let Some(most) = bounds.rules.by_person else { return Reach::ByPerson };
    let Ok(schedule) = Schedule::of(owed, terms) else { return Reach::Beyond };
    let (Some(first), Some(last)) = (schedule.first(), schedule.last()) else { return Reach::Beyond };
    let in_time = last.due_on <= bounds.by_person().ends_by(terms.frequency, first.due_on);
    let discount = terms.discount_basis_points <= most.discount_basis_points;
    if terms.instalments <= most.instalments_to && in_time && discount && first.due_on >= bounds.today {
        Reach::ByPerson
    } else {
        Reach::Beyond
    }
}

/// What is held against somebody's limits: a discount, and by how many days the plan begins or ends later than the
/// published rules let any.
pub fn measures(ground: &Ground, terms: &Terms, schedule: &Schedule) -> Vec<(LimitKind, Measure)> {
    let later = ground.bounds.as_ref().zip(schedule.first().zip(schedule.last()));
    let days = later.map_or(0, |(bounds, (first, last))| {
        let begins = first.due_on - bounds.latest_first(terms.frequency);
        let ends = last.due_on - bounds.ends_by(terms.frequency, first.due_on);
        begins.max(ends).num_days().max(0)
    });
    let points = terms.discount_basis_points;
    let discount = (points > 0).then_some((LimitKind::Discount, Measure::BasisPoints(points)));
    discount.into_iter().chain([(LimitKind::Term, Measure::Days(days))]).collect()
}

/// Whether all of it is within the limits of a member of the team.
pub async fn is_within_limits(
    tx: &mut Tx,
    staff: StaffId,
    measures: &[(LimitKind, Measure)],
) -> Result<bool, sqlx::Error> {
    for (kind, measure) in measures {
        if !is_within_limit(tx, staff, *kind, *measure).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Agrees to it, or has it decided by a second person. Answers whether it was done.
pub async fn agree(
    tx: &mut Tx,
    ground: &Ground,
    talk: &Negotiation,
    payload: &Payload,
) -> Result<bool, DecideError> {
    let current = talk.current().filter(|offer| offer.id == payload.offer).ok_or(TalkError::Moved)?;
    let terms = payload.terms.clone().unwrap_or_else(|| current.terms.clone());
    let debts = ground.among(&talk.ids()).map_err(TalkError::DebtGone)?;
    let owed = ground.owed(&debts).ok_or(TalkError::NoPlans)?;
    let schedule = Schedule::of(owed, &terms).map_err(|_| TalkError::NoPlans)?;
    match reach(ground, owed, &terms) {
        Reach::Published => {}
        Reach::Beyond => return Err(DecideError::BeyondRules),
        Reach::ByPerson => {
            for (kind, measure) in measures(ground, &terms, &schedule) {
                let act = Act {
                    kind,
                    measure,
                    account: talk.account.id,
                    object_kind: PLAN_OFFER,
                    object: payload.offer.0,
                    payload: serde_json::to_value(payload).unwrap_or_default(),
                    change_minor: -schedule.discount.minor,
                    reason: payload.words.clone(),
                };
                if let Permission::Asked(_) = within_limit_or_ask(tx, &act).await? {
                    return Ok(false);
                }
            }
        }
    }
    carry_out(tx, ground, talk, payload).await?;
    Ok(true)
}

/// Somebody approved it: it is done now, in the same transaction. Whoever approves must be allowed all of it, also what
/// nobody had to ask for.
pub async fn approved(tx: &mut Tx, approval: &Approval) -> Result<(), DecideError> {
    let payload: Payload = serde_json::from_value(approval.payload.clone())
        .map_err(|error| sqlx::Error::Decode(error.into()))?;
    let talk = negotiation(tx, payload.plan).await?;
    let ground = ground(tx, talk.account.clone(), talk.replaces).await?;
    let current = talk.current().filter(|offer| offer.id == payload.offer).ok_or(TalkError::Moved)?;
    let terms = payload.terms.clone().unwrap_or_else(|| current.terms.clone());
    let debts = ground.among(&talk.ids()).map_err(TalkError::DebtGone)?;
    let owed = ground.owed(&debts).ok_or(TalkError::NoPlans)?;
    let schedule = Schedule::of(owed, &terms).map_err(|_| TalkError::NoPlans)?;
    if reach(&ground, owed, &terms) == Reach::Beyond {
        return Err(DecideError::BeyondRules);
    }
    if let Actor::Staff { staff, .. } = tx.actor()
        && !is_within_limits(tx, staff, &measures(&ground, &terms, &schedule)).await?
    {
        return Err(DecideError::BeyondRules);
    }
    carry_out(tx, &ground, &talk, &payload).await
}

async fn carry_out(
    tx: &mut Tx,
    ground: &Ground,
    talk: &Negotiation,
    payload: &Payload,
) -> Result<(), DecideError> {
    let answered = match &payload.terms {
        None => {
            endorse(tx, talk, payload.offer, &payload.words).await?;
            Answered::Endorsed
        }
        Some(terms) => {
            let proposal = Proposal {
                key: uuid::Uuid::now_v7(),
                invoices: talk.ids(),
                terms: terms.clone(),
                words: payload.words.clone(),
                replaces: talk.replaces,
            };
            counter(tx, ground, Some(talk), &proposal).await?;
            Answered::Countered
        }
    };
    Ok(tell_answer(tx, talk, answered).await?)
}
