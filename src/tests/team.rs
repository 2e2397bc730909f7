//! The team: invited, trusted, helped when they lose what they sign in with, and let go; and who looked at what.

use aldia::identity::second_factor::SecondFactor;
use aldia::server::seed::known::{
    ACCOUNT_4471, AGUAS, CARMEN_ADMINISTRATOR, DANIEL_AGENT, ELENA_SUPERVISOR, THREAD_MARIA,
};
use chrono::Utc;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::{Browser, Page, TestApp};

pub const CARMEN: &str = "carmen@aguas.example";
const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";
pub const INVITED: &str = "nora@aguas.example";
const PASSWORD: &str = "una mesa azul en marzo";

/// What an administrator types about somebody who comes in.
pub fn invited_form(email: &str) -> Vec<(String, String)> {
    let creditor = AGUAS.to_string();
    let fields = [
        ("name", "Nora Vega"),
        ("email", email),
        ("role", "agent"),
        ("speaks", "es"),
        ("speaks", "en"),
        ("creditors", &creditor),
    ];
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

async fn send(browser: &Browser, path: &str, form: &[(String, String)]) -> Page {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit(path, &form).await
}

/// Invites somebody; answers who they are now.
pub async fn invite(app: &TestApp, carmen: &Browser, email: &str) -> String {
    let page = send(carmen, "/do/desk/invite-person", &invited_form(email)).await;
    assert!(page.text().contains("Se invitó a Nora Vega."), "{}", page.text());
    id_of(app, email).await
}

async fn id_of(app: &TestApp, email: &str) -> String {
    let id: Uuid = sqlx::query_scalar("select id from staff where email = $1")
        .bind(email)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    id.to_string()
}

/// The link of the newest letter to an address.
async fn link_to(app: &TestApp, email: &str) -> String {
    app.work().await;
    let body: serde_json::Value = sqlx::query_scalar(
        "select body from outbox where address = $1 order by created_at desc, notice_id desc limit 1",
    )
    .bind(email)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let text = body.to_string();
    let at = text.find("/desk/join/").unwrap();
    text[at..].chars().take_while(|c| c.is_alphanumeric() || "/-_".contains(*c)).collect()
}

/// A link of somebody who was just invited.
pub async fn fresh_link(app: &TestApp) -> String {
    let email = format!("{}@aguas.example", Uuid::now_v7().simple());
    invite(app, &app.staff(CARMEN).await, &email).await;
    token(&link_to(app, &email).await).to_owned()
}

fn token(link: &str) -> &str {
    link.rsplit('/').next().unwrap()
}

/// Sets a password and a second factor by a link, and so signs in.
async fn join(browser: &Browser, link: &str, email: &str) -> Page {
    let set = [("token", token(link)), ("password", PASSWORD)];
    let answer = browser.post("/do/identity/staff-join", &set).await;
    assert_eq!(answer.location.as_deref(), Some("/desk/login/enrol"));
    let shown = browser.get("/desk/login/enrol").await;
    let key: String = shown.texts("code").concat().split_whitespace().collect();
    let factor = SecondFactor::from_text(email, &key).unwrap();
    let code = factor.code_at(u64::try_from(Utc::now().timestamp()).unwrap());
    browser.submit("/do/identity/staff-enrol", &[("code", &code)]).await
}

#[sqlx::test]
async fn somebody_invited_sets_a_password_and_a_second_factor_by_a_link_that_works_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let carmen = app.staff(CARMEN).await;
    invite(&app, &carmen, INVITED).await;
    let link = link_to(&app, INVITED).await;
    let nora = app.browser();
    for _ in 0..2 {
        let page = nora.get(&link).await;
        assert!(
            page.text().contains("Entrará con nora@aguas.example"),
            "looking spends nothing: {}",
            page.text()
        );
    }
    let short = [("token", token(&link)), ("password", "once letras")];
    let page = nora.submit("/do/identity/staff-join", &short).await;
    assert!(page.text().contains("Escriba una contraseña de 12 caracteres o más"), "{}", page.text());
    let kept: Vec<serde_json::Value> =
        sqlx::query_scalar("select fields from drafts").fetch_all(&app.owner).await.unwrap();
    assert!(kept.iter().all(|fields| !fields.to_string().contains("once letras")), "{kept:?}");
    let day = join(&nora, &link, INVITED).await;
    assert_eq!(day.texts("h1"), ["Hoy, viernes 6 de marzo"]);
    assert_eq!(app.browser().get(&link).await.status, 404, "it was used");
    let again = [("token", token(&link)), ("password", PASSWORD)];
    assert_eq!(app.browser().post("/do/identity/staff-join", &again).await.status, 404);
    let listed = carmen.get("/desk/people").await.text();
    assert!(listed.contains("Nora Vega Agente Aguas del Valle Español, English Activo"), "{listed}");
    // An address is somebody's once.
    let twice = send(&carmen, "/do/desk/invite-person", &invited_form(INVITED)).await;
    assert!(twice.text().contains("Alguien ya usa ese correo"), "{}", twice.text());
    let nothing = carmen.submit("/do/desk/invite-person", &[]).await;
    for sentence in ["Escriba el nombre", "Escriba un correo", "Elija un puesto", "Elija al menos un idioma"]
    {
        assert!(nothing.text().contains(sentence), "{sentence}: {}", nothing.text());
    }
}

