//! What can go wrong on the way, and what people are told then.

use aldia::payments::stripe::double::{ApiFault, ApiFaultKind, FaultOrder, FaultSet, NextFaults};
use aldia::server::serve;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, books_agree, payment_in, posted, row, started, until};
use crate::support::{Page, TestApp};

const OPENING: &str = "POST /v1/checkout/sessions";

fn next_opening(kind: ApiFaultKind) -> FaultOrder {
    let faults = FaultSet { api: Some(ApiFault::only(kind, OPENING)), ..FaultSet::default() };
    FaultOrder { next: Some(NextFaults { count: 1, faults }), ..FaultOrder::default() }
}

/// What an address shows after all redirects within the portal.
async fn shown(payer: &Payer, answer: Page) -> Page {
    match answer.location {
        Some(location) => payer.browser.get(&location).await,
        None => answer,
    }
}

/// Lets the round ask about everything, and works.
async fn round(app: &TestApp) {
    sqlx::query("update payments set next_read_at = now()").execute(&app.owner).await.unwrap();
    sqlx::query("update jobs set run_at = now() where done_at is null").execute(&app.owner).await.unwrap();
    aldia::payments::jobs::reread_open_payments(&app.db).await.unwrap();
    app.work().await;
}

#[sqlx::test]
async fn a_declined_card_charges_nothing_and_the_page_says_what_to_do(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=amount&amount=3000").await;
    let at_provider = maria.at_the_provider(&checkout, "decline").await;
    assert!(at_provider.contains("/dev/stripe/checkout/"), "another card can be tried there: {at_provider}");
    let id = started(&app.owner).await[0].id;
    maria.browser.get(&format!("/account/payments/{id}?left=1")).await;
    app.work().await;
    let page = maria.browser.get(&format!("/account/payments/{id}")).await;
    let text = page.text();
    assert!(text.contains("No se cobró"), "{text}");
    assert!(text.contains("El banco no aprobó la tarjeta. No salió dinero."), "{text}");
    let again = page.attribute(".actions a", "href").unwrap();
    assert!(maria.browser.get(&again).await.text().contains("Ir a pagar $3,000.00"));
    assert_eq!(row(&app.owner, id).await.state, "failed");
    assert_eq!(posted(&app.owner).await, (0, 0));
    assert_eq!(maria.browser.get(&checkout).await.status, 410, "a page that was left can still be paid");
}

#[sqlx::test]
async fn a_second_card_after_a_declined_one_pays(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=overdue").await;
    maria.at_the_provider(&checkout, "decline").await;
    let back = maria.at_the_provider(&checkout, "pay").await;
    until(&app, payment_in(&back), "succeeded").await;
    assert_eq!(posted(&app.owner).await, (1, 464_950));
}

#[sqlx::test]
async fn who_leaves_the_page_is_told_that_nothing_was_charged(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=overdue").await;
    let page = maria.browser.get(&checkout).await;
    let cancel = scraper::Html::parse_document(&page.html)
        .select(&scraper::Selector::parse("a").unwrap())
        .filter_map(|link| link.value().attr("href"))
        .find(|href| href.contains("left=1"))
        .unwrap()
        .to_owned();
    let page = maria.browser.get(&cancel).await;
    assert!(
        page.text().contains("Estamos confirmando"),
        "nothing is said before it is known: {}",
        page.text()
    );
    app.work().await;
    let page = maria.browser.get(&cancel).await;
    let text = page.text();
    assert!(text.contains("No se cobró nada"), "{text}");
    assert!(text.contains("Salió de la página de pago antes de terminar."), "{text}");
    assert_eq!(page.texts(".actions a"), ["Volver a intentar", "Elegir otra cantidad"]);
    assert_eq!(row(&app.owner, payment_in(&cancel)).await.state, "abandoned");
    assert_eq!(maria.browser.get(&checkout).await.status, 410);
}

#[sqlx::test]
async fn who_left_is_told_so_also_where_the_providers_message_is_read_first(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.start("how=overdue").await;
    let payment = &started(&app.owner).await[0];
    // As the job does that follows somebody who left; the message of it is worked on before the job is done.
    app.app.gateway.expire_checkout(payment.provider_checkout.as_deref().unwrap()).await.unwrap();
    until(&app, payment.id, "abandoned").await;
    let text = maria.browser.get(&format!("/account/payments/{}", payment.id)).await.text();
    assert!(text.contains("No se cobró nada"), "{text}");
}

