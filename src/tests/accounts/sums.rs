//! What is due, not due and held always makes the total.

use aldia::accounts::model::{Balance, asked_minor, payable_minor};
use aldia::kernel::ids::InvoiceId;
use aldia::kernel::money::{Currency, Money};
use aldia::ledger::allocation::OpenItem;
use aldia::ledger::model::Components;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

proptest! {
    #[test]
    fn what_is_due_not_due_and_held_is_always_the_total(
        items in proptest::collection::vec(
            (0u64..60, 0i64..500_000, 0i64..5_000, 0i64..900, 0i64..700_000), 0..30),
        credit in 0i64..100_000,
    ) {
        let today = day(2026, 3, 6);
        let items: Vec<OpenItem> = items.into_iter().map(|(due, principal_minor, interest_minor, interest_tax_minor, held_minor)| OpenItem {
            invoice: InvoiceId(uuid::Uuid::nil()),
            number: String::new(),
            due_on: day(2026, 2, 1) + Days::new(due),
            open: Components { principal_minor, interest_minor, interest_tax_minor, ..Components::default() },
            held_minor,
            held_late_minor: 0,
            plan: None,
        }).collect();
        let balance = Balance::of(Currency::MXN, today, &items, credit).unwrap();
        let sum = balance.due.minor + balance.not_due.minor + balance.held.minor + balance.in_plan.minor;
        prop_assert_eq!(sum, balance.total.minor);
        let open: i64 = items.iter().map(|item| item.open.sum_minor()).sum();
        prop_assert_eq!(balance.total.minor, open);
    }
}

#[test]
fn what_was_paid_covers_the_undisputed_part_first() {
    let item = |open, held_minor| OpenItem {
        invoice: InvoiceId(uuid::Uuid::nil()),
        number: String::new(),
        due_on: day(2026, 2, 24),
        open: Components::principal(open),
        held_minor,
        held_late_minor: 0,
        plan: None,
    };
    let part_paid = item(20_000, 30_000);
    assert_eq!((part_paid.held_open_minor(), payable_minor(&part_paid)), (20_000, 0));
    let due_today = Balance::of(Currency::MXN, day(2026, 2, 24), &[item(90_000, 0)], 0).unwrap();
    assert_eq!(due_today.due, Money::zero(Currency::MXN), "the due day itself is in time");
    assert_eq!(asked_minor(200_000, &item(223_300, 0), day(2026, 3, 6)), 200_000);
    assert_eq!(asked_minor(200_000, &item(50_000, 0), day(2026, 3, 6)), 50_000);
    assert_eq!(asked_minor(200_000, &item(50_000, 0), day(2026, 2, 24)), 0);
}
