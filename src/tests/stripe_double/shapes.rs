//! What the double says has the shape that Stripe publishes, for every field that we read. `shapes.json` states it: for each
//! object the type of each field, whether it may be null, and the words that it may be.

use std::collections::{BTreeMap, BTreeSet};

use aldia::kernel::money::{Currency, Money};
use aldia::payments::gateway::{CheckoutOrder, Gateway, RefundOrder};
use aldia::payments::stripe::API_VERSION;
use aldia::policies::methods::Method;
use chrono::TimeDelta;
use serde_json::Value;

use super::stage::{Stage, json};

/// What the description says of one object, by the path of each field.
type Shape = BTreeMap<String, Value>;

fn described() -> BTreeMap<String, Shape> {
    let described: Value = serde_json::from_str(include_str!("shapes.json")).unwrap();
    assert_eq!(
        described["api_version"], API_VERSION,
        "the description is of another version than the client"
    );
    serde_json::from_value(described["objects"].clone()).unwrap()
}

/// Everything at a path; a `[]` stands for each element of a list. What lies below nothing is not there.
fn at<'a>(object: &'a Value, path: &str) -> Vec<Option<&'a Value>> {
    let mut here = vec![Some(object)];
    for name in path.split('.') {
        let (name, each) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
        here.retain(|value| value.is_some_and(|value| !value.is_null()));
        here = here.into_iter().map(|value| value.and_then(|value| value.get(name))).collect();
        if each {
            let lists = here.into_iter().flatten().filter_map(Value::as_array);
            here = lists.flatten().map(Some).collect();
        }
    }
    here
}

/// Why a value is not what is said of it.
fn fault(said: &Value, found: Option<&Value>) -> Option<String> {
    let kind = said.as_str().or_else(|| said["type"].as_str());
    let is_nullable = said["nullable"] == true;
    let Some(found) = found.filter(|found| !found.is_null()) else {
        return (!is_nullable).then(|| "is missing".to_owned());
    };
    if let Some(words) = said["enum"].as_array() {
        return (!words.contains(found)).then(|| format!("is {found}, which is not one of its words"));
    }
    let fits = match kind {
        Some("string") => found.is_string(),
        Some("integer") => found.is_i64(),
        Some("boolean") => found.is_boolean(),
        Some("object") => found.is_object(),
        Some("array") => found.is_array(),
        other => panic!("the description says {other:?}"),
    };
    (!fits).then(|| format!("is {found}, which is no {}", kind.unwrap_or_default()))
}

/// What of an object is not as described.
fn faults(shape: &Shape, object: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, said) in shape {
        for found in at(object, path) {
            faults.extend(fault(said, found).map(|why| format!("{path} {why}")));
        }
    }
    faults
}

impl Stage {
    fn order_by(&self, method: Method, amount: Money, customer: Option<&str>) -> CheckoutOrder {
        CheckoutOrder { method, amount, customer: customer.map(str::to_owned), ..self.order() }
    }

    /// Orders, opens the page and presses; answers with the session's name.
    async fn begun(&self, order: &CheckoutOrder, outcome: &str) -> String {
        let checkout = self.gateway.create_checkout(order).await.unwrap();
        self.submit(&format!("{}/pay", checkout.redirect_url), &[("outcome", outcome)]).await;
        checkout.provider_id
    }

    async fn intent_of(&self, session: &str) -> Value {
        let session = json(self.get(&format!("checkout/sessions/{session}")).await).await;
        let intent = session["payment_intent"].as_str().unwrap().to_owned();
        json(self.get(&format!("payment_intents/{intent}")).await).await
    }
}

/// Every kind of object in every state that the double has, by asking for them as anybody would.
async fn everything(stage: &Stage) -> Vec<Value> {
    let pesos = Money::new(300_000, Currency::MXN);
    let euros = Money::new(300_000, Currency::EUR);
    let customer = stage.gateway.create_customer(aldia::kernel::ids::AccountId::new()).await.unwrap();
    let by = |method, amount| {
        stage.order_by(method, amount, (method == Method::Spei).then_some(customer.as_str()))
    };
    let mut seen = Vec::new();
    for (method, amount, begun, ended) in [
        (Method::Card, pesos, "pay", None),
        (Method::Card, pesos, "decline", None),
        (Method::Card, pesos, "confirm", None),
        (Method::Oxxo, pesos, "voucher", None),
        (Method::Oxxo, pesos, "voucher", Some("pay")),
        (Method::Oxxo, pesos, "voucher", Some("lapse")),
        (Method::Spei, pesos, "transfer", None),
        (Method::Spei, pesos, "transfer", Some("arrives")),
        (Method::Sepa, euros, "debit", None),
        (Method::Sepa, euros, "debit", Some("clears")),
        (Method::Sepa, euros, "debit", Some("fails")),
    ] {
        let session = stage.begun(&by(method, amount), begun).await;
        if let Some(ended) = ended {
            let intent = stage.intent_of(&session).await["id"].as_str().unwrap().to_owned();
            let control = format!("{}waiting/{intent}", stage.base);
            stage.submit(&control, &[("outcome", ended), ("amount", "1000")]).await;
            if ended == "arrives" {
                stage.gateway.apply_cash(&intent, Money::new(50_000, Currency::MXN)).await.unwrap();
            }
        }
        seen.push(json(stage.get(&format!("checkout/sessions/{session}")).await).await);
        let intent = stage.intent_of(&session).await;
        if let Some(charge) = intent["latest_charge"].as_str() {
            seen.push(json(stage.get(&format!("charges/{charge}")).await).await);
        }
        seen.push(intent);
    }
    seen.push(json(stage.get(&format!("customers/{customer}/cash_balance")).await).await);
    seen.push(json(stage.get(&format!("customers/{customer}")).await).await);
    let (order, checkout) = stage.paid_checkout().await;
    let paid = stage.read(&checkout).await;
    let intent = paid.payment_intent.clone().unwrap();
    let refund = RefundOrder {
        refund: aldia::kernel::ids::RefundId::new(),
        payment: order.payment,
        payment_intent: intent.clone(),
        amount: Money::new(100, Currency::MXN),
        idempotency_key: "refund:shape".to_owned(),
    };
    stage.gateway.refund(&refund).await.unwrap();
    stage.submit(&format!("{}returns/{}", stage.base, paid.charge.unwrap()), &[("outcome", "contest")]).await;
    for list in ["refunds", "disputes"] {
        let page = json(stage.get(&format!("{list}?payment_intent={intent}")).await).await;
        seen.extend(page["data"].as_array().unwrap().iter().cloned());
    }
    seen.extend(payouts(stage).await);
    // The page of a checkout that nobody came to runs out of time.
    let (_, late) = stage.open_checkout().await;
    stage.let_pass(TimeDelta::hours(2));
    seen.push(json(stage.get(&format!("checkout/sessions/{}", late.provider_id)).await).await);
    let events = json(stage.get("events?limit=100").await).await;
    seen.extend(events["data"].as_array().unwrap().iter().cloned());
    seen
}

