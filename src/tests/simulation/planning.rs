//! People who propose to pay in parts, a team that answers, people who read and sign, change their minds, move a payment
//! and leave one out. What a plan still asks for is always what is still open on its debts (I9).

use aldia::accounts::model::payable_minor;
use aldia::kernel::ids::PlanId;
use aldia::ledger::store::unplanned_items;
use aldia::plans::state::PlanState;
use aldia::plans::store::reading::{plan, progress};
use chrono::Datelike;
use rand::Rng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use super::world::World;
use super::{Feature, Turn};
use crate::payments::hidden_fields;
use crate::support::Page;

pub struct Planning;

impl Feature for Planning {
    fn weight(&self) -> u32 {
        3
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async {
            let done = match world.rng.random_range(0..12) {
                0..=3 => propose(world).await,
                4 | 5 => answer(world).await,
                6..=8 => sign(world).await,
                9 => refuse(world).await,
                _ => bend(world).await,
            };
            stands(world).await;
            done
        })
    }

    /// Plans have followed what happened, and still ask for what is open.
    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {
            let open: i64 = sqlx::query_scalar(
                "select count(*) from plans p where p.ended_at is null and not exists (
                   select from plan_debts d join invoice_balances b on b.invoice_id = d.invoice_id
                   where d.plan_id = p.id and b.open_minor > 0)",
            )
            .fetch_one(&world.app.owner)
            .await
            .unwrap();
            assert_eq!(open, 0, "a plan goes on of which everything is paid\n{}", world.story());
            stands(world).await;
        })
    }
}

/// What was paid, what was taken off and what is left of a plan is what was agreed, and no more is left than is owed on
/// its debts.
async fn stands(world: &World) {
    let ids: Vec<Uuid> =
        sqlx::query_scalar("select id from plans").fetch_all(&world.app.owner).await.unwrap();
    let mut tx = world.app.system().await;
    for id in ids {
        let plan = plan(&mut tx, PlanId(id)).await.unwrap().unwrap();
        let progress = progress(&mut tx, &plan).await.unwrap();
        let whole = progress.paid_minor + progress.credited_minor + progress.left_minor;
        assert_eq!(whole, plan.total().minor, "{} of {}\n{}", plan.name(), plan.total(), world.story());
        let parts: i64 = progress.parts.iter().map(|part| part.paid_minor).sum();
        assert_eq!(parts, progress.paid_minor, "{}\n{}", plan.name(), world.story());
        if plan.state != PlanState::Active && plan.state != PlanState::Behind {
            continue;
        }
        let open: i64 = unplanned_items(&mut tx, plan.account.id)
            .await
            .unwrap()
            .iter()
            .filter(|item| plan.ids().contains(&item.invoice))
            .map(payable_minor)
            .sum();
        let left = progress.left_minor;
        assert!(left <= open, "{} asks for {left} of {open}\n{}", plan.name(), world.story());
    }
}

