//! The same offer to everybody who owes in the same way, and to nobody whose account rests.

use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::flow;
use crate::support::{Browser, Page, TestApp};

const ELENA: &str = "elena@aguas.example";
const DANIEL: &str = "daniel@aguas.example";
const QUESTION: &str =
    "late=1&owed=&how=count&count=3&frequency=monthly&first_day=20&first_month=3&first_year=2026";

async fn ask(desk: &Browser, question: &str) -> Page {
    desk.get(&format!("/desk/plans/campaigns/new?{question}")).await
}

/// Sends what the page shows, with a message.
async fn send(desk: &Browser, page: &Page, words: &str) -> Page {
    let mut fields = crate::payments::hidden_fields(page, "/do/desk/open-plan-campaign");
    fields.push(("words".to_owned(), words.to_owned()));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post("/do/desk/open-plan-campaign", &fields).await
}

/// The accounts with a proposal that came of a campaign.
async fn offered(app: &TestApp) -> Vec<Uuid> {
    sqlx::query_scalar(
        "select account_id from negotiations where campaign_id is not null order by account_id",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap()
}

#[sqlx::test]
async fn everybody_who_owes_in_the_same_way_is_offered_the_same_and_signs_or_not(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let page = ask(&elena, QUESTION).await;
    let text = page.text();
    assert!(text.contains("María"), "{text}");
    assert!(text.contains("3 pagos: 1 de $1,549.84 y 2 de $1,549.83"), "{text}");
    assert_eq!(offered(&app).await, Vec::<Uuid>::new(), "looking offers nothing");
    // Nothing is sent without a word of one's own.
    let refused = elena.get(&send(&elena, &page, " ").await.location.unwrap()).await;
    assert_eq!(refused.texts("#words-error").len(), 1, "{}", refused.text());
    let sent = send(&elena, &page, "Le proponemos pagarlo en partes.").await.location.unwrap();
    let accounts = offered(&app).await;
    assert!(accounts.contains(&ACCOUNT_4471.0), "{accounts:?}");
    // A second press is the same campaign.
    let again = send(&elena, &page, "Le proponemos pagarlo en partes.").await.location.unwrap();
    assert_eq!((again, offered(&app).await.len()), (sent.clone(), accounts.len()));
    let result = elena.get(&sent).await.text();
    assert!(result.contains(&format!("{} enviadas · 0 firmadas", accounts.len())), "{result}");
    // María reads it, signs it, and the campaign counts it.
    let plan: Uuid = sqlx::query_scalar("select id from negotiations where account_id = $1")
        .bind(ACCOUNT_4471)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let maria = app.signed_in(flow::MARIA).await;
    let talk = maria.get(&format!("/account/plans/{plan}")).await.text();
    assert!(talk.contains("Le proponemos pagarlo en partes."), "{talk}");
    flow::sign(&app, &maria, &format!("/account/plans/{plan}/agreement")).await;
    let result = elena.get(&sent).await.text();
    assert!(result.contains("· 1 firmadas"), "{result}");
    // Whoever has one, or an offer open, is passed over the next time.
    let next = ask(&elena, QUESTION).await.text();
    assert!(next.contains("lo vencido está en aclaración o en un plan"), "{next}");
}

#[sqlx::test]
async fn who_promised_to_pay_or_rests_by_law_is_passed_over(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    sqlx::query("update accounts set promised_on = '2026-03-10' where id = $1")
        .bind(ACCOUNT_4471)
        .execute(&app.owner)
        .await
        .unwrap();
    let elena = app.staff(ELENA).await;
    let page = ask(&elena, QUESTION).await;
    assert!(page.text().contains("1: prometieron pagar y el día no ha pasado"), "{}", page.text());
    send(&elena, &page, "Le proponemos pagarlo en partes.").await;
    assert!(!offered(&app).await.contains(&ACCOUNT_4471.0));
}

#[sqlx::test]
async fn what_does_not_fit_an_account_becomes_the_nearest_that_the_rules_allow(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    // Nobody is offered twelve, which only a person may grant.
    let page = ask(&elena, &QUESTION.replace("count=3", "count=12")).await.text();
    assert!(page.contains("6 pagos: 4 de $774.92 y 2 de $774.91"), "{page}");
    assert!(!page.contains("12 pagos"), "{page}");
    for (wrong, said) in [
        ("late=0", "Escriba un número de días, de 1 a 3650"),
        ("late=3651", "Escriba un número de días, de 1 a 3650"),
        ("owed=mucho", "Escriba una cantidad, por ejemplo 500.00"),
        ("count=0", "El número de pagos va de 1 a 360"),
        ("first_year=2025", "El primer pago no puede ser antes de hoy"),
    ] {
        let name = wrong.split('=').next().unwrap();
        let question: Vec<String> = QUESTION
            .split('&')
            .map(
                |field| {
                    if field.starts_with(&format!("{name}=")) { wrong.to_owned() } else { field.to_owned() }
                },
            )
            .collect();
        let page = ask(&elena, &question.join("&")).await;
        assert!(page.texts("[role=alert] a").concat().contains(said), "{wrong}\n{}", page.text());
        assert!(page.texts("form[action='/do/desk/open-plan-campaign']").is_empty());
    }
}

#[sqlx::test]
async fn only_who_supervises_opens_one(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let page = ask(&app.staff(ELENA).await, QUESTION).await;
    let daniel = app.staff(DANIEL).await;
    assert!(ask(&daniel, QUESTION).await.text().contains("Las abre quien supervisa."));
    assert_eq!(send(&daniel, &page, "Le proponemos pagarlo en partes.").await.status, 403);
    assert_eq!(offered(&app).await.len(), 0);
}
