//! Interest and fees that the team gives up: within one's limit at once, beyond it when another says yes, and always with
//! who and why.

use aldia::accounts::words::row_waived;
use aldia::kernel::ids::PaymentId;
use aldia::kernel::locale::Lang;
use aldia::ledger::allocation::{Allocation, AllocationPart};
use aldia::ledger::check;
use aldia::ledger::jobs::order_interest;
use aldia::ledger::model::{Book, Component, Days, TransactionDraft};
use aldia::ledger::store::{account_key, post};
use aldia::payments::store::recounting;
use aldia::server::seed::known::{self, ACCOUNT_4471, ACCOUNT_4502, DANIEL_AGENT};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::books::day;
use crate::support::{Browser, Page, TestApp};

const MARIA: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";

async fn waive(browser: &Browser, number: &str, amount: &str, words: &str) -> Page {
    let (account, invoice) = (ACCOUNT_4471.to_string(), known::invoice(number).to_string());
    let form = [
        ("account", account.as_str()),
        ("invoice", &invoice),
        ("what", "interest"),
        ("amount", amount),
        ("words", words),
    ];
    browser.submit("/do/desk/waive", &form).await
}

/// What is open of an invoice: interest, and tax on it.
async fn open(app: &TestApp, number: &str) -> (i64, i64) {
    sqlx::query_as(
        "select b.interest_minor, b.interest_tax_minor from invoice_balances b join invoices i on i.id = b.invoice_id where i.number = $1",
    )
    .bind(number)
    .fetch_one(&app.owner)
    .await
    .unwrap()
}

async fn may_waive(app: &TestApp, minor: i64) {
    sqlx::query("update staff_limits set at_most = $2 where staff_id = $1 and kind = 'waiver'")
        .bind(DANIEL_AGENT)
        .bind(minor)
        .execute(&app.owner)
        .await
        .unwrap();
}

async fn sound(app: &TestApp) {
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}

#[sqlx::test]
async fn within_the_limit_interest_is_waived_at_once_and_the_debtor_reads_who_and_why(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let invoice = format!("/desk/accounts/{ACCOUNT_4471}/invoices/{}", known::invoice("F-1041"));
    let page = daniel.get(&invoice).await.text();
    assert!(page.contains("Condonar intereses o cargos"), "{page}");
    let page = daniel.get(&format!("{invoice}/waive")).await.text();
    assert!(page.contains("Intereses: $33.00 por pagar"), "{page}");
    let answer = waive(&daniel, "F-1041", "20", "La medición llegó tarde").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(open(&app, "F-1041").await, (1_300, 0));
    let maria = app.signed_in(MARIA).await;
    let read = maria.get("/account/balance?of=total").await.text();
    assert!(read.contains("Se condonó; lo autorizó Daniel: La medición llegó tarde"), "{read}");
    assert!(read.contains("\u{2212}$20.00"), "{read}");
    let english = row_waived(Lang::En, "Daniel", "La medición llegó tarde");
    assert_eq!(english, "Waived; Daniel decided so: La medición llegó tarde");
    // What was waived is not charged again, and what comes later is.
    sqlx::query("select turn_demo_clock('2026-03-07')").execute(&app.owner).await.unwrap();
    order_interest(&app.db).await.unwrap();
    app.work().await;
    assert_eq!(open(&app, "F-1041").await, (1_410, 0));
    sound(&app).await;
}

#[sqlx::test]
async fn beyond_the_limit_another_decides_and_the_database_holds_to_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    may_waive(&app, 1_000).await;
    let daniel = app.staff(DANIEL).await;
    let page = waive(&daniel, "F-1041", "33", "Falla nuestra").await.text();
    assert!(page.contains("Espera aprobación") && page.contains("Condonar $33.00"), "{page}");
    assert_eq!(open(&app, "F-1041").await, (3_300, 0), "nothing moves before somebody else says yes");
    let approval: Uuid = sqlx::query_scalar("select id from approvals").fetch_one(&app.owner).await.unwrap();
    let approval = approval.to_string();
    let own = daniel.submit("/do/desk/approve", &[("approval", &approval)]).await.text();
    assert!(own.contains("decide otra persona"), "{own}");
    let again = waive(&daniel, "F-1041", "33", "Falla nuestra").await.text();
    assert!(again.contains("por aprobar"), "{again}");
    let elena = app.staff(ELENA).await;
    let page = elena.get(&format!("/desk/approvals/{approval}")).await.text();
    assert!(page.contains("Condonar $33.00") && page.contains("$6,449.50 hoy; $6,416.50 después"), "{page}");
    elena.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert_eq!(open(&app, "F-1041").await, (0, 0));
    let read = app.signed_in(MARIA).await.get("/account/balance?of=total").await.text();
    assert!(read.contains("lo autorizó Daniel: Falla nuestra"), "{read}");
    // Even a program that forgot to ask is refused.
    let forced = sqlx::query(
        "insert into waivers select gen_random_uuid(), account_id, debtor_id, creditor_id, invoice_id, what, currency, amount_minor, 'x',
           waived_by, shown_name, null, (select id from ledger_transactions where kind = 'interest' limit 1), waived_at from waivers",
    )
    .execute(&app.owner)
    .await;
    let constraint = forced.unwrap_err().as_database_error().unwrap().constraint().map(str::to_owned);
    assert_eq!(constraint.as_deref(), Some("waivers_within_limit"));
    sound(&app).await;
}

