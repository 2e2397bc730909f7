//! What is to be done on which day, by month and by week, of oneself or of all.

use aldia::app::routes;
use aldia::desk::calendar::model::{Scale, Span};
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_5120};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::matrix::example;
use crate::promises::make;
use crate::support::{Browser, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_month_is_shown_in_whole_weeks_that_begin_on_monday() {
    let march = Span { scale: Scale::Month, on: day(2026, 3, 6) };
    assert_eq!((march.first(), march.last()), (day(2026, 2, 23), day(2026, 4, 5)));
    assert_eq!(march.weeks().len(), 6);
    assert!(march.weeks().iter().all(|week| week.len() == 7));
    assert_eq!((march.earlier(), march.later()), (day(2026, 2, 1), day(2026, 4, 1)));
    assert!(march.holds(day(2026, 3, 31)) && !march.holds(day(2026, 4, 1)) && !march.holds(day(2025, 3, 6)));
    // One that fits: February 2027 begins on a Monday and has four weeks.
    let whole = Span { scale: Scale::Month, on: day(2027, 2, 28) };
    assert_eq!((whole.first(), whole.last()), (day(2027, 2, 1), day(2027, 2, 28)));
    assert_eq!(whole.later(), day(2027, 3, 1));
    let week = Span { scale: Scale::Week, on: day(2026, 3, 8) };
    assert_eq!((week.first(), week.last()), (day(2026, 3, 2), day(2026, 3, 8)));
    assert_eq!((week.earlier(), week.later()), (day(2026, 3, 1), day(2026, 3, 15)));
    assert!(week.holds(day(2026, 3, 2)) && !week.holds(day(2026, 3, 9)));
}

async fn month(browser: &Browser, whose: &str) -> String {
    browser.get(&format!("/desk/calendar?on=2026-03-06&whose={whose}")).await.text()
}

#[sqlx::test]
async fn the_calendar_holds_what_is_to_be_done_and_leads_to_where_it_is_done(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    // María has a plan, one payment of which falls on the 20th.
    let plan = routes().into_iter().find(|route| route.path == "/desk/plans/{id}").unwrap();
    example(&app.owner, &plan).await;
    make(&app.signed_in("maria@example.mx").await, &[]).await;
    let (maria, other) = (ACCOUNT_4471.to_string(), format!("account:{ACCOUNT_5120}"));
    let called = [
        ("account", maria.as_str()),
        ("who", "theirs"),
        ("outcome", "talked"),
        ("again_day", "17"),
        ("again_month", "3"),
        ("again_year", "2026"),
    ];
    daniel.post("/do/desk/log-call", &called).await;
    let until =
        [("thing", other.as_str()), ("until_day", "10"), ("until_month", "3"), ("until_year", "2026")];
    daniel.post("/do/desk/snooze-work", &until).await;

    let all = month(&elena, "all").await;
    for entry in [
        "Prometió pagar: María López",
        "Llamar otra vez: María López",
        "Responder A-104: María López",
        "Vuelve a la lista:",
        "Pago 1 del plan: María López",
        "6, hoy",
    ] {
        assert!(all.contains(entry), "{entry}: {all}");
    }
    let week = elena.get("/desk/calendar?view=week&on=2026-03-13&whose=all").await;
    assert!(week.text().contains("Prometió pagar: María López (4471, $1,000.00"), "{}", week.text());
    assert!(!week.text().contains("Llamar otra vez"), "that is the week after: {}", week.text());
    let hrefs = week.attributes("main li a", "href");
    assert!(hrefs.contains(&format!("/desk/accounts/{maria}/promises")), "{hrefs:?}");

    // An agent reads their own and what nobody has, whatever they ask for.
    for whose in ["", "all", &aldia::server::seed::known::ELENA_SUPERVISOR.to_string()] {
        let own = month(&daniel, whose).await;
        assert!(own.contains("Vuelve a la lista:"), "{whose}: {own}");
        assert!(!own.contains("Prometió pagar"), "{whose}: {own}");
        assert!(!own.contains("De todos"), "{whose}: {own}");
    }
    assert!(month(&daniel, "nobody").await.contains("Prometió pagar: María López"));
    daniel.post("/do/desk/take-work", &[("thing", &format!("account:{maria}"))]).await;
    assert!(month(&daniel, "").await.contains("Prometió pagar: María López"));
    let daniels = aldia::server::seed::known::DANIEL_AGENT.to_string();
    assert!(month(&elena, &daniels).await.contains("Prometió pagar: María López"));
    assert!(!month(&elena, "").await.contains("Prometió pagar"));

    // Another creditor's team reads none of it, and a day that is none is today.
    let raul = app.staff("raul@noriega.example").await;
    assert!(!month(&raul, "nobody").await.contains("María López"));
    assert_eq!(raul.get("/desk/calendar?on=nunca&view=siglo").await.status, 200);
}
