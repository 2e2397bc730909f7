//! The conversation between a person and the team: what is said arrives once, is marked as read, and stays with whom it is
//! for.

use aldia::app::{Access, routes};
use aldia::messages::model::answered_by;
use aldia::policies::caps::Jurisdiction;
use aldia::server::seed::known::{ACCOUNT_4471, ELENA_SUPERVISOR, THREAD_MARIA, invoice};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::{Browser, Page, TestApp};

const MARIA: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";

async fn says(browser: &Browser, words: &str, key: Uuid) -> Page {
    let (account, key) = (ACCOUNT_4471.to_string(), key.to_string());
    let form = [("account", account.as_str()), ("words", words), ("request_key", &key)];
    browser.submit("/do/messages/send", &form).await
}

async fn answers(browser: &Browser, words: &str) -> Page {
    let (thread, key) = (THREAD_MARIA.to_string(), Uuid::now_v7().to_string());
    let form = [("thread", thread.as_str()), ("words", words), ("request_key", &key)];
    browser.submit("/do/desk/send-message", &form).await
}

#[sqlx::test]
async fn what_is_said_arrives_once_and_is_marked_as_read(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    // One of Daniel's is unread, and every page says so.
    assert!(maria.get("/account").await.text().contains("Mensajes (1)"));
    let page = maria.get("/account/messages").await;
    assert!(
        page.text().contains("La lectura es el día 3") && page.text().contains("Nuevo"),
        "{}",
        page.text()
    );
    assert!(!maria.get("/account").await.text().contains("Mensajes (1)"));
    // Pressed twice it is said once.
    let key = Uuid::now_v7();
    let sent = says(&maria, "Aquí va la <b>foto</b>.", key).await;
    assert!(sent.text().contains("Respondemos a más tardar el lunes 9 de marzo de 2026"), "{}", sent.text());
    says(&maria, "Aquí va la <b>foto</b>.", key).await;
    let page = maria.get("/account/messages").await;
    assert_eq!(page.text().matches("Aquí va la <b>foto</b>.").count(), 1, "{}", page.text());
    let inbox = daniel.get("/desk/messages").await;
    assert!(
        inbox.text().contains("María López") && inbox.text().contains("desde el 6 mar 2026"),
        "{}",
        inbox.text()
    );
    assert!(!page.texts(".talk-head").last().unwrap().contains("Leído"), "{}", page.text());
    let thread = daniel.get(&format!("/desk/messages/{THREAD_MARIA}")).await;
    assert!(thread.text().contains("Aquí va la <b>foto</b>."), "{}", thread.text());
    let page = maria.get("/account/messages").await;
    assert!(page.texts(".talk-head").last().unwrap().contains("Leído"), "{}", page.text());
    answers(&daniel, "Gracias; la comparo hoy.").await;
    assert!(daniel.get("/desk/messages").await.text().contains("No espera"));
    assert!(maria.get("/account").await.text().contains("Mensajes (1)"));
    let (subject, body): (String, String) = sqlx::query_as(
        "select subject, body::text from outbox where address = $1 order by created_at desc limit 1",
    )
    .bind(MARIA)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(subject, "Tiene un mensaje");
    assert!(!body.contains("comparo"), "not a word of it: {body}");
}

#[sqlx::test]
async fn an_empty_or_endless_message_is_refused_and_what_was_typed_stays(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let refused = says(&maria, "  ", Uuid::now_v7()).await;
    assert!(refused.text().contains("Escriba un mensaje o adjunte un archivo"), "{}", refused.text());
    let refused = says(&maria, &"a".repeat(4_001), Uuid::now_v7()).await;
    assert!(
        refused.text().contains("Es demasiado largo") && refused.text().contains("aaaa"),
        "{}",
        refused.text()
    );
    let sent = says(&maria, &"b".repeat(4_000), Uuid::now_v7()).await;
    assert!(sent.text().contains("Mensaje enviado"), "{}", sent.text());
    let daniel = app.staff(DANIEL).await;
    let refused = answers(&daniel, "Si no paga habrá embargo.").await;
    assert!(refused.text().contains("suena a amenaza"), "{}", refused.text());
}

