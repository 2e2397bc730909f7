//! Limits and the queue in the database. Staff see the approvals of their creditors, a person those that they asked.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use crate::accounts::store::account;
use crate::desk::approvals::model::{Act, ApprovalState, Limit, LimitKind, Measure};
use crate::kernel::actor::Actor;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountId, ApprovalId, CreditorId, PersonId, PolicyVersionId, StaffId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::store::{open_items, unapplied_minor};

/// Of more than these the first are shown, and how many there are.
pub const SHOWN: i64 = 100;

/// What somebody may do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// It is within their own limit.
    Now,
    /// It waits for somebody else; nothing was done.
    Asked(ApprovalId),
}

/// Why it can neither be done nor asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The same kind of thing waits for a decision about the same object.
    #[error("it waits for a decision already")]
    AlreadyAsked,
    #[error("nobody in particular asks")]
    Nobody,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Something that somebody asked, and what became of it.
#[derive(Clone, Debug)]
pub struct Approval {
    pub id: ApprovalId,
    pub kind: LimitKind,
    pub state: ApprovalState,
    /// Whose account it is about; none where it is about the creditor's terms.
    pub account: Option<AccountId>,
    pub account_reference: String,
    pub debtor_name: String,
    pub creditor: CreditorId,
    pub object_kind: String,
    pub object: Uuid,
    pub payload: Value,
    pub measure: Measure,
    pub change_minor: i64,
    pub reason: String,
    pub asked_by: Asker,
    pub asker_name: String,
    pub asked_at: DateTime<Utc>,
    pub decider_name: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decision_words: String,
    /// The creditor's zone, in which its times are told.
    pub zone: Tz,
}

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    Staff(StaffId),
    Person(PersonId),
}

impl Approval {
    /// Whether this actor is the one who asked, and so may not decide.
    pub fn is_of(&self, actor: Actor) -> bool {
        match (self.asked_by, actor) {
            (Asker::Staff(asker), Actor::Staff { staff, .. }) => asker == staff,
            (Asker::Person(asker), Actor::Person { person, .. }) => asker == person,
            _ => false,
        }
    }
}

/// What waits, the oldest first, and how much there is in all; what was decided, the latest first.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    pub waiting: Vec<Approval>,
    pub total: u64,
    pub decided: Vec<Approval>,
}

/// The account's balance as it stands and as it would stand: what is owed less what is in credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    pub before: Money,
    pub after: Money,
}

/// Says that the actor may do it now, or files it for somebody else to decide. What a person asks is always filed.
pub async fn within_limit_or_ask(tx: &mut Tx, act: &Act) -> Result<Permission, AskError> {
    if let Actor::Staff { staff, .. } = tx.actor()
        && is_within_limit(tx, staff, act.kind, act.measure).await?
    {
        return Ok(Permission::Now);
    }
    ask(tx, act).await.map(Permission::Asked)
}

/// Whether a member of the team may do this without asking, and may approve it when another asks.
pub async fn is_within_limit(
    tx: &mut Tx,
    staff: StaffId,
    kind: LimitKind,
    measure: Measure,
) -> Result<bool, sqlx::Error> {
    let (measure, currency) = measure.parts();
    sqlx::query_scalar!(
        r#"select is_within_limit($1, $2, $3, $4) as "within!""#,
        staff.0,
        kind.name(),
        currency,
        measure
    )
    .fetch_one(&mut **tx)
    .await
}

/// What waits for this member of the team and their colleagues, and what was decided; so many of each.
pub async fn queue(tx: &mut Tx, at_most: i64) -> Result<Queue, sqlx::Error> {
    let (waiting, total) = select(tx, None, None, true, at_most).await?;
    let (decided, _) = select(tx, None, None, false, at_most).await?;
    Ok(Queue { waiting, total, decided })
}

/// One of them, if this reader may see it.
pub async fn approval(tx: &mut Tx, id: ApprovalId) -> Result<Approval, sqlx::Error> {
    for waiting in [true, false] {
        if let (mut found, _) = select(tx, Some(id.0), None, waiting, 1).await?
            && let Some(approval) = found.pop()
        {
            return Ok(approval);
        }
    }
    Err(sqlx::Error::RowNotFound)
}

/// What waits about one thing.
pub async fn waiting_about(tx: &mut Tx, object: Uuid) -> Result<Vec<Approval>, sqlx::Error> {
    select(tx, None, Some(object), true, SHOWN).await.map(|(found, _)| found)
}