#[sqlx::test]
async fn more_than_was_charged_cannot_be_waived(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let page = waive(&daniel, "F-1041", "33.01", "De más").await.text();
    assert!(page.contains("Lo más que se puede condonar es $33.00"), "{page}");
    let page = waive(&daniel, "F-1041", "33", " ").await.text();
    assert!(page.contains("Explique por qué se condona"), "{page}");
    let page = waive(&daniel, "F-1070", "1", "No debe intereses").await.text();
    assert!(page.contains("no tiene intereses ni cargos por pagar"), "{page}");
    assert_eq!(open(&app, "F-1041").await, (3_300, 0));
    let count: i64 = sqlx::query_scalar("select count(*) from waivers").fetch_one(&app.owner).await.unwrap();
    assert_eq!(count, 0);
    // What somebody asked for can have been paid meanwhile.
    may_waive(&app, 0).await;
    waive(&daniel, "F-1041", "33", "Falla nuestra").await;
    may_waive(&app, 10_000).await;
    let approval: Uuid = sqlx::query_scalar("select id from approvals").fetch_one(&app.owner).await.unwrap();
    waive(&daniel, "F-1057", "13.50", "Otra").await;
    let elena = app.staff(ELENA).await;
    elena.submit("/do/desk/approve", &[("approval", &approval.to_string())]).await;
    assert_eq!((open(&app, "F-1041").await, open(&app, "F-1057").await), ((0, 0), (0, 0)));
    sound(&app).await;
}

#[sqlx::test]
async fn a_waiver_of_what_was_never_owed_does_not_pay_principal(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    waive(&daniel, "F-1041", "33", "Falla nuestra").await;
    let (paid_on, today) = (day(2026, 2, 10), day(2026, 3, 6));
    let invoice = known::invoice("F-1041");
    let mut tx = app.system().await;
    let of = account_key(&mut tx, ACCOUNT_4471).await.unwrap().unwrap();
    let recount = recounting::begin(&mut tx, of, &[invoice], paid_on, today).await.unwrap();
    let part = AllocationPart {
        invoice,
        component: Component::Principal,
        amount_minor: 100_000,
        open_before_minor: 0,
    };
    let applied = Allocation { parts: vec![part], unapplied_minor: 0 };
    let payment = PaymentId::new();
    let found = TransactionDraft::payment(of, payment, "R-9", Book::Bank, &applied, Days::on(paid_on));
    post(&mut tx, &found).await.unwrap();
    recount.finish(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    // 6.60 to 10 February and 14.40 since are what it bore, and what was waived; 12.00 were never owed.
    let principal: i64 =
        sqlx::query_scalar("select principal_minor from invoice_balances where invoice_id = $1")
            .bind(invoice)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!((principal, open(&app, "F-1041").await), (120_000, (0, 0)));
    let read = app.signed_in(MARIA).await.get("/account/balance?of=total").await.text();
    assert!(read.contains("Lo condonado se ajusta"), "{read}");
}

#[sqlx::test]
async fn interest_and_its_tax_are_waived_together(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (number, interest, tax): (String, i64, i64) = sqlx::query_as(
        "select i.number, b.interest_minor, b.interest_tax_minor from invoice_balances b join invoices i on i.id = b.invoice_id
         where i.account_id = $1 and b.interest_tax_minor > 0 order by i.number limit 1",
    )
    .bind(ACCOUNT_4502)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let daniel = app.staff(DANIEL).await;
    let half = (interest + tax) / 2;
    let (account, invoice) = (ACCOUNT_4502.to_string(), known::invoice(&number).to_string());
    let amount = format!("{}.{:02}", half / 100, half % 100);
    let form = [
        ("account", account.as_str()),
        ("invoice", &invoice),
        ("what", "interest"),
        ("amount", &amount),
        ("words", "Acuerdo con el taller"),
    ];
    daniel.submit("/do/desk/waive", &form).await;
    let left = open(&app, &number).await;
    assert_eq!(left.0 + left.1, interest + tax - half);
    let parted = (i128::from(interest - left.0) * i128::from(tax)
        - i128::from(tax - left.1) * i128::from(interest))
    .abs();
    assert!(
        parted <= i128::from(interest.max(tax)),
        "in proportion to the cent: {left:?} of {interest} + {tax}"
    );
    let books: Vec<(String, i64)> = sqlx::query_as(
        "select e.book, e.amount_minor from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
         where t.kind = 'forgiveness' order by e.position",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    let names: Vec<&str> = books.iter().map(|(book, _)| book.as_str()).collect();
    assert_eq!(names, ["interest", "interest_tax", "forgiveness", "interest_tax_payable"]);
    sound(&app).await;
}
