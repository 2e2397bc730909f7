//! Messages of the payment provider, from the first that is posted to the last whose money is in the books, against
//! pgbench doing the same two transactions for each with as many clients: one keeps the message, one posts it. The
//! portal also checks signatures, encrypts what it keeps, and works events off together.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aldia::kernel::ids::AccountId;
use aldia::kernel::money::{Currency, Money};
use aldia::payments::evidence::provider::{AnswersBanks, Evidence};
use aldia::payments::gateway::{
    Answer, CashOrder, Checkout, CheckoutOrder, Doubt, Gateway, GatewayError, PaymentStatus, ProviderDispute,
    ProviderPayment, ProviderRefund, RefundOrder, StoredEvent,
};
use aldia::payments::payouts::provider::{PaysOut, ProviderMovement, ProviderPayout};
use aldia::payments::saved::instruments::{ChargeOrder, Instrument, Instruments};
use aldia::payments::stripe::webhook::{WebhookSecrets, sign};
use aldia::server::jobs;
use aldia::server::listen::listen;
use aldia::server::router::router;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::load::{Post, ninety_ninth};
use crate::stage::{Outcome, Stage};
use crate::support::TestApp;
use crate::table::{Figure, median, ratio, thousandths};
use crate::{invoices_file, pgbench};

const DATABASE: &str = "webhooks";
const SECRET: &str = "whsec_bench";
const CLIENTS: u64 = 8;
const SHARE_AT_LEAST: u64 = 600;
const REPEATED_SHARE_AT_LEAST: u64 = 500;
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_millis(50);
const PAID_MINOR: i64 = 10_000;

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let (rounds, events) = if stage.quick { (1, 80) } else { (5, 2_000) };
    let flood = Flood::open(stage, u32::try_from(rounds * 3 * events)?).await?;
    let (mut once, mut repeated, mut bare, mut taken) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut next = 0;
    for _ in 0..rounds {
        let posted = flood.post(next..next + events, 0).await?;
        once.push(posted.per_second);
        taken.extend(posted.acknowledged);
        next += events;
        repeated.push(flood.post(next..next + events, 30).await?.per_second);
        next += events;
        bare.push(flood.pgbench(stage, next, events).await?);
        next += events;
    }
    taken.sort_unstable();
    let slowest = ninety_ninth(&taken);
    let told = |ours: &[u64]| {
        format!(
            "{} events/s against {}/s by pgbench (medians of {rounds} rounds of {events}), {CLIENTS} clients each, synced to disk",
            median(ours.to_vec()),
            median(bare.clone())
        )
    };
    let share = |ours: &[u64]| {
        median(
            ours.iter().zip(&bare).map(|(ours, bare)| thousandths((*ours).into(), (*bare).into())).collect(),
        )
    };
    Ok(vec![
        Figure::judged(
            "events posted per event of pgbench",
            ratio(share(&once)),
            ">= 0.600",
            share(&once) >= SHARE_AT_LEAST,
            format!("{}; the provider is asked about each payment, and answers at once", told(&once)),
        ),
        Figure::judged(
            "the same, 30 % twice and shuffled",
            ratio(share(&repeated)),
            ">= 0.500",
            share(&repeated) >= REPEATED_SHARE_AT_LEAST,
            told(&repeated),
        ),
        Figure::judged(
            "p99 of acknowledging an event",
            format!("{} ms", slowest.as_millis()),
            "<= 50 ms",
            slowest <= ACKNOWLEDGED_WITHIN,
            format!(
                "{} messages, each sent as soon as the one before it on its connection was acknowledged",
                taken.len()
            ),
        ),
    ])
}

/// A portal that takes messages, and payments for them to be about.
struct Flood {
    app: TestApp,
    portal: SocketAddr,
}

struct Posted {
    per_second: u64,
    acknowledged: Vec<Duration>,
}