/// What approving would do to the account's balance, as it stands now; nothing where it is about no account.
pub async fn effect(tx: &mut Tx, approval: &Approval) -> Result<Option<Effect>, sqlx::Error> {
    let Some(of) = approval.account else { return Ok(None) };
    let currency = account(tx, of).await?.currency;
    let open: i128 = open_items(tx, of).await?.iter().map(|item| i128::from(item.open.sum_minor())).sum();
    let credit = unapplied_minor(tx, of).await?;
    let before =
        i64::try_from(open - i128::from(credit)).map_err(|_| undecodable("a sum that does not fit"))?;
    let after =
        before.checked_add(approval.change_minor).ok_or_else(|| undecodable("a sum that does not fit"))?;
    Ok(Some(Effect { before: Money::new(before, currency), after: Money::new(after, currency) }))
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error("whoever asks does not decide")]
    OwnRequest,
    #[error("it is beyond their own limit")]
    BeyondLimit,
    #[error("it was decided before")]
    DecidedBefore,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for DecideError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("approvals_decided_by_another") => Self::OwnRequest,
            Some("approvals_within_limit") => Self::BeyondLimit,
            Some("approvals_decided_once") => Self::DecidedBefore,
            _ => Self::Database(error),
        }
    }
}

/// Writes a decision down; carrying it out is the caller's, in the same transaction.
pub async fn decide(
    tx: &mut Tx,
    approval: &Approval,
    decision: ApprovalState,
    words: &str,
) -> Result<(), DecideError> {
    let decided = sqlx::query!(
        "update approvals set state = $2, decided_by = $3, decided_at = $4, decision_words = $5 where id = $1 and state = 'waiting'",
        approval.id.0,
        decision.name(),
        tx.actor().id(),
        tx.now(),
        words
    )
    .execute(&mut **tx)
    .await?;
    if decided.rows_affected() == 0 {
        return Err(DecideError::DecidedBefore);
    }
    let verb = if decision == ApprovalState::Approved { "approve" } else { "decline" };
    Ok(tx.audit(verb, "approval", approval.id.0, approval.account).await?)
}

/// The limits of the member of the team who reads.
pub async fn own_limits(tx: &mut Tx) -> Result<Vec<Limit>, sqlx::Error> {
    let rows = sqlx::query!(
        "select kind, currency, at_most from staff_limits where staff_id = $1
         order by array_position(array['refund', 'write_off', 'discount', 'term', 'waiver', 'manual_payment', 'adjustment'], kind), currency",
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = LimitKind::parse(&row.kind).ok_or_else(|| undecodable("an unknown kind of limit"))?;
            let at_most = row.at_most.map(|number| measure(kind, number, &row.currency)).transpose()?;
            Ok(Limit { kind, at_most })
        })
        .collect()
}

/// Files it for somebody else to decide, however far the actor may go: some things are never done alone.
pub async fn ask(tx: &mut Tx, act: &Act) -> Result<ApprovalId, AskError> {
    let (staff, person) = match tx.actor() {
        Actor::Staff { staff, .. } => (Some(staff.0), None),
        Actor::Person { person, .. } => (None, Some(person.0)),
        Actor::System(_) | Actor::Visitor => return Err(AskError::Nobody),
    };
    let (id, of) = (ApprovalId::new(), account(tx, act.account).await?);
    let (measure, currency) = act.measure.parts();
    sqlx::query!(
        "insert into approvals (id, account_id, debtor_id, creditor_id, kind, object_kind, object_id, payload, currency, measure,
           change_minor, reason, asked_by_staff, asked_by_person, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        id.0,
        of.id.0,
        of.debtor.0,
        of.creditor.0,
        act.kind.name(),
        act.object_kind,
        act.object,
        act.payload,
        currency,
        measure,
        act.change_minor,
        act.reason,
        staff,
        person,
        tx.now()
    )
    .execute(&mut **tx)
    .await
    .map_err(|error| match broken_constraint(&error) {
        Some("approvals_one_waits") => AskError::AlreadyAsked,
        _ => AskError::Database(error),
    })?;
    tx.audit("ask_approval", "approval", id.0, Some(of.id)).await?;
    Ok(id)
}

