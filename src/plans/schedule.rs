//! From an amount and a rhythm to dated parts that sum to it. Pure: the page, the browser and the agreement use the same.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::kernel::money::Money;
use crate::policies::rules::Frequency;

/// The longest list of instalments that is worked out at all.
pub const INSTALMENTS_AT_MOST: u16 = 360;
/// Days are counted far enough for thirty years of months, and no further.
const YEARS_AHEAD: i32 = 60;

/// The shape of a plan: everything about it but whose debts it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub frequency: Frequency,
    /// When the first payment falls due: the one at the beginning, where there is one, else the first instalment.
    pub first_on: NaiveDate,
    /// How many instalments, what is paid at the beginning not counted.
    pub instalments: u16,
    #[serde(default)]
    pub down_payment_minor: i64,
    /// What is not asked for when all the rest is paid as agreed, in hundredths of a per cent of what is owed.
    #[serde(default)]
    pub discount_basis_points: i64,
}

/// One dated part. Number 0 is what is paid at the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    pub number: u16,
    pub due_on: NaiveDate,
    pub amount: Money,
}

/// What is owed, as dated parts. `discount` and the parts always sum to `owed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    pub owed: Money,
    pub discount: Money,
    pub instalments: Vec<Instalment>,
}

/// Why there is no schedule of these terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    #[error("nothing is owed")]
    NothingOwed,
    #[error("no instalments, or more than can be counted")]
    Count,
    #[error("as much or more is paid at the beginning than is owed")]
    DownPayment,
    #[error("an instalment would be less than the least coin")]
    TooSmall,
    #[error("the discount is no part of what is owed")]
    Discount,
    #[error("a day too far ahead")]
    TooFar,
}

impl Schedule {
    /// Works the parts out: equal but for the rounding, the larger ones first.
    pub fn of(owed: Money, terms: &Terms) -> Result<Self, ScheduleError> {
        let money = |minor| Money::new(minor, owed.currency);
        if !owed.is_positive() {
            return Err(ScheduleError::NothingOwed);
        }
        if !(1..=INSTALMENTS_AT_MOST).contains(&terms.instalments) {
            return Err(ScheduleError::Count);
        }
        if !(0..10_000).contains(&terms.discount_basis_points) {
            return Err(ScheduleError::Discount);
        }
        let discount = money(share(owed.minor, terms.discount_basis_points));
        let asked_minor = owed.minor - discount.minor;
        let down_minor = terms.down_payment_minor;
        if down_minor < 0 || down_minor >= asked_minor {
            return Err(ScheduleError::DownPayment);
        }
        let rest = money(asked_minor - down_minor);
        if rest.minor < i64::from(terms.instalments) {
            return Err(ScheduleError::TooSmall);
        }
        let first = u16::from(down_minor == 0);
        let parts = (down_minor > 0).then(|| money(down_minor)).into_iter();
        let parts = parts.chain(rest.split(terms.instalments.into()));
        let days = dates(terms.frequency, terms.first_on, terms.instalments + 1 - first)
            .ok_or(ScheduleError::TooFar)?;
        let instalments = (first..)
            .zip(days.into_iter().zip(parts))
            .map(|(number, (due_on, amount))| Instalment { number, due_on, amount })
            .collect();
        Ok(Self { owed, discount, instalments })
    }

    /// What is paid in all.
    pub fn total(&self) -> Money {
        Money::new(self.owed.minor - self.discount.minor, self.owed.currency)
    }

    pub fn first(&self) -> Option<&Instalment> {
        self.instalments.first()
    }

    pub fn last(&self) -> Option<&Instalment> {
        self.instalments.last()
    }

    /// What is paid at the beginning, where anything is.
    pub fn down_payment(&self) -> Option<Money> {
        self.first().filter(|part| part.number == 0).map(|part| part.amount)
    }

    /// The instalments without what is paid at the beginning.
    pub fn equal_parts(&self) -> &[Instalment] {
        let first = usize::from(self.down_payment().is_some());
        &self.instalments[first..]
    }

    /// The amounts with how many instalments are of each, the larger first: 4 of 774.92 and 2 of 774.91.
    pub fn amounts(&self) -> Vec<(usize, Money)> {
        let mut found: Vec<(usize, Money)> = Vec::new();
        for part in self.equal_parts() {
            match found.last_mut() {
                Some((count, amount)) if *amount == part.amount => *count += 1,
                _ => found.push((1, part.amount)),
            }
        }
        found
    }
}

/// How many instalments of at most `each` it takes to pay `rest`.
pub fn count_for(rest: Money, each: Money) -> Option<u16> {
    if !each.is_positive() || !rest.is_positive() {
        return None;
    }
    let count = (rest.minor - 1) / each.minor + 1;
    u16::try_from(count).ok().filter(|count| *count <= INSTALMENTS_AT_MOST)
}

/// The days on which so many payments fall due, from the first on; `None` beyond what calendars are made for.
pub fn dates(frequency: Frequency, first_on: NaiveDate, count: u16) -> Option<Vec<NaiveDate>> {
    let first = first_fit(frequency, first_on)?;
    let mut days = Vec::with_capacity(count.into());
    let mut next = Some(first);
    for index in 0..count {
        let day = match frequency {
            // Counted from the first, so that 31 January is followed by the last of February and by 31 March.
            Frequency::Monthly => first.checked_add_months(Months::new(index.into())),
            Frequency::Weekly => first.checked_add_days(Days::new(7 * u64::from(index))),
            Frequency::Fortnightly | Frequency::LastWorkingDay => next,
        }?;
        if day.year() - first_on.year() > YEARS_AHEAD {
            return None;
        }
        days.push(day);
        next = day.succ_opt().and_then(|day| first_fit(frequency, day));
    }
    Some(days)
}

/// The first day from `on` that payments of this rhythm can fall due on.
pub fn first_fit(frequency: Frequency, on: NaiveDate) -> Option<NaiveDate> {
    match frequency {
        Frequency::Monthly | Frequency::Weekly => Some(on),
        Frequency::Fortnightly if on.day() <= 15 => on.with_day(15),
        Frequency::Fortnightly => last_of_month(on),
        Frequency::LastWorkingDay => match last_working_day(on)? {
            last if on <= last => Some(last),
            _ => last_working_day(last_of_month(on)?.succ_opt()?),
        },
    }
}

/// The day after which the next payment of this rhythm comes, once one fell due on `last`.
pub fn next_after(frequency: Frequency, anchor: NaiveDate, last: NaiveDate) -> Option<NaiveDate> {
    match frequency {
        Frequency::Weekly => last.checked_add_days(Days::new(7)),
        Frequency::Monthly => {
            let next = last.checked_add_months(Months::new(1))?;
            Some(next.with_day(anchor.day()).unwrap_or(last_of_month(next)?))
        }
        Frequency::Fortnightly | Frequency::LastWorkingDay => first_fit(frequency, last.succ_opt()?),
    }
}

/// So many hundredths of a per cent of an amount, to the nearest unit.
fn share(minor: i64, basis_points: i64) -> i64 {
    let exact = i128::from(minor) * i128::from(basis_points);
    i64::try_from((exact + 5_000) / 10_000).unwrap_or(minor)
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// Monday to Friday. Which days are holidays is the law's, and differs from place to place and year to year.
fn last_working_day(of_month: NaiveDate) -> Option<NaiveDate> {
    let last = last_of_month(of_month)?;
    let back = match last.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    last.checked_sub_days(Days::new(back))
}
