//! What each place's rules say of contact that collects: hours, days, how often. Data with its sources; facts to build
//! against, which an operator's counsel confirms.

use crate::policies::caps::Jurisdiction;

/// The rules of one place, or our own.
#[derive(Debug)]
pub struct Pack {
    /// How decisions name it.
    pub code: &'static str,
    /// The law or the promise, as a reader can look it up.
    pub source: &'static str,
    /// From which hour until before which, in the debtor's own time, Monday first; none on a day without contact.
    pub hours: [Option<(u32, u32)>; 7],
    /// On whose days of rest there is none.
    pub rests_in: Option<Jurisdiction>,
    pub limits: &'static [Limit],
}

/// How often people are contacted at most, counted over all of a debtor's accounts with a creditor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So many contacts of any kind on one day.
    ADay(u32),
    /// So many calls in any seven days in a row.
    CallsInAWeek(u32),
    /// So many messages and letters in any seven days in a row.
    WrittenInAWeek(u32),
    /// At least so many days between one message or letter and the next.
    WrittenApart(u32),
    /// Only the channel that was used first, in any seven days in a row.
    OneChannelInAWeek,
    /// No call within seven days of a talk, of which the day itself is the first.
    NoCallAfterTalk,
}

/// What every creditor's published terms promise here, and what keeps within each of the places below.
pub static HOUSE: Pack = Pack {
    code: "house",
    source: "Al Día: what the terms promise to everybody",
    hours: weekdays(8, 19),
    rests_in: None,
    limits: &[
        Limit::ADay(1),
        Limit::CallsInAWeek(1),
        Limit::WrittenInAWeek(2),
        Limit::WrittenApart(2),
        Limit::OneChannelInAWeek,
        Limit::NoCallAfterTalk,
    ],
};

static MEXICO: Pack = Pack {
    code: "mx",
    source: "Condusef, disposiciones de despachos de cobranza, DOF 7 October 2014",
    hours: [Some((7, 22)); 7],
    rests_in: Some(Jurisdiction::Mx),
    limits: &[],
};

static COLOMBIA: Pack = Pack {
    code: "co",
    source: "Ley 2300 de 2023",
    hours: with_saturday(weekdays(7, 19), 8, 15),
    rests_in: Some(Jurisdiction::Co),
    limits: &[Limit::ADay(1), Limit::OneChannelInAWeek],
};

static PERU: Pack = Pack {
    code: "pe",
    source: "Ley 29571, articles 61 and 62",
    hours: weekdays(7, 20),
    rests_in: Some(Jurisdiction::Pe),
    limits: &[],
};

static CHILE: Pack = Pack {
    code: "cl",
    source: "Ley 19.496, article 37, as Ley 21.320 changed it",
    hours: with_saturday(weekdays(8, 20), 8, 20),
    rests_in: Some(Jurisdiction::Cl),
    limits: &[Limit::CallsInAWeek(1), Limit::WrittenInAWeek(2), Limit::WrittenApart(2)],
};

static UNITED_STATES: Pack = Pack {
    code: "us",
    source: "Regulation F, 12 CFR 1006.6(b)(1) and 1006.14(b)(2)",
    hours: [Some((8, 21)); 7],
    rests_in: None,
    limits: &[Limit::CallsInAWeek(7), Limit::NoCallAfterTalk],
};

/// CONC 7.9 names no hours; these are what is called reasonable.
static UNITED_KINGDOM: Pack = Pack {
    code: "gb",
    source: "FCA Handbook, CONC 7.9",
    hours: with_saturday(weekdays(8, 21), 9, 18),
    rests_in: Some(Jurisdiction::Gb),
    limits: &[],
};

/// The rules of a place.
pub fn pack(jurisdiction: Jurisdiction) -> &'static Pack {
    match jurisdiction {
        Jurisdiction::Mx => &MEXICO,
        Jurisdiction::Co => &COLOMBIA,
        Jurisdiction::Pe => &PERU,
        Jurisdiction::Cl => &CHILE,
        Jurisdiction::Us => &UNITED_STATES,
        Jurisdiction::Gb => &UNITED_KINGDOM,
    }
}

const fn weekdays(from: u32, until: u32) -> [Option<(u32, u32)>; 7] {
    let hours = Some((from, until));
    [hours, hours, hours, hours, hours, None, None]
}

const fn with_saturday(mut week: [Option<(u32, u32)>; 7], from: u32, until: u32) -> [Option<(u32, u32)>; 7] {
    week[5] = Some((from, until));
    week
}
