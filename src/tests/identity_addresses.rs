//! Another e-mail or telephone, over HTTP: proven by a code that goes there, told to the old one, and nothing before.

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use crate::support::door::{other_than, prove_code, sign_in};
use crate::support::{Browser, Page, TestApp};

const MARIA: &str = "maria@example.mx";
const NEW: &str = "maria.lopez@correo.mx";

/// Asks for another e-mail from the page that shows the present one; answers the page that wants the code.
async fn ask_for(browser: &Browser, address: &str) -> Page {
    let settings = browser.get("/account/settings").await;
    let href = settings.attribute("a[href*='address?kind=email']", "href").unwrap();
    let page = browser.get(&href).await;
    let fields = [
        ("request_key", page.attribute("input[name=request_key]", "value").unwrap()),
        ("kind", page.attribute("input[name=kind]", "value").unwrap()),
        ("replaces", page.attribute("input[name=replaces]", "value").unwrap()),
        ("address", address.to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit("/do/identity/change-address", &fields).await
}

async fn confirm(browser: &Browser, page: &Page, code: &str) -> Page {
    let change = page.attribute("input[name=change]", "value").unwrap();
    browser.submit("/do/identity/confirm-address", &[("change", &change), ("code", code)]).await
}

/// The six digits that were last sent to an address.
pub async fn code_sent_to(app: &TestApp, address: &str) -> String {
    let letters = letters_to(app, address).await;
    let text = letters.last().unwrap();
    let at = text.match_indices(char::is_numeric).map(|(at, _)| at);
    let runs = at.map(|at| text[at..].chars().take_while(char::is_ascii_digit).collect::<String>());
    runs.into_iter().find(|run| run.len() == 6).unwrap()
}

async fn letters_to(app: &TestApp, address: &str) -> Vec<String> {
    app.work().await;
    sqlx::query_scalar("select body::text from outbox where address = $1 order by created_at")
        .bind(address)
        .fetch_all(&app.owner)
        .await
        .unwrap()
}

/// Every address of hers that is written to.
async fn written_to(owner: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select address from contact_points where suspended_at is null
           and person_id = (select person_id from contact_points where address = $1) order by address",
    )
    .bind(MARIA)
    .fetch_all(owner)
    .await
    .unwrap()
}

#[sqlx::test]
async fn a_new_address_is_theirs_once_its_code_comes_back_and_the_old_one_is_told(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let [browser, phone] = [app.browser(), app.browser()];
    for each in [&browser, &phone] {
        sign_in(&app, each, MARIA, "F-1057", false).await;
    }
    let page = ask_for(&browser, "  Maria.Lopez@Correo.MX ").await;
    assert_eq!(page.texts("h1"), ["Escriba el código"]);
    assert!(page.text().contains("Enviamos 6 dígitos a maria.lopez@correo.mx."), "{}", page.text());
    // Nothing has changed yet, whatever was asked.
    assert_eq!(written_to(&app.owner).await, ["+525512340001", MARIA]);
    let settings = browser.get("/account/settings").await.text();
    assert!(settings.contains(MARIA) && !settings.contains(NEW), "{settings}");
    let told_before = letters_to(&app, MARIA).await.len();

    let page = confirm(&browser, &page, &code_sent_to(&app, NEW).await).await;
    assert!(page.text().contains("Guardado"), "{}", page.text());
    assert_eq!(written_to(&app.owner).await, ["+525512340001", NEW]);
    assert!(page.text().contains(NEW) && !page.text().contains(MARIA), "{}", page.text());
    let told = letters_to(&app, MARIA).await;
    assert_eq!(told.len(), told_before + 1);
    let last = told.last().unwrap();
    assert!(last.contains("Desde ahora no le escribimos aquí"), "{last}");
    assert!(last.contains("722 555 0134") && !last.contains(NEW), "{last}");

    // The other device stays signed in, and none is asked for a fact again.
    assert_eq!(phone.get("/account").await.status, 200);
    phone.post("/do/identity/sign-out", &[]).await;
    assert_eq!(prove_code(&app, &phone, NEW, false).await.location.as_deref(), Some("/account"));
    // The old address opens nothing any more.
    let old = app.browser();
    old.post("/do/identity/ask", &[("who", MARIA)]).await;
    assert_eq!(letters_to(&app, MARIA).await.len(), told_before + 1);
    let verbs: Vec<String> = sqlx::query_scalar(
        "select verb from audit_events where object_kind = 'address_change' and actor_kind = 'person' order by sequence",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    assert_eq!(verbs, ["ask_address_change", "change_address"]);
}

#[sqlx::test]
async fn without_the_right_code_nothing_changes(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.signed_in(MARIA).await;
    let page = ask_for(&browser, NEW).await;
    let code = code_sent_to(&app, NEW).await;
    let wrong = other_than(&code);
    for left in ["Quedan 4 intentos", "Quedan 3 intentos", "Quedan 2 intentos", "Queda 1 intento"] {
        let again = confirm(&browser, &page, &wrong).await;
        assert!(again.text().contains(left), "{}", again.text());
    }
    for spent in [&wrong, &code] {
        let again = confirm(&browser, &page, spent).await;
        assert!(again.text().contains("Se acabaron los intentos"), "{}", again.text());
    }
    assert_eq!(written_to(&app.owner).await, ["+525512340001", MARIA]);

    let page = ask_for(&browser, NEW).await;
    let code = code_sent_to(&app, NEW).await;
    // Another person cannot confirm it, not even with the right code.
    let change = page.attribute("input[name=change]", "value").unwrap();
    let rosa = app.signed_in("rosa@example.mx").await;
    let fields = [("change", change.as_str()), ("code", code.as_str())];
    assert_eq!(rosa.post("/do/identity/confirm-address", &fields).await.status, 404);
    assert_eq!(rosa.get(&format!("/account/settings/address/code?change={change}")).await.status, 404);
    sqlx::raw_sql("update address_changes set expires_at = now()").execute(&app.owner).await.unwrap();
    let late = confirm(&browser, &page, &code).await;
    assert!(late.text().contains("Ese código ya venció"), "{}", late.text());
    assert_eq!(written_to(&app.owner).await, ["+525512340001", MARIA]);
}

#[sqlx::test]
async fn who_got_the_code_by_mistake_ends_the_matter(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.signed_in(MARIA).await;
    let page = ask_for(&browser, NEW).await;
    let code = code_sent_to(&app, NEW).await;
    let letter = letters_to(&app, NEW).await.pop().unwrap();
    let stop = letter.split("/stop/").nth(1).unwrap();
    let token: String = stop.chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
    app.browser().post("/do/identity/stop", &[("token", &token)]).await;
    let refused = confirm(&browser, &page, &code).await;
    assert!(refused.text().contains("Ese código ya venció"), "{}", refused.text());
    assert_eq!(written_to(&app.owner).await, ["+525512340001", MARIA]);
}

#[sqlx::test]
async fn what_is_wrong_with_an_address_is_said_at_its_field(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.signed_in(MARIA).await;
    for (typed, sentence) in [
        ("", "Escriba el dato nuevo"),
        ("maria@", "Escriba el correo completo, como nombre@correo.mx"),
        (MARIA, "Ya le escribimos ahí. Escriba otro."),
    ] {
        let page = ask_for(&browser, typed).await;
        assert_eq!(page.texts("#address-error"), [format!("Error: {sentence}")], "{typed}");
        assert_eq!(page.attribute("#address", "value").as_deref(), Some(typed), "what was typed is kept");
    }
    let page =
        browser.submit("/do/identity/change-address", &[("kind", "phone"), ("address", "12345")]).await;
    assert_eq!(page.texts("#address-error"), ["Error: El teléfono lleva 10 dígitos, como 55 1234 5678"]);
    // Another person's address cannot be given up for one's own.
    let other: uuid::Uuid =
        sqlx::query_scalar("select id from contact_points where address = 'rosa@example.mx'")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    let fields = [("kind", "email"), ("replaces", &other.to_string()), ("address", NEW)];
    assert_eq!(browser.post("/do/identity/change-address", &fields).await.status, 404);
    assert!(letters_to(&app, NEW).await.is_empty());
}

#[sqlx::test]
async fn who_has_no_telephone_adds_one_in_their_language(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let lucia = app.signed_in("lucia@example.mx").await;
    lucia.post("/do/identity/settings", &[("lang", "en"), ("theme", "device")]).await;
    let settings = lucia.get("/account/settings").await;
    assert!(settings.texts("a").contains(&"Add a phone".to_owned()), "{}", settings.text());
    let page =
        lucia.submit("/do/identity/change-address", &[("kind", "phone"), ("address", "722 555 0199")]).await;
    assert!(page.text().contains("We sent 6 digits to +52 722 555 0199."), "{}", page.text());
    let code = code_sent_to(&app, "+527225550199").await;
    let page = confirm(&lucia, &page, &code).await;
    assert!(page.text().contains("722 555 0199") && page.text().contains("lucia@example.mx"));
}

#[sqlx::test]
async fn three_codes_are_sent_and_no_more(_: PgPoolOptions, options: PgConnectOptions) {
    crate::identity::within_one_window().await;
    let app = TestApp::new(options).await;
    let browser = app.signed_in(MARIA).await;
    for number in 0..3 {
        ask_for(&browser, &format!("m{number}@correo.mx")).await;
    }
    let page = ask_for(&browser, "m3@correo.mx").await;
    assert!(page.text().contains("Ya enviamos 3 códigos. Puede pedir otro a las "), "{}", page.text());
    assert!(letters_to(&app, "m3@correo.mx").await.is_empty());
}

#[sqlx::test]
async fn an_import_does_not_bring_back_what_was_given_up(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let browser = app.signed_in(MARIA).await;
    let page = ask_for(&browser, NEW).await;
    confirm(&browser, &page, &code_sent_to(&app, NEW).await).await;
    // What the import of a person's addresses does (imports::store::parties).
    sqlx::query(
        "insert into contact_points (id, person_id, kind, address)
         select gen_random_uuid(), person_id, kind, address from contact_points where address = $1 on conflict do nothing",
    )
    .bind(MARIA)
    .execute(&app.owner)
    .await
    .unwrap();
    assert_eq!(written_to(&app.owner).await, ["+525512340001", NEW]);
}
