//! Money that counts from an earlier day, after late charges were paid that by then were not owed (domain-rules A6, B8):
//! what was paid too much pays what else is owed, or is credit.

use aldia::ledger::accrual::accrue;
use aldia::ledger::store::account_key;
use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::recorded::{fields, record, with};
use super::{Payer, books_are_sound, credit_minor, open_minor};
use crate::support::TestApp;

const DANIEL: &str = "daniel@aguas.example";
/// What was paid of F-1041 in the demo, before it was due.
const BEFORE: i64 = 100_000;
const PLAIN: &str = "4242424242424242";

fn march(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

/// A transfer of a day in these months, for one invoice.
async fn transfer(app: &TestApp, amount: &str, (day, month): (&str, &str), number: &str) {
    let invoice = invoice(number).to_string();
    let key = Uuid::now_v7().to_string();
    let form = with(
        fields(amount, "transfer"),
        &[
            ("on_day", day),
            ("on_month", month),
            ("what", "invoices"),
            ("invoice", &invoice),
            ("tracking_key", &key),
        ],
    );
    let page = record(&app.staff(DANIEL).await, &form).await;
    assert!(page.text().contains("transferencia"), "{}", page.text());
}

async fn stands(app: &TestApp, number: &str) -> (i64, i64) {
    sqlx::query_as("select principal_minor, interest_minor from invoice_balances where invoice_id = $1")
        .bind(invoice(number).0)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

/// The night's charges on these invoices, through a day to which the clock is turned.
async fn night(app: &TestApp, day: NaiveDate, numbers: &[&str]) {
    sqlx::query("select turn_demo_clock($1)").bind(day).execute(&app.owner).await.unwrap();
    app.clock.look(&app.db).await.unwrap();
    let mut tx = app.system().await;
    let key = account_key(&mut tx, ACCOUNT_4471).await.unwrap().unwrap();
    for number in numbers {
        accrue(&mut tx, key, invoice(number), day).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// What stands paid of an invoice's interest and principal by all payments together.
async fn paid(app: &TestApp, number: &str) -> (i64, i64) {
    sqlx::query_as(
        "select coalesce(sum(amount_minor) filter (where component = 'principal'), 0)::bigint,
           coalesce(sum(amount_minor) filter (where component = 'interest'), 0)::bigint
         from payment_allocations where invoice_id = $1 and reversed_by is null",
    )
    .bind(invoice(number).0)
    .fetch_one(&app.owner)
    .await
    .unwrap()
}

async fn reapply(app: &TestApp, payment: Uuid, numbers: &[&str]) {
    let payment = payment.to_string();
    let invoices: Vec<String> = numbers.iter().map(|number| invoice(number).to_string()).collect();
    let mut form = vec![("payment", payment.as_str())];
    form.extend(invoices.iter().map(|invoice| ("invoice", invoice.as_str())));
    let page = app.staff(DANIEL).await.submit("/do/desk/reapply", &form).await;
    assert!(page.text().contains("Recibimos su pago"), "{}", page.text());
}

async fn latest_payment(app: &TestApp) -> Uuid {
    sqlx::query_scalar("select id from payments order by created_at desc, id desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn interest_that_was_paid_and_never_owed_pays_the_principal(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    // B8 after the interest was paid: 33.00 and 967.00 on 6 March, then 1,000.00 of 10 February are found.
    let app = TestApp::new(options).await;
    transfer(&app, "1,000", ("6", "marzo"), "F-1041").await;
    assert_eq!(stands(&app, "F-1041").await, (123_300, 0));
    transfer(&app, "1,000", ("10", "febrero"), "F-1041").await;
    // 6.60 by 10 February and 14.48 since: 21.08 of interest instead of 33.00, as if both had come in their order.
    assert_eq!(stands(&app, "F-1041").await, (220_000 + 2_108 - 200_000, 0));
    assert_eq!(paid(&app, "F-1041").await, (BEFORE + 200_000 - 2_108, 2_108));
    assert_eq!(open_minor(&app.owner, "F-1057").await, 181_350, "another invoice's interest changed");
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 0);
    books_are_sound(&app).await;
    let page = app.staff(DANIEL).await.get(&format!("/desk/accounts/{ACCOUNT_4471}/balance")).await;
    assert_eq!(page.status, 200, "{}", page.text());
}

#[sqlx::test]
async fn what_the_invoice_has_no_room_for_pays_the_next_and_then_is_credit(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    transfer(&app, "1,233", ("6", "marzo"), "F-1041").await;
    transfer(&app, "1,000", ("10", "febrero"), "F-1041").await;
    // 2,221.08 in all; of 2,233.00 the 11.92 that were too much pay the interest of F-1057.
    assert_eq!(stands(&app, "F-1041").await, (0, 0));
    assert_eq!(open_minor(&app.owner, "F-1057").await, 181_350 - 1_192);
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 0);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn where_nothing_else_is_owed_what_was_paid_too_much_is_credit(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    transfer(&app, "1,233", ("6", "marzo"), "F-1041").await;
    // Everything else is contested, and never paid unasked.
    sqlx::query(
        "insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, dispute_number, amount_minor, opened_on, promised_on)
         select gen_random_uuid(), b.account_id, b.debtor_id, b.creditor_id, b.invoice_id, 'X', b.principal_minor - coalesce(h.minor, 0), '2026-03-06', '2026-04-06'
         from invoice_balances b join invoices i on i.id = b.invoice_id
           left join (select invoice_id, sum(amount_minor) as minor from holds where released_on is null group by 1) h on h.invoice_id = i.id
         where b.account_id = $1 and i.number <> 'F-1041' and b.principal_minor > coalesce(h.minor, 0)",
    )
    .bind(ACCOUNT_4471.0)
    .execute(&app.owner)
    .await
    .unwrap();
    let interest: i64 = sqlx::query_scalar(
        "select sum(interest_minor)::bigint from invoice_balances b join invoices i on i.id = b.invoice_id where b.account_id = $1 and i.number <> 'F-1041'",
    )
    .bind(ACCOUNT_4471.0)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    transfer(&app, "1,020", ("10", "febrero"), "F-1041").await;
    // 20.00 more than in the example above, and a little less interest for it: the interest of the others, then credit.
    let left: i64 = sqlx::query_scalar(
        "select sum(interest_minor)::bigint from invoice_balances b join invoices i on i.id = b.invoice_id where b.account_id = $1 and i.number <> 'F-1041'",
    )
    .bind(ACCOUNT_4471.0)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(stands(&app, "F-1041").await, (0, 0));
    assert_eq!(left, 0);
    // 6.60 by 10 February; 1,013.40 of principal leave 1,186.60, which bears 14.24 by 6 March: 2,220.84 in all.
    let over = 225_300 - 222_084;
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, over - interest);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_payment_applied_anew_charges_what_lost_it_and_frees_what_gained_it_since_the_day_it_was_paid(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    transfer(&app, "1,813.50", ("6", "marzo"), "F-1057").await;
    let payment = latest_payment(&app).await;
    night(&app, march(20), &["F-1041", "F-1057"]).await;
    // B1 and B13: 15.40 more on F-1041; nothing on F-1057, which is paid.
    assert_eq!(stands(&app, "F-1041").await, (220_000, 4_840));
    assert_eq!(stands(&app, "F-1057").await, (0, 0));
    reapply(&app, payment, &["F-1041"]).await;
    // 33.00 and 1,780.50 on 6 March leave 419.50, which bears 2.94 in 14 days; F-1057 bears 13.50 + 12.60.
    assert_eq!(stands(&app, "F-1041").await, (41_950, 294));
    assert_eq!(stands(&app, "F-1057").await, (180_000, 2_610));
    books_are_sound(&app).await;
    // And back again.
    reapply(&app, payment, &["F-1057"]).await;
    assert_eq!(stands(&app, "F-1041").await, (220_000, 4_840));
    assert_eq!(stands(&app, "F-1057").await, (0, 0));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn interest_that_was_paid_meanwhile_is_worked_out_anew_when_a_payment_is_applied_anew(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    transfer(&app, "1,813.50", ("6", "marzo"), "F-1057").await;
    let payment = latest_payment(&app).await;
    night(&app, march(20), &["F-1041", "F-1057"]).await;
    // 48.40 of interest and 51.60 of principal.
    transfer(&app, "100", ("20", "marzo"), "F-1041").await;
    assert_eq!(stands(&app, "F-1041").await, (214_840, 0));
    reapply(&app, payment, &["F-1041"]).await;
    // Of the 100.00 only 2.94 were interest.
    assert_eq!(stands(&app, "F-1041").await, (41_950 + 294 - 10_000, 0));
    assert_eq!(paid(&app, "F-1041").await, (BEFORE + 178_050 + 10_000 - 294, 3_300 + 294));
    assert_eq!(stands(&app, "F-1057").await, (180_000, 2_610));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn money_that_came_in_any_order_leaves_the_same_debt(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    // The latest first: 6 March, 20 February, 10 February.
    for day in [("6", "marzo"), ("20", "febrero"), ("10", "febrero")] {
        transfer(&app, "500", day, "F-1041").await;
        books_are_sound(&app).await;
    }
    // 2,200.00: 6.60 by the 10th leave 1,706.60; 8.53 by the 20th leave 1,215.13; 8.51 by 6 March leave 723.64.
    let (principal, interest) = stands(&app, "F-1041").await;
    assert_eq!((principal + interest, interest), (72_364, 0));
}

#[sqlx::test]
async fn a_card_paid_meanwhile_can_still_be_refunded_whole(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let id = Payer::maria(&app).await.pay_with(&app, "how=amount&amount=1000", PLAIN).await;
    transfer(&app, "1,000", ("10", "febrero"), "F-1041").await;
    books_are_sound(&app).await;
    super::refunding::refund(&app.staff("elena@aguas.example").await, id, "1000").await;
    super::settle(&app).await;
    // As if only the transfer had come (B8).
    assert_eq!(stands(&app, "F-1041").await.0 + stands(&app, "F-1041").await.1, 122_108);
    books_are_sound(&app).await;
}
