//! The procedure placed on one invoice: which step falls on which day, and where its reader is today.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::policies::model::Parameters;

/// What happens on a day of the procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Notice,
    /// The last day on which it is in time.
    Due,
    /// Interest begins to be added.
    InterestStarts,
    Reminder,
    PersonWrites,
    /// The customer is told in writing that it may be handed on.
    HandOffNotice,
    HandOff {
        to: String,
    },
}

/// A step with the day on which it falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub on: NaiveDate,
    /// Days since the due date, as the terms count them; negative before it. The day itself may wait for a Monday.
    pub day: i64,
    pub step: Step,
}

/// The steps of the procedure for an invoice that fell or falls due on a day, in order. Only those that the version has.
pub fn steps(parameters: &Parameters, due_on: NaiveDate) -> Vec<Placed> {
    let procedure = &parameters.procedure;
    let mut steps = vec![(due_on, 0, Step::Due)];
    let after = |days: u16| due_on.checked_add_days(Days::new(days.into()));
    if let Some(on) =
        procedure.notice_days_before.and_then(|days| due_on.checked_sub_days(Days::new(days.into())))
    {
        steps.push((working_day_before(on), (on - due_on).num_days(), Step::Notice));
    }
    if let Some(on) = parameters.interest.as_ref().and_then(|rule| after(rule.grace_days.saturating_add(1))) {
        steps.push((on, (on - due_on).num_days(), Step::InterestStarts));
    }
    if let Some(on) = procedure.reminder_days_after.and_then(after) {
        steps.push((working_day_from(on), (on - due_on).num_days(), Step::Reminder));
    }
    if let Some(on) = procedure.person_days_after.and_then(after) {
        steps.push((working_day_from(on), (on - due_on).num_days(), Step::PersonWrites));
    }
    if let Some(hand_off) = &procedure.hand_off {
        if let Some(on) = after(hand_off.days_after.saturating_sub(hand_off.notice_days)) {
            steps.push((working_day_before(on), (on - due_on).num_days(), Step::HandOffNotice));
        }
        if let Some(on) = after(hand_off.days_after) {
            let to = hand_off.to.trim().to_owned();
            steps.push((on, hand_off.days_after.into(), Step::HandOff { to }));
        }
    }
    steps.sort_by_key(|(on, _, _)| *on);
    steps.into_iter().map(|(on, day, step)| Placed { on, day, step }).collect()
}

/// The first step that is still to come.
pub fn next_step(steps: &[Placed], today: NaiveDate) -> Option<&Placed> {
    steps.iter().find(|step| step.on > today)
}

/// Nobody is written to on a Saturday or a Sunday, so a step waits for Monday.
fn working_day_from(day: NaiveDate) -> NaiveDate {
    let wait = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    day.checked_add_days(Days::new(wait)).unwrap_or(day)
}

/// What is promised at least so many days ahead comes on the Friday before.
fn working_day_before(day: NaiveDate) -> NaiveDate {
    let early = match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    day.checked_sub_days(Days::new(early)).unwrap_or(day)
}
