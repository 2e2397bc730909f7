//! Drafting terms and having them published: supervisors write, another person decides, and what is published stays.

use aldia::kernel::actor::Actor;
use aldia::kernel::ids::{SessionId, StaffId};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{CARMEN, DANIEL, ELENA, MARIA};
use crate::support::{Browser, Page, TestApp};

/// The draft of Aguas del Valle, begun by a supervisor if there is none.
pub async fn draft(app: &TestApp, supervisor: &Browser) -> String {
    let found = "select id from policy_versions where published_at is null limit 1";
    if let Some(id) = sqlx::query_scalar::<_, Uuid>(found).fetch_optional(&app.owner).await.unwrap() {
        return id.to_string();
    }
    supervisor
        .post("/do/desk/draft-terms", &[("creditor", &aldia::server::seed::known::AGUAS.to_string())])
        .await;
    sqlx::query_scalar::<_, Uuid>(found).fetch_one(&app.owner).await.unwrap().to_string()
}

/// The form of a part as its page shows it, with some of its fields typed over.
pub fn part_form(page: &Page, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(&page.html);
    let all = |selector: &str| scraper::Selector::parse(selector).unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for input in document.select(&all("main form input[name]")) {
        let is_choice = matches!(input.value().attr("type"), Some("radio" | "checkbox"));
        if !is_choice || input.value().attr("checked").is_some() {
            let value = input.value().attr("value").unwrap_or_default();
            fields.push((input.value().attr("name").unwrap().to_owned(), value.to_owned()));
        }
    }
    for area in document.select(&all("main form textarea")) {
        let text: String = area.text().collect();
        fields.push((area.value().attr("name").unwrap().to_owned(), text.trim().to_owned()));
    }
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

/// Sends a part of a draft with some fields typed over; answers the page that follows.
pub async fn save(browser: &Browser, draft: &str, part: &str, changes: &[(&str, &str)]) -> Page {
    let page = browser.get(&format!("/desk/policies/{draft}?part={part}")).await;
    let form = part_form(&page, changes);
    let fields: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit("/do/desk/save-terms", &fields).await
}

/// Asks for the publication of a draft; answers the page that follows.
async fn ask(browser: &Browser, draft: &str, (day, month): (&str, &str)) -> Page {
    let fields = [
        ("draft", draft),
        ("from_day", day),
        ("from_month", month),
        ("from_year", "2026"),
        ("reason", "Baja la tasa"),
    ];
    browser.submit("/do/desk/publish-terms", &fields).await
}

async fn waiting(app: &TestApp) -> String {
    sqlx::query_scalar::<_, Uuid>("select id from approvals where kind = 'publish' and state = 'waiting'")
        .fetch_one(&app.owner)
        .await
        .unwrap()
        .to_string()
}

async fn published(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from policy_versions where published_at is not null and number = 5")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn one_drafts_and_another_publishes(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let id = draft(&app, &elena).await;
    let saved = save(&elena, &id, "lateness", &[("rate", "1.2"), ("grace", "3")]).await;
    let text = saved.text();
    assert!(text.contains("Así se puede publicar."), "{text}");
    assert!(text.contains("de 1.2 % cada 30 días, que son 14.6 % al año."), "{text}");
    assert!(
        text.contains("Principal past due adds late interest (default interest) of 1.2 % per 30 days"),
        "{text}"
    );

    // What it changes, and what it would do, worked out by the rules that charge it.
    let summary = elena.get(&format!("/desk/policies/{id}")).await.text();
    assert!(summary.contains("Qué cambia frente a la versión 4"), "{summary}");
    assert!(summary.contains("Después del vencimiento hay 3 días de tolerancia"), "{summary}");
    assert!(summary.contains("Interés y cargos por atraso del 16 mar 2026 al 14 abr 2026"), "{summary}");
    assert!(summary.contains(" menos."), "{summary}");
    let seen = elena.get(&format!("/desk/policies/{id}?part=as-customer")).await.text();
    assert!(seen.contains("1.2 % cada 30 días"), "{seen}");

    let soon = ask(&elena, &id, ("15", "3")).await;
    assert!(
        soon.text().contains("La fecha debe ser el lunes 16 de marzo de 2026 o después"),
        "{}",
        soon.text()
    );
    let asked = ask(&elena, &id, ("16", "marzo")).await;
    assert!(asked.text().contains("Usted lo pidió; decide otra persona."), "{}", asked.text());

    // Whoever asked does not decide, and until somebody does nothing is changed.
    let request = waiting(&app).await;
    elena.submit("/do/desk/approve", &[("approval", &request)]).await;
    assert_eq!(published(&app).await, 0);
    let locked = elena
        .submit("/do/desk/save-terms", &[("draft", &id), ("part", "lateness"), ("rate", "9")])
        .await
        .text();
    assert!(locked.contains("Espera la decisión de otra persona"), "{locked}");

    let carmen = app.staff(CARMEN).await;
    let queue = carmen.get("/desk/approvals").await.text();
    assert!(queue.contains("Publicar la versión 5 de las reglas"), "{queue}");
    let done = carmen.submit("/do/desk/approve", &[("approval", &request)]).await;
    assert!(done.text().contains("Aprobada"), "{}", done.text());
    assert_eq!(published(&app).await, 1);

    // Customers see it at once; it holds from its day.
    let maria = app.signed_in(MARIA).await;
    let read = maria.get("/account/terms/5").await.text();
    assert!(read.contains("Esta versión valdrá desde el 16 de marzo de 2026."), "{read}");
    assert!(maria.get("/account/terms").await.text().contains("Versión 4, desde el 1 de enero de 2026"));
    let list = app.staff(DANIEL).await.get("/desk/policies").await.text();
    assert!(list.contains("Versión 5") && list.contains("Valdrá"), "{list}");
}

#[sqlx::test]
async fn what_cannot_be_obeyed_is_kept_told_at_its_field_and_not_published(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let id = draft(&app, &elena).await;
    let page = save(&elena, &id, "lateness", &[("rate", "mucho"), ("grace", "400")]).await;
    assert_eq!(page.attribute("#rate", "value").as_deref(), Some("mucho"), "what was typed is kept");
    assert_eq!(page.texts("#rate-error"), ["Error: Escriba un porcentaje, por ejemplo 1.5"]);
    assert_eq!(page.texts("#grace-error"), ["Error: Debe ser un año como máximo"]);
    let page = save(
        &elena,
        &id,
        "disputes",
        &[("words_es_disputes", "Respondemos en 14 días."), ("words_en_disputes", "")],
    )
    .await;
    assert_eq!(
        page.texts("#words_es_disputes-error"),
        [
            "Error: En lugar de \"14 días\" escriba {dispute_days}: así no puede contradecir lo que hace el programa"
        ]
    );
    assert_eq!(
        page.texts("#words_en_disputes-error"),
        ["Error: Falta el texto en inglés de \"Aclaraciones\""]
    );
    let summary = elena.get(&format!("/desk/policies/{id}")).await.text();
    assert!(summary.contains("2 por corregir"), "{summary}");
    let refused = ask(&elena, &id, ("20", "3")).await;
    assert!(refused.text().contains("Falta corregir algo en el borrador"), "{}", refused.text());
    let asked: i64 =
        sqlx::query_scalar("select count(*) from approvals").fetch_one(&app.owner).await.unwrap();
    assert_eq!(asked, 0);
    // It can be thrown away; what is published is as it was.
    elena.submit("/do/desk/discard-terms", &[("draft", &id)]).await;
    let left: i64 =
        sqlx::query_scalar("select count(*) from policy_versions").fetch_one(&app.owner).await.unwrap();
    assert_eq!(left, 3);
}

#[sqlx::test]
async fn what_was_declined_can_be_mended_and_asked_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (elena, carmen) = (app.staff(ELENA).await, app.staff(CARMEN).await);
    let id = draft(&app, &elena).await;
    ask(&elena, &id, ("20", "3")).await;
    let request = waiting(&app).await;
    carmen.submit("/do/desk/decline", &[("approval", &request), ("reason", "Falta el tope")]).await;
    let page = save(&elena, &id, "disputes", &[("dispute_days", "10")]).await;
    assert!(page.text().contains("Guardamos el borrador"), "{}", page.text());
    ask(&elena, &id, ("20", "3")).await;
    let request = waiting(&app).await;
    // Meanwhile its day has passed: nothing is published and nothing decided.
    sqlx::query("select turn_demo_clock('2026-03-21')").execute(&app.owner).await.unwrap();
    let late = carmen.submit("/do/desk/approve", &[("approval", &request)]).await;
    assert!(late.text().contains("Ya no se puede hacer como se pidió"), "{}", late.text());
    assert_eq!(published(&app).await, 0);
    assert_eq!(waiting(&app).await, request);
}

