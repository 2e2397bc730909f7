//! Closings in the database. Row-level security shows each reader theirs; every function filters by itself as well.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, ClosingId, DisputeId, PersonId, PlanId, ThreadId};
use crate::opinions::model::{Answer, Closed, Counts};

/// One closing, with what was answered.
#[derive(Clone, Debug)]
pub struct Closing {
    pub id: ClosingId,
    pub account: AccountId,
    pub person: PersonId,
    pub person_name: String,
    pub closed: Closed,
    /// The number under which both sides know the dispute or the plan.
    pub number: Option<String>,
    pub closed_on: NaiveDate,
    pub answer: Option<(Answer, DateTime<Utc>)>,
    pub words: String,
    /// The creditor's.
    pub zone: Tz,
}

/// Has whoever it was with asked how it was, now that it has come to its end.
pub async fn ask(
    tx: &mut Tx,
    account: &Account,
    person: PersonId,
    closed: Closed,
) -> Result<ClosingId, sqlx::Error> {
    let (id, now) = (ClosingId::new(), tx.now());
    sqlx::query!(
        "insert into closings (id, account_id, debtor_id, creditor_id, person_id, dispute_id, plan_id, thread_id, closed_at, closed_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        person.0,
        closed.dispute(),
        closed.plan(),
        closed.conversation(),
        now,
        account.today
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("ask", "closing", id.0, Some(account.id)).await?;
    Ok(id)
}

/// Keeps what the person who reads was asked; answers whether it was still open.
pub async fn answer(
    tx: &mut Tx,
    closing: &Closing,
    answer: Answer,
    words: &str,
) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let kept = sqlx::query!(
        "update closings set answer = $2, words = $3, answered_at = $4 where id = $1 and person_id = $5 and answer is null",
        closing.id.0,
        answer.name(),
        words,
        now,
        tx.actor().id()
    )
    .execute(&mut **tx)
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(false);
    }
    tx.audit("answer", "closing", closing.id.0, Some(closing.account)).await?;
    Ok(true)
}

/// One closing, if this reader may see it.
pub async fn closing(tx: &mut Tx, id: ClosingId) -> Result<Closing, sqlx::Error> {
    select(tx, Wanted { id: Some(id), ..Wanted::default() }).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// The last time that this came to its end, if it did.
pub async fn latest(tx: &mut Tx, of: Closed) -> Result<Option<Closing>, sqlx::Error> {
    Ok(select(tx, Wanted { of: Some(of), at_most: 1, ..Wanted::default() }).await?.pop())
}

/// What was answered last, for the team.
pub async fn answers(tx: &mut Tx, at_most: i64) -> Result<Vec<Closing>, sqlx::Error> {
    select(tx, Wanted { is_answered: true, at_most, ..Wanted::default() }).await
}

/// The figures of each month in which something closed, the latest first.
pub async fn months(tx: &mut Tx, at_most: i64) -> Result<Vec<(NaiveDate, Counts)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select date_trunc('month', closed_on)::date as "month!", count(*) as "asked!",
             count(*) filter (where answer = 'good') as "good!", count(*) filter (where answer = 'fair') as "fair!",
             count(*) filter (where answer = 'bad') as "bad!"
           from closings where creditor_id in (select creditor_id from staff_creditors where staff_id = $1)
           group by 1 order by 1 desc limit $2"#,
        tx.actor().id(),
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    let counts = rows.into_iter().map(|row| {
        let [asked, good, fair, bad] = [row.asked, row.good, row.fair, row.bad].map(i64::unsigned_abs);
        (row.month, Counts { asked, good, fair, bad })
    });
    Ok(counts.collect())
}

struct Wanted {
    id: Option<ClosingId>,
    of: Option<Closed>,
    is_answered: bool,
    at_most: i64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { id: None, of: None, is_answered: false, at_most: 1 }
    }
}

async fn select(tx: &mut Tx, wanted: Wanted) -> Result<Vec<Closing>, sqlx::Error> {
    let actor = tx.actor();
    let rows = sqlx::query!(
        r#"select c.id as "id: ClosingId", c.account_id as "account: AccountId", c.person_id as "person: PersonId", p.name,
             c.dispute_id as "dispute: DisputeId", c.plan_id as "plan: PlanId", c.thread_id as "thread: ThreadId",
             coalesce(d.number, 'C-' || l.number) as number, c.closed_on, c.answer, c.answered_at, c.words, r.time_zone
           from closings c join persons p on p.id = c.person_id join creditors r on r.id = c.creditor_id
             left join disputes d on d.id = c.dispute_id left join plans l on l.id = c.plan_id
           where ($1::uuid is null or c.id = $1)
             and (num_nonnulls($2::uuid, $3::uuid, $4::uuid) = 0 or c.dispute_id = $2 or c.plan_id = $3 or c.thread_id = $4)
             and (not $5 or c.answer is not null)
             and case $6 when 'person' then c.person_id = $7
               when 'staff' then c.creditor_id in (select creditor_id from staff_creditors where staff_id = $7) else true end
           order by case when $5 then c.answered_at else c.closed_at end desc, c.id desc limit $8"#,
        wanted.id.map(|id| id.0),
        wanted.of.and_then(Closed::dispute),
        wanted.of.and_then(Closed::plan),
        wanted.of.and_then(Closed::conversation),
        wanted.is_answered,
        actor.kind(),
        actor.id(),
        wanted.at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let closed = match (row.dispute, row.plan, row.thread) {
            (Some(id), ..) => Closed::Dispute(id),
            (None, Some(id), _) => Closed::Plan(id),
            (None, None, Some(id)) => Closed::Conversation(id),
            (None, None, None) => return Err(sqlx::Error::Decode("a closing of nothing".into())),
        };
        found.push(Closing {
            id: row.id,
            account: row.account,
            person: row.person,
            person_name: row.name,
            closed,
            number: row.number,
            closed_on: row.closed_on,
            answer: row.answer.as_deref().and_then(Answer::parse).zip(row.answered_at),
            words: row.words,
            zone: row.time_zone.parse().map_err(|_| sqlx::Error::Decode("an unknown time zone".into()))?,
        });
    }
    Ok(found)
}
