//! What the provider pays out: in the books with what it holds, once, and seen in the bank when a person says so.

use std::time::Duration;

use aldia::kernel::ids::PaymentId;
use aldia::kernel::locale::Lang;
use aldia::kernel::money::{Currency, Money};
use aldia::ledger::check;
use aldia::ledger::payouts::PayoutSums;
use aldia::payments::comparing::{About, DifferenceKind, compare};
use aldia::payments::gateway::CheckoutOrder;
use aldia::payments::payouts::model::{Moved, MovementKind, sums};
use aldia::payments::reconciling::reconcile;
use aldia::payments::stripe::double::{FaultOrder, FaultSet, WebhookFaults};
use aldia::policies::methods::Method;
use aldia::server::seed::known::AGUAS;
use chrono::{TimeDelta, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::recorded::{fields, record};
use super::{Payer, bank, book_minor, books_are_sound, settle};
use crate::support::{Browser, Page, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const PLAIN: &str = "4242424242424242";
const DISPUTED: &str = "4000000000000259";
const DISPUTE_FEE: i64 = 30_000;
/// 3.6 % and 3 pesos, and 16 % of both, of 3,000 pesos.
const FEE: i64 = 12_876;

/// Presses a button of the double's page, beside the latest payout or a currency.
pub async fn press(app: &TestApp, what: &str, outcome: &str) {
    let answer = app.browser().post(&format!("/dev/stripe/payouts/{what}"), &[("outcome", outcome)]).await;
    assert_eq!(answer.status, 303, "{outcome} {what}: {}", answer.text());
    tokio::time::sleep(Duration::from_millis(50)).await;
    settle(app).await;
}

/// Has the provider pay out all that it holds in pesos; answers with its name for that.
async fn sent(app: &TestApp) -> String {
    press(app, "mxn", "pay_out").await;
    let html = app.browser().get("/dev/stripe/payouts").await.html;
    let (_, rest) = html.split_once("/dev/stripe/payouts/po_").unwrap();
    format!("po_{}", rest.split('"').next().unwrap())
}

/// As [`sent`], and the bank has it.
async fn paid_out(app: &TestApp) -> String {
    let name = sent(app).await;
    press(app, &name, "arrives").await;
    name
}

async fn payout(app: &TestApp, name: &str) -> (Uuid, String, i64) {
    sqlx::query_as("select id, state, amount_minor from payouts where provider_payout = $1")
        .bind(name)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

/// Uploads a bank's file with one deposit; answers which line it is.
async fn line(app: &TestApp, minor: i64, says: &str) -> Uuid {
    let amount = format!("{}.{:02}", minor / 100, minor % 100);
    let file = format!("Fecha,Concepto,Referencia,Abono\n06/03/2026,{says},{},{amount}\n", Uuid::now_v7());
    let form = [("bank", &*format!("{AGUAS}:MXN"))];
    let file = ("file", "banco.csv", file.as_bytes());
    app.staff(DANIEL).await.post_file("/do/desk/upload-statement", &form, file).await;
    sqlx::query_scalar("select id from bank_lines order by id desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

async fn note(browser: &Browser, line: Uuid, what: &[String]) -> Page {
    let line = line.to_string();
    let mut fields = vec![("line", line.as_str())];
    fields.extend(what.iter().map(|what| ("what", what.as_str())));
    browser.submit("/do/desk/note-arrival", &fields).await
}

/// A payout of what María paid, and the line of the bank that it is.
pub async fn in_the_bank(app: &TestApp) -> (Uuid, Uuid) {
    Payer::maria(app).await.pay_with(app, "how=amount&amount=100", PLAIN).await;
    let (id, _, minor) = payout(app, &paid_out(app).await).await;
    (line(app, minor, "STRIPE PAYOUT").await, id)
}

#[test]
fn what_a_payout_holds_comes_to_what_arrives() {
    let ours = |kind, amount_minor, fee_minor| Moved { kind, amount_minor, fee_minor, is_ours: true };
    let held = [
        ours(MovementKind::Charge, 300_000, 12_876),
        ours(MovementKind::Refund, -50_000, 0),
        ours(MovementKind::Dispute, -100_000, 30_000),
        ours(MovementKind::Returned, 7_000, 0),
        Moved { kind: MovementKind::Fee, amount_minor: -900, fee_minor: 0, is_ours: false },
        Moved { kind: MovementKind::Charge, amount_minor: 4_000, fee_minor: 200, is_ours: false },
        Moved { kind: MovementKind::Other, amount_minor: -10, fee_minor: 0, is_ours: false },
    ];
    let found = sums(&held);
    let right = PayoutSums {
        held_minor: 300_000 - 50_000 - 130_000 + 7_000,
        fees_minor: 12_876 + 900 + 200,
        unknown_minor: 4_000 - 10,
    };
    assert_eq!(found, right);
    assert_eq!(found.net_minor(), held.iter().map(|moved| moved.net_minor()).sum::<i64>());
    assert_eq!(sums(&[]), PayoutSums::default());
}

#[sqlx::test]
async fn a_payout_leaves_the_provider_less_its_fees_and_is_on_its_way_until_it_is_seen(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let held = book_minor(&app.owner, "provider_clearing").await;
    Payer::maria(&app).await.pay_with(&app, "how=amount&amount=3000", PLAIN).await;
    let name = sent(&app).await;
    let daniel = app.staff(DANIEL).await;
    let list = daniel.get("/desk/payouts").await;
    assert!(list.text().contains("En camino"), "{}", list.text());
    assert_eq!(
        book_minor(&app.owner, "in_transit").await,
        0,
        "nothing is posted before the provider says so"
    );

    press(&app, &name, "arrives").await;
    assert_eq!(book_minor(&app.owner, "provider_clearing").await, held);
    assert_eq!(book_minor(&app.owner, "provider_fees").await, FEE);
    assert_eq!(book_minor(&app.owner, "in_transit").await, 300_000 - FEE);
    let list = daniel.get("/desk/payouts").await;
    let rows = list.texts("main tbody tr");
    assert_eq!(rows.len(), 1);
    for text in ["$3,000.00", "\u{2212}$128.76", "$2,871.24 MXN", "Aún no se ve en el banco"] {
        assert!(rows[0].contains(text), "{text} in {rows:?}");
    }
    books_are_sound(&app).await;

    let (id, state, minor) = payout(&app, &name).await;
    assert_eq!((state.as_str(), minor), ("paid", 287_124));
    let line = line(&app, minor, "STRIPE PAYOUT").await;
    let one = daniel.get(&format!("/desk/payouts/{id}")).await;
    assert!(one.text().contains("Estos abonos por identificar son de la misma cantidad"), "{}", one.text());
    assert!(one.text().contains("María López"), "{}", one.text());
    let page = daniel.get(&format!("/desk/bank/{line}")).await;
    assert!(page.text().contains("Es la misma cantidad"), "{}", page.text());
    assert!(page.attribute("input[name=what]", "checked").is_some(), "what is suggested is ticked");
    let seen = note(&daniel, line, &[format!("payout:{id}")]).await;
    assert!(seen.text().contains("Dinero propio"), "{}", seen.text());
    assert_eq!(book_minor(&app.owner, "in_transit").await, 0);
    assert_eq!(book_minor(&app.owner, "unidentified").await, 0);
    let list = daniel.get("/desk/payouts").await.text();
    assert!(list.contains("Abono del 6 mar 2026"), "{list}");
    books_are_sound(&app).await;
    assert!(compare(&app.db, &*app.app.gateway).await.unwrap().differences.is_empty());
}

#[sqlx::test]
async fn what_went_back_and_what_banks_took_is_in_the_payout_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let held = book_minor(&app.owner, "provider_clearing").await;
    let maria = Payer::maria(&app).await;
    let paid = maria.pay_with(&app, "how=amount&amount=3000", PLAIN).await.to_string();
    let daniel = app.staff(DANIEL).await;
    let refund = [("payment", paid.as_str()), ("amount", "500"), ("reason", "duplicate"), ("words", "Doble")];
    daniel.submit("/do/desk/refund", &refund).await;
    settle(&app).await;
    maria.pay_with(&app, "how=amount&amount=1000", DISPUTED).await;
    let (id, _, minor) = payout(&app, &paid_out(&app).await).await;
    let second_fee = 4_524;
    assert_eq!(minor, 300_000 - FEE - 50_000 + 100_000 - second_fee - 100_000 - DISPUTE_FEE);
    assert_eq!(book_minor(&app.owner, "provider_clearing").await, held);
    assert_eq!(book_minor(&app.owner, "provider_fees").await, FEE + second_fee + DISPUTE_FEE);
    let page = daniel.get(&format!("/desk/payouts/{id}")).await.text();
    for text in ["Devolución", "Contracargo", "\u{2212}$500.00", "\u{2212}$1,000.00"] {
        assert!(page.contains(text), "{text} in {page}");
    }
    books_are_sound(&app).await;

    // Won later, the money comes with the next one, without the fee.
    bank(&app, "du", "won").await;
    let (_, _, minor) = payout(&app, &paid_out(&app).await).await;
    assert_eq!(minor, 100_000);
    assert_eq!(book_minor(&app.owner, "provider_clearing").await, held);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_payout_that_the_bank_does_not_take_is_at_the_provider_again_and_goes_with_the_next(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let held = book_minor(&app.owner, "provider_clearing").await;
    let maria = Payer::maria(&app).await;
    let (mut fees, mut on_its_way) = (0, 0);
    // Some are called paid before they fail.
    for was_paid in [false, true] {
        maria.pay_with(&app, "how=amount&amount=1000", PLAIN).await;
        fees += 4_524;
        let name = if was_paid { paid_out(&app).await } else { sent(&app).await };
        press(&app, &name, "comes_back").await;
        assert_eq!(payout(&app, &name).await.1, "failed");
        assert_eq!(book_minor(&app.owner, "in_transit").await, on_its_way);
        assert_eq!(book_minor(&app.owner, "provider_fees").await, fees);
        books_are_sound(&app).await;
        let page =
            app.staff(DANIEL).await.get(&format!("/desk/payouts/{}", payout(&app, &name).await.0)).await;
        assert!(page.text().contains("Volvió a Stripe"), "{}", page.text());
        let (_, _, minor) = payout(&app, &paid_out(&app).await).await;
        assert_eq!(minor, 100_000 - 4_524);
        on_its_way += minor;
        assert_eq!(book_minor(&app.owner, "provider_clearing").await, held);
    }
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_payout_that_no_message_told_of_is_found_within_the_hour_and_posted_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    Payer::maria(&app).await.pay_with(&app, "how=amount&amount=3000", PLAIN).await;
    let silent = WebhookFaults { drop_percent: 100, ..WebhookFaults::default() };
    let always = Some(FaultSet { webhooks: Some(silent), ..FaultSet::default() });
    app.double.order_faults(FaultOrder { always, ..FaultOrder::default() });
    paid_out(&app).await;
    let none: i64 = sqlx::query_scalar("select count(*) from payouts").fetch_one(&app.owner).await.unwrap();
    assert_eq!(none, 0);
    let differs = compare(&app.db, &*app.app.gateway).await.unwrap();
    let (about, kind) = (&differs.differences[0].about, &differs.differences[0].kind);
    assert!(
        matches!((about, kind), (About::Payout { .. }, DifferenceKind::NotPaidOut { sent }) if sent.minor == 287_124),
        "{differs:?}"
    );
    for _ in 0..2 {
        reconcile(&app.db, &*app.app.gateway).await.unwrap();
        settle(&app).await;
    }
    assert_eq!(book_minor(&app.owner, "in_transit").await, 300_000 - FEE);
    assert!(compare(&app.db, &*app.app.gateway).await.unwrap().differences.is_empty());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn news_of_a_payout_in_any_order_and_many_times_make_the_same_books(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let unruly =
        WebhookFaults { duplicate_percent: 100, copies: 3, reorder: true, ..WebhookFaults::default() };
    Payer::maria(&app).await.pay_with(&app, "how=amount&amount=3000", PLAIN).await;
    let always = Some(FaultSet { webhooks: Some(unruly), ..FaultSet::default() });
    app.double.order_faults(FaultOrder { always, ..FaultOrder::default() });
    let answer = app.browser().post("/dev/stripe/payouts/mxn", &[("outcome", "pay_out")]).await;
    assert_eq!(answer.status, 303);
    let html = app.browser().get("/dev/stripe/payouts").await.html;
    let (_, rest) = html.split_once("/dev/stripe/payouts/po_").unwrap();
    let name = format!("po_{}", rest.split('"').next().unwrap());
    press(&app, &name, "arrives").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    settle(&app).await;
    assert_eq!(book_minor(&app.owner, "in_transit").await, 300_000 - FEE);
    assert_eq!(book_minor(&app.owner, "provider_fees").await, FEE);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_the_provider_took_for_somebody_else_has_no_owner_here(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let order = CheckoutOrder {
        payment: PaymentId::new(),
        amount: Money::new(100_000, Currency::MXN),
        description: "Otra tienda".to_owned(),
        success_url: format!("{}/x", app.url),
        cancel_url: format!("{}/x", app.url),
        email: None,
        lang: Lang::Es,
        expires_at: app.system().await.now() + TimeDelta::hours(1),
        idempotency_key: format!("other:{}", Utc::now()),
        method: Method::Card,
        voucher_days: 1,
        customer: None,
        keeps_card: false,
    };
    let checkout = app.app.gateway.create_checkout(&order).await.unwrap();
    app.browser().post(&format!("{}/pay", checkout.redirect_url), &[("outcome", "pay")]).await;
    let (id, _, minor) = payout(&app, &paid_out(&app).await).await;
    assert_eq!(minor, 100_000 - 4_524);
    assert_eq!(book_minor(&app.owner, "unidentified").await, -100_000);
    let page = app.staff(DANIEL).await.get(&format!("/desk/payouts/{id}")).await.text();
    assert!(page.contains("No es un pago de este portal"), "{page}");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn cash_that_was_taken_to_the_bank_is_on_its_way_until_its_deposit_is_seen(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    record(&daniel, &fields("700", "cash")).await;
    let creditor = AGUAS.to_string();
    let counted = [
        ("creditor", creditor.as_str()),
        ("currency", "MXN"),
        ("day", "2026-03-06"),
        ("counted", "700"),
        ("banked", "500"),
    ];
    app.staff("elena@aguas.example").await.submit("/do/desk/count-cash", &counted).await;
    let count: Uuid = sqlx::query_scalar("select id from cash_counts").fetch_one(&app.owner).await.unwrap();
    let close = [("count", &*count.to_string()), ("day", "2026-03-06")];
    app.staff("carmen@aguas.example").await.submit("/do/desk/close-cash", &close).await;
    assert_eq!(book_minor(&app.owner, "in_transit").await, 50_000);
    books_are_sound(&app).await;
    let cash = daniel.get("/desk/cash?day=2026-03-06").await.text();
    assert!(cash.contains("Aún no se ve en el banco"), "{cash}");

    // Another sum is not it, and together with something else it may be.
    let what = format!("deposit:{count}");
    let other = line(&app, 50_100, "DEPOSITO EFECTIVO").await;
    let refused = note(&daniel, other, std::slice::from_ref(&what)).await;
    assert!(refused.texts("#what-error")[0].contains("Lo marcado suma $500.00"), "{}", refused.text());
    let nothing = note(&daniel, other, &[]).await;
    assert_eq!(nothing.texts("#what-error"), ["Error: Marque qué llegó"]);
    let deposit = line(&app, 50_000, "DEPOSITO EFECTIVO").await;
    let seen = note(&daniel, deposit, std::slice::from_ref(&what)).await;
    assert!(seen.text().contains("Efectivo de caja del 6 mar 2026"), "{}", seen.text());
    assert_eq!(book_minor(&app.owner, "in_transit").await, 0);
    // It arrives once.
    let again = line(&app, 50_000, "OTRO").await;
    let page = daniel.get(&format!("/desk/bank/{again}")).await;
    assert!(!page.html.contains("/do/desk/note-arrival"), "{}", page.text());
    let id = again.to_string();
    let late = daniel.post("/do/desk/note-arrival", &[("line", &id), ("what", &what)]).await;
    assert!(late.location.unwrap().contains("draft="));
    let cash = daniel.get("/desk/cash?day=2026-03-06").await.text();
    assert!(cash.contains("Llegó al banco el 6 mar 2026"), "{cash}");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn payouts_are_their_creditors_teams(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (line, id) = in_the_bank(&app).await;
    let raul = app.staff("raul@noriega.example").await;
    assert!(raul.get("/desk/payouts").await.texts("main tbody tr").is_empty());
    assert_eq!(raul.get(&format!("/desk/payouts/{id}")).await.status, 404);
    let fields = [("line", &*line.to_string()), ("what", &*format!("payout:{id}"))];
    assert_eq!(raul.post("/do/desk/note-arrival", &fields).await.status, 404);
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(victor.get(&format!("/desk/payouts/{id}")).await.status, 200, "an auditor reads");
    assert_eq!(victor.post("/do/desk/note-arrival", &fields).await.status, 403);
    // Two of the team press at once.
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff("elena@aguas.example").await);
    tokio::join!(daniel.post("/do/desk/note-arrival", &fields), elena.post("/do/desk/note-arrival", &fields));
    assert_eq!(book_minor(&app.owner, "in_transit").await, 0);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn the_check_names_a_payout_that_is_not_as_the_books_say(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    Payer::maria(&app).await.pay_with(&app, "how=amount&amount=3000", PLAIN).await;
    let (id, ..) = payout(&app, &paid_out(&app).await).await;
    for (harm, mend) in [
        (
            "update payouts set amount_minor = amount_minor - 1",
            "update payouts set amount_minor = amount_minor + 1",
        ),
        ("update payouts set state = 'on_its_way'", "update payouts set state = 'paid'"),
        (
            "update payout_movements set fee_minor = fee_minor + 1",
            "update payout_movements set fee_minor = fee_minor - 1",
        ),
    ] {
        books_are_sound(&app).await;
        sqlx::query(harm).execute(&app.owner).await.unwrap();
        let report = check::run(&app.db).await.unwrap();
        assert!(report.lines(Lang::En).join("\n").contains(&format!("payout {id}")), "{harm}");
        sqlx::query(mend).execute(&app.owner).await.unwrap();
    }
}
