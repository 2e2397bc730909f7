//! What the desk says is in plans in force, as it stands on the page, is what is left of the debts that they cover.

use aldia::server::seed::known::invoice;
use aldia::server::seed::seed_demo;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::day;
use super::signing::{followed, pay, six_payments, turn_to};
use crate::support::{Browser, TestApp};

/// The two amounts of the sentence on the page, in minor units: what is asked for, and what is contested beside it.
async fn on_the_page(desk: &Browser) -> (i64, i64) {
    let text = desk.get("/desk/plans").await.text();
    let after = |start: &str| {
        let (_, rest) = text.split_once(start)?;
        let digits: String =
            rest.chars().take_while(|c| !c.is_alphabetic()).filter(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let asked = after("En planes vigentes:").unwrap_or_default();
    (asked, after("Aparte, en aclaración sobre las mismas facturas:").unwrap_or_default())
}

/// The same out of the books, plan by plan and debt by debt.
async fn in_the_books(app: &TestApp) -> (i64, i64) {
    let debts: Vec<(i64, i64)> = sqlx::query_as(
        "select b.open_minor, coalesce((select sum(h.amount_minor + h.late_minor) from holds h
           where h.invoice_id = d.invoice_id and h.released_on is null), 0)::bigint
         from plans p join plan_debts d on d.plan_id = p.id join invoice_balances b on b.invoice_id = d.invoice_id
         where p.state in ('active', 'behind')",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    let held = |(open, held): &(i64, i64)| (*held).min(*open);
    let asked = debts.iter().map(|debt| debt.0 - held(debt)).sum();
    (asked, debts.iter().map(held).sum())
}

#[sqlx::test]
async fn what_is_in_plans_in_force_is_what_is_left_of_the_debts_that_they_cover(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::with_story(options, None).await;
    seed_demo(&app.db, &app.app.keys, &app.url).await.unwrap();
    app.clock.look(&app.db).await.unwrap();
    let desk = app.staff("elena@aguas.example").await;
    // Teresa's alone, and then María's beside it with what waits of F-1063 apart.
    assert_eq!(on_the_page(&desk).await, (70_000, 0));
    let id = six_payments(&app).await;
    assert_eq!(on_the_page(&desk).await, (70_000 + 464_950, 30_000));
    assert_eq!(on_the_page(&desk).await, in_the_books(&app).await);
    turn_to(&app, day(2026, 3, 20)).await;
    pay(&app, 77_492, day(2026, 3, 20)).await;
    assert_eq!(on_the_page(&desk).await, (70_000 + 464_950 - 77_492, 30_000));
    assert_eq!(on_the_page(&desk).await, in_the_books(&app).await);
    // What she says of F-1063 is dropped, and its money is asked for beside the plan.
    sqlx::query("update holds set released_on = '2026-03-20' where invoice_id = $1")
        .bind(invoice("F-1063"))
        .execute(&app.owner)
        .await
        .unwrap();
    assert_eq!(on_the_page(&desk).await, in_the_books(&app).await);
    // One that is suspended is not in force.
    turn_to(&app, day(2026, 4, 28)).await;
    followed(&app, id).await;
    let (asked, held) = on_the_page(&desk).await;
    assert_eq!((asked, held), in_the_books(&app).await);
    assert!(asked <= 70_000, "{asked}");
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(on_the_page(&raul).await, (0, 0), "another creditor's team");
}
