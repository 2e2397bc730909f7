//! Handing an account on: what stands against it, who decides, what goes with it and what changes, and the way back.

mod archive;
mod bounds;
mod going;
mod returning;

use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::server::seed::known::ACCOUNT_5120;
use uuid::Uuid;

use crate::support::{Browser, Page, TestApp};

const SUSAN: &str = "susan@example.com";
const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";
const CARMEN: &str = "carmen@aguas.example";

/// What the day of the hand-over would have added: it is taken back where interest rests from that day on.
const TODAYS_INTEREST: i64 = 49;

/// What the form holds for an agency, with changes.
pub fn hand_form(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let (account, key) = (ACCOUNT_5120.to_string(), Uuid::now_v7().to_string());
    let usual = [
        ("account", account.as_str()),
        ("kind", "agency"),
        ("to_name", "Cobranza Justa, S.C."),
        ("to_contact", "Tel. 722 555 0199"),
        ("reason", "Más de 90 días y sin respuesta"),
        ("request_key", key.as_str()),
    ];
    let mut form: Vec<(String, String)> =
        usual.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        form.push(((*name).to_owned(), (*value).to_owned()));
    }
    form
}

/// Prepares a hand-over and reads the page that answers.
async fn prepare(browser: &Browser, changes: &[(&str, &str)]) -> Page {
    let form = hand_form(changes);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit("/do/desk/hand-on", &form).await
}

/// What waits for a decision about Susan's account.
async fn waiting(app: &TestApp) -> String {
    let id: Uuid = sqlx::query_scalar("select id from approvals where account_id = $1 and state = 'waiting'")
        .bind(ACCOUNT_5120)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    id.to_string()
}

/// Elena prepares it and Carmen approves; answers the hand-over.
async fn handed_on(app: &TestApp, kind: &str) -> String {
    let asked = prepare(&app.staff(ELENA).await, &[("kind", kind)]).await;
    assert!(asked.text().contains("espera la decisión de otra persona"), "{}", asked.text());
    approved(app).await
}

/// Carmen approves what waits about Susan's account; answers the hand-over.
pub async fn approved(app: &TestApp) -> String {
    let approval = waiting(app).await;
    let done = app.staff(CARMEN).await.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert!(done.text().contains("Aprobada"), "{}", done.text());
    let id: Uuid =
        sqlx::query_scalar("select id from handovers where account_id = $1 and state = 'standing'")
            .bind(ACCOUNT_5120)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    id.to_string()
}

/// Elena asks to have it back and Carmen approves.
async fn recalled(app: &TestApp, handover: &str) {
    let form = [("handover", handover), ("reason", "El cliente quiere acordar con nosotros")];
    let asked = app.staff(ELENA).await.submit("/do/desk/recall", &form).await;
    assert!(asked.text().contains("La recuperación espera"), "{}", asked.text());
    let approval = waiting(app).await;
    let done = app.staff(CARMEN).await.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert!(done.text().contains("Aprobada"), "{}", done.text());
}

/// What is in a book of Susan's account.
async fn in_book(app: &TestApp, book: &str) -> i64 {
    sqlx::query_scalar(
        "select coalesce(sum(e.amount_minor), 0)::bigint from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
         where t.account_id = $1 and e.book = $2",
    )
        .bind(ACCOUNT_5120)
        .bind(book)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

async fn open(app: &TestApp) -> i64 {
    sqlx::query_scalar(
        "select coalesce(sum(open_minor), 0)::bigint from invoice_balances where account_id = $1",
    )
    .bind(ACCOUNT_5120)
    .fetch_one(&app.owner)
    .await
    .unwrap()
}

async fn sound(app: &TestApp) {
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}
