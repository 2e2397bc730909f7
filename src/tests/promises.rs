//! Promises to pay: what may be promised, what became of one, and what both sides read of it.

use aldia::kernel::money::{Currency, Money};
use aldia::promises::model::{End, Standing, Wrong, fits_amount, fits_day, standing};
use aldia::server::seed::known::ACCOUNT_4471;
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::disputes::answering::{DANIEL, day, night};
use crate::disputes::{MARIA, contest};
use crate::payments::recorded::{fields, record, with};
use crate::support::{Browser, Page, TestApp};

fn ends(of: Option<End>, paid_minor: i64, today: NaiveDate) -> Standing {
    standing(10_000, paid_minor, day(2026, 3, 13), of, today)
}

#[test]
fn what_became_of_a_promise_is_read_from_what_was_paid_by_its_day() {
    let (on_its_day, after) = (day(2026, 3, 13), day(2026, 3, 14));
    assert_eq!(ends(None, 9_999, on_its_day), Standing::Waiting, "the day itself is in time");
    assert_eq!(ends(None, 10_000, on_its_day), Standing::Kept);
    assert_eq!(ends(None, 10_000, after), Standing::Kept);
    assert_eq!(ends(None, 9_999, after), Standing::PartKept);
    assert_eq!(ends(None, 0, after), Standing::Broken);
    assert_eq!(ends(None, -500, after), Standing::Broken, "what was taken back is not paid");
    assert_eq!(ends(Some(End::Moved), 0, after), Standing::Moved);
    assert_eq!(ends(Some(End::Cancelled), 10_000, after), Standing::Cancelled);
}

#[test]
fn a_promise_is_for_something_that_is_owed_and_for_a_day_that_is_near() {
    let pesos = |minor| Money::new(minor, Currency::MXN);
    assert_eq!(fits_amount(pesos(1), pesos(100)), Ok(()));
    assert_eq!(fits_amount(pesos(100), pesos(100)), Ok(()));
    assert_eq!(fits_amount(pesos(101), pesos(100)), Err(Wrong::TooMuch(pesos(100))));
    assert_eq!(fits_amount(pesos(0), pesos(100)), Err(Wrong::NotPositive));
    let today = day(2026, 3, 6);
    assert_eq!(fits_day(today, today), Err(Wrong::NotAhead));
    assert_eq!(fits_day(day(2026, 3, 7), today), Ok(()));
    assert_eq!(fits_day(day(2026, 4, 5), today), Ok(()));
    assert_eq!(fits_day(day(2026, 4, 6), today), Err(Wrong::TooFar(day(2026, 4, 5))));
}

