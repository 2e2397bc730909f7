//! The debtor's door over HTTP, beside the code: the known fact, what a shared phone keeps, and buttons that are pressed
//! twice or by the wrong person.

use aldia::identity::cookies::CookieNames;
use aldia::identity::model::Side;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::door::{last_letter, letters, prove_code, run, sign_in};
use crate::support::{Browser, TestApp};

const MARIA: &str = "maria@example.mx";
/// A number on one of her invoices.
const HER_INVOICE: &str = "F-1057";

#[sqlx::test]
async fn five_wrong_facts_a_day_lock_and_then_only_a_person_can_help(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    prove_code(&app, &browser, MARIA, false).await;
    for left in ["Quedan 4 intentos", "Quedan 3 intentos", "Quedan 2 intentos", "Queda 1 intento"] {
        let page = browser.submit("/do/identity/fact", &[("fact", "F-9999")]).await;
        assert!(
            page.text().contains(&format!("No coincide con el dato de Aguas del Valle. {left}.")),
            "{}",
            page.text()
        );
    }
    let page = browser.submit("/do/identity/fact", &[("fact", "F-9999")]).await;
    assert_eq!(page.texts("h1"), ["No pudimos comprobarlo"]);
    assert!(page.text().contains("722 555 0134"));
    // Neither the right fact nor another code and device help today.
    assert_eq!(
        browser.submit("/do/identity/fact", &[("fact", HER_INVOICE)]).await.texts("h1"),
        ["No pudimos comprobarlo"]
    );
    let other = app.browser();
    prove_code(&app, &other, MARIA, false).await;
    assert_eq!(
        other.submit("/do/identity/fact", &[("fact", HER_INVOICE)]).await.texts("h1"),
        ["No pudimos comprobarlo"]
    );
    run(&app.owner, "update known_fact_tries set day = day - 1").await;
    assert_eq!(
        other.post("/do/identity/fact", &[("fact", HER_INVOICE)]).await.location.as_deref(),
        Some("/account")
    );
}

#[sqlx::test]
async fn anothers_invoice_is_no_known_fact(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    prove_code(&app, &browser, MARIA, false).await;
    for fact in ["F-0742", "", "4471", "%", "F-105"] {
        assert_eq!(
            browser.post("/do/identity/fact", &[("fact", fact)]).await.location.as_deref().map(|l| &l[..11]),
            Some("/login/code"),
            "{fact}"
        );
    }
    assert_eq!(browser.get("/account/settings").await.status, 303);
}

#[sqlx::test]
async fn the_fact_cannot_be_skipped(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    // Not without any step, not with a code that was never answered.
    let browser = app.browser();
    let page = browser.submit("/do/identity/fact", &[("fact", HER_INVOICE)]).await;
    assert!(page.text().contains("Ese código ya venció"));
    browser.post("/do/identity/ask", &[("who", MARIA)]).await;
    app.work().await;
    let page = browser.submit("/do/identity/fact", &[("fact", HER_INVOICE)]).await;
    assert!(page.text().contains("Ese código ya venció"), "{}", page.text());
    let sessions: i64 =
        sqlx::query_scalar("select count(*) from sessions").fetch_one(&app.owner).await.unwrap();
    assert_eq!(sessions, 0);
}

#[sqlx::test]
async fn of_two_people_with_one_address_the_fact_tells_which(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    run(
        &app.owner,
        "insert into contact_points (id, person_id, kind, address)
           select gen_random_uuid(), person_id, 'email', 'maria@example.mx' from contact_points where address = 'rosa@example.mx'",
    )
    .await;
    let browser = app.browser();
    let known = sign_in(&app, &browser, MARIA, "F-0742", false).await;
    assert_eq!(known.location.as_deref(), Some("/account"));
    assert!(browser.get("/account/settings").await.text().contains("rosa@example.mx"));
    let other = app.browser();
    sign_in(&app, &other, MARIA, HER_INVOICE, false).await;
    assert!(other.get("/account/settings").await.text().contains("Sesión de María López"));
}

#[sqlx::test]
async fn a_shared_phone_keeps_no_cookie_beyond_the_browser_and_no_known_device(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    let known = sign_in(&app, &browser, MARIA, HER_INVOICE, true).await;
    assert_eq!(known.location.as_deref(), Some("/account"));
    let set: Vec<String> =
        known.headers.get_all("set-cookie").iter().map(|set| set.to_str().unwrap().to_owned()).collect();
    let session: Vec<&String> = set.iter().filter(|set| !set.contains("-step-")).collect();
    assert_eq!(session.len(), 2, "{set:?}");
    assert!(session.iter().all(|set| !set.contains("Max-Age") && !set.contains("Expires")), "{set:?}");
    assert!(
        set.iter().all(|set| set.starts_with("__Host-aldia-")
            && set.contains("; HttpOnly; SameSite=Lax; Secure; Path=/"))
    );
    let (devices, idle): (i64, String) =
        sqlx::query_as("select (select count(*) from known_devices), idle_limit::text from sessions")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!((devices, idle.as_str()), (0, "00:05:00"));
    browser.post("/do/identity/sign-out", &[]).await;
    assert_eq!(prove_code(&app, &browser, MARIA, false).await.location.as_deref(), Some("/login/code"));

    let own = app.browser();
    run(&app.owner, "delete from rate_limits").await;
    let known = sign_in(&app, &own, MARIA, HER_INVOICE, false).await;
    let kept = known
        .headers
        .get_all("set-cookie")
        .iter()
        .filter(|set| set.to_str().unwrap().contains("Max-Age=4"))
        .count();
    assert_eq!(kept, 2, "twelve hours are 43200 seconds");
}

