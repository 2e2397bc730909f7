//! Legal status: set with what shows it, stopping what it says, and lifted by a second person.

use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::server::seed::known::{ACCOUNT_4471, ELENA_SUPERVISOR};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::approvals::acting;
use crate::support::{Browser, Page, TestApp};

const MARIA: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";
const CARMEN: &str = "carmen@aguas.example";
const SET: &str = "/do/desk/set-legal-status";
const LIFT: &str = "/do/desk/lift-legal-status";
const PAPER: &[u8] = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n";

fn page() -> String {
    format!("/desk/accounts/{ACCOUNT_4471}/legal")
}

/// What the form holds for an insolvency of 21 February, with changes.
pub fn status_form(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let account = ACCOUNT_4471.to_string();
    let usual = [
        ("account", account.as_str()),
        ("kind", "insolvent"),
        ("party", ""),
        ("evidence", "Sentencia 12/2026 del juzgado segundo"),
        ("from_day", "21"),
        ("from_month", "2"),
        ("from_year", "2026"),
    ];
    let mut form: Vec<(String, String)> =
        usual.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        form.push(((*name).to_owned(), (*value).to_owned()));
    }
    form
}

/// Sets a status and reads the page that answers.
pub async fn set(browser: &Browser, changes: &[(&str, &str)]) -> Page {
    let form = status_form(changes);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit(SET, &form).await
}