#[sqlx::test]
async fn a_link_that_waited_too_long_opens_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    invite(&app, &app.staff(CARMEN).await, INVITED).await;
    let link = link_to(&app, INVITED).await;
    sqlx::raw_sql("update staff_invitations set expires_at = now()").execute(&app.owner).await.unwrap();
    assert_eq!(app.browser().get(&link).await.status, 404);
    let listed = app.staff(CARMEN).await.get("/desk/people").await.text();
    assert!(listed.contains("Sin acceso: su enlace venció"), "{listed}");
}

#[sqlx::test]
async fn nobody_decides_about_themselves_and_only_administrators_about_others(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (carmen, elena) = (app.staff(CARMEN).await, app.staff(ELENA).await);
    let own = CARMEN_ADMINISTRATOR.to_string();
    let page = carmen.get(&format!("/desk/people/{own}")).await.text();
    assert!(page.contains("Nadie cambia lo que tiene a su cargo"), "{page}");
    for path in ["/do/desk/reset-person", "/do/desk/let-person-go", "/do/desk/set-limits"] {
        let form =
            [("person", own.as_str()), ("heir", "nobody"), ("currency", "MXN"), ("refund_free", "yes")];
        let refused = carmen.submit(path, &form).await;
        assert!(
            refused.text().contains("Eso lo decide otra persona que administre"),
            "{path}: {}",
            refused.text()
        );
    }
    let daniels = DANIEL_AGENT.to_string();
    for path in [
        "/do/desk/invite-person",
        "/do/desk/change-person",
        "/do/desk/reset-person",
        "/do/desk/let-person-go",
    ] {
        assert_eq!(elena.post(path, &[("person", &daniels)]).await.status, 403, "{path}");
    }
    let read = elena.get(&format!("/desk/people/{daniels}")).await.text();
    assert!(read.contains("Solo quien administra cambia estos datos."), "{read}");
    // The database lets nobody trust themselves with more, whatever a page would send.
    let (staff, session) = sqlx::query_as(
        "select t.id, s.id from staff t join sessions s on s.staff_id = t.id where t.email = $1 limit 1",
    )
    .bind(ELENA)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let mut tx = app.db.begin(aldia::kernel::actor::Actor::Staff { staff, session }).await.unwrap();
    let raised = sqlx::query("update staff set role = 'administrator' where id = $1")
        .bind(staff)
        .execute(&mut *tx)
        .await;
    assert!(raised.unwrap_err().to_string().contains("nobody trusts themselves with more"));
    // Nor does an administrator of one creditor decide about people who also work for another.
    sqlx::query("insert into staff_creditors select $1, id from creditors where slug = 'papeleria-noriega'")
        .bind(DANIEL_AGENT)
        .execute(&app.owner)
        .await
        .unwrap();
    let page = carmen.get(&format!("/desk/people/{daniels}")).await.text();
    assert!(page.contains("También trabaja para acreedores que no son suyos"), "{page}");
    let refused = carmen.submit("/do/desk/reset-person", &[("person", &daniels)]).await;
    assert!(refused.text().contains("Eso lo decide otra persona que administre"), "{}", refused.text());
}

