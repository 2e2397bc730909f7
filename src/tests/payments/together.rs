//! Events that wait are worked on together, and each as if it were alone.

use aldia::payments::stripe::double::{ApiFault, ApiFaultKind, FaultOrder, FaultSet};
use aldia::server::jobs;
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_5120};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, books_agree, payment_in, row};
use crate::support::TestApp;

/// Pays at the provider, and leaves its messages unread until all of them are there.
async fn paid(app: &TestApp, payer: &Payer) -> (Uuid, String) {
    let checkout = payer.start("how=everything").await;
    let payment = payment_in(&payer.at_the_provider(&checkout, "pay").await);
    for _ in 0..100 {
        let told: i64 = sqlx::query_scalar(
            "select count(*) from provider_events e join payments p on e.object_id = p.provider_checkout where p.id = $1",
        )
        .bind(payment)
        .fetch_one(&app.owner)
        .await
        .unwrap();
        if told > 0 {
            return (payment, row(&app.owner, payment).await.provider_checkout.unwrap());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the provider's message did not come");
}

async fn states(owner: &PgPool, payments: &[Uuid]) -> Vec<String> {
    let mut states = Vec::new();
    for payment in payments {
        states.push(row(owner, *payment).await.state);
    }
    states
}

async fn events_in(owner: &PgPool, state: &str) -> i64 {
    sqlx::query_scalar("select count(*) from provider_events where state = $1")
        .bind(state)
        .fetch_one(owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn payments_announced_at_once_are_each_received_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let mut payments = Vec::new();
    for (who, account) in [("susan@example.com", ACCOUNT_5120), ("maria@example.mx", ACCOUNT_4471)] {
        payments.push(paid(&app, &Payer::at(&app, who, account).await).await.0);
    }
    app.work().await;
    assert_eq!(states(&app.owner, &payments).await, ["succeeded", "succeeded"]);
    assert_eq!(events_in(&app.owner, "received").await, 0);
    let receipts: Vec<Option<i64>> =
        sqlx::query_scalar("select receipt_number from payments where id = any($1) order by receipt_number")
            .bind(&payments)
            .fetch_all(&app.owner)
            .await
            .unwrap();
    assert_eq!(receipts[1].unwrap() - receipts[0].unwrap(), 1, "receipts are numbered without gaps");
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn a_payment_that_cannot_be_read_keeps_no_other_waiting(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let susan = Payer::at(&app, "susan@example.com", ACCOUNT_5120).await;
    let (unread, checkout) = paid(&app, &Payer::maria(&app).await).await;
    let (read, _) = paid(&app, &susan).await;
    let start = format!("GET /v1/checkout/sessions/{checkout}");
    let faults =
        FaultSet { api: Some(ApiFault::only(ApiFaultKind::DisconnectBefore, &start)), ..FaultSet::default() };
    app.double.order_faults(FaultOrder { always: Some(faults), ..FaultOrder::default() });
    // The job of the payment that cannot be read fails, which is what `drain` answers.
    while jobs::drain(&app.app).await.is_err() {}
    assert_eq!(states(&app.owner, &[unread, read]).await, ["created", "succeeded"]);
    assert!(events_in(&app.owner, "received").await > 0, "what was not read is not done with");

    app.double.order_faults(FaultOrder { clear: true, ..FaultOrder::default() });
    sqlx::query("update jobs set run_at = now() where done_at is null").execute(&app.owner).await.unwrap();
    app.work().await;
    assert_eq!(states(&app.owner, &[unread, read]).await, ["succeeded", "succeeded"]);
    assert_eq!(events_in(&app.owner, "received").await, 0);
    books_agree(&app.owner).await;
}
