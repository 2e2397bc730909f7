//! Complaints: kept apart from disputes, answered once by whoever leads the team, and nobody else's.

use aldia::server::seed::known::{ACCOUNT_4471, MARIA as MARIA_PERSON};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::disputes::stands;
use crate::support::{Browser, Page, TestApp};

const MARIA: &str = "maria@example.mx";
const ELENA: &str = "elena@aguas.example";

pub async fn complains(browser: &Browser, words: &str, key: Uuid) -> Page {
    let (account, key) = (ACCOUNT_4471.to_string(), key.to_string());
    let form =
        [("account", account.as_str()), ("kind", "treatment"), ("words", words), ("request_key", &key)];
    browser.submit("/do/complaints/send", &form).await
}

async fn latest(app: &TestApp) -> String {
    let id: Uuid = sqlx::query_scalar("select id from complaints order by opened_at desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    id.to_string()
}

#[sqlx::test]
async fn a_complaint_is_numbered_answered_once_by_who_leads_and_moves_no_money(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let before = stands(&app).await;
    let refused = complains(&maria, " ", Uuid::now_v7()).await;
    assert!(refused.html.contains("aria-invalid=\"true\""), "{}", refused.text());
    let key = Uuid::now_v7();
    let sent = complains(&maria, "Me gritaron por teléfono el lunes.", key).await;
    assert!(sent.text().contains("Es la Q-1."), "{}", sent.text());
    complains(&maria, "Me gritaron por teléfono el lunes.", key).await;
    let second = complains(&maria, "Y el martes también.", Uuid::now_v7()).await;
    assert!(second.text().contains("Es la Q-2."), "pressed twice it is one: {}", second.text());
    assert_eq!(stands(&app).await, before, "no money waits for it");
    let id = latest(&app).await;
    let form = [("complaint", id.as_str()), ("outcome", "upheld"), ("words", "Tiene razón; lo sentimos.")];
    let daniel = app.staff("daniel@aguas.example").await;
    assert_eq!(daniel.post("/do/desk/answer-complaint", &form).await.status, 403);
    let page = daniel.get(&format!("/desk/complaints/{id}")).await;
    assert!(page.text().contains("La responde quien supervisa"), "{}", page.text());
    let elena = app.staff(ELENA).await;
    let answered = elena.submit("/do/desk/answer-complaint", &form).await;
    assert!(answered.text().contains("Con razón. Respondió Elena"), "{}", answered.text());
    let again = [("complaint", id.as_str()), ("outcome", "not_upheld"), ("words", "Siempre no.")];
    let again = elena.submit("/do/desk/answer-complaint", &again).await;
    assert!(again.text().contains("Tiene razón; lo sentimos."), "{}", again.text());
    let hers = maria.get("/account/complaints").await;
    assert!(hers.text().contains("Tiene razón; lo sentimos."), "{}", hers.text());
    let subject: String =
        sqlx::query_scalar("select subject from outbox where address = $1 order by created_at desc limit 1")
            .bind(MARIA)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(subject, "Respuesta a su queja Q-2");
}

#[sqlx::test]
async fn the_register_has_every_complaint_of_a_month_and_nobodys_words(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    complains(&maria, "PALABRAS-DE-MARIA", Uuid::now_v7()).await;
    let elena = app.staff(ELENA).await;
    let file = elena.file("/desk/complaints/register?month=2026-03").await;
    let table = String::from_utf8(file.bytes).unwrap();
    assert!(table.contains("Q-1,4471,El trato que recibí,2026-03-06,"), "{table}");
    assert!(!table.contains("PALABRAS"), "{table}");
    assert_eq!(file.name, "attachment; filename=\"quejas-2026-03.csv\"");
    let february = elena.file("/desk/complaints/register?month=2026-02").await;
    assert_eq!(String::from_utf8(february.bytes).unwrap().lines().count(), 1, "only its head");
    let raul = app.staff("raul@noriega.example").await;
    assert!(raul.get("/desk/complaints").await.text().contains("No hay quejas"));
    let id = latest(&app).await;
    assert_eq!(raul.get(&format!("/desk/complaints/{id}")).await.status, 404);
    // Nor does somebody else on the same account, or on another, read it.
    let rosa = app.signed_in("rosa@example.mx").await;
    assert!(!rosa.get("/account/complaints").await.text().contains("PALABRAS"));
    assert_eq!(rosa.get(&format!("/account/complaints?account={ACCOUNT_4471}")).await.status, 404);
}

#[sqlx::test]
async fn a_complaint_by_telephone_is_written_down_for_who_calls_and_they_are_told(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff("daniel@aguas.example").await;
    let call = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/call")).await;
    let path = format!("/desk/accounts/{ACCOUNT_4471}/complaint");
    assert!(call.attributes("main a", "href").contains(&path), "{}", call.text());
    let page = daniel.get(&path).await;
    // Whoever stands surety for one invoice could not read here what is written down.
    assert_eq!(page.values("input[name=person]"), [MARIA_PERSON.to_string()]);
    let person = MARIA_PERSON.to_string();
    let (account, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    let words = "La llamaron a las once de la noche.";
    let form = [("account", account.as_str()), ("kind", "contact"), ("words", words), ("request_key", &key)];
    let nobody = daniel.submit("/do/desk/note-complaint", &form).await;
    assert!(
        nobody.text().contains("Elija quién llama") && nobody.text().contains(words),
        "{}",
        nobody.text()
    );
    // Somebody who has no part in the account cannot be named.
    let stranger: Uuid = sqlx::query_scalar("select id from persons where name like 'Rosa%'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let stranger = stranger.to_string();
    let of = |person| [form.as_slice(), &[("person", person)]].concat();
    let refused = daniel.submit("/do/desk/note-complaint", &of(&stranger)).await;
    assert!(refused.text().contains("Elija quién llama"), "{}", refused.text());
    let hers = of(&person);
    let taken = daniel.submit("/do/desk/note-complaint", &hers).await;
    assert!(
        taken.text().contains("Queja Q-1") && taken.text().contains("la anotó Daniel"),
        "{}",
        taken.text()
    );
    daniel.post("/do/desk/note-complaint", &hers).await;
    let count: i64 =
        sqlx::query_scalar("select count(*) from complaints").fetch_one(&app.owner).await.unwrap();
    assert_eq!(count, 1, "pressed twice it is one");
    let maria = app.signed_in(MARIA).await;
    let own = maria.get("/account/complaints").await;
    assert!(
        own.text().contains(words) && own.text().contains("Por teléfono; la anotó Daniel."),
        "{}",
        own.text()
    );
    let (subject, body): (String, String) = sqlx::query_as(
        "select subject, body::text from outbox where address = $1 order by created_at desc limit 1",
    )
    .bind(MARIA)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(subject, "Anotamos su queja Q-1");
    assert!(!body.contains("once de la noche"), "not a word of it: {body}");
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(victor.post("/do/desk/note-complaint", &hers).await.status, 403);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.post("/do/desk/note-complaint", &hers).await.status, 404);
    assert_eq!(raul.get(&path).await.status, 404);
}

#[sqlx::test]
async fn the_answer_to_a_complaint_is_a_letter_for_whoever_complained(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, elena) = (app.signed_in(MARIA).await, app.staff(ELENA).await);
    complains(&maria, "Me llamaron de noche.", Uuid::now_v7()).await;
    let id = latest(&app).await;
    let (own, desk) =
        (format!("/account/complaints/{id}/letter.pdf"), format!("/desk/complaints/{id}/letter.pdf"));
    assert_eq!(maria.get(&own).await.status, 303, "there is no answer yet");
    let answer = "Tiene razón. Desde hoy no la llamamos después de las ocho.";
    let form = [("complaint", id.as_str()), ("outcome", "upheld"), ("words", answer)];
    elena.post("/do/desk/answer-complaint", &form).await;
    assert!(maria.get("/account/complaints").await.attributes("main a", "href").contains(&own));
    let letter = maria.file(&own).await;
    let text = letter.text();
    assert!(text.contains("Respuesta a una queja") && text.contains("Q-1"), "{text}");
    assert!(text.contains("Desde hoy no la llamamos después de las ocho."), "{text}");
    assert_eq!(elena.file(&desk).await.bytes, letter.bytes, "both sides have the very same paper");
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(rosa.get(&own).await.status, 404);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.get(&desk).await.status, 404);
}