#[sqlx::test]
async fn another_role_holds_at_once_and_limits_are_what_the_database_compares(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (carmen, daniel) = (app.staff(CARMEN).await, app.staff(DANIEL).await);
    let (id, creditor) = (DANIEL_AGENT.to_string(), AGUAS.to_string());
    let form = [
        ("person", id.as_str()),
        ("name", "Daniel Ortiz"),
        ("role", "auditor"),
        ("speaks", "es"),
        ("creditors", &creditor),
    ];
    let changed = carmen.submit("/do/desk/change-person", &form).await;
    assert!(changed.text().contains("Quedó guardado."), "{}", changed.text());
    assert_eq!(daniel.get("/desk").await.status, 303, "he signs in anew as what he is now");
    let auditor = app.staff(DANIEL).await;
    assert_eq!(auditor.post("/do/desk/take-next", &[]).await.status, 403);
    let limits = [
        ("person", id.as_str()),
        ("currency", "MXN"),
        ("refund", "750.00"),
        ("discount", "12.5"),
        ("term_free", "yes"),
    ];
    let page = carmen.submit("/do/desk/set-limits", &limits).await;
    assert_eq!(page.attribute("#refund", "value").as_deref(), Some("750.00"), "{}", page.text());
    assert_eq!(page.attribute("#discount", "value").as_deref(), Some("12.50"));
    let kept: Vec<(String, Option<i64>)> =
        sqlx::query_as("select kind, at_most from staff_limits where staff_id = $1 order by kind")
            .bind(DANIEL_AGENT)
            .fetch_all(&app.owner)
            .await
            .unwrap();
    let expected = [("discount", Some(1_250)), ("refund", Some(75_000)), ("term", None)];
    assert_eq!(
        kept,
        expected.map(|(kind, most)| (kind.to_owned(), most)),
        "what was left empty is always asked"
    );
    let wrong = carmen
        .submit("/do/desk/set-limits", &[("person", &id), ("currency", "MXN"), ("waiver", "mucho")])
        .await;
    assert!(wrong.text().contains("Escriba un número, o déjelo vacío"), "{}", wrong.text());
}

#[sqlx::test]
async fn who_lost_a_second_factor_begins_anew_and_the_old_one_is_of_no_use(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (carmen, daniel) = (app.staff(CARMEN).await, app.staff(DANIEL).await);
    let id = DANIEL_AGENT.to_string();
    let page = carmen.submit("/do/desk/reset-person", &[("person", &id)]).await;
    assert!(page.text().contains("Se envió un enlace nuevo."), "{}", page.text());
    assert_eq!(daniel.get("/desk").await.status, 303, "who is signed in with it is out");
    let old = [("email", DANIEL), ("password", "agua clara 2026")];
    let refused = app.browser().submit("/do/identity/staff-sign-in", &old).await;
    assert!(refused.text().contains("El correo o la contraseña no coinciden"), "{}", refused.text());
    let link = link_to(&app, DANIEL).await;
    let day = join(&app.browser(), &link, DANIEL).await;
    assert_eq!(day.texts("h1"), ["Hoy, viernes 6 de marzo"]);
}

#[sqlx::test]
async fn what_somebody_held_goes_to_a_colleague_when_they_leave(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (carmen, daniel) = (app.staff(CARMEN).await, app.staff(DANIEL).await);
    daniel.post("/do/desk/take-work", &[("thing", &format!("account:{ACCOUNT_4471}"))]).await;
    let (id, heir) = (DANIEL_AGENT.to_string(), ELENA_SUPERVISOR.to_string());
    let nobody = carmen.submit("/do/desk/let-person-go", &[("person", &id)]).await;
    assert!(nobody.text().contains("Elija a alguien del equipo"), "{}", nobody.text());
    let page = carmen.submit("/do/desk/let-person-go", &[("person", &id), ("heir", &heir)]).await;
    assert!(page.text().contains("Dejó el equipo. Pasaron 3 asuntos."), "{}", page.text());
    assert_eq!(daniel.get("/desk").await.status, 303);
    for owner in [
        "select owner_id from threads where id = $1",
        "select owner_id from disputes where id <> $1 and number = 'A-104'",
        "select staff_id from worklist_claims where subject_id <> $1",
    ] {
        let now: Option<Uuid> =
            sqlx::query_scalar(owner).bind(THREAD_MARIA).fetch_one(&app.owner).await.unwrap();
        assert_eq!(now, Some(ELENA_SUPERVISOR.0), "{owner}");
    }
    let old = [("email", DANIEL), ("password", "agua clara 2026")];
    let refused = app.browser().submit("/do/identity/staff-sign-in", &old).await;
    assert!(refused.text().contains("El correo o la contraseña no coinciden"), "{}", refused.text());
}

