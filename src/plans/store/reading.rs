//! Reading negotiations, plans and how far they have come.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::undecodable;
use crate::accounts;
use crate::accounts::model::{Account, payable_minor};
use crate::documents::store::Sealed;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, OfferId, PersonId, PlanId};
use crate::kernel::money::Money;
use crate::ledger::model::Components;
use crate::ledger::store::unplanned_items;
use crate::plans::model::{At, EventKind, Glance, Happened, Negotiation, Offer, Plan, Side};
use crate::plans::schedule::Terms;
use crate::plans::standing::{Asking, Part, Progress};
use crate::plans::state::{PlanState, Talk};
use crate::policies::rules::PlanRules;

struct PlanRow {
    id: PlanId,
    account_id: AccountId,
    number: i64,
    state: String,
    terms: Json<Terms>,
    rules: Json<PlanRules>,
    owed_minor: i64,
    discount_minor: i64,
    since_sequence: i64,
    revision: i32,
    signed_by: PersonId,
    signed_at: DateTime<Utc>,
    suspended_on: Option<NaiveDate>,
    ended_at: Option<DateTime<Utc>>,
}

/// The negotiation with all of its versions, if it is this reader's.
pub async fn negotiation(tx: &mut Tx, id: PlanId) -> Result<Negotiation, sqlx::Error> {
    let row = sqlx::query!(
        r#"select account_id as "account_id: AccountId", state, person_id as "person_id: PersonId",
             replaces_id as "replaces_id: PlanId", opened_at, answer_by
           from negotiations where id = $1"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let account = accounts::store::account(tx, row.account_id).await?;
    let rows = sqlx::query!(
        r#"select id as "id: OfferId", version, author_kind, author_name, terms as "terms: Json<Terms>", owed_minor, words,
             created_at, expires_at
           from offers where negotiation_id = $1 order by version"#,
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let offers = rows
        .into_iter()
        .map(|row| {
            Ok(Offer {
                id: row.id,
                version: row.version,
                by: Side::parse(&row.author_kind).ok_or_else(|| undecodable("an unknown side"))?,
                author: row.author_name,
                terms: row.terms.0,
                owed: Money::new(row.owed_minor, account.currency),
                words: row.words,
                created_at: row.created_at,
                expires_at: row.expires_at,
            })
        })
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    let invoices = sqlx::query!(
        r#"select i.id as "id: InvoiceId", i.number from negotiation_debts d join invoices i on i.id = d.invoice_id
           where d.negotiation_id = $1 order by i.due_on, i.number"#,
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let invoices = invoices.into_iter().map(|row| (row.id, row.number)).collect();
    Ok(Negotiation {
        id,
        state: Talk::parse(&row.state).ok_or_else(|| undecodable("an unknown state of a negotiation"))?,
        person: row.person_id,
        replaces: row.replaces_id,
        invoices,
        offers,
        opened_at: row.opened_at,
        answer_by: row.answer_by,
        account,
    })
}

/// Whose plan it is, for whoever of the team writes about it: who signed it, or else who proposed. Nobody yet where the
/// team began and nobody answered.
pub async fn speaks_for_plan(tx: &mut Tx, talk: &Negotiation) -> Result<Option<PersonId>, sqlx::Error> {
    let signed = sqlx::query_scalar!(
        r#"select signed_by as "person: PersonId" from plans where id = $1 and account_id = $2"#,
        talk.id.0,
        talk.account.id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(signed.or(talk.person))
}

/// The negotiation that is open on an account, if one is.
pub async fn open_negotiation(tx: &mut Tx, account: AccountId) -> Result<Option<PlanId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PlanId" from negotiations where account_id = $1 and closed_at is null"#,
        account.0
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The plan that came of a negotiation, if one did and it is this reader's.
pub async fn plan(tx: &mut Tx, id: PlanId) -> Result<Option<Plan>, sqlx::Error> {
    let row = sqlx::query_as!(
        PlanRow,
        r#"select id as "id: PlanId", account_id as "account_id: AccountId", number, state, terms as "terms: Json<Terms>",
             rules as "rules: Json<PlanRules>", owed_minor, discount_minor, since_sequence, revision,
             signed_by as "signed_by: PersonId", signed_at, suspended_on, ended_at
           from plans where id = $1"#,
        id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    match row {
        Some(row) => whole(tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// The plans of these accounts, those that are kept first and then the latest.
pub async fn plans_of(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<Plan>, sqlx::Error> {
    let rows = sqlx::query_as!(
        PlanRow,
        r#"select id as "id: PlanId", account_id as "account_id: AccountId", number, state, terms as "terms: Json<Terms>",
             rules as "rules: Json<PlanRules>", owed_minor, discount_minor, since_sequence, revision,
             signed_by as "signed_by: PersonId", signed_at, suspended_on, ended_at
           from plans where account_id = any($1)
           order by ended_at is not null, signed_at desc limit 100"#,
        &uuids(accounts)
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut plans = Vec::with_capacity(rows.len());
    for row in rows {
        plans.push(whole(tx, row).await?);
    }
    Ok(plans)
}

/// The debts of an account that a plan which is kept says when to pay.
pub async fn planned(tx: &mut Tx, account: AccountId) -> Result<HashMap<InvoiceId, PlanId>, sqlx::Error> {
    let mut found = HashMap::new();
    for id in open_plans_of(tx, account).await? {
        if let Some(plan) = plan(tx, id).await?.filter(|plan| plan.state.governs()) {
            found.extend(plan.ids().into_iter().map(|invoice| (invoice, id)));
        }
    }
    Ok(found)
}

async fn open_plans_of(tx: &mut Tx, account: AccountId) -> Result<Vec<PlanId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PlanId" from plans where account_id = $1 and ended_at is null order by id"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// What is open on an account, in a line each: plans that are kept, and what is on the table.
pub async fn glances(tx: &mut Tx, account: AccountId) -> Result<Vec<Glance>, sqlx::Error> {
    let mut found = Vec::new();
    for id in open_plans_of(tx, account).await? {
        let Some(plan) = plan(tx, id).await? else { continue };
        let standing = progress(tx, &plan).await?;
        let next = standing.next().map(|next| (next.part.due_on, standing.money(next.left_minor)));
        let asking = standing.asking(id, plan.name());
        found.push(Glance { id, name: plan.name(), what: At::Plan(plan.state), next, asking });
    }
    if let Some(id) = open_negotiation(tx, account).await? {
        let talk = negotiation(tx, id).await?;
        found.push(Glance { id, name: String::new(), what: At::Talk(talk.state), next: None, asking: None });
    }
    Ok(found)
}

/// What each plan of an account that has not ended asks for now.
pub async fn asking(tx: &mut Tx, account: AccountId) -> Result<Vec<Asking>, sqlx::Error> {
    let mut found = Vec::new();
    for id in open_plans_of(tx, account).await? {
        let Some(plan) = plan(tx, id).await? else { continue };
        found.extend(progress(tx, &plan).await?.asking(id, plan.name()));
    }
    Ok(found)
}

/// The negotiations of these accounts that did not end in a plan, those that are open first and then the latest.
pub async fn negotiations_of(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<Negotiation>, sqlx::Error> {
    let ids: Vec<PlanId> = sqlx::query_scalar!(
        r#"select id as "id: PlanId" from negotiations where account_id = any($1) and state <> 'signed'
         order by closed_at is not null, opened_at desc limit 50"#,
        &uuids(accounts)
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.push(negotiation(tx, id).await?);
    }
    Ok(found)
}

/// What happened to one negotiation or plan, in order.
pub async fn history(tx: &mut Tx, id: PlanId) -> Result<Vec<Happened>, sqlx::Error> {
    happened(tx, Some(id), None).await
}

/// What happened to everything that was proposed or agreed on an account, the latest first.
pub async fn history_of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Happened>, sqlx::Error> {
    happened(tx, None, Some(account)).await
}

/// What reached a plan by now, from the books. `credited` is what its debts became less by other than money: a credit
/// note, something given up, a charge that was worked out anew.
pub async fn progress(tx: &mut Tx, plan: &Plan) -> Result<Progress, sqlx::Error> {
    let invoices: Vec<Uuid> = plan.invoices.iter().map(|(id, _)| id.0).collect();
    let paid_minor: i64 = sqlx::query_scalar!(r#"select plan_received($1) as "minor!""#, plan.id.0)
        .fetch_one(&mut **tx)
        .await?;
    let open_minor: i64 = unplanned_items(tx, plan.account.id)
        .await?
        .iter()
        .filter(|item| invoices.contains(&item.invoice.0))
        .map(payable_minor)
        .sum();
    let credited_minor =
        if plan.ended_at.is_some() { 0 } else { (plan.owed.minor - paid_minor - open_minor).max(0) };
    Ok(Progress::of(
        plan.account.currency,
        &plan.parts,
        paid_minor,
        credited_minor,
        plan.account.today,
        plan.rules.grace_days,
    ))
}

/// What is owed now on the debts of a plan, contested or not.
pub async fn open_on(tx: &mut Tx, plan: &Plan) -> Result<Money, sqlx::Error> {
    let items = unplanned_items(tx, plan.account.id).await?;
    let of_plan = items.iter().filter(|item| plan.invoices.iter().any(|(id, _)| *id == item.invoice));
    Ok(Money::new(of_plan.map(|item| item.open.sum_minor()).sum(), plan.account.currency))
}

/// The agreement as it was sealed.
pub async fn agreement_paper(tx: &mut Tx, id: PlanId) -> Result<Option<Sealed>, sqlx::Error> {
    sqlx::query_as!(
        Sealed,
        r#"select number, code, part, parts, content from papers where kind = 'agreement' and subject_id = $1
         order by sequence limit 1"#,
        id.0
    )
    .fetch_optional(&mut **tx)
    .await
}

/// How often instalments of a plan were moved and left out by whoever keeps it.
pub async fn bends(tx: &mut Tx, plan: PlanId) -> Result<(u8, u8), sqlx::Error> {
    let of = sqlx::query!(
        r#"select count(*) filter (where kind = 'move') as "moves!", count(*) filter (where kind = 'skip') as "skips!"
           from plan_events where negotiation_id = $1"#,
        plan.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let small = |count: i64| u8::try_from(count).unwrap_or(u8::MAX);
    Ok((small(of.moves), small(of.skips)))
}

async fn happened(
    tx: &mut Tx,
    plan: Option<PlanId>,
    account: Option<AccountId>,
) -> Result<Vec<Happened>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select negotiation_id as "negotiation_id: PlanId", kind, actor_kind, shown_name, part_number, reason, words, happened_at from plan_events
         where ($1::uuid is null or negotiation_id = $1) and ($2::uuid is null or account_id = $2)
         order by case when $1::uuid is null then -sequence else sequence end limit 200"#,
        plan.map(|plan| plan.0),
        account.map(|account| account.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Happened {
                plan: row.negotiation_id,
                kind: EventKind::parse(&row.kind).ok_or_else(|| undecodable("an unknown event of a plan"))?,
                by: row.actor_kind,
                name: row.shown_name,
                part: row.part_number,
                reason: row.reason,
                words: row.words,
                at: row.happened_at,
            })
        })
        .collect()
}

async fn whole(tx: &mut Tx, row: PlanRow) -> Result<Plan, sqlx::Error> {
    let account: Account = accounts::store::account(tx, row.account_id).await?;
    let invoices = sqlx::query!(
        r#"select i.id as "id: InvoiceId", i.number, d.principal_minor, d.interest_minor, d.interest_tax_minor, d.fees_minor,
             d.fees_tax_minor
           from plan_debts d join invoices i on i.id = d.invoice_id where d.plan_id = $1 order by i.due_on, i.number"#,
        row.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let owed_on = invoices.iter().map(|row| {
        let components = Components {
            principal_minor: row.principal_minor,
            interest_minor: row.interest_minor,
            interest_tax_minor: row.interest_tax_minor,
            fees_minor: row.fees_minor,
            fees_tax_minor: row.fees_tax_minor,
        };
        (row.id, components)
    });
    let owed_on = owed_on.collect();
    let parts = sqlx::query!(
        "select number, due_on, moved_from, amount_minor from plan_parts where plan_id = $1 and revision = $2 order by number",
        row.id.0,
        row.revision
    )
    .fetch_all(&mut **tx)
    .await?;
    let parts = parts.into_iter().map(|part| Part {
        number: part.number.unsigned_abs(),
        due_on: part.due_on,
        moved_from: part.moved_from,
        amount_minor: part.amount_minor,
    });
    let money = |minor| Money::new(minor, account.currency);
    Ok(Plan {
        id: row.id,
        number: row.number,
        state: PlanState::parse(&row.state).ok_or_else(|| undecodable("an unknown state of a plan"))?,
        terms: row.terms.0,
        rules: row.rules.0,
        owed: money(row.owed_minor),
        discount: money(row.discount_minor),
        since_sequence: row.since_sequence,
        revision: row.revision,
        signed_by: row.signed_by,
        signed_at: row.signed_at,
        suspended_on: row.suspended_on,
        ended_at: row.ended_at,
        invoices: invoices.into_iter().map(|row| (row.id, row.number)).collect(),
        owed_on,
        parts: parts.collect(),
        account,
    })
}

fn uuids(accounts: &[AccountId]) -> Vec<Uuid> {
    accounts.iter().map(|account| account.0).collect()
}
