//! Money of a payment goes back: by the team within its limits, to who paid, once, whatever breaks on the way.

use aldia::kernel::ids::PaymentId;
use aldia::payments::stripe::double::{ApiFault, ApiFaultKind, FaultOrder, FaultSet, NextFaults};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, bank, book_minor, books_are_sound, credit_minor, open_minor, row, settle};
use crate::support::{Browser, Page, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";
const PLAIN: &str = "4242424242424242";
const REFUNDING: &str = "POST /v1/refunds";

/// A payment of the demo that is posted, whoever made it.
pub async fn known_payment(app: &TestApp) -> String {
    let id: Uuid = sqlx::query_scalar(
        "select id from payments where state = 'succeeded' and account_id = $1 order by paid_at limit 1",
    )
    .bind(aldia::server::seed::known::ACCOUNT_4471.0)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    id.to_string()
}

/// Has somebody of the team ask for more than they may refund alone; answers what waits.
pub async fn ask_refund(app: &TestApp, staff: &Browser, amount: &str) -> String {
    let maria = Payer::maria(app).await;
    let id = maria.pay_with(app, "how=amount&amount=3000", PLAIN).await;
    refund(staff, id, amount).await;
    let approval: Uuid =
        sqlx::query_scalar("select id from approvals where object_id = $1 and state = 'waiting'")
            .bind(id)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    approval.to_string()
}

/// Has somebody of the team give back a part of a payment.
pub async fn refund(staff: &Browser, id: Uuid, amount: &str) -> Page {
    let id = id.to_string();
    let fields =
        [("payment", id.as_str()), ("amount", amount), ("reason", "duplicate"), ("words", "Pagó dos veces")];
    staff.submit("/do/desk/refund", &fields).await
}

async fn refund_state(app: &TestApp) -> Vec<(String, i64)> {
    sqlx::query_as("select state, amount_minor from refunds order by decided_at, id")
        .fetch_all(&app.owner)
        .await
        .unwrap()
}

fn next_refund(kind: ApiFaultKind) -> FaultOrder {
    let faults = FaultSet { api: Some(ApiFault::only(kind, REFUNDING)), ..FaultSet::default() };
    FaultOrder { next: Some(NextFaults { count: 1, faults }), ..FaultOrder::default() }
}

/// How many refunds the provider made.
async fn made_there(app: &TestApp, id: Uuid) -> usize {
    let intent: String = sqlx::query_scalar("select provider_payment from payments where id = $1")
        .bind(id)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    app.app.gateway.read_refunds(&intent).await.unwrap().len()
}

#[sqlx::test]
async fn a_refund_within_the_limit_goes_back_to_the_card_and_the_invoices_are_owed_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    // F-1041 with its interest, and 753.50 of F-1057 (domain-rules B4).
    let id = maria.pay_with(&app, "how=amount&amount=3000", PLAIN).await;
    let (before_1057, before_1041) =
        (open_minor(&app.owner, "F-1057").await, open_minor(&app.owner, "F-1041").await);
    let daniel = app.staff(DANIEL).await;
    let page = refund(&daniel, id, "500").await;
    assert!(page.text().contains("Le estamos devolviendo $500.00"), "{}", page.text());
    settle(&app).await;
    assert_eq!(refund_state(&app).await, [("succeeded".to_owned(), 50_000)]);
    assert_eq!(open_minor(&app.owner, "F-1057").await, before_1057 + 50_000, "the invoice that was due last");
    assert_eq!(open_minor(&app.owner, "F-1041").await, before_1041);
    assert_eq!(book_minor(&app.owner, "refunds_payable").await, 0);
    assert_eq!(made_there(&app, id).await, 1);
    let seen = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(seen.contains("Le devolvimos $500.00"), "{seen}");
    assert!(seen.contains("a la tarjeta terminada en 4242"), "{seen}");
    assert!(seen.contains("Motivo: se pagó dos veces"), "{seen}");
    assert!(seen.contains("A qué se aplica hoy"), "{seen}");
    let list = maria.browser.get("/account/payments").await.text();
    assert!(list.contains("Devuelto en parte"), "{list}");
    let letters: i64 =
        sqlx::query_scalar("select count(*) from notices where kind = 'receipt' and account_id is not null and person_id is not null")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(letters, 3, "the receipt, when it was decided, and when it left");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn beyond_the_limit_a_second_person_decides_and_only_then_money_moves(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let approval = ask_refund(&app, &daniel, "2500").await;
    settle(&app).await;
    assert!(refund_state(&app).await.is_empty(), "nothing moves before somebody else says yes");
    let own = daniel.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert!(own.text().contains("decide otra persona"), "{}", own.text());
    assert!(refund_state(&app).await.is_empty());
    let elena = app.staff(ELENA).await;
    let page = elena.get(&format!("/desk/approvals/{approval}")).await;
    assert!(page.text().contains("Devolver $2,500.00"), "{}", page.text());
    assert!(page.text().contains("$3,449.50 hoy; $5,949.50 después"), "{}", page.text());
    elena.submit("/do/desk/approve", &[("approval", &approval)]).await;
    settle(&app).await;
    assert_eq!(refund_state(&app).await, [("succeeded".to_owned(), 250_000)]);
    let again = elena.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert!(again.text().contains("ya lo decidió"), "{}", again.text());
    settle(&app).await;
    assert_eq!(refund_state(&app).await.len(), 1);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_can_no_longer_be_refunded_is_not_approved(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let approval = ask_refund(&app, &daniel, "2800").await;
    let id: Uuid = sqlx::query_scalar("select object_id from approvals").fetch_one(&app.owner).await.unwrap();
    let elena = app.staff(ELENA).await;
    refund(&elena, id, "300").await;
    settle(&app).await;
    let page = elena.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert!(page.text().contains("Ya no se puede hacer como se pidió"), "{}", page.text());
    assert_eq!(refund_state(&app).await.len(), 1);
    let state: String =
        sqlx::query_scalar("select state from approvals").fetch_one(&app.owner).await.unwrap();
    assert_eq!(state, "waiting");
}

#[sqlx::test]
async fn more_than_is_left_of_a_payment_is_refused_at_the_field(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=400", PLAIN).await;
    let daniel = app.staff(DANIEL).await;
    refund(&daniel, id, "300").await;
    settle(&app).await;
    let page = refund(&daniel, id, "100.01").await;
    assert!(page.text().contains("Lo más que se puede devolver es $100.00"), "{}", page.text());
    refund(&daniel, id, "100").await;
    settle(&app).await;
    let page = refund(&daniel, id, "0.01").await;
    assert!(page.text().contains("De este pago no hay nada que devolver"), "{}", page.text());
    assert!(maria.browser.get("/account/payments").await.text().contains("Devuelto"));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn an_auditor_and_another_creditors_team_refund_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let id = Payer::maria(&app).await.pay_with(&app, "how=amount&amount=400", PLAIN).await;
    assert_eq!(refund(&app.staff("victor@aguas.example").await, id, "1").await.status, 403);
    assert_eq!(refund(&app.staff("raul@noriega.example").await, id, "1").await.status, 404);
    assert!(refund_state(&app).await.is_empty());
}

#[sqlx::test]
async fn a_refund_that_comes_back_pays_again_what_it_had_paid(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=3000", "4000000000005126").await;
    let before = open_minor(&app.owner, "F-1057").await;
    let clearing = book_minor(&app.owner, "provider_clearing").await;
    refund(&app.staff(DANIEL).await, id, "500").await;
    settle(&app).await;
    assert_eq!(refund_state(&app).await, [("failed".to_owned(), 50_000)]);
    assert_eq!(open_minor(&app.owner, "F-1057").await, before);
    assert_eq!(book_minor(&app.owner, "refunds_payable").await, 0);
    assert_eq!(book_minor(&app.owner, "provider_clearing").await, clearing);
    let seen = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(seen.contains("La devolución de $500.00 no llegó"), "{seen}");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_refund_that_waits_for_bank_details_says_so_until_it_leaves(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=3000", "4000000000003006").await;
    refund(&app.staff(DANIEL).await, id, "500").await;
    settle(&app).await;
    assert_eq!(refund_state(&app).await, [("needs_details".to_owned(), 50_000)]);
    assert_eq!(book_minor(&app.owner, "refunds_payable").await, -50_000, "decided, and not gone");
    let seen = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(seen.contains("Falta su CLABE para devolverle $500.00"), "{seen}");
    books_are_sound(&app).await;
    bank(&app, "re", "arrives").await;
    assert_eq!(refund_state(&app).await, [("succeeded".to_owned(), 50_000)]);
    assert_eq!(book_minor(&app.owner, "refunds_payable").await, 0);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn whatever_breaks_while_the_provider_is_asked_one_refund_is_made(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    for (at, kind) in [
        ApiFaultKind::DisconnectAfter,
        ApiFaultKind::DisconnectBefore,
        ApiFaultKind::WebPage,
        ApiFaultKind::TooMany,
    ]
    .into_iter()
    .enumerate()
    {
        let id = Payer::maria(&app).await.pay_with(&app, "how=amount&amount=400", PLAIN).await;
        app.double.order_faults(next_refund(kind));
        refund(&daniel, id, "100").await;
        let failed = aldia::server::jobs::drain(&app.app).await;
        assert!(failed.is_err(), "{kind:?} leaves a doubt");
        let state: String = sqlx::query_scalar("select state from refunds where payment_id = $1")
            .bind(id)
            .fetch_one(&app.owner)
            .await
            .unwrap();
        assert_eq!(state, "unknown", "{kind:?}");
        sqlx::query("update jobs set run_at = now() where done_at is null")
            .execute(&app.owner)
            .await
            .unwrap();
        settle(&app).await;
        assert_eq!(refund_state(&app).await[at], ("succeeded".to_owned(), 10_000), "{kind:?}");
        assert_eq!(made_there(&app, id).await, 1, "{kind:?}");
    }
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn the_minutes_round_finishes_a_refund_whose_job_was_lost(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let id = Payer::maria(&app).await.pay_with(&app, "how=amount&amount=400", PLAIN).await;
    refund(&app.staff(DANIEL).await, id, "100").await;
    // Killed between the decision and the call, and the job with it.
    sqlx::query("delete from jobs where kind = 'send_refund'").execute(&app.owner).await.unwrap();
    sqlx::query("update refunds set next_read_at = now()").execute(&app.owner).await.unwrap();
    assert_eq!(aldia::payments::jobs::reread_open_refunds(&app.db).await.unwrap(), 1);
    settle(&app).await;
    assert_eq!(refund_state(&app).await, [("succeeded".to_owned(), 10_000)]);
    assert_eq!(made_there(&app, id).await, 1);
}

#[sqlx::test]
async fn a_refund_made_at_the_providers_own_pages_is_in_the_books_too(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    use aldia::kernel::money::{Currency, Money};
    use aldia::payments::gateway::RefundOrder;
    let app = TestApp::new(options).await;
    let id = Payer::maria(&app).await.pay_with(&app, "how=amount&amount=400", PLAIN).await;
    let intent: String = sqlx::query_scalar("select provider_payment from payments where id = $1")
        .bind(id)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let order = RefundOrder {
        refund: aldia::kernel::ids::RefundId::new(),
        payment: PaymentId(id),
        payment_intent: intent,
        amount: Money::new(15_000, Currency::MXN),
        idempotency_key: "somebody at their pages".to_owned(),
    };
    app.app.gateway.refund(&order).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    settle(&app).await;
    assert_eq!(refund_state(&app).await, [("succeeded".to_owned(), 15_000)]);
    assert_eq!(row(&app.owner, id).await.state, "succeeded");
    assert_eq!(credit_minor(&app.owner, aldia::server::seed::known::ACCOUNT_4471).await, 0);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_refund_whose_button_is_pressed_twice_is_one_refund(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let id = Payer::maria(&app).await.pay_with(&app, "how=amount&amount=400", PLAIN).await;
    let daniel = app.staff(DANIEL).await;
    let page = daniel.get(&format!("/desk/payments/{id}/refund")).await;
    let key = page.attribute("form[action='/do/desk/refund'] input[name=request_key]", "value").unwrap();
    let payment = id.to_string();
    let fields = [
        ("payment", payment.as_str()),
        ("amount", "100"),
        ("reason", "other"),
        ("words", "Prueba"),
        ("request_key", key.as_str()),
    ];
    let (first, second) =
        tokio::join!(daniel.post("/do/desk/refund", &fields), daniel.post("/do/desk/refund", &fields));
    assert_eq!((first.status, second.status), (303, 303));
    settle(&app).await;
    assert_eq!(refund_state(&app).await, [("succeeded".to_owned(), 10_000)]);
    assert_eq!(made_there(&app, id).await, 1);
}
