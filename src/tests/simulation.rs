//! A small world played out by chance: people who pay, a provider and a network that misbehave, a server that dies, a
//! database that goes away, days that pass. After every step each invariant is asked of the database, and at the end
//! the provider's word is held against the books. The same seed makes the same choices:
//! `ALDIA_SEED=17 cargo nextest run simulation::one_seed` replays one, `make soak` plays a thousand.

mod autopaying;
mod contesting;
mod invariants;
mod nights;
mod paying;
mod paying_out;
mod planning;
mod reading;
mod returning;
mod trouble;
mod waiting;
mod world;

use std::future::Future;
use std::pin::Pin;

use rand::Rng;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use world::World;

/// What a room adds to the world: its steps, and what must hold of it in the end.
pub trait Feature: Send + Sync {
    /// How often it gets a turn, against the others.
    fn weight(&self) -> u32;

    /// Does one thing and says what it was, for the log of a seed that fails.
    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String>;

    /// When everything has come to rest.
    fn at_rest<'a>(&'a self, _: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {})
    }
}

pub type Turn<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

const STEPS: usize = 30;

fn features() -> Vec<Box<dyn Feature>> {
    vec![
        Box::new(paying::Paying),
        Box::new(autopaying::Autopaying),
        Box::new(contesting::Contesting),
        Box::new(planning::Planning),
        Box::new(nights::Nights),
        Box::new(reading::Reading),
        Box::new(returning::Returning),
        Box::new(paying_out::PayingOut),
        Box::new(trouble::Trouble),
        Box::new(waiting::Waiting),
    ]
}

/// Plays these seeds one after the other in one world: what one leaves behind is what the next begins with.
async fn play(options: PgConnectOptions, seeds: impl Iterator<Item = u64>) -> World {
    world::quiet_deaths();
    let mut world = World::new(options).await;
    for seed in seeds {
        world.begin(seed);
        let features = features();
        for _ in 0..STEPS {
            let feature = chosen(&features, &mut world);
            let done = feature.step(&mut world).await;
            world.note(done);
            invariants::hold(&world).await;
        }
        world.come_to_rest().await;
        for feature in &features {
            feature.at_rest(&mut world).await;
        }
        invariants::hold(&world).await;
        world.books_are_sound().await;
    }
    world
}

fn chosen<'a>(features: &'a [Box<dyn Feature>], world: &mut World) -> &'a dyn Feature {
    let total: u32 = features.iter().map(|feature| feature.weight()).sum();
    let mut left = world.rng.random_range(0..total);
    for feature in features {
        match left.checked_sub(feature.weight()) {
            Some(rest) => left = rest,
            None => return &**feature,
        }
    }
    &*features[0]
}

/// How many seeds each of the five tests plays; `make soak` asks for more.
fn seeds(part: u64) -> impl Iterator<Item = u64> {
    let each = std::env::var("ALDIA_SEEDS")
        .ok()
        .and_then(|count| count.parse::<u64>().ok())
        .map_or(10, |all| all / 5);
    (part * 1_000_000)..(part * 1_000_000 + each)
}

#[sqlx::test]
async fn no_money_is_lost_or_doubled_whatever_goes_wrong_1(_: PgPoolOptions, options: PgConnectOptions) {
    play(options, seeds(1)).await.saw_a_lot().await;
}

#[sqlx::test]
async fn no_money_is_lost_or_doubled_whatever_goes_wrong_2(_: PgPoolOptions, options: PgConnectOptions) {
    play(options, seeds(2)).await.saw_a_lot().await;
}

#[sqlx::test]
async fn no_money_is_lost_or_doubled_whatever_goes_wrong_3(_: PgPoolOptions, options: PgConnectOptions) {
    play(options, seeds(3)).await.saw_a_lot().await;
}

#[sqlx::test]
async fn no_money_is_lost_or_doubled_whatever_goes_wrong_4(_: PgPoolOptions, options: PgConnectOptions) {
    play(options, seeds(4)).await.saw_a_lot().await;
}

#[sqlx::test]
async fn no_money_is_lost_or_doubled_whatever_goes_wrong_5(_: PgPoolOptions, options: PgConnectOptions) {
    play(options, seeds(5)).await.saw_a_lot().await;
}

/// Nothing without `ALDIA_SEED`; with it, also what happened.
#[sqlx::test]
async fn one_seed(_: PgPoolOptions, options: PgConnectOptions) {
    if let Some(seed) = std::env::var("ALDIA_SEED").ok().and_then(|seed| seed.parse().ok()) {
        println!("{}", play(options, std::iter::once(seed)).await.story());
    }
}
