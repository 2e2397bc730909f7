//! Putting versions on the table, and answering them.

use chrono::{DateTime, Days, Utc};
use uuid::Uuid;

use super::ground::Ground;
use super::reading::{negotiation, open_negotiation};
use super::{Said, end_of, hold_account, note, shown_name};
use crate::kernel::actor::Actor;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{InvoiceId, OfferId, PersonId, PlanId};
use crate::kernel::money::Money;
use crate::needs;
use crate::needs::model::{MORE_TIME, NeedKind};
use crate::plans::model::{DeclineReason, EventKind, Negotiation, Side};
use crate::plans::schedule::Terms;
use crate::plans::state::{Talk, TalkMove};

/// Why nothing was put on the table, or not answered. Then all is as it was.
#[derive(Debug, thiserror::Error)]
pub enum TalkError {
    /// There are no rules to hold it against, or the account is barred from plans for now.
    #[error("no plan can be agreed on this account now")]
    NoPlans,
    /// It was paid, contested, or taken into another plan meanwhile.
    #[error("a debt that cannot enter")]
    DebtGone(InvoiceId),
    /// It ran out while the page was open.
    #[error("the version is no longer good")]
    Expired,
    /// There is a later one, or it was answered.
    #[error("the version is not the one on the table")]
    Moved,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for TalkError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            // Somebody else began at the same moment, and theirs is on the table.
            Some("negotiations_one_open") => Self::Moved,
            Some("plan_debts_one_plan" | "offers_version_key" | "plans_negotiation_fkey" | "plans_pkey") => {
                Self::Moved
            }
            Some("offers_expires_later") => Self::Expired,
            _ => Self::Database(error),
        }
    }
}

/// What somebody who owes proposes.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub key: Uuid,
    pub invoices: Vec<InvoiceId>,
    pub terms: Terms,
    pub words: String,
    pub replaces: Option<PlanId>,
}

/// Puts a proposal on the table: agreed to at once where the published rules allow it, else with the team. Answers the
/// negotiation, which for the same key is the same.
pub async fn propose(tx: &mut Tx, ground: &Ground, proposal: &Proposal) -> Result<(PlanId, Talk), TalkError> {
    let account = &ground.account;
    hold_account(tx, account.id).await?;
    if let Some(found) = begun_with(tx, proposal.key).await? {
        return Ok(found);
    }
    let bounds = ground.bounds.as_ref().filter(|_| !ground.is_barred).ok_or(TalkError::NoPlans)?;
    let debts = ground.among(&proposal.invoices).map_err(TalkError::DebtGone)?;
    let owed = ground.owed(&debts).ok_or(TalkError::NoPlans)?;
    let inside = bounds.allows(owed, &proposal.terms);
    let step = TalkMove::Propose { inside };
    let id = place(tx, ground, proposal, step).await?;
    let offer = put(tx, ground, id, &proposal.terms, owed, &proposal.words).await?;
    let said = Said { offer: Some(offer), words: proposal.words.clone(), ..Said::default() };
    note(tx, account, id, EventKind::Propose, said).await?;
    let answer_by = account.today.checked_add_days(Days::new(bounds.rules.answers.within_days.into()));
    sqlx::query!("update negotiations set answer_by = $2 where id = $1", id.0, answer_by.filter(|_| !inside))
        .execute(&mut **tx)
        .await?;
    Ok((id, if inside { Talk::ToSign } else { Talk::WithCreditor }))
}

