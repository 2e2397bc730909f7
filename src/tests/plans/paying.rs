//! Paying what a plan asks for now: the same on its page, on the account's and where one chooses what to pay.

use aldia::kernel::ids::PlanId;
use aldia::plans::store::keeping::follow;
use aldia::plans::store::reading::{plan, progress};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::day;
use super::signing::{six_payments, turn_to};
use crate::payments::{Payer, books_are_sound, settle};
use crate::support::{Page, TestApp};

/// The day comes, and the plan is looked at.
async fn on(app: &TestApp, id: PlanId, on: NaiveDate) {
    turn_to(app, on).await;
    app.clock.look(&app.db).await.unwrap();
    let mut tx = app.system().await;
    follow(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
}

async fn paid(app: &TestApp, id: PlanId) -> i64 {
    let mut tx = app.system().await;
    let plan = plan(&mut tx, id).await.unwrap().unwrap();
    progress(&mut tx, &plan).await.unwrap().paid_minor
}

async fn choose(maria: &Payer) -> Page {
    maria.browser.get(&format!("/account/pay?account={}", maria.account())).await
}

async fn open_minor(app: &TestApp, number: &str) -> i64 {
    sqlx::query_scalar("select open_minor from invoice_balances b join invoices i on i.id = b.invoice_id where i.number = $1")
        .bind(number)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn the_next_instalment_is_a_choice_of_its_own_and_paying_it_moves_the_plan_on(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    let maria = Payer::maria(&app).await;
    let page = choose(&maria).await;
    let text = page.text();
    for said in [
        "El siguiente pago de mi plan C-1",
        "Vence el viernes 20 de marzo",
        "$774.92",
        "Por vencer $1,500.00",
        "En un plan, para después $4,649.50",
        "Saldo total $6,449.50",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(!text.contains("Ponerme al día"), "nothing is due: {text}");
    assert!(!text.contains("Lo más antiguo"), "what is in the plan is not paid whole: {text}");
    assert!(text.contains("En el plan C-1") && !text.contains("Venció"), "{text}");
    // The account's page and the plan's lead to the very same.
    let way = format!("/account/pay/review?account={}&how=instalment%3A{id}", maria.account());
    let home = maria.browser.get("/account").await;
    assert_eq!(home.attribute(&format!("a[href='{way}']"), "href"), Some(way.clone()), "{}", home.html);
    assert!(home.text().contains("Pagar $774.92"), "{}", home.text());
    let plans = maria.browser.get(&format!("/account/plans/{id}")).await;
    assert_eq!(plans.attribute(&format!("a[href='{way}']"), "href"), Some(way.clone()), "{}", plans.html);
    let review = maria.browser.get(&way).await.text();
    assert!(review.contains("F-1041 $774.92 $1,458.08"), "{review}");

    let before = open_minor(&app, "F-1041").await;
    maria.pay(&app, &format!("how=instalment:{id}")).await;
    settle(&app).await;
    assert_eq!(paid(&app, id).await, 77_492);
    assert_eq!(
        before - open_minor(&app, "F-1041").await,
        77_492,
        "it paid what is in the plan, the oldest first"
    );
    assert_eq!(open_minor(&app, "F-1070").await, 150_000);
    let after = choose(&maria).await.text();
    assert!(after.contains("Vence el lunes 20 de abril"), "{after}");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_is_late_in_a_plan_is_due_now_and_the_same_amount_everywhere(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    let maria = Payer::maria(&app).await;
    let way = format!("how=instalment%3A{id}");
    // On its day it is the next one, the day after it is late; once so many are late that it is suspended, what takes it
    // back is still what is late, although the usual rules ask for all of it.
    for (today, title, hint) in [
        (day(2026, 3, 20), "El siguiente pago de mi plan C-1", "Vence el viernes 20 de marzo"),
        (day(2026, 3, 21), "Lo atrasado de mi plan C-1", "Venció el viernes 20 de marzo"),
        (day(2026, 3, 28), "Lo atrasado de mi plan C-1", "Venció el viernes 20 de marzo"),
    ] {
        on(&app, id, today).await;
        let page = choose(&maria).await;
        let said = format!("{title} {hint} $774.92");
        assert!(page.text().contains(&said), "{today}: {said}\n{}", page.text());
        let plan = maria.browser.get(&format!("/account/plans/{id}")).await;
        let href = plan.attribute(&format!("a[href$='{way}']"), "href").expect("the plan's button");
        assert!(plan.text().contains("Pagar $774.92"), "{today}: {}", plan.text());
        assert!(maria.browser.get(&href).await.text().contains("Ir a pagar $774.92"), "{today}");
    }
    // Paid, it is kept again.
    maria.pay(&app, &format!("how=instalment:{id}")).await;
    settle(&app).await;
    assert_eq!(paid(&app, id).await, 77_492);
    let back = maria.browser.get(&format!("/account/plans/{id}")).await.text();
    assert!(back.contains("Vigente"), "{back}");
    // Another's plan is not there to be paid.
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(rosa.get(&format!("/account/pay/review?account={}&{way}", maria.account())).await.status, 404);
    let none = format!("/account/pay/review?account={}&how=instalment:{}", maria.account(), PlanId::new());
    let page = maria.browser.get(&none).await.text();
    assert!(page.contains("Elija cuánto quiere pagar"), "{page}");
}

#[sqlx::test]
async fn money_for_a_plan_that_ended_meanwhile_still_pays_what_was_in_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    let maria = Payer::maria(&app).await;
    let checkout = maria.start(&format!("how=instalment:{id}")).await;
    for sql in [
        "update plan_debts set left_at = business_now()",
        "update plan_reliefs set until_on = from_on",
        "update plans set state = 'suspended', suspended_on = '2026-03-06'",
        "update plans set state = 'closed', ended_at = business_now()",
    ] {
        sqlx::query(sql).execute(&app.owner).await.unwrap();
    }
    let before = open_minor(&app, "F-1041").await;
    let payment = crate::payments::payment_in(&maria.at_the_provider(&checkout, "pay").await);
    crate::payments::until(&app, payment, "succeeded").await;
    assert_eq!(before - open_minor(&app, "F-1041").await, 77_492);
    books_are_sound(&app).await;
}
