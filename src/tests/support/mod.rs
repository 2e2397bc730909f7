//! The portal as tests use it: the real router on a port of its own, a database of its own, the provider's double, and
//! browsers that keep cookies and follow no redirect by themselves.

pub mod books;
pub mod browser;
pub mod door;
mod site;

use std::net::SocketAddr;
use std::sync::Once;

use aldia::identity::cookies::CookieNames;
use aldia::identity::model::{Role, Side};
use aldia::identity::tokens::{Access, Profile};
use aldia::kernel::actor::Actor;
use aldia::kernel::db::{Db, Tx};
use aldia::kernel::ids::SessionId;
use aldia::kernel::locale::Lang;
use aldia::payments::stripe::double::Double;
use aldia::server::app_state::App;
use aldia::server::config::Config;
use aldia::server::demo_clock::DemoClock;
use aldia::server::listen::listen;
use aldia::server::router::router;
use aldia::server::seed::{Story, seed_story};
use aldia::server::{jobs, serve};
use chrono::{TimeDelta, Utc};
use metrics_exporter_prometheus::PrometheusBuilder;
use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use site::{secret_file, site};

pub use browser::{Browser, Page};

/// A running portal with the demo's people in it.
pub struct TestApp {
    pub app: App,
    pub db: Db,
    /// Sees everything, as the owner does; for what a test asserts, never for what it does.
    pub owner: PgPool,
    pub double: Double,
    pub clock: DemoClock,
    pub url: String,
}

/// A database can only be dropped when nobody is connected to it, and PostgreSQL waits five seconds for that. The router
/// goes on until its test's runtime ends, so its connections are taken from it.
impl Drop for TestApp {
    fn drop(&mut self) {
        let (db, owner) = (self.db.clone(), self.owner.clone());
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { tokio::join!(db.close(), owner.close()) });
        }
    }
}

impl TestApp {
    /// The demo on 6 March 2026, with dispute A-104 open.
    pub async fn new(options: PgConnectOptions) -> Self {
        Self::with_story(options, Some(Story::SixthOfMarch)).await
    }

    /// No people at all, or another day of the demo.
    pub async fn with_story(options: PgConnectOptions, story: Option<Story>) -> Self {
        Self::start(options, story, None).await
    }

    /// The demo on 6 March 2026, where a scanner at this address looks at files.
    pub async fn with_scanner(options: PgConnectOptions, scanner: &str) -> Self {
        Self::start(options, Some(Story::SixthOfMarch), Some(scanner)).await
    }

    async fn start(options: PgConnectOptions, story: Option<Story>, scanner: Option<&str>) -> Self {
        speak_tls();
        let owner = PgPoolOptions::new().max_connections(4).connect_with(options.clone()).await.unwrap();
        let pool = PgPoolOptions::new()
            .max_connections(12)
            .connect_with(options.username("aldia_app"))
            .await
            .unwrap();
        let db = Db::new(pool);
        if let Some(story) = story {
            seed_story(&db, story).await.unwrap();
        }
        let clock = DemoClock::start(&db).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let config = config(address, scanner);
        let url = config.public_url.clone();
        let double = serve::double(&config, clock.clone());
        let metrics = PrometheusBuilder::new().build_recorder().handle();
        let app = serve::assemble(config, db.clone(), metrics).unwrap();
        tokio::spawn(listen(listener, router(app.clone(), Some(double.clone())), CancellationToken::new()));
        Self { app, db, owner, double, clock, url }
    }

    /// Does all the work that waits, and answers how much there was.
    pub async fn work(&self) -> usize {
        jobs::drain(&self.app).await.unwrap()
    }

    /// A transaction that sees everything.
    pub async fn system(&self) -> Tx {
        self.db.begin(Actor::System("test")).await.unwrap()
    }

    /// A browser that nobody has used yet.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// A browser in which this person of the demo is signed in, by the address or number that they would type.
    pub async fn signed_in(&self, address: &str) -> Browser {
        let person: Uuid =
            sqlx::query_scalar("select person_id from contact_points where address = $1 limit 1")
                .bind(address)
                .fetch_one(&self.owner)
                .await
                .unwrap();
        self.with_session(Side::Debtor, person).await
    }

    /// A browser in which this member of the demo's teams is signed in.
    pub async fn staff(&self, email: &str) -> Browser {
        let staff: Uuid = sqlx::query_scalar("select id from staff where email = $1")
            .bind(email)
            .fetch_one(&self.owner)
            .await
            .unwrap();
        self.with_session(Side::Staff, staff).await
    }

    /// Opens a session as signing in does, without its steps: those have tests of their own.
    async fn with_session(&self, side: Side, subject: Uuid) -> Browser {
        let (column, table) = match side {
            Side::Debtor => ("person_id", "persons"),
            Side::Staff => ("staff_id", "staff"),
        };
        let session = SessionId::new();
        let expires_at = Utc::now() + TimeDelta::hours(1);
        let insert = format!(
            "insert into sessions (id, {column}, idle_limit, expires_at) values ($1, $2, interval '15 minutes', $3)"
        );
        sqlx::query(AssertSqlSafe(insert))
            .bind(session.0)
            .bind(subject)
            .bind(expires_at)
            .execute(&self.owner)
            .await
            .unwrap();
        let role = if side == Side::Staff { "role" } else { "null" };
        let (name, language, role): (String, String, Option<String>) = sqlx::query_as(AssertSqlSafe(
            format!("select name, language, {role}::text from {table} where id = $1"),
        ))
        .bind(subject)
        .fetch_one(&self.owner)
        .await
        .unwrap();
        let profile = Profile {
            subject,
            session,
            name,
            lang: if language == "en" { Lang::En } else { Lang::Es },
            theme: None,
            role: role.as_deref().and_then(Role::parse),
            shared: false,
            expires_at,
        };
        let browser = self.browser();
        browser.keep(
            &CookieNames::of(&self.url).access(side),
            &Access::fresh(side, profile).sign(&self.app.keys),
        );
        browser
    }
}

/// Changes published terms, which nobody can whose hands are not the owner's: for tests of what other terms would do.
pub async fn change_terms(owner: &PgPool, change: &'static str) {
    let around = |verb: &str| {
        AssertSqlSafe(format!("alter table policy_versions {verb} trigger policy_versions_are_kept"))
    };
    let mut connection = owner.acquire().await.unwrap();
    sqlx::raw_sql(around("disable")).execute(&mut *connection).await.unwrap();
    sqlx::raw_sql(change).execute(&mut *connection).await.unwrap();
    sqlx::raw_sql(around("enable")).execute(&mut *connection).await.unwrap();
}

fn config(address: SocketAddr, scanner: Option<&str>) -> Config {
    let url = format!("http://localhost:{}", address.port());
    let site = site();
    Config::read(|name| match name {
        "ALDIA_ADDR" => Some(address.to_string()),
        "ALDIA_PUBLIC_URL" => Some(url.clone()),
        "ALDIA_SITE_DIR" => Some(site.display().to_string()),
        "ALDIA_SECRET_FILE" => Some(secret_file().display().to_string()),
        "ALDIA_CLAMD" => scanner.map(str::to_owned),
        _ => None,
    })
    .unwrap()
}

fn speak_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| rustls::crypto::aws_lc_rs::default_provider().install_default().unwrap());
}
