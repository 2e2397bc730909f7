//! How far a plan has come, from what was paid: the worked example B14, and that nothing is ever lost on the way (I9).

use aldia::kernel::money::Currency;
use aldia::plans::schedule::Schedule;
use aldia::plans::standing::{BendError, Part, PartState, Progress, moved, skipped};
use aldia::policies::rules::{Allowances, Frequency};
use chrono::NaiveDate;
use proptest::prelude::*;

use super::{day, monthly, mxn};

const BEND: Allowances = Allowances { moves: 1, move_days: 14, skips: 1 };

/// The sample plan: six payments from 20 March.
fn parts() -> Vec<Part> {
    let schedule = Schedule::of(mxn(464_950), &monthly(6, day(2026, 3, 20))).unwrap();
    let part = |one: &aldia::plans::schedule::Instalment| Part {
        number: one.number,
        due_on: one.due_on,
        moved_from: None,
        amount_minor: one.amount.minor,
    };
    schedule.instalments.iter().map(part).collect()
}

fn on(today: NaiveDate, paid_minor: i64) -> Progress {
    Progress::of(Currency::MXN, &parts(), paid_minor, 0, today, 7)
}

fn states(progress: &Progress) -> Vec<PartState> {
    progress.parts.iter().map(|one| one.state).collect()
}

#[test]
fn an_instalment_is_in_time_through_its_grace_and_missed_the_day_after() {
    use PartState::{InGrace, Missed, Next, Paid, ToCome};
    assert_eq!(states(&on(day(2026, 4, 20), 77_492)), [Paid, Next, ToCome, ToCome, ToCome, ToCome]);
    assert_eq!(states(&on(day(2026, 4, 21), 77_492))[1], InGrace);
    assert_eq!(states(&on(day(2026, 4, 27), 77_492))[1], InGrace);
    let late = on(day(2026, 4, 28), 77_492);
    assert_eq!(states(&late)[1], Missed);
    assert_eq!((late.missed_minor(), late.missed_in_a_row()), (77_492, 1));
    assert_eq!(late.left_minor, 387_458);
}

#[test]
fn a_part_payment_in_grace_leaves_only_the_shortage_late() {
    let progress = on(day(2026, 4, 28), 77_492 + 77_400);
    assert_eq!((progress.late_minor(), progress.asked_minor()), (92, 92));
    assert_eq!(progress.later_minor(), 464_950 - 77_492 - 77_400 - 92);
}

#[test]
fn more_than_was_asked_pays_the_next_ones() {
    // 1,549.84 on 20 April pays the second and the third: the next is on 20 June.
    let progress = on(day(2026, 4, 20), 77_492 + 154_984);
    let next = progress.next().unwrap();
    assert_eq!((next.part.number, next.part.due_on), (4, day(2026, 6, 20)));
    assert_eq!(progress.left_minor, 232_474);
}

#[test]
fn a_credit_note_shortens_the_plan_from_its_end() {
    let progress = Progress::of(Currency::MXN, &parts(), 77_492, 80_000, day(2026, 4, 1), 7);
    let left: Vec<i64> = progress.parts.iter().map(|one| one.left_minor).collect();
    assert_eq!(left, [0, 77_492, 77_492, 77_492, 77_491 - 80_000 + 77_491, 0]);
    assert_eq!(progress.parts[5].state, PartState::Gone);
}

#[test]
fn an_instalment_is_moved_once_and_no_further_than_was_agreed() {
    let today = day(2026, 4, 18);
    let progress = on(today, 77_492);
    let to = |on: NaiveDate, used| moved(&progress, 2, on, today, (BEND, used));
    assert_eq!(to(day(2026, 5, 5), 0), Err(BendError::TooFar(day(2026, 5, 4))));
    assert_eq!(to(day(2026, 4, 20), 0), Err(BendError::NotLater));
    assert_eq!(to(day(2026, 5, 4), 1), Err(BendError::Spent));
    let parts = to(day(2026, 5, 4), 0).unwrap();
    assert_eq!((parts[1].due_on, parts[1].moved_from), (day(2026, 5, 4), Some(day(2026, 4, 20))));
    assert_eq!(moved(&progress, 1, day(2026, 5, 4), today, (BEND, 0)), Err(BendError::NotToCome));
}

#[test]
fn an_instalment_that_is_left_out_comes_after_the_last() {
    let progress = on(day(2026, 4, 18), 77_492 + 10_000);
    let parts = skipped(&progress, 2, Frequency::Monthly, (BEND, 0)).unwrap();
    assert_eq!((parts[1].amount_minor, parts.len()), (10_000, 7));
    assert_eq!((parts[6].number, parts[6].due_on, parts[6].amount_minor), (7, day(2026, 9, 20), 67_492));
    assert_eq!(skipped(&progress, 2, Frequency::Monthly, (BEND, 1)), Err(BendError::Spent));
    assert_eq!(skipped(&progress, 1, Frequency::Monthly, (BEND, 0)), Err(BendError::NotToCome));
}

proptest! {
    #[test]
    fn paid_and_credited_and_left_are_always_what_was_agreed(
        (owed, count) in (400i64..=1_000_000_000_000, 1u16..=360),
        steps in prop::collection::vec((0u8..4, 0i64..=1_000_000_000_000, 0u64..90), 0..24),
    ) {
        let schedule = Schedule::of(mxn(owed), &monthly(count, day(2026, 1, 31))).unwrap();
        let mut parts: Vec<Part> = schedule
            .instalments
            .iter()
            .map(|one| Part { number: one.number, due_on: one.due_on, moved_from: None, amount_minor: one.amount.minor })
            .collect();
        let (mut paid, mut credited, mut today) = (0i64, 0i64, day(2026, 1, 1));
        let free = Allowances { moves: 200, move_days: 20, skips: 200 };
        for (what, amount, days) in steps {
            today = today + chrono::Days::new(days);
            let progress = Progress::of(Currency::MXN, &parts, paid, credited, today, 7);
            let next = progress.next().map(|one| (one.part.number, one.part.due_on));
            match (what, next) {
                (0, _) => paid += amount % (owed / 3 + 1),
                (1, _) => credited += amount % (owed / 5 + 1),
                (2, Some((number, due_on))) => {
                    let to = due_on + chrono::Days::new(1 + days % 20);
                    parts = moved(&progress, number, to, today, (free, 0)).unwrap_or(parts);
                }
                (3, Some((number, _))) => {
                    parts = skipped(&progress, number, Frequency::Monthly, (free, 0)).unwrap_or(parts);
                }
                _ => {}
            }
            let after = Progress::of(Currency::MXN, &parts, paid, credited, today, 7);
            prop_assert_eq!(after.paid_minor + after.credited_minor + after.left_minor, owed);
            prop_assert_eq!(after.parts.iter().map(|one| one.part.amount_minor).sum::<i64>(), owed);
            prop_assert_eq!(after.late_minor() + after.later_minor(), after.left_minor);
            prop_assert!(after.parts.iter().all(|one| one.left_minor >= 0 && one.paid_minor >= 0));
            prop_assert!(after.missed_minor() <= after.late_minor());
        }
    }
}