/// Payouts, one that the bank takes and one that it sends back, with what they hold.
async fn payouts(stage: &Stage) -> Vec<Value> {
    let mut seen = Vec::new();
    for (to, outcome) in [("mxn", "pay_out"), ("eur", "pay_out")] {
        stage.submit(&format!("{}payouts/{to}", stage.base), &[("outcome", outcome)]).await;
    }
    let sent = json(stage.get("payouts?limit=100").await).await;
    let sent = sent["data"].as_array().unwrap().clone();
    for (payout, outcome) in sent.iter().zip(["arrives", "comes_back"]) {
        let id = payout["id"].as_str().unwrap();
        stage.submit(&format!("{}payouts/{id}", stage.base), &[("outcome", outcome)]).await;
        let held = json(stage.get(&format!("balance_transactions?payout={id}&limit=100")).await).await;
        seen.extend(held["data"].as_array().unwrap().iter().cloned());
        seen.push(json(stage.get(&format!("payouts/{id}")).await).await);
    }
    seen
}

#[tokio::test]
async fn every_field_that_we_read_is_as_stripe_describes_it() {
    let shapes = described();
    let stage = Stage::new().await;
    let mut seen = everything(&stage).await;
    // What an event carries, and what an object holds whole, are objects as well.
    let inner: Vec<Value> = seen
        .iter()
        .flat_map(|object| {
            let carried = object["data"]["object"].is_object().then(|| object["data"]["object"].clone());
            let moved = object["balance_transactions"].as_array().cloned().unwrap_or_default();
            carried.into_iter().chain(moved).collect::<Vec<_>>()
        })
        .collect();
    seen.extend(inner);
    let mut wrong = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    let mut fields = BTreeSet::new();
    for object in &seen {
        let kind = object["object"].as_str().unwrap_or_default().to_owned();
        let shape = shapes.get(&kind).unwrap_or_else(|| panic!("nothing is said of {kind}: {object}"));
        wrong.extend(faults(shape, object).into_iter().map(|fault| format!("{kind}: {fault}")));
        for path in shape.keys() {
            if at(object, path).iter().flatten().any(|found| !found.is_null()) {
                fields.insert(format!("{kind}: {path}"));
            }
        }
        kinds.insert(kind);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(kinds, shapes.keys().cloned().collect(), "not every object was seen");
    // A field that was never there was never held against anything.
    let unseen: Vec<String> = shapes
        .iter()
        .flat_map(|(kind, shape)| shape.keys().map(move |path| format!("{kind}: {path}")))
        .filter(|field| !fields.contains(field))
        .collect();
    assert_eq!(unseen, ["refund: failure_reason"], "fields that no object had");
}

#[test]
fn a_shape_that_is_not_stripes_is_told() {
    let shapes = described();
    let shape = &shapes["payment_intent"];
    let right = serde_json::json!({
        "id": "pi_1", "object": "payment_intent", "created": 1, "livemode": false, "status": "requires_action",
        "amount": 1, "amount_received": 0, "currency": "mxn", "metadata": {}, "payment_method_types": ["oxxo"],
        "next_action": { "type": "oxxo_display_details", "oxxo_display_details": { "number": "12", "expires_after": 1 } },
    });
    assert_eq!(faults(shape, &right), Vec::<String>::new());
    for (path, wrong) in [
        ("/amount", serde_json::json!("1")),
        ("/status", serde_json::json!("waiting")),
        ("/id", Value::Null),
        ("/next_action/oxxo_display_details/expires_after", serde_json::json!("tomorrow")),
    ] {
        let mut changed = right.clone();
        *changed.pointer_mut(path).unwrap() = wrong;
        assert_eq!(faults(shape, &changed).len(), 1, "{path}");
    }
}
