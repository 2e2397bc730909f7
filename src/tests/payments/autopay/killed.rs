//! The server dies between two steps of an automatic charge, a real process that ends without a word, and another is
//! started: every due amount is charged once, and posted once.

use std::time::Duration;

use aldia::kernel::failpoints::Failpoint;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{GOOD, charged, day, maria_agrees, taken_alone, turn_clock};
use crate::payments::killed::{Stand, died};
use crate::payments::{books_agree, books_are_sound};
use crate::support::TestApp;

#[sqlx::test]
async fn a_server_that_dies_before_the_provider_hears_of_a_charge_asks_for_it_once_later(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_charging(options, Failpoint::ChargeKept).await;
}

#[sqlx::test]
async fn a_server_that_dies_before_it_writes_down_a_charge_finds_it_at_the_provider(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_charging(options, Failpoint::ChargeAsked).await;
}

async fn dies_while_charging(options: PgConnectOptions, point: Failpoint) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    turn_clock(&app, day(3, 9)).await;
    let stand = Stand::around(app);
    let mut server = stand.start(Some(point)).await;
    died(&mut server).await;
    assert_eq!(taken_alone(&stand.app).is_empty(), point == Failpoint::ChargeKept);

    // Leases and waiting times run on real time; this is what their ends do.
    for sql in [
        "update jobs set locked_until = null, run_at = now() where done_at is null",
        "update payments set next_read_at = now() - interval '1 second' where state in ('processing', 'unknown')",
    ] {
        sqlx::query(sql).execute(&stand.app.owner).await.unwrap();
    }
    let mut server = stand.start(None).await;
    for _ in 0..400 {
        let waiting: i64 =
            sqlx::query_scalar("select count(*) from autopay_charges where settled_at is null")
                .fetch_one(&stand.app.owner)
                .await
                .unwrap();
        if waiting == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let (count, minor) = charged(&stand.app.owner).await;
    assert_eq!(count, 3, "each due amount once");
    let taken = taken_alone(&stand.app);
    assert_eq!((taken.len(), taken.iter().sum::<i64>()), (3, minor), "no money is lost and none is doubled");
    books_agree(&stand.app.owner).await;
    books_are_sound(&stand.app).await;
}
