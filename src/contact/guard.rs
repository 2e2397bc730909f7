//! Whether a debtor may be contacted to collect, and if not, when: from what they wish, what stands against it, the hours
//! of their own place, days of rest and how often they were contacted. Every place that applies is asked, and the
//! strictest wins.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::contact::model::Channel;
use crate::contact::packs::{HOUSE, Limit, Pack, pack};
use crate::policies::caps::Jurisdiction;
use crate::policies::holidays::is_holiday;

/// What is looked at. Kept beside a decision, so it names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    pub channel: Channel,
    /// The date and hour where the debtor is.
    pub local: NaiveDateTime,
    /// The creditor's place and the debtor's.
    pub places: Vec<Jurisdiction>,
    /// What was done in the last days, in any order.
    pub earlier: Vec<Earlier>,
    /// Until this day they were promised to be left alone, because they promised to pay by then.
    #[serde(default)]
    pub promised_on: Option<NaiveDate>,
    /// What stands against any contact, whatever the hour.
    pub stop: Option<Stop>,
}

/// A contact that collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// The debtor's own date.
    pub on: NaiveDate,
    pub channel: Channel,
    /// People who come to us are not being chased; only that they were talked with counts.
    pub was_ours: bool,
    /// Somebody was talked with.
    pub was_talk: bool,
}

/// Why nobody is contacted at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// There is no address for the channel that was not suspended.
    NoAddress,
    /// A legal status forbids it.
    LegalStatus,
    /// They are to be written to by letter, and in no other way.
    LettersOnly,
    /// All that is due is contested and waits for our answer.
    Contested,
    /// Nothing is due.
    NothingDue,
}

/// Why not now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    Promise,
    Hours,
    RestDay,
    Today,
    CallThisWeek,
    WrittenThisWeek,
    WrittenLately,
    OtherChannelThisWeek,
    TalkThisWeek,
}

/// Whether and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Now, and until before then.
    Until(NaiveDateTime),
    /// Not before then; why, and by whose rules.
    From {
        from: NaiveDateTime,
        why: Wait,
        pack: &'static str,
    },
    Never(Stop),
}

/// No rule keeps anybody waiting for longer.
const HORIZON_DAYS: usize = 60;

/// Decides. Dates and hours are the debtor's own.
pub fn when(of: &Circumstances) -> When {
    if let Some(stop) = of.stop {
        return When::Never(stop);
    }
    let packs: Vec<&'static Pack> =
        std::iter::once(&HOUSE).chain(of.places.iter().map(|place| pack(*place))).collect();
    let mut first_reason = None;
    for day in of.local.date().iter_days().take(HORIZON_DAYS) {
        if of.promised_on.is_some_and(|promised_on| day <= promised_on) {
            first_reason = Some((Wait::Promise, HOUSE.code));
            continue;
        }
        let (from, until, why) = match open_hours(&packs, &of.places, day) {
            Ok((from, until, pack)) => {
                (from, until, limited(&packs, of, day).or_else(|| over(of, until, pack)))
            }
            Err(rest) => (day.and_time(NaiveTime::MIN), day.and_time(NaiveTime::MIN), Some(rest)),
        };
        if let Some(why) = why {
            first_reason = first_reason.or(Some(why));
            continue;
        }
        if of.local >= from && first_reason.is_none() {
            return When::Until(until);
        }
        let (why, pack) = first_reason.unwrap_or((Wait::Hours, HOUSE.code));
        return When::From { from, why, pack };
    }
    When::Never(Stop::LegalStatus)
}

type Reason = (Wait, &'static str);

/// The hours of a day that all the places have in common, and which of them closes first.
fn open_hours(
    packs: &[&'static Pack],
    places: &[Jurisdiction],
    day: NaiveDate,
) -> Result<(NaiveDateTime, NaiveDateTime, &'static str), Reason> {
    let (mut opens, mut closes, mut closing) = (0, 24, HOUSE.code);
    for pack in packs {
        // Our own rules rest wherever one of the places does.
        let rests = match pack.rests_in {
            Some(place) => is_holiday(place, day),
            None => places.iter().any(|place| is_holiday(*place, day)),
        };
        let hours = pack.hours[day.weekday().num_days_from_monday() as usize].filter(|_| !rests);
        let (from, until) = hours.ok_or((Wait::RestDay, pack.code))?;
        opens = opens.max(from);
        if until < closes {
            (closes, closing) = (until, pack.code);
        }
    }
    let at = |hour| day.and_hms_opt(hour, 0, 0).ok_or((Wait::Hours, closing));
    Ok((at(opens)?, at(closes)?, closing))
}

/// It is too late today.
fn over(of: &Circumstances, until: NaiveDateTime, pack: &'static str) -> Option<Reason> {
    (of.local >= until).then_some((Wait::Hours, pack))
}

/// The first limit that a contact on a day would break.
fn limited(packs: &[&'static Pack], of: &Circumstances, day: NaiveDate) -> Option<Reason> {
    packs.iter().find_map(|pack| {
        let broken = pack.limits.iter().find_map(|limit| limit.broken(of, day))?;
        Some((broken, pack.code))
    })
}

impl Limit {
    fn broken(self, of: &Circumstances, day: NaiveDate) -> Option<Wait> {
        let within = |days: u64| {
            let first = day.checked_sub_days(Days::new(days - 1)).unwrap_or(day);
            of.earlier.iter().filter(move |one| first <= one.on && one.on <= day)
        };
        let (is_call, is_written) = (of.channel == Channel::Call, of.channel != Channel::Call);
        let ours = |days| within(days).filter(|one| one.was_ours);
        let calls = |days| ours(days).filter(|one| one.channel == Channel::Call);
        let written = |days| ours(days).filter(|one| one.channel != Channel::Call);
        let reaches = |count: usize, most: u32| u32::try_from(count).is_ok_and(|count| count >= most);
        match self {
            Self::ADay(most) => reaches(ours(1).count(), most).then_some(Wait::Today),
            Self::CallsInAWeek(most) => {
                (is_call && reaches(calls(7).count(), most)).then_some(Wait::CallThisWeek)
            }
            Self::WrittenInAWeek(most) => {
                (is_written && reaches(written(7).count(), most)).then_some(Wait::WrittenThisWeek)
            }
            Self::WrittenApart(days) => {
                (is_written && written(days.into()).next().is_some()).then_some(Wait::WrittenLately)
            }
            Self::OneChannelInAWeek => {
                ours(7).any(|one| one.channel != of.channel).then_some(Wait::OtherChannelThisWeek)
            }
            Self::NoCallAfterTalk => {
                (is_call && within(7).any(|one| one.was_talk)).then_some(Wait::TalkThisWeek)
            }
        }
    }
}
