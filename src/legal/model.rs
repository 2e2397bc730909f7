//! The kinds of legal status, and from when they may hold. Pure.

use chrono::{Days, NaiveDate};

/// The longest account of what shows a status, and of why it is lifted.
pub const WORDS_AT_MOST: usize = 1000;
/// How many papers come with one.
pub const FILES_AT_MOST: usize = 5;
/// What began longer ago than this is typed wrongly, or a matter for lawyers: about five years.
pub const DAYS_BACK_AT_MOST: u64 = 1_826;

/// What stands against collecting as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Deceased,
    /// Incapacitated, or a minor.
    Incapacitated,
    Insolvent,
    Moratorium,
    Sued,
    Represented,
    TimeBarred,
    IdentityContested,
    CreditorsHold,
}

impl Kind {
    pub const ALL: [Self; 9] = [
        Self::Deceased,
        Self::Incapacitated,
        Self::Insolvent,
        Self::Moratorium,
        Self::Sued,
        Self::Represented,
        Self::TimeBarred,
        Self::IdentityContested,
        Self::CreditorsHold,
    ];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deceased => "deceased",
            Self::Incapacitated => "incapacitated",
            Self::Insolvent => "insolvent",
            Self::Moratorium => "moratorium",
            Self::Sued => "sued",
            Self::Represented => "represented",
            Self::TimeBarred => "time_barred",
            Self::IdentityContested => "identity_contested",
            Self::CreditorsHold => "creditors_hold",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Why a status cannot hold on these days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongDay {
    /// What has not begun stops nothing yet.
    Ahead,
    /// It began before this day, the first that is taken.
    TooLongAgo(NaiveDate),
    /// It would be over already.
    Over,
}

/// The first day from which a status may hold.
pub fn first_day(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(DAYS_BACK_AT_MOST)).unwrap_or(today)
}

/// Whether a status may hold from a day on.
pub fn fits_from(from: NaiveDate, today: NaiveDate) -> Result<(), WrongDay> {
    if from > today {
        Err(WrongDay::Ahead)
    } else if from < first_day(today) {
        Err(WrongDay::TooLongAgo(first_day(today)))
    } else {
        Ok(())
    }
}

/// Whether a status may end with a day, that day counted.
pub fn fits_until(until: NaiveDate, today: NaiveDate) -> Result<(), WrongDay> {
    if until < today { Err(WrongDay::Over) } else { Ok(()) }
}
