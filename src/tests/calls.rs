//! Calls: the desk says whether one may call, and what came of it stays as it was written.

use aldia::server::seed::known::{ACCOUNT_4471, MARIA};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::{Browser, Page, TestApp};

const DANIEL: &str = "daniel@aguas.example";

fn page_of_calls() -> String {
    format!("/desk/accounts/{ACCOUNT_4471}/call")
}

/// María's telephone, as the form names it.
async fn telephone(app: &TestApp) -> String {
    sqlx::query_scalar::<_, Uuid>("select id from contact_points where person_id = $1 and kind = 'phone'")
        .bind(MARIA)
        .fetch_one(&app.owner)
        .await
        .unwrap()
        .to_string()
}

async fn log(browser: &Browser, who: &str, outcome: &str, more: &[(&str, &str)]) -> Page {
    let account = ACCOUNT_4471.to_string();
    let mut fields = vec![("account", &*account), ("who", who), ("outcome", outcome)];
    fields.extend(more);
    browser.submit("/do/desk/log-call", &fields).await
}

#[sqlx::test]
async fn a_call_is_logged_and_the_margin_says_when_the_next_may_be(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let telephone = telephone(&app).await;
    let before = daniel.get(&page_of_calls()).await.text();
    assert!(before.contains("¿Se puede llamar?"), "{before}");
    assert!(before.contains("No hay llamadas registradas."), "{before}");
    assert!(before.contains("María López, +52 55 1234 0001"), "{before}");

    let after = log(&daniel, &telephone, "no_answer", &[]).await.text();
    // 6 March is a Friday, and one call in seven days is what the terms promise; 16 March is a day of rest.
    let answer = "No antes del viernes 13 de marzo a las 08:00: ya hubo contacto hoy.";
    assert!(after.contains(answer), "{after}");
    assert!(after.contains("Nadie contestó"), "{after}");
    let file = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await.text();
    assert!(file.contains(answer), "{file}");

    // A second one is logged all the same, and says what it was.
    let again = log(&daniel, &telephone, "left_message", &[]).await.text();
    assert!(
        again.contains("Se dejó recado, sin decir de la deuda. Fuera de las reglas de contacto"),
        "{again}"
    );
}

#[sqlx::test]
async fn who_calls_us_may_not_be_called_within_the_week_of_that_talk(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let after = log(&daniel, "theirs", "talked", &[("agreed", "Paga el viernes 13")]).await.text();
    assert!(after.contains("Llamó el cliente"), "{after}");
    assert!(after.contains("Paga el viernes 13"), "{after}");
    assert!(!after.contains("Fuera de las reglas de contacto"), "{after}");
    assert!(after.contains("viernes 13 de marzo a las 08:00: se habló con esta persona"), "{after}");
}

#[sqlx::test]
async fn a_number_that_is_not_theirs_is_used_for_nothing_more(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let telephone = telephone(&app).await;
    let after = log(&daniel, &telephone, "wrong_number", &[]).await.text();
    assert!(after.contains("No: no hay un teléfono que se pueda usar."), "{after}");
    let refused = log(&daniel, &telephone, "no_answer", &[]).await.text();
    assert!(refused.contains("Elija a quién se llamó"), "{refused}");
    let suspended: bool = sqlx::query_scalar(
        "select suspended_at is not null from contact_points where person_id = $1 and kind = 'phone'",
    )
    .bind(MARIA)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(suspended);
}

#[sqlx::test]
async fn what_cannot_be_is_refused_at_its_field_and_kept(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let telephone = telephone(&app).await;
    let long = "a".repeat(501);
    let today = [("again_day", "6"), ("again_month", "3"), ("again_year", "2026")];
    let nowhere = [("again_day", "31"), ("again_month", "2"), ("again_year", "2026")];
    for (who, outcome, more, sentence) in [
        ("", "talked", &[("agreed", "Dijo que sí")][..], "Elija a quién se llamó"),
        (&*telephone, "", &[("agreed", "Dijo que sí")], "Elija qué pasó"),
        ("theirs", "no_answer", &[("agreed", "Dijo que sí")], "Si llamó el cliente, se habló con él"),
        (&*telephone, "talked", &[("agreed", &*long)], "Escriba 500 caracteres como máximo"),
        (&*telephone, "talked", &today, "La fecha debe ser después de hoy"),
        (&*telephone, "talked", &nowhere, "Escriba una fecha que exista"),
    ] {
        let page = log(&daniel, who, outcome, more).await;
        assert!(page.text().contains(sentence), "{sentence}: {}", page.text());
        assert!(page.texts("title")[0].starts_with("Error: "), "{sentence}");
        assert!(page.html.contains(more[0].1), "{sentence}");
        assert!(page.text().contains("No hay llamadas registradas."), "{sentence}");
    }
}

#[sqlx::test]
async fn the_next_try_is_a_task_for_its_day_and_a_form_sent_twice_is_one_call(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let telephone = telephone(&app).await;
    let key = Uuid::now_v7().to_string();
    let more =
        [("again_day", "17"), ("again_month", "marzo"), ("again_year", "2026"), ("request_key", &*key)];
    log(&daniel, &telephone, "no_answer", &more).await;
    log(&daniel, &telephone, "no_answer", &more).await;
    let calls: i64 = sqlx::query_scalar("select count(*) from calls").fetch_one(&app.owner).await.unwrap();
    assert_eq!(calls, 1);
    let file = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await.text();
    assert_eq!(file.matches("Llamar otra vez").count(), 1, "{file}");
    assert!(file.contains("17 de marzo"), "{file}");
}

#[sqlx::test]
async fn its_people_read_every_contact_as_the_team_does(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let daniel = app.staff(DANIEL).await;
    log(&daniel, &telephone(&app).await, "talked", &[("agreed", "Paga el viernes 13")]).await;
    daniel.post("/do/desk/view-as", &[("account", &ACCOUNT_4471.to_string())]).await;
    let desk = format!("/desk/accounts/{ACCOUNT_4471}");
    for (browser, page) in [
        (&maria, "/account/contact".to_owned()),
        (&daniel, format!("{desk}/contact")),
        (&daniel, format!("{desk}/as-debtor/account/contact")),
    ] {
        let text = browser.get(&page).await.text();
        assert!(text.contains("Llamada a la cuenta por Daniel"), "{page}: {text}");
        assert!(text.contains("Se habló con quien corresponde: Paga el viernes 13"), "{page}: {text}");
        assert!(text.contains("Alguien del equipo vio su cuenta como usted la ve"), "{page}: {text}");
    }
    // Nobody else's people read it.
    let susan = app.signed_in("susan@example.com").await;
    assert_eq!(susan.get(&format!("/account/contact?account={ACCOUNT_4471}")).await.status, 404);
    assert!(!susan.get("/account/contact").await.text().contains("viernes 13"));
}

#[sqlx::test]
async fn what_was_logged_is_never_changed(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    log(&app.staff(DANIEL).await, &telephone(&app).await, "no_answer", &[]).await;
    let changed = sqlx::query("update calls set outcome = 'talked'").execute(&app.owner).await.unwrap_err();
    assert!(changed.to_string().contains("append-only"), "{changed}");
}