async fn newest(app: &TestApp) -> Uuid {
    sqlx::query_scalar("select id from legal_statuses order by set_at desc, id desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

/// Asks to have a status lifted and answers the approval that waits.
async fn ask_to_lift(app: &TestApp, browser: &Browser, status: Uuid) -> String {
    let (account, status_id) = (ACCOUNT_4471.to_string(), status.to_string());
    let form = [("account", account.as_str()), ("status", &status_id), ("reason", "El concurso terminó")];
    let answer = browser.submit(LIFT, &form).await;
    assert!(answer.text().contains("Se pidió que se levante"), "{}", answer.text());
    let id: Uuid = sqlx::query_scalar("select id from approvals where object_id = $1 and state = 'waiting'")
        .bind(status)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    id.to_string()
}

async fn interest(app: &TestApp) -> i64 {
    sqlx::query_scalar("select coalesce(sum(amount_minor), 0)::bigint from ledger_entries where account_id = $1 and book = 'interest'")
        .bind(ACCOUNT_4471)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

/// Domain-rules B21: after the judgment the claim bears no interest, also none that was charged before anybody knew.
#[sqlx::test]
async fn a_status_stops_what_its_page_says_from_its_own_day_on(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    assert_eq!(interest(&app).await, 4_950);
    let choice = daniel.get(&page()).await;
    assert_eq!(choice.attributes("input[name=kind]", "value").len(), 9);
    let before = daniel.get(&format!("{}?kind=insolvent", page())).await;
    for sentence in [
        "no suma interés ni cargos, y lo que ya se cargó desde entonces se deshace",
        "Nadie del equipo llama para cobrar",
        "No se toman promesas ni se proponen planes",
        "Solo con quien lleva el concurso",
    ] {
        assert!(before.text().contains(sentence), "{sentence}: {}", before.text());
    }
    let after = set(&daniel, &[]).await;
    assert!(after.text().contains("Quedó registrada"), "{}", after.text());
    assert!(after.text().contains("Sentencia 12/2026 del juzgado segundo"), "{}", after.text());
    assert!(after.text().contains("La registró Daniel Ortiz, 6 mar 2026"), "{}", after.text());
    assert_eq!(interest(&app).await, 1_850, "17.60 and 0.90");
    let account = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await.text();
    assert!(account.contains("en concurso"), "{account}");
    assert!(account.contains("la situación legal de la cuenta lo impide"), "{account}");
    let maria = app.signed_in(MARIA).await;
    let own = maria.get("/account").await.text();
    assert!(own.contains("Su cuenta está en pausa"), "{own}");
    assert!(own.contains("Desde el sábado 21 de febrero de 2026"), "{own}");
    assert!(!own.contains("Sentencia") && !own.contains("concurso"), "{own}");
    let promise = crate::promises::make(&maria, &[]).await;
    assert!(promise.text().contains("Por la situación legal de esta cuenta"), "{}", promise.text());
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}

#[sqlx::test]
async fn what_is_about_one_person_leaves_the_interest_of_the_debt(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let party: Uuid =
        sqlx::query_scalar("select id from parties where account_id = $1 and role = 'principal'")
            .bind(ACCOUNT_4471)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    let daniel = app.staff(DANIEL).await;
    let after = set(&daniel, &[("kind", "represented"), ("party", &party.to_string())]).await;
    assert!(after.text().contains("De María López"), "{}", after.text());
    assert_eq!(interest(&app).await, 4_950);
    assert!(!app.signed_in(MARIA).await.get("/account").await.text().contains("en pausa"));
    // Nor about somebody of another account.
    let other: Uuid = sqlx::query_scalar("select id from parties where account_id <> $1 limit 1")
        .bind(ACCOUNT_4471)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(set(&daniel, &[("party", &other.to_string())]).await.status, 404);
}

#[sqlx::test]
async fn it_holds_from_today_or_a_day_within_five_years_and_never_ends_before_today(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let from = |day, month, year| [("from_day", day), ("from_month", month), ("from_year", year)];
    for (kind, date, sentence) in [
        ("sued", from("7", "3", "2026"), "Lo que aún no pasa no detiene nada"),
        ("sued", from("5", "3", "2021"), "El primer día que se acepta es el sábado 6 de marzo de 2021"),
        ("sued", from("31", "2", "2026"), "Escriba una fecha que exista"),
        ("sued", from("6", "3", "2026"), "Quedó registrada"),
        ("represented", from("6", "3", "2021"), "Quedó registrada"),
    ] {
        let mut changes = vec![("kind", kind)];
        changes.extend(date);
        let answer = set(&daniel, &changes).await;
        assert!(answer.text().contains(sentence), "{kind} {date:?}: {}", answer.text());
    }
    let until =
        |day| [("until_day", day), ("until_month", "3"), ("until_year", "2026"), ("kind", "moratorium")];
    let over = set(&daniel, &until("5")).await;
    assert!(over.text().contains("Ese día ya pasó"), "{}", over.text());
    assert_eq!(over.values("input[name=until_day]"), ["5"], "what was typed stays");
    let last = set(&daniel, &until("6")).await;
    assert!(last.text().contains("Del 21 feb 2026 al 6 mar 2026"), "{}", last.text());
}

#[sqlx::test]
async fn it_says_in_words_what_shows_it_and_stands_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let (most, over) = ("a".repeat(1000), "a".repeat(1001));
    for (evidence, sentence) in [
        (" ", "Escriba qué lo muestra"),
        (over.as_str(), "Escriba 1000 caracteres como máximo"),
        (most.as_str(), "Quedó registrada"),
        ("otra vez", "Esa situación ya está registrada"),
    ] {
        let answer = set(&daniel, &[("evidence", evidence)]).await;
        assert!(answer.text().contains(sentence), "{sentence}: {}", answer.text());
    }
    // The same form sent twice is one status.
    let key = Uuid::now_v7().to_string();
    for _ in 0..2 {
        let answer = set(&daniel, &[("kind", "deceased"), ("request_key", &key)]).await;
        assert!(answer.text().contains("Quedó registrada"), "{}", answer.text());
    }
    let count: i64 =
        sqlx::query_scalar("select count(*) from legal_statuses").fetch_one(&app.owner).await.unwrap();
    assert_eq!(count, 2);
}

#[sqlx::test]
async fn its_papers_are_read_by_the_team_and_by_nobody_who_owes(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let form = status_form(&[]);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let wrong = daniel.post_file(SET, &form, ("files", "sentencia.pdf", b"hola")).await;
    let wrong = daniel.get(&wrong.location.unwrap()).await;
    assert!(wrong.text().contains("No se pudo guardar sentencia.pdf"), "{}", wrong.text());
    let kept = daniel.post_file(SET, &form, ("files", "sentencia.pdf", PAPER)).await;
    let kept = daniel.get(&kept.location.unwrap()).await;
    let href = kept.attribute("main a[href^='/desk/files/']", "href").unwrap();
    assert_eq!(daniel.file(&href).await.status, 200);
    let file = href.rsplit('/').next().unwrap().to_owned();
    let maria = app.signed_in(MARIA).await;
    assert_eq!(maria.get(&format!("/account/messages/files/{file}")).await.status, 404);
    assert_eq!(app.staff("raul@noriega.example").await.get(&href).await.status, 404);
}

#[sqlx::test]
async fn who_may_not_change_anything_sets_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(set(&victor, &[]).await.status, 403);
    assert!(victor.get(&page()).await.texts("main form button").is_empty());
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(set(&raul, &[]).await.status, 404);
    assert_eq!(raul.get(&page()).await.status, 404);
    let maria = app.signed_in(MARIA).await;
    assert_eq!(maria.post(SET, &[]).await.status, 303, "to the team's door");
    let count: i64 =
        sqlx::query_scalar("select count(*) from legal_statuses").fetch_one(&app.owner).await.unwrap();
    assert_eq!(count, 0);
}

#[sqlx::test]
async fn a_second_person_lifts_it_and_never_who_set_it(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (daniel, elena, carmen) = (app.staff(DANIEL).await, app.staff(ELENA).await, app.staff(CARMEN).await);
    set(&elena, &[]).await;
    let status = newest(&app).await;
    let approval = ask_to_lift(&app, &daniel, status).await;
    let (account, id) = (ACCOUNT_4471.to_string(), status.to_string());
    let again = [("account", account.as_str()), ("status", id.as_str()), ("reason", "Otra vez")];
    let again = carmen.submit(LIFT, &again).await;
    assert!(again.text().contains("Ya se pidió y espera"), "{}", again.text());
    let decision = carmen.get(&format!("/desk/approvals/{approval}")).await;
    assert!(decision.text().contains("Levantar una situación legal"), "{}", decision.text());
    assert!(decision.text().contains("Sentencia 12/2026"), "{}", decision.text());
    // Who asked, who set it, and who leads nobody.
    let approve = [("approval", approval.as_str())];
    for (who, sentence) in [
        (&daniel, "Usted lo pidió; decide otra persona"),
        (&elena, "Usted la registró; la levanta otra persona"),
    ] {
        let refused = who.submit("/do/desk/approve", &approve).await;
        assert!(refused.text().contains(sentence), "{}", refused.text());
    }
    let lifted = carmen.submit("/do/desk/approve", &approve).await;
    assert!(lifted.text().contains("Aprobada"), "{}", lifted.text());
    let after = daniel.get(&page()).await;
    assert!(after.text().contains("Hoy no hay ninguna"), "{}", after.text());
    assert!(after.text().contains("La levantó Carmen Soto, 6 mar 2026"), "{}", after.text());
    assert!(after.text().contains("El concurso terminó"), "the history says why");
    assert!(!app.signed_in(MARIA).await.get("/account").await.text().contains("en pausa"));
    let told = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/timeline?kind=legal")).await;
    let told = told.texts("main .timeline > li");
    assert!(
        told.iter().any(|row| row.contains("Se levantó: En concurso o insolvencia Carmen Soto")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|row| row.contains("Situación legal: En concurso o insolvencia Elena Ríos")),
        "{told:?}"
    );
}

#[sqlx::test]
async fn an_agent_asks_and_does_not_decide(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    set(&daniel, &[]).await;
    let approval = ask_to_lift(&app, &elena, newest(&app).await).await;
    let refused = daniel.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert!(refused.text().contains("Es más de lo que usted puede aprobar"), "{}", refused.text());
    let own = elena.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert!(own.text().contains("Usted lo pidió; decide otra persona"), "{}", own.text());
}

#[sqlx::test]
async fn two_who_decide_at_once_lift_it_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (daniel, elena, carmen) = (app.staff(DANIEL).await, app.staff(ELENA).await, app.staff(CARMEN).await);
    set(&daniel, &[]).await;
    let approval = ask_to_lift(&app, &daniel, newest(&app).await).await;
    let form = [("approval", approval.as_str())];
    let (one, other) =
        tokio::join!(elena.post("/do/desk/approve", &form), carmen.post("/do/desk/approve", &form));
    let refused =
        [one, other].iter().filter(|page| page.location.as_deref().unwrap().contains("draft=")).count();
    assert_eq!(refused, 1, "one of them is told that it was decided");
    let lifted: i64 = sqlx::query_scalar("select count(*) from audit_events where verb = 'lift_status'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(lifted, 1);
}

#[sqlx::test]
async fn nothing_of_it_is_rewritten_whoever_tries(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    set(&app.staff(DANIEL).await, &[]).await;
    for (change, constraint) in [
        ("update legal_statuses set evidence = 'x'", "legal_statuses_only_lifted"),
        ("update legal_statuses set until_on = '2026-03-01'", "legal_statuses_only_lifted"),
        ("delete from legal_statuses", "legal_statuses_stay"),
    ] {
        let refused = sqlx::query(change).execute(&app.owner).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().constraint(), Some(constraint), "{change}");
    }
    // Nor does a supervisor lift it without anybody having asked.
    let mut tx = acting(&app, ELENA_SUPERVISOR).await;
    let alone = sqlx::query("update legal_statuses set until_on = '2026-03-05', lifted_by = $1, lifted_at = now(), lift_words = 'x'")
        .bind(ELENA_SUPERVISOR)
        .execute(&mut *tx)
        .await
        .unwrap_err();
    assert_eq!(alone.as_database_error().unwrap().constraint(), Some("legal_statuses_lifted_by_second"));
}