#[sqlx::test]
async fn a_conversation_is_between_one_person_and_their_creditors_team(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.get(&format!("/desk/messages/{THREAD_MARIA}")).await.status, 404);
    assert!(raul.get("/desk/messages").await.text().contains("No hay conversaciones abiertas"));
    let thread = THREAD_MARIA.to_string();
    let form = [("thread", thread.as_str()), ("words", "Hola"), ("note", "Hola"), ("reason", "answered")];
    for path in
        ["/do/desk/send-message", "/do/desk/note-thread", "/do/desk/give-thread", "/do/desk/close-thread"]
    {
        assert_eq!(raul.post(path, &form).await.status, 404, "{path}");
        let victor = app.staff("victor@aguas.example").await;
        assert_eq!(victor.post(path, &form).await.status, 403, "{path}");
    }
    let rosa = app.signed_in("rosa@example.mx").await;
    let account = ACCOUNT_4471.to_string();
    let form =
        [("account", account.as_str()), ("words", "Hola"), ("request_key", &Uuid::now_v7().to_string())];
    assert_eq!(rosa.post("/do/messages/send", &form).await.status, 404);
    // Two who owe together do not read each other.
    let teresa = app.signed_in("teresa@example.mx").await;
    let account: Uuid = sqlx::query_scalar("select id from accounts where reference = '4513'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let (account, key) = (account.to_string(), Uuid::now_v7().to_string());
    let form = [("account", account.as_str()), ("words", "Algo solo mío"), ("request_key", &key)];
    teresa.submit("/do/messages/send", &form).await;
    let pedro = app.signed_in("pedro@example.mx").await;
    let page = pedro.get("/account/messages").await;
    assert!(
        !page.text().contains("Algo solo mío") && page.text().contains("Aún no hay mensajes"),
        "{}",
        page.text()
    );
}

