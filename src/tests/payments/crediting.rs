//! A debtor's credit: offered first, used once, returned when they ask.

use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4480};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, books_are_sound, credit_minor, open_minor, settle};
use crate::support::TestApp;

const PLAIN: &str = "4242424242424242";

/// María has paid 3,000.00 of which 500.00 turned into credit: an invoice that it paid was lowered.
async fn with_credit(app: &TestApp) -> (Payer, Uuid) {
    use aldia::ledger::drafts::Billed;
    use aldia::ledger::model::{Days, TransactionDraft};
    use aldia::ledger::store::{account_key, post};
    let maria = Payer::maria(app).await;
    let id = maria.pay_with(app, "how=amount&amount=2300", PLAIN).await;
    let mut tx = app.system().await;
    let key = account_key(&mut tx, ACCOUNT_4471).await.unwrap().unwrap();
    let invoice = aldia::server::seed::known::invoice("F-1041");
    let billed = Billed { net_minor: 50_000, tax_minor: 0 };
    let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 6).unwrap();
    let note = TransactionDraft::credit_note(key, invoice, "N-1", billed, 0, Days::on(today));
    post(&mut tx, &note).await.unwrap();
    tx.commit().await.unwrap();
    (maria, id)
}

#[sqlx::test]
async fn credit_is_offered_before_paying_and_pays_what_is_due_first_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, _) = with_credit(&app).await;
    let choose = maria.browser.get(&format!("/account/pay?account={ACCOUNT_4471}")).await;
    assert!(choose.text().contains("Tiene $500.00 a su favor"), "{}", choose.text());
    let page = maria.browser.get(&format!("/account/pay/credit?account={ACCOUNT_4471}")).await;
    assert!(page.text().contains("Usar $500.00 de su saldo a favor"), "{}", page.text());
    let before = open_minor(&app.owner, "F-1057").await;
    let key =
        page.attribute("form[action='/do/payments/use-credit'] input[name=request_key]", "value").unwrap();
    let account = ACCOUNT_4471.to_string();
    let fields = [("account", account.as_str()), ("request_key", key.as_str())];
    for _ in 0..2 {
        maria.browser.post("/do/payments/use-credit", &fields).await;
        settle(&app).await;
    }
    assert_eq!(open_minor(&app.owner, "F-1057").await, before - 50_000);
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 0);
    let done = maria.browser.get(&format!("/account/pay/credit?account={ACCOUNT_4471}&used={key}")).await;
    assert!(done.text().contains("Usamos $500.00 de su saldo a favor"), "{}", done.text());
    let choose = maria.browser.get(&format!("/account/pay?account={ACCOUNT_4471}")).await;
    assert!(!choose.text().contains("a su favor"), "{}", choose.text());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn credit_asked_back_waits_for_the_team_and_is_returned_where_it_came_from(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    // Jorge's 200.00 came from a payment that another system recorded: it has no card to return to.
    let jorge = app.signed_in("+525512340006").await;
    let account = ACCOUNT_4480.to_string();
    for _ in 0..2 {
        let page = jorge.submit("/do/payments/ask-credit-back", &[("account", &account)]).await;
        assert!(page.text().contains("Pidió que le devolvamos $200.00"), "{}", page.text());
    }
    let daniel = app.staff("daniel@aguas.example").await;
    let approval: Uuid = sqlx::query_scalar("select id from approvals").fetch_one(&app.owner).await.unwrap();
    let page = daniel.submit("/do/desk/approve", &[("approval", &approval.to_string())]).await;
    assert!(page.text().contains("Aprobada"), "{}", page.text());
    settle(&app).await;
    let (state, minor): (String, i64) =
        sqlx::query_as("select state, amount_minor from refunds").fetch_one(&app.owner).await.unwrap();
    assert_eq!((state.as_str(), minor), ("needs_details", 20_000));
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4480).await, 0);
    let needs = daniel.get("/desk/payments").await.text();
    assert!(needs.contains("Falta la CLABE de una devolución"), "{needs}");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn nobody_uses_anothers_credit(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let rosa = app.signed_in("rosa@example.mx").await;
    let account = ACCOUNT_4480.to_string();
    assert_eq!(rosa.get(&format!("/account/pay/credit?account={account}")).await.status, 404);
    for path in ["/do/payments/use-credit", "/do/payments/ask-credit-back"] {
        assert_eq!(rosa.post(path, &[("account", &account)]).await.status, 404);
    }
}
