//! A server with the double in it, an application that takes its webhooks, a client and a browser.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aldia::kernel::ids::PaymentId;
use aldia::kernel::locale::Lang;
use aldia::kernel::money::{Currency, Money};
use aldia::payments::gateway::{Checkout, CheckoutOrder, Gateway, ProviderPayment, StoredEvent};
use aldia::payments::stripe::client::{StripeGateway, StripeSettings};
use aldia::payments::stripe::double::{
    ApiFault, Double, DoubleSettings, FaultOrder, FaultSet, NextFaults, WebhookFaults, router,
};
use aldia::payments::stripe::webhook::{SignatureError, WebhookSecrets, parse_event, verify};
use aldia::policies::methods::Method;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::redirect::Policy;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

pub const SECRET: &str = "whsec_current";
pub const OLD_SECRET: &str = "whsec_old";

pub struct Stage {
    pub gateway: StripeGateway,
    pub double: Double,
    pub browser: reqwest::Client,
    pub base: String,
    clock: Arc<Mutex<DateTime<Utc>>>,
    application: Application,
}

/// A webhook as it arrived.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub event: StoredEvent,
    pub signature: Result<(), SignatureError>,
}

/// What the browser was answered.
#[derive(Debug)]
pub struct Seen {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

#[derive(Clone)]
struct Application {
    secrets: WebhookSecrets,
    arrivals: Arc<Mutex<Vec<Arrival>>>,
    refusals_left: Arc<AtomicU32>,
}

impl Stage {
    pub async fn new() -> Self {
        Self::with_secrets(&[SECRET], SECRET).await
    }

    /// The double signs with the first list, the application knows the second.
    pub async fn with_secrets(signed_with: &[&str], known: &str) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let base = format!("{origin}/dev/stripe/");
        let clock = Arc::new(Mutex::new(DateTime::from_timestamp(1_773_844_320, 0).unwrap()));
        let now = clock.clone();
        let double = Double::new(DoubleSettings {
            public_base: base.clone(),
            webhook_url: format!("{origin}/webhooks/stripe"),
            webhook_secrets: signed_with.iter().map(ToString::to_string).collect(),
            now: Arc::new(move || *now.lock().unwrap()),
        });
        let application = Application {
            secrets: WebhookSecrets::parse(known).unwrap(),
            arrivals: Arc::default(),
            refusals_left: Arc::default(),
        };
        let webhooks =
            Router::new().route("/webhooks/stripe", post(take_webhook)).with_state(application.clone());
        let app = router(double.clone()).merge(webhooks);
        tokio::spawn(async move { axum::serve(listener, app).await });
        let gateway = gateway(&base, Duration::from_secs(5), "sk_test_stage");
        let browser = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { gateway, double, browser, base, clock, application }
    }

    pub fn now(&self) -> DateTime<Utc> {
        *self.clock.lock().unwrap()
    }

    pub fn let_pass(&self, time: TimeDelta) {
        *self.clock.lock().unwrap() += time;
    }

    /// An order for 3,000 pesos, of its own payment and key.
    pub fn order(&self) -> CheckoutOrder {
        let payment = PaymentId::new();
        CheckoutOrder {
            payment,
            amount: Money::new(300_000, Currency::MXN),
            description: "Facturas F-1041 y F-1057 <b>&amp;\"ñ\"".to_owned(),
            success_url: format!("{}account/payments/{payment}?checkout={{CHECKOUT_SESSION_ID}}", self.base),
            cancel_url: format!("{}account/pay", self.base),
            email: Some("lucia@example.com".to_owned()),
            lang: Lang::Es,
            expires_at: self.now() + TimeDelta::hours(1),
            idempotency_key: format!("pay:{payment}"),
            method: Method::Card,
            voucher_days: 5,
            customer: None,
            keeps_card: false,
        }
    }

    pub async fn open_checkout(&self) -> (CheckoutOrder, Checkout) {
        let order = self.order();
        let checkout = self.gateway.create_checkout(&order).await.unwrap();
        (order, checkout)
    }

    pub async fn read(&self, checkout: &Checkout) -> ProviderPayment {
        self.gateway.read_payment(&checkout.provider_id).await.unwrap()
    }

