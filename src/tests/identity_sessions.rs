//! Sessions over HTTP: exchanged, ended, listed, and never those of the other side.

use aldia::identity::cookies::CookieNames;
use aldia::identity::model::Side;
use aldia::identity::store;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use crate::support::{Browser, TestApp};

const MARIA: &str = "maria@example.mx";
const SETTINGS: &str = "/account/settings";

/// A signed-in browser that has a refresh token too, and no claims that still hold.
async fn with_expired_claims(app: &TestApp, address: &str) -> Browser {
    let browser = app.signed_in(address).await;
    give_refresh_token(app, &browser, Side::Debtor, &format!("first token of {address}")).await;
    expire_claims(app, &browser);
    browser
}

/// Adds a refresh token to the newest session.
async fn give_refresh_token(app: &TestApp, browser: &Browser, side: Side, token: &str) {
    sqlx::query(
        "insert into refresh_tokens (token_hash, session_id) select sha256(convert_to($1, 'UTF8')), id from sessions order by created_at desc limit 1",
    )
    .bind(token)
    .execute(&app.owner)
    .await
    .unwrap();
    browser.keep(&names(app).refresh(side), token);
}

/// As if ten minutes had gone by.
fn expire_claims(app: &TestApp, browser: &Browser) {
    browser.keep(&names(app).access(Side::Debtor), "");
}

fn names(app: &TestApp) -> CookieNames {
    CookieNames::of(&app.url)
}

fn refresh(app: &TestApp, browser: &Browser) -> Option<String> {
    browser.cookie(&names(app).refresh(Side::Debtor))
}

async fn run(owner: &PgPool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(owner).await.unwrap();
}

async fn live_sessions(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from sessions where revoked_at is null")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn claims_that_ran_out_are_renewed_by_the_refresh_token(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = with_expired_claims(&app, MARIA).await;
    let first = refresh(&app, &browser);
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    let second = refresh(&app, &browser);
    assert!(first.is_some() && second.is_some() && first != second);
    // While the claims hold, the token stays.
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    assert_eq!(refresh(&app, &browser), second);
    for _ in 0..3 {
        expire_claims(&app, &browser);
        assert_eq!(browser.get(SETTINGS).await.status, 200);
    }
    assert_ne!(refresh(&app, &browser), second);
}

#[sqlx::test]
async fn two_tabs_with_the_same_old_token_are_given_the_same_successor(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let tabs = [with_expired_claims(&app, MARIA).await, app.browser(), app.browser()];
    let old = refresh(&app, &tabs[0]).unwrap();
    for tab in &tabs {
        tab.keep(&names(&app).refresh(Side::Debtor), &old);
    }
    let [first, second, third] = &tabs;
    let pages = tokio::join!(first.get(SETTINGS), second.get(SETTINGS), third.get(SETTINGS));
    assert_eq!([pages.0.status, pages.1.status, pages.2.status], [200; 3]);
    let successor = refresh(&app, &tabs[0]);
    assert!(successor.is_some_and(|successor| successor != old));
    assert!(tabs.iter().all(|tab| refresh(&app, tab) == refresh(&app, &tabs[0])));
    let kept: i64 =
        sqlx::query_scalar("select count(*) from refresh_tokens").fetch_one(&app.owner).await.unwrap();
    assert_eq!(kept, 2);
}

#[sqlx::test]
async fn an_old_token_that_comes_after_a_minute_ends_the_session_and_the_door_says_so(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let browser = with_expired_claims(&app, MARIA).await;
    let thief = app.browser();
    thief.keep(&names(&app).refresh(Side::Debtor), &refresh(&app, &browser).unwrap());
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    run(
        &app.owner,
        "update refresh_tokens set used_at = now() - interval '61 seconds' where used_at is not null",
    )
    .await;

    assert_eq!(thief.get(SETTINGS).await.status, 303);
    assert_eq!(live_sessions(&app).await, 0);
    let door = thief.get("/login").await;
    assert!(door.text().contains("La llave de su sesión se usó en dos lugares a la vez."), "{}", door.text());
    assert!(!thief.get("/login").await.text().contains("La llave"), "it is said once");
    // The rightful browser is out as well, at its very next request.
    assert_eq!(browser.get(SETTINGS).await.location.as_deref(), Some("/login?next=%2Faccount%2Fsettings"));
    let door = browser.get("/login").await;
    assert_eq!((door.status, door.text().contains("Cerramos su sesión por seguridad")), (200, true));
    let audited: i64 =
        sqlx::query_scalar("select count(*) from audit_events where verb = 'end_reused_session'")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(audited, 1);
}