/// What the form sends: 1,000.00 by 13 March, but for what is given.
pub fn promised(more: &[(&str, &str)]) -> Vec<(String, String)> {
    let (account, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    let usual = [
        ("account", account.as_str()),
        ("amount", "1,000.00"),
        ("on_day", "13"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("means", "transfer"),
        ("request_key", &key),
    ];
    with(usual.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(), more)
}

async fn submit(browser: &Browser, path: &str, form: &[(String, String)]) -> Page {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit(path, &form).await
}

/// María makes it; answers the page that follows.
pub async fn make(browser: &Browser, more: &[(&str, &str)]) -> Page {
    submit(browser, "/do/promises/make", &promised(more)).await
}

fn at_desk() -> String {
    format!("/desk/accounts/{ACCOUNT_4471}/promises")
}

#[sqlx::test]
async fn a_promise_is_made_read_on_both_sides_and_stops_calls_until_its_day(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let made = make(&maria, &[]).await.text();
    assert!(made.contains("Su promesa quedó anotada"), "{made}");
    assert!(made.contains("Prometió $1,000.00 a más tardar el viernes 13 de marzo"), "{made}");
    let account = maria.get("/account").await.text();
    assert!(account.contains("Su promesa de pago, a más tardar el viernes 13 de marzo"), "{account}");
    let daniel = app.staff(DANIEL).await;
    let file = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await.text();
    assert!(file.contains("No antes del martes 17 de marzo a las 08:00: prometió pagar"), "{file}");
    let desk = daniel.get(&at_desk()).await.text();
    assert!(desk.contains("Prometió $1,000.00 a más tardar el viernes 13 de marzo"), "{desk}");
    let list = daniel.get("/desk/promises").await;
    assert_eq!(list.texts("tbody tr").len(), 1, "{}", list.text());
    assert!(list.texts("tbody tr")[0].contains("En espera"), "{}", list.text());
    // Another creditor's team sees none of it, and another's debtor none of the account.
    let raul = app.staff("raul@noriega.example").await;
    assert!(raul.get("/desk/promises").await.text().contains("No hay promesas de estos días"));
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(submit(&rosa, "/do/promises/make", &promised(&[])).await.status, 404);
}

#[sqlx::test]
async fn a_promise_is_kept_by_payments_and_by_nothing_else(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    // What was paid before does not count.
    record(&daniel, &fields("500", "cash")).await;
    make(&maria, &[]).await;
    let page = "/account/promises";
    assert!(maria.get(page).await.text().contains("Aún no hay pagos desde entonces"));
    record(&daniel, &fields("400", "cash")).await;
    let so_far = maria.get(page).await.text();
    assert!(so_far.contains("Pagado desde entonces: $400.00"), "{so_far}");
    // A credit is no payment.
    contest(&app, &maria, "F-1057", "200").await;
    night(&app, ACCOUNT_4471, day(2026, 3, 14), &[]).await;
    let after = maria.get(page).await;
    assert!(after.texts("tbody tr")[0].contains("Cumplida en parte"), "{}", after.text());
    // What counts by its day keeps it, whenever we hear of it.
    record(&daniel, &with(fields("600", "cash"), &[("on_day", "13")])).await;
    let after = maria.get(page).await;
    assert!(after.texts("tbody tr")[0].contains("Cumplida"), "{}", after.text());
    assert!(!after.texts("tbody tr")[0].contains("en parte"), "{}", after.text());
    assert!(daniel.get("/desk/promises").await.text().contains("Cumplida"));
}

#[sqlx::test]
async fn what_comes_a_day_late_does_not_keep_it(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    make(&maria, &[]).await;
    night(&app, ACCOUNT_4471, day(2026, 3, 14), &[]).await;
    record(&daniel, &with(fields("1000", "cash"), &[("on_day", "14")])).await;
    let after = maria.get("/account/promises").await;
    assert!(after.texts("tbody tr")[0].contains("No cumplida"), "{}", after.text());
    // And another may be made.
    let again = make(&maria, &[("on_day", "20")]).await;
    assert!(again.text().contains("Su promesa quedó anotada"), "{}", again.text());
}

#[sqlx::test]
async fn one_waits_at_a_time_and_is_moved_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    make(&maria, &[]).await;
    let second = make(&maria, &[("on_day", "14")]).await;
    assert!(second.text().contains("Ya hay una promesa en espera"), "{}", second.text());
    let moving = maria.get("/account/promises?move=1").await;
    let first = moving.attribute("input[name=moves]", "value").unwrap();
    let moved = make(&maria, &[("on_day", "20"), ("moves", &first)]).await;
    assert!(moved.text().contains("Prometió $1,000.00 a más tardar el viernes 20"), "{}", moved.text());
    assert!(moved.texts("tbody tr")[0].contains("Cambiada"), "{}", moved.text());
    assert!(!moved.text().contains("Cambiar el día"), "{}", moved.text());
    let id: Uuid = sqlx::query_scalar("select id from promises where ended is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let third = make(&maria, &[("on_day", "27"), ("moves", &id.to_string())]).await;
    assert!(third.text().contains("Esta promesa ya se cambió"), "{}", third.text());
    assert!(maria.get("/account/promises").await.text().contains("viernes 20"), "nothing changed");
    // It can be taken back, and then nothing waits.
    let form = [("account", ACCOUNT_4471.to_string()), ("promise", id.to_string())];
    let form = form.map(|(name, value)| (name.to_owned(), value));
    let gone = submit(&maria, "/do/promises/cancel", &form).await;
    assert!(gone.text().contains("La promesa quedó retirada"), "{}", gone.text());
    assert!(!maria.get("/account").await.text().contains("Su promesa de pago"));
}

#[sqlx::test]
async fn what_the_team_notes_is_told_to_who_owes_and_theirs_to_take_back(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let form = promised(&[]);
    submit(&daniel, "/do/desk/note-promise", &form).await;
    // Sent twice it is one.
    let noted = submit(&daniel, "/do/desk/note-promise", &form).await;
    assert!(noted.text().contains("La anotó Daniel"), "{}", noted.text());
    let letters: Vec<String> = sqlx::query_scalar("select subject from outbox where address = $1")
        .bind(MARIA)
        .fetch_all(&app.owner)
        .await
        .unwrap();
    assert!(letters.iter().any(|subject| subject.contains("anotamos su promesa de pago")), "{letters:?}");
    let maria = app.signed_in(MARIA).await;
    let read = maria.get("/account/promises").await;
    assert!(read.text().contains("La anotó Daniel, por lo que usted dijo"), "{}", read.text());
    let id = read.attribute("input[name=promise]", "value").unwrap();
    let account = ACCOUNT_4471.to_string();
    let form = [("account", account.as_str()), ("promise", &id)];
    let gone = maria.submit("/do/promises/cancel", &form).await;
    assert!(gone.texts("tbody tr")[0].contains("Retirada"), "{}", gone.text());
}

#[sqlx::test]
async fn what_cannot_be_promised_is_said_at_its_field_and_kept(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    for (name, value, sentence) in [
        ("amount", "", "Escriba la cantidad"),
        ("amount", "mucho", "Escriba la cantidad con números"),
        ("amount", "0", "Escriba una cantidad mayor que cero"),
        ("amount", "6149.51", "Lo más que se puede prometer es $6,149.50"),
        ("on_day", "31", "Elija un día"),
        ("on_day", "6", "Elija un día después de hoy"),
        ("on_month", "5", "El último día que se puede prometer es el domingo 5 de abril"),
        ("means", "", "Elija cómo piensa pagar"),
    ] {
        let more = if (name, value) == ("on_day", "31") {
            vec![(name, value), ("on_month", "2")]
        } else {
            vec![(name, value)]
        };
        let sentence = if value == "31" { "Escriba una fecha que exista" } else { sentence };
        let page = make(&maria, &more).await;
        assert!(page.text().contains(sentence), "{sentence}: {}", page.text());
        assert!(page.texts("title")[0].starts_with("Error: "), "{sentence}");
        assert_eq!(
            page.attribute("input[value=transfer]", "checked").is_some(),
            name != "means",
            "{sentence}"
        );
    }
    assert!(make(&maria, &[("amount", "6149.50")]).await.text().contains("Prometió $6,149.50"));
}

#[sqlx::test]
async fn none_is_asked_for_where_a_legal_status_stands_against_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    sqlx::query(
        "insert into legal_statuses (id, account_id, debtor_id, creditor_id, kind, evidence, from_on)
         select gen_random_uuid(), id, debtor_id, creditor_id, 'time_barred', 'x', '2026-03-01' from accounts where id = $1",
    )
    .bind(ACCOUNT_4471)
    .execute(&app.owner)
    .await
    .unwrap();
    let maria = app.signed_in(MARIA).await;
    let refused = make(&maria, &[]).await;
    assert!(refused.text().contains("Por la situación legal de esta cuenta"), "{}", refused.text());
}

#[sqlx::test]
async fn a_promise_is_never_rewritten(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    make(&app.signed_in(MARIA).await, &[]).await;
    for change in [
        "update promises set amount_minor = 1",
        "update promises set ended = 'moved', ended_at = now(), promised_on = '2026-03-30'",
        "delete from promises",
    ] {
        let refused = sqlx::query(change).execute(&app.owner).await.unwrap_err();
        assert!(refused.to_string().contains("promise"), "{change}: {refused}");
    }
}