#[sqlx::test]
async fn who_paid_and_then_takes_the_way_of_those_who_leave_gets_a_receipt(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=overdue").await;
    let back = maria.at_the_provider(&checkout, "pay").await;
    let id = payment_in(&back);
    maria.browser.get(&format!("/account/payments/{id}?left=1")).await;
    until(&app, id, "succeeded").await;
    assert_eq!(posted(&app.owner).await, (1, 464_950));
}

#[sqlx::test]
async fn a_page_that_runs_out_of_time_expires_and_says_so(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.start("how=overdue").await;
    let id = started(&app.owner).await[0].id;
    let page = maria.browser.get(&format!("/account/payments/{id}")).await;
    assert!(page.text().contains("Su pago de $4,649.50 está sin terminar"), "{}", page.text());
    assert!(page.attribute(".actions a", "href").unwrap().contains("/dev/stripe/checkout/"));
    sqlx::query("select turn_demo_clock('2026-03-08')").execute(&app.owner).await.unwrap();
    app.clock.look(&app.db).await.unwrap();
    round(&app).await;
    assert_eq!(row(&app.owner, id).await.state, "expired");
    let text = maria.browser.get(&format!("/account/payments/{id}")).await.text();
    assert!(text.contains("La página de pago venció sin pago"), "{text}");
}

#[sqlx::test]
async fn a_provider_that_gives_no_answer_leaves_a_doubt_that_is_settled_without_charging(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    for kind in [
        ApiFaultKind::ServerError,
        ApiFaultKind::WebPage,
        ApiFaultKind::DisconnectBefore,
        ApiFaultKind::DisconnectAfter,
    ] {
        app.double.order_faults(next_opening(kind));
        let answer = maria.press(&maria.review("how=overdue").await).await;
        let id = payment_in(answer.location.as_deref().unwrap());
        assert_eq!(row(&app.owner, id).await.state, "unknown", "{kind:?}");
        let page = shown(&maria, answer).await;
        assert!(page.text().contains("Estamos averiguando si se cobró"), "{kind:?}: {}", page.text());
        let warned = maria.browser.get("/account/pay").await.text();
        assert!(warned.contains("Ya hay un pago de $4,649.50 en proceso."), "{kind:?}: {warned}");
        let mut rounds = 0;
        while row(&app.owner, id).await.state == "unknown" && rounds < 3 {
            round(&app).await;
            rounds += 1;
        }
        let state = row(&app.owner, id).await.state;
        // A 500 is remembered under its key (as Stripe does), so only time settles that one.
        if kind == ApiFaultKind::ServerError {
            assert_eq!(state, "unknown");
            sqlx::query("update payments set checkout_order = jsonb_set(checkout_order, '{expires_at}', '\"2026-03-05T00:00:00Z\"') where id = $1")
                .bind(id)
                .execute(&app.owner)
                .await
                .unwrap();
            round(&app).await;
        }
        assert_eq!(row(&app.owner, id).await.state, "abandoned", "{kind:?}");
    }
    assert_eq!(posted(&app.owner).await, (0, 0));
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn a_provider_that_refuses_charges_nothing_and_the_choice_is_kept(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    // Three days ahead of the provider, which takes no page that lasts so long.
    sqlx::query("select turn_demo_clock('2026-03-09')").execute(&app.owner).await.unwrap();
    let answer = maria.press(&maria.review("how=amount&amount=3000").await).await;
    let page = shown(&maria, answer).await;
    let text = page.text();
    assert_eq!(started(&app.owner).await[0].state, "failed");
    assert!(
        text.contains("La página de pago no responde. No se cobró nada. Su elección está guardada"),
        "{text}"
    );
    assert!(text.contains("Ir a pagar $3,000.00"), "{text}");
}

#[sqlx::test]
async fn a_crash_between_the_row_and_the_provider_loses_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let review = maria.review("how=overdue").await;
    let checkout = maria.press(&review).await.location.unwrap();
    let id = started(&app.owner).await[0].id;
    // As if the process had died after the row was committed: the provider's answer was never stored.
    let order = order_of(&app, id).await;
    sqlx::query("update payments set provider_checkout = null, checkout_url = null, checkout_order = $2 where id = $1")
        .bind(id)
        .bind(order)
        .execute(&app.owner)
        .await
        .unwrap();
    let again = maria.press(&review).await.location.unwrap();
    assert_eq!(again, checkout, "the same key finds the same page");
    let back = maria.at_the_provider(&again, "pay").await;
    until(&app, payment_in(&back), "succeeded").await;
    assert_eq!(posted(&app.owner).await, (1, 464_950));
}

