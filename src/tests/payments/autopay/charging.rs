//! From the notice to the receipt.

use aldia::kernel::actor::Actor;
use aldia::payments::comparing::compare;
use aldia::payments::stripe::double::ApiFaultKind;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{
    EMPTY_LATER, GOOD, agree, charged, charges, day, keep_card, letters, look, maria_agrees, next_charges,
    on, round, stands, taken_alone, turn_clock,
};
use crate::payments::{Payer, book_minor, books_agree, books_are_sound, open_minor, settle};
use crate::support::TestApp;

#[sqlx::test]
async fn what_is_due_is_announced_three_days_before_and_then_charged_with_a_receipt(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = maria_agrees(&app, GOOD, "20000").await;
    assert_eq!(charged(&app.owner).await, (0, 0), "nothing is charged before the notice has run");
    let told = letters(&app.owner).await;
    assert_eq!(told.len(), 3, "one for each due amount: {told:?}");
    assert!(
        told[0].contains("9 de marzo") && told[0].contains("4242") && told[0].contains("F-1041"),
        "{}",
        told[0]
    );
    on(&app, day(3, 8)).await;
    assert_eq!(charged(&app.owner).await, (0, 0));

    on(&app, day(3, 9)).await;
    let (count, minor) = charged(&app.owner).await;
    assert_eq!(count, 3);
    assert_eq!(taken_alone(&app).iter().sum::<i64>(), minor);
    for number in ["F-1041", "F-1057"] {
        assert_eq!(open_minor(&app.owner, number).await, 0, "{number}");
    }
    assert_eq!(open_minor(&app.owner, "F-1063").await, 30_000, "what is contested is not charged");
    let receipts: i64 = sqlx::query_scalar("select count(*) from notices where kind = 'receipt'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(receipts, 4, "the ten pesos and three charges");
    let page = maria.browser.get(&format!("/account/autopay?account={}", maria.account())).await;
    assert!(page.text().contains("Cobrado"), "{}", page.text());
    books_agree(&app.owner).await;
    books_are_sound(&app).await;
    let compared = compare(&app.db, &*app.app.gateway).await.unwrap();
    assert!(compared.differences.is_empty(), "{:?}", compared.differences);
}

#[sqlx::test]
async fn what_falls_due_later_is_announced_before_its_day_and_charged_on_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    on(&app, day(3, 9)).await;
    let next: (String, chrono::NaiveDate) = sqlx::query_as(
        "select number, due_on from invoices i where account_id = $1 and due_on > '2026-03-09' order by due_on limit 1",
    )
    .bind(aldia::server::seed::known::ACCOUNT_4471.0)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    on(&app, next.1 - chrono::Days::new(4)).await;
    assert_eq!(charges(&app.owner).await.len(), 3, "too early to tell");
    on(&app, next.1 - chrono::Days::new(3)).await;
    assert!(charges(&app.owner).await.contains(&stands(&next.0, "announced", 0)));
    on(&app, next.1).await;
    assert!(charges(&app.owner).await.contains(&stands(&next.0, "paid", 1)));
    assert_eq!(open_minor(&app.owner, &next.0).await, 0);
}