#[sqlx::test]
async fn an_old_token_holds_only_until_its_successor_is_seen(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = with_expired_claims(&app, MARIA).await;
    let old = refresh(&app, &browser).unwrap();
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    // The answer was lost: the old token comes again and is given the same.
    let lost = refresh(&app, &browser);
    browser.keep(&names(&app).refresh(Side::Debtor), &old);
    expire_claims(&app, &browser);
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    assert_eq!(refresh(&app, &browser), lost);
    // Now the successor comes, and with it the old one is over.
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    let late = app.browser();
    late.keep(&names(&app).refresh(Side::Debtor), &old);
    assert_eq!(late.get(SETTINGS).await.status, 303);
    assert_eq!(live_sessions(&app).await, 0);
}

#[sqlx::test]
async fn an_ended_session_is_refused_at_the_next_request(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for end in [
        "update sessions set revoked_at = now()",
        "update sessions set expires_at = now()",
        "update sessions set seen_at = now() - interval '15 minutes'",
    ] {
        let browser = app.signed_in(MARIA).await;
        assert_eq!(browser.get(SETTINGS).await.status, 200);
        run(&app.owner, end).await;
        assert_eq!(
            browser.get(SETTINGS).await.location.as_deref(),
            Some("/login?next=%2Faccount%2Fsettings"),
            "{end}"
        );
        let form = [("lang", "en"), ("theme", "dark")];
        assert_eq!(
            browser.post("/do/identity/settings", &form).await.location.as_deref(),
            Some("/login"),
            "{end}"
        );
        // The door knows, and sends nobody back and forth.
        let door = browser.get("/login").await;
        assert_eq!(door.status, 200, "{end}");
        assert_eq!(browser.cookie(&names(&app).access(Side::Debtor)), None);
        run(&app.owner, "delete from refresh_tokens; delete from sessions").await;
    }
}

#[sqlx::test]
async fn a_session_in_use_is_noted_at_most_once_a_minute(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = with_expired_claims(&app, MARIA).await;
    let seen = "select extract(epoch from now() - seen_at)::int8 from sessions";
    run(&app.owner, "update sessions set seen_at = now() - interval '5 minutes'").await;
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    let ago: i64 = sqlx::query_scalar(seen).fetch_one(&app.owner).await.unwrap();
    assert!(ago < 5, "{ago}");
    run(&app.owner, "update sessions set seen_at = now() - interval '50 seconds'").await;
    for _ in 0..3 {
        assert_eq!(browser.get(SETTINGS).await.status, 200);
    }
    let ago: i64 = sqlx::query_scalar(seen).fetch_one(&app.owner).await.unwrap();
    assert!(ago >= 50, "{ago}");
}

