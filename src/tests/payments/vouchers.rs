//! Vouchers: made at the provider, paid in a shop days later or never.

use aldia::kernel::ids::InvoiceId;
use aldia::ledger::accrual::accrue;
use aldia::ledger::model::AccountKey;
use aldia::payments::jobs::remind_of_vouchers;
use aldia::payments::steps::reminder_at;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{
    Payer, books_agree, books_are_sound, let_days_pass, open_minor, payment_in, posted, row, settle, started,
    until, wait_at_the_provider,
};
use crate::support::{TestApp, change_terms};

/// A voucher for everything that is past due: made, and not paid.
async fn made(app: &TestApp, maria: &Payer) -> Uuid {
    let checkout = maria.start_by("how=overdue", "oxxo").await;
    let id = payment_in(&maria.at_the_provider(&checkout, "voucher").await);
    until(app, id, "requires_action").await;
    id
}

#[sqlx::test]
async fn each_way_to_pay_says_what_it_costs_and_how_long_it_takes(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let text = maria.review("how=overdue").await.text();
    for words in [
        "¿Cómo quiere pagar?",
        "Tarjeta Sin comisión. Cuenta al momento.",
        "Efectivo en OXXO Sale un comprobante para pagar hasta el 11 de marzo. OXXO puede cobrar una comisión en caja",
        "Si lo paga a tiempo, cuenta desde hoy: esta cantidad no cambia.",
        "Transferencia SPEI Le damos una CLABE",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("SEPA"), "a debit in euros is offered for pesos: {text}");
    let susan = Payer::at(&app, "susan@example.com", aldia::server::seed::known::ACCOUNT_5120).await;
    let text = susan.review("how=everything").await.text();
    assert!(text.contains("Cash at OXXO You get a voucher to pay until 11 March."), "{text}");
}

