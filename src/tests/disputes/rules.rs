//! The rules of a dispute, without a database: what can happen when, by when an answer is promised, what a credit is.

use aldia::disputes::model::{Contestable, Event, NotNow, Standing, State, Verdict, net_and_tax};
use aldia::disputes::promise::{is_working_day, moved_on, promised_on};
use aldia::kernel::money::Currency;
use aldia::policies::caps::Jurisdiction;
use chrono::NaiveDate;
use proptest::prelude::*;

const MX: Option<Jurisdiction> = Some(Jurisdiction::Mx);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn standing(state: State) -> Standing {
    Standing { state, has_replied: false, has_appealed: false }
}

#[test]
fn each_event_leads_from_each_state_where_it_should_or_says_why_not() {
    use Event::{Add, Appeal, Ask, Decide, Reply, Take, Withdraw};
    use State::*;
    let decided = Decide(Verdict::Partly);
    let closed = Err(NotNow::Answered);
    let gone = Err(NotNow::Withdrawn);
    let early = Err(NotNow::NotAnswered);
    let once = Err(NotNow::Once);
    let table = [
        (Received, [Ok(Received), Ok(Withdrawn), early, early, Ok(InReview), Ok(Waiting), Ok(Partly)]),
        (InReview, [Ok(InReview), Ok(Withdrawn), early, early, Ok(InReview), Ok(Waiting), Ok(Partly)]),
        (Waiting, [Ok(InReview), Ok(Withdrawn), early, early, Ok(Waiting), once, Ok(Partly)]),
        (Appealed, [Ok(Appealed), closed, once, once, Ok(Appealed), closed, Ok(Partly)]),
        (InFavour, [closed, closed, Ok(InFavour), closed, closed, closed, closed]),
        (Partly, [closed, closed, Ok(Partly), Ok(Appealed), closed, closed, closed]),
        (Unchanged, [closed, closed, Ok(Unchanged), Ok(Appealed), closed, closed, closed]),
        (Withdrawn, [gone; 7]),
    ];
    for (state, after) in table {
        for (event, expected) in [Add, Withdraw, Reply, Appeal, Take, Ask, decided].into_iter().zip(after) {
            assert_eq!(standing(state).after(event), expected, "{event:?} in {state:?}");
        }
    }
    assert_eq!(table.len(), State::ALL.len());
}

#[test]
fn an_answer_is_answered_and_appealed_once_each() {
    let said = Standing { state: State::Unchanged, has_replied: true, has_appealed: true };
    assert_eq!(said.after(Event::Reply), Err(NotNow::Once));
    assert_eq!(said.after(Event::Appeal), Err(NotNow::Once));
    let replied = Standing { has_appealed: false, ..said };
    assert_eq!(replied.after(Event::Appeal), Ok(State::Appealed));
}

#[test]
fn a_promise_is_never_later_than_the_terms_say_and_falls_on_a_working_day() {
    // The sample: opened on Monday 23 February, within 14 days.
    assert_eq!(promised_on(day(2026, 2, 23), 14, MX), day(2026, 3, 9));
    // The fourteenth day is a Saturday; then a Sunday; then the Monday on which Juárez is remembered.
    assert_eq!(promised_on(day(2026, 2, 28), 14, MX), day(2026, 3, 13));
    assert_eq!(promised_on(day(2026, 3, 1), 14, MX), day(2026, 3, 13));
    assert_eq!(promised_on(day(2026, 3, 2), 14, MX), day(2026, 3, 13));
    assert_eq!(promised_on(day(2026, 3, 3), 14, MX), day(2026, 3, 17));
    // Elsewhere that Monday is a day like any other.
    assert_eq!(promised_on(day(2026, 3, 2), 14, Some(Jurisdiction::Gb)), day(2026, 3, 16));
    // With one day and a weekend behind it there is no working day in between: the day itself has to do.
    assert_eq!(promised_on(day(2026, 3, 6), 1, MX), day(2026, 3, 7));
}

#[test]
fn the_clock_stands_still_while_the_debtor_is_waited_for() {
    let promised = day(2026, 3, 9);
    assert_eq!(moved_on(promised, day(2026, 3, 3), day(2026, 3, 3), MX), promised);
    assert_eq!(moved_on(promised, day(2026, 3, 3), day(2026, 3, 5), MX), day(2026, 3, 11));
    // Five days later is a Saturday; the Friday before it.
    assert_eq!(moved_on(promised, day(2026, 3, 1), day(2026, 3, 6), MX), day(2026, 3, 13));
}

#[test]
fn mexican_days_of_rest_are_known() {
    for rest in [
        (2026, 1, 1),
        (2026, 2, 2),
        (2026, 3, 16),
        (2026, 5, 1),
        (2026, 9, 16),
        (2026, 11, 16),
        (2026, 12, 25),
        (2030, 10, 1),
    ] {
        assert!(!is_working_day(day(rest.0, rest.1, rest.2), MX), "{rest:?}");
    }
    for work in [(2026, 2, 9), (2026, 3, 9), (2026, 3, 23), (2026, 11, 9), (2026, 11, 23), (2026, 10, 1)] {
        assert!(is_working_day(day(work.0, work.1, work.2), MX), "{work:?}");
    }
}

#[test]
fn a_partial_credit_carries_its_part_of_the_tax() {
    // B12: 258.62 + 41.38, of which 120.00 are credited and 180.00 stay.
    assert_eq!(net_and_tax(12_000, 25_862, 4_138, Currency::MXN), (10_345, 1_655));
    assert_eq!(net_and_tax(18_000, 25_862, 4_138, Currency::MXN), (15_517, 2_483));
    assert_eq!(net_and_tax(30_000, 30_000, 0, Currency::MXN), (30_000, 0));
    assert_eq!(net_and_tax(500, 0, 0, Currency::MXN), (500, 0));
}

#[test]
fn a_verdict_is_what_its_credit_amounts_to() {
    assert_eq!(Verdict::of(0, 30_000), Verdict::Unchanged);
    assert_eq!(Verdict::of(1, 30_000), Verdict::Partly);
    assert_eq!(Verdict::of(29_999, 30_000), Verdict::Partly);
    assert_eq!(Verdict::of(30_000, 30_000), Verdict::InFavour);
    assert_eq!(Contestable { billed_minor: 300, taken_minor: 400 }.left_minor(), 0);
}

proptest! {
    #[test]
    fn the_two_parts_of_a_credit_are_the_credit(credit in 1i64..10_000_000, net in 0i64..10_000_000, tax in 0i64..2_000_000) {
        let (net_credit, tax_credit) = net_and_tax(credit, net, tax, Currency::MXN);
        prop_assert_eq!(net_credit + tax_credit, credit);
        prop_assert!(net_credit >= 0 && tax_credit >= 0);
    }

    #[test]
    fn a_promise_stands_between_the_day_it_is_made_and_the_last_that_the_terms_allow(from in 0i64..4_000, days in 1u16..90) {
        let opened = day(2024, 1, 1) + chrono::Days::new(from.unsigned_abs());
        let promised = promised_on(opened, days, MX);
        prop_assert!(promised > opened && promised <= opened + chrono::Days::new(days.into()));
    }
}
