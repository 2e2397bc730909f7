//! From settings to a running portal, and back to nothing left running.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::contact::mail::Mailer;
use crate::identity::keys::Keys;
use crate::identity::middleware::Gate;
use crate::kernel::db::Db;
use crate::kernel::failpoints::Death;
use crate::kernel::scanning::Scanner;
use crate::payments::autopay::pace::Pace;
use crate::payments::gateway::Gateway;
use crate::payments::stripe::client::{StripeGateway, StripeSettings};
use crate::payments::stripe::double::{Double, DoubleSettings};
use crate::payments::stripe::webhook::WebhookSecrets;
use crate::server::app_state::App;
use crate::server::assets::Assets;
use crate::server::config::Config;
use crate::server::database::Addresses;
use crate::server::demo_clock::DemoClock;
use crate::server::limits::Limits;
use crate::server::listen::listen;
use crate::server::live::Live;
use crate::server::router::router;
use crate::server::seed::{Secret, SignIn};
use crate::server::{health, jobs, seed, telemetry};

/// Why a start was given up: one sentence for the operator.
pub type StartError = Box<dyn std::error::Error + Send + Sync>;

const PROVIDER_ANSWERS_WITHIN: Duration = Duration::from_secs(20);
const DOUBLE_KEY: &str = "sk_test_double";
const DOUBLE_WEBHOOK_SECRET: &str = "whsec_double";
const FINISH_AT_MOST: Duration = Duration::from_secs(30);

/// Serves the portal with a worker inside it, until told to stop.
pub async fn serve(config: Config, addresses: &Addresses) -> Result<(), StartError> {
    let listener = TcpListener::bind(config.address)
        .await
        .map_err(|error| format!("ALDIA_ADDR {}: {error}", config.address))?;
    let db = open_database(&config, addresses).await?;
    if config.is_demo() {
        plant_demo(&config, &db).await?;
    }
    if let Some(point) = config.die_at {
        db.failpoints().arm(point, Death::Abort);
    }
    let clock = DemoClock::start(&db).await?;
    let double =
        (config.is_demo() && config.stripe.secret_key.is_none()).then(|| double(&config, clock.clone()));
    let app = assemble(config, db, telemetry::start_metrics()?)?;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(jobs::work(app.clone(), stop.clone()));
    if double.is_some() {
        tokio::spawn(keep_clock(clock, app.db.clone(), stop.clone()));
    }
    if let Some(address) = app.config.metrics_address {
        tokio::spawn(serve_metrics(app.clone(), TcpListener::bind(address).await?, stop.clone()));
    }
    announce(&app.config);
    let serving = tokio::spawn(listen(listener, router(app.clone(), double), stop.clone()));
    told_to_stop().await?;
    tracing::info!("stopping: requests and jobs in hand are finished first");
    stop.cancel();
    app.live.end();
    if tokio::time::timeout(FINISH_AT_MOST, async { tokio::join!(serving, worker) }).await.is_err() {
        tracing::warn!("not everything in hand could be finished in time");
    }
    app.db.close().await;
    Ok(())
}

/// Works off jobs without serving anybody.
pub async fn work(config: Config, addresses: &Addresses) -> Result<(), StartError> {
    let db = open_database(&config, addresses).await?;
    let app = assemble(config, db, telemetry::start_metrics()?)?;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(jobs::work(app.clone(), stop.clone()));
    told_to_stop().await?;
    stop.cancel();
    worker.await?;
    app.db.close().await;
    Ok(())
}

/// Migrates what is ours to migrate, and connects.
pub async fn open_database(config: &Config, addresses: &Addresses) -> Result<Db, StartError> {
    // A database of the operator's own is migrated by `aldia migrate`, when they say so.
    if config.database_url.is_none() {
        addresses.migrate().await?;
    }
    Ok(addresses.connect(config.environment).await?)
}

/// Gives a demo its people and their team's authenticators, once.
pub async fn plant_demo(config: &Config, db: &Db) -> Result<(), StartError> {
    let keys = keys(config)?;
    seed::seed_demo(db, &keys, &config.public_url).await?;
    seed::hand_out_authenticators(db, &keys).await?;
    Ok(())
}

