//! How was it? Asked once for each closing, answered once, by whoever was asked, and read by the team.

use aldia::opinions::model::Counts;
use aldia::plans::jobs::follow_plans;
use aldia::server::seed::known::{AGUAS, DISPUTE_A104, THREAD_MARIA};
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::payments::{Payer, settle};
use crate::plans::day;
use crate::plans::flow;
use crate::plans::signing::{six_payments, turn_to};
use crate::support::{Browser, TestApp};

const MARIA: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";

/// Has the team close María's conversation; what she is asked about.
pub async fn closed(app: &TestApp, staff: &Browser) -> Uuid {
    staff.get(&format!("/desk/messages/{THREAD_MARIA}")).await;
    let form = [("thread", THREAD_MARIA.to_string()), ("reason", "answered".to_owned())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(staff.post("/do/desk/close-thread", &form).await.status, 303);
    sqlx::query_scalar("select id from closings order by closed_at desc, id desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn a_closed_conversation_is_asked_about_once_and_its_answer_is_the_teams_to_read(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    assert!(daniel.get("/desk/opinions").await.text().contains("Aún no se ha cerrado nada"));
    assert!(!maria.get("/account/messages").await.text().contains("¿Cómo le fue con nosotros?"));
    let closing = closed(&app, &daniel).await;
    // On the page of what was closed, and through the notice of it.
    let page = maria.get("/account/messages").await;
    assert!(page.text().contains("¿Cómo le fue con nosotros?"), "{}", page.text());
    let body: String = sqlx::query_scalar(
        "select body::text from outbox where address = $1 and subject = 'Su conversación quedó atendida'",
    )
    .bind(MARIA)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(body.contains(&format!("/account/opinions/{closing}")), "{body}");
    let thread = daniel.get(&format!("/desk/messages/{THREAD_MARIA}")).await;
    assert!(thread.text().contains("aún no responde"), "{}", thread.text());
    let closing = closing.to_string();
    let none = maria.submit("/do/opinions/answer", &[("closing", &closing), ("line", "Muy amables")]).await;
    assert!(none.text().contains("Elija cómo le fue"), "{}", none.text());
    assert!(none.text().contains("Muy amables"), "what was typed stays: {}", none.text());
    let long = "a".repeat(301);
    let endless = [("closing", closing.as_str()), ("how", "good"), ("line", &long)];
    assert!(maria.submit("/do/opinions/answer", &endless).await.text().contains("Es demasiado largo"));
    let good = [("closing", closing.as_str()), ("how", "good"), ("line", "Muy amables")];
    let thanks = maria.submit("/do/opinions/answer", &good).await;
    assert!(thanks.text().contains("Usted respondió: Bien. Muy amables"), "{}", thanks.text());
    let bad = [("closing", closing.as_str()), ("how", "bad")];
    let again = maria.submit("/do/opinions/answer", &bad).await;
    assert!(again.text().contains("Usted respondió: Bien."), "{}", again.text());
    // On the thing, and summed by month.
    let thread = daniel.get(&format!("/desk/messages/{THREAD_MARIA}")).await;
    assert!(thread.text().contains("El cliente dice que le fue: Bien (6 mar 2026). Muy amables"));
    let figures = daniel.get("/desk/opinions").await;
    let row = "Marzo de 2026 1 1 1 0 0 100";
    assert!(figures.text().to_lowercase().contains(&row.to_lowercase()), "{}", figures.text());
    assert!(figures.text().contains("Muy amables"), "{}", figures.text());
    let raul = app.staff("raul@noriega.example").await;
    assert!(
        raul.get("/desk/opinions").await.text().contains("Aún no se ha cerrado nada"),
        "another creditor's"
    );
    // Opened and closed again, it is another closing.
    let form = [("thread", THREAD_MARIA.to_string()), ("words", "Una cosa más".to_owned())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let key = Uuid::now_v7().to_string();
    daniel.post("/do/desk/send-message", &[form[0], form[1], ("request_key", &key)]).await;
    assert!(!maria.get("/account/messages").await.text().contains("Cómo le fue"), "while it is open");
    assert_ne!(closed(&app, &daniel).await.to_string(), closing);
    assert!(maria.get("/account/messages").await.text().contains("¿Cómo le fue con nosotros?"));
}

#[sqlx::test]
async fn nobody_answers_for_another(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let closing = closed(&app, &app.staff(DANIEL).await).await.to_string();
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(rosa.get(&format!("/account/opinions/{closing}")).await.status, 404);
    let form = [("closing", closing.as_str()), ("how", "bad")];
    assert_eq!(rosa.post("/do/opinions/answer", &form).await.status, 404);
    // Nor does the database let the team.
    let refused = sqlx::query("update closings set answer = 'good', answered_at = now(), words = $1")
        .bind("x".repeat(301))
        .execute(&app.owner)
        .await;
    assert!(refused.is_err(), "a line is short");
    let open: i64 = sqlx::query_scalar("select count(*) from closings where answer is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(open, 1);
}

#[sqlx::test]
async fn a_dispute_is_asked_about_when_it_is_withdrawn(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let dispute = DISPUTE_A104.to_string();
    let page = format!("/account/disputes/{dispute}");
    assert!(!maria.get(&page).await.text().contains("¿Cómo le fue con nosotros?"));
    maria.post("/do/disputes/withdraw", &[("dispute", &dispute)]).await;
    let asked = maria.get(&page).await;
    assert!(asked.text().contains("Sobre la aclaración A-104. Una sola pregunta"), "{}", asked.text());
    let closing = asked.attribute("input[name=closing]", "value").unwrap();
    let form = [("closing", closing.as_str()), ("how", "fair"), ("line", "Tardó. 4242 4242 4242 4242")];
    maria.post("/do/opinions/answer", &form).await;
    let daniel = app.staff(DANIEL).await;
    let read = daniel.get(&format!("/desk/disputes/{dispute}")).await;
    assert!(read.text().contains("El cliente dice que le fue: Más o menos (6 mar 2026)."), "{}", read.text());
    assert!(!daniel.get("/desk/opinions").await.text().contains("4242 4242"), "card numbers are masked");
}

#[sqlx::test]
async fn a_plan_is_asked_about_when_it_ends_and_not_before(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    // A proposal that she takes back is no plan that came to its end.
    let offered = flow::propose(&maria.browser, "4", "as-asked").await;
    let taken_back = offered.trim_end_matches("/agreement").to_owned();
    maria.browser.post("/do/plans/refuse", &[("plan", taken_back.rsplit('/').next().unwrap())]).await;
    assert!(!maria.browser.get(&taken_back).await.text().contains("¿Cómo le fue con nosotros?"));
    let agreement = flow::propose(&maria.browser, "6", "as-asked").await;
    let signed = flow::sign(&app, &maria.browser, &agreement).await;
    let page = signed.split('?').next().unwrap().to_owned();
    let plan = page.rsplit('/').next().unwrap().to_owned();
    assert!(!maria.browser.get(&page).await.text().contains("¿Cómo le fue con nosotros?"));
    maria.pay(&app, &format!("how=plan&plan={plan}&amount=4649.50")).await;
    settle(&app).await;
    let asked = maria.browser.get(&page).await;
    assert!(asked.text().contains("Terminó su plan"), "{}", asked.text());
    assert!(asked.text().contains("Sobre el convenio C-1. Una sola pregunta"), "{}", asked.text());
    let closing = asked.attribute("input[name=closing]", "value").unwrap();
    let body: String = sqlx::query_scalar(
        "select body::text from outbox where address = $1 and subject = 'Terminó su plan'",
    )
    .bind(MARIA)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(body.contains(&format!("/account/opinions/{closing}")), "{body}");
    let daniel = app.staff(DANIEL).await;
    let desk = format!("/desk/plans/{plan}");
    assert!(daniel.get(&desk).await.text().contains("aún no responde"));
    let form = [("closing", closing.as_str()), ("how", "good"), ("line", "Pude cumplirlo")];
    let thanks = maria.browser.submit("/do/opinions/answer", &form).await;
    assert!(thanks.text().contains("Usted respondió: Bien. Pude cumplirlo"), "{}", thanks.text());
    let read = daniel.get(&desk).await;
    assert!(read.text().contains("El cliente dice que le fue: Bien (6 mar 2026)."), "{}", read.text());
    let figures = daniel.get("/desk/opinions").await;
    assert!(figures.text().contains("Pude cumplirlo"), "{}", figures.text());
    assert!(figures.attributes("main a", "href").contains(&desk), "{}", figures.html);
    let closings: i64 =
        sqlx::query_scalar("select count(*) from closings").fetch_one(&app.owner).await.unwrap();
    assert_eq!(closings, 1, "one plan ended, once");
}

#[sqlx::test]
async fn a_plan_that_was_not_finished_is_asked_about_as_well(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let plan = six_payments(&app).await;
    for on in [day(2026, 3, 28), day(2026, 4, 28)] {
        turn_to(&app, on).await;
        follow_plans(&app.db, &app.app.keys, json!({ "creditor": AGUAS, "on": on })).await.unwrap();
    }
    let asked = maria.get(&format!("/account/plans/{plan}")).await;
    assert!(asked.text().contains("Sobre el convenio C-1. Una sola pregunta"), "{}", asked.text());
    let closing = asked.attribute("input[name=closing]", "value").unwrap();
    let form = [("closing", closing.as_str()), ("how", "bad")];
    maria.post("/do/opinions/answer", &form).await;
    let read = app.staff(DANIEL).await.get(&format!("/desk/plans/{plan}")).await;
    assert!(read.text().contains("El cliente dice que le fue: Mal (28 abr 2026)."), "{}", read.text());
}

#[test]
fn the_share_of_good_answers_is_of_those_who_answered() {
    let counts = |good, fair, bad| Counts { asked: 10, good, fair, bad };
    assert_eq!(counts(0, 0, 0).good_of_hundred(), None);
    assert_eq!(counts(2, 0, 1).good_of_hundred(), Some(66));
    assert_eq!(counts(0, 0, 1).good_of_hundred(), Some(0));
    assert_eq!(counts(3, 0, 0).good_of_hundred(), Some(100));
}
