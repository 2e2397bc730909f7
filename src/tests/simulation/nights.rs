//! Days that end: interest is charged for being late, plans follow what was paid and missed. Nothing that waits for an
//! answer bears interest, whatever was contested, answered, paid and charged in between.

use aldia::ledger::jobs::order_interest;
use aldia::plans::jobs::order_follow;
use rand::Rng;

use super::world::World;
use super::{Feature, Turn};

pub struct Nights;

impl Feature for Nights {
    fn weight(&self) -> u32 {
        1
    }

    fn step<'a>(&'a self, world: &'a mut World) -> Turn<'a, String> {
        Box::pin(async {
            let days = world.rng.random_range(0..6);
            world.pass(days).await;
            // An order that dies on the way is given again the next day, so what it says does not matter.
            let ordered =
                order_interest(&world.app.db).await.is_ok() && order_follow(&world.app.db).await.is_ok();
            let worked = world.work().await;
            format!("{days} days end ({ordered}): {worked}")
        })
    }

    /// The night is made up for, and no charge was worked out on what waited on all of its days.
    fn at_rest<'a>(&'a self, world: &'a mut World) -> Turn<'a, ()> {
        Box::pin(async {
            order_interest(&world.app.db).await.unwrap();
            order_follow(&world.app.db).await.unwrap();
            world.work().await;
            let broken: Vec<(String, i64, i64)> = sqlx::query_as(
                "select i.number, (t.basis ->> 'base_minor')::bigint, (i.total_minor - sum(h.amount_minor))::bigint
                 from ledger_transactions t
                 join ledger_entries e on e.transaction_id = t.id and e.book = 'interest'
                 join invoices i on i.id = e.invoice_id
                 join holds h on h.invoice_id = i.id and h.opened_on < (t.basis ->> 'from')::date
                   and (h.released_on is null or h.released_on > (t.basis ->> 'to')::date)
                 where t.kind = 'interest' and not exists (select from ledger_transactions r where r.reverses_id = t.id)
                 group by t.id, i.id
                 having (t.basis ->> 'base_minor')::bigint > i.total_minor - sum(h.amount_minor)",
            )
            .fetch_all(&world.app.owner)
            .await
            .unwrap();
            assert!(broken.is_empty(), "interest on what is contested: {broken:?}\n{}", world.story());
        })
    }
}
