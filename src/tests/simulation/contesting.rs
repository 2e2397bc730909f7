//! People who contest what they owe, add to it, take it back, are answered and ask again; a team that answers, asks and
//! answers again. What waits is never due, and is never more than was billed.

use rand::Rng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use super::world::World;
use super::{Feature, Turn};
use crate::support::Page;

pub struct Contesting;

impl Feature for Contesting {
    fn weight(&self) -> u32 {
        2
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async {
            let done = match world.rng.random_range(0..10) {
                0..=3 => open(world).await,
                4..=6 => answer(world).await,
                7 => ask(world).await,
                _ => take_back_or_ask_again(world).await,
            };
            stands(world).await;
            done
        })
    }

    /// Nothing waits for a dispute that has ended.
    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {
            let left: i64 = sqlx::query_scalar(
                "select count(*) from holds h join disputes d on d.creditor_id = h.creditor_id and d.number = h.dispute_number
                 where h.released_on is null and d.state in ('in_favour', 'partly', 'unchanged', 'withdrawn')",
            )
            .fetch_one(&world.app.owner)
            .await
            .unwrap();
            assert_eq!(left, 0, "money waits for an answer that was given\n{}", world.story());
        })
    }
}

/// All that is owed is due, held, in a plan or to come, on every account and after every step.
async fn stands(world: &World) {
    let mut tx = world.app.system().await;
    for payer in &world.payers {
        let account = aldia::accounts::store::account(&mut tx, payer.account()).await.unwrap();
        let balance = aldia::accounts::store::balance(&mut tx, &account).await.unwrap();
        let parts = balance.due.minor + balance.held.minor + balance.in_plan.minor + balance.not_due.minor;
        assert_eq!(parts, balance.total.minor, "{}", world.story());
        assert!(balance.held.minor >= 0 && balance.due.minor >= 0, "{}", world.story());
    }
}