impl Flood {
    async fn open(stage: &Stage, payments: u32) -> Outcome<Self> {
        stage.make_database(DATABASE).await?;
        invoices_file::import(stage, DATABASE, payments).await?;
        stage.psql(DATABASE, PAYMENTS).await?;
        let owner = stage.addresses(DATABASE).owner.unwrap_or_default();
        let app = TestApp::with_story(owner.parse()?, None).await;
        let mut portal = app.app.clone();
        portal.gateway = Arc::new(PaidProvider);
        portal.webhook_secrets = WebhookSecrets::new(vec![SECRET.to_owned()]);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(listen(listener, router(portal.clone(), None), CancellationToken::new()));
        tokio::spawn(jobs::work(portal, CancellationToken::new()));
        Ok(Self { app, portal: address })
    }

    /// Sends the messages about these payments, of a hundred this many twice, and waits until all money is posted.
    async fn post(&self, payments: std::ops::Range<u64>, twice_of_hundred: u64) -> Outcome<Posted> {
        let count = payments.end - payments.start;
        let mut order: Vec<u64> = payments.clone().collect();
        if twice_of_hundred > 0 {
            order.extend(payments.clone().filter(|payment| payment % 100 < twice_of_hundred));
            // A stride that shares no factor with the length visits each once, in no order that matters.
            let length = order.len();
            order = (0..length).map(|step| order[step * 7_919 % length]).collect();
        }
        let began = Instant::now();
        let mut clients = JoinSet::new();
        for client in 0..usize::try_from(CLIENTS)? {
            let mut post = Post::open(self.portal, "/webhooks/stripe").await?;
            let mine: Vec<u64> =
                order.iter().skip(client).step_by(usize::try_from(CLIENTS)?).copied().collect();
            clients.spawn(async move {
                let mut acknowledged = Vec::with_capacity(mine.len());
                for payment in mine {
                    let message = message(payment);
                    let signature = sign(message.as_bytes(), &[SECRET], Utc::now());
                    let sent = Instant::now();
                    post.send(&[("stripe-signature", &signature)], message.as_bytes()).await?;
                    acknowledged.push(sent.elapsed());
                }
                Outcome::Ok(acknowledged)
            });
        }
        let mut acknowledged = Vec::new();
        while let Some(client) = clients.join_next().await {
            acknowledged.extend(client??);
        }
        self.all_posted(&payments).await?;
        let per_second = u128::from(count) * 1_000_000 / began.elapsed().as_micros().max(1);
        Ok(Posted { per_second: u64::try_from(per_second)?, acknowledged })
    }

    async fn all_posted(&self, payments: &std::ops::Range<u64>) -> Outcome<()> {
        let names: Vec<String> = payments.clone().map(|payment| format!("cs_bench_{payment}")).collect();
        for _ in 0..12_000 {
            let open: i64 = sqlx::query_scalar(
                "select count(*) from payments where provider_checkout = any($1) and state <> 'succeeded'",
            )
            .bind(&names)
            .fetch_one(&self.app.owner)
            .await?;
            if open == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Err("not every message was posted within two minutes".into())
    }

    /// Events a second by pgbench, for the payments from `first` on.
    async fn pgbench(&self, stage: &Stage, first: u64, events: u64) -> Outcome<u64> {
        stage.psql(DATABASE, &format!("select setval('bench_next', {first}, false)")).await?;
        let database = stage.addresses(DATABASE).runtime;
        pgbench::per_second(&database, "webhook.sql", &[], CLIENTS, events).await
    }
}

/// One payment to an account, of less than its oldest invoice, numbered from nothing.
const PAYMENTS: &str = "
    insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key,
        idempotency_key, provider_checkout, checkout_url, expires_at, created_at, updated_at, next_read_at)
      select gen_random_uuid(), id, debtor_id, creditor_id, currency, 10000, 'created', '{\"mode\": \"amount\"}', gen_random_uuid(),
        'bench-' || n, 'cs_bench_' || n, 'https://provider.example/' || n, now() + interval '1 day', now(), now(), now() + interval '1 day'
      from (select *, row_number() over (order by id) - 1 as n from accounts) as account;
    create sequence bench_next minvalue 0;
    grant usage, select, update on sequence bench_next to aldia_runtime;
    analyze";

