//! What the provider tells us: once, twice, fifty times, late, never, or not the provider at all.

use aldia::payments::stripe::double::{FaultOrder, FaultSet, SigningSecret, WebhookFaults};
use aldia::payments::stripe::webhook::sign;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, books_agree, payment_in, posted, row, started, until};
use crate::support::TestApp;

/// What the demo's double signs with.
const SECRET: &str = "whsec_double";

fn no_webhooks() -> FaultOrder {
    webhooks(WebhookFaults { drop_percent: 100, ..WebhookFaults::default() })
}

fn webhooks(faults: WebhookFaults) -> FaultOrder {
    FaultOrder {
        always: Some(FaultSet { webhooks: Some(faults), ..FaultSet::default() }),
        ..FaultOrder::default()
    }
}

/// Posts an event as the provider would; answers with the status.
async fn tell(app: &TestApp, event: &Value) -> u16 {
    let payload = event.to_string();
    let signature = sign(payload.as_bytes(), &[SECRET], Utc::now());
    tell_signed(app, payload, &signature).await
}

async fn tell_signed(app: &TestApp, payload: String, signature: &str) -> u16 {
    let client = reqwest::Client::new();
    let request = client.post(format!("{}/webhooks/stripe", app.url)).header("stripe-signature", signature);
    request.body(payload).send().await.unwrap().status().as_u16()
}

fn event(id: &str, kind: &str, object: Value) -> Value {
    json!({ "id": id, "object": "event", "type": kind, "api_version": "2026-09-30.endive", "livemode": false,
        "created": Utc::now().timestamp(), "data": { "object": object } })
}

/// The three events that announce the money of one payment.
async fn announcements(owner: &PgPool, id: Uuid) -> [Value; 3] {
    let checkout = row(owner, id).await.provider_checkout.unwrap();
    let metadata = json!({ "aldia_payment": id });
    [
        event(
            "evt_a",
            "checkout.session.completed",
            json!({ "id": checkout, "object": "checkout.session", "client_reference_id": id }),
        ),
        event(
            "evt_b",
            "payment_intent.succeeded",
            json!({ "id": "pi_1", "object": "payment_intent", "metadata": metadata }),
        ),
        event(
            "evt_c",
            "charge.succeeded",
            json!({ "id": "ch_1", "object": "charge", "payment_intent": "pi_1", "metadata": metadata }),
        ),
    ]
}

/// Somebody paid, and nothing told us.
async fn paid_in_silence(app: &TestApp) -> (Payer, Uuid, String) {
    app.double.order_faults(no_webhooks());
    let maria = Payer::maria(app).await;
    let checkout = maria.start("how=amount&amount=3000").await;
    let back = maria.at_the_provider(&checkout, "pay").await;
    let id = payment_in(&back);
    (maria, id, back)
}

#[sqlx::test]
async fn the_same_news_fifty_times_at_once_and_under_three_names_posts_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, id, _) = paid_in_silence(&app).await;
    let events = announcements(&app.owner, id).await;
    let telling = (0..50).map(|turn| tell(&app, &events[turn % 3]));
    for status in futures(telling).await {
        assert_eq!(status, 200);
    }
    let working = (0..4).map(|_| app.work());
    let worked: usize = futures(working).await.into_iter().sum();
    assert!(worked >= 3, "{worked} jobs");
    assert_eq!(row(&app.owner, id).await.state, "succeeded");
    assert_eq!(posted(&app.owner).await, (1, 300_000));
    let (kept, worked): (i64, i64) =
        sqlx::query_as("select count(*), count(*) filter (where state = 'posted') from provider_events")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!((kept, worked), (3, 3));
    books_agree(&app.owner).await;

    for event in &events {
        assert_eq!(tell(&app, event).await, 200, "replayed the next day");
    }
    app.work().await;
    assert_eq!(posted(&app.owner).await, (1, 300_000));
    let receipts: i64 = sqlx::query_scalar("select count(*) from notices where kind = 'receipt'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(receipts, 1);
}

#[sqlx::test]
async fn news_of_a_payment_that_never_succeeded_post_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.start("how=overdue").await;
    let id = started(&app.owner).await[0].id;
    for event in announcements(&app.owner, id).await {
        assert_eq!(tell(&app, &event).await, 200);
    }
    app.work().await;
    assert_eq!(row(&app.owner, id).await.state, "created", "an event is a hint, the object is the truth");
    assert_eq!(posted(&app.owner).await, (0, 0));
}

#[sqlx::test]
async fn a_message_that_is_not_the_providers_is_refused_and_not_kept(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let payload = event("evt_x", "checkout.session.completed", json!({})).to_string();
    let now = Utc::now();
    let bytes = payload.as_bytes();
    for signature in [
        String::new(),
        "nonsense".to_owned(),
        sign(bytes, &["whsec_wrong"], now),
        sign(b"{}", &[SECRET], now),
        sign(bytes, &[SECRET], now - TimeDelta::seconds(302)),
        sign(bytes, &[SECRET], now + TimeDelta::seconds(302)),
    ] {
        assert_eq!(tell_signed(&app, payload.clone(), &signature).await, 400, "{signature}");
    }
    let no_event = "[1, 2, 3]".to_owned();
    let signature = sign(no_event.as_bytes(), &[SECRET], now);
    assert_eq!(tell_signed(&app, no_event, &signature).await, 400);
    let huge = "x".repeat(1_000_000);
    let signature = sign(huge.as_bytes(), &[SECRET], now);
    assert_eq!(tell_signed(&app, huge, &signature).await, 413);
    assert_eq!(kept(&app.owner).await, 0);
}

