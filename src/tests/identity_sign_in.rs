//! The debtor's door over HTTP: code, link, known fact, and what strangers are told.

use aldia::identity::cookies::CookieNames;
use aldia::identity::model::Side;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use crate::identity::within_one_window;
use crate::support::door::{last_letter, other_than, prove_code, sign_in};
use crate::support::{Browser, Page, TestApp};

const MARIA: &str = "maria@example.mx";
/// A number on one of her invoices.
const HER_INVOICE: &str = "F-1057";

async fn letters(app: &TestApp) -> i64 {
    app.work().await;
    sqlx::query_scalar("select count(*) from outbox").fetch_one(&app.owner).await.unwrap()
}

async fn run(owner: &PgPool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(owner).await.unwrap();
}

#[sqlx::test]
async fn a_person_signs_in_with_a_code_and_a_known_fact(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    assert_eq!(
        browser.get("/account/settings").await.location.as_deref(),
        Some("/login?next=%2Faccount%2Fsettings")
    );
    let page = browser.get("/login?next=%2Faccount%2Fsettings").await;
    assert_eq!(page.texts("h1"), ["Entrar a su cuenta"]);
    assert_eq!(page.attribute("input[name=next]", "value").as_deref(), Some("/account/settings"));

    let asked = browser
        .post("/do/identity/ask", &[("who", "  Maria@Example.MX"), ("next", "/account/settings")])
        .await;
    assert_eq!((asked.status, asked.location.as_deref()), (303, Some("/login/code")));
    assert_eq!(browser.get("/login/code").await.texts("h1"), ["Escriba el código"]);

    let letter = last_letter(&app, MARIA).await;
    let spaced = format!("{} {}", &letter.code[..3], &letter.code[3..]);
    let proven = browser.post("/do/identity/code", &[("code", &spaced)]).await;
    assert_eq!(proven.location.as_deref(), Some("/login/code"));
    let page = browser.get("/login/code").await;
    assert_eq!(page.texts("h1"), ["Un dato para cuidar su cuenta"]);
    // Nothing of the account is open yet.
    assert_eq!(browser.get("/account/settings").await.status, 303);

    let known = browser.post("/do/identity/fact", &[("fact", "f 1057")]).await;
    assert_eq!(known.location.as_deref(), Some("/account/settings"));
    let settings = browser.get("/account/settings").await;
    assert_eq!(settings.status, 200);
    assert!(settings.text().contains(MARIA), "{}", settings.text());
    // The door is behind her now.
    assert_eq!(browser.get("/login").await.location.as_deref(), Some("/account"));
    assert_eq!(browser.get("/login/code").await.location.as_deref(), Some("/account"));
}

#[sqlx::test]
async fn a_known_device_is_asked_for_the_code_alone(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    sign_in(&app, &browser, MARIA, HER_INVOICE, false).await;
    browser.post("/do/identity/sign-out", &[]).await;
    assert_eq!(prove_code(&app, &browser, MARIA, false).await.location.as_deref(), Some("/account"));
    // Another device is not known.
    let other = app.browser();
    assert_eq!(prove_code(&app, &other, MARIA, false).await.location.as_deref(), Some("/login/code"));
}

#[sqlx::test]
async fn the_fact_is_asked_again_after_ninety_days_and_after_the_address_was_doubted(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    sign_in(&app, &browser, MARIA, HER_INVOICE, false).await;
    run(&app.owner, "update known_devices set seen_at = now() - interval '91 days'; delete from rate_limits")
        .await;
    assert_eq!(prove_code(&app, &browser, MARIA, false).await.location.as_deref(), Some("/login/code"));
    assert_eq!(
        browser.post("/do/identity/fact", &[("fact", HER_INVOICE)]).await.location.as_deref(),
        Some("/account")
    );

    run(
        &app.owner,
        "update contact_points set suspended_at = now() where address = 'maria@example.mx';
         update contact_points set suspended_at = null where address = 'maria@example.mx'; delete from rate_limits",
    )
    .await;
    assert_eq!(prove_code(&app, &browser, MARIA, false).await.location.as_deref(), Some("/login/code"));
}

#[sqlx::test]
async fn a_wrong_code_counts_down_and_the_fifth_spends_it(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    browser.post("/do/identity/ask", &[("who", MARIA)]).await;
    let letter = last_letter(&app, MARIA).await;
    let wrong = other_than(&letter.code);
    for left in ["Quedan 4 intentos", "Quedan 3 intentos", "Quedan 2 intentos", "Queda 1 intento"] {
        let page = browser.submit("/do/identity/code", &[("code", &wrong)]).await;
        assert!(page.text().contains(&format!("Ese código no coincide. {left}.")), "{left}: {}", page.text());
        assert_eq!(page.attribute("#code", "aria-invalid").as_deref(), Some("true"));
        assert_eq!(page.attribute("#code", "value"), None);
    }
    for code in [&wrong, &letter.code] {
        let page = browser.submit("/do/identity/code", &[("code", code)]).await;
        assert!(page.text().contains("Se acabaron los intentos de este código. Pida otro."));
    }
    // The link of a spent code is spent as well.
    assert_eq!(browser.get(&letter.link).await.status, 404);
}

