//! Which version holds for an invoice: terms never reach back, and a later one takes over only if it is kinder.

use aldia::policies::charging::{Compounding, Ground, InterestRule, Rounding, TaxTreatment};
use aldia::policies::governing::governing;
use aldia::policies::interest::{LateDebt, PrincipalChange, runs, sum};
use aldia::policies::model::{Parameters, PolicyVersion};
use aldia::policies::rates::Rate;
use aldia::policies::rules::{Governs, HandOff, Procedure};
use aldia::policies::timeline::{Step, next_step, steps};
use chrono::NaiveDate;

use super::version;
use crate::support::books::day;

fn charging(basis_points: i64, grace_days: u16) -> Parameters {
    Parameters {
        interest: Some(InterestRule {
            rule: "2".to_owned(),
            rate: Rate { basis_points, per_days: 30 },
            rounding: Rounding::Once,
            tax: TaxTreatment::OutsideScope,
            grace_days,
            compounding: Compounding::Simple,
            ground: Ground::Contract,
            ground_reference: "contrato".to_owned(),
        }),
        ..Parameters::default()
    }
}

fn number(versions: &[PolicyVersion], issued_on: NaiveDate, on: NaiveDate) -> Option<i32> {
    governing(versions, issued_on, on).map(|version| version.number)
}

#[test]
fn an_invoice_keeps_the_version_it_was_issued_under_unless_a_later_one_is_kinder() {
    let versions = [
        version(1, day(2025, 1, 1), charging(150, 0)),
        version(2, day(2026, 1, 1), charging(200, 0)),
        version(3, day(2026, 3, 1), charging(100, 0)),
    ];
    let issued = day(2025, 12, 1);
    assert_eq!(number(&versions, issued, day(2025, 12, 31)), Some(1));
    assert_eq!(number(&versions, issued, day(2026, 2, 1)), Some(1), "the dearer one does not reach it");
    assert_eq!(number(&versions, issued, day(2026, 3, 1)), Some(3), "the kinder one does");
    assert_eq!(number(&versions, day(2026, 1, 2), day(2026, 2, 1)), Some(2));
    // Less time to pay is not kinder, whatever the rate.
    let hurried =
        [version(1, day(2025, 1, 1), charging(150, 5)), version(2, day(2026, 1, 1), charging(100, 0))];
    assert_eq!(number(&hurried, issued, day(2026, 2, 1)), Some(1));
    let free =
        [version(1, day(2025, 1, 1), charging(150, 5)), version(2, day(2026, 1, 1), Parameters::default())];
    assert_eq!(number(&free, issued, day(2026, 2, 1)), Some(2));
}

#[test]
fn where_the_creditor_promised_so_nothing_later_reaches_an_invoice() {
    let first = Parameters { governs: Governs::AsInvoiced, ..charging(150, 0) };
    let versions = [version(1, day(2025, 1, 1), first), version(2, day(2026, 1, 1), charging(100, 0))];
    assert_eq!(number(&versions, day(2025, 12, 1), day(2026, 5, 1)), Some(1));
    assert_eq!(number(&versions, day(2026, 1, 1), day(2026, 5, 1)), Some(2));
}

#[test]
fn an_invoice_older_than_all_terms_follows_the_first_from_the_day_they_came() {
    let versions = [version(1, day(2026, 3, 1), charging(150, 0))];
    assert_eq!(number(&versions, day(2026, 1, 5), day(2026, 2, 28)), None);
    assert_eq!(number(&versions, day(2026, 1, 5), day(2026, 3, 1)), Some(1));
}

#[test]
fn interest_is_charged_by_the_version_that_governs_the_invoice() {
    // Example B17 of the rules: the rate falls on 1 March, and 26.40 + 4.40 = 30.80 by the 6th.
    let debt = LateDebt {
        issued_on: Some(day(2026, 1, 5)),
        due_on: day(2026, 2, 4),
        principal: vec![PrincipalChange { effective_on: day(2026, 1, 5), amount_minor: 220_000 }],
        ..LateDebt::default()
    };
    let interest = |versions: &[PolicyVersion]| {
        sum(&runs(&debt, versions, day(2026, 3, 6)), &[]).unwrap().interest_minor
    };
    let falls =
        [version(1, day(2025, 1, 1), charging(150, 0)), version(2, day(2026, 3, 1), charging(100, 0))];
    assert_eq!(interest(&falls), 3_080);
    // Had it risen, the invoice would have kept its rate: 30 days of 1.10.
    let rises =
        [version(1, day(2025, 1, 1), charging(150, 0)), version(2, day(2026, 3, 1), charging(300, 0))];
    assert_eq!(interest(&rises), 3_300);
    // The first terms there are begin to charge on the day they came: 1 to 6 March are 6.60.
    let late = [version(1, day(2026, 3, 1), charging(150, 0))];
    assert_eq!(interest(&late), 660);
}

#[test]
fn the_procedure_falls_on_working_days() {
    let parameters = Parameters {
        procedure: Procedure {
            notice_days_before: Some(5),
            reminder_days_after: Some(5),
            reminder_every_days: None,
            person_days_after: Some(45),
            hand_off: Some(HandOff { days_after: 90, notice_days: 15, to: "Lara".to_owned() }),
        },
        ..charging(150, 0)
    };
    let placed = steps(&parameters, day(2026, 2, 4));
    let days: Vec<(NaiveDate, i64, Step)> =
        placed.iter().map(|one| (one.on, one.day, one.step.clone())).collect();
    assert_eq!(
        days,
        [
            (day(2026, 1, 30), -5, Step::Notice),
            (day(2026, 2, 4), 0, Step::Due),
            (day(2026, 2, 5), 1, Step::InterestStarts),
            (day(2026, 2, 9), 5, Step::Reminder),
            // Day 45 is a Saturday.
            (day(2026, 3, 23), 45, Step::PersonWrites),
            (day(2026, 4, 20), 75, Step::HandOffNotice),
            (day(2026, 5, 5), 90, Step::HandOff { to: "Lara".to_owned() }),
        ]
    );
    assert_eq!(next_step(&placed, day(2026, 3, 6)).unwrap().on, day(2026, 3, 23));
    assert_eq!(next_step(&placed, day(2026, 5, 5)), None);
    // Only the steps that the version has.
    let none = steps(&Parameters::default(), day(2026, 2, 4));
    assert_eq!(none.iter().map(|one| one.step.clone()).collect::<Vec<_>>(), [Step::Due]);
}
