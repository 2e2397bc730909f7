//! A discount for paying off: taken off when the rest is paid, and otherwise as the terms said when it was signed.

use aldia::kernel::ids::PlanId;
use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::plans::schedule::Terms;
use aldia::plans::state::{PlanMove, PlanState};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::signing::{followed, maria, pay, proposal, put, sign_now, state_of, turn_to};
use super::{day, monthly};
use crate::support::TestApp;

/// María's plan of two payments with a fifth off, under terms that say what becomes of it when the plan is not finished.
async fn a_fifth_off(app: &TestApp, is_lost: bool) -> PlanId {
    sqlx::raw_sql("alter table policy_versions disable trigger user").execute(&app.owner).await.unwrap();
    sqlx::query(
        "update policy_versions set parameters = jsonb_set(jsonb_set(parameters,
           '{plans,discounts}', '[{\"basis_points\": 2000, \"within_days\": 90, \"payments\": 2}]'),
           '{plans,missed}', jsonb_build_object('suspended_after', 1, 'cure_days', 30, 'discount_is_lost', $1::bool))
         where parameters -> 'plans' is not null",
    )
    .bind(is_lost)
    .execute(&app.owner)
    .await
    .unwrap();
    let mut tx = app.db.begin(maria(app).await).await.unwrap();
    let terms = Terms { discount_basis_points: 2_000, ..monthly(2, day(2026, 3, 20)) };
    let (id, _) = put(&mut tx, &proposal(terms)).await.unwrap();
    sign_now(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn taken_off(app: &TestApp) -> i64 {
    sqlx::query_scalar(
        "select coalesce(sum(amount_minor), 0)::bigint from ledger_entries where book = 'discounts'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap()
}

/// The sums of domain-rules B15: 20 % of 4,649.50 is 929.90, and 3,719.60 is to be paid.
#[sqlx::test]
async fn a_discount_is_taken_off_when_all_the_rest_is_paid_and_not_before(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = a_fifth_off(&app, true).await;
    turn_to(&app, day(2026, 3, 20)).await;
    pay(&app, 185_980, day(2026, 3, 20)).await;
    assert_eq!((followed(&app, id).await, taken_off(&app).await), (vec![], 0));
    pay(&app, 185_980, day(2026, 3, 20)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Complete]);
    assert_eq!(taken_off(&app).await, 92_990);
}

#[sqlx::test]
async fn a_discount_in_proportion_counts_for_what_was_paid_when_a_plan_closes(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = a_fifth_off(&app, false).await;
    turn_to(&app, day(2026, 3, 20)).await;
    pay(&app, 185_980, day(2026, 3, 20)).await;
    turn_to(&app, day(2026, 4, 28)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Suspend]);
    turn_to(&app, day(2026, 6, 20)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Close]);
    assert_eq!(taken_off(&app).await, 46_495, "half was paid, so half is taken off");
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}

#[sqlx::test]
async fn a_discount_that_is_lost_is_not_taken_off_when_a_plan_closes(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = a_fifth_off(&app, true).await;
    turn_to(&app, day(2026, 3, 20)).await;
    pay(&app, 185_980, day(2026, 3, 20)).await;
    for on in [day(2026, 4, 28), day(2026, 6, 20)] {
        turn_to(&app, on).await;
        followed(&app, id).await;
    }
    assert_eq!((state_of(&app, id).await, taken_off(&app).await), (PlanState::Closed, 0));
}
