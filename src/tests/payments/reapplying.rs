//! A payment that was applied to the wrong invoice pays another, and the books keep both.

use aldia::server::seed::known;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{Payer, books_are_sound, open_minor};
use crate::support::TestApp;

const DANIEL: &str = "daniel@aguas.example";

#[sqlx::test]
async fn a_payment_applied_wrongly_pays_what_the_team_chooses_and_the_receipt_shows_both(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=600", "4242424242424242").await;
    let (was_1041, was_1063) =
        (open_minor(&app.owner, "F-1041").await, open_minor(&app.owner, "F-1063").await);
    let daniel = app.staff(DANIEL).await;
    let page = daniel.get(&format!("/desk/payments/{id}/reapply")).await;
    assert!(page.text().contains("hoy recibe $600.00 de este pago"), "{}", page.text());
    let (payment, invoice) = (id.to_string(), known::invoice("F-1063").to_string());
    let fields = [("payment", payment.as_str()), ("invoice", invoice.as_str())];
    let shown = daniel.submit("/do/desk/reapply", &fields).await;
    assert!(shown.text().contains("A qué se aplica hoy"), "{}", shown.text());
    assert_eq!(open_minor(&app.owner, "F-1041").await, was_1041 + 60_000);
    assert_eq!(open_minor(&app.owner, "F-1063").await, was_1063 - 60_000);
    let receipt = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(receipt.contains("F-1041") && receipt.contains("F-1063"), "{receipt}");
    let again = daniel.submit("/do/desk/reapply", &fields).await;
    assert!(again.text().contains("Ya se aplica exactamente así"), "{}", again.text());
    let none = daniel.submit("/do/desk/reapply", &fields[..1]).await;
    assert!(none.text().contains("Elija al menos una factura"), "{}", none.text());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn another_accounts_invoice_is_not_found(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let id = Payer::maria(&app).await.pay_with(&app, "how=amount&amount=600", "4242424242424242").await;
    let (payment, invoice) = (id.to_string(), known::invoice("F-0640").to_string());
    let fields = [("payment", payment.as_str()), ("invoice", invoice.as_str())];
    assert_eq!(app.staff(DANIEL).await.post("/do/desk/reapply", &fields).await.status, 404);
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(victor.post("/do/desk/reapply", &fields).await.status, 403);
}