/// Somebody contests a thing, whole or in part, perhaps with two presses of one button.
async fn open(world: &mut World) -> String {
    let payer = world.somebody();
    let account = world.payers[payer].account();
    let page = world.payers[payer].browser.get(&format!("/account/disputes/new?account={account}")).await;
    let offers: Vec<String> = page.values("input[name=about]");
    let offers: Vec<String> = offers.into_iter().filter(|about| about.contains(':')).collect();
    let Some(about) = offers.choose(&mut world.rng).cloned() else {
        return format!("payer {payer} has nothing to contest");
    };
    let (account, key) = (account.to_string(), Uuid::now_v7().to_string());
    let form = [("account", account.as_str()), ("about", &about), ("request_key", &key)];
    let begun = world.payers[payer].browser.post("/do/disputes/begin", &form).await;
    let Some(draft_page) = begun.location else {
        return format!("payer {payer} may not contest {about}: {}", begun.status);
    };
    let shown = world.payers[payer].browser.get(&draft_page).await;
    let Some(draft) = shown.attribute("input[name=draft]", "value") else {
        return format!("payer {payer} contests {about} no more");
    };
    let reasons = shown.values("input[name=reason]");
    let reason = reasons.choose(&mut world.rng).cloned().unwrap_or_default();
    let mut form = vec![("draft", draft.clone()), ("reason", reason), ("words", "No es así".to_owned())];
    form.extend(shown.values("input[name=part]").into_iter().map(|part| ("part", part)));
    let cents = world.rng.random_range(1..50_000_i64);
    let amount = format!("{}.{:02}", cents / 100, cents % 100);
    let in_part = world.one_in(2);
    if in_part {
        form.push(("amount-0", amount.clone()));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let review = world.payers[payer].browser.submit("/do/disputes/write", &form).await;
    if review.attribute("form[action='/do/disputes/send'] input[name=draft]", "value").is_none() {
        return format!("payer {payer} is refused {about}");
    }
    let key = Uuid::now_v7().to_string();
    let form = [("draft", draft.as_str()), ("request_key", &key)];
    let before = disputes(world).await;
    world.payers[payer].browser.post("/do/disputes/send", &form).await;
    if world.one_in(3) {
        world.payers[payer].browser.post("/do/disputes/send", &form).await;
    }
    let opened = disputes(world).await - before;
    assert!(opened <= 1, "one press opened {opened} disputes\n{}", world.story());
    format!("payer {payer} contests {} of {about}: {opened}", if in_part { &amount } else { "all" })
}

async fn disputes(world: &World) -> i64 {
    sqlx::query_scalar("select count(*) from disputes").fetch_one(&world.app.owner).await.unwrap()
}

/// A dispute in one of these states, and its states' name.
async fn any(world: &mut World, states: &[&str]) -> Option<(Uuid, String)> {
    let found: Vec<(Uuid, String)> =
        sqlx::query_as("select id, state from disputes where state = any($1) order by id")
            .bind(states.iter().map(|state| (*state).to_owned()).collect::<Vec<_>>())
            .fetch_all(&world.app.owner)
            .await
            .unwrap();
    found.choose(&mut world.rng).cloned()
}

/// Somebody of the team says who is right about each part.
async fn answer(world: &mut World) -> String {
    let Some((id, state)) = any(world, &["received", "in_review", "waiting", "appealed"]).await else {
        return "nothing waits for an answer".to_owned();
    };
    let who = if state == "appealed" { "elena@aguas.example" } else { "daniel@aguas.example" };
    let who = world.app.staff(who).await;
    let page = who.get(&format!("/desk/disputes/{id}")).await;
    let mut form = vec![
        ("dispute".to_owned(), id.to_string()),
        ("reason".to_owned(), "other".to_owned()),
        ("words".to_owned(), "Se revisó con cuidado.".to_owned()),
    ];
    for at in 0..20 {
        let field = format!("verdict-{at}");
        if page.values(&format!("input[name={field}]")).is_empty() {
            continue;
        }
        let verdict = ["favour", "none", "part"].choose(&mut world.rng).copied().unwrap_or("none").to_owned();
        if verdict == "part" {
            let cents = world.rng.random_range(1..20_000_i64);
            form.push((format!("off-{at}"), format!("{}.{:02}", cents / 100, cents % 100)));
        }
        form.push((field, verdict));
    }
    let fields: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = who.post("/do/desk/decide-dispute", &fields).await;
    if world.one_in(4) {
        who.post("/do/desk/decide-dispute", &fields).await;
    }
    format!("the team answers {id} ({state}) with {:?}: {}", &form[3..], said(&answer))
}

/// The team needs more, and the clock stands still.
async fn ask(world: &mut World) -> String {
    let Some((id, state)) = any(world, &["received", "in_review"]).await else {
        return "nothing to ask about".to_owned();
    };
    let until = world.today() + chrono::TimeDelta::days(world.rng.random_range(1..10));
    let until = until.format("%d %m %Y").to_string();
    let mut parts = until.split(' ');
    let (day, month, year) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let id = id.to_string();
    let form = [
        ("dispute", id.as_str()),
        ("asked", "La foto"),
        ("until_day", day),
        ("until_month", month),
        ("until_year", year),
    ];
    let answer = world.team.post("/do/desk/ask-dispute", &form).await;
    format!("the team asks about {id} ({state}): {}", said(&answer))
}

/// Whoever opened one withdraws it, adds to it, or is not content with its answer.
async fn take_back_or_ask_again(world: &mut World) -> String {
    let payer = world.somebody();
    let account = world.payers[payer].account();
    let theirs: Vec<(Uuid, String)> =
        sqlx::query_as("select id, state from disputes where account_id = $1 order by id")
            .bind(account)
            .fetch_all(&world.app.owner)
            .await
            .unwrap();
    let Some((id, state)) = theirs.choose(&mut world.rng).cloned() else {
        return format!("payer {payer} has contested nothing");
    };
    let id = id.to_string();
    let what = ["withdraw", "add", "reply", "appeal"].choose(&mut world.rng).copied().unwrap_or("add");
    let browser = &world.payers[payer].browser;
    let answer = match what {
        "withdraw" => browser.post("/do/disputes/withdraw", &[("dispute", &id)]).await,
        "add" => browser.post("/do/disputes/add", &[("dispute", &id), ("words", "Otra cosa")]).await,
        _ => {
            let form = [("dispute", id.as_str()), ("words", "No estoy de acuerdo"), ("what", what)];
            browser.post("/do/disputes/answer", &form).await
        }
    };
    format!("payer {payer}: {what} {id} ({state}): {}", said(&answer))
}

/// Where an answer led; that the server failed ends the test elsewhere, when a death was not ordered.
fn said(answer: &Page) -> String {
    let is_draft = answer.location.as_ref().is_some_and(|location| location.contains("draft="));
    format!("{}{}", answer.status, if is_draft { ", refused" } else { "" })
}