#[sqlx::test]
async fn agents_and_auditors_read_terms_and_do_not_write_them(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let id = draft(&app, &elena).await;
    for reader in [DANIEL, "victor@aguas.example"] {
        let browser = app.staff(reader).await;
        for path in [
            "/desk/policies".to_owned(),
            format!("/desk/policies/{id}"),
            format!("/desk/policies/{id}?part=plans"),
        ] {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.texts("main form").is_empty(), "{path}: {}", page.html);
        }
        for form in ["draft-terms", "save-terms", "discard-terms", "publish-terms"] {
            let fields = [("draft", id.as_str()), ("part", "plans")];
            assert_eq!(browser.post(&format!("/do/desk/{form}"), &fields).await.status, 403, "{form}");
        }
    }
    // Nor may they by any other way: the database asks for the role as well.
    let mut tx = app.db.begin(actor(&app, DANIEL).await).await.unwrap();
    let refused = sqlx::query("update policy_versions set reason = 'x' where published_at is null")
        .execute(&mut *tx)
        .await;
    assert_eq!(constraint(&refused.unwrap_err()).as_deref(), Some("policy_versions_drafted_by_supervisors"));
    // A draft is nobody's but the team's.
    let another = app.staff("raul@noriega.example").await;
    assert_eq!(another.get(&format!("/desk/policies/{id}")).await.status, 404);
    assert_eq!(app.signed_in(MARIA).await.get("/account/terms/5").await.status, 404);
}

