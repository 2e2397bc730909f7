//! What the gateway makes of Stripe's answers.

use std::time::Duration;

use aldia::kernel::ids::PaymentId;
use aldia::kernel::locale::Lang;
use aldia::kernel::money::{Currency, Money};
use aldia::payments::gateway::{CheckoutOrder, Doubt, Gateway, GatewayError, PaymentMethod, PaymentStatus};
use aldia::payments::stripe::API_VERSION;
use aldia::payments::stripe::client::{StripeGateway, StripeSettings, StripeSettingsError};
use axum::http::HeaderMap;
use axum::routing::any;
use axum::{Json, Router};
use chrono::TimeDelta;
use serde_json::json;
use tokio::net::TcpListener;

use super::stage::{Stage, gateway, json as json_of};

#[tokio::test]
async fn a_checkout_is_open_until_somebody_pays() {
    let stage = Stage::new().await;
    let (order, checkout) = stage.open_checkout().await;
    assert!(checkout.provider_id.starts_with("cs_test_"));
    assert_eq!(checkout.redirect_url, format!("{}checkout/{}", stage.base, checkout.provider_id));
    assert_eq!(checkout.expires_at, order.expires_at);

    let open = stage.read(&checkout).await;
    assert_eq!(open.status, PaymentStatus::Open);
    assert_eq!(open.amount, order.amount);
    assert_eq!(open.our_reference, Some(order.payment));
    assert_eq!(open.redirect_url.as_deref(), Some(checkout.redirect_url.as_str()));
    assert_eq!((open.payment_intent, open.charge, open.paid_at), (None, None, None));
}

#[tokio::test]
async fn a_paid_checkout_tells_what_was_paid_when_and_how() {
    let stage = Stage::new().await;
    let (order, checkout) = stage.open_checkout().await;
    stage.let_pass(TimeDelta::minutes(7));
    stage.type_card(&checkout, "4242424242424242").await;
    let paid_at = stage.now();
    stage.let_pass(TimeDelta::days(2));

    let paid = stage.read(&checkout).await;
    assert_eq!(paid.status, PaymentStatus::Succeeded);
    assert_eq!(paid.amount, order.amount);
    assert_eq!(paid.our_reference, Some(order.payment));
    assert_eq!(paid.paid_at, Some(paid_at));
    assert_eq!(paid.method, Some(PaymentMethod::Card { brand: "visa".to_owned(), last4: "4242".to_owned() }));
    assert!(paid.payment_intent.unwrap().starts_with("pi_"));
    assert!(paid.charge.unwrap().starts_with("ch_"));
    assert_eq!((paid.redirect_url, paid.failure_code), (None, None));
}

#[tokio::test]
async fn a_declined_card_leaves_the_checkout_open_and_says_why() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.open_checkout().await;
    for (number, code) in [
        ("4000000000000002", "generic_decline"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000000069", "expired_card"),
        ("4111111111111111", "test_mode_live_card"),
    ] {
        stage.type_card(&checkout, number).await;
        let declined = stage.read(&checkout).await;
        assert_eq!(declined.status, PaymentStatus::Open, "{number}");
        assert_eq!(declined.failure_code.as_deref(), Some(code));
        assert_eq!((declined.paid_at, declined.method), (None, None));
    }
    stage.type_card(&checkout, "5555555555554444").await;
    assert_eq!(stage.read(&checkout).await.status, PaymentStatus::Succeeded);
}

#[tokio::test]
async fn a_checkout_that_nobody_paid_in_time_is_expired() {
    let stage = Stage::new().await;
    let (_, untouched) = stage.open_checkout().await;
    let (_, declined) = stage.open_checkout().await;
    let (_, unconfirmed) = stage.open_checkout().await;
    let (_, paid) = stage.paid_checkout().await;
    stage.type_card(&declined, "4000000000000002").await;
    stage.type_card(&unconfirmed, "4000002500003155").await;
    assert_eq!(stage.read(&unconfirmed).await.status, PaymentStatus::RequiresAction);

    stage.let_pass(TimeDelta::minutes(60));
    for checkout in [&untouched, &declined, &unconfirmed] {
        let expired = stage.read(checkout).await;
        assert_eq!(expired.status, PaymentStatus::Expired);
        assert_eq!(expired.redirect_url, None);
    }
    assert_eq!(stage.read(&paid).await.status, PaymentStatus::Succeeded);
}

