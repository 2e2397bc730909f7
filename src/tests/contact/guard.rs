//! When people may be contacted to collect: each rule just inside and just outside.

use aldia::contact::guard::{Circumstances, Earlier, Stop, Wait, When, when};
use aldia::contact::model::Channel;
use aldia::policies::caps::Jurisdiction;
use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;

/// A Friday, and the days around it.
fn march(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
}

fn call(local: NaiveDateTime) -> Circumstances {
    Circumstances {
        channel: Channel::Call,
        local,
        places: vec![Jurisdiction::Mx],
        earlier: Vec::new(),
        promised_on: None,
        stop: None,
    }
}

fn earlier(day: u32, channel: Channel, was_talk: bool) -> Earlier {
    Earlier { on: march(day, 0, 0).date(), channel, was_ours: true, was_talk }
}

fn later(of: &Circumstances) -> (NaiveDateTime, Wait, &'static str) {
    match when(of) {
        When::From { from, why, pack } => (from, why, pack),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_weekday_is_open_from_eight_until_before_seven() {
    assert_eq!(later(&call(march(6, 7, 59))), (march(6, 8, 0), Wait::Hours, "house"));
    assert_eq!(when(&call(march(6, 8, 0))), When::Until(march(6, 19, 0)));
    assert_eq!(when(&call(march(6, 18, 59))), When::Until(march(6, 19, 0)));
    assert_eq!(later(&call(march(6, 19, 0))), (march(9, 8, 0), Wait::Hours, "house"), "over the week end");
}

#[test]
fn nobody_is_called_on_a_saturday_a_sunday_or_a_day_of_rest() {
    assert_eq!(later(&call(march(7, 11, 0))), (march(9, 8, 0), Wait::RestDay, "house"));
    assert_eq!(later(&call(march(8, 11, 0))), (march(9, 8, 0), Wait::RestDay, "house"));
    // The third Monday of March, in Mexico.
    assert_eq!(later(&call(march(16, 11, 0))), (march(17, 8, 0), Wait::RestDay, "house"));
    let abroad = Circumstances { places: vec![Jurisdiction::Us], ..call(march(16, 11, 0)) };
    assert_eq!(when(&abroad), When::Until(march(16, 19, 0)));
    let both = Circumstances { places: vec![Jurisdiction::Us, Jurisdiction::Mx], ..call(march(16, 11, 0)) };
    assert_eq!(later(&both).0, march(17, 8, 0), "the stricter of two places");
}

#[test]
fn whoever_promised_is_left_alone_until_the_day_has_passed() {
    let promised =
        |day| Circumstances { promised_on: Some(march(day, 0, 0).date()), ..call(march(6, 11, 0)) };
    assert_eq!(later(&promised(6)), (march(9, 8, 0), Wait::Promise, "house"), "a Friday");
    assert_eq!(later(&promised(10)), (march(11, 8, 0), Wait::Promise, "house"));
    assert_eq!(when(&promised(5)), When::Until(march(6, 19, 0)), "its day has passed");
}

#[test]
fn one_call_a_week_and_none_in_the_week_of_a_talk() {
    let called = |day, was_talk| Circumstances {
        earlier: vec![earlier(day, Channel::Call, was_talk)],
        ..call(march(13, 11, 0))
    };
    assert_eq!(later(&called(13, false)), (march(20, 8, 0), Wait::Today, "house"));
    assert_eq!(
        later(&called(7, false)),
        (march(17, 8, 0), Wait::CallThisWeek, "house"),
        "and 16 is a day of rest"
    );
    assert_eq!(when(&called(6, false)), When::Until(march(13, 19, 0)), "seven days later");
    assert_eq!(when(&called(6, true)), When::Until(march(13, 19, 0)));
    assert!(matches!(later(&called(9, true)).1, Wait::CallThisWeek | Wait::TalkThisWeek));
}

#[test]
fn who_calls_us_is_not_counted_as_called_but_was_talked_with() {
    let theirs = |day, channel| Circumstances {
        channel,
        earlier: vec![Earlier { was_ours: false, ..earlier(day, Channel::Call, true) }],
        ..call(march(13, 11, 0))
    };
    assert_eq!(later(&theirs(13, Channel::Call)).1, Wait::TalkThisWeek);
    assert_eq!(when(&theirs(13, Channel::Email)), When::Until(march(13, 19, 0)));
    assert_eq!(when(&theirs(6, Channel::Call)), When::Until(march(13, 19, 0)));
}

#[test]
fn a_week_has_one_channel() {
    let written =
        |day| Circumstances { earlier: vec![earlier(day, Channel::Email, false)], ..call(march(13, 11, 0)) };
    assert_eq!(later(&written(10)).1, Wait::OtherChannelThisWeek);
    assert_eq!(later(&written(10)).0, march(17, 8, 0));
    assert_eq!(when(&written(6)), When::Until(march(13, 19, 0)));
}

#[test]
fn two_messages_a_week_with_a_day_between_them() {
    let mail = |days: &[u32]| Circumstances {
        channel: Channel::Email,
        earlier: days.iter().map(|day| earlier(*day, Channel::Email, false)).collect(),
        ..call(march(12, 11, 0))
    };
    assert_eq!(when(&mail(&[10])), When::Until(march(12, 19, 0)));
    assert_eq!(later(&mail(&[11])), (march(13, 8, 0), Wait::WrittenLately, "house"));
    assert_eq!(later(&mail(&[8, 10])).1, Wait::WrittenThisWeek);
    assert_eq!(later(&mail(&[12])).1, Wait::Today);
}

#[test]
fn what_stands_against_it_stands_at_any_hour() {
    for stop in [Stop::NoAddress, Stop::LegalStatus, Stop::LettersOnly, Stop::Contested, Stop::NothingDue] {
        let of = Circumstances { stop: Some(stop), ..call(march(6, 11, 0)) };
        assert_eq!(when(&of), When::Never(stop));
    }
}

fn places() -> impl Strategy<Value = Vec<Jurisdiction>> {
    proptest::sample::subsequence(Jurisdiction::ALL.to_vec(), 0..=3)
}

proptest! {
    /// What is answered can be relied on: at the hour that is named it is allowed, if nothing happened meanwhile.
    #[test]
    fn at_the_hour_that_is_named_it_is_allowed(
        minute in 0i64..60 * 24 * 400,
        places in places(),
        days in proptest::collection::vec((0u64..10, any::<bool>(), any::<bool>()), 0..6),
        calls in any::<bool>(),
    ) {
        let local = march(1, 0, 0) + chrono::TimeDelta::minutes(minute);
        let earlier = days.into_iter().map(|(ago, is_call, was_talk)| Earlier {
            on: local.date() - chrono::Days::new(ago),
            channel: if is_call { Channel::Call } else { Channel::Email },
            was_ours: !(is_call && was_talk),
            was_talk: is_call && was_talk,
        }).collect();
        let channel = if calls { Channel::Call } else { Channel::Email };
        let of = Circumstances { channel, local, places, earlier, promised_on: None, stop: None };
        match when(&of) {
            When::Until(until) => {
                prop_assert!(until > local);
                let closing = Circumstances { local: until, ..of };
                prop_assert!(matches!(when(&closing), When::From { .. }), "it closes");
            }
            When::From { from, .. } => {
                prop_assert!(from > local);
                let opening = Circumstances { local: from, ..of };
                prop_assert!(matches!(when(&opening), When::Until(_)), "it opens");
            }
            When::Never(stop) => prop_assert!(false, "{stop:?}"),
        }
    }
}