#[sqlx::test]
async fn no_page_of_a_debtor_shows_a_word_of_the_teams_notes(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let thread = THREAD_MARIA.to_string();
    let secret = "NOTA-SECRETA-7731";
    let noted = daniel
        .submit("/do/desk/note-thread", &[("thread", &thread), ("note", &format!("{secret} @elena"))])
        .await;
    assert!(noted.text().contains(secret) && noted.text().contains("Para Elena Ríos"), "{}", noted.text());
    assert!(noted.text().contains("Notas internas: no las ve el cliente"), "{}", noted.text());
    let maria = app.signed_in(MARIA).await;
    let account = ACCOUNT_4471.to_string();
    let mut read = 0;
    for route in routes().iter().filter(|route| route.method == "GET" && route.access != Access::Staff) {
        let own = [account.as_str(), thread.as_str()];
        for id in own {
            let path = route.path.split('/').map(|part| if part.starts_with('{') { id } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            for query in ["", "?account=", "?note=", "?thread="] {
                let path = if query.is_empty() { path.clone() } else { format!("{path}{query}{id}") };
                let page = maria.get(&path).await;
                assert!(!page.html.contains("NOTA-SECRETA"), "{path}");
                read += 1;
            }
        }
    }
    assert!(read > 100, "{read}");
    // Nor does the database answer a person's scope.
    let (person, session): (Uuid, Uuid) =
        sqlx::query_as("select s.person_id, s.id from sessions s join persons p on p.id = s.person_id where p.name = 'María López' limit 1")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    let actor = aldia::kernel::actor::Actor::Person {
        person: aldia::kernel::ids::PersonId(person),
        session: aldia::kernel::ids::SessionId(session),
    };
    let mut tx = app.db.begin(actor).await.unwrap();
    let seen: i64 =
        sqlx::query_scalar("select count(*) from thread_notes").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(seen, 0);
}

#[sqlx::test]
async fn the_team_takes_begins_from_a_template_and_closes_with_a_reason(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff("elena@aguas.example").await;
    let page = format!("/desk/messages/{THREAD_MARIA}");
    let begun = elena.get(&format!("{page}?template=balance")).await;
    assert!(begun.text().contains("Hola, María. Para estar al día faltan $4,649.50"), "{}", begun.text());
    let thread = THREAD_MARIA.to_string();
    let called = elena.get("/desk/messages?show=called").await;
    assert!(called.text().contains("María López"), "{}", called.text());
    let given = [("thread", thread.as_str()), ("to", &ELENA_SUPERVISOR.to_string())];
    elena.submit("/do/desk/give-thread", &given).await;
    assert!(elena.get("/desk/messages?show=mine").await.text().contains("Elena Ríos"));
    let refused = elena.submit("/do/desk/close-thread", &[("thread", &thread)]).await;
    assert!(refused.text().contains("Elija por qué se cierra"), "{}", refused.text());
    let closed = elena.submit("/do/desk/close-thread", &[("thread", &thread), ("reason", "answered")]).await;
    assert!(closed.text().contains("Cerrada"), "{}", closed.text());
    // Whoever writes again opens it again.
    let maria = app.signed_in(MARIA).await;
    says(&maria, "Otra pregunta", Uuid::now_v7()).await;
    assert!(elena.get("/desk/messages").await.text().contains("desde el 6 mar 2026"));
}

#[test]
fn an_answer_is_promised_in_working_days() {
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let mx = Some(Jurisdiction::Mx);
    assert_eq!(answered_by(day(3, 6), 1, mx), day(3, 9));
    assert_eq!(answered_by(day(3, 5), 1, mx), day(3, 6));
    // Monday 16 March is a day of rest.
    assert_eq!(answered_by(day(3, 13), 1, mx), day(3, 17));
    assert_eq!(answered_by(day(3, 13), 3, mx), day(3, 19));
}

#[sqlx::test]
async fn what_came_meanwhile_is_neither_answered_nor_closed_unread(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let page = format!("/desk/messages/{THREAD_MARIA}");
    says(&maria, "La primera", Uuid::now_v7()).await;
    daniel.get(&page).await;
    // She writes once more while he answers the first, and while he is about to close.
    says(&maria, "La segunda", Uuid::now_v7()).await;
    let thread = THREAD_MARIA.to_string();
    let key = Uuid::now_v7().to_string();
    let answer = [("thread", thread.as_str()), ("words", "A la primera"), ("request_key", &key)];
    daniel.post("/do/desk/send-message", &answer).await;
    let closing = [("thread", thread.as_str()), ("reason", "answered")];
    let refused = daniel.post("/do/desk/close-thread", &closing).await;
    assert!(refused.location.as_ref().unwrap().contains("draft="), "{refused:?}");
    let waits: bool = sqlx::query_scalar("select waits_since is not null from threads where id = $1")
        .bind(THREAD_MARIA)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert!(waits, "the second still waits");
    let shown = daniel.get(&refused.location.unwrap()).await;
    assert!(shown.text().contains("lea lo nuevo antes de cerrar"), "{}", shown.text());
    // Now that it was read, it can be closed.
    daniel.post("/do/desk/close-thread", &closing).await;
    assert!(daniel.get(&page).await.text().contains("Cerrada: Respondida."));
}

#[sqlx::test]
async fn one_mail_is_enough_for_what_was_said_in_a_day(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let mails = "select count(*) from outbox where address = $1 and subject = 'Tiene un mensaje'";
    let mailed =
        || async { sqlx::query_scalar::<_, i64>(mails).bind(MARIA).fetch_one(&app.owner).await.unwrap() };
    maria.get("/account/messages").await;
    let before = mailed().await;
    answers(&daniel, "Uno").await;
    answers(&daniel, "Dos").await;
    assert_eq!(mailed().await, before + 1);
    maria.get("/account/messages").await;
    answers(&daniel, "Tres").await;
    assert_eq!(mailed().await, before + 2, "once she has read, the next is news");
}

#[sqlx::test]
async fn a_message_says_what_on_the_account_it_is_about(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let bill = invoice("F-1057");
    let sheet = maria.get(&format!("/account/invoices/{bill}")).await;
    let ask = format!("/account/messages?account={ACCOUNT_4471}&about=invoice:{bill}");
    assert!(sheet.attributes("main a", "href").contains(&ask), "{}", sheet.text());
    let page = maria.get(&ask).await;
    assert!(page.text().contains("Sobre: Factura F-1057"), "{}", page.text());
    let about = page.attribute("input[name=about]", "value").unwrap();
    let (account, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    let form =
        [("account", account.as_str()), ("about", &about), ("words", "¿Por qué?"), ("request_key", &key)];
    maria.submit("/do/messages/send", &form).await;
    let thread = daniel.get(&format!("/desk/messages/{THREAD_MARIA}")).await;
    let link = format!("/desk/accounts/{ACCOUNT_4471}/invoices/{bill}");
    assert!(thread.attributes(".talk-about a", "href").contains(&link), "{}", thread.text());
    assert_eq!(daniel.get(&link).await.status, 200);
    // Another's invoice is no subject of hers.
    let others: Uuid = sqlx::query_scalar("select id from invoices where account_id <> $1 limit 1")
        .bind(ACCOUNT_4471)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let page = maria.get(&format!("/account/messages?account={ACCOUNT_4471}&about=invoice:{others}")).await;
    assert!(!page.text().contains("Sobre:"), "{}", page.text());
}
