//! The work list: why an account stands where it stands, who takes what, and what rests.

mod taking;
mod weighing;

use aldia::desk::worklist::jobs::order_weighing;
use aldia::desk::worklist::model::{Figures, ThingKind, ThingRef, Weights, Why, place, points, reasons};
use aldia::kernel::money::{Currency, Money};
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4502, DISPUTE_A104};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use crate::disputes::MARIA;
use crate::disputes::answering::day;
use crate::support::{Browser, Page, TestApp};

pub const DANIEL: &str = "daniel@aguas.example";
pub const ELENA: &str = "elena@aguas.example";
pub const RAUL: &str = "raul@noriega.example";

fn owing(due_minor: i64, oldest_due_on: NaiveDate) -> Figures {
    Figures {
        currency: Currency::MXN,
        due_minor,
        oldest_due_on,
        last_contact_on: None,
        kept: 0,
        broken: 0,
        risks: 0,
    }
}

/// The points of one reason, or none.
fn of(figures: &Figures, weights: &Weights, is: impl Fn(Why) -> bool) -> i32 {
    let today = day(2026, 3, 6);
    reasons(figures, weights, today)
        .into_iter()
        .find(|reason| is(reason.why))
        .map_or(0, |reason| reason.points)
}

#[test]
fn points_come_from_amount_days_silence_promises_and_risk() {
    let weights = Weights::default();
    let amount = |minor| of(&owing(minor, day(2026, 3, 5)), &weights, |why| matches!(why, Why::Owes(_)));
    assert_eq!(amount(33_333), 0, "333.33 at 3 for each thousand is just below one point");
    assert_eq!(amount(33_334), 1);
    assert_eq!(amount(464_950), 13);
    assert_eq!((amount(1_000_000), amount(100_000_000)), (30, 30), "no more than the most");
    let late = |on| of(&owing(100, on), &weights, |why| matches!(why, Why::Late(_)));
    assert_eq!((late(day(2026, 2, 25)), late(day(2026, 2, 24))), (0, 2), "each ten days");
    assert_eq!(late(day(2020, 1, 1)), 24);
    let mut figures = owing(100, day(2026, 3, 5));
    let silent =
        |figures: &Figures| of(figures, &weights, |why| matches!(why, Why::Silent(_) | Why::NeverContacted));
    figures.last_contact_on = Some(day(2026, 2, 28));
    assert_eq!(silent(&figures), 0);
    figures.last_contact_on = Some(day(2026, 2, 27));
    assert_eq!(silent(&figures), 2);
    figures = Figures { broken: 9, risks: 1, kept: 1, ..figures };
    let all = reasons(&figures, &weights, day(2026, 3, 6));
    let of_kind = |is: &dyn Fn(Why) -> bool| all.iter().find(|one| is(one.why)).map(|one| one.points);
    assert_eq!(of_kind(&|why| why == Why::Broken(9)), Some(40), "no more than five count");
    assert_eq!(of_kind(&|why| why == Why::Risks(1)), Some(6));
    assert_eq!(of_kind(&|why| why == Why::Kept(1)), Some(-4));
    assert_eq!(points(&all), 2 + 40 + 6 - 4);
    let good = Figures { kept: 5, ..owing(100, day(2026, 3, 5)) };
    assert_eq!(
        points(&reasons(&good, &weights, day(2026, 3, 6))),
        0,
        "a good record leaves nothing, never less"
    );
    let yen = Figures { currency: Currency::JPY, ..owing(1_000, day(2026, 3, 5)) };
    assert_eq!(of(&yen, &weights, |why| why == Why::Owes(Money::new(1_000, Currency::JPY))), 3);
}

#[test]
fn what_was_promised_comes_first_and_what_is_past_its_day_before_it() {
    let today = day(2026, 3, 6);
    let placed = |kind, due| place(kind, due, 0, today);
    assert!(placed(ThingKind::Dispute, Some(today)) < placed(ThingKind::Proposal, Some(today)));
    assert!(
        placed(ThingKind::Proposal, Some(day(2026, 3, 5))) < placed(ThingKind::Dispute, Some(today)),
        "past its day"
    );
    assert!(placed(ThingKind::Message, None) < placed(ThingKind::Task, None));
    assert!(place(ThingKind::Plan, None, 200, today) < place(ThingKind::Plan, None, 100, today));
    for kind in ThingKind::ALL {
        let named = ThingRef { kind, id: DISPUTE_A104.0 };
        assert_eq!(ThingRef::parse(&named.to_string()), Some(named));
    }
    assert_eq!(ThingRef::parse("invoice:01950000-0000-7000-8000-000000000000"), None);
}

/// Turns the demo's clock to a day.
pub async fn turn(app: &TestApp, on: NaiveDate) {
    sqlx::query("select turn_demo_clock($1)").bind(on).execute(&app.owner).await.unwrap();
    app.clock.look(&app.db).await.unwrap();
}

/// Weighs everything anew, as the hour's job does.
pub async fn weigh(app: &TestApp) {
    sqlx::query("delete from jobs where kind = 'weigh_accounts'").execute(&app.owner).await.unwrap();
    order_weighing(&app.db).await.unwrap();
    app.work().await;
}

