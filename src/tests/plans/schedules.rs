//! From an amount to dated parts: the worked examples, and what holds of every schedule (hazards I8).

use aldia::kernel::money::{Currency, Money};
use aldia::plans::schedule::{Schedule, ScheduleError, Terms, count_for, dates, first_fit};
use aldia::policies::rules::Frequency;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use proptest::prelude::*;

use super::{day, monthly, mxn};

#[test]
fn the_sample_debt_is_split_as_the_worked_examples_say() {
    for (count, expected) in [
        (6, vec![(4, 77_492), (2, 77_491)]),
        (9, vec![(1, 51_662), (8, 51_661)]),
        (12, vec![(10, 38_746), (2, 38_745)]),
        (3, vec![(1, 154_984), (2, 154_983)]),
        (2, vec![(2, 232_475)]),
    ] {
        let schedule = Schedule::of(mxn(464_950), &monthly(count, day(2026, 3, 20))).unwrap();
        let amounts: Vec<(usize, i64)> =
            schedule.amounts().into_iter().map(|(count, amount)| (count, amount.minor)).collect();
        assert_eq!(amounts, expected, "in {count}");
    }
}

#[test]
fn what_is_paid_at_the_beginning_is_no_instalment_and_comes_first() {
    let terms = Terms { down_payment_minor: 164_950, ..monthly(6, day(2026, 3, 20)) };
    let schedule = Schedule::of(mxn(464_950), &terms).unwrap();
    assert_eq!(schedule.down_payment(), Some(mxn(164_950)));
    assert_eq!(schedule.instalments[0].number, 0);
    assert_eq!(schedule.instalments[0].due_on, day(2026, 3, 20));
    assert_eq!(schedule.instalments[1].due_on, day(2026, 4, 20));
    assert_eq!(schedule.amounts(), vec![(6, mxn(50_000))]);
    assert_eq!(schedule.last().unwrap().due_on, day(2026, 9, 20));
}

#[test]
fn a_discount_is_taken_off_before_the_rest_is_split() {
    let terms = Terms { discount_basis_points: 2_000, ..monthly(1, day(2026, 3, 10)) };
    let schedule = Schedule::of(mxn(464_950), &terms).unwrap();
    assert_eq!((schedule.discount, schedule.total()), (mxn(92_990), mxn(371_960)));
}

#[test]
fn months_that_are_shorter_end_the_payment_on_their_last_day_and_the_next_goes_back() {
    let found = dates(Frequency::Monthly, day(2027, 12, 31), 5).unwrap();
    assert_eq!(
        found,
        [day(2027, 12, 31), day(2028, 1, 31), day(2028, 2, 29), day(2028, 3, 31), day(2028, 4, 30)]
    );
    let found = dates(Frequency::Monthly, day(2027, 1, 30), 3).unwrap();
    assert_eq!(found, [day(2027, 1, 30), day(2027, 2, 28), day(2027, 3, 30)]);
}

#[test]
fn a_fortnight_falls_on_the_15th_and_on_the_last_day() {
    let found = dates(Frequency::Fortnightly, day(2028, 2, 10), 4).unwrap();
    assert_eq!(found, [day(2028, 2, 15), day(2028, 2, 29), day(2028, 3, 15), day(2028, 3, 31)]);
    assert_eq!(first_fit(Frequency::Fortnightly, day(2026, 3, 15)), Some(day(2026, 3, 15)));
    assert_eq!(first_fit(Frequency::Fortnightly, day(2026, 3, 16)), Some(day(2026, 3, 31)));
}

#[test]
fn the_last_working_day_is_never_on_a_weekend() {
    // 31 May 2026 is a Sunday, 31 January 2026 a Saturday.
    let found = dates(Frequency::LastWorkingDay, day(2026, 1, 31), 5).unwrap();
    assert_eq!(
        found,
        [day(2026, 2, 27), day(2026, 3, 31), day(2026, 4, 30), day(2026, 5, 29), day(2026, 6, 30)]
    );
    assert_eq!(first_fit(Frequency::LastWorkingDay, day(2026, 1, 30)), Some(day(2026, 1, 30)));
}

#[test]
fn what_cannot_be_split_says_why() {
    let on = day(2026, 3, 20);
    let of = |minor, terms: Terms| Schedule::of(mxn(minor), &terms);
    assert_eq!(of(0, monthly(2, on)), Err(ScheduleError::NothingOwed));
    assert_eq!(of(100, monthly(0, on)), Err(ScheduleError::Count));
    assert_eq!(of(1_000, monthly(361, on)), Err(ScheduleError::Count));
    assert_eq!(of(1, monthly(2, on)), Err(ScheduleError::TooSmall));
    assert!(of(2, monthly(2, on)).is_ok());
    let down = |minor| Terms { down_payment_minor: minor, ..monthly(2, on) };
    assert_eq!(of(100, down(100)), Err(ScheduleError::DownPayment));
    assert_eq!(of(100, down(-1)), Err(ScheduleError::DownPayment));
    assert!(of(100, down(98)).is_ok());
    assert_eq!(of(100, down(99)), Err(ScheduleError::TooSmall));
    let off = |points| Terms { discount_basis_points: points, ..monthly(2, on) };
    assert_eq!(of(100, off(10_000)), Err(ScheduleError::Discount));
    assert!(of(1_000, off(9_980)).is_ok());
}

