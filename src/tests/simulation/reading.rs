//! Somebody reads: whatever happened, every page that tells a balance tells the same one.

use super::world::World;
use super::{Feature, Turn};
use crate::accounts::equal::assert_told_alike;

pub struct Reading;

impl Feature for Reading {
    fn weight(&self) -> u32 {
        1
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async move {
            let who = world.somebody();
            told_alike(world, who).await;
            format!("person {who} read what they owe")
        })
    }

    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async move {
            for who in 0..world.payers.len() {
                told_alike(world, who).await;
            }
        })
    }
}

async fn told_alike(world: &World, who: usize) {
    let payer = &world.payers[who];
    assert_told_alike(&world.app, payer.account(), &payer.browser, &world.team).await;
}
