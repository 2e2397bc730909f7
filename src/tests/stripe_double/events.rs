//! What is announced, how it arrives, and the list of it.

use aldia::payments::gateway::Gateway;
use aldia::payments::stripe::API_VERSION;
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::Value;

use super::stage::{OLD_SECRET, SECRET, Stage, counted, json};

#[tokio::test]
async fn a_payment_is_announced_with_signatures_that_verify() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.paid_checkout().await;
    let arrivals = stage.arrivals(4).await;
    let kinds: Vec<&str> = arrivals.iter().map(|arrival| arrival.event.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded",
            "checkout.session.completed"
        ]
    );
    for arrival in &arrivals {
        assert_eq!(arrival.signature, Ok(()));
        assert_eq!(arrival.event.api_version.as_deref(), Some(API_VERSION));
        assert_eq!(arrival.event.created_at, stage.now(), "events have business time");
        assert!(!arrival.event.livemode);
    }
    assert_eq!(arrivals[3].event.object_id.as_deref(), Some(checkout.provider_id.as_str()));
    assert_eq!(arrivals[3].event.object_kind.as_deref(), Some("checkout.session"));
}

#[tokio::test]
async fn signatures_use_real_time_however_far_the_demo_is_moved() {
    let stage = Stage::new().await;
    stage.let_pass(TimeDelta::days(400));
    stage.paid_checkout().await;
    assert!(stage.arrivals(4).await.iter().all(|arrival| arrival.signature.is_ok()));
}

#[tokio::test]
async fn while_secrets_are_changed_either_side_may_be_first() {
    for (signed_with, known) in [
        (&[SECRET, OLD_SECRET][..], OLD_SECRET),
        (&[SECRET, OLD_SECRET][..], SECRET),
        (&[OLD_SECRET][..], "whsec_current,whsec_old"),
    ] {
        let stage = Stage::with_secrets(signed_with, known).await;
        stage.paid_checkout().await;
        assert!(stage.arrivals(4).await.iter().all(|arrival| arrival.signature.is_ok()));
    }
}

#[tokio::test]
async fn declining_confirming_expiring_and_refunding_are_announced() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.open_checkout().await;
    stage.type_card(&checkout, "4000000000000002").await;
    stage.type_card(&checkout, "4000002500003155").await;
    stage.gateway.expire_checkout(&checkout.provider_id).await.unwrap();
    let (_, paid) = stage.paid_checkout().await;
    let charge = stage.read(&paid).await.charge.unwrap();
    stage.call("refunds", &[("charge", &charge)], None).await;
    let kinds = counted(stage.arrived_kinds(12).await);
    for kind in [
        "charge.failed",
        "payment_intent.payment_failed",
        "payment_intent.requires_action",
        "payment_intent.canceled",
        "checkout.session.expired",
        "refund.created",
        "charge.refunded",
    ] {
        assert_eq!(kinds.get(kind), Some(&1), "{kind}");
    }
    assert_eq!(kinds.values().sum::<usize>(), 12);
}

#[tokio::test]
async fn running_out_of_time_is_announced_once() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.open_checkout().await;
    stage.let_pass(TimeDelta::hours(1));
    for _ in 0..3 {
        stage.read(&checkout).await;
    }
    assert_eq!(stage.arrived_kinds(1).await, ["checkout.session.expired"]);
}

#[tokio::test]
async fn what_is_not_taken_is_sent_again_until_it_is() {
    let stage = Stage::new().await;
    stage.refuse_webhooks(6);
    stage.paid_checkout().await;
    let ids = counted(stage.arrivals(4).await.into_iter().map(|arrival| arrival.event.id));
    assert!(ids.len() == 4 && ids.values().all(|count| *count == 1), "{ids:?}");
}

#[tokio::test]
async fn the_gateway_lists_events_oldest_first_over_many_pages() {
    let stage = Stage::new().await;
    let since = stage.now() + TimeDelta::minutes(1);
    stage.paid_checkout().await;
    stage.let_pass(TimeDelta::minutes(1));
    for _ in 0..70 {
        stage.paid_checkout().await;
    }
    let events = stage.gateway.events_since(since).await.unwrap();
    let kinds = counted(events.iter().map(|event| event.kind.as_str()));
    assert_eq!(kinds.len(), 2, "only the kinds that are reconciled: {kinds:?}");
    assert_eq!((kinds["payment_intent.succeeded"], kinds["checkout.session.completed"]), (70, 70));
    assert_eq!(counted(events.iter().map(|event| &event.id)).len(), 140);
    assert!(events.is_sorted_by_key(|event| event.created_at));
    assert_eq!(events[0].kind, "payment_intent.succeeded");
    assert!(events.iter().all(|event| event.object_id.is_some()));

    assert_eq!(stage.gateway.events_since(stage.now() + TimeDelta::seconds(1)).await, Ok(Vec::new()));
}

#[tokio::test]
async fn the_list_is_cut_and_filtered_as_asked() {
    let stage = Stage::new().await;
    stage.paid_checkout().await;
    stage.arrivals(4).await;
    let all = json(stage.get("events").await).await;
    assert_eq!(kinds(&all)[0], "checkout.session.completed", "newest first");
    let id = |position: usize| all["data"][position]["id"].as_str().unwrap().to_owned();

    let first = json(stage.get("events?limit=1").await).await;
    assert_eq!((kinds(&first).len(), &first["has_more"]), (1, &true.into()));
    let rest = json(stage.get(&format!("events?starting_after={}", id(0))).await).await;
    assert_eq!((kinds(&rest).len(), &rest["has_more"]), (3, &false.into()));
    let before = json(stage.get(&format!("events?ending_before={}", id(2))).await).await;
    assert_eq!(kinds(&before).len(), 2);
    let charges = json(stage.get("events?type=charge.*").await).await;
    assert_eq!(kinds(&charges), ["charge.succeeded"]);
    let now = stage.now().timestamp();
    assert_eq!(kinds(&json(stage.get(&format!("events?created[gt]={now}")).await).await).len(), 0);
    assert_eq!(kinds(&json(stage.get(&format!("events?created[lte]={now}")).await).await).len(), 4);
    assert_eq!(kinds(&json(stage.get(&format!("events?created={now}")).await).await).len(), 4);
    assert_eq!(kinds(&json(stage.get("events?delivery_success=false").await).await).len(), 0);

    let one = json(stage.get(&format!("events/{}", id(3))).await).await;
    assert_eq!((&one["type"], &one["pending_webhooks"]), (&"payment_intent.created".into(), &0.into()));
    for wrong in
        ["events?limit=0", "events?limit=101", "events?starting_after=evt_nothing", "events?created[gt]=x"]
    {
        assert_eq!(stage.get(wrong).await.status(), StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn the_list_goes_back_thirty_days() {
    let stage = Stage::new().await;
    let since = stage.now();
    stage.paid_checkout().await;
    stage.let_pass(TimeDelta::days(30));
    assert_eq!(stage.gateway.events_since(since).await.unwrap().len(), 2);
    stage.let_pass(TimeDelta::seconds(1));
    assert_eq!(stage.gateway.events_since(since).await.unwrap().len(), 0);
}

fn kinds(list: &Value) -> Vec<&str> {
    list["data"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect()
}
