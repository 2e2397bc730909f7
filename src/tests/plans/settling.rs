//! A discount for paying off: taken off when the rest is paid, and otherwise as the terms said when it was signed.

use aldia::kernel::ids::{InvoiceId, PlanId};
use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::Components;
use aldia::plans::discount::spread;
use aldia::plans::schedule::Terms;
use aldia::plans::state::{PlanMove, PlanState};
use aldia::server::seed::known::invoice;
use proptest::prelude::*;
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

fn owed(principal_minor: i64, interest_minor: i64) -> Components {
    Components { interest_minor, ..Components::principal(principal_minor) }
}

/// Domain-rules B15: interest 49.50 whole, and principal 880.40 by the largest remainder.
#[test]
fn a_discount_takes_all_interest_and_then_principal_by_the_largest_remainder() {
    let debts =
        [("F-1041", owed(220_000, 3_300)), ("F-1057", owed(180_000, 1_350)), ("F-1063", owed(60_000, 300))];
    let debts = debts.map(|(number, components)| (invoice(number), components));
    let shares: Vec<Components> = spread(92_990, &debts).into_iter().map(|(_, share)| share).collect();
    assert_eq!(shares, [owed(42_106, 3_300), owed(34_450, 1_350), owed(11_484, 300)]);
    // One that is smaller than the interest takes of the interest alone, and one of nothing takes nothing.
    let small: Vec<Components> = spread(100, &debts).into_iter().map(|(_, share)| share).collect();
    assert_eq!(small, [owed(0, 67), owed(0, 27), owed(0, 6)]);
    assert!(spread(0, &debts).iter().all(|(_, share)| share.sum_minor() == 0));
    // With 16 % inside, 421.06 is 362.98 and 58.08 of tax.
    let billed = Billed { net_minor: 189_655, tax_minor: 30_345 };
    assert_eq!(billed.share(42_106), Billed { net_minor: 36_298, tax_minor: 5_808 });
}

proptest! {
    #[test]
    fn a_discount_is_spread_whole_and_takes_no_more_of_anything_than_is_owed(
        debts in prop::collection::vec((0i64..1_000_000, 0i64..10_000, 0i64..2_000, 0i64..10_000, 0i64..2_000), 1..8),
        minor in 0i64..3_000_000,
    ) {
        let debts: Vec<(InvoiceId, Components)> = debts
            .into_iter()
            .map(|(principal_minor, interest_minor, interest_tax_minor, fees_minor, fees_tax_minor)| {
                let of = Components { principal_minor, interest_minor, interest_tax_minor, fees_minor, fees_tax_minor };
                (InvoiceId::new(), of)
            })
            .collect();
        let shares = spread(minor, &debts);
        let whole: i64 = debts.iter().map(|(_, of)| of.sum_minor()).sum();
        prop_assert_eq!(shares.iter().map(|(_, share)| share.sum_minor()).sum::<i64>(), minor.min(whole));
        let late = |of: &Components| of.sum_minor() - of.principal_minor;
        let left_late: i64 = debts.iter().map(|(_, of)| late(of)).sum::<i64>()
            - shares.iter().map(|(_, share)| late(share)).sum::<i64>();
        for ((id, of), (same, share)) in debts.iter().zip(&shares) {
            prop_assert_eq!(id, same);
            prop_assert_eq!(of.less(share).plus(share), *of, "no share is more than what is owed, none is negative");
            prop_assert!(share.principal_minor == 0 || left_late == 0, "principal only once all interest is off");
        }
    }
}

