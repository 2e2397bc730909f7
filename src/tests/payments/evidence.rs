//! A bank contests, and the team answers: once, in words that are kept, or lets the money go.

use aldia::payments::stripe::double::{ApiFault, ApiFaultKind, FaultOrder, FaultSet, NextFaults};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, bank, book_minor, books_are_sound, open_minor, settle};
use crate::support::{Browser, Page, TestApp};

const DISPUTED: &str = "4000000000000259";
const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";
const SAID: &str = "El agua se entregó todo febrero y María confirmó por correo.";

/// A payment of María's that her card's bank contests; answers both names.
pub async fn contested(app: &TestApp) -> (Uuid, Uuid) {
    let payment = Payer::maria(app).await.pay_with(app, "how=amount&amount=1000", DISPUTED).await;
    let dispute = sqlx::query_scalar("select id from provider_disputes where payment_id = $1")
        .bind(payment)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    (payment, dispute)
}

async fn send(browser: &Browser, dispute: Uuid, words: &str) -> Page {
    let dispute = dispute.to_string();
    browser.submit("/do/desk/send-evidence", &[("dispute", &dispute), ("words", words)]).await
}

async fn answers(app: &TestApp) -> Vec<(String, String)> {
    sqlx::query_as("select kind, state from dispute_answers order by decided_at, id")
        .fetch_all(&app.owner)
        .await
        .unwrap()
}

/// What the bank was told, as the provider shows it.
async fn told(app: &TestApp) -> String {
    app.browser().get("/dev/stripe/returns").await.text()
}

#[sqlx::test]
async fn the_teams_words_and_what_the_portal_knows_go_to_the_bank_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (payment, dispute) = contested(&app).await;
    let daniel = app.staff(DANIEL).await;
    let desk = daniel.get(&format!("/desk/payments/{payment}")).await;
    assert!(desk.text().contains("Responder al banco"), "{}", desk.text());
    let page = daniel.get(&format!("/desk/payments/{payment}/evidence")).await.text();
    for text in [
        "Responder a un contracargo de $1,000.00",
        "domingo 15 de marzo de 2026",
        "$300.00",
        "María López",
        "facturas F-1041",
        "entró a su cuenta con un código de un solo uso",
        "recibo R-208",
        "Solo un supervisor puede aceptar un contracargo.",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let empty = send(&daniel, dispute, " ").await;
    assert_eq!(empty.texts("#words-error"), ["Error: Escriba lo que quiere decir al banco"]);
    let sent = send(&daniel, dispute, SAID).await;
    assert!(sent.text().contains("Daniel") && sent.text().contains("envió la defensa"), "{}", sent.text());
    settle(&app).await;
    assert_eq!(answers(&app).await, [("evidence".to_owned(), "sent".to_owned())]);
    assert!(told(&app).await.contains(SAID));
    let again = send(&daniel, dispute, "Otra vez").await;
    assert!(again.text().contains("Ya se respondió"), "{}", again.text());
    assert_eq!(book_minor(&app.owner, "chargebacks_under_review").await, 100_000, "nothing moved");
    bank(&app, "du", "won").await;
    assert_eq!(book_minor(&app.owner, "chargebacks_under_review").await, 0);
    let over = daniel.get(&format!("/desk/payments/{payment}/evidence")).await;
    assert!(!over.html.contains("/do/desk/send-evidence") && over.text().contains(SAID), "{}", over.text());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn an_answer_whose_receipt_was_lost_is_not_put_twice(_: PgPoolOptions, options: PgConnectOptions) {
    is_put_once(options, ApiFaultKind::DisconnectAfter).await;
}

#[sqlx::test]
async fn an_answer_that_never_arrived_is_put_again(_: PgPoolOptions, options: PgConnectOptions) {
    is_put_once(options, ApiFaultKind::DisconnectBefore).await;
}

async fn is_put_once(options: PgConnectOptions, kind: ApiFaultKind) {
    let app = TestApp::new(options).await;
    let (_, dispute) = contested(&app).await;
    let fault = ApiFault::only(kind, "POST /v1/disputes");
    let next = Some(NextFaults { count: 1, faults: FaultSet { api: Some(fault), ..FaultSet::default() } });
    app.double.order_faults(FaultOrder { next, ..FaultOrder::default() });
    send(&app.staff(DANIEL).await, dispute, SAID).await;
    assert!(aldia::server::jobs::drain(&app.app).await.is_err(), "{kind:?} leaves a doubt");
    assert_eq!(answers(&app).await, [("evidence".to_owned(), "decided".to_owned())]);
    sqlx::query("update jobs set run_at = now() where done_at is null").execute(&app.owner).await.unwrap();
    settle(&app).await;
    assert_eq!(answers(&app).await, [("evidence".to_owned(), "sent".to_owned())]);
    assert!(told(&app).await.contains(SAID));
}

#[sqlx::test]
async fn a_supervisor_lets_the_money_go_and_it_is_owed_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (payment, dispute) = contested(&app).await;
    let before = open_minor(&app.owner, "F-1041").await;
    let id = dispute.to_string();
    let form = [("dispute", id.as_str()), ("sure", "yes")];
    for refused in [DANIEL, "victor@aguas.example"] {
        assert_eq!(app.staff(refused).await.post("/do/desk/accept-dispute", &form).await.status, 403);
    }
    assert_eq!(
        app.staff("raul@noriega.example").await.post("/do/desk/send-evidence", &form).await.status,
        404
    );
    let elena = app.staff(ELENA).await;
    let unsure = elena.submit("/do/desk/accept-dispute", &form[..1]).await;
    assert!(unsure.texts("#sure-error")[0].contains("no se puede deshacer"), "{}", unsure.text());
    let page = elena.submit("/do/desk/accept-dispute", &form).await;
    assert!(page.text().contains("aceptó el contracargo"), "{}", page.text());
    settle(&app).await;
    assert_eq!(answers(&app).await, [("accept".to_owned(), "sent".to_owned())]);
    let state: String = sqlx::query_scalar("select state from provider_disputes where id = $1")
        .bind(dispute)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(state, "lost");
    assert_eq!(open_minor(&app.owner, "F-1041").await, before + 100_000);
    let page = elena.get(&format!("/desk/payments/{payment}/evidence")).await;
    assert!(page.text().contains("Stripe lo recibió."), "{}", page.text());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_comes_too_late_is_said_and_may_be_answered_otherwise(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (payment, dispute) = contested(&app).await;
    super::let_days_pass(&app, 20).await;
    let daniel = app.staff(DANIEL).await;
    send(&daniel, dispute, SAID).await;
    settle(&app).await;
    assert_eq!(answers(&app).await, [("evidence".to_owned(), "refused".to_owned())]);
    let page = daniel.get(&format!("/desk/payments/{payment}/evidence")).await;
    assert!(
        page.text().contains("Stripe no lo tomó") && page.html.contains("/do/desk/send-evidence"),
        "{}",
        page.text()
    );
}
