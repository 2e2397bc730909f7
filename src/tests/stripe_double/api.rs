//! The API as Stripe documents it, asked without the client: keys, parameters, errors, refunds, customers.

use axum::http::StatusCode;
use chrono::TimeDelta;

use super::stage::{Stage, json};

const SESSION: [(&str, &str); 7] = [
    ("mode", "payment"),
    ("success_url", "https://example.com/done"),
    ("line_items[0][price_data][currency]", "mxn"),
    ("line_items[0][price_data][product_data][name]", "Factura F-1041"),
    ("line_items[0][price_data][unit_amount]", "223300"),
    ("line_items[0][quantity]", "1"),
    ("metadata[factura número]", "F-1041 & más"),
];

#[tokio::test]
async fn a_request_under_the_same_key_is_answered_the_same_and_done_once() {
    let stage = Stage::new().await;
    let first = stage.call("customers", &[("email", "a@example.com")], Some("key")).await;
    assert!(first.headers().get("idempotent-replayed").is_none());
    let first = json(first).await;
    let again = stage.call("customers", &[("email", "a@example.com")], Some("key")).await;
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    assert_eq!(json(again).await, first);
    assert_eq!(stage.arrivals(1).await.len(), 1);

    let other = json(stage.call("customers", &[("email", "a@example.com")], Some("other key")).await).await;
    assert_ne!(other["id"], first["id"]);
}

#[tokio::test]
async fn a_key_is_for_one_address_and_one_set_of_parameters() {
    let stage = Stage::new().await;
    stage.call("customers", &[("email", "a@example.com")], Some("key")).await;
    let calls = [
        stage.call("customers", &[("email", "b@example.com")], Some("key")).await,
        stage.call("refunds", &[("email", "a@example.com")], Some("key")).await,
    ];
    for answer in calls {
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
        assert_eq!(json(answer).await["error"]["type"], "idempotency_error");
    }
}

