//! Money that goes back: the team refunds, people press twice, refunds come back, card holders go to their banks.

use rand::Rng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use super::world::World;
use super::{Feature, Turn};
use crate::payments::hidden_fields;

pub struct Returning;

impl Feature for Returning {
    fn weight(&self) -> u32 {
        1
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async {
            match world.rng.random_range(0..5) {
                0..=2 => refund(world).await,
                _ => at_the_bank(world).await,
            }
        })
    }

    /// What the provider gave back is what the books say went back, payment by payment. What has no way back goes past it.
    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {
            let there = world.app.double.money_returned();
            let here: Vec<(String, i64)> = sqlx::query_as(
                "select p.provider_checkout, sum(r.amount_minor)::bigint from refunds r join payments p on p.id = r.payment_id
                 where r.state <> 'failed' and p.provider_checkout is not null and p.method_kind not in ('oxxo', 'customer_balance') group by p.provider_checkout",
            )
            .fetch_all(&world.app.owner)
            .await
            .unwrap();
            assert_eq!(
                here.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
                there,
                "{}",
                world.story()
            );
        })
    }
}

/// A supervisor returns a part of what somebody paid, perhaps with two presses of one button.
async fn refund(world: &mut World) -> String {
    let paid: Vec<(Uuid, i64)> = sqlx::query_as(
        "select id, amount_minor from payments where state = 'succeeded' and provider_payment like 'pi_%' order by id",
    )
    .fetch_all(&world.app.owner)
    .await
    .unwrap();
    let Some((payment, amount_minor)) = paid.choose(&mut world.rng).copied() else {
        return "nothing was paid that could go back".to_owned();
    };
    let cents = world.rng.random_range(1..=amount_minor.min(200_000));
    let amount = format!("{}.{:02}", cents / 100, cents % 100);
    let elena = world.app.staff("elena@aguas.example").await;
    let page = elena.get(&format!("/desk/payments/{payment}/refund")).await;
    let mut form = hidden_fields(&page, "/do/desk/refund");
    if form.is_empty() {
        return format!("nothing of {payment} can go back");
    }
    form.extend([
        ("amount".to_owned(), amount.clone()),
        ("reason".to_owned(), "duplicate".to_owned()),
        ("words".to_owned(), "Pagó dos veces".to_owned()),
    ]);
    let fields: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let before = refunds(world).await;
    elena.post("/do/desk/refund", &fields).await;
    let twice = world.one_in(3);
    if twice {
        elena.post("/do/desk/refund", &fields).await;
    }
    let made = refunds(world).await - before;
    assert!(made <= 1, "one press made {made} refunds\n{}", world.story());
    format!("{amount} of {payment} goes back{}: {made}", if twice { ", pressed twice" } else { "" })
}

async fn refunds(world: &World) -> i64 {
    sqlx::query_scalar("select count(*) from refunds").fetch_one(&world.app.owner).await.unwrap()
}

/// Somebody plays the bank with any of the buttons of the double's page.
async fn at_the_bank(world: &mut World) -> String {
    let page = world.app.browser().get("/dev/stripe/returns").await;
    let presses = presses(&page.html);
    let Some((action, outcome)) = presses.choose(&mut world.rng).cloned() else {
        return "the bank has nothing to decide".to_owned();
    };
    world.app.browser().post(&action, &[("outcome", &outcome)]).await;
    format!("the bank: {outcome} {action}")
}

pub fn presses(html: &str) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(html);
    let forms = scraper::Selector::parse("form").unwrap();
    let buttons = scraper::Selector::parse("button[name=outcome]").unwrap();
    let attribute = |element: scraper::ElementRef<'_>, name: &str| {
        element.value().attr(name).unwrap_or_default().to_owned()
    };
    let mut found = Vec::new();
    for form in document.select(&forms) {
        found.extend(
            form.select(&buttons).map(|button| (attribute(form, "action"), attribute(button, "value"))),
        );
    }
    found
}
