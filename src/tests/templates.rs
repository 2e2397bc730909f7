//! What the team often says, in the creditor's own words: checked when it is saved, filled in when it is said.

use aldia::messages::templates::model::{Brought, Placeholder, faults, fill, wrong_placeholder};
use aldia::server::seed::known::{AGUAS, THREAD_MARIA};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::{Browser, Page, TestApp};

const ELENA: &str = "elena@aguas.example";

async fn saves(browser: &Browser, template: &str, es: &str, en: &str) -> Page {
    let (creditor, key) = (AGUAS.to_string(), Uuid::now_v7().to_string());
    let form = [
        ("creditor", creditor.as_str()),
        ("template", template),
        ("title_es", "Cómo va su cuenta"),
        ("title_en", "How your account stands"),
        ("text_es", es),
        ("text_en", en),
        ("request_key", &key),
    ];
    browser.submit("/do/desk/save-template", &form).await
}

#[test]
fn braces_hold_facts_of_the_account_and_nothing_else() {
    for right in ["", "Hola", "Hola {name}: {due} de {total} en {reference} con {creditor}. {name}"] {
        assert_eq!(wrong_placeholder(right), None, "{right}");
    }
    for (text, wrong) in [
        ("Hola {nombre}", "{nombre}"),
        ("{name} y {due }", "{due }"),
        ("{}", "{}"),
        ("Hola {name", "{"),
        ("Hola name}", "}"),
        ("{{name}}", "{{name}"),
    ] {
        assert_eq!(wrong_placeholder(text).as_deref(), Some(wrong), "{text}");
    }
}

#[test]
fn a_value_is_not_read_as_a_place_for_another() {
    let value = |placeholder| match placeholder {
        Placeholder::Name => "{total}".to_owned(),
        _ => "9".to_owned(),
    };
    assert_eq!(fill("{name}: {due} {other} {", value), "{total}: 9 {other} {");
}