#[sqlx::test]
async fn the_database_lets_nobody_publish_alone_or_change_what_is_published(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    draft(&app, &elena).await;
    let mut tx = app.db.begin(actor(&app, ELENA).await).await.unwrap();
    let alone = sqlx::query(
        "update policy_versions set published_at = now(), typed = null where published_at is null",
    )
    .execute(&mut *tx)
    .await;
    assert_eq!(constraint(&alone.unwrap_err()).as_deref(), Some("policy_versions_published_by_another"));
    drop(tx);
    // Not even the owner of the database changes what was published.
    for change in [
        "update policy_versions set in_force_from = '2020-01-01'",
        "delete from policy_versions where number = 4",
    ] {
        let refused = sqlx::query(change).execute(&app.owner).await;
        assert_eq!(constraint(&refused.unwrap_err()).as_deref(), Some("policy_versions_published_stay"));
    }
    let second = sqlx::query("insert into policy_versions (id, creditor_id, number, in_force_from, parameters) select gen_random_uuid(), creditor_id, 9, '2027-01-01', '{}' from policy_versions where number = 4")
        .execute(&app.owner)
        .await;
    assert_eq!(constraint(&second.unwrap_err()).as_deref(), Some("policy_versions_one_draft"));
}

fn constraint(error: &sqlx::Error) -> Option<String> {
    error.as_database_error().and_then(|error| error.constraint()).map(str::to_owned)
}

/// A member of the team at work.
pub async fn actor(app: &TestApp, email: &str) -> Actor {
    app.staff(email).await;
    let (staff, session): (StaffId, SessionId) = sqlx::query_as(
        "select t.id, s.id from staff t join sessions s on s.staff_id = t.id where t.email = $1 limit 1",
    )
    .bind(email)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    Actor::Staff { staff, session }
}
