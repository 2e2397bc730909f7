//! What no message told: found in the provider's list, and named by a comparison.

use aldia::kernel::ids::PaymentId;
use aldia::kernel::locale::Lang;
use aldia::payments::comparing::{About, Comparison, DifferenceKind, compare};
use aldia::payments::reconciling::order_round;
use aldia::payments::stripe::double::{FaultOrder, FaultSet, WebhookFaults};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, books_agree, payment_in, posted, row};
use crate::support::TestApp;

/// Somebody paid; no message came, they did not come back, and the minute's round is far off.
async fn paid_unheard(app: &TestApp) -> Uuid {
    let silence = WebhookFaults { drop_percent: 100, ..WebhookFaults::default() };
    app.double.order_faults(FaultOrder {
        always: Some(FaultSet { webhooks: Some(silence), ..FaultSet::default() }),
        ..FaultOrder::default()
    });
    let maria = Payer::maria(app).await;
    let checkout = maria.start("how=amount&amount=3000").await;
    let id = payment_in(&maria.at_the_provider(&checkout, "pay").await);
    sqlx::query("update payments set next_read_at = now() + interval '1 day'")
        .execute(&app.owner)
        .await
        .unwrap();
    id
}

async fn round(app: &TestApp) {
    sqlx::query("delete from jobs where kind = 'reconcile_provider'").execute(&app.owner).await.unwrap();
    order_round(&app.db).await.unwrap();
    app.work().await;
}

async fn compared(app: &TestApp) -> Comparison {
    compare(&app.db, &*app.app.gateway).await.unwrap()
}

#[sqlx::test]
async fn the_hours_round_finds_money_that_no_message_told_of(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let id = paid_unheard(&app).await;
    app.work().await;
    assert_eq!(row(&app.owner, id).await.state, "created", "nothing has told us yet");
    round(&app).await;
    assert_eq!(row(&app.owner, id).await.state, "succeeded");
    assert_eq!(posted(&app.owner).await, (1, 300_000));
    round(&app).await;
    assert_eq!(posted(&app.owner).await, (1, 300_000), "a second round finds nothing new");
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn a_round_of_the_same_hour_is_ordered_once_however_many_processes_there_are(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    for _ in 0..3 {
        order_round(&app.db).await.unwrap();
    }
    let ordered: i64 =
        sqlx::query_scalar("select count(distinct dedupe_key) from jobs where kind = 'reconcile_provider'")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert!((1..=2).contains(&ordered), "two only where the hour just ended: {ordered}");
}

#[sqlx::test]
async fn a_comparison_names_money_that_is_not_in_the_books_and_mends_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = paid_unheard(&app).await;
    let found = compared(&app).await;
    assert_eq!(found.differences.len(), 1);
    assert!(
        matches!(found.differences[0].about, About::Payment { payment, .. } if payment == PaymentId(id)),
        "{found:?}"
    );
    assert!(
        matches!(found.differences[0].kind, DifferenceKind::NotPosted { taken } if taken.minor == 300_000)
    );
    let said = found.lines(Lang::En).join("\n");
    assert!(said.contains("the provider took $3,000.00\u{a0}MXN, which is not in the books"), "{said}");
    assert_eq!(row(&app.owner, id).await.state, "created");

    round(&app).await;
    let agreed = compared(&app).await;
    assert!(agreed.differences.is_empty() && agreed.compared >= 1, "{agreed:?}");
}

#[sqlx::test]
async fn a_comparison_names_books_that_say_more_than_the_provider(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = paid_unheard(&app).await;
    round(&app).await;
    sqlx::query("update payments set amount_minor = 300001 where id = $1")
        .bind(id)
        .execute(&app.owner)
        .await
        .unwrap();
    let found = compared(&app).await;
    assert!(matches!(found.differences[0].kind, DifferenceKind::Amount { posted, taken }
        if (posted.minor, taken.minor) == (300_001, 300_000)));
    sqlx::query("update payments set provider_checkout = 'cs_test_nobodys' where id = $1")
        .bind(id)
        .execute(&app.owner)
        .await
        .unwrap();
    assert_eq!(compared(&app).await.differences[0].kind, DifferenceKind::Missing);
}

#[sqlx::test]
async fn a_comparison_says_when_the_provider_does_not_answer(_: PgPoolOptions, options: PgConnectOptions) {
    use aldia::payments::stripe::double::{ApiFault, ApiFaultKind};
    let app = TestApp::new(options).await;
    paid_unheard(&app).await;
    let down = ApiFault::only(ApiFaultKind::ServerError, "GET /v1/checkout/sessions");
    app.double.order_faults(FaultOrder {
        always: Some(FaultSet { api: Some(down), ..FaultSet::default() }),
        ..FaultOrder::default()
    });
    assert_eq!(compared(&app).await.differences[0].kind, DifferenceKind::NoAnswer);
}
