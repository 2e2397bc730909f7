//! Instalments that are charged by themselves: on their day, after a notice, and never once they are not asked for.

use aldia::kernel::ids::PlanId;
use aldia::plans::store::keeping::{follow, move_part, skip_part};
use aldia::plans::store::reading::{plan, progress};
use aldia::server::seed::known::ACCOUNT_4471;
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{
    ASKS_EACH_TIME, EMPTY_LATER, GOOD, charged, day, keep_card, letters, look, on, taken_alone, turn_clock,
};
use crate::payments::{Payer, books_agree, books_are_sound, hidden_fields, links, settle};
use crate::plans::signing::{maria, six_payments};
use crate::support::{Page, TestApp};

/// What the page with the text sends, of whoever lets this be charged.
async fn agreement(payer: &Payer, covers: &str) -> (Page, Vec<(String, String)>) {
    let account = payer.account();
    let page =
        payer.browser.get(&format!("/account/autopay?account={account}&again=1&covers={covers}")).await;
    assert_eq!(page.attribute("input[name=covers][checked]", "value").as_deref(), Some(covers));
    let method = page.attribute("input[name=method][checked]", "value").unwrap();
    let asked = format!("account={account}&method={method}&cap=20000&day=due&covers={covers}");
    let text = payer.browser.get(&format!("/account/autopay/agree?{asked}")).await;
    let form = hidden_fields(&text, "/do/payments/agree-autopay");
    (text, form)
}

/// María, who keeps this card, a plan of six payments of 773.25 from 20 March, and lets this be charged.
pub async fn maria_lets(app: &TestApp, number: &str, covers: &str) -> (Payer, PlanId) {
    let payer = Payer::maria(app).await;
    // Ten pesos go with it, so that 4,639.50 are left.
    keep_card(app, &payer, number).await;
    let id = six_payments(app).await;
    let (_, form) = agreement(&payer, covers).await;
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = payer.browser.submit("/do/payments/agree-autopay", &form).await;
    assert!(page.text().contains("están activos"), "{}", page.text());
    settle(app).await;
    (payer, id)
}

pub const EACH: i64 = 77_325;

