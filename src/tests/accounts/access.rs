//! Who reads whose account, and how far.

use aldia::kernel::ids::InvoiceId;
use aldia::server::seed::known::{self, ACCOUNT_4471, ACCOUNT_P77};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{assert_never_says, assert_says, invoice_page};
use crate::support::TestApp;

#[sqlx::test]
async fn a_debtor_cannot_read_another_debtors_invoice(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let rosa = app.signed_in("rosa@example.mx").await;
    let unknown = rosa.get(&format!("/account/invoices/{}", InvoiceId::new())).await;
    for path in [
        invoice_page("F-1041"),
        "/account/invoices/nonsense".to_owned(),
        format!("/account/invoices?account={ACCOUNT_4471}"),
        format!("/account/balance?account={ACCOUNT_4471}"),
        format!("/account/balance?of={}", known::invoice("F-1041")),
    ] {
        let page = rosa.get(&path).await;
        assert_eq!((page.status, page.text()), (404, unknown.text()), "{path}");
    }
}

#[sqlx::test]
async fn a_guarantor_is_asked_for_no_more_than_they_signed(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let alberto = app.signed_in("alberto@example.mx").await;
    for path in ["/account".to_owned(), invoice_page("F-1041")] {
        let page = alberto.get(&path).await;
        assert_eq!(page.texts(".amount-number"), ["$2,000.00 MXN"], "{path}");
        assert_says(&page, &["Usted firmó como aval hasta $2,000.00."]);
        assert_never_says(&page, &["2,233", "3,200", "2,200", "1,000", "f-1057", "4,649"]);
    }
    for path in [invoice_page("F-1057"), format!("/account/balance?of={}", known::invoice("F-1041"))] {
        assert_eq!(alberto.get(&path).await.status, 404, "{path}");
    }
    let list = alberto.get("/account/invoices").await;
    assert_never_says(&list, &["f-1041", "2,233"]);
}

#[sqlx::test]
async fn a_bookkeeper_sees_each_account_under_its_creditor(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let lucia = app.signed_in("lucia@example.mx").await;
    let page = lucia.get("/account").await;
    assert_eq!(page.texts("h1"), ["Sus cuentas"]);
    assert_eq!(
        page.texts(".account > h2"),
        ["Aguas del Valle, cuenta 4502", "Papelería Noriega, cuenta P-77"]
    );
    let page = lucia.get("/account/invoices?show=all").await;
    assert_eq!(page.texts("tbody tr").len(), 25);
    assert_says(&page, &["Todas (40)", "1 a 25 de 40", "Papelería Noriega, cuenta P-77"]);
    let page = lucia.get(&format!("/account/invoices?show=all&account={ACCOUNT_P77}")).await;
    assert_eq!(page.texts("tbody tr").len(), 2);
    assert_says(&lucia.get(&invoice_page("F-0633")).await, &["Pagar esta factura", "IVA 16 %"]);
}

#[sqlx::test]
async fn whoever_may_only_see_is_offered_no_payment(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    sqlx::query("update parties set may = 'see' where person_id = $1")
        .bind(known::LUCIA.0)
        .execute(&app.owner)
        .await
        .unwrap();
    let lucia = app.signed_in("lucia@example.mx").await;
    for path in ["/account".to_owned(), "/account/invoices".to_owned(), invoice_page("F-0633")] {
        let page = lucia.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(!page.html.contains("/account/pay?"), "{path}");
        assert!(page.texts("input[name=invoice]").is_empty(), "{path}");
    }
}

#[sqlx::test]
async fn a_link_that_has_ended_opens_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    sqlx::query("update parties set until_on = '2026-03-05' where person_id = $1")
        .bind(known::LUCIA.0)
        .execute(&app.owner)
        .await
        .unwrap();
    let lucia = app.signed_in("lucia@example.mx").await;
    assert_says(&lucia.get("/account").await, &["No hay ninguna cuenta ligada a sus datos."]);
    assert_eq!(lucia.get(&invoice_page("F-0633")).await.status, 404);
}

#[sqlx::test]
async fn nobody_signed_in_is_shown_the_way_to_the_door(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for path in ["/account", "/account/invoices", "/account/balance", &invoice_page("F-1041")] {
        let page = app.browser().get(path).await;
        assert_eq!(page.status, 303, "{path}");
        assert!(page.location.unwrap().starts_with("/login"), "{path}");
    }
}