#[test]
fn who_says_how_much_gets_as_many_payments_as_that_takes() {
    for (each, count) in [(80_000, 6), (77_492, 6), (77_491, 7), (464_950, 1), (232_475, 2), (232_474, 3)] {
        assert_eq!(count_for(mxn(464_950), mxn(each)), Some(count), "of {each}");
    }
    assert_eq!(count_for(mxn(464_950), mxn(0)), None);
    assert_eq!(count_for(mxn(464_950), mxn(1)), None, "nobody signs half a million payments");
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop_oneof![Just(Currency::JPY), Just(Currency::MXN), Just(Currency::KWD)]
}

fn any_frequency() -> impl Strategy<Value = Frequency> {
    prop::sample::select(Frequency::ALL.to_vec())
}

/// Every day from 2024 to 2040, leap days and month ends more often than their share.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        3 => (0u64..6_000).prop_map(|days| day(2024, 1, 1) + Days::new(days)),
        1 => prop::sample::select(vec![
            day(2024, 2, 29),
            day(2027, 1, 31),
            day(2027, 12, 31),
            day(2028, 2, 29),
            day(2026, 5, 31),
        ]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_schedule_sums_to_what_is_owed_in_parts_a_unit_apart_on_rising_days(
        principal in 1i64..=1_000_000_000_000,
        count in 1u16..=360,
        down_share in 0i64..100,
        discount in prop_oneof![Just(0i64), 1i64..9_000],
        currency in any_currency(),
        frequency in any_frequency(),
        first_on in any_day(),
    ) {
        let owed = Money::new(principal, currency);
        let down_payment_minor = principal / 200 * down_share.min(50) / 50;
        let terms = Terms { frequency, first_on, instalments: count, down_payment_minor, discount_basis_points: discount };
        match Schedule::of(owed, &terms) {
            Err(error) => {
                let asked = principal - (i128::from(principal) * i128::from(discount) + 5_000).div_euclid(10_000) as i64;
                prop_assert!(
                    matches!(error, ScheduleError::TooSmall | ScheduleError::DownPayment),
                    "{error}"
                );
                prop_assert!(asked - down_payment_minor < i64::from(count).max(1));
            }
            Ok(schedule) => holds(&schedule, &terms)?,
        }
    }

    #[test]
    fn days_of_a_rhythm_are_those_of_the_rhythm(first_on in any_day(), count in 1u16..=360) {
        let monthly = dates(Frequency::Monthly, first_on, count).unwrap();
        for pair in monthly.windows(2) {
            let months = |day: &NaiveDate| day.year() * 12 + i32::try_from(day.month()).unwrap();
            prop_assert_eq!(months(&pair[1]) - months(&pair[0]), 1);
        }
        for day in &monthly {
            let is_last = (*day + Days::new(1)).day() == 1;
            prop_assert!(day.day() == first_on.day() || (is_last && day.day() < first_on.day()));
        }
        for pair in dates(Frequency::Weekly, first_on, count).unwrap().windows(2) {
            prop_assert_eq!((pair[1] - pair[0]).num_days(), 7);
        }
        for day in dates(Frequency::Fortnightly, first_on, count).unwrap() {
            prop_assert!(day.day() == 15 || (day + Days::new(1)).day() == 1);
        }
        for day in dates(Frequency::LastWorkingDay, first_on, count).unwrap() {
            prop_assert!(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
            let rest = (1..4).map(|ahead| day + Days::new(ahead)).take_while(|later| later.month() == day.month());
            for later in rest {
                prop_assert!(matches!(later.weekday(), Weekday::Sat | Weekday::Sun));
            }
        }
    }
}

fn holds(schedule: &Schedule, terms: &Terms) -> Result<(), TestCaseError> {
    let sum: i64 = schedule.instalments.iter().map(|part| part.amount.minor).sum();
    prop_assert_eq!(sum + schedule.discount.minor, schedule.owed.minor);
    prop_assert_eq!(sum, schedule.total().minor);
    prop_assert_eq!(schedule.equal_parts().len(), usize::from(terms.instalments));
    let equal: Vec<i64> = schedule.equal_parts().iter().map(|part| part.amount.minor).collect();
    prop_assert!(equal.iter().all(|minor| *minor >= 1));
    prop_assert!(equal.iter().max().unwrap() - equal.iter().min().unwrap() <= 1);
    prop_assert!(equal.windows(2).all(|pair| pair[0] >= pair[1]), "the larger ones first");
    prop_assert!(schedule.instalments.iter().all(|part| part.amount.currency == schedule.owed.currency));
    prop_assert!(schedule.instalments.windows(2).all(|pair| pair[0].due_on < pair[1].due_on));
    prop_assert!(schedule.instalments.windows(2).all(|pair| pair[0].number + 1 == pair[1].number));
    prop_assert!(schedule.first().unwrap().due_on >= terms.first_on);
    // The same question has the same answer, whatever the machine's zone: nothing here reads a clock.
    prop_assert_eq!(&Schedule::of(schedule.owed, terms).unwrap(), schedule);
    Ok(())
}
