//! The days of rest that national law sets, by rule rather than by list, so that no year is ever missing. What single
//! years add (elections, mourning, moved bridges) and what regions keep is not known here.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::policies::caps::Jurisdiction;

/// Whether the law of the place makes this a day of rest, Saturdays and Sundays apart.
pub fn is_holiday(jurisdiction: Jurisdiction, day: NaiveDate) -> bool {
    rules(jurisdiction).iter().any(|rule| rule.on(day.year()) == Some(day))
        || jurisdiction == Jurisdiction::Mx && is_change_of_president(day)
}

/// How a day of rest is found in a year.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// On this day of this month.
    Fixed(u32, u32),
    /// On this day or, if it is another weekday, on the Monday after (Ley 51 de 1983, Colombia).
    MondayFrom(u32, u32),
    /// On the nearest Monday: back from Tuesday to Thursday, on from Friday (Ley 19.668, Chile).
    NearestMonday(u32, u32),
    /// On this day or, if it is a Saturday, so many days later, and if it is a Sunday, so many (Banking and Financial
    /// Dealings Act 1971).
    OffWeekend(u32, u32, u64, u64),
    /// On this one of such weekdays of the month, counted from one.
    Nth(u32, u8, Weekday),
    /// On the last such weekday of the month.
    Last(u32, Weekday),
    /// So many days after Easter Sunday.
    Easter(i64),
}

use Rule::{Easter, Fixed, Last, MondayFrom, NearestMonday, Nth, OffWeekend};
use Weekday::{Mon, Thu};

/// Ley Federal del Trabajo, article 74.
const MEXICO: &[Rule] =
    &[Fixed(1, 1), Nth(2, 1, Mon), Nth(3, 3, Mon), Fixed(5, 1), Fixed(9, 16), Nth(11, 3, Mon), Fixed(12, 25)];

/// Código Sustantivo del Trabajo, article 177, as Ley 51 de 1983 moves them.
const COLOMBIA: &[Rule] = &[
    Fixed(1, 1),
    MondayFrom(1, 6),
    MondayFrom(3, 19),
    Easter(-3),
    Easter(-2),
    Fixed(5, 1),
    Easter(43),
    Easter(64),
    Easter(71),
    MondayFrom(6, 29),
    Fixed(7, 20),
    Fixed(8, 7),
    MondayFrom(8, 15),
    MondayFrom(10, 12),
    MondayFrom(11, 1),
    MondayFrom(11, 11),
    Fixed(12, 8),
    Fixed(12, 25),
];

/// Decreto Legislativo 713, article 6, with what later laws added.
const PERU: &[Rule] = &[
    Fixed(1, 1),
    Easter(-3),
    Easter(-2),
    Fixed(5, 1),
    Fixed(6, 7),
    Fixed(6, 29),
    Fixed(7, 23),
    Fixed(7, 28),
    Fixed(7, 29),
    Fixed(8, 6),
    Fixed(8, 30),
    Fixed(10, 8),
    Fixed(11, 1),
    Fixed(12, 8),
    Fixed(12, 9),
    Fixed(12, 25),
];

/// Ley 2.977 with what later laws added. The day of the native peoples follows the solstice: 20 or 21 June.
const CHILE: &[Rule] = &[
    Fixed(1, 1),
    Easter(-2),
    Easter(-1),
    Fixed(5, 1),
    Fixed(5, 21),
    Fixed(6, 20),
    Fixed(6, 21),
    NearestMonday(6, 29),
    Fixed(7, 16),
    Fixed(8, 15),
    Fixed(9, 18),
    Fixed(9, 19),
    NearestMonday(10, 12),
    Fixed(10, 31),
    Fixed(11, 1),
    Fixed(12, 8),
    Fixed(12, 25),
];

/// Title 5 of the United States Code, section 6103.
const UNITED_STATES: &[Rule] = &[
    Fixed(1, 1),
    Nth(1, 3, Mon),
    Nth(2, 3, Mon),
    Last(5, Mon),
    Fixed(6, 19),
    Fixed(7, 4),
    Nth(9, 1, Mon),
    Nth(10, 2, Mon),
    Fixed(11, 11),
    Nth(11, 4, Thu),
    Fixed(12, 25),
];

/// England and Wales: Banking and Financial Dealings Act 1971, schedule 1.
const UNITED_KINGDOM: &[Rule] = &[
    OffWeekend(1, 1, 2, 1),
    Easter(-2),
    Easter(1),
    Nth(5, 1, Mon),
    Last(5, Mon),
    Last(8, Mon),
    OffWeekend(12, 25, 2, 2),
    OffWeekend(12, 26, 2, 2),
];

const fn rules(jurisdiction: Jurisdiction) -> &'static [Rule] {
    match jurisdiction {
        Jurisdiction::Mx => MEXICO,
        Jurisdiction::Co => COLOMBIA,
        Jurisdiction::Pe => PERU,
        Jurisdiction::Cl => CHILE,
        Jurisdiction::Us => UNITED_STATES,
        Jurisdiction::Gb => UNITED_KINGDOM,
    }
}

impl Rule {
    fn on(self, year: i32) -> Option<NaiveDate> {
        let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let later = |day: NaiveDate, days: u32| day.checked_add_days(Days::new(days.into()));
        match self {
            Fixed(month, day) => date(month, day),
            MondayFrom(month, day) => {
                let day = date(month, day)?;
                later(day, (7 - day.weekday().num_days_from_monday()) % 7)
            }
            NearestMonday(month, day) => {
                let day = date(month, day)?;
                match day.weekday().num_days_from_monday() {
                    back @ 1..=3 => day.checked_sub_days(Days::new(back.into())),
                    4 => later(day, 3),
                    _ => Some(day),
                }
            }
            OffWeekend(month, day, saturday, sunday) => {
                let day = date(month, day)?;
                match day.weekday() {
                    Weekday::Sat => day.checked_add_days(Days::new(saturday)),
                    Weekday::Sun => day.checked_add_days(Days::new(sunday)),
                    _ => Some(day),
                }
            }
            Nth(month, nth, weekday) => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth),
            Last(month, weekday) => {
                (4..=5).rev().find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth))
            }
            Easter(days) => easter(year)?.checked_add_signed(chrono::TimeDelta::days(days)),
        }
    }
}

/// 1 October of every sixth year since 2024 (article 74, section VII, as reformed in 2022).
fn is_change_of_president(day: NaiveDate) -> bool {
    (day.month(), day.day()) == (10, 1) && day.year() >= 2024 && (day.year() - 2024) % 6 == 0
}

/// Easter Sunday of the Gregorian calendar, by the rule that Nature printed on 20 April 1876.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?)
}
