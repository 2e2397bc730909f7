//! People who look, choose, press, press again, pay, are declined, and go away.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::world::World;
use super::{Feature, Turn};

pub struct Paying;

impl Feature for Paying {
    fn weight(&self) -> u32 {
        3
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async {
            match world.rng.random_range(0..10) {
                0 | 1 => bill(world).await,
                2..=6 => start(world).await,
                7 | 8 => {
                    let chosen = world.pages.choose(&mut world.rng).cloned();
                    at_the_provider(world, chosen).await
                }
                _ => look(world).await,
            }
        })
    }

    /// Whatever the provider took is posted, once and in full; whatever it did not take is not.
    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {
            let taken = world.app.double.money_taken();
            let posted: Vec<(Option<String>, i64, String)> = sqlx::query_as(
                "select provider_checkout, amount_minor, state from payments where source = 'portal' and (idempotency_key like 'pay:%' or idempotency_key like 'autopay:%')",
            )
            .fetch_all(&world.app.owner)
            .await
            .unwrap();
            for (checkout, amount_minor, state) in &posted {
                let took = checkout.as_ref().and_then(|checkout| taken.get(checkout));
                let succeeded = state == "succeeded";
                assert_eq!(took.is_some(), succeeded, "{checkout:?} is {state}\n{}", world.story());
                assert!(took.is_none_or(|took| took == amount_minor), "{checkout:?}\n{}", world.story());
            }
            for checkout in taken.keys() {
                let ours = posted.iter().filter(|(ours, ..)| ours.as_ref() == Some(checkout)).count();
                assert_eq!(ours, 1, "{checkout} was paid, and is not ours\n{}", world.story());
            }
        })
    }
}

async fn bill(world: &mut World) -> String {
    let payer = world.somebody();
    let total_minor = world.bill(payer).await;
    format!("payer {payer} is billed {total_minor}")
}

/// Reviews a choice and presses, perhaps twice at once, perhaps again later with the same form.
async fn start(world: &mut World) -> String {
    let payer = world.somebody();
    let cents = world.rng.random_range(1_000..500_000_i64);
    let amount = format!("how=amount&amount={}.{:02}", cents / 100, cents % 100);
    let choice = ["how=overdue", "how=everything", "how=oldest", amount.as_str()]
        .choose(&mut world.rng)
        .copied()
        .unwrap_or("how=overdue");
    let twice = world.one_in(4);
    let Some(form) = world.payers[payer].form_if_payable(choice).await else {
        return format!("payer {payer} sees nothing to pay by {choice}");
    };
    let method = ["", "", "oxxo", "spei"].choose(&mut world.rng).copied().unwrap_or_default();
    let mut fields: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("method", method));
    let browser = &world.payers[payer].browser;
    let mut answers = vec![browser.post("/do/payments/start", &fields).await];
    if twice {
        answers.push(browser.post("/do/payments/start", &fields).await);
    }
    let pages: Vec<String> = answers.into_iter().filter_map(|answer| answer.location).collect();
    let opened: Vec<String> =
        pages.into_iter().filter(|page| page.contains("/dev/stripe/checkout/")).collect();
    assert!(opened.windows(2).all(|pair| pair[0] == pair[1]), "one press, one page\n{}", world.story());
    let told = format!(
        "payer {payer} presses {choice} by {method:?}{}: {opened:?}",
        if twice { " twice" } else { "" }
    );
    let opened: Vec<(usize, String)> = opened.into_iter().map(|page| (payer, page)).collect();
    world.pages.extend(opened.iter().cloned());
    // Most people pay while the page is before them.
    if world.one_in(3) {
        return told;
    }
    format!("{told}; {}", at_the_provider(world, opened.into_iter().next()).await)
}

/// Somebody presses a button of a page that was opened at some time, also long after it was left.
async fn at_the_provider(world: &mut World, chosen: Option<(usize, String)>) -> String {
    let Some((payer, page)) = chosen else {
        return "nobody has a page open".to_owned();
    };
    // What the page does not offer does nothing.
    let outcome = ["pay", "pay", "pay", "decline", "voucher", "transfer", "voucher", "transfer"]
        .choose(&mut world.rng)
        .copied()
        .unwrap_or("pay");
    let answer = world.payers[payer].browser.post(&format!("{page}/pay"), &[("outcome", outcome)]).await;
    if world.one_in(3)
        && let Some(back) = &answer.location
    {
        world.payers[payer].browser.get(back).await;
    }
    format!("payer {payer} has the bank {outcome} at {page}: {}", answer.status)
}

/// Anybody may look at any time, and both sides see one number.
async fn look(world: &mut World) -> String {
    let payer = world.somebody();
    let page = world.payers[payer].browser.get("/account").await;
    assert_eq!(page.status, 200, "{}", world.story());
    let mut tx = world.app.system().await;
    let account = aldia::accounts::store::account(&mut tx, world.payers[payer].account()).await.unwrap();
    let balance = aldia::accounts::store::balance(&mut tx, &account).await.unwrap();
    let due = balance.due.to_string();
    assert!(
        balance.due.is_zero() || page.text().contains(&due),
        "{due} is not on the page\n{}",
        world.story()
    );
    format!("payer {payer} looks, and {due} is due")
}
