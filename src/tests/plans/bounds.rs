//! Each published rule just inside and just outside, and the proposals that are offered instead.

use aldia::kernel::money::Money;
use aldia::plans::bounds::{Bounds, Broken, by_amount};
use aldia::plans::schedule::{Schedule, Terms};
use aldia::policies::rules::{ByPerson, DiscountTier, Frequency, InterestInPlan, PlanRules};
use chrono::Days;
use proptest::prelude::*;

use super::{day, monthly, mxn, rules};

const OWED: i64 = 464_950;

fn bounds(rules: PlanRules) -> Bounds {
    Bounds { rules, smallest: mxn(50_000), today: day(2026, 3, 6), asks: None }
}

fn broken(terms: &Terms) -> Vec<Broken> {
    bounds(rules()).broken(mxn(OWED), terms)
}

#[test]
fn six_payments_are_agreed_and_twelve_break_two_rules() {
    assert_eq!(broken(&monthly(6, day(2026, 3, 20))), []);
    // Twelve monthly payments also last longer than six months; that follows from their number and is said as well.
    assert_eq!(
        broken(&monthly(12, day(2026, 3, 20))),
        [
            Broken::TooMany { most: 6, asked: 12 },
            Broken::TooSmall { least: mxn(50_000), asked: mxn(38_745) },
            Broken::TooLong { months: 6, latest: day(2026, 9, 20), asked: day(2027, 2, 20) },
        ]
    );
}

#[test]
fn the_number_of_payments_has_two_ends() {
    let on = day(2026, 3, 20);
    assert_eq!(broken(&monthly(2, on)), []);
    assert_eq!(broken(&monthly(1, on)), [Broken::TooFew { least: 2, asked: 1 }]);
    let seven = Terms { frequency: Frequency::Fortnightly, ..monthly(7, day(2026, 3, 15)) };
    assert_eq!(broken(&seven), [Broken::TooMany { most: 6, asked: 7 }]);
}

#[test]
fn the_smallest_payment_is_compared_with_the_smallest_of_them() {
    let terms = monthly(6, day(2026, 3, 20));
    let of = |minor| bounds(rules()).broken(mxn(minor), &terms);
    assert_eq!(of(300_000), []);
    assert_eq!(of(299_999), [Broken::TooSmall { least: mxn(50_000), asked: mxn(49_999) }]);
}

#[test]
fn the_first_payment_has_a_first_and_a_last_day() {
    assert_eq!(broken(&monthly(6, day(2026, 3, 6))), []);
    assert_eq!(broken(&monthly(6, day(2026, 3, 5))), [Broken::FirstPast]);
    assert_eq!(broken(&monthly(6, day(2026, 3, 21))), []);
    let late = Broken::FirstLate { latest: day(2026, 3, 21), asked: day(2026, 3, 22) };
    assert_eq!(broken(&monthly(6, day(2026, 3, 22))), [late]);
}

#[test]
fn a_rhythm_whose_next_day_is_beyond_the_window_still_has_that_day() {
    let often = PlanRules { frequencies: vec![Frequency::LastWorkingDay], ..rules() };
    let bounds = bounds(often);
    assert_eq!(bounds.latest_first(Frequency::LastWorkingDay), day(2026, 3, 31));
    let terms = Terms { frequency: Frequency::LastWorkingDay, ..monthly(6, day(2026, 3, 6)) };
    assert_eq!(bounds.broken(mxn(OWED), &terms), []);
    let later = Terms { first_on: day(2026, 4, 1), ..terms };
    assert!(matches!(bounds.broken(mxn(OWED), &later)[..], [Broken::FirstLate { .. }]));
}

#[test]
fn the_longest_time_is_counted_from_the_first_payment() {
    let rules = PlanRules { instalments_to: 8, ..rules() };
    let bounds = Bounds { smallest: mxn(0), ..bounds(rules) };
    assert_eq!(bounds.broken(mxn(OWED), &monthly(7, day(2026, 3, 20))), []);
    let long = Broken::TooLong { months: 6, latest: day(2026, 9, 20), asked: day(2026, 10, 20) };
    assert_eq!(bounds.broken(mxn(OWED), &monthly(8, day(2026, 3, 20))), [long]);
}

