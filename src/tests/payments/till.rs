//! The count of the day's cash.

use aldia::server::seed::known::AGUAS;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::recorded::{fields, record};
use crate::support::{Browser, Page, TestApp};

async fn count(browser: &Browser, counted: &str, banked: &str, explanation: &str) -> Page {
    let creditor = AGUAS.to_string();
    let fields = [
        ("creditor", creditor.as_str()),
        ("currency", "MXN"),
        ("day", "2026-03-06"),
        ("counted", counted),
        ("banked", banked),
        ("explanation", explanation),
    ];
    browser.submit("/do/desk/count-cash", &fields).await
}

async fn close(browser: &Browser, shown: &Page) -> Page {
    let count = shown.attribute("input[name=count]", "value").expect("a count to close");
    browser.submit("/do/desk/close-cash", &[("count", &count), ("day", "2026-03-06")]).await
}

#[sqlx::test]
async fn the_day_is_counted_explained_and_closed_by_another(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff("daniel@aguas.example").await;
    let (elena, carmen) = (app.staff("elena@aguas.example").await, app.staff("carmen@aguas.example").await);
    record(&daniel, &fields("700", "cash")).await;
    let page = elena.get("/desk/cash").await;
    assert!(page.text().contains("Debe haber $700.00") && page.text().contains("C-1"), "{}", page.text());
    let page = count(&elena, "690", "500", "").await;
    assert_eq!(page.texts("#explanation-error"), ["Error: Explique la diferencia"]);
    let page = count(&elena, "690", "691", "x").await;
    assert_eq!(page.texts("#banked-error"), ["Error: No puede ir al banco más de lo contado"]);
    let page = count(&elena, "690", "500", "Faltó un billete de 10").await;
    assert!(page.text().contains("\u{2212}$10.00") && page.text().contains("Elena"), "{}", page.text());
    // Neither who counted nor who took cash closes the day.
    for own in [&elena, &daniel] {
        let refused = close(own, &page).await;
        assert!(
            refused.text().contains("Quien contó o recibió efectivo ese día no lo cierra"),
            "{}",
            refused.text()
        );
    }
    let closed = close(&carmen, &page).await;
    assert!(closed.text().contains("El día está cerrado."), "{}", closed.text());
    let books: Vec<(String, i64)> = sqlx::query_as(
        "select e.book, sum(e.amount_minor)::bigint from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
         where t.dedupe_key like 'cash_count:%' or e.book = 'cash' group by e.book order by e.book",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    let books: Vec<(&str, i64)> = books.iter().map(|(book, sum)| (book.as_str(), *sum)).collect();
    assert_eq!(books, [("cash", 19_000), ("cash_differences", 1_000), ("in_transit", 50_000)]);
    // It takes no more cash, and is not counted again.
    let late = record(&daniel, &fields("10", "cash")).await;
    assert_eq!(late.texts("#on-error"), ["Error: La caja de ese día ya está cerrada"]);
    let again = count(&elena, "690", "500", "x").await;
    assert!(again.text().contains("El día está cerrado."), "{}", again.text());
}

#[sqlx::test]
async fn cash_that_comes_after_the_count_is_counted_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff("daniel@aguas.example").await;
    let (elena, carmen) = (app.staff("elena@aguas.example").await, app.staff("carmen@aguas.example").await);
    record(&daniel, &fields("100", "cash")).await;
    let page = count(&elena, "100", "", "").await;
    record(&daniel, &fields("50", "cash")).await;
    let refused = close(&carmen, &page).await;
    assert!(refused.text().contains("cuente otra vez"), "{}", refused.text());
    let page = count(&elena, "150", "", "").await;
    assert!(close(&carmen, &page).await.text().contains("El día está cerrado."));
}

#[sqlx::test]
async fn only_the_team_of_a_creditor_counts_its_till(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    record(&app.staff("daniel@aguas.example").await, &fields("100", "cash")).await;
    let raul = app.staff("raul@noriega.example").await;
    assert!(!raul.get("/desk/cash").await.text().contains("Aguas del Valle"));
    assert_eq!(count(&raul, "100", "", "").await.status, 404);
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(count(&victor, "100", "", "").await.status, 403);
}
