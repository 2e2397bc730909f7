//! How an account pays: figures from the books with what they come from, and none from too little.

use aldia::desk::behaviour::model::{Behaviour, Figure, Inputs, Paid, Promised, Settled};
use aldia::kernel::ids::{InvoiceId, PaymentId};
use aldia::kernel::money::{Currency, Money};
use aldia::promises::model::Standing;
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4499, ACCOUNT_P81};
use chrono::{NaiveDate, Weekday};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{DANIEL, RAUL};
use crate::disputes::answering::day;
use crate::support::TestApp;

fn pesos(minor: i64) -> Money {
    Money::new(minor, Currency::MXN)
}

fn settled(paid_minor: i64, days: i64) -> Settled {
    Settled {
        invoice: InvoiceId::new(),
        number: "F-1".to_owned(),
        issued_on: day(2026, 1, 1),
        due_on: day(2026, 1, 31),
        settled_on: day(2026, 2, 1),
        paid: pesos(paid_minor),
        minor_days: paid_minor * days,
    }
}

fn paid(on: NaiveDate, means: &str) -> Paid {
    Paid { payment: PaymentId::new(), on, amount: pesos(100), means: means.to_owned() }
}

fn promised(standing: Standing) -> Promised {
    Promised { on: day(2026, 1, 1), amount: pesos(100), paid: pesos(50), standing }
}

#[test]
fn days_to_pay_are_weighted_by_the_money_and_need_three_invoices() {
    let of = |settled: Vec<Settled>| Behaviour::of(&Inputs { settled, ..Inputs::default() }).days_to_pay;
    assert_eq!(of(vec![settled(100, 10), settled(100, 10)]), Figure::NotEnough(2));
    assert_eq!(of(vec![settled(100, 10), settled(100, 10), settled(800, 20)]), Figure::Is(18));
    // 30.5 days are 31, and half a day early is a day early.
    assert_eq!(of(vec![settled(100, 30), settled(50, 31), settled(50, 31)]), Figure::Is(31));
    assert_eq!(of(vec![settled(100, 30), settled(100, 30), settled(100, 31)]), Figure::Is(30));
    assert_eq!(of(vec![settled(100, 0), settled(50, -1), settled(50, -1)]), Figure::Is(-1));
}

#[test]
fn promises_are_counted_by_what_became_of_them() {
    let of = |all: &[Standing]| {
        let promised = all.iter().copied().map(promised).collect();
        Behaviour::of(&Inputs { promised, ..Inputs::default() }).promises
    };
    assert_eq!(of(&[Standing::Kept, Standing::Broken]), Figure::NotEnough(2));
    let Figure::Is(kept) = of(&[Standing::Kept, Standing::PartKept, Standing::Broken, Standing::Kept]) else {
        panic!("four are enough");
    };
    assert_eq!((kept.kept, kept.part_kept, kept.broken), (2, 1, 1));
}

#[test]
fn a_day_or_a_means_is_preferred_only_where_it_is_half_and_alone() {
    let of = |paid: Vec<Paid>| Behaviour::of(&Inputs { paid, ..Inputs::default() });
    // 6, 13 and 20 March 2026 are Fridays.
    let fridays = of(vec![
        paid(day(2026, 3, 6), "oxxo"),
        paid(day(2026, 3, 13), "oxxo"),
        paid(day(2026, 3, 16), "card"),
    ]);
    let Figure::Is(weekday) = fridays.weekday else { panic!("three are enough") };
    assert_eq!((weekday.most, weekday.times, weekday.of), (Some(Weekday::Fri), 2, 3));
    let Figure::Is(means) = fridays.means else { panic!("three are enough") };
    assert_eq!(means.most.as_deref(), Some("oxxo"));
    let Figure::Is(month_day) = fridays.month_day else { panic!("three are enough") };
    assert_eq!(month_day.most, None, "each on a day of its own");
    let even = of(vec![
        paid(day(2026, 3, 6), "oxxo"),
        paid(day(2026, 3, 13), "oxxo"),
        paid(day(2026, 3, 16), "card"),
        paid(day(2026, 3, 23), "card"),
    ]);
    let Figure::Is(weekday) = even.weekday else { panic!("four are enough") };
    assert_eq!(weekday.most, None, "as often one as the other");
    assert_eq!(of(vec![paid(day(2026, 3, 6), "oxxo")]).means, Figure::NotEnough(1));
}

#[sqlx::test]
async fn the_margin_tells_how_an_account_pays_and_each_figure_leads_to_its_inputs(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let file = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await;
    assert!(file.text().contains("Días en pagar: 28 días"), "{}", file.text());
    assert!(file.text().contains("Promesas: todavía no bastan los datos (0)"), "{}", file.text());
    assert!(file.text().contains("(9 de 13)"), "nine of thirteen payments were by card: {}", file.text());
    let page = format!("/desk/accounts/{ACCOUNT_4471}/behaviour");
    assert!(file.attributes(".side-column a", "href").contains(&format!("{page}#settled")));
    let inputs = daniel.get(&page).await;
    let rows = inputs.texts("main tbody tr");
    assert_eq!(rows.iter().filter(|row| row.starts_with("F-01")).count(), 12, "{rows:?}");
    assert!(
        rows.iter().any(|row| row.contains("F-0112 5 dic 2025 4 ene 2026 2 ene 2026 $1,400.00 28")),
        "{rows:?}"
    );
    assert!(!rows.iter().any(|row| row.starts_with("F-1041")), "part paid, so not settled: {rows:?}");
    let rosa = daniel.get(&format!("/desk/accounts/{ACCOUNT_4499}")).await.text();
    assert!(rosa.contains("Días en pagar: todavía no bastan los datos (2)"), "{rosa}");
    assert_eq!(daniel.get(&format!("/desk/accounts/{ACCOUNT_P81}/behaviour")).await.status, 404);
    assert_eq!(app.staff(RAUL).await.get(&page).await.status, 404);
}

#[sqlx::test]
async fn money_that_went_back_tells_nothing_about_paying(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    // Ten of her twelve payments are taken from the invoices that they paid.
    sqlx::raw_sql(
        "update payment_allocations a set reversed_by = a.transaction_id from invoices i
         where i.id = a.invoice_id and i.number like 'F-01%' and i.number < 'F-0111'",
    )
    .execute(&app.owner)
    .await
    .unwrap();
    let file = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await.text();
    assert!(file.contains("Días en pagar: todavía no bastan los datos (2)"), "{file}");
}