#[sqlx::test]
async fn what_is_no_code_costs_no_try(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    browser.post("/do/identity/ask", &[("who", MARIA)]).await;
    let letter = last_letter(&app, MARIA).await;
    for text in ["", "12345", "1234567", "abcdef"] {
        let page = browser.submit("/do/identity/code", &[("code", text), ("shared", "yes")]).await;
        assert!(page.text().contains("El código tiene 6 dígitos"), "{text}");
        assert!(page.attribute("#shared", "checked").is_some(), "what was ticked stays ticked");
    }
    let tries: i16 =
        sqlx::query_scalar("select tries_left from sign_in_codes").fetch_one(&app.owner).await.unwrap();
    assert_eq!(tries, 5);
    let right = browser.post("/do/identity/code", &[("code", &letter.code)]).await;
    assert_eq!(right.location.as_deref(), Some("/login/code"));
    let drafts: Vec<serde_json::Value> =
        sqlx::query_scalar("select fields from drafts").fetch_all(&app.owner).await.unwrap();
    assert!(drafts.iter().all(|fields| !fields.to_string().contains("code")), "{drafts:?}");
}

#[sqlx::test]
async fn a_code_expires_after_ten_minutes(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    browser.post("/do/identity/ask", &[("who", MARIA)]).await;
    let letter = last_letter(&app, MARIA).await;
    let minutes: f64 = sqlx::query_scalar(
        "select extract(epoch from expires_at - created_at)::float8 / 60 from sign_in_codes",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(minutes, 10.0);
    run(&app.owner, "update sign_in_codes set expires_at = now() - interval '1 second'").await;
    let page = browser.submit("/do/identity/code", &[("code", &letter.code)]).await;
    assert!(page.text().contains("Ese código ya venció. Pida otro."));
    assert_eq!(browser.get(&letter.link).await.status, 404);
}

#[sqlx::test]
async fn a_code_opens_one_session_and_only_where_it_was_asked_for(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let browser = app.browser();
    sign_in(&app, &browser, MARIA, HER_INVOICE, false).await;
    let letter = last_letter(&app, MARIA).await;
    let thief = app.browser();
    let page = thief.submit("/do/identity/code", &[("code", &letter.code)]).await;
    assert!(page.text().contains("Ese código ya venció. Pida otro."));
    // Another person's browser, in the middle of signing in, holds another code.
    thief.post("/do/identity/ask", &[("who", "rosa@example.mx")]).await;
    let page = thief.submit("/do/identity/code", &[("code", &letter.code)]).await;
    assert!(page.text().contains("Ese código no coincide"));
    let sessions: i64 =
        sqlx::query_scalar("select count(*) from sessions").fetch_one(&app.owner).await.unwrap();
    assert_eq!(sessions, 1);
}

#[sqlx::test]
async fn a_stranger_is_answered_exactly_like_somebody_we_know(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for (known, unknown) in
        [(MARIA, "nadie@example.mx"), ("55 1234 0001", "55 9999 9999"), ("4471", "987654")]
    {
        let (hers, theirs) = (app.browser(), app.browser());
        let (first, second) = (
            hers.post("/do/identity/ask", &[("who", known)]).await,
            theirs.post("/do/identity/ask", &[("who", unknown)]).await,
        );
        assert_same(&first, &second);
        app.work().await;
        assert_same(&hers.get("/login/code").await, &theirs.get("/login/code").await);
        for _ in 0..6 {
            let fields = [("code", "000000")];
            let (first, second) = (
                hers.submit("/do/identity/code", &fields).await,
                theirs.submit("/do/identity/code", &fields).await,
            );
            assert_same(&first, &second);
        }
        let (first, second) =
            (hers.post("/do/identity/again", &[]).await, theirs.post("/do/identity/again", &[]).await);
        assert_same(&first, &second);
    }
    let letters: Vec<String> =
        sqlx::query_scalar("select distinct address from outbox").fetch_all(&app.owner).await.unwrap();
    assert!(letters.iter().all(|address| address == MARIA || address == "+525512340001"), "{letters:?}");
}

/// The same status, headers and bytes, but for what is different in every answer.
fn assert_same(known: &Page, unknown: &Page) {
    let plain = |page: &Page| {
        let mut headers: Vec<String> = page.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        let location = page.location.as_deref().map(|path| path.split("draft=").next().unwrap().to_owned());
        let html: String = page
            .html
            .lines()
            .map(|line| blank(&blank(line, "name=\"request_key\" value=\"", '"'), "draft=", '&'))
            .collect();
        (page.status, headers, location, html)
    };
    assert_eq!(plain(known), plain(unknown));
}

/// Leaves out what follows `start` up to `end`, wherever it stands.
fn blank(text: &str, start: &str, end: char) -> String {
    let mut parts = text.split(start);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |left, part| left + start + part.find(end).map_or("", |at| &part[at..]))
}