#[sqlx::test]
async fn i_am_not_this_person_suspends_the_address_and_opens_a_task(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    app.browser().post("/do/identity/ask", &[("who", MARIA)]).await;
    let letter = last_letter(&app, MARIA).await;
    let browser = app.browser();
    let page = browser.get(&letter.stop).await;
    assert_eq!(page.texts("h1"), ["¿Este aviso no es para usted?"]);
    for shown in ["María", "López", MARIA, "Aguas", "4471"] {
        assert!(!page.text().contains(shown), "{shown}");
    }
    let suspended = "select count(*) from contact_points where suspended_at is not null";
    let count: i64 = sqlx::query_scalar(suspended).fetch_one(&app.owner).await.unwrap();
    assert_eq!(count, 0, "looking changes nothing");

    let token = page.attribute("input[name=token]", "value").unwrap();
    for _ in 0..2 {
        let done = browser.submit("/do/identity/stop", &[("token", &token)]).await;
        assert_eq!(done.texts("h1"), ["Gracias por avisar"]);
    }
    let unknown = browser.submit("/do/identity/stop", &[("token", "never")]).await;
    assert_eq!(unknown.texts("h1"), ["Gracias por avisar"]);
    let at: Vec<String> =
        sqlx::query_scalar("select address from contact_points where suspended_at is not null")
            .fetch_all(&app.owner)
            .await
            .unwrap();
    assert_eq!(at, [MARIA]);
    let tasks: Vec<(String, Option<Uuid>)> =
        sqlx::query_as("select kind, about_id from tasks where kind = 'wrong_person'")
            .fetch_all(&app.owner)
            .await
            .unwrap();
    assert_eq!(tasks.len(), 1, "pressed twice is one task");
    // Nothing goes there any more, and whoever asks cannot tell.
    let before = letters(&app).await;
    let asked = app.browser().post("/do/identity/ask", &[("who", MARIA)]).await;
    assert_eq!(asked.location.as_deref(), Some("/login/code"));
    assert_eq!(letters(&app).await, before);
}

#[sqlx::test]
async fn a_button_pressed_twice_asks_for_one_code_and_opens_one_session(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    let key = browser.get("/login").await.attribute("input[name=request_key]", "value").unwrap();
    let ask = [("request_key", key.as_str()), ("who", MARIA)];
    let (first, second) =
        tokio::join!(browser.post("/do/identity/ask", &ask), browser.post("/do/identity/ask", &ask));
    assert_eq!((first.location, second.location), (Some("/login/code".into()), Some("/login/code".into())));
    assert_eq!(letters(&app).await, 1);

    let letter = last_letter(&app, MARIA).await;
    let key = browser.get(&letter.link).await.attribute("input[name=request_key]", "value").unwrap();
    let token = letter.link.rsplit('/').next().unwrap();
    let link = [("request_key", key.as_str()), ("token", token)];
    for _ in 0..2 {
        assert_eq!(browser.post("/do/identity/link", &link).await.location.as_deref(), Some("/login/code"));
    }
    let twin = app.browser();
    keep_step(&app, &browser, &twin);
    let key = browser.get("/login/code").await.attribute("input[name=request_key]", "value").unwrap();
    let fact = [("request_key", key.as_str()), ("fact", HER_INVOICE)];
    // The first answer is lost with its cookies; the second press, sent with what the browser had then, gets the same.
    let (first, second) =
        tokio::join!(browser.post("/do/identity/fact", &fact), twin.post("/do/identity/fact", &fact));
    assert_eq!((first.location, second.location), (Some("/account".into()), Some("/account".into())));
    for each in [&browser, &twin] {
        assert_eq!(each.get("/account/settings").await.status, 200);
    }
    let sessions: i64 =
        sqlx::query_scalar("select count(*) from sessions").fetch_one(&app.owner).await.unwrap();
    assert_eq!(sessions, 1);
    // Another press is another use.
    let other = app.browser();
    let used = other
        .submit("/do/identity/link", &[("request_key", &Uuid::now_v7().to_string()), ("token", token)])
        .await;
    assert!(used.text().contains("Este enlace ya se usó o venció."));
}

#[sqlx::test]
async fn a_right_code_pressed_twice_on_a_known_device_is_no_error(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    sign_in(&app, &browser, MARIA, HER_INVOICE, false).await;
    browser.post("/do/identity/sign-out", &[]).await;
    browser.post("/do/identity/ask", &[("who", MARIA)]).await;
    let letter = last_letter(&app, MARIA).await;
    let twin = app.browser();
    keep_step(&app, &browser, &twin);
    let key = Uuid::now_v7().to_string();
    let press = [("request_key", key.as_str()), ("code", letter.code.as_str())];
    assert_eq!(browser.post("/do/identity/code", &press).await.location.as_deref(), Some("/account"));
    assert_eq!(twin.post("/do/identity/code", &press).await.location.as_deref(), Some("/account"));
    let live = "select count(*) from sessions where revoked_at is null";
    let sessions: i64 = sqlx::query_scalar(live).fetch_one(&app.owner).await.unwrap();
    assert_eq!(sessions, 1);
    let other = Uuid::now_v7().to_string();
    let third = app.browser();
    keep_step(&app, &twin, &third);
    let page = third.submit("/do/identity/code", &[("request_key", &other), ("code", &letter.code)]).await;
    assert!(page.text().contains("Ese código ya venció"), "{}", page.text());
}

/// Gives one browser what another holds at the door.
fn keep_step(app: &TestApp, from: &Browser, to: &Browser) {
    let names = CookieNames::of(&app.url);
    for name in [names.step(Side::Debtor), names.device()] {
        if let Some(value) = from.cookie(&name) {
            to.keep(&name, &value);
        }
    }
}