#[test]
fn a_rhythm_that_is_not_published_is_refused() {
    let weekly = Terms { frequency: Frequency::Weekly, ..monthly(6, day(2026, 3, 20)) };
    assert_eq!(broken(&weekly), [Broken::Frequency]);
}

#[test]
fn what_is_paid_at_the_beginning_is_rounded_up() {
    let rules = PlanRules { down_payment_basis_points: 1_001, ..rules() };
    let bounds = bounds(rules);
    // 10.01 % of 4,649.50 is 465.41495.
    let terms = |minor| Terms { down_payment_minor: minor, ..monthly(4, day(2026, 3, 20)) };
    assert_eq!(bounds.broken(mxn(OWED), &terms(46_542)), []);
    let least = Broken::DownPayment { least: mxn(46_542), asked: mxn(46_541) };
    assert_eq!(bounds.broken(mxn(OWED), &terms(46_541)), [least]);
}

#[test]
fn a_discount_is_for_so_many_payments_by_a_day() {
    let tiers = vec![
        DiscountTier { basis_points: 2_000, within_days: 10, payments: 1 },
        DiscountTier { basis_points: 1_000, within_days: 40, payments: 2 },
    ];
    let bounds = bounds(PlanRules { discounts: tiers, ..rules() });
    let settle = |count, points, on| Terms { discount_basis_points: points, ..monthly(count, on) };
    let broken = |terms: Terms| bounds.broken(mxn(OWED), &terms);
    assert_eq!(broken(settle(1, 2_000, day(2026, 3, 16))), []);
    assert_eq!(broken(settle(1, 2_000, day(2026, 3, 17))), [Broken::Discount]);
    assert_eq!(broken(settle(1, 2_001, day(2026, 3, 16))), [Broken::Discount]);
    assert_eq!(broken(settle(2, 1_000, day(2026, 3, 10))), []);
    assert_eq!(broken(settle(2, 1_001, day(2026, 3, 10))), [Broken::Discount]);
    assert_eq!(broken(settle(3, 1_000, day(2026, 3, 10))), [Broken::Discount]);
}

#[test]
fn a_person_may_go_further_than_the_published_rules_and_not_beyond_what_is_published_of_that() {
    let most = ByPerson { instalments_to: 9, longest_months: 9, discount_basis_points: 0 };
    let bounds = Bounds { smallest: mxn(0), ..bounds(PlanRules { by_person: Some(most), ..rules() }) };
    let nine = monthly(9, day(2026, 3, 20));
    assert!(!bounds.allows(mxn(OWED), &nine));
    assert!(bounds.by_person().allows(mxn(OWED), &nine));
    assert!(!bounds.by_person().allows(mxn(OWED), &monthly(10, day(2026, 3, 20))));
}

#[test]
fn who_asks_for_twelve_is_shown_six_and_a_larger_beginning() {
    let nearest = bounds(rules()).nearest(mxn(OWED), &monthly(12, day(2026, 3, 20)));
    assert_eq!(
        nearest,
        [monthly(6, day(2026, 3, 20)), Terms { down_payment_minor: 164_950, ..monthly(6, day(2026, 3, 20)) },]
    );
}

#[test]
fn who_asks_too_late_is_shown_the_last_day_that_is_not() {
    let nearest = bounds(rules()).nearest(mxn(OWED), &monthly(6, day(2026, 5, 1)));
    assert_eq!(nearest[0], monthly(6, day(2026, 3, 21)));
    let nearest = bounds(rules()).nearest(mxn(OWED), &monthly(6, day(2026, 2, 1)));
    assert_eq!(nearest[0], monthly(6, day(2026, 3, 6)));
}

#[test]
fn a_debt_too_small_for_two_payments_has_no_plan() {
    assert_eq!(bounds(rules()).nearest(mxn(99_999), &monthly(2, day(2026, 3, 20))), []);
    assert_eq!(bounds(rules()).nearest(mxn(100_000), &monthly(2, day(2026, 3, 20))).len(), 1);
}