/// The rows of the list, in order.
pub async fn rows(browser: &Browser, path: &str) -> Vec<String> {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.texts("main .worklist tbody tr")
}

/// Debtors of Aguas del Valle who owe 1,000.00 since January, and nothing else is known of them.
pub async fn debtors(owner: &PgPool, count: i32) {
    for statement in [
        "insert into debtors (id, kind, name) select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'person',
           'Deudor ' || n from generate_series(1, $1) n",
        "insert into accounts (id, debtor_id, creditor_id, reference, currency, opened_on)
         select d.id, d.id, c.id, 'X-' || n, 'MXN', '2025-01-01' from generate_series(1, $1) n
           join debtors d on d.name = 'Deudor ' || n, creditors c where c.slug = 'aguas-del-valle'",
        "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
         select a.id, a.id, a.debtor_id, a.creditor_id, 'X-' || a.reference, '2026-01-02', '2026-01-20', 'MXN', 100000
         from accounts a where a.reference like 'X-%' and $1 > 0",
        "insert into invoice_balances (invoice_id, account_id, debtor_id, creditor_id, principal_minor)
         select i.id, i.account_id, i.debtor_id, i.creditor_id, 100000 from invoices i where i.number like 'X-X-%' and $1 > 0",
    ] {
        sqlx::query(statement).bind(count).execute(owner).await.unwrap();
    }
}

fn thing(kind: ThingKind, id: Uuid) -> String {
    ThingRef { kind, id }.to_string()
}

async fn post(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    browser.submit(path, fields).await
}

#[sqlx::test]
async fn the_day_begins_with_what_was_promised_and_says_why_each_account_follows(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let rows = rows(&daniel, "/desk").await;
    assert!(rows[0].contains("Responder la aclaración A-104"), "{rows:?}");
    assert!(rows[0].contains("María López") && rows[0].contains("9 mar 2026"), "{rows:?}");
    let maria = rows.iter().find(|row| row.contains("puntos") && row.contains("María López")).unwrap();
    assert!(maria.contains("debe $4,649.50 (13)"), "{maria}");
    assert!(maria.contains("vencido hace 30 días (6)"), "{maria}");
    // Daniel answered María's message on the 5th.
    assert!(!maria.contains("sin contacto"), "{maria}");
    assert!(!rows.iter().any(|row| row.contains("Rosa Aguilar")), "paid up: {rows:?}");
    assert!(!rows.iter().any(|row| row.contains("Inés Robles")), "another team's: {rows:?}");
    let raul = app.staff(RAUL).await;
    assert!(!raul.get("/desk").await.text().contains("María López"));
}

#[sqlx::test]
async fn whoever_promised_contests_or_is_protected_is_not_asked_to_pay(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let is_listed = async |name: &str| {
        rows(&daniel, "/desk").await.iter().any(|row| row.contains("puntos") && row.contains(name))
    };
    assert!(
        is_listed("María López").await && is_listed("Susan Parker").await && is_listed("Ferretería").await
    );
    // Each at once, though nothing was weighed again.
    crate::promises::make(&app.signed_in(MARIA).await, &[]).await;
    assert!(!is_listed("María López").await, "a promise waits for its day");
    sqlx::query(
        "insert into legal_statuses (id, account_id, debtor_id, creditor_id, kind, evidence, from_on)
         select gen_random_uuid(), id, debtor_id, creditor_id, 'insolvent', 'sentencia', '2026-03-06' from accounts where id = $1",
    )
    .bind(ACCOUNT_4502.0)
    .execute(&app.owner)
    .await
    .unwrap();
    assert!(!is_listed("Ferretería").await, "a legal status protects them");
    sqlx::query(
        "insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, dispute_number, amount_minor, late_minor, opened_on, promised_on)
         select gen_random_uuid(), b.account_id, b.debtor_id, b.creditor_id, b.invoice_id, 'A-900', b.principal_minor,
           b.interest_minor + b.interest_tax_minor + b.fees_minor + b.fees_tax_minor, '2026-03-06', '2026-03-20'
         from invoice_balances b join accounts a on a.id = b.account_id where a.reference = '5120' and b.open_minor > 0",
    )
    .execute(&app.owner)
    .await
    .unwrap();
    assert!(!is_listed("Susan Parker").await, "everything is contested");
    let kept: i64 = sqlx::query_scalar("select count(*) from worklist_accounts where account_id = $1")
        .bind(ACCOUNT_4471.0)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(kept, 1, "the order is of the last hour; only what is shown is read anew");
    weigh(&app).await;
    let kept: i64 = sqlx::query_scalar("select count(*) from worklist_accounts where account_id = $1")
        .bind(ACCOUNT_4471.0)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(kept, 0);
    // The promise becomes a row of its own on its day, and of another kind once it is broken.
    turn(&app, day(2026, 3, 13)).await;
    let page = app.staff(DANIEL).await.get("/desk").await.text();
    assert!(page.contains("Prometió pagar a más tardar hoy"), "{page}");
    turn(&app, day(2026, 3, 14)).await;
    let page = app.staff(DANIEL).await.get("/desk").await.text();
    assert!(page.contains("La promesa venció y no se ha pagado completa"), "{page}");
}
