//! What days do to plans: who is reminded, what runs out, and that looking twice does nothing twice.

use aldia::kernel::ids::PlanId;
use aldia::plans::jobs::{follow_plans, order_follow};
use aldia::server::seed::known::{ACCOUNT_4471, AGUAS};
use chrono::NaiveDate;
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::flow::MARIA;
use super::signing::{maria, pay, proposal, put, six_payments, turn_to};
use super::{day, monthly};
use crate::support::TestApp;

/// The look at all plans of the creditor on a day.
async fn look(app: &TestApp, on: NaiveDate) {
    turn_to(app, on).await;
    follow_plans(&app.db, &app.app.keys, json!({ "creditor": AGUAS, "on": on })).await.unwrap();
}

/// The subjects of what was sent about plans, in order.
async fn subjects(app: &TestApp) -> Vec<String> {
    sqlx::query_scalar(
        "select o.subject from notices n join outbox o on o.notice_id = n.id
         where n.kind = 'plan' and o.address = $1 order by n.id",
    )
    .bind(MARIA)
    .fetch_all(&app.owner)
    .await
    .unwrap()
}

async fn kinds(app: &TestApp, id: PlanId) -> Vec<String> {
    sqlx::query_scalar("select kind from plan_events where negotiation_id = $1 order by sequence")
        .bind(id)
        .fetch_all(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn each_day_that_falls_due_is_reminded_of_once_and_not_when_it_is_paid(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    look(&app, day(2026, 3, 16)).await;
    assert_eq!(kinds(&app, id).await, ["propose", "sign"], "four days before is too soon");
    for on in [day(2026, 3, 17), day(2026, 3, 18), day(2026, 3, 20)] {
        look(&app, on).await;
        assert_eq!(kinds(&app, id).await, ["propose", "sign", "remind"], "{on}");
    }
    // Each pays the next; more at once would pay what is due beside the plan first.
    for _ in 0..2 {
        pay(&app, 77_492, day(2026, 3, 20)).await;
    }
    look(&app, day(2026, 4, 18)).await;
    assert_eq!(kinds(&app, id).await.len(), 3, "the payment of April was made ahead");
    look(&app, day(2026, 5, 20)).await;
    assert_eq!(kinds(&app, id).await.len(), 4, "also on the day itself where nobody looked before");
    app.work().await;
    assert_eq!(subjects(&app).await, ["Se acerca la fecha de un pago de su plan"; 2]);
}

#[sqlx::test]
async fn what_becomes_of_a_plan_is_told_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    for on in [day(2026, 3, 28), day(2026, 3, 28), day(2026, 3, 29)] {
        look(&app, on).await;
    }
    pay(&app, 77_492, day(2026, 3, 29)).await;
    look(&app, day(2026, 3, 29)).await;
    app.work().await;
    assert_eq!(subjects(&app).await, ["Su plan está suspendido", "Su plan está al día otra vez"]);
    assert_eq!(kinds(&app, id).await, ["propose", "sign", "suspend", "cure"]);
}

#[sqlx::test]
async fn a_proposal_that_nobody_signs_ends_after_its_last_day(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let mut tx = app.db.begin(maria(&app).await).await.unwrap();
    let (id, _) = put(&mut tx, &proposal(monthly(6, day(2026, 3, 20)))).await.unwrap();
    tx.commit().await.unwrap();
    look(&app, day(2026, 3, 13)).await;
    assert_eq!(kinds(&app, id).await, ["propose"]);
    look(&app, day(2026, 3, 14)).await;
    look(&app, day(2026, 3, 15)).await;
    assert_eq!(kinds(&app, id).await, ["propose", "expire"]);
}

#[sqlx::test]
async fn a_day_is_looked_at_once_however_often_it_is_ordered(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    six_payments(&app).await;
    let ordered = || async {
        let sql = "select count(*) from jobs where kind = 'follow_plans'";
        sqlx::query_scalar::<_, i64>(sql).fetch_one(&app.owner).await.unwrap()
    };
    let before = ordered().await;
    turn_to(&app, day(2026, 3, 17)).await;
    app.clock.look(&app.db).await.unwrap();
    order_follow(&app.db).await.unwrap();
    order_follow(&app.db).await.unwrap();
    assert_eq!(ordered().await, before + 1);
    app.work().await;
    let reminded: i64 =
        sqlx::query_scalar("select count(*) from plan_events where kind = 'remind' and account_id = $1")
            .bind(ACCOUNT_4471)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(reminded, 1);
}