#[test]
fn an_amount_each_time_is_a_number_of_payments() {
    let terms = monthly(2, day(2026, 3, 20));
    assert_eq!(by_amount(mxn(OWED), mxn(80_000), &terms).unwrap().instalments, 6);
    let down = Terms { down_payment_minor: 164_950, ..terms };
    assert_eq!(by_amount(mxn(OWED), mxn(50_000), &down).unwrap().instalments, 6);
}

#[test]
fn rules_that_were_published_before_are_read_as_they_were() {
    let old = r#"{"instalments_from":2,"instalments_to":6,"longest_months":6,"first_payment_days":15,
        "frequencies":["monthly","fortnightly"],"interest_stops":true,"grace_days":7,
        "discounts":[{"basis_points":500,"within_days":10}],"allowances":{"moves":1,"move_days":14,"skips":1}}"#;
    let read: PlanRules = serde_json::from_str(old).unwrap();
    assert_eq!(read.interest(), InterestInPlan::Frozen);
    assert_eq!((read.discounts[0].payments, read.missed.suspended_after, read.by_person), (1, 1, None));
    let reduced = PlanRules { interest_stops: false, interest_reduced_to: Some(5_000), ..read.clone() };
    assert_eq!(reduced.interest(), InterestInPlan::Reduced(5_000));
    let kept = PlanRules { interest_stops: false, ..read };
    assert_eq!(kept.interest(), InterestInPlan::Kept);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_offered_instead_can_be_agreed(
        owed in 1i64..=10_000_000_000,
        instalments in 1u16..=360,
        ahead in -40i64..400,
        down_share in 0i64..=100,
        frequency in prop::sample::select(Frequency::ALL.to_vec()),
        (from, more, months, window) in (2u16..10, 0u16..24, 1u16..36, 1u16..60),
        (smallest, share) in (0i64..100_000, 0i64..4_000),
        allowed in prop::sample::subsequence(Frequency::ALL.to_vec(), 1..=4),
    ) {
        let rules = PlanRules {
            instalments_from: from,
            instalments_to: from + more,
            longest_months: months,
            first_payment_days: window,
            frequencies: allowed,
            down_payment_basis_points: share,
            ..PlanRules::default()
        };
        let bounds = Bounds { rules, smallest: mxn(smallest), today: day(2026, 3, 6), asks: None };
        let first_on = if ahead < 0 {
            bounds.today - Days::new(ahead.unsigned_abs())
        } else {
            bounds.today + Days::new(ahead.unsigned_abs())
        };
        let down_payment_minor = owed / 100 * down_share;
        let asked = Terms { frequency, first_on, instalments, down_payment_minor, discount_basis_points: 0 };
        let owed: Money = mxn(owed);
        for nearest in bounds.nearest(owed, &asked) {
            prop_assert_eq!(bounds.broken(owed, &nearest), [], "{:?}", nearest);
            prop_assert!(Schedule::of(owed, &nearest).is_ok());
        }
        if bounds.allows(owed, &asked) {
            prop_assert!(!bounds.nearest(owed, &asked).is_empty(), "what is allowed is near itself");
        }
    }
}

#[test]
fn a_budget_suggests_half_of_what_is_left_and_nothing_where_nothing_is() {
    use aldia::kernel::money::Currency;
    use aldia::plans::budget::{Suggestion, band, suggest};
    // 8,000 to 15,000 come in, 4,000 to 8,000 must go out: 5,500 are left between the middles.
    assert_eq!(suggest(Currency::MXN, 2, 1), Some(Suggestion::EachMonth(mxn(275_000))));
    assert_eq!(suggest(Currency::MXN, 1, 1), Some(Suggestion::NothingLeft));
    assert_eq!(suggest(Currency::MXN, 0, 3), Some(Suggestion::NothingLeft));
    assert_eq!(suggest(Currency::MXN, 6, 0), None, "there is no such band");
    assert_eq!(band(Currency::MXN, 5), Some((mxn(4_000_000), None)));
}
