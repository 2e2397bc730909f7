//! The server dies between two steps of a payment, a real process that ends without a word, and another is started.
//! Whoever was paying presses again, or does nothing: no money is lost, and none is taken twice.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aldia::identity::cookies::CookieNames;
use aldia::identity::model::Side;
use aldia::kernel::failpoints::Failpoint;
use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::payments::stripe::double::{FaultOrder, FaultSet, WebhookFaults};
use aldia::payments::stripe::webhook::sign;
use aldia::server::seed::known::ACCOUNT_4471;
use chrono::Utc;
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, books_agree, posted, row, started};
use crate::support::{Browser, TestApp};

const SECRET: &str = "whsec_double";

#[sqlx::test]
async fn a_server_that_dies_before_the_provider_hears_of_a_payment_asks_for_one_page_later(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_the_page_is_opened(options, Failpoint::PaymentKept).await;
}

#[sqlx::test]
async fn a_server_that_dies_before_it_writes_down_the_providers_page_finds_that_page_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_the_page_is_opened(options, Failpoint::PageOpened).await;
}

#[sqlx::test]
async fn a_server_that_dies_before_it_answers_the_provider_has_kept_the_news(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_the_payment_is_posted(options, Failpoint::EventKept).await;
}

#[sqlx::test]
async fn a_server_that_dies_before_it_posts_what_it_read_reads_it_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_the_payment_is_posted(options, Failpoint::ProviderRead).await;
}

#[sqlx::test]
async fn a_server_that_dies_after_it_posted_a_payment_does_not_post_it_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    dies_while_the_payment_is_posted(options, Failpoint::PaymentPosted).await;
}

/// The payer presses, nothing answers, and they press again.
async fn dies_while_the_page_is_opened(options: PgConnectOptions, point: Failpoint) {
    let stand = Stand::new(options).await;
    let mut server = stand.start(Some(point)).await;
    let maria = stand.maria().await;
    let form = maria.form("how=amount&amount=3000").await;
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = maria.browser.request(reqwest::Method::POST, "/do/payments/start");
    let name = CookieNames::of(&stand.url).access(Side::Debtor);
    let cookie = format!("{name}={}", maria.browser.cookie(&name).unwrap());
    let request = request.header("sec-fetch-site", "same-origin").header("cookie", cookie).form(&form);
    assert!(request.send().await.is_err(), "it should have died before it answered");
    died(&mut server).await;

    let server = stand.start(None).await;
    let again = maria.browser.post("/do/payments/start", &form).await;
    let checkout = again.location.unwrap();
    assert!(checkout.contains("/dev/stripe/checkout/cs_"), "{checkout}");
    maria.at_the_provider(&checkout, "pay").await;
    let ids = started(&stand.app.owner).await;
    assert_eq!(ids.len(), 1, "one press, one payment");
    stand.tell("evt_1", ids[0].id).await.unwrap();
    stand.settled(ids[0].id, server).await;
}

/// The payer pays, and the news of it meet a server that dies.
async fn dies_while_the_payment_is_posted(options: PgConnectOptions, point: Failpoint) {
    let stand = Stand::new(options).await;
    let mut server = stand.start(Some(point)).await;
    let maria = stand.maria().await;
    let checkout = maria.start("how=amount&amount=3000").await;
    maria.at_the_provider(&checkout, "pay").await;
    let id = started(&stand.app.owner).await[0].id;
    let told = stand.tell("evt_1", id).await;
    assert_eq!(told.is_err(), point == Failpoint::EventKept, "{told:?}");
    died(&mut server).await;

    let server = stand.start(None).await;
    // A lease lasts on real time; this is what its end does.
    sqlx::query("update jobs set locked_until = null, run_at = now() where done_at is null")
        .execute(&stand.app.owner)
        .await
        .unwrap();
    // Unanswered, the provider tells it again.
    stand.tell("evt_1", id).await.unwrap();
    stand.settled(id, server).await;
}

