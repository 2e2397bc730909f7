//! The server dies between two steps of money that goes back, that came beyond what was asked for, or that goes to the
//! bank: a real process that ends without a word, and another is started. No money is lost, and none is doubled.

use std::time::Duration;

use aldia::kernel::failpoints::Failpoint;
use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::killed::{Stand, died};
use super::refunding::refund;
use super::{Payer, book_minor, books_agree, books_are_sound, credit_minor, payment_in, until};
use crate::support::TestApp;

const PLAIN: &str = "4242424242424242";

#[sqlx::test]
async fn a_server_that_dies_before_the_provider_hears_of_a_refund_asks_for_it_once_later(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_refunding(options, &[Failpoint::RefundKept]).await;
}

#[sqlx::test]
async fn a_server_that_dies_before_it_writes_down_that_a_refund_was_sent_sends_no_other(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_refunding(options, &[Failpoint::RefundAsked]).await;
}

#[sqlx::test]
async fn a_server_that_dies_after_it_read_what_went_back_reads_it_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_refunding(options, &[Failpoint::RefundKept, Failpoint::RefundAsked, Failpoint::ReturnsRead])
        .await;
}

/// A refund is decided, and whoever is to send it dies, again and again.
async fn dies_while_refunding(options: PgConnectOptions, points: &[Failpoint]) {
    let app = TestApp::new(options).await;
    let held = book_minor(&app.owner, "provider_clearing").await;
    let payment = Payer::maria(&app).await.pay_with(&app, "how=amount&amount=400", PLAIN).await;
    refund(&app.staff("daniel@aguas.example").await, payment, "100").await;
    let stand = Stand::around(app);
    for point in points {
        if *point == Failpoint::ReturnsRead {
            // An answer that never came leaves a doubt, and then the provider's list is read first.
            sql(&stand, "update refunds set state = 'unknown'").await;
        }
        dies_at(&stand, *point).await;
        let sent = stand.app.double.money_returned().values().sum::<i64>();
        assert_eq!(sent, if *point == Failpoint::RefundKept { 0 } else { 10_000 }, "{point:?}");
        assert_eq!(book_minor(&stand.app.owner, "refunds_payable").await, -10_000, "{point:?}");
        books_are_sound(&stand.app).await;
    }
    lives_until(&stand, "select count(*) from refunds where state <> 'succeeded'").await;
    assert_eq!(stand.app.double.money_returned().values().sum::<i64>(), 10_000);
    let refunds: i64 =
        sqlx::query_scalar("select count(*) from refunds").fetch_one(&stand.app.owner).await.unwrap();
    assert_eq!(refunds, 1);
    assert_eq!(book_minor(&stand.app.owner, "refunds_payable").await, 0);
    assert_eq!(book_minor(&stand.app.owner, "provider_clearing").await, held + 30_000);
    books_are_sound(&stand.app).await;
}

#[sqlx::test]
async fn a_server_that_dies_while_it_applies_a_transfer_applies_it_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_gathering(options, &[Failpoint::CashApplied]).await;
}

#[sqlx::test]
async fn a_server_that_dies_before_it_takes_what_was_transferred_too_much_takes_it_once_later(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_gathering(options, &[Failpoint::CashKept]).await;
}

#[sqlx::test]
async fn a_server_that_dies_before_it_writes_down_what_it_took_finds_it_at_the_provider(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_gathering(options, &[Failpoint::CashApplied, Failpoint::CashKept, Failpoint::CashTaken]).await;
}

/// 3,200 pesos come for a transfer of 3,000, and whoever is to apply them dies, again and again.
async fn dies_while_gathering(options: PgConnectOptions, points: &[Failpoint]) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let checkout = maria.start_by("how=amount&amount=3000", "spei").await;
    let id = payment_in(&maria.at_the_provider(&checkout, "transfer").await);
    until(&app, id, "requires_action").await;
    let intent: String = sqlx::query_scalar("select provider_payment from payments where id = $1")
        .bind(id)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let stand = Stand::around(app);
    let arrives = [("outcome", "arrives"), ("amount", "3200")];
    let answer = stand.app.browser().post(&format!("/dev/stripe/waiting/{intent}"), &arrives).await;
    assert_eq!(answer.status, 303);
    for point in points {
        dies_at(&stand, *point).await;
        books_are_sound(&stand.app).await;
    }
    lives_until(
        &stand,
        "select 2 - count(*) from payments where state = 'succeeded' and method_kind = 'customer_balance'",
    )
    .await;
    assert_eq!(stand.app.double.money_beyond(), (0, 20_000), "it was taken once");
    let paid: Vec<(Uuid, i64)> = sqlx::query_as(
        "select id, amount_minor from payments where method_kind = 'customer_balance' and state = 'succeeded' order by amount_minor",
    )
    .fetch_all(&stand.app.owner)
    .await
    .unwrap();
    assert_eq!(paid.iter().map(|(_, minor)| *minor).collect::<Vec<_>>(), [20_000, 300_000]);
    assert_eq!(credit_minor(&stand.app.owner, ACCOUNT_4471).await, 20_000);
    books_agree(&stand.app.owner).await;
    books_are_sound(&stand.app).await;
}

#[sqlx::test]
async fn a_server_that_dies_before_it_posts_a_payout_posts_it_once_later(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let held = book_minor(&app.owner, "provider_clearing").await;
    Payer::maria(&app).await.pay_with(&app, "how=amount&amount=3000", PLAIN).await;
    let stand = Stand::around(app);
    let browser = stand.app.browser();
    browser.post("/dev/stripe/payouts/mxn", &[("outcome", "pay_out")]).await;
    let html = browser.get("/dev/stripe/payouts").await.html;
    let (_, rest) = html.split_once("/dev/stripe/payouts/po_").unwrap();
    let name = rest.split('"').next().unwrap();
    browser.post(&format!("/dev/stripe/payouts/po_{name}"), &[("outcome", "arrives")]).await;
    dies_at(&stand, Failpoint::PayoutRead).await;
    assert_eq!(book_minor(&stand.app.owner, "in_transit").await, 0);
    books_are_sound(&stand.app).await;
    lives_until(&stand, "select 1 - count(*) from payouts where state = 'paid'").await;
    assert_eq!(book_minor(&stand.app.owner, "in_transit").await, 287_124);
    assert_eq!(book_minor(&stand.app.owner, "provider_clearing").await, held);
    books_are_sound(&stand.app).await;
}

/// Starts a server that dies there.
async fn dies_at(stand: &Stand, point: Failpoint) {
    time_passes(stand).await;
    // What it dies of waits already, so it may never answer anybody.
    died(&mut stand.spawn(Some(point)).await).await;
}

/// Starts a server that lives, until this counts nothing any more.
async fn lives_until(stand: &Stand, left: &'static str) {
    time_passes(stand).await;
    let mut server = stand.start(None).await;
    let mut count = 1_i64;
    for _ in 0..400 {
        count = sqlx::query_scalar(left).fetch_one(&stand.app.owner).await.unwrap();
        if count == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(count, 0, "{left}");
}

/// Leases and waiting times run on real time; this is what their ends do.
async fn time_passes(stand: &Stand) {
    for text in [
        "update jobs set locked_until = null, run_at = now() where done_at is null",
        "update refunds set next_read_at = now() - interval '1 second'",
        "update payments set next_read_at = now() - interval '1 second' where state in ('requires_action', 'processing', 'unknown')",
    ] {
        sql(stand, text).await;
    }
}

async fn sql(stand: &Stand, text: &'static str) {
    sqlx::query(text).execute(&stand.app.owner).await.unwrap();
}
