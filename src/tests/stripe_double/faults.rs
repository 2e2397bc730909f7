//! Bad days: what the gateway says when Stripe or the way to it fails, and webhooks that are lost, doubled, late, out of
//! order or wrongly signed.

use std::time::{Duration, Instant};

use aldia::payments::gateway::{Doubt, Gateway, GatewayError, PaymentStatus};
use aldia::payments::stripe::double::{ApiFault, ApiFaultKind, FaultSet, SigningSecret, WebhookFaults};
use aldia::payments::stripe::webhook::SignatureError;
use axum::http::StatusCode;
use serde_json::json;

use super::stage::{SECRET, Stage, counted, gateway};

const CREATE: &str = "POST /v1/checkout/sessions";

#[tokio::test]
async fn everything_that_is_not_a_plain_no_is_unknown() {
    let stage = Stage::new().await;
    for (kind, doubt) in [
        (ApiFaultKind::TooMany, Doubt::Status(429)),
        (ApiFaultKind::Conflict, Doubt::Status(409)),
        (ApiFaultKind::ServerError, Doubt::Status(500)),
        (ApiFaultKind::WebPage, Doubt::Unreadable),
        (ApiFaultKind::DisconnectBefore, Doubt::Connection),
        (ApiFaultKind::DisconnectAfter, Doubt::Connection),
    ] {
        stage.fail_next(1, ApiFault::only(kind, CREATE));
        let unknown = stage.gateway.create_checkout(&stage.order()).await.unwrap_err();
        assert_eq!(unknown, GatewayError::Unknown { doubt }, "{kind:?}");
        assert!(stage.gateway.create_checkout(&stage.order()).await.is_ok(), "once means once");
    }
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_unknown_after_the_time_allowed() {
    let stage = Stage::new().await;
    let hasty = gateway(&stage.base, Duration::from_millis(300), "sk_test_stage");
    stage.fail_next(1, ApiFault::only(ApiFaultKind::Timeout, CREATE));
    let started = Instant::now();
    let unknown = hasty.create_checkout(&stage.order()).await.unwrap_err();
    assert_eq!(unknown, GatewayError::Unknown { doubt: Doubt::Timeout });
    assert!((300..3_000).contains(&started.elapsed().as_millis()));
}

#[tokio::test]
async fn what_was_done_before_the_line_broke_is_found_again_under_its_key() {
    let stage = Stage::new().await;
    let hasty = gateway(&stage.base, Duration::from_millis(300), "sk_test_stage");
    for kind in [ApiFaultKind::DisconnectAfter, ApiFaultKind::Timeout] {
        stage.fail_next(1, ApiFault::only(kind, CREATE));
        let order = stage.order();
        hasty.create_checkout(&order).await.unwrap_err();
        let found = hasty.create_checkout(&order).await.unwrap();
        assert_eq!(
            hasty.create_checkout(&order).await,
            Ok(found.clone()),
            "one checkout, however often asked"
        );
        stage.type_card(&found, "4242424242424242").await;
        assert_eq!(stage.read(&found).await.status, PaymentStatus::Succeeded);
    }
}

#[tokio::test]
async fn a_stored_failure_is_given_again_under_its_key_and_a_passing_one_is_not() {
    let stage = Stage::new().await;
    let (stored, passing) = (stage.order(), stage.order());
    stage.fail_next(1, ApiFault::only(ApiFaultKind::ServerError, CREATE));
    for _ in 0..3 {
        let unknown = stage.gateway.create_checkout(&stored).await.unwrap_err();
        assert_eq!(unknown, GatewayError::Unknown { doubt: Doubt::Status(500) });
    }
    for kind in [ApiFaultKind::TooMany, ApiFaultKind::Conflict, ApiFaultKind::WebPage] {
        stage.fail_next(1, ApiFault::only(kind, CREATE));
        stage.gateway.create_checkout(&passing).await.unwrap_err();
    }
    assert!(stage.gateway.create_checkout(&passing).await.is_ok());
}

#[tokio::test]
async fn a_fault_for_one_kind_of_request_leaves_the_others_alone() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.open_checkout().await;
    stage
        .always(FaultSet { api: Some(ApiFault::only(ApiFaultKind::ServerError, CREATE)), webhooks: None }, 1);
    assert_eq!(stage.read(&checkout).await.status, PaymentStatus::Open);
    assert!(stage.gateway.create_checkout(&stage.order()).await.is_err());
}