#[sqlx::test]
async fn what_we_do_not_understand_is_kept_encrypted_and_changes_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let objects = [
        event(
            "evt_1",
            "customer.tax_id.updated",
            json!({ "id": "txi_1", "object": "tax_id", "value": "LOMM800101" }),
        ),
        event("evt_2", "v2.something.new", json!({ "id": 7, "object": ["odd"] })),
        event(
            "evt_3",
            "checkout.session.completed",
            json!({ "id": "cs_test_of_somebody", "object": "checkout.session", "client_reference_id": Uuid::now_v7() }),
        ),
        event("evt_4", "payment_intent.succeeded", json!(null)),
    ];
    for event in &objects {
        assert_eq!(tell(&app, event).await, 200, "{event}");
    }
    app.work().await;
    let ignored: i64 = sqlx::query_scalar("select count(*) from provider_events where state = 'ignored'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(ignored, 4);
    let readable: i64 = sqlx::query_scalar(
        "select count(*) from provider_events where position('LOMM800101'::bytea in payload) > 0",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(readable, 0);
    assert_eq!(posted(&app.owner).await, (0, 0));
}

#[sqlx::test]
async fn news_that_come_before_the_payer_are_a_receipt_at_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=overdue").await;
    let back = maria.at_the_provider(&checkout, "pay").await;
    until(&app, payment_in(&back), "succeeded").await;
    let page = maria.browser.get(&back).await;
    assert!(page.text().contains("Recibimos su pago"), "{}", page.text());
}

#[sqlx::test]
async fn a_payer_who_comes_back_before_any_news_is_told_the_truth(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, id, back) = paid_in_silence(&app).await;
    let page = maria.browser.get(&back).await;
    let text = page.text();
    assert!(text.contains("Estamos confirmando su pago de $3,000.00"), "{text}");
    assert!(!text.contains("Recibimos"), "{text}");
    assert_eq!(posted(&app.owner).await, (0, 0));
    let watch = format!("/live/payments/{id}?seen=created-true");
    assert_eq!(maria.browser.get(&watch).await.status, 204);
    // Coming back was reason enough to ask the provider.
    app.work().await;
    assert_eq!(maria.browser.get(&watch).await.status, 200);
    let page = maria.browser.get(&back).await;
    assert!(page.text().contains("Recibimos su pago"), "{}", page.text());
    assert_eq!(posted(&app.owner).await, (1, 300_000));
}

#[sqlx::test]
async fn news_that_never_come_are_found_by_asking(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (_, id, _) = paid_in_silence(&app).await;
    let asked = aldia::payments::jobs::reread_open_payments(&app.db).await.unwrap();
    assert_eq!(asked, 0, "not before its turn");
    sqlx::query("update payments set next_read_at = now()").execute(&app.owner).await.unwrap();
    assert_eq!(aldia::payments::jobs::reread_open_payments(&app.db).await.unwrap(), 1);
    assert_eq!(aldia::payments::jobs::reread_open_payments(&app.db).await.unwrap(), 0, "nor twice");
    app.work().await;
    assert_eq!(row(&app.owner, id).await.state, "succeeded");
    assert_eq!(posted(&app.owner).await, (1, 300_000));
}

#[sqlx::test]
async fn wrongly_signed_news_are_refused_and_the_payment_is_found_by_asking(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    app.double
        .order_faults(webhooks(WebhookFaults { secret: SigningSecret::Wrong, ..WebhookFaults::default() }));
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=overdue").await;
    let back = maria.at_the_provider(&checkout, "pay").await;
    maria.browser.get(&back).await;
    app.work().await;
    assert_eq!(kept(&app.owner).await, 0);
    assert_eq!(row(&app.owner, payment_in(&back)).await.state, "succeeded");
}

#[sqlx::test]
async fn doubled_late_and_shuffled_news_post_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let faults = WebhookFaults {
        duplicate_percent: 100,
        copies: 3,
        delay_ms: 60,
        reorder: true,
        ..WebhookFaults::default()
    };
    app.double.order_faults(webhooks(faults));
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=overdue").await;
    let back = maria.at_the_provider(&checkout, "pay").await;
    until(&app, payment_in(&back), "succeeded").await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    app.work().await;
    assert_eq!(posted(&app.owner).await, (1, 464_950));
    books_agree(&app.owner).await;
}

async fn kept(owner: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from provider_events").fetch_one(owner).await.unwrap()
}

/// All of them at once.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut running: Vec<_> = all.map(|one| Box::pin(one)).collect();
    let mut done: Vec<Option<T>> = running.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, slot) in running.iter_mut().zip(&mut done).filter(|(_, slot)| slot.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