/// Each instalment that was announced: its number, how it stands, how often it was tried.
pub async fn parts(app: &TestApp) -> Vec<(i16, String, i32)> {
    sqlx::query_as(
        "select plan_part, state, tries from autopay_charges where plan_id is not null order by plan_part, round",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap()
}

pub fn part(number: i16, state: &str, tries: i32) -> (i16, String, i32) {
    (number, state.to_owned(), tries)
}

pub async fn paid(app: &TestApp, id: PlanId) -> i64 {
    let mut tx = app.system().await;
    let plan = plan(&mut tx, id).await.unwrap().unwrap();
    progress(&mut tx, &plan).await.unwrap().paid_minor
}

/// What follows from the day is done to the plan.
async fn followed(app: &TestApp, id: PlanId) {
    let mut tx = app.system().await;
    follow(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn on_plan(payer: &Payer, id: PlanId) -> String {
    payer.browser.get(&format!("/account/plans/{id}")).await.text()
}

#[sqlx::test]
async fn an_instalment_is_announced_three_days_before_and_charged_on_its_day(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, id) = maria_lets(&app, GOOD, "instalments").await;
    let page = on_plan(&maria, id).await;
    assert!(page.contains("se cobran solos a Visa terminada en 4242"), "{page}");
    assert!(page.contains("Próximo cargo: $773.25, el viernes 20 de marzo de 2026."), "{page}");
    on(&app, day(3, 16)).await;
    assert_eq!(parts(&app).await, [], "four days before is too soon");
    on(&app, day(3, 17)).await;
    assert_eq!(parts(&app).await, [part(1, "announced", 0)]);
    let told = letters(&app.owner).await;
    let [letter] = told.as_slice() else { panic!("{told:?}") };
    for said in ["20 de marzo", "$773.25", "4242", "pago 1 del plan C-1"] {
        assert!(letter.contains(said), "{said}: {letter}");
    }
    on(&app, day(3, 19)).await;
    assert_eq!(charged(&app.owner).await, (0, 0));
    on(&app, day(3, 20)).await;
    assert_eq!(parts(&app).await, [part(1, "paid", 1)]);
    assert_eq!(paid(&app, id).await, EACH);
    look(&app).await;
    on(&app, day(3, 25)).await;
    // F-1070 fell due meanwhile, and is not what was agreed to.
    assert_eq!((charged(&app.owner).await, taken_alone(&app).len()), ((1, EACH), 1));
    let list = maria.browser.get(&format!("/account/autopay?account={}", maria.account())).await.text();
    assert!(list.contains("pago 1 del plan C-1") && list.contains("Cobrado"), "{list}");
    on(&app, day(4, 17)).await;
    on(&app, day(4, 20)).await;
    assert_eq!(parts(&app).await, [part(1, "paid", 1), part(2, "paid", 1)]);
    assert_eq!(paid(&app, id).await, 2 * EACH);
    books_agree(&app.owner).await;
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn the_text_names_the_plan_and_both_covers_invoices_beside_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let payer = Payer::maria(&app).await;
    keep_card(&app, &payer, GOOD).await;
    // Without a plan there is nothing to ask.
    let page = payer.browser.get(&format!("/account/autopay?account={}", payer.account())).await;
    assert_eq!(page.attribute("input[name=covers]", "value"), None);
    let method = page.attribute("input[name=method][checked]", "value").unwrap();
    let wrong = format!("account={}&method={method}&cap=2000&day=due&covers=instalments", payer.account());
    let refused = payer.browser.get(&format!("/account/autopay/agree?{wrong}")).await.text();
    assert!(refused.contains("Elija qué se cobra solo"), "{refused}");
    six_payments(&app).await;
    let (text, _) = agreement(&payer, "both").await;
    let text = text.text();
    for said in [
        "lo que venza en mi cuenta 4471, el día en que vence, y los pagos de mi plan C-1, cada uno en su fecha",
        "F-1070: $1,500.00, el viernes 20 de marzo.",
        "pago 1 del plan C-1: $773.25, el viernes 20 de marzo.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[sqlx::test]
async fn both_charges_the_invoice_and_the_instalment_of_a_day_one_after_the_other(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, id) = maria_lets(&app, GOOD, "both").await;
    on(&app, day(3, 17)).await;
    on(&app, day(3, 20)).await;
    settle(&app).await;
    assert_eq!(charged(&app.owner).await, (2, 150_000 + EACH));
    assert_eq!(paid(&app, id).await, EACH);
    assert_eq!(crate::payments::open_minor(&app.owner, "F-1070").await, 0);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn an_instalment_that_was_paid_by_hand_meanwhile_is_not_charged(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, id) = maria_lets(&app, GOOD, "instalments").await;
    on(&app, day(3, 17)).await;
    maria.pay(&app, &format!("how=instalment:{id}")).await;
    settle(&app).await;
    on(&app, day(3, 20)).await;
    assert_eq!(parts(&app).await, [part(1, "dropped", 0)]);
    assert_eq!(charged(&app.owner).await, (0, 0));
    // Of one that was paid in part no more than is left of it.
    on(&app, day(4, 17)).await;
    maria.pay(&app, &format!("how=plan&plan={id}&amount=500")).await;
    settle(&app).await;
    on(&app, day(4, 20)).await;
    assert_eq!(charged(&app.owner).await, (1, EACH - 50_000));
    assert_eq!(paid(&app, id).await, 2 * EACH);
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn an_instalment_that_is_moved_is_told_of_anew_and_charged_on_its_new_day_alone(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, id) = maria_lets(&app, GOOD, "instalments").await;
    on(&app, day(3, 17)).await;
    turn_clock(&app, day(3, 19)).await;
    let mut tx = app.db.begin(maria(&app).await).await.unwrap();
    move_part(&mut tx, id, 1, day(4, 3)).await.unwrap();
    tx.commit().await.unwrap();
    for date in [day(3, 19), day(3, 20), day(3, 30)] {
        on(&app, date).await;
        assert_eq!(parts(&app).await, [part(1, "dropped", 0)], "{date}");
    }
    on(&app, day(3, 31)).await;
    assert_eq!(parts(&app).await, [part(1, "dropped", 0), part(1, "announced", 0)]);
    on(&app, day(4, 2)).await;
    assert_eq!(charged(&app.owner).await, (0, 0));
    on(&app, day(4, 3)).await;
    assert_eq!(charged(&app.owner).await, (1, EACH));
    let told = letters(&app.owner).await;
    assert!(told[0].contains("20 de marzo") && told[1].contains("3 de abril"), "{told:?}");
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn an_instalment_moved_in_the_hour_of_its_charge_is_not_charged(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, id) = maria_lets(&app, GOOD, "instalments").await;
    on(&app, day(3, 17)).await;
    turn_clock(&app, day(3, 20)).await;
    // The charge is ordered, and before its turn comes the instalment is moved.
    let charge: Uuid =
        sqlx::query_scalar("select id from autopay_charges").fetch_one(&app.owner).await.unwrap();
    let mut tx = app.db.begin(maria(&app).await).await.unwrap();
    move_part(&mut tx, id, 1, day(4, 3)).await.unwrap();
    tx.enqueue("charge_autopay", serde_json::json!({ "charge": charge }), None, std::time::Duration::ZERO)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    settle(&app).await;
    assert_eq!(parts(&app).await, [part(1, "dropped", 0)]);
    assert!(taken_alone(&app).is_empty());
}

#[sqlx::test]
async fn an_instalment_that_is_left_out_is_charged_at_the_end_of_the_plan(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria_pays, id) = maria_lets(&app, GOOD, "instalments").await;
    on(&app, day(3, 17)).await;
    let mut tx = app.db.begin(maria(&app).await).await.unwrap();
    skip_part(&mut tx, id, 1).await.unwrap();
    tx.commit().await.unwrap();
    on(&app, day(3, 20)).await;
    assert_eq!(parts(&app).await, [part(1, "dropped", 0)]);
    assert!(on_plan(&maria_pays, id).await.contains("Próximo cargo: $773.25, el lunes 20 de abril de 2026."));
    for month in 4..=9 {
        on(&app, day(month, 17)).await;
        on(&app, day(month, 20)).await;
    }
    settle(&app).await;
    assert_eq!(charged(&app.owner).await, (6, 6 * EACH));
    assert_eq!(paid(&app, id).await, 463_950);
    // The plan is done, and so is what was agreed for it: whoever agreed is told.
    followed(&app, id).await;
    on(&app, day(9, 21)).await;
    let why: Option<String> =
        sqlx::query_scalar("select ended_why from autopay_mandates").fetch_one(&app.owner).await.unwrap();
    assert_eq!(why.as_deref(), Some("plan_ended"));
    assert!(letters(&app.owner).await.last().unwrap().contains("El plan que se cobraba solo terminó."));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn who_stops_on_the_plans_page_is_charged_nothing_from_that_moment_on(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, id) = maria_lets(&app, GOOD, "instalments").await;
    on(&app, day(3, 17)).await;
    let page = maria.browser.get(&format!("/account/plans/{id}")).await;
    let form = hidden_fields(&page, "/do/payments/stop-autopay");
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let stopped = maria.browser.submit("/do/payments/stop-autopay", &form).await;
    assert!(stopped.text().contains("no se envía ningún cargo"), "{}", stopped.text());
    let page = maria.browser.get(&format!("/account/plans/{id}")).await;
    assert!(page.text().contains("no se cobran solos"), "{}", page.text());
    let way = page.attribute("a[href*='covers=instalments']", "href").expect("the switch");
    assert!(maria.browser.get(&way).await.text().contains("Los pagos de mi plan C-1"));
    on(&app, day(3, 20)).await;
    assert_eq!(parts(&app).await, [part(1, "dropped", 0)]);
    assert!(taken_alone(&app).is_empty());
}

#[sqlx::test]
async fn a_declined_instalment_is_tried_on_the_days_that_were_promised_and_its_link_pays_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, id) = maria_lets(&app, EMPTY_LATER, "instalments").await;
    on(&app, day(3, 17)).await;
    for (tries, date) in [(1, day(3, 20)), (2, day(3, 23))] {
        on(&app, date - chrono::Days::new(1)).await;
        on(&app, date).await;
        assert_eq!(parts(&app).await, [part(1, "waiting", tries)], "on {date}");
    }
    let letter = letters(&app.owner).await.pop().unwrap();
    assert!(letter.contains("no aceptó") && letter.contains("28 de marzo"), "{letter}");
    pays_by_its_link(&app, &letter).await;
    assert_eq!(paid(&app, id).await, EACH);
    on(&app, day(3, 28)).await;
    assert_eq!(parts(&app).await, [part(1, "dropped", 2)]);
    assert_eq!(charged(&app.owner).await, (0, 0));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_bank_that_wants_to_hear_from_the_holder_sends_a_link_for_the_instalment(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, id) = maria_lets(&app, ASKS_EACH_TIME, "instalments").await;
    on(&app, day(3, 17)).await;
    on(&app, day(3, 20)).await;
    assert_eq!(parts(&app).await, [part(1, "needs_person", 1)]);
    let letter = letters(&app.owner).await.pop().unwrap();
    assert!(letter.contains("usted confirme") && letter.contains("pago 1 del plan C-1"), "{letter}");
    pays_by_its_link(&app, &letter).await;
    assert_eq!(paid(&app, id).await, EACH);
}

