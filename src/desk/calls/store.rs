//! Calls in the database, and what the contact rules look at before one.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use sqlx::types::Json;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::accounts::store::balance_of;
use crate::contact::guard::{Circumstances, Earlier, Stop, When, when};
use crate::contact::model::{Channel, RULES_VERSION};
use crate::desk::calls::model::Outcome;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CallId, ContactPointId, TaskId};
use crate::ledger::store::open_items;
use crate::policies::caps::Jurisdiction;

/// No limit looks further back.
const DAYS_LOOKED_AT: u64 = 8;
/// Of more than these the newest are shown.
const CALLS_SHOWN: i64 = 20;

/// A telephone of somebody of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    pub point: ContactPointId,
    pub person: Uuid,
    pub name: String,
    pub number: String,
}

/// Whether the people of an account may be called, as things are.
#[derive(Clone, Debug)]
pub struct Callable {
    pub numbers: Vec<Number>,
    pub circumstances: Circumstances,
    pub zone: Tz,
    pub when: When,
}

/// A call as it was logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub called_at: DateTime<Utc>,
    pub person: Option<String>,
    pub staff: String,
    pub was_ours: bool,
    pub outcome: String,
    pub agreed: String,
    pub again_on: Option<NaiveDate>,
    pub was_allowed: bool,
}

/// What is to be logged.
#[derive(Clone, Debug)]
pub struct NewCall {
    pub id: CallId,
    /// The number that we called; nobody's where they called us.
    pub number: Option<Number>,
    pub outcome: Outcome,
    pub agreed: String,
    pub again_on: Option<NaiveDate>,
}

/// Why a call was not logged.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The day of the next try is not ahead.
    #[error("the next try is not ahead")]
    NotAhead,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Asks the contact rules about a call to the people of an account, now.
pub async fn callable(tx: &mut Tx, account: &Account) -> Result<Callable, sqlx::Error> {
    let place = sqlx::query!(
        r#"select d.time_zone, d.jurisdiction as debtors, c.jurisdiction as creditors,
             exists (select from legal_statuses s where s.account_id = a.id and s.from_on <= $2
               and (s.until_on is null or s.until_on >= $2)) as "is_stopped!"
           from accounts a join debtors d on d.id = a.debtor_id join creditors c on c.id = a.creditor_id where a.id = $1"#,
        account.id.0,
        account.today
    )
    .fetch_one(&mut **tx)
    .await?;
    let zone: Tz = place.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let local = tx.now().with_timezone(&zone).naive_local();
    let mut places: Vec<Jurisdiction> =
        [&place.creditors, &place.debtors].into_iter().filter_map(|code| Jurisdiction::parse(code)).collect();
    places.dedup();
    let all = numbers(tx, account).await?;
    let wants_letters = !all.is_empty() && all.iter().all(|(_, letters_only)| *letters_only);
    let numbers: Vec<Number> =
        all.into_iter().filter(|(_, letters_only)| !letters_only).map(|(number, _)| number).collect();
    let balance = balance_of(account, &open_items(tx, account.id).await?, 0)?;
    let stop = if place.is_stopped {
        Some(Stop::LegalStatus)
    } else if wants_letters {
        Some(Stop::LettersOnly)
    } else if !balance.due.is_positive() && balance.held.is_positive() {
        Some(Stop::Contested)
    } else if !balance.due.is_positive() {
        Some(Stop::NothingDue)
    } else {
        numbers.is_empty().then_some(Stop::NoAddress)
    };
    let earlier = earlier(tx, account, local.date()).await?;
    let circumstances = Circumstances {
        channel: Channel::Call,
        local,
        places,
        earlier,
        promised_on: account.waits_until(),
        stop,
    };
    let when = when(&circumstances);
    Ok(Callable { numbers, circumstances, zone, when })
}