#[tokio::test]
async fn lost_events_never_arrive_but_stand_in_the_list_as_not_delivered() {
    let stage = Stage::new().await;
    let since = stage.now();
    stage.spoil_next(4, WebhookFaults { drop_percent: 100, ..WebhookFaults::default() });
    let (_, lost) = stage.paid_checkout().await;
    stage.paid_checkout().await;
    let arrived = stage.arrivals(4).await;
    assert!(arrived.iter().all(|arrival| arrival.event.object_id.as_deref() != Some(&lost.provider_id)));
    assert_eq!(stage.gateway.events_since(since).await.unwrap().len(), 4);
    let undelivered = super::stage::json(stage.get("events?delivery_success=false").await).await;
    assert_eq!(undelivered["data"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn doubled_events_arrive_that_many_times_more() {
    let stage = Stage::new().await;
    stage.spoil_next(4, WebhookFaults { duplicate_percent: 100, copies: 2, ..WebhookFaults::default() });
    stage.paid_checkout().await;
    let counts = counted(stage.arrivals(12).await.into_iter().map(|arrival| arrival.event.id));
    assert!(counts.len() == 4 && counts.values().all(|count| *count == 3), "{counts:?}");
}

#[tokio::test]
async fn reordered_events_arrive_latest_first() {
    let stage = Stage::new().await;
    stage.spoil_next(4, WebhookFaults { reorder: true, ..WebhookFaults::default() });
    stage.paid_checkout().await;
    let kinds = stage.arrived_kinds(4).await;
    assert_eq!(
        (kinds[0].as_str(), kinds[3].as_str()),
        ("checkout.session.completed", "payment_intent.created")
    );
}

#[tokio::test]
async fn delayed_events_arrive_later() {
    let stage = Stage::new().await;
    stage.spoil_next(4, WebhookFaults { delay_ms: 120, ..WebhookFaults::default() });
    let started = Instant::now();
    stage.paid_checkout().await;
    stage.arrivals(4).await;
    assert!(started.elapsed() >= Duration::from_millis(480));
}

#[tokio::test]
async fn events_signed_with_a_wrong_or_an_old_secret_do_not_verify() {
    for secret in [SigningSecret::Wrong, SigningSecret::Old] {
        let stage = Stage::new().await;
        stage.spoil_next(4, WebhookFaults { secret, ..WebhookFaults::default() });
        stage.paid_checkout().await;
        let arrivals = stage.arrivals(4).await;
        assert!(
            arrivals.iter().all(|arrival| arrival.signature == Err(SignatureError::NoMatch)),
            "{secret:?}"
        );
    }
    let stage = Stage::with_secrets(&["whsec_new", SECRET], SECRET).await;
    stage.spoil_next(4, WebhookFaults { secret: SigningSecret::Old, ..WebhookFaults::default() });
    stage.paid_checkout().await;
    assert!(
        stage.arrivals(4).await.iter().all(|arrival| arrival.signature.is_ok()),
        "the old one is in force yet"
    );
}

#[tokio::test]
async fn the_same_seed_makes_the_same_things_go_wrong() {
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let stage = Stage::new().await;
        let api = ApiFault { percent: 40, ..ApiFault::only(ApiFaultKind::TooMany, CREATE) };
        stage.always(FaultSet { api: Some(api), webhooks: None }, seed);
        let mut run = Vec::new();
        for _ in 0..40 {
            run.push(stage.gateway.create_checkout(&stage.order()).await.is_ok());
        }
        assert!(run.contains(&true) && run.contains(&false));
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn faults_are_switched_over_http_as_well() {
    let stage = Stage::new().await;
    let address = format!("{}_faults", stage.base);
    let order = |body: serde_json::Value| stage.browser.post(&address).json(&body).send();

    let fault = json!({ "api": { "kind": "too_many", "only": CREATE } });
    let next = order(json!({ "next": { "count": 1, "faults": fault } })).await.unwrap();
    assert_eq!(next.status(), StatusCode::NO_CONTENT);
    assert!(stage.gateway.create_checkout(&stage.order()).await.is_err());
    assert!(stage.gateway.create_checkout(&stage.order()).await.is_ok());

    order(json!({ "always": fault, "seed": 3 })).await.unwrap();
    assert!(stage.gateway.create_checkout(&stage.order()).await.is_err());
    let shown: serde_json::Value = stage.browser.get(&address).send().await.unwrap().json().await.unwrap();
    assert_eq!(shown["api"]["kind"], "too_many");
    order(json!({ "clear": true })).await.unwrap();
    assert!(stage.gateway.create_checkout(&stage.order()).await.is_ok());

    for wrong in [json!({ "nxt": 1 }), json!({ "always": { "api": { "kind": "earthquake" } } })] {
        assert!(order(wrong).await.unwrap().status().is_client_error());
    }
    let cross_site = stage.browser.post(&address).body("{\"clear\":true}").send().await.unwrap();
    assert_eq!(cross_site.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "a foreign page cannot send JSON");
}