/// Opens the link in a letter, and pays what it asks for.
async fn pays_by_its_link(app: &TestApp, letter: &str) {
    let at = letter.find("/pay/").unwrap();
    let path: String = letter[at..].chars().take_while(|c| *c != '"').collect();
    let guest = app.browser();
    let page = guest.get(&path).await;
    assert!(page.text().contains("$773.25"), "{}", page.text());
    links::pay(app, &guest, &links::form(&page)).await;
    settle(app).await;
    assert!(guest.get(&path).await.text().contains("Ya está pagado"));
}

#[sqlx::test]
async fn the_month_s_cap_holds_for_instalments_too(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (_, id) = maria_lets(&app, GOOD, "instalments").await;
    for (cap, charges) in [(EACH - 1, 0), (EACH, 1)] {
        sqlx::query("update autopay_mandates set cap_minor = $1")
            .bind(cap)
            .execute(&app.owner)
            .await
            .unwrap();
        let (told, due): (NaiveDate, NaiveDate) = match charges {
            0 => (day(3, 17), day(3, 20)),
            _ => (day(4, 17), day(4, 20)),
        };
        if charges == 1 {
            // What did not fit is paid by hand, so that the next one is the second.
            crate::plans::signing::pay(&app, EACH, day(3, 20)).await;
        }
        on(&app, told).await;
        on(&app, due).await;
        assert_eq!(charged(&app.owner).await.0, charges, "cap {cap}");
    }
    assert!(letters(&app.owner).await.iter().any(|letter| letter.contains("no cabe en el tope")));
    assert_eq!(paid(&app, id).await, 2 * EACH);
    let account = ACCOUNT_4471;
    assert_eq!(crate::payments::credit_minor(&app.owner, account).await, 0);
}
