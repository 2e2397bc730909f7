//! What the bank says that came in: read once, matched by a person, given back or kept with its age.

use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::server::seed::known::{AGUAS, NORIEGA};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use super::recorded::{borrowed, fields, record};
use super::{books_agree, open_minor, reported};
use crate::support::{Browser, Page, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const UPLOAD: &str = "/do/desk/upload-statement";

/// As a Mexican bank writes it: in its own letters, with the day before the month, and money that went out.
pub const STATEMENT: &str = "Fecha,Concepto,Referencia,Clave de rastreo,Cargo,Abono\n\
05/03/2026,SPEI DE MARIA,F-1057,MB2603050001,,\"1,813.50\"\n\
05/03/2026,COMISION,,,25.00,\n\
27/02/2026,DEPOSITO EN VENTANILLA,,,,\"1,500.00\"\n\
04/03/2026,PAGO 4471 MARZO,,MB2603040009,,200.00\n";

async fn upload(browser: &Browser, text: &[u8]) -> Page {
    let bank = format!("{AGUAS}:MXN");
    let answer = browser.post_file(UPLOAD, &[("bank", &bank)], ("file", "movimientos.csv", text)).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    browser.get(&answer.location.unwrap()).await
}

/// A line that waits for an owner.
pub async fn uploaded(app: &TestApp) -> Uuid {
    let daniel = app.staff(DANIEL).await;
    let line = format!("Fecha,Abono,Referencia\n2026-03-05,77.00,{}\n", Uuid::now_v7());
    upload(&daniel, line.as_bytes()).await;
    sqlx::query_scalar("select id from bank_lines where state = 'unidentified' order by id desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

async fn line_of(owner: &PgPool, minor: i64) -> Uuid {
    sqlx::query_scalar("select id from bank_lines where amount_minor = $1")
        .bind(minor)
        .fetch_one(owner)
        .await
        .unwrap()
}

/// What a book holds of what the bank's lines moved.
async fn book_minor(owner: &PgPool, book: &str) -> i64 {
    sqlx::query_scalar("select coalesce(sum(amount_minor), 0)::bigint from ledger_entries where book = $1 and transaction_id in (
        select id from ledger_transactions where dedupe_key like 'bank_line:%' or dedupe_key in (select 'payment:' || id from payments where source = 'desk'))")
        .bind(book)
        .fetch_one(owner)
        .await
        .unwrap()
}

/// Presses the button that gives a line to the suggestion at this place, or to an account.
async fn assign(browser: &Browser, line: Uuid, whose: &str, reference: &str) -> Page {
    let page = browser.get(&format!("/desk/bank/{line}")).await;
    let hidden = |name: &str| {
        let form = "form[action='/do/desk/assign-line']";
        page.attribute(&format!("{form} input[name={name}]"), "value").expect("a form to say whose it is")
    };
    let (id, shown, key) = (hidden("line"), hidden("shown"), hidden("request_key"));
    let fields = [
        ("line", id.as_str()),
        ("shown", &shown),
        ("request_key", &key),
        ("whose", whose),
        ("reference", reference),
    ];
    browser.submit("/do/desk/assign-line", &fields).await
}

async fn is_sound(app: &TestApp) {
    books_agree(&app.owner).await;
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}

#[sqlx::test]
async fn each_deposit_waits_with_its_age_and_the_same_file_twice_does_nothing_twice(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let page = upload(&daniel, STATEMENT.as_bytes()).await;
    assert!(page.text().contains("Archivo recibido"), "{}", page.text());
    let waiting = page.texts("main table:first-of-type tbody tr");
    assert!(waiting[0].contains("$1,500.00") && waiting[0].contains("7 días"), "{waiting:?}");
    assert_eq!(
        (book_minor(&app.owner, "bank").await, book_minor(&app.owner, "unidentified").await),
        (351_350, -351_350)
    );
    let again = upload(&daniel, STATEMENT.as_bytes()).await;
    assert!(again.text().contains("Este archivo ya estaba"), "{}", again.text());
    // Next week's file begins with lines of this one, in other letters; a line that is there twice is money twice.
    let overlap = "Fecha;Descripción;Referencia;Clave de rastreo;Depósitos\r\n\
        2026-03-04;Pago 4471 marzo;;MB2603040009;$200.00\r\n2026-03-09;IGUAL;;;50.00\r\n2026-03-09;IGUAL;;;50.00\r\n";
    let (overlap, ..) = encoding_rs::WINDOWS_1252.encode(overlap);
    upload(&daniel, &overlap).await;
    let lines: i64 =
        sqlx::query_scalar("select count(*) from bank_lines").fetch_one(&app.owner).await.unwrap();
    assert_eq!((lines, book_minor(&app.owner, "bank").await), (5, 361_350));
    is_sound(&app).await;
}

#[sqlx::test]
async fn a_person_says_whose_a_deposit_is_from_what_is_suggested(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    upload(&daniel, STATEMENT.as_bytes()).await;
    let named = line_of(&app.owner, 181_350).await;
    let page = daniel.get(&format!("/desk/bank/{named}")).await;
    assert!(
        page.texts(".choice-card")[0].contains("María López (4471) Nombra la factura F-1057"),
        "{:?}",
        page.texts(".choice-card")
    );
    let paid = assign(&daniel, named, "0", "").await;
    assert!(paid.text().contains("Recibo R-208 · 5 de marzo de 2026 · transferencia"), "{}", paid.text());
    assert!(open_minor(&app.owner, "F-1057").await <= 0);
    // By amount, and by an account that nobody suggested.
    let by_amount = line_of(&app.owner, 150_000).await;
    let page = daniel.get(&format!("/desk/bank/{by_amount}")).await;
    assert!(page.text().contains("Es lo que falta de F-1070"), "{}", page.text());
    let nobody = assign(&daniel, by_amount, "other", "9999").await;
    assert_eq!(nobody.texts("#reference-error"), ["Error: No encontramos esa cuenta"]);
    assert!(assign(&daniel, by_amount, "other", "4513").await.text().contains("Teresa"));
    // It is said once.
    let again = daniel.get(&format!("/desk/bank/{named}")).await;
    assert!(again.texts("main form").is_empty() && again.text().contains("Aplicado"), "{}", again.text());
    assert_eq!(book_minor(&app.owner, "unidentified").await, -20_000);
    is_sound(&app).await;
}

#[sqlx::test]
async fn a_transfer_that_somebody_reported_is_found_by_its_key(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    reported::report(&app, "200", "mb 2603040009").await;
    upload(&daniel, STATEMENT.as_bytes()).await;
    let line = line_of(&app.owner, 20_000).await;
    let page = daniel.get(&format!("/desk/bank/{line}")).await;
    assert!(
        page.texts(".choice-card")[0].contains("La clave es la de un pago que reportó"),
        "{}",
        page.text()
    );
    assign(&daniel, line, "0", "").await;
    let list = app.signed_in("maria@example.mx").await.get("/account/payments").await;
    assert!(list.text().contains("Confirmado"), "{}", list.text());
    is_sound(&app).await;
}

#[sqlx::test]
async fn what_was_recorded_before_is_not_money_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let mut transfer = fields("200", "transfer");
    transfer.push(("tracking_key".to_owned(), "MB2603040009".to_owned()));
    record(&daniel, &transfer).await;
    upload(&daniel, STATEMENT.as_bytes()).await;
    assert_eq!(
        (book_minor(&app.owner, "bank").await, book_minor(&app.owner, "unidentified").await),
        (351_350, -331_350)
    );
    let line = line_of(&app.owner, 20_000).await;
    let page = daniel.get(&format!("/desk/bank/{line}")).await;
    assert!(
        page.text().contains("Ya estaba registrado") && page.texts("main form").is_empty(),
        "{}",
        page.text()
    );
    is_sound(&app).await;
}

#[sqlx::test]
async fn money_of_nobody_goes_back_with_a_word(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let line = uploaded(&app).await.to_string();
    let page = daniel.submit("/do/desk/return-line", &[("line", &line)]).await;
    assert_eq!(page.texts("#note-error"), ["Error: Escriba cómo se devolvió"]);
    for _ in 0..2 {
        daniel.post("/do/desk/return-line", &[("line", &line), ("note", "SPEI devuelto al ordenante")]).await;
    }
    assert_eq!((book_minor(&app.owner, "bank").await, book_minor(&app.owner, "unidentified").await), (0, 0));
    assert!(daniel.get(&format!("/desk/bank/{line}")).await.text().contains("Devuelto"));
    is_sound(&app).await;
}

#[sqlx::test]
async fn a_file_that_is_not_understood_is_refused_whole(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    for (text, wrong) in [
        ("Dia del mes,Abono\n5,10\n", "No encontramos la columna de fecha"),
        ("Fecha,Saldo\n05/03/2026,10\n", "No encontramos la columna de abono"),
        ("Fecha,Abono\n05/03/2026,10\nayer,10\n", "La fecha del renglón 3 no se entiende"),
        ("Fecha,Abono\n05/03/2026,diez\n", "El importe del renglón 2 no se entiende"),
        ("PK\u{3}\u{4}zip", "El archivo no se puede leer como CSV"),
    ] {
        let page = upload(&daniel, text.as_bytes()).await;
        assert_eq!(page.texts("#file-error"), [format!("Error: {wrong}")], "{text}");
    }
    let lines: i64 =
        sqlx::query_scalar("select count(*) from bank_lines").fetch_one(&app.owner).await.unwrap();
    assert_eq!(lines, 0);
}

#[sqlx::test]
async fn a_banks_lines_are_its_creditors_teams(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let line = uploaded(&app).await;
    let raul = app.staff("raul@noriega.example").await;
    assert!(!raul.get("/desk/bank").await.text().contains("Abono de"));
    assert_eq!(raul.get(&format!("/desk/bank/{line}")).await.status, 404);
    let id = line.to_string();
    assert_eq!(raul.post("/do/desk/return-line", &[("line", &id), ("note", "x")]).await.status, 404);
    let bank = format!("{AGUAS}:MXN");
    let upload =
        raul.post_file(UPLOAD, &[("bank", &bank)], ("file", "x.csv", b"Fecha,Abono\n2026-03-05,1\n")).await;
    assert_eq!(upload.status, 404);
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(victor.post(UPLOAD, &[("bank", &format!("{NORIEGA}:MXN"))]).await.status, 403);
    assert_eq!(victor.post("/do/desk/assign-line", &borrowed(&[])).await.status, 403);
}
