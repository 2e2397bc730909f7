//! People who keep cards, let them be charged by themselves, and change their minds.

use aldia::payments::autopay::jobs::scan;
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::json;

use super::world::World;
use super::{Feature, Turn};
use crate::payments::hidden_fields;

pub struct Autopaying;

impl Feature for Autopaying {
    fn weight(&self) -> u32 {
        2
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async {
            match world.rng.random_range(0..8) {
                0 | 1 => keep(world).await,
                2 | 3 => agree(world).await,
                4 => stop(world).await,
                _ => look(world).await,
            }
        })
    }

    /// What the provider took while nobody was there is what was posted for it, charge by charge.
    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {
            let taken: i64 = world
                .app
                .double
                .money_taken()
                .into_iter()
                .filter(|(name, _)| name.starts_with("pi_"))
                .map(|(_, minor)| minor)
                .sum();
            let posted: i64 = sqlx::query_scalar(
                "select coalesce(sum(amount_minor), 0)::bigint from payments where autopay_charge_id is not null and state = 'succeeded'",
            )
            .fetch_one(&world.app.owner)
            .await
            .unwrap();
            assert_eq!(taken, posted, "{}", world.story());
        })
    }
}

/// Pays a little with a card that is kept.
async fn keep(world: &mut World) -> String {
    let payer = world.somebody();
    let cards = ["4242424242424242", "4000000000000341", "4000000000004954", "5555555555554444"];
    let number = *cards.choose(&mut world.rng).unwrap_or(&cards[0]);
    let Some(mut form) = world.payers[payer].form_if_payable("how=amount&amount=50").await else {
        return format!("payer {payer} has nothing to pay a card's first fifty of");
    };
    form.push(("keep_card".to_owned(), "yes".to_owned()));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let browser = &world.payers[payer].browser;
    let Some(page) = browser.post("/do/payments/start", &form).await.location else {
        return format!("payer {payer} comes to no page to keep a card on");
    };
    if !page.contains("/dev/stripe/checkout/") {
        return format!("payer {payer} is sent to {page}");
    }
    browser.post(&format!("{page}/pay"), &[("card", number)]).await;
    format!("payer {payer} pays with {number}, to be kept")
}

/// Agrees to be charged with any of their cards.
async fn agree(world: &mut World) -> String {
    let payer = world.somebody();
    let account = world.payers[payer].account();
    let cap = world.rng.random_range(100..20_000);
    let browser = &world.payers[payer].browser;
    let page = browser.get(&format!("/account/autopay?account={account}&again=1")).await;
    let Some(method) = page.attribute("input[name=method][checked]", "value") else {
        return format!("payer {payer} has no card to agree with");
    };
    let day = ["due", "1", "15"].choose(&mut world.rng).copied().unwrap_or("due");
    let text = browser
        .get(&format!("/account/autopay/agree?account={account}&method={method}&cap={cap}&day={day}"))
        .await;
    let form = hidden_fields(&text, "/do/payments/agree-autopay");
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = browser.post("/do/payments/agree-autopay", &form).await;
    format!("payer {payer} agrees to {cap} a month, {day}: {:?}", answer.location)
}

/// Stops, or removes the card.
async fn stop(world: &mut World) -> String {
    let payer = world.somebody();
    let account = world.payers[payer].account().to_string();
    if world.one_in(3) {
        let page = world.payers[payer].browser.get("/account/methods").await;
        let Some(method) =
            page.attribute("form[action='/do/payments/remove-method'] input[name=method]", "value")
        else {
            return format!("payer {payer} keeps no card");
        };
        world.payers[payer].browser.post("/do/payments/remove-method", &[("method", &method)]).await;
        return format!("payer {payer} removes a card");
    }
    world.payers[payer].browser.post("/do/payments/stop-autopay", &[("account", &account)]).await;
    format!("payer {payer} stops automatic payments")
}

/// The hour's look at what falls due, and everything that follows as far as it comes.
async fn look(world: &mut World) -> String {
    let days = world.rng.random_range(0..5);
    if days > 0 {
        world.pass(days).await;
    }
    let moment = format!("{}-{}", world.today(), world.rng.random::<u64>());
    let looked = scan(&world.app.db, json!({ "moment": moment })).await.is_ok();
    let worked = world.work().await;
    format!("{days} days later somebody looks what falls due ({looked}), and {worked}")
}
