//! The days that a calendar shows. Weeks begin on Monday. Pure.

use chrono::{Datelike, Days, Months, NaiveDate};

/// How much is shown at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Month,
    Week,
}

impl Scale {
    pub const ALL: [Self; 2] = [Self::Month, Self::Week];

    /// As addresses name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Week => "week",
        }
    }

    /// The month, unless it is a week that is asked for.
    pub fn parse(name: &str) -> Self {
        if name == Self::Week.name() { Self::Week } else { Self::Month }
    }
}

/// The month or the week in which a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub scale: Scale,
    pub on: NaiveDate,
}

impl Span {
    /// The first day that is shown: a Monday, for a month perhaps one of the month before.
    pub fn first(self) -> NaiveDate {
        monday_of(match self.scale {
            Scale::Month => self.on.with_day(1).unwrap_or(self.on),
            Scale::Week => self.on,
        })
    }

    /// The last: a Sunday.
    pub fn last(self) -> NaiveDate {
        let last = match self.scale {
            Scale::Month => month_after(self.on).pred_opt().unwrap_or(self.on),
            Scale::Week => self.on,
        };
        monday_of(last).checked_add_days(Days::new(6)).unwrap_or(last)
    }

    /// Whole weeks, from the first day to the last.
    pub fn weeks(self) -> Vec<Vec<NaiveDate>> {
        let days: Vec<NaiveDate> = self.first().iter_days().take_while(|day| *day <= self.last()).collect();
        days.chunks(7).map(<[NaiveDate]>::to_vec).collect()
    }

    /// A day of what comes before.
    pub fn earlier(self) -> NaiveDate {
        let earlier = match self.scale {
            Scale::Month => self.on.with_day(1).and_then(|first| first.checked_sub_months(Months::new(1))),
            Scale::Week => self.on.checked_sub_days(Days::new(7)),
        };
        earlier.unwrap_or(self.on)
    }

    /// A day of what comes after.
    pub fn later(self) -> NaiveDate {
        match self.scale {
            Scale::Month => month_after(self.on),
            Scale::Week => self.on.checked_add_days(Days::new(7)).unwrap_or(self.on),
        }
    }

    /// Whether a day is of the month, or of the week, that is shown.
    pub fn holds(self, day: NaiveDate) -> bool {
        match self.scale {
            Scale::Month => (day.year(), day.month()) == (self.on.year(), self.on.month()),
            Scale::Week => (self.first()..=self.last()).contains(&day),
        }
    }
}

fn month_after(day: NaiveDate) -> NaiveDate {
    day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))).unwrap_or(day)
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    let since = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(since)).unwrap_or(day)
}

/// What is to be done on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    Task,
    /// Somebody promised to pay by that day.
    Promise,
    /// An answer to a dispute is promised by that day.
    DisputeAnswer,
    /// The debtor was asked to answer by that day.
    DisputeQuestion,
    Instalment,
    /// It was put off until that day.
    Snooze,
}

impl EntryKind {
    pub const ALL: [Self; 6] = [
        Self::Task,
        Self::Promise,
        Self::DisputeAnswer,
        Self::DisputeQuestion,
        Self::Instalment,
        Self::Snooze,
    ];

    /// As the database names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Promise => "promise",
            Self::DisputeAnswer => "dispute_answer",
            Self::DisputeQuestion => "dispute_question",
            Self::Instalment => "instalment",
            Self::Snooze => "snooze",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}