    /// A checkout that was paid with the card that always pays.
    pub async fn paid_checkout(&self) -> (CheckoutOrder, Checkout) {
        let (order, checkout) = self.open_checkout().await;
        self.type_card(&checkout, "4242 4242 4242 4242").await;
        (order, checkout)
    }

    pub async fn visit(&self, address: &str) -> Seen {
        seen(self.browser.get(address).send().await.unwrap()).await
    }

    pub async fn submit(&self, address: &str, fields: &[(&str, &str)]) -> Seen {
        seen(self.browser.post(address).form(fields).send().await.unwrap()).await
    }

    pub async fn type_card(&self, checkout: &Checkout, number: &str) -> Seen {
        self.submit(&format!("{}/pay", checkout.redirect_url), &[("card", number)]).await
    }

    /// Calls the API without the client, as somebody who writes their own requests.
    pub async fn call(&self, path: &str, form: &[(&str, &str)], key: Option<&str>) -> reqwest::Response {
        let mut request = self.browser.post(format!("{}v1/{path}", self.base)).bearer_auth("sk_test_stage");
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        request.form(form).send().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        let request = self.browser.get(format!("{}v1/{path}", self.base)).bearer_auth("sk_test_stage");
        request.send().await.unwrap()
    }

    pub fn fail_next(&self, count: u32, fault: ApiFault) {
        self.next(count, FaultSet { api: Some(fault), webhooks: None });
    }

    pub fn spoil_next(&self, count: u32, webhooks: WebhookFaults) {
        self.next(count, FaultSet { api: None, webhooks: Some(webhooks) });
    }

    pub fn always(&self, faults: FaultSet, seed: u64) {
        self.double.order_faults(FaultOrder {
            always: Some(faults),
            seed: Some(seed),
            ..FaultOrder::default()
        });
    }

    /// The application answers 500 to the next webhooks, and the double tries again soon.
    pub fn refuse_webhooks(&self, count: u32) {
        self.application.refusals_left.store(count, Ordering::SeqCst);
        let retry_after_ms = Some(vec![20; 10]);
        self.double.order_faults(FaultOrder { retry_after_ms, ..FaultOrder::default() });
    }

    /// Waits until so many webhooks have come, and a little for one too many.
    pub async fn arrivals(&self, count: usize) -> Vec<Arrival> {
        let enough = async {
            while self.application.arrivals.lock().unwrap().len() < count {
                sleep(Duration::from_millis(5)).await;
            }
        };
        let in_time = timeout(Duration::from_secs(5), enough).await;
        sleep(Duration::from_millis(60)).await;
        let arrivals = self.application.arrivals.lock().unwrap().clone();
        assert!(in_time.is_ok(), "waited for {count} webhooks, came {arrivals:#?}");
        arrivals
    }

    pub async fn arrived_kinds(&self, count: usize) -> Vec<String> {
        self.arrivals(count).await.into_iter().map(|arrival| arrival.event.kind).collect()
    }

    fn next(&self, count: u32, faults: FaultSet) {
        let next = Some(NextFaults { count, faults });
        self.double.order_faults(FaultOrder { next, ..FaultOrder::default() });
    }
}

pub fn gateway(base: &str, timeout: Duration, key: &str) -> StripeGateway {
    let settings = StripeSettings { secret_key: key.to_owned(), api_base: Some(base.to_owned()), timeout };
    StripeGateway::new(&settings).unwrap()
}

/// What a JSON answer says under a path of names.
pub async fn json(response: reqwest::Response) -> serde_json::Value {
    response.json().await.unwrap()
}

/// How many there are of each.
pub fn counted<T: std::hash::Hash + Eq>(things: impl IntoIterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
    counts
}

async fn take_webhook(State(app): State<Application>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let refuse = |left: u32| left.checked_sub(1);
    if app.refusals_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, refuse).is_ok() {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    let header = headers["stripe-signature"].to_str().unwrap();
    let signature = verify(header, &body, &app.secrets, Utc::now());
    app.arrivals.lock().unwrap().push(Arrival { event: parse_event(&body).unwrap(), signature });
    if signature.is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST }
}

async fn seen(response: reqwest::Response) -> Seen {
    Seen {
        status: response.status().as_u16(),
        location: response.headers().get("location").map(|value| value.to_str().unwrap().to_owned()),
        body: response.text().await.unwrap(),
    }
}