#[tokio::test]
async fn expiring_closes_what_is_open_and_otherwise_tells_how_it_ended() {
    let stage = Stage::new().await;
    let (_, open) = stage.open_checkout().await;
    let (_, paid) = stage.paid_checkout().await;
    for _ in 0..2 {
        let expired = stage.gateway.expire_checkout(&open.provider_id).await.unwrap();
        assert_eq!(expired.status, PaymentStatus::Expired);
        let succeeded = stage.gateway.expire_checkout(&paid.provider_id).await.unwrap();
        assert_eq!(succeeded.status, PaymentStatus::Succeeded);
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_checkout_and_another_order_under_it_is_refused() {
    let stage = Stage::new().await;
    let (order, first) = stage.open_checkout().await;
    assert_eq!(stage.gateway.create_checkout(&order).await, Ok(first));

    let mut other = order.clone();
    other.amount = Money::new(300_001, Currency::MXN);
    let refused = stage.gateway.create_checkout(&other).await.unwrap_err();
    assert!(
        matches!(refused, GatewayError::Refused { status: 400, code: Some(code), .. } if code == "idempotency_error")
    );
}

#[tokio::test]
async fn what_stripe_would_not_do_is_refused() {
    let stage = Stage::new().await;
    let code_of = async |change: &dyn Fn(&mut CheckoutOrder)| {
        let mut order = stage.order();
        change(&mut order);
        match stage.gateway.create_checkout(&order).await.unwrap_err() {
            GatewayError::Refused { status, code, parameter } => {
                (status, code.unwrap_or_default(), parameter.unwrap_or_default())
            }
            unknown @ GatewayError::Unknown { .. } => panic!("{unknown}"),
        }
    };
    let said = |status: u16, code: &str, parameter: &str| (status, code.to_owned(), parameter.to_owned());
    let small = |order: &mut CheckoutOrder| order.amount.minor = 999;
    assert_eq!(code_of(&small).await, said(400, "amount_too_small", "line_items"));
    let large = |order: &mut CheckoutOrder| order.amount.minor = 100_000_000;
    assert_eq!(code_of(&large).await, said(400, "amount_too_large", "line_items"));
    let soon = |order: &mut CheckoutOrder| {
        order.expires_at -= TimeDelta::minutes(31);
    };
    assert_eq!(code_of(&soon).await, said(400, "invalid_request_error", "expires_at"));
    let late = |order: &mut CheckoutOrder| order.expires_at += TimeDelta::hours(24);
    assert_eq!(code_of(&late).await, said(400, "invalid_request_error", "expires_at"));
    let email = |order: &mut CheckoutOrder| order.email = Some("lucia".to_owned());
    assert_eq!(code_of(&email).await, said(400, "email_invalid", "customer_email"));
    let back = |order: &mut CheckoutOrder| order.cancel_url = "/account".to_owned();
    assert_eq!(code_of(&back).await, said(400, "url_invalid", "cancel_url"));
    let key = |order: &mut CheckoutOrder| order.idempotency_key = "k".repeat(256);
    assert_eq!(code_of(&key).await, said(400, "idempotency_key_invalid", "idempotency_key"));
}

#[tokio::test]
async fn what_does_not_exist_or_is_no_identifier_is_refused_as_not_found() {
    let stage = Stage::new().await;
    for id in ["cs_test_nothing", "cs_test_a/../../events", "pi_123", "", "cs_?x=1"] {
        let refused = stage.gateway.read_payment(id).await.unwrap_err();
        assert!(matches!(refused, GatewayError::Refused { status: 404, .. }), "{id}: {refused}");
    }
}

#[tokio::test]
async fn a_key_that_is_not_for_tests_is_refused_and_never_shown() {
    let stage = Stage::new().await;
    let live = gateway(&stage.base, Duration::from_secs(5), "sk_live_51Hidden");
    let refused = live.read_payment("cs_test_1").await.unwrap_err();
    assert!(matches!(refused, GatewayError::Refused { status: 401, .. }), "{refused}");
    assert!(!format!("{live:?} {refused:?}").contains("51Hidden"));

    let settings = StripeSettings {
        secret_key: "sk_live_51Hiddén\n".to_owned(),
        api_base: None,
        timeout: Duration::from_secs(1),
    };
    assert!(!format!("{settings:?}").contains("51Hidd"));
    assert_eq!(StripeGateway::new(&settings).unwrap_err(), StripeSettingsError::SecretKey);
    let nowhere = StripeSettings { api_base: Some("stripe".to_owned()), ..settings };
    assert_eq!(StripeGateway::new(&nowhere).unwrap_err(), StripeSettingsError::ApiBase);
}

#[tokio::test]
async fn an_address_without_its_last_slash_works_as_well() {
    let stage = Stage::new().await;
    let gateway = gateway(stage.base.trim_end_matches('/'), Duration::from_secs(5), "sk_test_stage");
    assert!(gateway.create_checkout(&stage.order()).await.is_ok());
}

#[tokio::test]
async fn every_currency_comes_back_as_it_went_out() {
    let stage = Stage::new().await;
    for currency in Currency::ALL {
        let mut order = stage.order();
        order.amount = Money::new(1_240_500, currency);
        order.lang = Lang::En;
        let checkout = stage.gateway.create_checkout(&order).await.unwrap();
        stage.type_card(&checkout, "4242424242424242").await;
        assert_eq!(stage.read(&checkout).await.amount, order.amount);
    }
}

#[tokio::test]
async fn what_was_not_ordered_by_us_has_no_reference_of_ours() {
    let stage = Stage::new().await;
    let foreign = [
        ("mode", "payment"),
        ("success_url", "https://example.com/"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][product_data][name]", "Elsewhere"),
        ("line_items[0][price_data][unit_amount]", "700"),
        ("line_items[0][quantity]", "2"),
        ("client_reference_id", "order 66"),
    ];
    let session = json_of(stage.call("checkout/sessions", &foreign, None).await).await;
    let read = stage.gateway.read_payment(session["id"].as_str().unwrap()).await.unwrap();
    assert_eq!((read.our_reference, read.amount), (None, Money::new(1_400, Currency::USD)));
    assert_eq!(read.our_reference, None::<PaymentId>);
}

#[tokio::test]
async fn nobody_there_is_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let gateway = gateway(&base, Duration::from_secs(5), "sk_test_stage");
    let unknown = gateway.read_payment("cs_test_1").await.unwrap_err();
    assert_eq!(unknown, GatewayError::Unknown { doubt: Doubt::Connection });
}

#[tokio::test]
async fn the_client_speaks_the_version_that_the_events_are_written_in() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    let echo = |headers: HeaderMap| async move {
        let version = headers["stripe-version"].to_str().unwrap().to_owned();
        // Sent back in the one place where the gateway lets it be seen.
        let error = json!({ "error": { "type": "invalid_request_error", "param": version } });
        (axum::http::StatusCode::BAD_REQUEST, Json(error))
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(any(echo))).await });
    let gateway = gateway(&base, Duration::from_secs(5), "sk_test_stage");
    let refused = gateway.read_payment("cs_test_1").await.unwrap_err();
    assert!(
        matches!(&refused, GatewayError::Refused { parameter: Some(version), .. } if version == API_VERSION),
        "{refused}"
    );
}