#[test]
fn the_words_are_as_long_as_they_may_be_and_no_longer() {
    let both = |text: &str| [text.to_owned(), text.to_owned()];
    assert_eq!(faults(&both(&"ñ".repeat(60)), &both(&"ñ".repeat(2000))), []);
    let codes = |title: usize, text: usize| {
        let found = faults(&both(&"a".repeat(title)), &both(&"a".repeat(text)));
        found.into_iter().map(|fault| fault.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(61, 2001), ["title_long", "title_long", "text_long", "text_long"]);
    assert_eq!(codes(0, 0), ["title_none", "title_none", "text_none", "text_none"]);
}

#[test]
fn what_the_program_brings_passes_its_own_checks() {
    for brought in Brought::ALL {
        let template = brought.template(AGUAS);
        assert_eq!(faults(&template.title, &template.text), [], "{brought:?}");
    }
}

#[sqlx::test]
async fn a_supervisor_puts_a_template_into_other_words_and_adds_one(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let wrong = saves(&elena, "balance", "Hola, {nombre}.", "").await;
    assert!(wrong.text().contains("«{nombre}» no es un dato de la cuenta"), "{}", wrong.text());
    assert!(wrong.text().contains("Escriba el texto") && wrong.text().contains("Hola, {nombre}."));
    let threat = saves(&elena, "balance", "Habrá embargo, {name}.", "Hello.").await;
    assert!(threat.text().contains("suena a amenaza"), "{}", threat.text());
    let saved =
        saves(&elena, "balance", "{name}, faltan {due} en {reference}.", "{name}, {due} missing.").await;
    assert!(saved.text().contains("Plantilla guardada"), "{}", saved.text());
    assert!(saved.text().contains("Cómo va su cuenta (con sus palabras)"), "{}", saved.text());
    let page = format!("/desk/messages/{THREAD_MARIA}");
    let begun = elena.get(&format!("{page}?template=balance")).await;
    assert!(begun.text().contains("María, faltan $4,649.50 en 4471."), "{}", begun.text());
    let own = saves(&elena, "", "Gracias, {name}. Saludos de {creditor}.", "Thank you, {name}.").await;
    assert!(own.text().contains("Gracias, {name}. Saludos de {creditor}."), "{}", own.text());
    let links = elena.get(&page).await.attributes("main a", "href");
    let key = links.iter().filter_map(|href| href.split_once("?template=")).find(|(_, key)| key.len() == 36);
    let key = key.unwrap().1.to_owned();
    let said = elena.get(&format!("{page}?template={key}")).await;
    assert!(said.text().contains("Gracias, María. Saludos de Aguas del Valle."), "{}", said.text());
    // One's own is offered no more; one of the program's is said as the program says it.
    let creditor = AGUAS.to_string();
    for (template, said) in
        [(key.as_str(), "Ya no se ofrece"), ("balance", "Se dice otra vez con las palabras originales")]
    {
        let form = [("creditor", creditor.as_str()), ("template", template)];
        let done = elena.submit("/do/desk/retire-template", &form).await;
        assert!(done.text().contains(said), "{}", done.text());
    }
    let links = elena.get(&page).await.attributes("main a", "href");
    assert!(!links.iter().any(|href| href.ends_with(&key)));
    let begun = elena.get(&format!("{page}?template=balance")).await;
    assert!(begun.text().contains("Hola, María. Para estar al día faltan $4,649.50"), "{}", begun.text());
}

#[sqlx::test]
async fn only_who_leads_a_creditors_team_writes_for_it(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff("daniel@aguas.example").await;
    assert_eq!(saves(&daniel, "balance", "Hola.", "Hello.").await.status, 403);
    assert_eq!(daniel.get("/desk/templates/write").await.status, 303);
    assert!(daniel.get("/desk/templates").await.text().contains("Las cambia quien supervisa"));
    let elena = app.staff(ELENA).await;
    saves(&elena, "paid", "Llegó, {name}.", "It came, {name}.").await;
    let raul = app.staff("raul@noriega.example").await;
    assert!(!raul.get("/desk/templates").await.text().contains("Llegó, {name}."), "another creditor's");
    let form = [("creditor", "00000000-0000-0000-0000-000000000000"), ("template", "paid")];
    assert_eq!(elena.post("/do/desk/retire-template", &form).await.status, 404);
}

#[sqlx::test]
async fn pressed_twice_a_template_is_written_once_and_the_last_words_stand(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (elena, carmen) = (app.staff(ELENA).await, app.staff("carmen@aguas.example").await);
    let (creditor, key) = (AGUAS.to_string(), Uuid::now_v7().to_string());
    let form = [
        ("creditor", creditor.as_str()),
        ("title_es", "Gracias"),
        ("title_en", "Thank you"),
        ("text_es", "Uno\r\nDos"),
        ("text_en", "One"),
        ("request_key", &key),
    ];
    for _ in 0..2 {
        assert_eq!(elena.post("/do/desk/save-template", &form).await.status, 303);
    }
    let kept: Vec<String> =
        sqlx::query_scalar("select text_es from message_templates").fetch_all(&app.owner).await.unwrap();
    assert_eq!(kept, ["Uno\nDos"]);
    // Two put the same one into other words without knowing of each other.
    saves(&elena, "paid", "Llegó, {name}.", "It came, {name}.").await;
    let last = saves(&carmen, "paid", "Ya llegó, {name}.", "It has come, {name}.").await;
    assert!(last.text().contains("Ya llegó, {name}."), "{}", last.text());
    assert!(!last.text().contains("Llegó, {name}."), "{}", last.text());
    // The database takes nothing from an agent, nor in another's name.
    let refused = sqlx::query("update message_templates set text_es = '' where stands_for = 'paid'")
        .execute(&app.owner)
        .await;
    assert!(refused.unwrap_err().to_string().contains("message_templates_text_es_there"));
}