#[sqlx::test]
async fn a_voucher_is_shown_with_its_reference_until_the_shop_has_told_us(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = made(&app, &maria).await;
    let page = maria.browser.get(&format!("/account/payments/{id}")).await;
    let text = page.text();
    for words in [
        "Pague $4,649.50 en OXXO",
        "Muestre esta referencia en la caja a más tardar el miércoles 11 de marzo, 23:59 (hora de Ciudad de México)",
        "Ver o imprimir el comprobante",
        "Si vence sin pago, puede sacar otro.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let number: String = sqlx::query_scalar("select step ->> 'number' from payments where id = $1")
        .bind(id)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let spoken =
        number.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four)).collect::<Vec<_>>().join(" ");
    assert!(text.contains(&spoken), "{spoken}: {text}");
    assert_eq!(posted(&app.owner).await, (0, 0), "a voucher is no money");
    let luis = app.staff("elena@aguas.example").await;
    let desk = luis.get(&format!("/desk/payments/{id}")).await.text();
    assert!(desk.contains("Pague $4,649.50 en OXXO") && desk.contains(&spoken), "{desk}");
    assert!(maria.browser.get("/account/payments").await.text().contains("Falta un paso"));

    // Whoever would pay again is told, wherever they begin.
    for address in ["/account", "/account/pay", &maria.review_address("how=oldest")] {
        let text = maria.browser.get(address).await.text();
        assert!(text.contains("Comprobante de OXXO por pagar"), "{address}: {text}");
        assert!(
            text.contains("$4,649.50, que se puede pagar hasta el miércoles 11 de marzo"),
            "{address}: {text}"
        );
    }

    wait_at_the_provider(&app, "pay", &[]).await;
    until(&app, id, "succeeded").await;
    let text = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(text.contains("Recibimos su pago") && text.contains("· OXXO"), "{text}");
    assert_eq!(posted(&app.owner).await, (1, 464_950));
    books_agree(&app.owner).await;
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_a_voucher_was_quoted_for_is_enough_when_it_is_paid_in_time(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = made(&app, &maria).await;
    let_days_pass(&app, 4).await;
    charge_interest(&app, &maria, NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()).await;
    let due = aldia_due(&app, &maria).await;
    assert_eq!(due, 465_870, "four days at 2.30");
    wait_at_the_provider(&app, "pay", &[]).await;
    until(&app, id, "succeeded").await;
    assert_eq!(aldia_due(&app, &maria).await, 0);
    for number in ["F-1041", "F-1057"] {
        assert_eq!(open_minor(&app.owner, number).await, 0, "{number}");
    }
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn where_the_terms_do_not_hold_a_quote_the_days_in_between_stay_owed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    change_terms(&app.owner, "update policy_versions set parameters = jsonb_set(parameters, '{quotes_good_until_expiry}', 'false')").await;
    let maria = Payer::maria(&app).await;
    let review = maria.review("how=overdue").await.text();
    assert!(review.contains("Cuenta el día en que nos lo confirman."), "{review}");
    let id = made(&app, &maria).await;
    let_days_pass(&app, 4).await;
    charge_interest(&app, &maria, NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()).await;
    wait_at_the_provider(&app, "pay", &[]).await;
    until(&app, id, "succeeded").await;
    assert_eq!(aldia_due(&app, &maria).await, 920);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_voucher_that_nobody_paid_says_so_and_offers_another(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = made(&app, &maria).await;
    let_days_pass(&app, 6).await;
    // The double notices when it is asked.
    app.browser().get("/dev/stripe/waiting").await;
    until(&app, id, "expired").await;
    let page = maria.browser.get(&format!("/account/payments/{id}")).await;
    let text = page.text();
    assert!(text.contains("El comprobante venció sin pago"), "{text}");
    assert!(text.contains("No nos ha llegado un pago con esta referencia."), "{text}");
    assert!(text.contains("Sacar otro comprobante"), "{text}");
    assert!(!maria.browser.get("/account/pay").await.text().contains("Comprobante de OXXO por pagar"));
    assert_eq!(posted(&app.owner).await, (0, 0));
}

#[sqlx::test]
async fn whoever_has_a_voucher_is_reminded_once_before_it_runs_out(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = made(&app, &maria).await;
    assert_eq!(remind_of_vouchers(&app.db).await.unwrap(), 0, "five days before");
    // Its last day has begun, whatever the hour at which this runs.
    sqlx::query("update payments set created_at = created_at - interval '5 days', step = jsonb_set(step, '{until}', to_jsonb('2026-03-07T05:59:59Z'::text)) where id = $1")
        .bind(id)
        .execute(&app.owner)
        .await
        .unwrap();
    for _ in 0..2 {
        remind_of_vouchers(&app.db).await.unwrap();
        settle(&app).await;
    }
    let letters: Vec<(String, serde_json::Value)> =
        sqlx::query_as("select o.subject, o.body from outbox o where o.subject like '%OXXO%'")
            .fetch_all(&app.owner)
            .await
            .unwrap();
    let [(subject, body)] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(subject, "Su comprobante de OXXO está por vencer");
    let body = body.to_string();
    assert!(body.contains("$4,649.50") && body.contains("viernes 6 de marzo de 2026, 23:59"), "{body}");
    assert!(body.contains(&format!("/account/payments/{id}")), "{body}");
}

#[test]
fn a_reminder_comes_in_the_morning_where_its_reader_lives() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let mexico = chrono_tz::America::Mexico_City;
    // Runs out on Wednesday 11 March, 23:59 in Mexico City.
    let until = at("2026-03-12T05:59:59Z");
    assert_eq!(reminder_at(at("2026-03-06T18:00:00Z"), until, mexico), Some(at("2026-03-10T16:00:00Z")));
    let tijuana = chrono_tz::America::Tijuana;
    assert_eq!(reminder_at(at("2026-03-06T18:00:00Z"), until, tijuana), Some(at("2026-03-10T17:00:00Z")));
    let made_late = at("2026-03-10T15:00:00Z");
    assert_eq!(reminder_at(made_late, until, mexico), Some(at("2026-03-11T16:00:00Z")), "not at once");
    assert_eq!(reminder_at(at("2026-03-11T15:00:00Z"), until, mexico), None, "who made it today knows");
}