/// What the provider posts about a payment: as long as theirs, and about this one only.
fn message(payment: u64) -> String {
    let created = Utc::now().timestamp();
    let padding = "x".repeat(500);
    format!(
        "{{\"id\":\"evt_bench_{payment}\",\"object\":\"event\",\"api_version\":\"2026-09-30\",\"created\":{created},\"livemode\":false,\
         \"type\":\"checkout.session.completed\",\"data\":{{\"object\":{{\"id\":\"cs_bench_{payment}\",\"object\":\"checkout.session\",\
         \"payment_intent\":\"pi_bench_{payment}\",\"note\":\"{padding}\"}}}}}}"
    )
}

/// A provider that knows of every payment that it was paid, and answers at once: what a real one takes is not ours.
struct PaidProvider;

impl Gateway for PaidProvider {
    fn read_payment<'a>(&'a self, provider_id: &'a str) -> Answer<'a, ProviderPayment> {
        let payment = provider_id.trim_start_matches("cs_bench_");
        let now = Utc::now();
        let read = ProviderPayment {
            provider_id: provider_id.to_owned(),
            status: PaymentStatus::Succeeded,
            amount: Money::new(PAID_MINOR, Currency::MXN),
            our_reference: None,
            redirect_url: None,
            expires_at: now + TimeDelta::days(1),
            payment_intent: Some(format!("pi_bench_{payment}")),
            charge: None,
            method: None,
            failure_code: None,
            paid_at: Some(now),
            step: None,
        };
        Box::pin(async move { Ok(read) })
    }

    fn create_checkout<'a>(&'a self, _: &'a CheckoutOrder) -> Answer<'a, Checkout> {
        unasked()
    }

    fn expire_checkout<'a>(&'a self, _: &'a str) -> Answer<'a, ProviderPayment> {
        unasked()
    }

    fn refund<'a>(&'a self, _: &'a RefundOrder) -> Answer<'a, ProviderRefund> {
        unasked()
    }

    fn read_refunds<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<ProviderRefund>> {
        unasked()
    }

    fn read_disputes<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<ProviderDispute>> {
        unasked()
    }

    fn create_customer<'a>(&'a self, _: AccountId) -> Answer<'a, String> {
        unasked()
    }

    fn read_cash<'a>(&'a self, _: &'a str, _: Currency) -> Answer<'a, Money> {
        unasked()
    }

    fn apply_cash<'a>(&'a self, _: &'a str, _: Money) -> Answer<'a, ()> {
        unasked()
    }

    fn take_cash<'a>(&'a self, _: &'a CashOrder) -> Answer<'a, ProviderPayment> {
        unasked()
    }

    fn events_since<'a>(&'a self, _: DateTime<Utc>) -> Answer<'a, Vec<StoredEvent>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

impl Instruments for PaidProvider {
    fn read_instrument<'a>(&'a self, _: &'a str) -> Answer<'a, Option<Instrument>> {
        unasked()
    }

    fn forget_instrument<'a>(&'a self, _: &'a str) -> Answer<'a, ()> {
        unasked()
    }

    fn charge<'a>(&'a self, _: &'a ChargeOrder) -> Answer<'a, ProviderPayment> {
        unasked()
    }

    fn find_charge<'a>(&'a self, _: &'a ChargeOrder) -> Answer<'a, Option<ProviderPayment>> {
        unasked()
    }
}

impl PaysOut for PaidProvider {
    fn read_payout<'a>(&'a self, _: &'a str) -> Answer<'a, ProviderPayout> {
        unasked()
    }

    fn payouts_since<'a>(&'a self, _: DateTime<Utc>) -> Answer<'a, Vec<ProviderPayout>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn read_movements<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<ProviderMovement>> {
        unasked()
    }

    fn read_intent_of<'a>(&'a self, _: &'a str) -> Answer<'a, Option<String>> {
        unasked()
    }
}

impl AnswersBanks for PaidProvider {
    fn send_evidence<'a>(&'a self, _: &'a str, _: &'a Evidence) -> Answer<'a, ProviderDispute> {
        unasked()
    }

    fn accept_dispute<'a>(&'a self, _: &'a str) -> Answer<'a, ProviderDispute> {
        unasked()
    }

    fn read_dispute<'a>(&'a self, _: &'a str) -> Answer<'a, (ProviderDispute, bool)> {
        unasked()
    }
}

fn unasked<'a, T>() -> Answer<'a, T> {
    Box::pin(async { Err(GatewayError::Unknown { doubt: Doubt::Connection }) })
}
