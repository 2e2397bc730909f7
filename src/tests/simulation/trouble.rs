//! What goes wrong without anybody's doing: messages that are lost, late or sent again, a provider that does not answer,
//! a server that dies, a database that drops its connections, days that pass.

use aldia::kernel::failpoints::{Death, Failpoint};
use aldia::payments::jobs::reread_open_payments;
use aldia::payments::stripe::double::{
    ApiFault, ApiFaultKind, FaultOrder, FaultSet, NextFaults, WebhookFaults,
};
use rand::Rng;
use rand::seq::IndexedRandom;

use super::world::World;
use super::{Feature, Turn};

pub struct Trouble;

impl Feature for Trouble {
    fn weight(&self) -> u32 {
        2
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async {
            match world.rng.random_range(0..9) {
                0 => webhooks(world),
                1 | 2 => provider(world),
                3 => death(world),
                4 => database(world).await,
                5 => days(world).await,
                6 => read_again(world).await,
                _ => world.work().await.to_owned(),
            }
        })
    }
}

/// How the provider's messages travel from now on.
fn webhooks(world: &mut World) -> String {
    let faults = WebhookFaults {
        drop_percent: *[0, 30, 100].choose(&mut world.rng).unwrap_or(&0),
        duplicate_percent: *[0, 50].choose(&mut world.rng).unwrap_or(&0),
        copies: world.rng.random_range(1..6),
        reorder: world.one_in(2),
        ..WebhookFaults::default()
    };
    let told = format!("messages travel badly: {faults:?}");
    let always = Some(FaultSet { webhooks: Some(faults), ..FaultSet::default() });
    world.app.double.order_faults(FaultOrder { always, ..FaultOrder::default() });
    told
}

/// How the provider answers the next requests.
fn provider(world: &mut World) -> String {
    let kinds = [
        ApiFaultKind::TooMany,
        ApiFaultKind::Conflict,
        ApiFaultKind::ServerError,
        ApiFaultKind::WebPage,
        ApiFaultKind::DisconnectBefore,
        ApiFaultKind::DisconnectAfter,
    ];
    let kind = *kinds.choose(&mut world.rng).unwrap_or(&ApiFaultKind::TooMany);
    let count = world.rng.random_range(1..3);
    let faults = FaultSet { api: Some(ApiFault::new(kind)), ..FaultSet::default() };
    let next = Some(NextFaults { count, faults });
    world.app.double.order_faults(FaultOrder { next, ..FaultOrder::default() });
    format!("the provider answers {count} requests with {kind:?}")
}

/// The next to come to some place in the code dies there.
fn death(world: &mut World) -> String {
    let point = *Failpoint::ALL.choose(&mut world.rng).unwrap_or(&Failpoint::PaymentKept);
    world.app.db.failpoints().arm(point, Death::Panic);
    format!("the next at {point:?} dies")
}

/// Every connection of the portal to its database breaks, as when it is started anew.
async fn database(world: &mut World) -> String {
    let broken: i64 = sqlx::query_scalar(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity
         where datname = current_database() and usename = 'aldia_app'",
    )
    .fetch_one(&world.app.owner)
    .await
    .unwrap_or_default();
    format!("the database drops {broken} connections")
}

async fn days(world: &mut World) -> String {
    let days = world.rng.random_range(1..20);
    world.pass(days).await;
    format!("{days} days pass")
}

/// The minute's round, after leases have run out.
async fn read_again(world: &mut World) -> String {
    world.wait_for_leases().await;
    let read = reread_open_payments(&world.app.db)
        .await
        .map_or_else(|error| error.to_string(), |read| read.to_string());
    format!("the minute's round reads {read} payments")
}
