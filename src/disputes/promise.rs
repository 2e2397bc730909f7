//! By when an answer is promised. The published terms count calendar days; a promise that would fall on a day on which
//! nobody works is kept on the last working day before it, so that it is never kept late.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::kernel::dates::days_between;
use crate::policies::caps::Jurisdiction;
use crate::policies::holidays::is_holiday;

/// The day by which what is opened on a day is answered, by terms that promise it within so many days.
pub fn promised_on(opened_on: NaiveDate, within_days: u16, jurisdiction: Option<Jurisdiction>) -> NaiveDate {
    let last = opened_on.checked_add_days(Days::new(u64::from(within_days))).unwrap_or(opened_on);
    // Where there is no working day in between, the day itself has to do.
    last_working_day(last, jurisdiction).filter(|day| *day > opened_on).unwrap_or(last)
}

/// The promise after the clock stood still from one day to another: it stands as many days later, and never earlier than
/// it stood.
pub fn moved_on(
    promised_on: NaiveDate,
    paused_on: NaiveDate,
    answered_on: NaiveDate,
    jurisdiction: Option<Jurisdiction>,
) -> NaiveDate {
    let stood = u64::try_from((answered_on - paused_on).num_days()).unwrap_or(0);
    let last = promised_on.checked_add_days(Days::new(stood)).unwrap_or(promised_on);
    last_working_day(last, jurisdiction).unwrap_or(last).max(promised_on)
}

/// Until when the debtor may be asked to answer.
pub fn may_be_asked_until(today: NaiveDate, until: NaiveDate) -> bool {
    const DAYS_AT_MOST: i64 = 30;
    (1..=DAYS_AT_MOST).contains(&days_between(today, until))
}

/// Whether people work on a day.
pub fn is_working_day(day: NaiveDate, jurisdiction: Option<Jurisdiction>) -> bool {
    let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    !is_weekend && !jurisdiction.is_some_and(|place| is_holiday(place, day))
}

fn last_working_day(from: NaiveDate, jurisdiction: Option<Jurisdiction>) -> Option<NaiveDate> {
    const LONGEST_REST_DAYS: usize = 10;
    from.iter_days().rev().take(LONGEST_REST_DAYS).find(|day| is_working_day(*day, jurisdiction))
}
