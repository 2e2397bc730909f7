//! The end: from that moment nothing is sent.

use aldia::payments::stripe::double::ApiFaultKind;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{GOOD, charged, charges, day, letters, look, maria_agrees, next_charges, on, round, taken_alone};
use crate::payments::{books_are_sound, settle};
use crate::support::TestApp;

#[sqlx::test]
async fn who_stops_is_charged_nothing_from_that_moment_on(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = maria_agrees(&app, GOOD, "20000").await;
    let account = maria.account().to_string();
    let page = maria.browser.submit("/do/payments/stop-autopay", &[("account", &account)]).await;
    assert!(page.text().contains("no se envía ningún cargo"), "{}", page.text());
    on(&app, day(3, 9)).await;
    on(&app, day(3, 25)).await;
    assert_eq!(charged(&app.owner).await, (0, 0));
    assert!(taken_alone(&app).is_empty());
    assert!(charges(&app.owner).await.iter().all(|(_, state, _)| state == "dropped"));
    let told = letters(&app.owner).await;
    assert!(told.last().unwrap().contains("Usted los detuvo"), "{told:?}");
}

#[sqlx::test]
async fn another_cannot_stop_them_but_the_team_can_when_asked(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = maria_agrees(&app, GOOD, "20000").await;
    let account = maria.account().to_string();
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(rosa.post("/do/payments/stop-autopay", &[("account", &account)]).await.status, 404);
    let daniel = app.staff("daniel@aguas.example").await;
    let file = daniel.get(&format!("/desk/accounts/{account}")).await;
    assert!(
        file.text().contains("Visa terminada en 4242"),
        "the team sees that they are on: {}",
        file.text()
    );
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(victor.post("/do/desk/stop-autopay", &[("account", &account)]).await.status, 403);
    assert_eq!(daniel.post("/do/desk/stop-autopay", &[("account", &account)]).await.status, 303);
    on(&app, day(3, 9)).await;
    assert_eq!(charged(&app.owner).await, (0, 0));
}

#[sqlx::test]
async fn a_removed_card_ends_what_it_was_to_be_charged_for(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = maria_agrees(&app, GOOD, "20000").await;
    let id: String =
        sqlx::query_scalar("select id::text from saved_methods").fetch_one(&app.owner).await.unwrap();
    maria.browser.post("/do/payments/remove-method", &[("method", &id)]).await;
    on(&app, day(3, 9)).await;
    assert_eq!(charged(&app.owner).await, (0, 0));
    assert!(letters(&app.owner).await.last().unwrap().contains("Usted quitó la tarjeta"));
}

#[sqlx::test]
async fn a_try_without_an_answer_is_not_repeated_once_they_stop(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = maria_agrees(&app, GOOD, "20000").await;
    next_charges(&app, 1, ApiFaultKind::DisconnectBefore);
    on(&app, day(3, 9)).await;
    let account = maria.account().to_string();
    maria.browser.post("/do/payments/stop-autopay", &[("account", &account)]).await;
    let before = taken_alone(&app).len();
    round(&app).await;
    look(&app).await;
    round(&app).await;
    assert_eq!(taken_alone(&app).len(), before, "it is looked for, and not asked for");
    sqlx::query(
        "update payments set charge_asked_at = now() - interval '20 minutes' where charge_order is not null",
    )
    .execute(&app.owner)
    .await
    .unwrap();
    round(&app).await;
    let open: i64 =
        sqlx::query_scalar("select count(*) from payments where state in ('processing', 'unknown')")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(open, 0, "what never arrived is called failed in the end");
    assert_eq!(taken_alone(&app).len(), before);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_charge_that_is_contested_with_the_bank_is_the_last(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, "4000000000000259", "20000").await;
    on(&app, day(3, 9)).await;
    settle(&app).await;
    look(&app).await;
    let ended: Option<String> =
        sqlx::query_scalar("select ended_why from autopay_mandates").fetch_one(&app.owner).await.unwrap();
    assert_eq!(ended.as_deref(), Some("contested"));
    let before = charged(&app.owner).await;
    on(&app, day(3, 25)).await;
    assert_eq!(charged(&app.owner).await, before);
}