/// What the discount was taken off: each invoice's number, the book, and how much.
async fn books_of_discount(app: &TestApp) -> Vec<(String, String, i64)> {
    sqlx::query_as(
        "select i.number, e.book, sum(e.amount_minor)::bigint from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
           join invoices i on i.id = e.invoice_id where t.kind = 'discount' group by i.number, e.book order by i.number, e.book",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap()
}

async fn open_beside_what_is_contested(app: &TestApp) -> i64 {
    sqlx::query_scalar(
        "select sum(b.open_minor)::bigint - 30000 from invoice_balances b join invoices i on i.id = b.invoice_id
         where i.number in ('F-1041', 'F-1057', 'F-1063')",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap()
}

#[sqlx::test]
async fn the_worked_example_of_a_settlement_is_what_the_books_hold(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    // Of F-1041 16 % are tax.
    sqlx::raw_sql(
        "alter table invoices disable trigger user;
         update invoices set tax_minor = 44138 where number = 'F-1041';
         alter table invoices enable trigger user",
    )
    .execute(&app.owner)
    .await
    .unwrap();
    let id = a_fifth_off(&app, true).await;
    turn_to(&app, day(2026, 3, 20)).await;
    // The first payment pays nothing of what the discount is to take.
    pay(&app, 185_980, day(2026, 3, 20)).await;
    assert_eq!(followed(&app, id).await, []);
    let interest: i64 = sqlx::query_scalar(
        "select sum(interest_minor)::bigint from invoice_balances b join invoices i on i.id = b.invoice_id
         where i.number in ('F-1041', 'F-1057', 'F-1063')",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!((interest, books_of_discount(&app).await), (4_950, vec![]));
    pay(&app, 185_980, day(2026, 3, 20)).await;
    assert_eq!(open_beside_what_is_contested(&app).await, 92_990, "the discount is what is left");
    assert_eq!(followed(&app, id).await, [PlanMove::Complete]);
    let expected = [
        ("F-1041", "discounts", 36_298 + 3_300),
        ("F-1041", "interest", -3_300),
        ("F-1041", "principal", -42_106),
        ("F-1041", "sales_tax", 5_808),
        ("F-1057", "discounts", 34_450 + 1_350),
        ("F-1057", "interest", -1_350),
        ("F-1057", "principal", -34_450),
        ("F-1063", "discounts", 11_484 + 300),
        ("F-1063", "interest", -300),
        ("F-1063", "principal", -11_484),
    ];
    let expected: Vec<(String, String, i64)> =
        expected.map(|(number, book, minor)| (number.to_owned(), book.to_owned(), minor)).to_vec();
    assert_eq!(books_of_discount(&app).await, expected);
    assert_eq!(open_beside_what_is_contested(&app).await, 0);
}

/// What is owed on the debts of the plan when 2,000.00 were paid of it and no more came.
async fn owed_when_broken_after_2000(app: &TestApp, is_lost: bool) -> i64 {
    let id = a_fifth_off(app, is_lost).await;
    turn_to(app, day(2026, 3, 20)).await;
    // Each pays the next; more at once would pay what is due beside the plan first.
    for minor in [185_980, 14_020] {
        pay(app, minor, day(2026, 3, 20)).await;
    }
    for on in [day(2026, 4, 28), day(2026, 6, 20)] {
        turn_to(app, on).await;
        followed(app, id).await;
    }
    assert_eq!(state_of(app, id).await, PlanState::Closed);
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
    open_beside_what_is_contested(app).await
}

#[sqlx::test]
async fn broken_after_2000_all_the_rest_is_owed_where_the_discount_is_lost(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    assert_eq!(owed_when_broken_after_2000(&TestApp::new(options).await, true).await, 264_950);
}

#[sqlx::test]
async fn broken_after_2000_the_discount_counts_in_proportion_where_that_was_agreed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    // 929.90 × 2,000.00 ÷ 3,719.60 = 500.00.
    assert_eq!(owed_when_broken_after_2000(&TestApp::new(options).await, false).await, 214_950);
}

#[sqlx::test]
async fn what_somebody_paid_by_itself_leaves_the_discount_to_the_rest(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = a_fifth_off(&app, true).await;
    // All of F-1041 by itself, with its interest, and then what is left of the plan.
    let maria = crate::payments::Payer::maria(&app).await;
    maria.pay(&app, &format!("how=invoices&invoice={}", invoice("F-1041"))).await;
    maria.pay(&app, &format!("how=plan&plan={id}&amount={}", "1486.60")).await;
    crate::payments::settle(&app).await;
    assert_eq!(state_of(&app, id).await, PlanState::Completed);
    assert_eq!((taken_off(&app).await, open_beside_what_is_contested(&app).await), (92_990, 0));
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}
