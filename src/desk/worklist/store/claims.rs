//! Taking, giving and putting off. Whoever takes holds a lock of the database on the account while they do, and does not wait
//! for anybody else's: so any number can ask at once, and each gets another.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::desk::worklist::model::ThingRef;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, DebtorId, StaffId};

/// What a row of the list is about, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub is: ThingRef,
    pub account: Option<AccountId>,
    pub debtor: Option<DebtorId>,
    pub creditor: CreditorId,
}

impl Subject {
    /// What is taken: the account, or the task that is about none.
    pub fn id(&self) -> Uuid {
        self.account.map_or(self.is.id, |account| account.0)
    }
}

/// What came of taking something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    Yes,
    /// A colleague has it, since then; none where they are taking it at this moment.
    Held(Option<(String, DateTime<Utc>)>),
}

/// What a form names, if it is of a creditor of whoever asks.
pub async fn subject(tx: &mut Tx, is: ThingRef) -> Result<Option<Subject>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select t.account_id as "account?: AccountId", t.debtor_id as "debtor?: DebtorId", t.creditor_id as "creditor!: CreditorId" from (
             select account_id, debtor_id, creditor_id from disputes where $1 = 'dispute' and id = $2
             union all select account_id, debtor_id, creditor_id from negotiations where $1 = 'proposal' and id = $2
             union all select account_id, debtor_id, creditor_id from threads where $1 = 'message' and id = $2
             union all select account_id, debtor_id, creditor_id from account_notes where $1 = 'mention' and id = $2
             union all select account_id, debtor_id, creditor_id from promises where $1 in ('promise_broken', 'promise_due') and id = $2
             union all select account_id, debtor_id, creditor_id from plans where $1 = 'plan' and id = $2
             union all select account_id, debtor_id, creditor_id from autopay_charges where $1 = 'autopay' and id = $2
             union all select account_id, debtor_id, creditor_id from tasks where $1 = 'task' and id = $2
             union all select id, debtor_id, creditor_id from accounts where $1 = 'account' and id = $2) t
           where t.creditor_id in (select creditor_id from staff_creditors where staff_id = $3)"#,
        is.kind.name(),
        is.id,
        tx.actor().id()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Subject { is, account: row.account, debtor: row.debtor, creditor: row.creditor }))
}

/// Takes something for whoever asks, for today, unless a colleague has it.
pub async fn take(tx: &mut Tx, of: &Subject, today: NaiveDate) -> Result<Taken, sqlx::Error> {
    if !lock(tx, of.id()).await? {
        return Ok(Taken::Held(None));
    }
    let (staff, now) = (tx.actor().id(), tx.now());
    let taken = sqlx::query!(
        "insert into worklist_claims as held (subject_id, account_id, debtor_id, creditor_id, staff_id, taken_at, until_on)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint worklist_claims_pkey do update set staff_id = excluded.staff_id, taken_at = excluded.taken_at,
           given_by = case when held.staff_id = excluded.staff_id then held.given_by end,
           until_on = case when held.staff_id = excluded.staff_id and held.until_on is null then null else excluded.until_on end
         where held.staff_id = excluded.staff_id or held.until_on < excluded.until_on",
        of.id(),
        of.account.map(|account| account.0),
        of.debtor.map(|debtor| debtor.0),
        of.creditor.0,
        staff,
        now,
        today
    )
    .execute(&mut **tx)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(Taken::Held(holder(tx, of).await?));
    }
    tx.audit("take", of.is.kind.name(), of.is.id, of.account).await?;
    Ok(Taken::Yes)
}

/// Gives something to somebody of its team, until they give it back. An agent gives what is theirs or nobody's.
pub async fn give(
    tx: &mut Tx,
    of: &Subject,
    to: StaffId,
    today: NaiveDate,
    may_take_from_others: bool,
) -> Result<Taken, sqlx::Error> {
    if !lock(tx, of.id()).await? {
        return Ok(Taken::Held(None));
    }
    let (staff, now) = (tx.actor().id(), tx.now());
    let given = sqlx::query!(
        "insert into worklist_claims as held (subject_id, account_id, debtor_id, creditor_id, staff_id, taken_at, given_by)
         select $1, $2, $3, $4, t.staff_id, $6, $7 from team_of($4) t where t.staff_id = $5
         on conflict on constraint worklist_claims_pkey do update set staff_id = excluded.staff_id, taken_at = excluded.taken_at,
           given_by = excluded.given_by, until_on = null
         where $9 or held.staff_id = $7 or held.until_on < $8::date",
        of.id(),
        of.account.map(|account| account.0),
        of.debtor.map(|debtor| debtor.0),
        of.creditor.0,
        to.0,
        now,
        staff,
        today,
        may_take_from_others
    )
    .execute(&mut **tx)
    .await?;
    if given.rows_affected() == 0 {
        return Ok(Taken::Held(holder(tx, of).await?));
    }
    tx.audit("give", of.is.kind.name(), of.is.id, of.account).await?;
    Ok(Taken::Yes)
}

/// Gives back what is one's own; answers whether it was.
pub async fn leave(tx: &mut Tx, of: &Subject) -> Result<bool, sqlx::Error> {
    let left = sqlx::query!(
        "delete from worklist_claims where subject_id = $1 and staff_id = $2",
        of.id(),
        tx.actor().id()
    )
    .execute(&mut **tx)
    .await?;
    let was_own = left.rows_affected() == 1;
    if was_own {
        tx.audit("leave", of.is.kind.name(), of.is.id, of.account).await?;
    }
    Ok(was_own)
}

/// Shows something again from a day on. What is new about the account is shown all the same.
pub async fn snooze(tx: &mut Tx, of: &Subject, until: NaiveDate) -> Result<(), sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "insert into worklist_snoozes (kind, thing_id, account_id, debtor_id, creditor_id, until_on, snoozed_by, snoozed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict on constraint worklist_snoozes_pkey do update set until_on = excluded.until_on,
           snoozed_by = excluded.snoozed_by, snoozed_at = excluded.snoozed_at",
        of.is.kind.name(),
        of.is.id,
        of.account.map(|account| account.0),
        of.debtor.map(|debtor| debtor.0),
        of.creditor.0,
        until,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("snooze", of.is.kind.name(), of.is.id, of.account).await
}

/// Somebody to whom something can be given.
pub async fn colleagues(tx: &mut Tx) -> Result<Vec<(StaffId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select distinct t.staff_id as "id!: StaffId", t.staff_name as "name!"
           from staff_creditors s cross join lateral team_of(s.creditor_id) t
           where s.staff_id = $1 and t.staff_id <> $1 order by 2, 1"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

async fn holder(tx: &mut Tx, of: &Subject) -> Result<Option<(String, DateTime<Utc>)>, sqlx::Error> {
    let row = sqlx::query!(
        "select s.name, c.taken_at from worklist_claims c join staff s on s.id = c.staff_id where c.subject_id = $1",
        of.id()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| (row.name, row.taken_at)))
}

/// Until the transaction ends nobody else takes or gives it; answers whether nobody does already.
async fn lock(tx: &mut Tx, subject: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended('worklist ' || $1::uuid::text, 0)) as "got!""#,
        subject
    )
    .fetch_one(&mut **tx)
    .await
}
