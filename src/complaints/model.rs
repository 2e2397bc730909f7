//! What a complaint can be about, and what can come of it.

use chrono::NaiveDate;

/// The longest that is said at once.
pub const WORDS_AT_MOST: usize = 4000;

/// What somebody complains about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Treatment,
    /// Called or written to when, where or as often as they should not have been.
    Contact,
    NoAnswer,
    WrongInformation,
    Privacy,
    Other,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Upheld,
    Partly,
    NotUpheld,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Treatment, Self::Contact, Self::NoAnswer, Self::WrongInformation, Self::Privacy, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Contact => "contact",
            Self::NoAnswer => "no_answer",
            Self::WrongInformation => "wrong_information",
            Self::Privacy => "privacy",
            Self::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Upheld, Self::Partly, Self::NotUpheld];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Partly => "partly",
            Self::NotUpheld => "not_upheld",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// A month of the register, as an address names it: `2026-03`.
pub fn month_of(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()
}