#[tokio::test]
async fn what_was_refused_at_the_door_may_be_asked_again_under_its_key() {
    let stage = Stage::new().await;
    let refused = stage.call("customers", &[("colour", "blue")], Some("key")).await;
    assert_eq!(json(refused).await["error"]["code"], "parameter_unknown");
    assert_eq!(stage.call("customers", &[("name", "Lucía")], Some("key")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let stage = Stage::new().await;
    let first = json(stage.call("customers", &[], Some("key")).await).await;
    stage.let_pass(TimeDelta::hours(23));
    assert_eq!(json(stage.call("customers", &[], Some("key")).await).await, first);
    stage.let_pass(TimeDelta::hours(1));
    assert_ne!(json(stage.call("customers", &[], Some("key")).await).await["id"], first["id"]);
}

#[tokio::test]
async fn nested_parameters_are_understood() {
    let stage = Stage::new().await;
    let session = json(stage.call("checkout/sessions", &SESSION, None).await).await;
    assert_eq!(session["amount_total"], 223_300);
    assert_eq!(session["currency"], "mxn");
    assert_eq!(session["metadata"]["factura número"], "F-1041 & más");
    assert_eq!(session["livemode"], false);
    assert_eq!(session["created"], stage.now().timestamp());
    assert_eq!(
        session["expires_at"],
        (stage.now() + TimeDelta::hours(24)).timestamp(),
        "a day, if not said otherwise"
    );

    let mut two_lines = SESSION.to_vec();
    two_lines.extend([
        ("line_items[1][price_data][currency]", "mxn"),
        ("line_items[1][price_data][product_data][name]", "Factura F-1057"),
        ("line_items[1][price_data][unit_amount]", "10000"),
        ("line_items[1][quantity]", "3"),
    ]);
    let session = json(stage.call("checkout/sessions", &two_lines, None).await).await;
    assert_eq!(session["amount_total"], 253_300);
}

#[tokio::test]
async fn what_is_missing_unknown_or_malformed_is_named() {
    let stage = Stage::new().await;
    let without =
        |name: &'static str| SESSION.into_iter().filter(|(key, _)| *key != name).collect::<Vec<_>>();
    let with = |name: &'static str, value: &'static str| {
        let mut form = without(name);
        form.push((name, value));
        form
    };
    for (form, code, parameter) in [
        (without("mode"), "parameter_missing", "mode"),
        (without("success_url"), "parameter_missing", "success_url"),
        (vec![("mode", "payment")], "parameter_missing", "line_items"),
        (
            without("line_items[0][price_data][unit_amount]"),
            "parameter_missing",
            "line_items[0][price_data][unit_amount]",
        ),
        (
            with("line_items[0][price_data][unit_amount]", "12.5"),
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
        (with("line_items[0][quantity]", "99999999999"), "amount_too_large", "line_items"),
        (with("colour", "blue"), "parameter_unknown", "colour"),
        (with("expand[]", "payment_intent"), "null", "expand"),
        (with("mode", "subscription"), "null", "mode"),
        (with("customer", "cus_nobody"), "resource_missing", "customer"),
        (with("success_url", "javascript:alert(1)"), "url_invalid", "success_url"),
        (with("metadata[a", "b"), "null", "metadata[a"),
        (with("mode[a]", "b"), "null", "mode[a]"),
    ] {
        let answer = stage.call("checkout/sessions", &form, None).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{form:?}");
        let error = json(answer).await["error"].clone();
        let said = error["code"].as_str().unwrap_or("null");
        assert_eq!((said, error["param"].as_str().unwrap()), (code, parameter), "{error}");
        assert_eq!(error["type"], "invalid_request_error");
    }
}

#[tokio::test]
async fn nobody_without_a_test_key_is_served() {
    let stage = Stage::new().await;
    let address = format!("{}v1/events", stage.base);
    let without = stage.browser.get(&address).send().await.unwrap();
    assert_eq!(without.status(), StatusCode::UNAUTHORIZED);
    let live = stage.browser.get(&address).bearer_auth("sk_live_1").send().await.unwrap();
    assert_eq!(live.status(), StatusCode::UNAUTHORIZED);
    assert!(!json(live).await.to_string().contains("sk_live_1"));
    let restricted = stage.browser.get(&address).bearer_auth("rk_test_1").send().await.unwrap();
    assert_eq!(restricted.status(), StatusCode::OK);
}

#[tokio::test]
async fn an_address_that_stripe_does_not_have_is_said_in_its_words() {
    let stage = Stage::new().await;
    for answer in
        [stage.get("nothing").await, stage.get("charges/ch_1").await, stage.call("charges", &[], None).await]
    {
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(json(answer).await["error"]["type"], "invalid_request_error");
    }
}

#[tokio::test]
async fn money_is_refunded_up_to_what_was_paid() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.paid_checkout().await;
    let paid = stage.read(&checkout).await;
    let (intent, charge) = (paid.payment_intent.unwrap(), paid.charge.unwrap());

    let part = [("charge", charge.as_str()), ("amount", "100000"), ("reason", "requested_by_customer")];
    let refund = json(stage.call("refunds", &part, Some("refund")).await).await;
    assert_eq!((&refund["amount"], &refund["status"]), (&100_000.into(), &"succeeded".into()));
    assert_eq!(json(stage.get(&format!("refunds/{}", refund["id"].as_str().unwrap())).await).await, refund);

    let too_much = stage.call("refunds", &[("payment_intent", &intent), ("amount", "200001")], None).await;
    assert_eq!(json(too_much).await["error"]["param"], "amount");
    let rest = json(stage.call("refunds", &[("payment_intent", &intent)], None).await).await;
    assert_eq!(rest["amount"], 200_000);
    let again = stage.call("refunds", &[("charge", &charge)], None).await;
    assert_eq!(json(again).await["error"]["code"], "charge_already_refunded");
    assert_eq!(json(stage.get(&format!("charges/{charge}")).await).await["refunded"], true);
}

#[tokio::test]
async fn what_was_not_paid_cannot_be_refunded() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.open_checkout().await;
    stage.type_card(&checkout, "4000000000000002").await;
    let declined = stage.read(&checkout).await;
    for form in [
        [("charge", declined.charge.unwrap())],
        [("payment_intent", declined.payment_intent.unwrap())],
        [("charge", "ch_nothing".to_owned())],
        [("reason", "generosity".to_owned())],
    ] {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(stage.call("refunds", &form, None).await.status(), StatusCode::BAD_REQUEST, "{form:?}");
    }
}

#[tokio::test]
async fn a_customer_is_kept_and_can_be_named_in_a_checkout() {
    let stage = Stage::new().await;
    let form = [("email", "lucia@example.com"), ("name", "Lucía López"), ("metadata[account]", "4471")];
    let customer = json(stage.call("customers", &form, None).await).await;
    let id = customer["id"].as_str().unwrap();
    assert_eq!(json(stage.get(&format!("customers/{id}")).await).await, customer);
    let mut session = SESSION.to_vec();
    session.push(("customer", id));
    assert_eq!(json(stage.call("checkout/sessions", &session, None).await).await["customer"], id);
}