/// Shows whoever decides what the proposal's author could keep up each month. Whatever is decided, it goes.
pub async fn show_budget(tx: &mut Tx, id: PlanId, each_month: Money) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update negotiations set budget_minor = $2 where id = $1 and state = 'with_creditor'",
        id.0,
        each_month.minor
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// What was shown, while it waits for its answer.
pub async fn shown_budget(tx: &mut Tx, talk: &Negotiation) -> Result<Option<Money>, sqlx::Error> {
    let minor = sqlx::query_scalar!("select budget_minor from negotiations where id = $1", talk.id.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(minor.flatten().map(|minor| Money::new(minor, talk.account.currency)))
}

/// The team puts terms on the table: in answer to a proposal, or as the first word.
pub async fn counter(
    tx: &mut Tx,
    ground: &Ground,
    open: Option<&Negotiation>,
    proposal: &Proposal,
) -> Result<PlanId, TalkError> {
    hold_account(tx, ground.account.id).await?;
    if open.is_none()
        && let Some((found, _)) = begun_with(tx, proposal.key).await?
    {
        return Ok(found);
    }
    let debts = ground.among(&proposal.invoices).map_err(TalkError::DebtGone)?;
    let owed = ground.owed(&debts).filter(|owed| owed.is_positive()).ok_or(TalkError::NoPlans)?;
    let id = match open {
        Some(open) => {
            advance(tx, open, TalkMove::Counter).await?;
            open.id
        }
        None if open_negotiation(tx, ground.account.id).await?.is_some() => return Err(TalkError::Moved),
        None => begin(tx, ground, proposal, Talk::ToSign, None).await?,
    };
    let offer = put(tx, ground, id, &proposal.terms, owed, &proposal.words).await?;
    let said = Said { offer: Some(offer), words: proposal.words.clone(), ..Said::default() };
    note(tx, &ground.account, id, EventKind::Counter, said).await?;
    Ok(id)
}

/// The team agrees to the version on the table, which its reader must have seen.
pub async fn endorse(tx: &mut Tx, talk: &Negotiation, offer: OfferId, words: &str) -> Result<(), TalkError> {
    let current = seen(talk, offer, tx.now())?;
    hold_account(tx, talk.account.id).await?;
    advance(tx, talk, TalkMove::Endorse).await?;
    let said = Said { offer: Some(current), words: words.to_owned(), ..Said::default() };
    Ok(note(tx, &talk.account, talk.id, EventKind::Endorse, said).await?)
}

/// The team says no, and why.
pub async fn decline(
    tx: &mut Tx,
    talk: &Negotiation,
    offer: OfferId,
    reason: DeclineReason,
    words: &str,
) -> Result<(), TalkError> {
    let current = seen(talk, offer, tx.now())?;
    advance(tx, talk, TalkMove::Decline).await?;
    let said = Said {
        offer: Some(current),
        reason: reason.name().to_owned(),
        words: words.to_owned(),
        ..Said::default()
    };
    Ok(note(tx, &talk.account, talk.id, EventKind::Decline, said).await?)
}

/// Whoever owes takes a proposal back, or says that an offer does not suit them.
pub async fn refuse(tx: &mut Tx, talk: &Negotiation, words: &str) -> Result<(), TalkError> {
    advance(tx, talk, TalkMove::Refuse).await?;
    let said = Said { words: words.to_owned(), ..Said::default() };
    Ok(note(tx, &talk.account, talk.id, EventKind::Refuse, said).await?)
}

/// Closes what was not answered in time. Answers whether it was.
pub async fn expire(tx: &mut Tx, talk: &Negotiation) -> Result<bool, TalkError> {
    let is_over = talk.current().is_some_and(|offer| offer.expires_at <= tx.now());
    if !talk.state.is_open() || !is_over {
        return Ok(false);
    }
    advance(tx, talk, TalkMove::Expire).await?;
    note(tx, &talk.account, talk.id, EventKind::Expire, Said::default()).await?;
    Ok(true)
}

/// The version on the table, if it is the one that was seen and is still good.
pub(super) fn seen(talk: &Negotiation, offer: OfferId, now: DateTime<Utc>) -> Result<OfferId, TalkError> {
    let current = talk.current().filter(|current| current.id == offer).ok_or(TalkError::Moved)?;
    if !talk.state.is_open() {
        return Err(TalkError::Moved);
    }
    if current.expires_at <= now { Err(TalkError::Expired) } else { Ok(current.id) }
}

/// Leads the negotiation on, if it still is where it was read.
pub(super) async fn advance(tx: &mut Tx, talk: &Negotiation, step: TalkMove) -> Result<Talk, TalkError> {
    let after = talk.state.after(step).ok_or(TalkError::Moved)?;
    let now = tx.now();
    let done = sqlx::query!(
        r#"update negotiations set state = $2, closed_at = $3, answer_by = case when $3::timestamptz is null then answer_by end,
           budget_minor = null
         where id = $1 and state = $4
           and (select max(version) from offers where negotiation_id = $1) = $5"#,
        talk.id.0,
        after.name(),
        (!after.is_open()).then_some(now),
        talk.state.name(),
        i32::try_from(talk.offers.len()).unwrap_or(i32::MAX)
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(after) } else { Err(TalkError::Moved) }
}

async fn begun_with(tx: &mut Tx, key: Uuid) -> Result<Option<(PlanId, Talk)>, TalkError> {
    let found =
        sqlx::query!(r#"select id as "id: PlanId", state from negotiations where request_key = $1"#, key)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(found.and_then(|row| Some((row.id, Talk::parse(&row.state)?))))
}

/// Where the proposal goes: into the negotiation that is open about the same debts, or a new one in its place.
async fn place(
    tx: &mut Tx,
    ground: &Ground,
    proposal: &Proposal,
    step: TalkMove,
) -> Result<PlanId, TalkError> {
    let person = match tx.actor() {
        Actor::Person { person, .. } => Some(person),
        _ => None,
    };
    if let Some(open) = open_negotiation(tx, ground.account.id).await? {
        let open = negotiation(tx, open).await?;
        let mut ids = (open.ids(), proposal.invoices.clone());
        ids.0.sort_unstable();
        ids.1.sort_unstable();
        if ids.0 == ids.1 && open.replaces == proposal.replaces {
            advance(tx, &open, step).await?;
            return Ok(open.id);
        }
        refuse(tx, &open, "").await?;
    }
    let state = Talk::begun(step).ok_or(TalkError::Moved)?;
    begin(tx, ground, proposal, state, person).await
}

async fn begin(
    tx: &mut Tx,
    ground: &Ground,
    proposal: &Proposal,
    state: Talk,
    person: Option<PersonId>,
) -> Result<PlanId, TalkError> {
    let (id, account, now) = (PlanId::new(), &ground.account, tx.now());
    sqlx::query!(
        r#"insert into negotiations (id, account_id, debtor_id, creditor_id, currency, state, person_id, replaces_id, request_key, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#,
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        account.currency.code(),
        state.name(),
        person.map(|person| person.0),
        proposal.replaces.map(|plan| plan.0),
        proposal.key,
        now
    )
    .execute(&mut **tx)
    .await?;
    let invoices: Vec<Uuid> = proposal.invoices.iter().map(|invoice| invoice.0).collect();
    sqlx::query!(
        r#"insert into negotiation_debts (negotiation_id, invoice_id, account_id, debtor_id, creditor_id)
         select $1, invoice, $2, $3, $4 from unnest($5::uuid[]) as invoice group by invoice"#,
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        &invoices
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Adds a version. It is good for as long as the rules say, and for whoever needs more time to answer the team for twice as long;
/// never beyond its own first day.
async fn put(
    tx: &mut Tx,
    ground: &Ground,
    id: PlanId,
    terms: &Terms,
    owed: Money,
    words: &str,
) -> Result<OfferId, TalkError> {
    let (offer, account, now) = (OfferId::new(), &ground.account, tx.now());
    let stands = ground.bounds.as_ref().map_or(7, |bounds| bounds.rules.answers.stand_days);
    let mut stands = u64::from(stands);
    let is_teams = matches!(tx.actor(), Actor::Staff { .. });
    if is_teams && needs::store::account_has(tx, account.id, NeedKind::MoreTime).await? {
        stands *= u64::from(MORE_TIME);
    }
    let stands_until = account.today.checked_add_days(Days::new(stands)).unwrap_or(account.today);
    let expires_at = end_of(tx, account, stands_until.min(terms.first_on)).await?;
    let (side, author) = match tx.actor() {
        Actor::Person { person, .. } => (Side::Person, person.0),
        Actor::Staff { staff, .. } => (Side::Staff, staff.0),
        Actor::System(_) | Actor::Visitor => return Err(TalkError::Moved),
    };
    let name = shown_name(tx).await?;
    let kept = serde_json::to_value(terms).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        r#"insert into offers (id, negotiation_id, account_id, debtor_id, creditor_id, version, author_kind, author_id, author_name,
           terms, owed_minor, words, policy_version_id, created_at, expires_at)
         values ($1, $2, $3, $4, $5, (select coalesce(max(version), 0) + 1 from offers where negotiation_id = $2), $6, $7, $8,
           $9, $10, $11, $12, $13, $14)"#,
        offer.0,
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        side.name(),
        author,
        name,
        kept,
        owed.minor,
        words,
        ground.version.as_ref().map(|version| version.id.0),
        now,
        expires_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(offer)
}
