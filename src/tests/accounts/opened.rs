//! A balance opened: what adds to it and takes off it, as of any day, since a day, and on a day to come.

use aldia::accounts::forecast::Forecast;
use aldia::accounts::forecasting::forecast;
use aldia::accounts::islands::answer;
use aldia::accounts::store::account;
use aldia::kernel::actor::Actor;
use aldia::kernel::locale::Lang;
use aldia::kernel::packed::unpacked;
use aldia::ledger::accrual::accrue;
use aldia::ledger::store::{account_key, open_items};
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4502, ACCOUNT_4513, ACCOUNT_5120};
use chrono::Days;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::assert_says;
use crate::payments::{Payer, let_days_pass};
use crate::support::TestApp;

#[sqlx::test]
async fn an_amount_says_what_adds_to_it_and_what_takes_off_it(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let page = maria.get("/account/balance?of=due").await;
    assert_eq!(
        page.texts("figure tbody th"),
        ["Facturado", "Interés, con su impuesto", "Pagado", "En aclaración, no se cobra"]
    );
    assert_eq!(
        page.texts("figure td.number"),
        ["$5,900.00", "$49.50", "\u{2212}$1,000.00", "\u{2212}$300.00", "$4,649.50"]
    );
    assert_says(&page, &["De $5,949.50 que se cobraron quedan $4,649.50.", "Pagar $4,649.50"]);
    let page = maria.get("/account/balance?of=held").await;
    assert!(page.texts("figure").is_empty(), "what is contested is not made of charges and payments");
}

#[sqlx::test]
async fn a_balance_can_be_seen_as_it_stood_on_any_day(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let_days_pass(&app, 1).await;
    maria.pay(&app, "how=amount&amount=3,000.00").await;
    let today = maria.browser.get("/account/balance?of=due").await;
    assert_eq!(today.texts(".amount-number"), ["$1,649.50 MXN"]);
    let before = maria.browser.get("/account/balance?of=due&on=2026-03-06").await;
    assert_eq!(before.texts(".amount-number"), ["$4,649.50 MXN"]);
    assert_says(
        &before,
        &["Así estaba el viernes 6 de marzo de 2026", "Ver cómo está hoy", "Saldo al 6 mar 2026."],
    );
    assert!(before.texts(".notice-bad").is_empty(), "{}", before.text());
    assert!(!before.text().contains("Pagar $"), "what was owed then is not paid now");
    // Before the bills of this year were due, and before the dispute was opened.
    let january =
        maria.browser.get("/account/balance?of=not-due&on_day=28&on_month=enero&on_year=2026").await;
    assert_eq!(january.texts(".amount-number"), ["$2,200.00 MXN"]);
    let held = maria.browser.get("/account/balance?of=held&on=2026-02-22").await;
    assert_eq!(held.texts(".amount-number"), ["$0.00 MXN"]);
}

#[sqlx::test]
async fn a_day_that_cannot_be_is_refused_at_its_field(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let typed = |page: &str, day: &str, year: &str| {
        format!("/account/balance{page}?on_day={day}&on_month=2&on_year={year}")
    };
    for (address, sentence) in [
        (typed("", "30", "2026"), "Escriba una fecha que exista"),
        (typed("", "1", "2027"), "Escriba una fecha que no sea futura"),
        (typed("/since", "1", "2027"), "Escriba una fecha que no sea futura"),
        (typed("/forecast", "1", "2026"), "Escriba una fecha de hoy a un año"),
        (typed("/forecast", "1", "2029"), "Escriba una fecha de hoy a un año"),
        (typed("/forecast", "1", "2027") + "&paid=mucho", "Escriba una cantidad, por ejemplo 500.00"),
    ] {
        let page = maria.get(&address).await;
        assert_eq!(page.status, 200, "{address}");
        assert_eq!(page.texts("[role=alert] a"), [sentence], "{address}");
        assert!(page.texts("title")[0].starts_with("Error"), "{address}");
    }
}

