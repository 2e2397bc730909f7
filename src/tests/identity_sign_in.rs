//! The debtor's door over HTTP: code, link, and what strangers are told.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::identity::within_one_window;
use crate::support::door::{last_letter, letters, other_than, prove_code, run, sign_in};
use crate::support::{Page, TestApp};

const MARIA: &str = "maria@example.mx";
/// A number on one of her invoices.
const HER_INVOICE: &str = "F-1057";

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