#[sqlx::test]
async fn looking_again_and_again_charges_nothing_twice(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    turn_clock(&app, day(3, 9)).await;
    for _ in 0..4 {
        look(&app).await;
    }
    sqlx::query("update jobs set done_at = null, attempts = 0, run_at = now() where kind = 'charge_autopay'")
        .execute(&app.owner)
        .await
        .unwrap();
    settle(&app).await;
    assert_eq!(charged(&app.owner).await.0, 3);
    assert_eq!(taken_alone(&app).len(), 3);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_was_paid_meanwhile_is_not_charged_and_never_more_than_was_announced(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = maria_agrees(&app, GOOD, "20000").await;
    maria.pay(&app, "how=oldest").await;
    settle(&app).await;
    let told: i64 = sqlx::query_scalar(
        "select amount_minor from autopay_charges c join invoices i on i.id = c.invoice_id where i.number = 'F-1057'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    on(&app, day(3, 9)).await;
    assert!(charges(&app.owner).await.contains(&stands("F-1041", "dropped", 0)), "it was paid another way");
    let charged: i64 = sqlx::query_scalar(
        "select p.amount_minor from payments p join autopay_charges c on c.id = p.autopay_charge_id join invoices i on i.id = c.invoice_id
         where i.number = 'F-1057'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(charged, told);
    assert_eq!(book_minor(&app.owner, "unapplied").await, 0);
}

#[sqlx::test]
async fn what_does_not_fit_under_the_months_cap_is_said_once_and_not_charged(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "2000").await;
    look(&app).await;
    let over = letters(&app.owner).await.iter().filter(|letter| letter.contains("no cabe")).count();
    assert_eq!(
        over,
        2,
        "F-1041 alone is over it, and of the others only one fits: {:?}",
        charges(&app.owner).await
    );
    on(&app, day(3, 9)).await;
    let (_, minor) = charged(&app.owner).await;
    assert!(minor > 0 && minor <= 200_000, "{minor}");
    on(&app, day(3, 31)).await;
    let in_march: i64 = sqlx::query_scalar(
        "select coalesce(sum(amount_minor), 0)::bigint from payments where autopay_charge_id is not null and state = 'succeeded'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(in_march <= 200_000, "{in_march}");
    assert!(
        charges(&app.owner).await.iter().all(|(number, state, _)| number != "F-1041" || state == "over_cap")
    );
}

#[sqlx::test]
async fn nothing_is_charged_while_a_page_to_pay_on_is_open_and_it_is_once_it_is_left(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = maria_agrees(&app, GOOD, "20000").await;
    turn_clock(&app, day(3, 9)).await;
    maria.start("how=amount&amount=100").await;
    look(&app).await;
    assert_eq!(charged(&app.owner).await, (0, 0), "they might pay twice");
    let id = crate::payments::started(&app.owner).await.last().unwrap().id;
    maria.browser.get(&format!("/account/payments/{id}?left=1")).await;
    settle(&app).await;
    look(&app).await;
    assert_eq!(charged(&app.owner).await.0, 3);
}

#[sqlx::test]
async fn nothing_is_charged_where_the_law_stops_collection(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    sqlx::query(
        "insert into legal_statuses (id, account_id, debtor_id, creditor_id, kind, evidence, from_on)
         select gen_random_uuid(), id, debtor_id, creditor_id, 'moratorium', 'Acuerdo', '2026-03-07' from accounts where id = $1",
    )
    .bind(aldia::server::seed::known::ACCOUNT_4471.0)
    .execute(&app.owner)
    .await
    .unwrap();
    on(&app, day(3, 9)).await;
    assert_eq!(charged(&app.owner).await, (0, 0));
    assert!(taken_alone(&app).is_empty());
    assert!(charges(&app.owner).await.iter().all(|(_, state, _)| state == "dropped"));
}

#[sqlx::test]
async fn an_answer_that_is_lost_is_looked_for_in_the_providers_list_and_posted_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    next_charges(&app, 3, ApiFaultKind::DisconnectAfter);
    on(&app, day(3, 9)).await;
    for _ in 0..3 {
        round(&app).await;
    }
    assert_eq!(charged(&app.owner).await.0, 3);
    assert_eq!(taken_alone(&app).len(), 3, "nothing was charged twice");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_charge_that_never_reached_the_provider_is_asked_for_again_under_its_key(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    next_charges(&app, 3, ApiFaultKind::DisconnectBefore);
    on(&app, day(3, 9)).await;
    let unknown: i64 = sqlx::query_scalar(
        "select count(*) from payments where state = 'unknown' and autopay_charge_id is not null",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(unknown >= 1, "what nobody knows is called that");
    for _ in 0..6 {
        round(&app).await;
    }
    assert_eq!(charged(&app.owner).await.0, 3, "{:?}", charges(&app.owner).await);
    assert_eq!(taken_alone(&app).len(), 3);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn two_people_on_one_account_are_not_both_charged(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let account = aldia::server::seed::known::ACCOUNT_4513;
    let pedro = Payer::at(&app, "pedro@example.mx", account).await;
    keep_card(&app, &pedro, GOOD).await;
    agree(&app, &pedro, "20000").await;
    let teresa: String = sqlx::query_scalar(
        "select address from contact_points where person_id = $1 and verified_at is not null limit 1",
    )
    .bind(aldia::server::seed::known::TERESA.0)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let teresa = Payer::at(&app, &teresa, account).await;
    keep_card(&app, &teresa, EMPTY_LATER).await;
    let page = teresa.browser.get(&format!("/account/autopay?account={account}")).await;
    assert!(page.text().contains("ya se paga sola"), "{}", page.text());
    assert!(!page.text().contains("4242"), "a card is its owner's");
    let mut tx = app.db.begin(Actor::System("test")).await.unwrap();
    assert!(aldia::payments::autopay::store::mandates::of_account(&mut tx, account).await.unwrap().is_some());
}

#[sqlx::test]
async fn the_check_names_a_charge_beyond_what_was_announced(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    on(&app, day(3, 9)).await;
    books_are_sound(&app).await;
    sqlx::query("update autopay_charges set amount_minor = 1000 where tries = 1")
        .execute(&app.owner)
        .await
        .unwrap();
    let report = aldia::ledger::check::run(&app.db).await.unwrap();
    assert!(!report.is_sound());
    let lines = report.lines(aldia::kernel::locale::Lang::En).join("\n");
    assert!(lines.contains("automatic charge"), "{lines}");
}

#[sqlx::test]
async fn what_went_back_after_it_was_charged_is_not_charged_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, GOOD, "20000").await;
    on(&app, day(3, 9)).await;
    let before = taken_alone(&app).len();
    let payment: String = sqlx::query_scalar(
        "select p.id::text from payments p join autopay_charges c on c.id = p.autopay_charge_id order by p.amount_minor desc limit 1",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let elena = app.staff("elena@aguas.example").await;
    let form =
        [("payment", payment.as_str()), ("amount", "500"), ("reason", "other"), ("words", "Se cobró de más")];
    elena.post("/do/desk/refund", &form).await;
    settle(&app).await;
    let returned: i64 =
        sqlx::query_scalar("select count(*) from refunds").fetch_one(&app.owner).await.unwrap();
    assert_eq!(returned, 1);
    on(&app, day(3, 15)).await;
    assert_eq!(taken_alone(&app).len(), before);
}

#[sqlx::test]
async fn who_cannot_be_told_is_not_charged(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    keep_card(&app, &maria, GOOD).await;
    sqlx::query("update contact_points set suspended_at = now() where person_id = $1")
        .bind(aldia::server::seed::known::MARIA.0)
        .execute(&app.owner)
        .await
        .unwrap();
    agree(&app, &maria, "20000").await;
    on(&app, day(3, 9)).await;
    assert!(taken_alone(&app).is_empty() && charges(&app.owner).await.is_empty());
}