#[sqlx::test]
async fn neither_sides_cookies_open_the_other(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let names = names(&app);
    let staff = app.staff("daniel@aguas.example").await;
    let person = app.signed_in(MARIA).await;
    assert_eq!(staff.get("/desk/sessions").await.status, 200);
    assert_eq!(staff.get(SETTINGS).await.location.as_deref(), Some("/login?next=%2Faccount%2Fsettings"));
    assert_eq!(
        person.get("/desk/sessions").await.location.as_deref(),
        Some("/desk/login?next=%2Fdesk%2Fsessions")
    );

    // The same tokens under the other side's names.
    let staffs = staff.cookie(&names.access(Side::Staff)).unwrap();
    let persons = person.cookie(&names.access(Side::Debtor)).unwrap();
    let forged = app.browser();
    forged.keep(&names.access(Side::Debtor), &staffs);
    forged.keep(&names.access(Side::Staff), &persons);
    assert_eq!(forged.get(SETTINGS).await.status, 303);
    assert_eq!(forged.get("/desk/sessions").await.status, 303);

    give_refresh_token(&app, &person, Side::Debtor, "a person's token").await;
    let forged = app.browser();
    forged.keep(&names.refresh(Side::Staff), "a person's token");
    assert_eq!(forged.get("/desk/sessions").await.status, 303);
    assert_eq!(forged.get(SETTINGS).await.status, 303);
}

