//! What surrounds every request: headers, cross-site checks, limits, refusals, jobs.

use aldia::server::config::{Config, Environment};
use aldia::server::database::{DatabaseError, refuse_strong_role};
use aldia::server::limits::client_address;
use axum::http::HeaderMap;
use reqwest::Method;
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};

use crate::support::TestApp;

fn setting(pairs: &'static [(&'static str, &'static str)]) -> Result<Config, String> {
    Config::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        .map_err(|error| error.to_string())
}

#[test]
fn without_settings_it_is_a_demo_on_loopback() {
    let config = setting(&[]).unwrap();
    assert_eq!(config.environment, Environment::Demo);
    assert!(config.address.ip().is_loopback());
    assert_eq!(config.public_url, "http://localhost:3000");
}

#[test]
fn a_demo_does_not_start_where_others_can_reach_it() {
    assert!(setting(&[("ALDIA_ADDR", "0.0.0.0:3000")]).unwrap_err().contains("ALDIA_ADDR"));
    assert!(
        setting(&[("ALDIA_PUBLIC_URL", "https://pagos.example.mx")])
            .unwrap_err()
            .contains("ALDIA_PUBLIC_URL")
    );
    assert!(setting(&[("STRIPE_SECRET_KEY", "sk_live_x")]).unwrap_err().contains("STRIPE_SECRET_KEY"));
    assert!(setting(&[("STRIPE_SECRET_KEY", "rk_live_x")]).unwrap_err().contains("STRIPE_SECRET_KEY"));
    assert!(setting(&[("STRIPE_SECRET_KEY", "sk_test_x")]).is_ok());
}

#[test]
fn production_does_not_start_without_what_makes_it_safe() {
    let error = setting(&[("ALDIA_ENV", "production")]).unwrap_err();
    assert!(error.contains("ALDIA_PUBLIC_URL"), "{error}");
    let error = setting(&[("ALDIA_ENV", "production"), ("ALDIA_PUBLIC_URL", "https://pagos.example.mx")])
        .unwrap_err();
    assert!(error.contains("ALDIA_SECRET_FILE"), "{error}");
    let error = setting(&[
        ("ALDIA_ENV", "production"),
        ("ALDIA_PUBLIC_URL", "https://pagos.example.mx"),
        ("ALDIA_SECRET_FILE", "/etc/hostname"),
    ])
    .unwrap_err();
    assert!(error.contains("STRIPE_SECRET_KEY"), "{error}");
}

#[test]
fn a_wrong_setting_is_named_in_one_sentence() {
    for (name, value) in [
        ("ALDIA_ADDR", "localhost"),
        ("ALDIA_ENV", "staging"),
        ("ALDIA_PUBLIC_URL", "http://pagos.example.mx"),
        ("ALDIA_PUBLIC_URL", "https://localhost/path"),
        ("ALDIA_TRUSTED_PROXIES", "proxy"),
        ("ALDIA_METRICS_ADDR", "9100"),
        ("ALDIA_CLAMD", "clamd"),
        ("ALDIA_CLAMD", "clamd:"),
    ] {
        let error = Config::read(|asked| (asked == name).then(|| value.to_owned())).unwrap_err().to_string();
        assert!(error.starts_with(name) && !error.contains('\n'), "{error}");
    }
}

#[test]
fn a_forged_forwarding_header_is_not_believed() {
    let stranger = "203.0.113.9".parse().unwrap();
    let proxy = "10.0.0.2".parse().unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("x-forwarded-for", "198.51.100.7, 203.0.113.9".parse().unwrap());
    assert_eq!(client_address(stranger, &headers, &[proxy]), stranger);
    assert_eq!(client_address(proxy, &headers, &[proxy]), stranger);
    assert_eq!(client_address(proxy, &HeaderMap::new(), &[proxy]), proxy);
}

