//! "I already paid": what debtors say, and what the team answers.

use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::recorded::borrowed;
use super::{books_agree, open_minor};
use crate::support::{Page, TestApp};

const MARIA: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";
const REPORT: &str = "/do/payments/report";

/// What somebody sends who says that they transferred an amount on 4 March.
pub fn fields(amount: &str, key: &str) -> Vec<(String, String)> {
    let account = ACCOUNT_4471.to_string();
    let request = Uuid::now_v7().to_string();
    [
        ("account", account.as_str()),
        ("amount", amount),
        ("on_day", "4"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("means", "transfer"),
        ("bank", "BBVA"),
        ("tracking_key", key),
        ("request_key", &request),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// María reports; answers the latest report.
pub async fn report(app: &TestApp, amount: &str, key: &str) -> Uuid {
    let maria = app.signed_in(MARIA).await;
    let answer = maria.post(REPORT, &borrowed(&fields(amount, key))).await;
    assert_eq!(answer.location.as_deref(), Some("/account/payments?done=reported"), "{}", answer.text());
    sqlx::query_scalar("select id from reported_payments order by id desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

/// What the form sends that confirms a report as it was said.
fn confirming(page: &Page) -> Vec<(String, String)> {
    let value = |name: &str| {
        let selector = format!("form[action='/do/desk/record-payment'] input[name={name}]");
        (name.to_owned(), page.attribute(&selector, "value").unwrap_or_default())
    };
    let names = [
        "account",
        "report",
        "request_key",
        "amount",
        "on_day",
        "on_month",
        "on_year",
        "bank",
        "tracking_key",
    ];
    let mut fields: Vec<(String, String)> = names.map(value).to_vec();
    fields.push(("means".to_owned(), page.attribute("input[name=means][checked]", "value").unwrap()));
    fields
}

#[sqlx::test]
async fn what_is_reported_is_shown_and_not_subtracted_until_it_is_found(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let way = maria.get("/account/pay").await;
    let href = way.attribute("a[href*='/account/pay/report']", "href").expect("the way to report");
    assert_eq!(maria.get(&href).await.texts("h1"), ["Ya pagué"]);
    let id = report(&app, "1,000", "BBVA 2026 0304 77").await;
    let list = maria.get("/account/payments?done=reported").await;
    assert!(
        list.text().contains("Reportado, lo buscamos") && list.text().contains("$1,000.00"),
        "{}",
        list.text()
    );
    assert!(maria.get("/account").await.text().contains("$4,649.50"), "it was subtracted");
    let warned = maria.get("/account/pay").await;
    assert!(
        warned.text().contains("Usted reportó un pago de $1,000.00 y lo estamos buscando."),
        "{}",
        warned.text()
    );

    let daniel = app.staff(DANIEL).await;
    assert!(daniel.get("/desk/payments").await.text().contains("Pagos reportados por revisar: 1"));
    assert!(daniel.get("/desk/reported").await.text().contains("María López (4471)"));
    let page = daniel.get(&format!("/desk/reported/{id}")).await;
    assert!(page.text().contains("BBVA2026030477"), "{}", page.text());
    let found = daniel.submit("/do/desk/record-payment", &borrowed(&confirming(&page))).await;
    assert!(found.text().contains("Recibo R-208 · 4 de marzo de 2026 · transferencia"), "{}", found.text());
    let list = maria.get("/account/payments").await;
    assert!(
        list.text().contains("Confirmado") && !list.text().contains("Reportado, lo buscamos"),
        "{}",
        list.text()
    );
    // 1,000.00 on 4 March pays the interest of F-1041 by then, and less interest since.
    assert!(open_minor(&app.owner, "F-1041").await < 123_300);
    books_agree(&app.owner).await;
    assert!(daniel.get("/desk/reported").await.text().contains("No hay reportes por revisar."));
    let again = daniel
        .post("/do/desk/decline-report", &[("report", &id.to_string()), ("reason", "other"), ("words", "x")])
        .await;
    assert!(daniel.get(&again.location.unwrap()).await.text().contains("Está confirmado y aplicado."));
}

#[sqlx::test]
async fn what_is_not_found_is_answered_with_a_reason_in_calm_words(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = report(&app, "1,000", "CLAVE9").await.to_string();
    let daniel = app.staff(DANIEL).await;
    let decline = |reason: &'static str, words: &'static str| {
        let (daniel, id) = (&daniel, id.clone());
        async move {
            daniel
                .submit("/do/desk/decline-report", &[("report", &id), ("reason", reason), ("words", words)])
                .await
        }
    };
    assert_eq!(decline("", "x").await.texts("#reason-error"), ["Error: Elija por qué"]);
    assert_eq!(decline("not_found", " ").await.texts("#words-error"), ["Error: Explique el motivo"]);
    let page = decline("not_found", "Pague de inmediato o habrá embargo.").await;
    assert!(page.texts("#words-error")[0].contains("puede leerse como amenaza"), "{}", page.text());
    decline("not_found", "Envíenos el comprobante de su banco.").await;
    app.work().await;
    let (subject, body): (String, String) =
        sqlx::query_as("select subject, body::text from outbox where address = $1")
            .bind(MARIA)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(subject, "Respuesta sobre el pago que reportó");
    assert!(body.contains("No encontramos ese dinero") && body.contains("Envíenos el comprobante"), "{body}");
    let list = app.signed_in(MARIA).await.get("/account/payments").await;
    assert!(
        list.text().contains("No confirmado") && list.text().contains("Envíenos el comprobante de su banco.")
    );
}

#[sqlx::test]
async fn a_key_that_was_used_before_is_flagged(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let first = report(&app, "1,000", "SAME 1").await;
    let daniel = app.staff(DANIEL).await;
    assert!(!daniel.get("/desk/reported").await.text().contains("Clave repetida"));
    report(&app, "1,000", "same-1").await;
    let queue = daniel.get("/desk/reported").await;
    assert_eq!(queue.texts(".badge").len(), 2, "{}", queue.text());
    let page = daniel.get(&format!("/desk/reported/{first}")).await;
    assert!(page.text().contains("Otro reporte o pago registrado lleva la misma clave."), "{}", page.text());
}

#[sqlx::test]
async fn a_report_needs_something_to_look_for(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = maria.submit(REPORT, &borrowed(&fields("1,000", ""))).await;
    assert_eq!(
        page.texts("#tracking_key-error"),
        ["Error: Escriba la clave o el número del ticket, o adjunte el comprobante"]
    );
    let paper = b"%PDF-1.7 a ticket\n%%EOF";
    let sent = fields("1,000", "");
    for _ in 0..2 {
        let answer = maria.post_file(REPORT, &borrowed(&sent), ("file", "ticket.pdf", paper)).await;
        assert_eq!(answer.location.as_deref(), Some("/account/payments?done=reported"));
    }
    let count: i64 =
        sqlx::query_scalar("select count(*) from reported_payments").fetch_one(&app.owner).await.unwrap();
    assert_eq!(count, 1, "the same press reported twice");
}

#[sqlx::test]
async fn only_who_may_pay_reports_on_an_account(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(rosa.post(REPORT, &borrowed(&fields("1,000", "K"))).await.status, 404);
    sqlx::query("update parties set may = 'see' where role = 'principal'").execute(&app.owner).await.unwrap();
    let maria = app.signed_in(MARIA).await;
    assert_eq!(maria.post(REPORT, &borrowed(&fields("1,000", "K"))).await.status, 403);
    let id = Uuid::now_v7();
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.get(&format!("/desk/reported/{id}")).await.status, 404);
}
