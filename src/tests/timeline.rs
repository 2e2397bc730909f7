//! The time line of an account, its notes and its tags.

use aldia::desk::timeline::model::normal_tag;
use aldia::server::seed::known::{ACCOUNT_4471, ELENA_SUPERVISOR};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::disputes::MARIA;
use crate::support::{Browser, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";

fn path() -> String {
    format!("/desk/accounts/{ACCOUNT_4471}/timeline")
}

async fn told(browser: &Browser, query: &str) -> Vec<String> {
    let page = browser.get(&format!("{}{query}", path())).await;
    assert_eq!(page.status, 200, "{query}");
    page.texts("main .timeline > li")
}

#[sqlx::test]
async fn everything_that_happened_is_told_filtered_and_found(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let account = ACCOUNT_4471.to_string();
    daniel
        .post(
            "/do/desk/log-call",
            &[("account", &account), ("who", "theirs"), ("outcome", "talked"), ("agreed", "Paga el viernes")],
        )
        .await;
    crate::promises::make(&app.signed_in(MARIA).await, &[]).await;
    daniel.post("/do/desk/note-account", &[("account", &account), ("note", "Prefiere las tardes")]).await;
    let all = told(&daniel, "").await;
    for sentence in [
        "Llamó el cliente Daniel Ortiz Paga el viernes",
        "Prometió $1,000.00 a más tardar el 13 mar 2026 María López",
        "Nota interna Daniel Ortiz Prefiere las tardes",
        "Mensaje del cliente María López Hola. ¿Cuándo leen el medidor?",
        "Nota interna, junto a los mensajes Daniel Ortiz",
        "Aclaración A-104: en revisión Daniel Ortiz",
        "Abrió la cuenta Daniel Ortiz",
    ] {
        assert!(all.iter().any(|row| row.contains(sentence)), "{sentence}: {all:?}");
    }
    for (kind, count) in
        [("call", 1), ("promise", 1), ("message", 2), ("note", 2), ("dispute", 2), ("plan", 0)]
    {
        assert_eq!(told(&daniel, &format!("?kind={kind}")).await.len(), count, "{kind}");
    }
    let found = told(&daniel, "?q=MEDIDOR").await;
    assert!(found.len() >= 2 && found.iter().all(|row| row.to_lowercase().contains("medidor")), "{found:?}");
    assert!(told(&daniel, "?q=%25").await.len() > 5, "a sign of patterns is no pattern");
    assert_eq!(told(&daniel, "?kind=call&q=medidor").await.len(), 0);
    // Page by page, nothing twice and nothing left out.
    let (mut seen, mut next) = (0, Some("?kind=entry".to_owned()));
    while let Some(query) = next {
        let page = daniel.get(&format!("{}{query}", path())).await;
        seen += page.texts("main .timeline > li").len();
        let hrefs = page.attributes("main a", "href");
        next = hrefs.into_iter().find(|href| href.contains("before=")).map(|href| href.replace(&path(), ""));
    }
    let entries: i64 = sqlx::query_scalar("select count(*) from ledger_transactions where account_id = $1")
        .bind(ACCOUNT_4471)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(i64::try_from(seen).unwrap(), entries);
}

#[sqlx::test]
async fn a_note_calls_a_colleague_until_they_have_read_it_and_no_debtor_ever_sees_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let account = ACCOUNT_4471.to_string();
    let words = "@Elena NOTA-SECRETA, mira esto; @daniel ya lo vio";
    let noted = daniel.submit("/do/desk/note-account", &[("account", &account), ("note", words)]).await;
    assert!(noted.text().contains("NOTA-SECRETA"), "{}", noted.text());
    let list = elena.get("/desk").await;
    assert!(list.text().contains("Daniel Ortiz le llama en una nota"), "{}", list.text());
    assert!(!daniel.get("/desk").await.text().contains("le llama en una nota"), "nobody calls themselves");
    // The margin shows the note on every part of the account.
    let margin = elena.get(&format!("/desk/accounts/{account}/invoices")).await.text();
    assert!(margin.contains("Para Elena Ríos") && margin.contains("NOTA-SECRETA"), "{margin}");
    assert!(
        elena.get("/desk").await.text().contains("le llama en una nota"),
        "until it is read where notes are"
    );
    elena.get(&path()).await;
    assert!(!elena.get("/desk").await.text().contains("le llama en una nota"));
    let empty = daniel.submit("/do/desk/note-account", &[("account", &account), ("note", " ")]).await;
    assert!(empty.text().contains("Escriba la nota"), "{}", empty.text());
    let changed = sqlx::query("update account_notes set words = 'x'").execute(&app.owner).await;
    assert!(changed.unwrap_err().to_string().contains("append-only"));
    let maria = app.signed_in(MARIA).await;
    for path in ["/account", "/account/messages", "/account/contact", "/account/disputes"] {
        assert!(!maria.get(path).await.html.contains("NOTA-SECRETA"), "{path}");
    }
    let (person, session): (Uuid, Uuid) = sqlx::query_as(
        "select s.person_id, s.id from sessions s join persons p on p.id = s.person_id where p.name = 'María López' limit 1",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let actor = aldia::kernel::actor::Actor::Person {
        person: aldia::kernel::ids::PersonId(person),
        session: aldia::kernel::ids::SessionId(session),
    };
    let mut tx = app.db.begin(actor).await.unwrap();
    for table in
        ["account_notes", "account_note_calls", "account_tags", "worklist_accounts", "worklist_claims"]
    {
        let count = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let seen: i64 = sqlx::query_scalar(count).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    let calls: Vec<Uuid> =
        sqlx::query_scalar("select staff_id from account_note_calls").fetch_all(&app.owner).await.unwrap();
    assert_eq!(calls, [ELENA_SUPERVISOR.0]);
}

#[sqlx::test]
async fn tags_are_short_few_and_the_teams_own(_: PgPoolOptions, options: PgConnectOptions) {
    assert_eq!(normal_tag("  Visita   en PERSONA "), Some("visita en persona".to_owned()));
    assert_eq!(normal_tag(&"x".repeat(30)), Some("x".repeat(30)));
    assert_eq!((normal_tag(&"x".repeat(31)), normal_tag(" ")), (None, None));
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let account = ACCOUNT_4471.to_string();
    for number in 1..=12 {
        daniel.post("/do/desk/tag-account", &[("account", &account), ("tag", &format!("t{number}"))]).await;
    }
    let again = daniel.submit("/do/desk/tag-account", &[("account", &account), ("tag", "T1")]).await;
    assert!(!again.text().contains("como máximo"), "it is there already: {}", again.text());
    let full = daniel.submit("/do/desk/tag-account", &[("account", &account), ("tag", "t13")]).await;
    assert!(full.text().contains("Una cuenta tiene 12 etiquetas como máximo"), "{}", full.text());
    let file = daniel.get(&format!("/desk/accounts/{account}")).await.text();
    assert!(file.contains("t1, t10, t11, t12, t2"), "{file}");
    let found = daniel.get("/desk/accounts?q=T12").await.texts("main tbody tr");
    assert!(
        found.len() == 1 && found[0].contains("María López") && found[0].contains("etiqueta"),
        "{found:?}"
    );
    daniel.post("/do/desk/untag-account", &[("account", &account), ("tag", "t1")]).await;
    assert!(daniel.get(&path()).await.text().contains("Quitar \"t2\""));
    assert!(!daniel.get(&path()).await.text().contains("Quitar \"t1\""));
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.get(&path()).await.status, 404);
    assert_eq!(raul.post("/do/desk/tag-account", &[("account", &account), ("tag", "x")]).await.status, 404);
    let auditor = app.staff("victor@aguas.example").await;
    assert_eq!(
        auditor.post("/do/desk/note-account", &[("account", &account), ("note", "x")]).await.status,
        403
    );
}
