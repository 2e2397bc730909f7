//! What may be promised, and what became of a promise.

use chrono::{Days, NaiveDate};

use crate::kernel::money::Money;

/// A promise stops chasing, so it cannot be for a day that is far away; who needs longer is offered a plan.
pub const DAYS_AHEAD_AT_MOST: u64 = 30;

/// How somebody means to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Means {
    Online,
    Store,
    Transfer,
    Cash,
}

impl Means {
    pub const ALL: [Self; 4] = [Self::Online, Self::Store, Self::Transfer, Self::Cash];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Store => "store",
            Self::Transfer => "transfer",
            Self::Cash => "cash",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// How a promise ended before its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    Cancelled,
    /// Another day was promised instead.
    Moved,
}

impl End {
    /// As the database names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Moved => "moved",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Cancelled, Self::Moved].into_iter().find(|known| known.name() == name)
    }
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Its day is ahead.
    Waiting,
    Kept,
    PartKept,
    Broken,
    Moved,
    Cancelled,
}

/// Reads what became of a promise from what was paid since it was made and counts by its day.
pub fn standing(
    amount_minor: i64,
    paid_minor: i64,
    promised_on: NaiveDate,
    ended: Option<End>,
    today: NaiveDate,
) -> Standing {
    match ended {
        Some(End::Cancelled) => Standing::Cancelled,
        Some(End::Moved) => Standing::Moved,
        None if paid_minor >= amount_minor => Standing::Kept,
        None if today <= promised_on => Standing::Waiting,
        None if paid_minor > 0 => Standing::PartKept,
        None => Standing::Broken,
    }
}

/// Why this cannot be promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    NotPositive,
    /// More than is to pay and not contested.
    TooMuch(Money),
    /// Today and days gone by are for paying.
    NotAhead,
    /// Beyond the last day that there is.
    TooFar(NaiveDate),
}

/// The last day for which something can be promised.
pub fn last_day(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(DAYS_AHEAD_AT_MOST)).unwrap_or(today)
}

/// From which day to which the team's list goes: as far back as it goes ahead.
pub fn days_listed(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today.checked_sub_days(Days::new(DAYS_AHEAD_AT_MOST)).unwrap_or(today), last_day(today))
}

/// Whether so much may be promised of what is to pay.
pub fn fits_amount(amount: Money, most: Money) -> Result<(), Wrong> {
    if !amount.is_positive() {
        Err(Wrong::NotPositive)
    } else if amount.minor > most.minor {
        Err(Wrong::TooMuch(most))
    } else {
        Ok(())
    }
}

/// Whether a day may be promised.
pub fn fits_day(day: NaiveDate, today: NaiveDate) -> Result<(), Wrong> {
    if day <= today {
        Err(Wrong::NotAhead)
    } else if day > last_day(today) {
        Err(Wrong::TooFar(last_day(today)))
    } else {
        Ok(())
    }
}
