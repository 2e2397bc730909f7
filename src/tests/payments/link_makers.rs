//! Who makes links to pay by, who sees and ends them, and what the database keeps of them.

use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4513, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::links::{DANIEL, MARIA, borrowed, latest, make, make_fields};
use crate::support::TestApp;

#[sqlx::test]
async fn a_link_is_its_makers_and_the_teams(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let link = make(&maria, "account").await;
    // Another debtor, and another person on the same account, know nothing of it.
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(rosa.post("/do/payments/revoke-link", &[("link", &link.id)]).await.status, 404);
    assert_eq!(rosa.post("/do/payments/make-link", &borrowed(&make_fields("account"))).await.status, 404);
    sqlx::query("update parties set from_on = '2026-01-01', may = 'manage', role = 'joint_debtor', invoice_id = null, liable_minor = null where role = 'guarantor'")
        .execute(&app.owner)
        .await
        .unwrap();
    let alberto = app.signed_in("alberto@example.mx").await;
    let page = alberto.get(&format!("/account/pay/links?account={ACCOUNT_4471}")).await;
    assert!(page.text().contains("Aún no hay enlaces."), "{}", page.text());
    assert_eq!(alberto.post("/do/payments/revoke-link", &[("link", &link.id)]).await.status, 404);
    // The team of the creditor sees who made it, and can end it; another team cannot, and an auditor changes nothing.
    let at_desk = format!("/desk/accounts/{ACCOUNT_4471}/links");
    let daniel = app.staff(DANIEL).await;
    let page = daniel.get(&at_desk).await;
    assert!(page.text().contains("María López") && page.texts("code.address").len() == 1, "{}", page.text());
    let victor = app.staff("victor@aguas.example").await;
    assert!(victor.get(&at_desk).await.texts("main form").is_empty());
    assert_eq!(victor.post("/do/desk/revoke-link", &[("link", &link.id)]).await.status, 403);
    assert_eq!(victor.post("/do/desk/make-link", &borrowed(&make_fields("account"))).await.status, 403);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.post("/do/desk/revoke-link", &[("link", &link.id)]).await.status, 404);
    let page = daniel.submit("/do/desk/revoke-link", &[("link", &link.id)]).await;
    assert!(page.text().contains("Enlace anulado") && page.text().contains("Anulado"), "{}", page.text());
    assert_eq!(app.browser().get(&link.path).await.status, 404);
}

#[sqlx::test]
async fn the_team_makes_a_link_for_an_invoice_and_the_same_press_makes_one(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let sheet = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/invoices/{}", invoice("F-1057"))).await;
    let to_links = sheet.attribute("main a[href*='/links?invoice=']", "href").expect("the way to the links");
    let page = daniel.get(&to_links).await;
    let chosen = page.attribute("input[name=what][checked]", "value").unwrap();
    assert_eq!(chosen, invoice("F-1057").to_string());
    let fields = make_fields(&chosen);
    daniel.post("/do/desk/make-link", &borrowed(&fields)).await;
    let page = daniel.submit("/do/desk/make-link", &borrowed(&fields)).await;
    assert_eq!(page.texts(".summary-list code.address").len(), 1, "{}", page.text());
    assert!(page.text().contains("Daniel"), "{}", page.text());
    let shown = app.browser().get(&latest(&page).path).await;
    assert!(shown.text().contains("$1,813.50 MXN"), "{}", shown.text());
    // The database keeps no address.
    let kept: String = sqlx::query_scalar("select encode(token_hash, 'escape') from pay_links")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert!(!latest(&page).path.contains(&kept));
    // Of another account's invoice no link is made.
    let other: Uuid = sqlx::query_scalar("select id from invoices where account_id = $1 limit 1")
        .bind(ACCOUNT_4513)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let answer = daniel.post("/do/desk/make-link", &borrowed(&make_fields(&other.to_string()))).await;
    assert_eq!(answer.status, 404);
}