#[sqlx::test]
async fn the_server_refuses_a_role_that_could_step_over_policies(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let mut owner = PgConnection::connect_with(&options).await.unwrap();
    assert!(matches!(refuse_strong_role(&mut owner).await, Err(DatabaseError::RoleTooStrong { .. })));
    let mut runtime = PgConnection::connect_with(&options.username("aldia_app")).await.unwrap();
    assert!(refuse_strong_role(&mut runtime).await.is_ok());
}

#[sqlx::test]
async fn every_answer_carries_the_security_headers(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    for path in [
        "/",
        "/login",
        "/account",
        "/desk",
        "/not-there",
        "/healthz",
        "/favicon.svg",
        "/assets/not-there.css",
    ] {
        let page = browser.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(page.headers.get(name).unwrap(), value, "{path} {name}");
        }
        let policy = page.headers.get("content-security-policy").unwrap().to_str().unwrap().to_owned();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"),
            "{path}: {policy}"
        );
    }
}

#[sqlx::test]
async fn a_nonce_is_never_given_twice(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::with_story(options, None).await;
    let browser = app.browser();
    let first = browser.get("/healthz").await.headers["content-security-policy"].clone();
    let second = browser.get("/healthz").await.headers["content-security-policy"].clone();
    assert_ne!(first, second);
}

#[sqlx::test]
async fn a_form_sent_from_another_site_changes_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.signed_in("maria@example.mx").await;
    for route in aldia::app::routes().into_iter().filter(|route| route.method == "POST") {
        if route.access == aldia::app::Access::Machine {
            continue;
        }
        let path = route.path.replace("{id}", "x").replace("{token}", "x");
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("x-none", ""),
        ] {
            let page =
                browser.send(browser.request(Method::POST, &path).header(name, value).body("a=b")).await;
            assert_eq!(page.status, 403, "{path} with {name}: {value}");
        }
        // A browser too old to say where it comes from still names the origin.
        let page = browser
            .send(browser.request(Method::POST, &path).header("origin", &app.url).form(&[("a", "b")]))
            .await;
        assert_ne!(page.status, 403, "{path} with our own origin");
    }
}

#[sqlx::test]
async fn what_is_not_there_is_said_in_the_readers_language(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let page = app.browser().get("/account/nothing").await;
    assert_eq!(page.status, 404);
    assert!(page.text().contains("No encontramos esa página"));
    let page = app.browser().in_english().get("/account/nothing").await;
    assert!(page.text().contains("We cannot find that page"));
}

#[sqlx::test]
async fn somebody_signed_in_who_is_lost_keeps_their_navigation(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for (reader, path, home) in [
        (app.signed_in("maria@example.mx").await, "/account/nothing", "/account/invoices"),
        (app.staff("daniel@aguas.example").await, "/desk/nothing", "/desk/accounts"),
    ] {
        let page = reader.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.texts(&format!("nav.nav a[href='{home}']")).len(), 1, "{path}");
    }
    let strangers = app.browser().get("/account/nothing").await;
    assert!(strangers.texts("nav a").is_empty());
}

#[sqlx::test]
async fn a_body_larger_than_any_form_is_refused(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::with_story(options, None).await;
    let browser = app.browser();
    let request = browser
        .request(Method::POST, "/do/identity/ask")
        .header("sec-fetch-site", "same-origin")
        .body("a".repeat(1_000_000));
    assert_eq!(browser.send(request).await.status, 413);
}

#[sqlx::test]
async fn jobs_run_once_are_retried_and_survive_a_lost_lease(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::with_story(options, None).await;
    let mut tx = app.system().await;
    let payload = serde_json::json!({});
    assert!(
        tx.enqueue("nothing-knows-this", payload.clone(), Some("once"), std::time::Duration::ZERO)
            .await
            .unwrap()
    );
    assert!(
        !tx.enqueue("nothing-knows-this", payload, Some("once"), std::time::Duration::ZERO).await.unwrap()
    );
    tx.commit().await.unwrap();
    assert!(aldia::server::jobs::drain(&app.app).await.is_err());
    let (attempts, waits): (i32, bool) =
        sqlx::query_as("select attempts, run_at > now() and locked_until is null from jobs")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!((attempts, waits), (1, true));
}