/// Files a draft of a creditor's terms for somebody else to publish. Whoever asks is a member of the team.
pub async fn ask_to_publish(
    tx: &mut Tx,
    creditor: CreditorId,
    version: PolicyVersionId,
    number: i32,
    payload: &Value,
    reason: &str,
) -> Result<ApprovalId, AskError> {
    let Actor::Staff { staff, .. } = tx.actor() else { return Err(AskError::Nobody) };
    let (id, now) = (ApprovalId::new(), tx.now());
    sqlx::query!(
        "insert into approvals (id, creditor_id, kind, object_kind, object_id, payload, measure, reason, asked_by_staff, asked_at)
         values ($1, $2, 'publish', 'policy_version', $3, $4, $5, $6, $7, $8)",
        id.0,
        creditor.0,
        version.0,
        payload,
        i64::from(number),
        reason,
        staff.0,
        now
    )
    .execute(&mut **tx)
    .await
    .map_err(|error| match broken_constraint(&error) {
        Some("approvals_one_waits") => AskError::AlreadyAsked,
        _ => AskError::Database(error),
    })?;
    tx.audit("ask_approval", "approval", id.0, None).await?;
    Ok(id)
}

async fn select(
    tx: &mut Tx,
    id: Option<Uuid>,
    object: Option<Uuid>,
    waiting: bool,
    at_most: i64,
) -> Result<(Vec<Approval>, u64), sqlx::Error> {
    let rows = sqlx::query!(
        r#"select v.id as "id: ApprovalId", v.kind, v.state, v.account_id as "account: AccountId", a.reference as "reference?",
             d.name as "debtor_name?", v.creditor_id as "creditor: CreditorId", v.object_kind, v.object_id, v.payload, v.currency, v.measure, v.change_minor, v.reason,
             v.asked_by_staff as "staff: StaffId", v.asked_by_person as "person: PersonId", coalesce(s.name, p.name, '') as "asker_name!",
             v.asked_at, decider.name as "decider_name?", v.decided_at, v.decision_words, c.time_zone, count(*) over () as "total!"
           from approvals v left join accounts a on a.id = v.account_id left join debtors d on d.id = v.debtor_id join creditors c on c.id = v.creditor_id
             left join staff s on s.id = v.asked_by_staff left join persons p on p.id = v.asked_by_person
             left join staff decider on decider.id = v.decided_by
           where (v.state = 'waiting') = $3 and ($1::uuid is null or v.id = $1) and ($2::uuid is null or v.object_id = $2)
             and (v.asked_by_person = $4 or v.creditor_id in (select creditor_id from staff_creditors where staff_id = $4))
           order by case when $3 then v.asked_at end, v.decided_at desc, v.id limit $5"#,
        id,
        object,
        waiting,
        tx.actor().id(),
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    let total = rows.first().map_or(0, |row| row.total.unsigned_abs());
    let approvals = rows
        .into_iter()
        .map(|row| {
            let kind =
                LimitKind::parse(&row.kind).ok_or_else(|| undecodable("an unknown kind of approval"))?;
            let asked_by = match (row.staff, row.person) {
                (Some(staff), _) => Asker::Staff(staff),
                (None, Some(person)) => Asker::Person(person),
                (None, None) => return Err(undecodable("an approval that nobody asked")),
            };
            Ok(Approval {
                id: row.id,
                kind,
                state: ApprovalState::parse(&row.state).ok_or_else(|| undecodable("an unknown state"))?,
                account: row.account,
                account_reference: row.reference.unwrap_or_default(),
                debtor_name: row.debtor_name.unwrap_or_default(),
                creditor: row.creditor,
                object_kind: row.object_kind,
                object: row.object_id,
                payload: row.payload,
                measure: measure(kind, row.measure, &row.currency)?,
                change_minor: row.change_minor,
                reason: row.reason,
                asked_by,
                asker_name: row.asker_name,
                asked_at: row.asked_at,
                decider_name: row.decider_name,
                decided_at: row.decided_at,
                decision_words: row.decision_words,
                zone: row.time_zone.parse().map_err(|_| undecodable("an unknown time zone"))?,
            })
        })
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    Ok((approvals, total))
}

fn measure(kind: LimitKind, number: i64, code: &str) -> Result<Measure, sqlx::Error> {
    Ok(match kind {
        LimitKind::Discount => Measure::BasisPoints(number),
        LimitKind::Term => Measure::Days(number),
        LimitKind::Publish => Measure::Version(number),
        LimitKind::LiftStatus => Measure::Nothing,
        _ => Measure::Money(Money::new(number, currency(code)?)),
    })
}

fn currency(code: &str) -> Result<Currency, sqlx::Error> {
    Currency::parse(code).ok_or_else(|| undecodable("an unknown currency"))
}

fn undecodable(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}