#[sqlx::test]
async fn three_codes_a_detail_are_sent_and_the_fourth_has_an_hour(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    within_one_window().await;
    let app = TestApp::new(options).await;
    for who in [MARIA, "nadie@example.mx"] {
        let browser = app.browser();
        for _ in 0..3 {
            let asked = browser.post("/do/identity/ask", &[("who", who)]).await;
            assert_eq!(asked.location.as_deref(), Some("/login/code"));
        }
        let page = browser.submit("/do/identity/ask", &[("who", &format!(" {}", who.to_uppercase()))]).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Ya enviamos 3 códigos. Puede pedir otro a las "), "{}", page.text());
        let again = browser.submit("/do/identity/again", &[]).await;
        assert!(again.text().contains("Ya enviamos 3 códigos."), "{}", again.text());
    }
    assert_eq!(letters(&app).await, 3);
}

#[sqlx::test]
async fn one_address_is_not_flooded_through_many_references(_: PgPoolOptions, options: PgConnectOptions) {
    within_one_window().await;
    let app = TestApp::new(options).await;
    let browser = app.browser();
    for who in ["F-1041", "F-1057", "F-1063", "F-1070", "4471", MARIA, "f1041", " 4471 "] {
        browser.post("/do/identity/ask", &[("who", who)]).await;
    }
    assert!(letters(&app).await <= 6);
}

#[sqlx::test]
async fn what_is_wrong_with_a_detail_is_said_at_its_field(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for (who, sentence) in [
        ("", "Escriba su correo, teléfono o referencia"),
        ("maria@", "Escriba el correo completo, como nombre@correo.mx"),
        ("55 1234", "El teléfono lleva 10 dígitos, como 55 1234 5678"),
    ] {
        let page = app.browser().submit("/do/identity/ask", &[("who", who)]).await;
        assert!(page.texts("#who-error").concat().contains(sentence), "{}", page.text());
        assert!(page.texts("[role=alert] a").contains(&sentence.to_owned()));
        assert_eq!(page.attribute("#who", "value").unwrap_or_default(), who);
        assert!(page.texts("title")[0].starts_with("Error: "));
    }
    let page = app.browser().in_english().submit("/do/identity/ask", &[("who", "")]).await;
    assert!(page.text().contains("Enter your e-mail, phone or reference"));
    let hostile = "</textarea><script>alert(1)</script>\"'@";
    let page = app.browser().submit("/do/identity/ask", &[("who", hostile)]).await;
    assert_eq!(page.attribute("#who", "value").as_deref(), Some(hostile));
    assert!(!page.html.contains("<script>alert"));
}

#[sqlx::test]
async fn a_reference_on_a_letter_reaches_the_principal(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for reference in ["4471", "F-1041", "f-1041", " F-1041 "] {
        run(&app.owner, "delete from outbox; delete from rate_limits").await;
        app.browser().post("/do/identity/ask", &[("who", reference)]).await;
        app.work().await;
        let to: Vec<String> =
            sqlx::query_scalar("select address from outbox").fetch_all(&app.owner).await.unwrap();
        assert_eq!(to, [MARIA], "{reference}");
    }
}

#[sqlx::test]
async fn looking_at_a_link_spends_nothing_and_pressing_its_button_spends_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    app.browser().post("/do/identity/ask", &[("who", MARIA)]).await;
    let letter = last_letter(&app, MARIA).await;
    let scanner = app.browser();
    for _ in 0..3 {
        let page = scanner.get(&letter.link).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("M•••• L••••"));
        assert!(!page.text().contains("María"));
    }
    let browser = app.browser();
    let page = browser.get(&letter.link).await;
    let token = page.attribute("input[name=token]", "value").unwrap();
    let pressed = browser.post("/do/identity/link", &[("token", &token)]).await;
    assert_eq!(pressed.location.as_deref(), Some("/login/code"));
    let known = browser.post("/do/identity/fact", &[("fact", HER_INVOICE)]).await;
    assert_eq!(known.location.as_deref(), Some("/account"));

    let used = scanner.get(&letter.link).await;
    assert_eq!(used.status, 404);
    assert!(used.text().contains("Este enlace ya se usó o venció. Le enviamos otro si lo pide aquí."));
    let never = scanner.get("/login/link/never").await;
    assert_eq!((never.status, never.texts("main")), (404, used.texts("main")));
    let again = scanner.submit("/do/identity/link", &[("token", &token)]).await;
    assert!(again.text().contains("Este enlace ya se usó o venció."));
}

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
