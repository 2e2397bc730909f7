//! The server dies between two steps of an automatic charge, a real process that ends without a word, and another is
//! started: every due amount is charged once, and posted once.

use std::time::Duration;

use aldia::kernel::failpoints::Failpoint;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::instalments::{EACH, maria_lets, paid};
use super::{GOOD, charged, day, maria_agrees, on, taken_alone, turn_clock};
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

#[sqlx::test]
async fn a_server_that_dies_while_it_charges_an_instalment_charges_it_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, plan) = maria_lets(&app, GOOD, "instalments").await;
    on(&app, day(3, 17)).await;
    turn_clock(&app, day(3, 20)).await;
    let app = dies_while(app, Failpoint::ChargeAsked, 1).await;
    assert_eq!(paid(&app, plan).await, EACH);
}

/// The plan ends while the server is down: the provider, which has not heard of the charge, never does.
#[sqlx::test]
async fn an_instalment_that_was_kept_to_be_charged_is_not_once_its_plan_has_ended(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, plan) = maria_lets(&app, GOOD, "instalments").await;
    on(&app, day(3, 17)).await;
    turn_clock(&app, day(3, 20)).await;
    let stand = Stand::around(app);
    let mut server = stand.start(Some(Failpoint::ChargeKept)).await;
    died(&mut server).await;
    sqlx::query("update plans set state = 'suspended', suspended_on = '2026-03-20'")
        .execute(&stand.app.owner)
        .await
        .unwrap();
    goes_on(&stand).await;
    assert!(taken_alone(&stand.app).is_empty());
    assert_eq!((charged(&stand.app.owner).await, paid(&stand.app, plan).await), ((0, 0), 0));
    books_are_sound(&stand.app).await;
}

async fn dies_while_charging(options: PgConnectOptions, point: Failpoint) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    turn_clock(&app, day(3, 9)).await;
    dies_while(app, point, 3).await;
}

/// So many due amounts are charged while the server dies at this point.
async fn dies_while(app: TestApp, point: Failpoint, charges: usize) -> TestApp {
    let stand = Stand::around(app);
    let mut server = stand.start(Some(point)).await;
    died(&mut server).await;
    assert_eq!(taken_alone(&stand.app).is_empty(), point == Failpoint::ChargeKept);
    goes_on(&stand).await;
    let (count, minor) = charged(&stand.app.owner).await;
    assert_eq!(usize::try_from(count).unwrap(), charges, "each due amount once");
    let taken = taken_alone(&stand.app);
    let sum = taken.iter().sum::<i64>();
    assert_eq!((taken.len(), sum), (charges, minor), "no money is lost and none is doubled");
    books_agree(&stand.app.owner).await;
    books_are_sound(&stand.app).await;
    stand.app
}

/// Another server is started, and does what waits.
async fn goes_on(stand: &Stand) {
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
}
