//! Transfers: to a CLABE of the account's own, in one piece, in several, too little, too much, or unasked.

use aldia::payments::comparing::{About, DifferenceKind, compare};
use aldia::payments::reconciling::reconcile;
use aldia::payments::steps::meant;
use aldia::payments::stripe::double::{FaultOrder, FaultSet, WebhookFaults};
use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{
    Payer, books_agree, books_are_sound, credit_minor, payment_in, posted, row, settle, started, until,
    wait_at_the_provider,
};
use crate::support::TestApp;

/// A transfer of everything that is past due, which is waited for.
async fn awaited(app: &TestApp, maria: &Payer, choice: &str) -> Uuid {
    let checkout = maria.start_by(choice, "spei").await;
    let id = payment_in(&maria.at_the_provider(&checkout, "transfer").await);
    until(app, id, "requires_action").await;
    id
}

async fn page(maria: &Payer, id: Uuid) -> String {
    maria.browser.get(&format!("/account/payments/{id}")).await.text()
}

#[sqlx::test]
async fn a_transfer_that_falls_short_says_what_is_missing_until_the_rest_has_come(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = awaited(&app, &maria, "how=amount&amount=3000").await;
    let clabe: String = sqlx::query_scalar("select step ->> 'clabe' from payments where id = $1")
        .bind(id)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(clabe.len(), 18);
    let text = page(&maria, id).await;
    for words in [
        "Transfiera $3,000.00",
        &format!("CLABE {clabe}"),
        "Banco STP",
        "Beneficiario Aguas del Valle",
        "Cantidad por enviar $3,000.00",
        "Use esta CLABE solo para su cuenta 4471.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }

    wait_at_the_provider(&app, "arrives", &[("amount", "2500")]).await;
    let text = page(&maria, id).await;
    for words in
        ["Llegaron $2,500.00; faltan $500.00", "Ya llegó $2,500.00", "Cantidad por enviar $500.00", &clabe]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(posted(&app.owner).await, (0, 0));
    let list = maria.browser.get("/account/payments").await.text();
    assert!(list.contains("Incompleto"), "{list}");
    let desk = app.staff("elena@aguas.example").await.get(&format!("/desk/payments/{id}")).await.text();
    assert!(desk.contains("Llegaron $2,500.00; faltan $500.00"), "{desk}");
    let again = maria.browser.get("/account/pay").await.text();
    assert!(again.contains("Faltan por llegar $500.00 de una transferencia."), "{again}");

    wait_at_the_provider(&app, "arrives", &[("amount", "500")]).await;
    until(&app, id, "succeeded").await;
    let text = page(&maria, id).await;
    assert!(text.contains("Recibimos su pago") && text.contains("transferencia SPEI"), "{text}");
    assert_eq!(posted(&app.owner).await, (1, 300_000));
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 0);
    books_agree(&app.owner).await;
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_is_transferred_too_much_becomes_credit_and_can_be_asked_back(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = awaited(&app, &maria, "how=amount&amount=3000").await;
    wait_at_the_provider(&app, "arrives", &[("amount", "3200")]).await;
    until(&app, id, "succeeded").await;
    settle(&app).await;
    assert_eq!(posted(&app.owner).await, (1, 300_000), "what was asked for");
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 20_000);
    let (beyond, state): (Uuid, String) =
        sqlx::query_as("select id, state from payments where idempotency_key like 'cash:%'")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(state, "succeeded");
    let text = page(&maria, beyond).await;
    assert!(text.contains("Recibimos $200.00 de más"), "{text}");
    assert!(text.contains("Quedan a su favor."), "{text}");
    let credit = maria.browser.get(&format!("/account/pay/credit?account={ACCOUNT_4471}")).await.text();
    assert!(credit.contains("Pedir que le devuelvan $200.00"), "{credit}");
    let receipts: i64 = sqlx::query_scalar("select count(*) from notices where kind = 'receipt'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert!(receipts >= 2, "one for what was asked for, one for what was too much");
    books_agree(&app.owner).await;
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn money_that_nobody_asked_for_is_credit_too(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = awaited(&app, &maria, "how=amount&amount=3000").await;
    let intent: String = sqlx::query_scalar("select provider_payment from payments where id = $1")
        .bind(id)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    wait_at_the_provider(&app, "arrives", &[("amount", "3000")]).await;
    until(&app, id, "succeeded").await;
    // The CLABE is in her bank's address book now.
    let late = app
        .browser()
        .post(&format!("/dev/stripe/waiting/{intent}"), &[("outcome", "arrives"), ("amount", "150")])
        .await;
    assert_eq!(late.status, 303);
    settle(&app).await;
    settle(&app).await;
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 15_000);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_transfer_whose_news_are_lost_is_found_by_asking_and_applied_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    use aldia::payments::stripe::double::{FaultOrder, FaultSet, WebhookFaults};
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = awaited(&app, &maria, "how=amount&amount=3000").await;
    let lost = WebhookFaults { drop_percent: 100, ..WebhookFaults::default() };
    let always = Some(FaultSet { webhooks: Some(lost), ..FaultSet::default() });
    app.double.order_faults(FaultOrder { always, ..FaultOrder::default() });
    wait_at_the_provider(&app, "arrives", &[("amount", "3000")]).await;
    assert_eq!(row(&app.owner, id).await.state, "requires_action");
    sqlx::query("update payments set next_read_at = now()").execute(&app.owner).await.unwrap();
    assert_eq!(aldia::payments::jobs::reread_open_payments(&app.db).await.unwrap(), 1);
    settle(&app).await;
    assert_eq!(row(&app.owner, id).await.state, "succeeded");
    assert_eq!(posted(&app.owner).await, (1, 300_000));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn both_transfers_of_an_account_have_one_clabe_and_each_gets_what_meets_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let first = awaited(&app, &maria, "how=amount&amount=3000").await;
    let second = awaited(&app, &maria, "how=amount&amount=1000").await;
    let clabes: Vec<String> =
        sqlx::query_scalar("select distinct step ->> 'clabe' from payments where step is not null")
            .fetch_all(&app.owner)
            .await
            .unwrap();
    assert_eq!(clabes.len(), 1);
    wait_at_the_provider(&app, "arrives", &[("amount", "1000")]).await;
    until(&app, second, "succeeded").await;
    assert_eq!(row(&app.owner, first).await.state, "requires_action", "the one that it meets is meant");
    assert_eq!(posted(&app.owner).await, (1, 100_000));
    wait_at_the_provider(&app, "arrives", &[("amount", "3100")]).await;
    until(&app, first, "succeeded").await;
    settle(&app).await;
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 10_000);
    assert_eq!(started(&app.owner).await.len(), 2);
    books_are_sound(&app).await;
}

