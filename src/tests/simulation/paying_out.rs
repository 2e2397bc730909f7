//! Money that goes on to the bank: the provider pays out what it holds, and the bank takes it or sends it back.

use aldia::payments::comparing::{About, compare};
use rand::seq::IndexedRandom;

use super::returning::presses;
use super::world::World;
use super::{Feature, Turn};

pub struct PayingOut;

impl Feature for PayingOut {
    fn weight(&self) -> u32 {
        1
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async {
            let page = world.app.browser().get("/dev/stripe/payouts").await;
            let presses = presses(&page.html);
            let Some((action, outcome)) = presses.choose(&mut world.rng).cloned() else {
                return "nothing goes to the bank".to_owned();
            };
            world.app.browser().post(&action, &[("outcome", &outcome)]).await;
            format!("to the bank: {outcome} {action}")
        })
    }

    /// Every payout of the provider's is one of ours, with its sum and its end.
    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {
            let compared = compare(&world.app.db, &*world.app.app.gateway).await.unwrap();
            let mut differences = compared.differences.iter();
            let payout = differences.find(|one| matches!(one.about, About::Payout { .. }));
            assert!(payout.is_none(), "{payout:?}\n{}", world.story());
        })
    }
}