#[sqlx::test]
async fn a_process_that_dies_between_paying_and_posting_is_made_up_for_by_the_next(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    app.double.order_faults(FaultOrder {
        always: Some(FaultSet {
            webhooks: Some(aldia::payments::stripe::double::WebhookFaults {
                drop_percent: 100,
                ..Default::default()
            }),
            ..FaultSet::default()
        }),
        ..FaultOrder::default()
    });
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=overdue").await;
    let back = maria.at_the_provider(&checkout, "pay").await;
    let id = payment_in(&back);
    // A worker claims the job and dies with its lease in hand; another process takes over once that has run out.
    sqlx::query("update payments set next_read_at = now()").execute(&app.owner).await.unwrap();
    aldia::payments::jobs::reread_open_payments(&app.db).await.unwrap();
    sqlx::query(
        "update jobs set attempts = 1, locked_until = now() + interval '2 minutes' where done_at is null",
    )
    .execute(&app.owner)
    .await
    .unwrap();
    assert_eq!(app.work().await, 0);
    assert_eq!(row(&app.owner, id).await.state, "created");
    sqlx::query("update jobs set locked_until = now() - interval '1 second' where done_at is null")
        .execute(&app.owner)
        .await
        .unwrap();
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder().handle();
    let other = serve::assemble((*app.app.config).clone(), app.db.clone(), metrics).unwrap();
    aldia::server::jobs::drain(&other).await.unwrap();
    assert_eq!(row(&app.owner, id).await.state, "succeeded");
    assert_eq!(posted(&app.owner).await, (1, 464_950));
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn a_page_that_the_provider_has_forgotten_is_closed(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.start("how=overdue").await;
    let id = started(&app.owner).await[0].id;
    sqlx::query("update payments set provider_checkout = 'cs_test_forgotten' where id = $1")
        .bind(id)
        .execute(&app.owner)
        .await
        .unwrap();
    round(&app).await;
    assert_eq!(row(&app.owner, id).await.state, "expired");
    // And it is not in the way of another.
    maria.start("how=oldest").await;
}

#[sqlx::test]
async fn a_form_without_a_key_is_asked_for_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let account = maria.account.to_string();
    let fields = [("account", account.as_str()), ("how", "overdue"), ("request_key", "nonsense")];
    let page = maria.browser.submit("/do/payments/start", &fields).await;
    assert!(
        page.text().contains("Esta página estuvo abierta mucho tiempo; revise y envíe otra vez"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Ir a pagar $4,649.50"), "{}", page.text());
    assert!(started(&app.owner).await.is_empty());
}

#[sqlx::test]
async fn another_persons_key_opens_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let review = maria.review("how=overdue").await;
    maria.press(&review).await;
    let key = super::fields(&review).into_iter().find(|(name, _)| name == "request_key").unwrap().1;
    let susan = Payer::at(&app, "susan@example.com", aldia::server::seed::known::ACCOUNT_5120).await;
    let mut fields = super::fields(&susan.review("how=overdue").await);
    fields.iter_mut().filter(|(name, _)| name == "request_key").for_each(|field| field.1 = key.clone());
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let answer = susan.browser.post("/do/payments/start", &fields).await;
    assert_ne!(answer.status, 500);
    assert_eq!(started(&app.owner).await.len(), 1);
}

/// The order of a payment as it was before the provider answered.
async fn order_of(app: &TestApp, id: Uuid) -> serde_json::Value {
    let expires_at: chrono::DateTime<chrono::Utc> =
        sqlx::query_scalar("select expires_at from payments where id = $1")
            .bind(id)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    let page = format!("{}/account/payments/{id}", app.url);
    serde_json::json!({
        "payment": id, "amount": { "minor": 464_950, "currency": "MXN" }, "description": "Aguas del Valle, cuenta 4471",
        "success_url": format!("{page}?returned=1"), "cancel_url": format!("{page}?left=1"), "email": null, "lang": "es",
        "expires_at": expires_at, "idempotency_key": format!("pay:{id}"),
    })
}