#[test]
fn money_goes_to_what_it_meets_or_to_what_waits_longest() {
    let waiting = [("old", 300_000), ("new", 100_000)];
    assert_eq!(meant(&waiting, 100_000), Some(("new", 100_000)));
    assert_eq!(meant(&waiting, 250_000), Some(("old", 250_000)));
    assert_eq!(meant(&waiting, 320_000), Some(("old", 300_000)), "never more than it misses");
    assert_eq!(meant::<&str>(&[], 320_000), None);
}

#[sqlx::test]
async fn a_comparison_names_transfers_that_pay_nothing_and_over_payments_of_another_sum(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    awaited(&app, &maria, "how=amount&amount=3000").await;
    let silent = WebhookFaults { drop_percent: 100, ..WebhookFaults::default() };
    let always = Some(FaultSet { webhooks: Some(silent), ..FaultSet::default() });
    app.double.order_faults(FaultOrder { always, ..FaultOrder::default() });
    wait_at_the_provider(&app, "arrives", &[("amount", "3200")]).await;
    let found = compare(&app.db, &*app.app.gateway).await.unwrap();
    let lies = found.differences.iter().find(|one| matches!(one.about, About::Transfers { .. })).unwrap();
    assert!(matches!(lies.kind, DifferenceKind::Unapplied { lies } if lies.minor == 320_000), "{found:?}");

    reconcile(&app.db, &*app.app.gateway).await.unwrap();
    settle(&app).await;
    let found = compare(&app.db, &*app.app.gateway).await.unwrap();
    assert!(found.differences.is_empty() && found.compared >= 2, "{found:?}");
    sqlx::query("update payments set amount_minor = 20001 where idempotency_key like 'cash:%'")
        .execute(&app.owner)
        .await
        .unwrap();
    let found = compare(&app.db, &*app.app.gateway).await.unwrap();
    assert!(
        matches!(found.differences[0].kind, DifferenceKind::Amount { posted, taken }
            if (posted.minor, taken.minor) == (20_001, 20_000)),
        "{found:?}"
    );
}
