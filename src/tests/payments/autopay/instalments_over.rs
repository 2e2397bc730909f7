//! Instalments that are not asked for any more once they were announced: nothing is charged.

use aldia::server::seed::known::invoice;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::instalments::{maria_lets, on_plan, part, parts};
use super::{GOOD, charged, day, on, taken_alone};
use crate::payments::{books_are_sound, settle};
use crate::support::TestApp;

/// Between the notice and the charge something happens after which nothing may be charged.
async fn nothing_is_charged_after(options: PgConnectOptions, happens: &[&'static str]) -> TestApp {
    let app = TestApp::new(options).await;
    maria_lets(&app, GOOD, "both").await;
    sqlx::query("update autopay_mandates set covers = 'instalments'").execute(&app.owner).await.unwrap();
    on(&app, day(3, 17)).await;
    assert!(parts(&app).await.contains(&part(1, "announced", 0)));
    for sql in happens {
        sqlx::query(*sql).execute(&app.owner).await.unwrap();
    }
    on(&app, day(3, 20)).await;
    on(&app, day(4, 20)).await;
    assert!(taken_alone(&app).is_empty(), "{happens:?}");
    assert!(parts(&app).await.iter().all(|(_, state, tries)| state == "dropped" && *tries == 0));
    app
}

#[sqlx::test]
async fn nothing_is_charged_for_a_plan_that_ended_between_notice_and_charge(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = nothing_is_charged_after(
        options,
        &[
            "update plan_debts set left_at = business_now()",
            "update plan_reliefs set until_on = from_on",
            "update plans set state = 'suspended', suspended_on = '2026-03-17'",
            "update plans set state = 'closed', ended_at = business_now()",
        ],
    )
    .await;
    // Nor is what was in it charged whole, although it is past due again and invoices are covered.
    sqlx::query(
        "update autopay_mandates set covers = 'both', ended_at = null, ended_why = null, ended_by = null",
    )
    .execute(&app.owner)
    .await
    .unwrap();
    on(&app, day(4, 25)).await;
    on(&app, day(4, 30)).await;
    for number in ["F-1041", "F-1057", "F-1063"] {
        let announced: i64 = sqlx::query_scalar("select count(*) from autopay_charges where invoice_id = $1")
            .bind(invoice(number).0)
            .fetch_one(&app.owner)
            .await
            .unwrap();
        assert_eq!(announced, 0, "{number}");
    }
}

#[sqlx::test]
async fn nothing_is_charged_for_a_plan_that_is_suspended(_: PgPoolOptions, options: PgConnectOptions) {
    nothing_is_charged_after(options, &["update plans set state = 'suspended', suspended_on = '2026-03-18'"])
        .await;
}

#[sqlx::test]
async fn nothing_is_charged_while_something_that_the_plan_covers_is_contested(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = nothing_is_charged_after(
        options,
        &["insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, dispute_number, amount_minor, opened_on, promised_on)
           select gen_random_uuid(), account_id, debtor_id, creditor_id, id, 'A-900', 20000, '2026-03-18', '2026-04-01'
           from invoices where number = 'F-1057'"],
    )
    .await;
    // Once it is answered, what is asked for is announced anew.
    sqlx::query("update holds set released_on = '2026-04-21' where dispute_number = 'A-900'")
        .execute(&app.owner)
        .await
        .unwrap();
    on(&app, day(4, 21)).await;
    assert!(parts(&app).await.contains(&part(1, "announced", 0)), "{:?}", parts(&app).await);
    on(&app, day(4, 24)).await;
    settle(&app).await;
    assert!(charged(&app.owner).await.1 > 0);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_plan_signed_later_is_not_charged_by_what_was_agreed_before(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, id) = maria_lets(&app, GOOD, "instalments").await;
    // As where a plan took the place of the one that was agreed to.
    sqlx::query("update autopay_mandates set agreed_at = agreed_at - interval '1 second'")
        .execute(&app.owner)
        .await
        .unwrap();
    let signed_first: bool = sqlx::query_scalar(
        "select (select signed_at from plans where id = $1) > (select agreed_at from autopay_mandates)",
    )
    .bind(id.0)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    if !signed_first {
        sqlx::query(
            "update autopay_mandates set agreed_at = (select signed_at from plans) - interval '1 second'",
        )
        .execute(&app.owner)
        .await
        .unwrap();
    }
    assert!(on_plan(&maria, id).await.contains("no se cobran solos"));
    on(&app, day(3, 17)).await;
    on(&app, day(3, 20)).await;
    assert_eq!((parts(&app).await, charged(&app.owner).await), (Vec::new(), (0, 0)));
}
