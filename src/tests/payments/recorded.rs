//! What the team records: money that came by transfer, in cash or by cheque.

use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use super::{books_agree, credit_minor, open_minor};
use crate::support::{Browser, Page, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";
const RECORD: &str = "/do/desk/record-payment";
const PDF: &[u8] = b"%PDF-1.7 a paper\n%%EOF";

/// What the page that records money on María's account sends, for today.
pub fn fields(amount: &str, means: &str) -> Vec<(String, String)> {
    let account = ACCOUNT_4471.to_string();
    let key = Uuid::now_v7().to_string();
    [
        ("account", account.as_str()),
        ("amount", amount),
        ("on_day", "6"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("means", means),
        ("what", "oldest"),
        ("request_key", &key),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// A payment that Daniel recorded beyond his limit; answers what waits to be approved.
pub async fn waiting(app: &TestApp, amount: &str) -> Uuid {
    let daniel = app.staff(DANIEL).await;
    let answer = daniel.post(RECORD, &borrowed(&fields(amount, "transfer"))).await;
    assert_eq!(
        answer.location.as_deref(),
        Some(&*format!("/desk/accounts/{ACCOUNT_4471}/record?done=waits"))
    );
    sqlx::query_scalar("select id from approvals where kind = 'manual_payment' and state = 'waiting' order by asked_at desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

pub fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

pub fn with(fields: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let kept = fields.into_iter().filter(|(name, _)| more.iter().all(|(new, _)| new != name));
    kept.chain(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}

/// Records money and reads the page that follows.
pub async fn record(browser: &Browser, fields: &[(String, String)]) -> Page {
    let page = browser.submit(RECORD, &borrowed(fields)).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page
}

async fn book_minor(owner: &PgPool, book: &str) -> i64 {
    sqlx::query_scalar(
        "select coalesce(sum(e.amount_minor), 0)::bigint from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
         join payments p on t.dedupe_key = 'payment:' || p.id where e.book = $1 and p.source = 'desk'",
    )
    .bind(book)
    .fetch_one(owner)
    .await
    .unwrap()
}

async fn is_sound(app: &TestApp) {
    books_agree(&app.owner).await;
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}

#[sqlx::test]
async fn cash_gets_a_numbered_slip_and_the_debtor_a_receipt(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let form = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/record")).await;
    assert_eq!(form.attribute("#on", "value").as_deref(), Some("6"), "{}", form.text());
    let page = record(&daniel, &fields("3,000", "cash")).await;
    let text = page.text();
    assert!(text.contains("Recibo R-208 · 6 de marzo de 2026 · efectivo · recibo de caja C-1"), "{text}");
    assert!(text.contains("F-1041 $2,233.00") && text.contains("F-1057 $767.00 $1,046.50"), "{text}");
    assert_eq!((book_minor(&app.owner, "cash").await, book_minor(&app.owner, "bank").await), (300_000, 0));
    app.work().await;
    let letters: Vec<(String, String)> =
        sqlx::query_as("select address, subject from outbox").fetch_all(&app.owner).await.unwrap();
    assert_eq!(letters, [("maria@example.mx".to_owned(), "Recibimos su pago, recibo R-208".to_owned())]);
    let maria = app.signed_in("maria@example.mx").await;
    let list = maria.get("/account/payments").await;
    assert!(list.text().contains("R-208"), "{}", list.text());
    // The next slip follows without a gap, and more than is owed stays as credit.
    let page = record(&daniel, &fields("3,500", "cash")).await;
    assert!(page.text().contains("recibo de caja C-2"), "{}", page.text());
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 35_050);
    assert_eq!(open_minor(&app.owner, "F-1063").await, 30_000, "what is contested was paid");
    is_sound(&app).await;
}

#[sqlx::test]
async fn a_transfer_of_weeks_ago_changes_the_interest_since(_: PgPoolOptions, options: PgConnectOptions) {
    // domain-rules B8.
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    assert_eq!(open_minor(&app.owner, "F-1041").await, 223_300);
    let f1041 = invoice("F-1041").to_string();
    let transfer = with(
        fields("1,000", "transfer"),
        &[
            ("on_day", "10"),
            ("on_month", "febrero"),
            ("what", "invoices"),
            ("invoice", &f1041),
            ("tracking_key", "2602 10ab"),
        ],
    );
    let page = record(&daniel, &transfer).await;
    assert!(page.text().contains("10 de febrero de 2026 · transferencia"), "{}", page.text());
    assert_eq!(open_minor(&app.owner, "F-1041").await, 122_108);
    let (principal, interest): (i64, i64) =
        sqlx::query_as("select principal_minor, interest_minor from invoice_balances where invoice_id = $1")
            .bind(invoice("F-1041").0)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!((principal, interest), (120_660, 1_448));
    assert_eq!(open_minor(&app.owner, "F-1057").await, 181_350, "another invoice's interest changed");
    assert_eq!(book_minor(&app.owner, "bank").await, 100_000);
    is_sound(&app).await;
}

#[sqlx::test]
async fn beyond_a_limit_another_approves_before_anything_counts(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let approval = waiting(&app, "6000").await;
    assert_eq!(open_minor(&app.owner, "F-1041").await, 223_300);
    let daniel = app.staff(DANIEL).await;
    let list = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/record")).await;
    assert!(list.text().contains("Por aprobar"), "{}", list.text());
    let id = approval.to_string();
    daniel.post("/do/desk/approve", &[("approval", &id)]).await;
    assert_eq!(open_minor(&app.owner, "F-1041").await, 223_300, "who asked approved it");
    let elena = app.staff(ELENA).await;
    elena.post("/do/desk/approve", &[("approval", &id)]).await;
    assert_eq!(open_minor(&app.owner, "F-1041").await, 0);
    assert!(daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/record")).await.text().contains("Aplicado"));
    is_sound(&app).await;
}

#[sqlx::test]
async fn what_is_not_approved_is_not_posted_and_can_be_recorded_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let transfer = with(fields("6000", "transfer"), &[("tracking_key", "KEY1")]);
    record(&daniel, &transfer).await;
    let id: Uuid = sqlx::query_scalar("select id from approvals").fetch_one(&app.owner).await.unwrap();
    let elena = app.staff(ELENA).await;
    elena
        .post("/do/desk/decline", &[("approval", &id.to_string()), ("reason", "Falta el comprobante")])
        .await;
    let list = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/record")).await;
    assert!(list.text().contains("No aprobado"), "{}", list.text());
    let again = with(fields("400", "transfer"), &[("tracking_key", "key 1")]);
    assert!(record(&daniel, &again).await.text().contains("Recibo R-208"));
}

#[sqlx::test]
async fn one_transfer_is_recorded_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let transfer = with(fields("500", "transfer"), &[("tracking_key", "BNET01002603060012345678")]);
    let first = daniel.post(RECORD, &borrowed(&transfer)).await.location;
    // The same press leads to the same payment; another form with the same key is refused.
    assert_eq!(daniel.post(RECORD, &borrowed(&transfer)).await.location, first);
    let other = with(fields("500", "transfer"), &[("tracking_key", "bnet-0100-2603-0600-1234-5678")]);
    let page = record(&daniel, &other).await;
    assert_eq!(page.texts("#tracking_key-error"), ["Error: Esa clave de rastreo ya está registrada"]);
    let count: i64 = sqlx::query_scalar("select count(*) from payments where source = 'desk'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(count, 1);
}

#[sqlx::test]
async fn what_counts_in_a_closed_month_needs_another_and_is_carried_today(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    sqlx::query(
        "insert into closed_months (creditor_id, month, closed_at, closed_by, control_total_minor, currency)
         select creditor_id, '2026-02-01', now(), id, 0, 'MXN' from accounts where id = $1",
    )
    .bind(ACCOUNT_4471)
    .execute(&app.owner)
    .await
    .unwrap();
    let daniel = app.staff(DANIEL).await;
    let cheque = with(fields("100", "cheque"), &[("on_day", "27"), ("on_month", "2"), ("reference", "0012")]);
    let page = record(&daniel, &cheque).await;
    assert!(page.text().contains("Espera aprobación"), "{}", page.text());
    let id: Uuid = sqlx::query_scalar("select id from approvals").fetch_one(&app.owner).await.unwrap();
    app.staff(ELENA).await.post("/do/desk/approve", &[("approval", &id.to_string())]).await;
    let days: (chrono::NaiveDate, chrono::NaiveDate) = sqlx::query_as(
        "select t.effective_on, t.accounting_on from ledger_transactions t join payments p on t.dedupe_key = 'payment:' || p.id
         where p.source = 'desk'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let day = |month, day| chrono::NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    assert_eq!(days, (day(2, 27), day(3, 6)));
    is_sound(&app).await;
}

#[sqlx::test]
async fn a_proof_is_what_it_is_and_not_what_it_is_called(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let transfer = fields("250", "transfer");
    let refused = |page: Page| async { daniel.get(&page.location.unwrap()).await };
    let page = daniel
        .post_file(RECORD, &borrowed(&transfer), ("file", "proof.pdf", b"<script>alert(1)</script>"))
        .await;
    let page = refused(page).await;
    assert_eq!(page.texts("#file-error"), ["Error: El archivo no es PDF, JPG ni PNG; adjunte otro"]);
    assert_eq!(page.attribute("#amount", "value").as_deref(), Some("250.00"), "what was typed is lost");
    let large = [PDF, &vec![0; 10 * 1024 * 1024]].concat();
    let page =
        refused(daniel.post_file(RECORD, &borrowed(&transfer), ("file", "proof.pdf", &large)).await).await;
    assert_eq!(page.texts("#file-error"), ["Error: El archivo pasa de 10 MB; adjunte otro"]);
    assert_eq!(book_minor(&app.owner, "bank").await, 0);

    let kept =
        daniel.post_file(RECORD, &borrowed(&transfer), ("file", "C:\\tmp\\recibo \u{f1}.txt", PDF)).await;
    assert!(kept.location.unwrap().starts_with("/desk/payments/"));
    let list = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/record")).await;
    let href = list.attribute("main a[href^='/desk/files/']", "href").expect("the proof");
    let file = daniel.get(&href).await;
    let header = |name: &str| file.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!((header("content-type").as_str(), file.html.as_bytes()), ("application/pdf", PDF));
    assert!(header("content-disposition").starts_with("attachment;"), "{}", header("content-disposition"));
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.get(&href).await.status, 404);
}

#[sqlx::test]
async fn what_is_wrong_stands_at_its_field(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let wrong = with(fields("0", ""), &[("on_day", "7"), ("what", "invoices")]);
    let page = record(&daniel, &wrong).await;
    assert_eq!(page.texts("#amount-error"), ["Error: Escriba la cantidad"]);
    assert_eq!(page.texts("#on-error"), ["Error: Ese día aún no llega"]);
    assert_eq!(page.texts("#means-error"), ["Error: Elija cómo llegó"]);
    assert_eq!(page.texts("#invoice-error"), ["Error: Elija al menos una factura"]);
    let page = record(&daniel, &fields("50", "cheque")).await;
    assert_eq!(page.texts("#reference-error"), ["Error: Escriba el número del cheque"]);
    // Who only reads records nothing, and another's account is not found.
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(victor.post(RECORD, &borrowed(&fields("50", "cash"))).await.status, 403);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.post(RECORD, &borrowed(&fields("50", "cash"))).await.status, 404);
}