/// Somebody asks to pay some of what they owe in parts, as it comes out or as a person may grant.
async fn propose(world: &mut World) -> String {
    let payer = world.somebody();
    let account = world.payers[payer].account();
    let page = world.payers[payer].browser.get(&format!("/account/plans/new?account={account}")).await;
    let mut invoices = page.values("input[name=invoice]");
    invoices.retain(|_| world.rng.random_range(0..4) > 0);
    if invoices.is_empty() {
        let total_minor = world.bill(payer).await;
        return format!("payer {payer} has nothing to pay in parts, and is billed {total_minor}");
    }
    let first = world.today() + chrono::TimeDelta::days(world.rng.random_range(-1..20));
    let pick = |world: &mut World, from: &[&'static str]| *from.choose(&mut world.rng).unwrap();
    let count = world.rng.random_range(1..5).to_string();
    let (day, month, year) = (first.day().to_string(), first.month().to_string(), first.year().to_string());
    let (account, key) = (account.to_string(), Uuid::now_v7().to_string());
    let frequency = pick(world, &["fortnightly", "fortnightly", "monthly", "monthly", "last_working_day"]);
    let way = pick(world, &["as-asked", "as-asked", "near-0", "person"]);
    let mut form: Vec<(&str, &str)> = invoices.iter().map(|invoice| ("invoice", invoice.as_str())).collect();
    form.extend([
        ("account", account.as_str()),
        ("how", "count"),
        ("count", &count),
        ("frequency", frequency),
        ("first_day", &day),
        ("first_month", &month),
        ("first_year", &year),
        ("way", way),
        ("words", "Así puedo"),
        ("request_key", &key),
    ]);
    let before = talks(world).await;
    let mut answer = world.payers[payer].browser.post("/do/plans/propose", &form).await;
    // Who asks for what the rules do not allow mostly takes the nearest that they do.
    if said(&answer).ends_with("refused") && !world.one_in(4) {
        form.retain(|(name, _)| *name != "way");
        form.push(("way", "near-0"));
        answer = world.payers[payer].browser.post("/do/plans/propose", &form).await;
    }
    if world.rng.random_range(0..3) == 0 {
        world.payers[payer].browser.post("/do/plans/propose", &form).await;
    }
    let begun = talks(world).await - before;
    assert!(begun <= 1, "one press began {begun} negotiations\n{}", world.story());
    let debts = invoices.len();
    let told =
        format!("payer {payer} proposes {count} {frequency} of {debts} debts, {way}: {}", said(&answer));
    // Most people sign while the agreement is before them.
    match answer.location.as_deref().and_then(to_sign) {
        Some(id) if !world.one_in(3) => format!("{told}; {}", sign_one(world, id, payer).await),
        _ => told,
    }
}

/// Which agreement an answer leads to.
fn to_sign(location: &str) -> Option<Uuid> {
    location.strip_prefix("/account/plans/")?.strip_suffix("/agreement")?.parse().ok()
}

async fn talks(world: &World) -> i64 {
    sqlx::query_scalar("select count(*) from negotiations").fetch_one(&world.app.owner).await.unwrap()
}

/// Somebody of the team answers what is on the table, perhaps after it changed.
async fn answer(world: &mut World) -> String {
    let Some((id, _)) = talk_in(world, "with_creditor").await else {
        return "nobody waits for an answer about a plan".to_owned();
    };
    let page = world.team.get(&format!("/desk/plans/{id}")).await;
    let (Some(plan), Some(offer)) =
        (page.attribute("input[name=plan]", "value"), page.attribute("input[name=offer]", "value"))
    else {
        return format!("the team may not answer {id}");
    };
    let decision = *["accept", "accept", "decline"].choose(&mut world.rng).unwrap();
    let form = [
        ("plan", plan.as_str()),
        ("offer", &offer),
        ("decision", decision),
        ("reason", "too_long"),
        ("words", "Es lo que podemos"),
    ];
    let answer = world.team.post("/do/desk/answer-plan", &form).await;
    format!("the team: {decision} {id}: {}", said(&answer))
}

/// Whoever has terms before them reads, asks for the code and types it, now and then a wrong one.
async fn sign(world: &mut World) -> String {
    match talk_in(world, "to_sign").await {
        Some((id, payer)) => sign_one(world, id, payer).await,
        None => "nothing waits to be signed".to_owned(),
    }
}

async fn sign_one(world: &mut World, id: Uuid, payer: usize) -> String {
    let read = world.payers[payer].browser.get(&format!("/account/plans/{id}/agreement")).await;
    let mut fields = hidden_fields(&read, "/do/plans/ask-code");
    fields.push(("read".to_owned(), "yes".to_owned()));
    let asked = send(world, payer, "/do/plans/ask-code", &fields).await;
    let Some(next) = asked.location.filter(|location| !location.contains("draft=")) else {
        return format!("payer {payer} gets no code for {id}: {}", asked.status);
    };
    world.wait_for_leases().await;
    world.work().await;
    let form = world.payers[payer].browser.get(&next).await;
    let mut fields = hidden_fields(&form, "/do/plans/sign");
    let code = if world.one_in(5) { "000000".to_owned() } else { world.last_code(payer).await };
    fields.push(("code".to_owned(), code));
    let mut answers = vec![send(world, payer, "/do/plans/sign", &fields).await];
    if world.one_in(3) {
        answers.push(send(world, payer, "/do/plans/sign", &fields).await);
    }
    let plans: i64 = sqlx::query_scalar("select count(*) from plans where id = $1")
        .bind(id)
        .fetch_one(&world.app.owner)
        .await
        .unwrap();
    format!("payer {payer} signs {id}: {}, {plans} plan", said(&answers[0]))
}

async fn refuse(world: &mut World) -> String {
    let state = if world.one_in(2) { "to_sign" } else { "with_creditor" };
    let Some((id, payer)) = talk_in(world, state).await else {
        return "nothing to say no to".to_owned();
    };
    let plan = id.to_string();
    let form = [("plan", plan.as_str()), ("words", "Mejor no")];
    let answer = world.payers[payer].browser.post("/do/plans/refuse", &form).await;
    format!("payer {payer} says no to {id}: {}", said(&answer))
}

/// Somebody moves or leaves out a payment of a plan of theirs, also one that is too late for it.
async fn bend(world: &mut World) -> String {
    let payer = world.somebody();
    let open: Vec<Uuid> =
        sqlx::query_scalar("select id from plans where account_id = $1 and ended_at is null order by id")
            .bind(world.payers[payer].account())
            .fetch_all(&world.app.owner)
            .await
            .unwrap();
    let Some(id) = open.choose(&mut world.rng).copied() else {
        return format!("payer {payer} has no plan");
    };
    let part = world.rng.random_range(1..6).to_string();
    let to = world.today() + chrono::TimeDelta::days(world.rng.random_range(1..40));
    let (day, month, year) = (to.day().to_string(), to.month().to_string(), to.year().to_string());
    let plan = id.to_string();
    let form = [
        ("plan", plan.as_str()),
        ("part", &part),
        ("to_day", &day),
        ("to_month", &month),
        ("to_year", &year),
    ];
    let what = if world.one_in(2) { "skip" } else { "move" };
    let answer = world.payers[payer].browser.post(&format!("/do/plans/{what}"), &form).await;
    format!("payer {payer}: {what} payment {part} of {id}: {}", said(&answer))
}

/// A negotiation in this state, and whose it is.
async fn talk_in(world: &mut World, state: &str) -> Option<(Uuid, usize)> {
    let accounts: Vec<Uuid> = world.payers.iter().map(|payer| payer.account().0).collect();
    let found: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "select id, account_id from negotiations where state = $1 and account_id = any($2) order by id",
    )
    .bind(state)
    .bind(&accounts)
    .fetch_all(&world.app.owner)
    .await
    .unwrap();
    let (id, account) = found.choose(&mut world.rng).copied()?;
    Some((id, accounts.iter().position(|of| *of == account)?))
}

async fn send(world: &World, payer: usize, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.payers[payer].browser.post(path, &fields).await
}

fn said(answer: &Page) -> String {
    let is_draft = answer.location.as_ref().is_some_and(|location| location.contains("draft="));
    format!("{}{}", answer.status, if is_draft { ", refused" } else { "" })
}