#[sqlx::test]
async fn both_sides_can_be_signed_in_beside_each_other(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.signed_in(MARIA).await;
    let staff = app.staff("daniel@aguas.example").await;
    let access = names(&app).access(Side::Staff);
    browser.keep(&access, &staff.cookie(&access).unwrap());
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    assert_eq!(browser.get("/desk/sessions").await.status, 200);
    let left = browser.post("/do/identity/sign-out", &[]).await;
    assert_eq!(left.location.as_deref(), Some("/login"));
    assert_eq!(left.headers.get("clear-site-data").unwrap(), r#""cache", "storage""#);
    assert_eq!(browser.get(SETTINGS).await.status, 303);
    assert_eq!(browser.get("/desk/sessions").await.status, 200);
}

#[sqlx::test]
async fn signing_out_ends_the_session_itself(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.signed_in(MARIA).await;
    let access = browser.cookie(&names(&app).access(Side::Debtor)).unwrap();
    assert_eq!(browser.get("/logout").await.texts("h1"), ["Salir de su cuenta"]);
    assert_eq!(live_sessions(&app).await, 1, "a link changes nothing");
    browser.post("/do/identity/sign-out", &[]).await;
    assert_eq!(live_sessions(&app).await, 0);
    // Claims that somebody copied before are worth nothing now.
    let copied = app.browser();
    copied.keep(&names(&app).access(Side::Debtor), &access);
    assert_eq!(copied.get(SETTINGS).await.status, 303);
    // Signing out once more is as good.
    assert_eq!(browser.post("/do/identity/sign-out", &[]).await.location.as_deref(), Some("/login"));
}

#[sqlx::test]
async fn a_person_signs_out_their_other_devices_and_nobody_elses(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let here = app.signed_in(MARIA).await;
    assert!(here.get(SETTINGS).await.text().contains("Solo este equipo."));
    let [phone, tablet] = [app.signed_in(MARIA).await, app.signed_in(MARIA).await];
    let rosas = app.signed_in("rosa@example.mx").await;
    run(&app.owner, "update sessions set device = 'Firefox, Android' where id = (select id from sessions order by created_at offset 1 limit 1)").await;

    let page = here.get(SETTINGS).await;
    assert!(page.text().contains("Firefox, Android"), "{}", page.text());
    assert_eq!(page.texts("input[name=session]").len(), 2, "this device is not offered");
    let rosas_session: Uuid = sqlx::query_scalar(
        "select s.id from sessions s join persons p on p.id = s.person_id where p.name like 'Rosa%'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    for session in [rosas_session.to_string(), Uuid::now_v7().to_string(), "x".to_owned()] {
        assert_eq!(
            here.post("/do/identity/end-session", &[("session", &session)]).await.status,
            404,
            "{session}"
        );
    }
    let session = page.attribute("input[name=session]", "value").unwrap();
    let ended = here.submit("/do/identity/end-session", &[("session", &session)]).await;
    assert_eq!(ended.texts("input[name=session]").len(), 1);
    let statuses = [phone.get(SETTINGS).await.status, tablet.get(SETTINGS).await.status];
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");

    let third = app.signed_in(MARIA).await;
    here.post("/do/identity/end-other-sessions", &[]).await;
    assert_eq!(third.get(SETTINGS).await.status, 303);
    assert_eq!(here.get(SETTINGS).await.status, 200);
    assert_eq!(rosas.get(SETTINGS).await.status, 200);
}

#[sqlx::test]
async fn language_and_theme_hold_from_the_very_next_page(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for (browser, page, action) in [
        (app.signed_in(MARIA).await, SETTINGS, "/do/identity/settings"),
        (app.staff("elena@aguas.example").await, "/desk/sessions", "/do/identity/staff-settings"),
    ] {
        let before = browser.get(page).await;
        assert_eq!(before.attribute("html", "lang").as_deref(), Some("es-MX"));
        assert_eq!(before.attribute("html", "data-theme"), None);
        let after = browser.submit(action, &[("lang", "en"), ("theme", "dark")]).await;
        assert_eq!(after.attribute("html", "lang").as_deref(), Some("en"));
        assert_eq!(after.attribute("html", "data-theme").as_deref(), Some("dark"));
        assert!(after.text().contains("It holds from now."));
        let after = browser.submit(action, &[("lang", "es"), ("theme", "device")]).await;
        assert_eq!(after.attribute("html", "data-theme"), None);
        let wrong = browser.submit(action, &[("lang", "fr"), ("theme", "pink")]).await;
        assert_eq!(wrong.texts("[role=alert] a"), ["Elija una de las opciones"; 2]);
    }
}

#[sqlx::test]
async fn settings_show_a_persons_own_links_and_addresses_only(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let teresa = app.signed_in("teresa@example.mx").await.get(SETTINGS).await;
    assert!(teresa.text().contains("teresa@example.mx") && teresa.text().contains("Aguas del Valle, 4513"));
    for other in ["Pedro", "pedro@example.mx"] {
        assert!(!teresa.text().contains(other), "{other} shares her account, not her page");
    }
    let alberto = app.signed_in("alberto@example.mx").await.get(SETTINGS).await;
    assert!(
        alberto.text().contains("Aval") && alberto.text().contains("Aguas del Valle, 4471"),
        "{}",
        alberto.text()
    );
}

#[sqlx::test]
async fn cookies_that_open_nothing_are_taken_away(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    browser.keep(&names(&app).access(Side::Debtor), "not.a.token");
    browser.keep(&names(&app).refresh(Side::Debtor), "never-given");
    assert_eq!(browser.get(SETTINGS).await.status, 303);
    assert_eq!(browser.cookie("debtor"), None);
}

#[sqlx::test]
async fn turning_the_demos_clock_signs_nobody_out(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = with_expired_claims(&app, MARIA).await;
    run(&app.owner, "select turn_demo_clock('2031-01-01')").await;
    assert_eq!(browser.get(SETTINGS).await.status, 200);
    run(&app.owner, "select turn_demo_clock('2020-01-01')").await;
    expire_claims(&app, &browser);
    assert_eq!(browser.get("/login").await.location.as_deref(), Some("/account"));
}

#[sqlx::test]
async fn what_only_mattered_while_signing_in_is_forgotten(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = with_expired_claims(&app, MARIA).await;
    browser.post("/do/identity/ask", &[("who", MARIA)]).await;
    app.work().await;
    let mut tx = app.system().await;
    store::sweep(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let counts = "select (select count(*) from sign_in_codes) + (select count(*) from rate_limits) + (select count(*) from refresh_tokens)
      + (select count(*) from sessions)";
    let fresh: i64 = sqlx::query_scalar(counts).fetch_one(&app.owner).await.unwrap();
    assert!(fresh >= 4, "nothing that still matters is forgotten");
    run(
        &app.owner,
        "update sign_in_codes set expires_at = now() - interval '2 days';
         update rate_limits set window_start = now() - interval '3 days';
         update sessions set expires_at = now() - interval '31 days'",
    )
    .await;
    aldia::identity::jobs::sweep(&app.db).await.unwrap();
    let left: i64 = sqlx::query_scalar(counts).fetch_one(&app.owner).await.unwrap();
    assert_eq!(left, 0);
}