/// A file for spreadsheets as it is saved.
async fn saved(browser: &Browser, path: &str) -> String {
    let file = browser.file(path).await;
    assert_eq!((file.status, file.kind.as_str()), (200, "text/csv; charset=utf-8"));
    assert!(file.name.starts_with("attachment"), "{}", file.name);
    String::from_utf8(file.bytes).unwrap()
}

/// From one day of March 2026 to another, as the fields of the page send it.
fn days(from: &str, until: &str) -> String {
    format!("from_day={from}&from_month=3&from_year=2026&until_day={until}&until_month=3&until_year=2026")
}

#[sqlx::test]
async fn those_who_lead_read_who_did_what_and_agents_do_not(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await;
    daniel.post("/do/desk/take-work", &[("thing", &format!("account:{ACCOUNT_4471}"))]).await;
    let agent = daniel.get("/desk/audit").await;
    assert!(agent.text().contains("La leen quienes supervisan") && agent.texts("main table").is_empty());
    assert_eq!(saved(&daniel, "/desk/audit.csv").await.lines().count(), 1, "headings alone");
    let rows = elena.get("/desk/audit").await.texts("main tbody tr");
    let took =
        rows.iter().position(|row| row.contains("Daniel Ortiz Tomó cuenta María López (4471)")).unwrap();
    assert!(rows[took + 1].contains("Daniel Ortiz Abrió la cuenta"), "the newest first: {rows:?}");
    let (id, elenas) = (DANIEL_AGENT, ELENA_SUPERVISOR);
    for (query, count) in [
        (format!("who={id}&verb=read"), 1),
        (format!("who={id}&verb=read&{}", days("6", "6")), 1),
        (format!("who={id}&verb=read&from_day=7&from_month=marzo&from_year=2026"), 0),
        (format!("who={id}&verb=read&account=4471"), 1),
        (format!("who={id}&verb=read&account=4480"), 0),
        (format!("who={elenas}&verb=read"), 0),
    ] {
        let page = elena.get(&format!("/desk/audit?{query}")).await;
        assert_eq!(page.texts("main tbody tr").len(), count, "{query}");
    }
    let wrong = elena.get("/desk/audit?account=9999&from_day=31&from_month=2&from_year=2026").await.text();
    assert!(wrong.contains("No hay una cuenta suya con esa referencia"), "{wrong}");
    assert!(wrong.contains("Escriba una fecha que exista"), "{wrong}");
    let file = saved(&elena, &format!("/desk/audit.csv?who={id}&verb=take")).await;
    assert!(file.lines().nth(1).unwrap().contains("Daniel Ortiz,take,account,"), "{file}");
    // That it was read and saved is in it as well.
    let rows = elena.get("/desk/audit?verb=export_trail").await.texts("main tbody tr");
    assert!(rows[0].contains("Elena Ríos Descargó la auditoría"), "{rows:?}");
    // Another team's leaders read none of it.
    sqlx::raw_sql("update staff set role = 'supervisor' where email = 'raul@noriega.example'")
        .execute(&app.owner)
        .await
        .unwrap();
    let raul = app.staff("raul@noriega.example").await.get("/desk/audit").await;
    assert!(!raul.text().contains("María López") && !raul.text().contains("Daniel Ortiz"), "{}", raul.text());
}

#[sqlx::test]
async fn people_read_who_of_the_team_looked_at_their_account_and_when(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(crate::disputes::MARIA).await;
    let before = maria.get("/account/contact").await.text();
    assert!(before.contains("Nadie del equipo ha visto su cuenta."), "{before}");
    let daniel = app.staff(DANIEL).await;
    for path in ["", "/invoices", "/balance"] {
        daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}{path}")).await;
    }
    let after = maria.get("/account/contact").await.text();
    assert!(after.contains("6 mar 2026 Daniel La abrió para atenderla 3 veces"), "{after}");
    assert!(!after.contains("Ortiz"), "a first name is enough: {after}");
    let susan = app.signed_in("susan@example.com").await.get("/account/contact").await.text();
    assert!(susan.contains("Nobody of the team has looked at your account."), "{susan}");
}