#[sqlx::test]
async fn what_changed_since_a_day_adds_up_to_what_is_owed_now(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    // The last payment was on 28 January: then 2,200.00 of F-1041 were left.
    let page = maria.browser.get("/account/balance/since").await;
    let numbers = page.texts("main table:first-of-type td.number");
    assert_eq!(
        numbers[..7],
        ["$2,200.00", "$4,200.00", "$49.50", "$0.00", "$0.00", "$0.00", "$6,449.50"].map(String::from)
    );
    assert_says(&page, &["Debía al 28 ene 2026", "$300.00 de esto están en aclaración"]);
    maria.pay(&app, "how=amount&amount=3,000.00").await;
    let page = maria.browser.get("/account/balance/since?on=2026-03-05").await;
    assert_says(&page, &["− Pagos \u{2212}$3,000.00", "= Debe al 6 mar 2026 $3,449.50"]);
    let staff = app.staff("daniel@aguas.example").await;
    let desk = staff.get(&format!("/desk/accounts/{ACCOUNT_4471}/balance/since?on=2026-03-05")).await;
    assert_eq!(desk.texts("main td.number"), page.texts("main td.number"), "both sides read the same");
}

#[sqlx::test]
async fn waiting_and_paying_show_what_they_cost_before_anything_is_done(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    // Domain-rules B1: 81.70 of interest on 20 March, of which 49.50 stand in the books.
    let page = maria.get("/account/balance/forecast?on=2026-03-20").await;
    assert_eq!(page.texts(".amount-number"), ["$6,481.70 MXN"]);
    assert_says(&page, &["Deberá el viernes 20 de marzo de 2026", "De eso, vencido $4,681.70", "$32.20"]);
    assert!(!page.text().contains("Lo que ahorra"));
    // Domain-rules B4: after 3,000.00 the next day adds 0.82 where it would have added 2.30.
    let page = maria.get("/account/balance/forecast?on=2026-03-07&paid=3,000.00").await;
    assert_eq!(page.texts(".amount-number"), ["$3,450.32 MXN"]);
    assert_says(&page, &["Interés y cargos que se suman desde hoy $0.82", "Lo que ahorra si paga hoy $1.48"]);
    // What the browser is given answers as the page does, and other questions too.
    let given = page.attribute("[data-worker=forecast-answer]", "data-given").unwrap();
    let (lang, given): (Lang, Forecast) = unpacked(&given).unwrap();
    let html = answer(lang, given.on("2026-03-07".parse().unwrap(), 300_000)).into_html();
    assert!(page.html.contains(&html), "{html}");
    assert_eq!(given.on("2026-03-20".parse().unwrap(), 0).unwrap().owed.minor, 648_170);
    let page = maria.get("/account/balance/forecast?paid=10000").await;
    assert_says(&page, &["Le sobraría a su favor $3,850.50", "De eso, vencido $0.00"]);
    assert_eq!(page.texts(".amount-number"), ["$300.00 MXN"], "what is contested stays");
    let payments: i64 = sqlx::query_scalar("select count(*) from payments where state <> 'succeeded'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(payments, 0, "asking pays nothing");
}

#[sqlx::test]
async fn what_is_foretold_is_what_is_charged(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for id in [ACCOUNT_4471, ACCOUNT_4502, ACCOUNT_4513, ACCOUNT_5120] {
        let mut tx = app.db.begin(Actor::System("test")).await.unwrap();
        let owned = account(&mut tx, id).await.unwrap();
        let foretold = forecast(&mut tx, &owned).await.unwrap();
        let key = account_key(&mut tx, id).await.unwrap().unwrap();
        // In pieces, as the nights post it.
        for days in [1, 2, 9, 31, 45] {
            let day = owned.today + Days::new(days);
            for item in open_items(&mut tx, id).await.unwrap() {
                accrue(&mut tx, key, item.invoice, day).await.unwrap();
            }
            let owed: i64 =
                open_items(&mut tx, id).await.unwrap().iter().map(|item| item.open.sum_minor()).sum();
            assert_eq!(foretold.on(day, 0).unwrap().owed.minor, owed, "{} on {day}", owned.reference);
        }
    }
}
