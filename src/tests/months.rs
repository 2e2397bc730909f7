//! Closing months: in order, only while the books are sound, with a total that the journal comes to for ever.

use aldia::server::seed::known::AGUAS;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::TestApp;

const CLOSE: &str = "/do/desk/close-month";

/// The first month of the demo's books, as addresses name it.
pub async fn first_month(app: &TestApp) -> String {
    let month: String = sqlx::query_scalar(
        "select to_char(min(accounting_on), 'YYYY-MM') from ledger_transactions where creditor_id = $1",
    )
    .bind(AGUAS)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    format!("{AGUAS}:{month}")
}

/// The sums of two columns of a journal, in minor units.
fn sums(journal: &str) -> (i64, i64) {
    let minor = |cell: &str| cell.replace('.', "").parse::<i64>().unwrap_or(0);
    journal.lines().skip(1).fold((0, 0), |(debit, credit), line| {
        let cells: Vec<&str> = line.rsplit(',').collect();
        (debit + minor(cells[1]), credit + minor(cells[0]))
    })
}

#[sqlx::test]
async fn a_closed_month_has_a_total_that_its_journal_comes_to(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff("elena@aguas.example").await;
    let books = first_month(&app).await;
    let list = elena.get("/desk/months").await;
    assert_eq!(list.texts("form[action='/do/desk/close-month']").len(), 1, "{}", list.text());
    let page = elena.submit(CLOSE, &[("books", &books)]).await;
    assert!(page.text().contains("Facturas por cobrar") && page.text().contains("Ventas"), "{}", page.text());
    let journal = elena.get(&format!("/desk/months/{books}/journal.csv")).await;
    assert_eq!(journal.headers.get("content-type").unwrap(), "text/csv; charset=utf-8");
    let (debit, credit) = sums(&journal.html);
    let control: i64 =
        sqlx::query_scalar("select control_total_minor from closed_months where creditor_id = $1")
            .bind(AGUAS)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert!(control > 0);
    assert_eq!((debit, credit), (control, control));
    let by_book: (i64, i64) =
        sqlx::query_as("select sum(debit_minor)::bigint, sum(credit_minor)::bigint from month_controls")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(by_book, (control, control));
    // It is closed once, and takes nothing more.
    assert!(elena.submit(CLOSE, &[("books", &books)]).await.text().contains("Ese mes ya está cerrado"));
    let month = books.split_once(':').unwrap().1;
    let late = sqlx::query(
        "insert into ledger_transactions (id, kind, dedupe_key, creditor_id, recorded_at, effective_on, accounting_on, actor_kind)
         values (gen_random_uuid(), 'correction', 'late', $1, now(), $2::date, $2::date, 'system')",
    )
    .bind(AGUAS)
    .bind(chrono::NaiveDate::parse_from_str(&format!("{month}-15"), "%Y-%m-%d").unwrap())
    .execute(&app.owner)
    .await;
    assert!(late.unwrap_err().to_string().contains("the month is closed"));
}

#[sqlx::test]
async fn months_close_in_order_and_only_once_they_are_over(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff("elena@aguas.example").await;
    let refused = async |month: &str| {
        let books = format!("{AGUAS}:{month}");
        elena.submit(CLOSE, &[("books", &books)]).await.text()
    };
    assert!(refused("2026-03").await.contains("Ese mes aún no termina"));
    assert!(refused("2026-02").await.contains("Hay un mes anterior abierto"));
}

#[sqlx::test]
async fn a_month_is_not_closed_while_something_is_wrong_with_the_books(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let books = first_month(&app).await;
    sqlx::query("update invoice_balances set principal_minor = principal_minor + 1 where open_minor > 0")
        .execute(&app.owner)
        .await
        .unwrap();
    let page = app.staff("elena@aguas.example").await.submit(CLOSE, &[("books", &books)]).await;
    assert!(page.text().contains("La revisión de los libros encontró fallas"), "{}", page.text());
    let closed: i64 =
        sqlx::query_scalar("select count(*) from closed_months").fetch_one(&app.owner).await.unwrap();
    assert_eq!(closed, 0);
}

#[sqlx::test]
async fn only_supervisors_of_the_creditor_close_its_months(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let books = first_month(&app).await;
    for (who, status) in
        [("daniel@aguas.example", 403), ("victor@aguas.example", 403), ("raul@noriega.example", 403)]
    {
        let answer = app.staff(who).await.post(CLOSE, &[("books", &books)]).await;
        assert_eq!(answer.status, status, "{who}");
    }
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.get(&format!("/desk/months/{books}/journal.csv")).await.status, 404);
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(victor.get(&format!("/desk/months/{books}/journal.csv")).await.status, 200);
}