/// Writes a call down with what the rules said of it. A number that is not theirs is suspended, and a next try is a task.
/// Sent twice, it is one.
pub async fn log(tx: &mut Tx, account: &Account, call: &NewCall) -> Result<(), CallError> {
    let callable = callable(tx, account).await?;
    let called_on = callable.circumstances.local.date();
    if call.again_on.is_some_and(|day| day <= called_on) {
        return Err(CallError::NotAhead);
    }
    let was_ours = call.number.is_some();
    let was_allowed = !was_ours || matches!(callable.when, When::Until(_));
    let (staff, now) = (tx.actor().id(), tx.now());
    let added = sqlx::query!(
        "insert into calls (id, account_id, debtor_id, creditor_id, person_id, contact_point_id, staff_id, shown_name,
           was_ours, outcome, agreed, again_on, called_at, called_on, was_allowed, rules_version, circumstances)
         select $1, a.id, a.debtor_id, a.creditor_id, $3, $4, $5, staff_first_name($5), $6, $7, $8, $9, $10, $11, $12, $13, $14
         from accounts a where a.id = $2
         on conflict (id) do nothing",
        call.id.0,
        account.id.0,
        call.number.as_ref().map(|number| number.person),
        call.number.as_ref().map(|number| number.point.0),
        staff,
        was_ours,
        call.outcome.name(),
        call.agreed,
        call.again_on,
        now,
        called_on,
        was_allowed,
        RULES_VERSION,
        Json(&callable.circumstances) as _
    )
    .execute(&mut **tx)
    .await?;
    if added.rows_affected() == 0 {
        return Ok(());
    }
    if let (Outcome::WrongNumber, Some(number)) = (call.outcome, &call.number) {
        suspend(tx, number.point).await?;
    }
    if let Some(day) = call.again_on {
        call_again(tx, account.id, call.id, day).await?;
    }
    Ok(tx.audit("log", "call", call.id.0, Some(account.id)).await?)
}

/// What was logged of an account, the newest first.
pub async fn calls(tx: &mut Tx, account: AccountId) -> Result<Vec<Call>, sqlx::Error> {
    sqlx::query_as!(
        Call,
        r#"select c.called_at, p.name as "person?", s.name as staff, c.was_ours, c.outcome, c.agreed, c.again_on, c.was_allowed
           from calls c join staff s on s.id = c.staff_id left join persons p on p.id = c.person_id
           where c.account_id = $1 order by c.called_at desc, c.id desc limit $2"#,
        account.0,
        CALLS_SHOWN
    )
    .fetch_all(&mut **tx)
    .await
}

/// The telephones at which the account's people can be called, guarantors and helpers apart; and of each whether its person wants
/// letters only.
async fn numbers(tx: &mut Tx, account: &Account) -> Result<Vec<(Number, bool)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select distinct c.id as "point: ContactPointId", s.id as person, s.name, c.address as number,
             person_needs_it(s.id, p.creditor_id, 'letters_only') as "letters_only!"
           from parties p join persons s on s.id = p.person_id join contact_points c on c.person_id = s.id
           where p.account_id = $1 and p.role in ('principal', 'joint_debtor', 'representative', 'executor')
             and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) and c.kind = 'phone' and c.suspended_at is null
           order by s.name, c.address"#,
        account.id.0,
        account.today
    )
    .fetch_all(&mut **tx)
    .await?;
    let numbers = rows.into_iter().map(|row| {
        let number = Number { point: row.point, person: row.person, name: row.name, number: row.number };
        (number, row.letters_only)
    });
    Ok(numbers.collect())
}

/// What was done about any of the debtor's accounts with this creditor in the days that limits look at.
async fn earlier(tx: &mut Tx, account: &Account, today: NaiveDate) -> Result<Vec<Earlier>, sqlx::Error> {
    let first = today.checked_sub_days(Days::new(DAYS_LOOKED_AT)).unwrap_or(today);
    let rows = sqlx::query!(
        r#"select c.called_on, c.was_ours, c.outcome = 'talked' as "was_talk!" from calls c join accounts a on a.id = $1
           where c.debtor_id = a.debtor_id and c.creditor_id = a.creditor_id and c.called_on >= $2"#,
        account.id.0,
        first
    )
    .fetch_all(&mut **tx)
    .await?;
    let earlier = rows.into_iter().map(|row| Earlier {
        on: row.called_on,
        channel: Channel::Call,
        was_ours: row.was_ours,
        was_talk: row.was_talk,
    });
    Ok(earlier.collect())
}

async fn suspend(tx: &mut Tx, point: ContactPointId) -> Result<(), sqlx::Error> {
    sqlx::query!("select suspend_called_number($1)", point.0).fetch_one(&mut **tx).await.map(drop)
}

async fn call_again(
    tx: &mut Tx,
    account: AccountId,
    call: CallId,
    day: NaiveDate,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into tasks (id, account_id, debtor_id, creditor_id, kind, about_kind, about_id, created_at, due_on)
         select $1, id, debtor_id, creditor_id, 'call_again', 'call', $3, $4, $5 from accounts where id = $2",
        TaskId::new().0,
        account.0,
        call.0,
        now,
        day
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}