#[sqlx::test]
async fn more_than_a_voucher_takes_is_said_before_choosing_and_not_taken(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    change_terms(&app.owner, "update policy_versions set parameters = jsonb_set(parameters, '{amounts,0,voucher_ceiling_minor}', '300000')").await;
    let maria = Payer::maria(&app).await;
    let review = maria.review("how=overdue").await;
    assert!(review.text().contains("OXXO no recibe más de $3,000.00 por pago."), "{}", review.text());
    assert!(!review.html.contains("value=\"oxxo\""), "what is not taken is offered");
    let answer = maria.press_by(&review, "oxxo").await;
    let page = maria.browser.get(&answer.location.unwrap()).await;
    assert!(page.text().contains("Ese medio no recibe esta cantidad. No se cobró nada."), "{}", page.text());
    assert_eq!(started(&app.owner).await.len(), 0);
    let small = maria.review("how=amount&amount=3000").await;
    assert!(small.html.contains("value=\"oxxo\""), "{}", small.text());
}

#[sqlx::test]
async fn another_way_to_pay_the_same_closes_the_page_before(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let card = maria.start("how=overdue").await;
    let voucher = maria.start_by("how=overdue", "oxxo").await;
    assert_ne!(card, voucher);
    assert_eq!(maria.browser.get(&card).await.status, 410);
    assert_eq!(maria.start_by("how=overdue", "oxxo").await, voucher, "the same way leads to the same page");
}

#[sqlx::test]
async fn a_voucher_has_no_way_back_and_its_refund_says_which_way_it_goes(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = made(&app, &maria).await;
    wait_at_the_provider(&app, "pay", &[]).await;
    until(&app, id, "succeeded").await;
    let elena = app.staff("elena@aguas.example").await;
    let page = elena.get(&format!("/desk/payments/{id}/refund")).await;
    assert!(page.text().contains("por transferencia a la cuenta que usted indique"), "{}", page.text());
    let mut form = super::hidden_fields(&page, "/do/desk/refund");
    form.extend([
        ("amount".to_owned(), "100".to_owned()),
        ("reason".to_owned(), "duplicate".to_owned()),
        ("words".to_owned(), "Pagó dos veces".to_owned()),
    ]);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(elena.post("/do/desk/refund", &form).await.status, 303);
    settle(&app).await;
    let state: String = sqlx::query_scalar("select state from refunds").fetch_one(&app.owner).await.unwrap();
    assert_eq!(state, "needs_details");
    let text = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(text.contains("Un pago por OXXO no se puede devolver por donde llegó."), "{text}");
    assert_eq!(row(&app.owner, id).await.state, "succeeded");
    assert!(app.double.money_returned().is_empty());
    books_are_sound(&app).await;
}

/// What is past due by the books.
async fn aldia_due(app: &TestApp, payer: &Payer) -> i64 {
    let mut tx = app.system().await;
    let account = aldia::accounts::store::account(&mut tx, payer.account()).await.unwrap();
    aldia::accounts::store::balance(&mut tx, &account).await.unwrap().due.minor
}

/// What the daily job charges.
async fn charge_interest(app: &TestApp, payer: &Payer, through: NaiveDate) {
    let mut tx = app.system().await;
    let key: AccountKey = aldia::ledger::store::account_key(&mut tx, payer.account()).await.unwrap().unwrap();
    let open: Vec<InvoiceId> = aldia::ledger::store::open_items(&mut tx, payer.account())
        .await
        .unwrap()
        .iter()
        .map(|item| item.invoice)
        .collect();
    for invoice in open {
        accrue(&mut tx, key, invoice, through).await.unwrap();
    }
    tx.commit().await.unwrap();
}