/// Waits for the end without standing still: the provider lives in this process, and may be asked before.
pub(super) async fn died(server: &mut Child) {
    for _ in 0..400 {
        if let Some(status) = server.try_wait().unwrap() {
            assert!(!status.success());
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    server.kill().unwrap();
    panic!("it should have died");
}

/// The provider and a database, which outlive the server under test.
pub(super) struct Stand {
    pub(super) app: TestApp,
    url: String,
}

impl Stand {
    async fn new(options: PgConnectOptions) -> Self {
        Self::around(TestApp::new(options).await)
    }

    /// As [`Self::new`], around what happened there already.
    pub(super) fn around(app: TestApp) -> Self {
        // The double would tell the portal that it is part of; here it is told by hand, at another address.
        let silent = WebhookFaults { drop_percent: 100, ..WebhookFaults::default() };
        let always = Some(FaultSet { webhooks: Some(silent), ..FaultSet::default() });
        app.double.order_faults(FaultOrder { always, ..FaultOrder::default() });
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Self { app, url: format!("http://localhost:{}", free.port()) }
    }

    pub(super) async fn start(&self, die_at: Option<Failpoint>) -> Child {
        let mut child = self.spawn(die_at).await;
        for _ in 0..200 {
            let ready = reqwest::get(format!("{}/readyz", self.url)).await;
            if ready.is_ok_and(|answer| answer.status() == 200) {
                return child;
            }
            assert!(child.try_wait().unwrap().is_none(), "it did not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it is not ready");
    }

    /// As [`Self::start`], without waiting until it answers.
    pub(super) async fn spawn(&self, die_at: Option<Failpoint>) -> Child {
        let database: String =
            sqlx::query_scalar("select current_database()").fetch_one(&self.app.owner).await.unwrap();
        let as_role = |role: &str| {
            let mut address = url::Url::parse(&std::env::var("DATABASE_URL").unwrap()).unwrap();
            address.set_path(&database);
            address.set_username(role).unwrap();
            address.to_string()
        };
        let config = &self.app.app.config;
        Command::new(env!("CARGO_BIN_EXE_aldia"))
            .arg("serve")
            .env("ALDIA_ADDR", self.url.replace("http://localhost", "127.0.0.1"))
            .env("ALDIA_PUBLIC_URL", &self.url)
            .env("ALDIA_SECRET_FILE", &config.secret_file)
            .env("ALDIA_SITE_DIR", &config.site_dir)
            .env("DATABASE_URL", as_role("aldia_app"))
            .env("MIGRATE_DATABASE_URL", as_role("aldia_owner"))
            .env("STRIPE_SECRET_KEY", "sk_test_double")
            .env("STRIPE_WEBHOOK_SECRETS", SECRET)
            .env("STRIPE_API_BASE", format!("{}/dev/stripe/", self.app.url))
            .env("ALDIA_DIE_AT", die_at.map_or("", Failpoint::name))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// María in front of the server under test, which has the same keys and another name for its cookies.
    async fn maria(&self) -> Payer {
        let here = self.app.signed_in("maria@example.mx").await;
        let access = here.cookie(&CookieNames::of(&self.app.url).access(Side::Debtor)).unwrap();
        let browser = Browser::new(&self.url);
        browser.keep(&CookieNames::of(&self.url).access(Side::Debtor), &access);
        Payer { browser, account: ACCOUNT_4471 }
    }

    /// Tells the server under test what the provider would; an error where nothing answers.
    async fn tell(&self, event: &str, payment: Uuid) -> reqwest::Result<()> {
        let checkout = row(&self.app.owner, payment).await.provider_checkout;
        let object = json!({ "id": checkout, "object": "checkout.session", "client_reference_id": payment });
        let payload = json!({ "id": event, "object": "event", "type": "checkout.session.completed",
            "api_version": "2026-09-30.endive", "livemode": false, "created": Utc::now().timestamp(),
            "data": { "object": object } })
        .to_string();
        let signature = sign(payload.as_bytes(), &[SECRET], Utc::now());
        let request = reqwest::Client::new().post(format!("{}/webhooks/stripe", self.url));
        let answer = request.header("stripe-signature", signature).body(payload).send().await?;
        assert_eq!(answer.status(), 200);
        Ok(())
    }

    /// Waits until the server under test has posted it, and sees that the books are whole.
    async fn settled(&self, id: Uuid, mut server: Child) {
        for _ in 0..200 {
            let waiting: i64 =
                sqlx::query_scalar("select count(*) from provider_events where state = 'received'")
                    .fetch_one(&self.app.owner)
                    .await
                    .unwrap();
            if waiting == 0 && row(&self.app.owner, id).await.state == "succeeded" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        server.kill().unwrap();
        server.wait().unwrap();
        assert_eq!(row(&self.app.owner, id).await.state, "succeeded");
        assert_eq!(posted(&self.app.owner).await, (1, 300_000));
        books_agree(&self.app.owner).await;
        let receipts: i64 = sqlx::query_scalar("select count(*) from notices where kind = 'receipt'")
            .fetch_one(&self.app.owner)
            .await
            .unwrap();
        assert_eq!(receipts, 1, "who paid is told once");
        let report = check::run(&self.app.db).await.unwrap();
        assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
    }
}