/// Puts the parts together.
pub fn assemble(config: Config, db: Db, metrics: PrometheusHandle) -> Result<App, StartError> {
    let keys = keys(&config)?;
    let assets = Assets::load(&config.site_dir).map_err(|error| {
        format!("the static files are missing; run `make build`, or set ALDIA_SITE_DIR ({error})")
    })?;
    let gate = Gate::new(db.clone(), keys.clone(), &config.public_url);
    let gateway = gateway(&config)?;
    let webhook_secrets = WebhookSecrets::new(webhook_secrets(&config));
    let mailer = Mailer::new(config.smtp_url.as_deref(), &config.public_url, config.is_demo())?;
    let limits = Arc::new(Limits::new(config.trusted_proxies.clone()));
    let live = Live::new(db.clone());
    let scanner = Scanner::new(config.scanner.clone());
    Ok(App {
        config: Arc::new(config),
        db,
        keys,
        gate,
        assets,
        gateway,
        pace: Pace::default(),
        webhook_secrets,
        mailer,
        limits,
        scanner,
        live,
        metrics,
    })
}

/// The payment provider, or in a demo without its key the double that a running server holds.
pub fn gateway(config: &Config) -> Result<Arc<dyn Gateway>, StartError> {
    Ok(Arc::new(StripeGateway::new(&stripe_settings(config))?))
}

fn keys(config: &Config) -> Result<Keys, StartError> {
    Ok(Keys::load_or_make(&config.secret_file, config.is_demo())?)
}

fn stripe_settings(config: &Config) -> StripeSettings {
    let double_base = || format!("http://{}/dev/stripe/", config.address);
    StripeSettings {
        secret_key: config.stripe.secret_key.clone().unwrap_or(DOUBLE_KEY.to_owned()),
        api_base: config
            .stripe
            .api_base
            .clone()
            .or_else(|| config.stripe.secret_key.is_none().then(double_base)),
        timeout: PROVIDER_ANSWERS_WITHIN,
    }
}

fn webhook_secrets(config: &Config) -> Vec<String> {
    match config.stripe.secret_key {
        Some(_) => config.stripe.webhook_secrets.clone(),
        None => vec![DOUBLE_WEBHOOK_SECRET.to_owned()],
    }
}

/// The stand-in for the payment provider, which lives in this process and speaks to it over HTTP like a real one.
pub fn double(config: &Config, clock: DemoClock) -> Double {
    Double::new(DoubleSettings {
        public_base: format!("{}/dev/stripe/", config.public_url),
        webhook_url: format!("http://{}/webhooks/stripe", config.address),
        webhook_secrets: vec![DOUBLE_WEBHOOK_SECRET.to_owned()],
        now: Arc::new(move || clock.now()),
    })
}

/// Lets the double notice when somebody turns the demo's clock.
async fn keep_clock(clock: DemoClock, db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = clock.look(&db).await {
            tracing::warn!(%error, "the demo's clock could not be read");
        }
        tokio::select! { () = stop.cancelled() => {}, () = tokio::time::sleep(Duration::from_secs(1)) => {} }
    }
}

async fn serve_metrics(app: App, listener: TcpListener, stop: CancellationToken) {
    let router = Router::new().route("/metrics", get(health::metrics)).with_state(app);
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await {
        tracing::error!(%error, "the figures can no longer be read");
    }
}

async fn told_to_stop() -> Result<(), std::io::Error> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

/// Tells the person at the terminal where the portal is and, in a demo, how to get in.
fn announce(config: &Config) {
    let url = &config.public_url;
    let mut lines = vec![format!("Al Día serves {url}/ (debtors) and {url}/desk (team). Ctrl-C stops it.")];
    if config.is_demo() {
        lines.push(format!(
            "Demo: mail {url}/dev/mailbox · clock {url}/dev/clock · components {url}/dev/components"
        ));
        lines.extend(seed::SIGN_INS.iter().map(sign_in_line));
    }
    let mut output = std::io::stdout();
    // Nobody reading is no reason not to serve.
    let _ = writeln!(output, "{}", lines.join("\n"));
}

fn sign_in_line(one: &SignIn) -> String {
    let proof = match one.secret {
        Secret::KnownFact(fact) => format!("code in the mail, then {fact}"),
        Secret::Password { password, totp_key } => format!("{password}, authenticator key {totp_key}"),
    };
    format!("  {} — {}: {}; {proof}", one.address, one.name, one.story)
}
