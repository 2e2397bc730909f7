//! What takes days: vouchers that are paid or run out, transfers that come whole, in parts, twice, or for nothing.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::returning::presses;
use super::world::World;
use super::{Feature, Turn};

pub struct Waiting;

impl Feature for Waiting {
    fn weight(&self) -> u32 {
        2
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(at_the_counter(world))
    }

    /// Whatever was transferred pays something or is somebody's credit.
    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {
            let (lies, taken) = world.app.double.money_beyond();
            assert_eq!(lies, 0, "money lies at the provider and is nobody's\n{}", world.story());
            let posted: i64 = sqlx::query_scalar(
                "select coalesce(sum(amount_minor), 0)::bigint from payments where idempotency_key like 'cash:%' and state = 'succeeded'",
            )
            .fetch_one(&world.app.owner)
            .await
            .unwrap();
            assert_eq!(posted, taken, "{}", world.story());
        })
    }
}

/// Somebody plays the shop or the bank with any of the buttons of the double's page.
async fn at_the_counter(world: &mut World) -> String {
    let page = world.app.browser().get("/dev/stripe/waiting").await;
    let presses = presses(&page.html);
    let Some((action, outcome)) = presses.choose(&mut world.rng).cloned() else {
        return "nothing waits".to_owned();
    };
    let cents = world.rng.random_range(1..600_000_i64);
    let amount = format!("{}.{:02}", cents / 100, cents % 100);
    world.app.browser().post(&action, &[("outcome", &outcome), ("amount", &amount)]).await;
    format!("at the counter: {outcome} {action} ({amount})")
}
