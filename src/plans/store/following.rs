//! What the day's look at plans reads.

use crate::kernel::db::Tx;
use crate::kernel::ids::{CreditorId, PersonId, PlanId};
use crate::plans::model::{Negotiation, Plan};

/// The creditors with plans that are open or proposals that are, each with its time zone.
pub async fn creditors_to_follow(tx: &mut Tx) -> Result<Vec<(CreditorId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id as "id: CreditorId", c.time_zone from creditors c
           where exists (select from plans p where p.creditor_id = c.id and p.ended_at is null)
             or exists (select from negotiations n where n.creditor_id = c.id and n.closed_at is null)"#
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.time_zone)).collect())
}

/// A creditor's plans that have not ended.
pub async fn open_plans(tx: &mut Tx, creditor: CreditorId) -> Result<Vec<PlanId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PlanId" from plans where creditor_id = $1 and ended_at is null order by id"#,
        creditor.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// A creditor's negotiations that nobody answered in time.
pub async fn offers_over(tx: &mut Tx, creditor: CreditorId) -> Result<Vec<PlanId>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        r#"select n.id as "id: PlanId" from negotiations n where n.creditor_id = $1 and n.closed_at is null
             and (select o.expires_at from offers o where o.negotiation_id = n.id order by o.version desc limit 1) <= $2"#,
        creditor.0,
        now
    )
    .fetch_all(&mut **tx)
    .await
}

/// Whether somebody was reminded of the instalment of this day.
pub async fn was_reminded(tx: &mut Tx, plan: PlanId, day: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from plan_events
             where negotiation_id = $1 and kind = 'remind' and reason = $2) as "was_reminded!""#,
        plan.0,
        day
    )
    .fetch_one(&mut **tx)
    .await
}

/// Who is told about a negotiation: whoever proposed; where the team began, everybody who may negotiate.
pub async fn readers(tx: &mut Tx, talk: &Negotiation) -> Result<Vec<PersonId>, sqlx::Error> {
    if let Some(person) = talk.person {
        return Ok(vec![person]);
    }
    sqlx::query_scalar!(
        r#"select distinct person_id as "person: PersonId" from parties where account_id = $1 and invoice_id is null
             and may in ('negotiate', 'manage') and from_on <= $2
             and (until_on is null or until_on >= $2)"#,
        talk.account.id.0,
        talk.account.today
    )
    .fetch_all(&mut **tx)
    .await
}

/// Has the pages that show a plan drawn anew once this transaction commits: money moved on its account, which no event of
/// the plan's own says.
pub async fn tell_pages(tx: &mut Tx, plan: &Plan) -> Result<(), sqlx::Error> {
    let account = &plan.account;
    sqlx::query!("select tell_of_plan($1, $2, $3)", account.id.0, account.creditor.0, plan.id.0)
        .fetch_one(&mut **tx)
        .await
        .map(drop)
}
