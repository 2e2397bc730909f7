//! Complaints: kept apart from disputes, answered once by whoever leads the team, and nobody else's.

use aldia::server::seed::known::ACCOUNT_4471;
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
