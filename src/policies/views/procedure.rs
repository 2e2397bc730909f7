//! The procedure on the reader's own invoice: a time line with where they are, what comes next and what stops it.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::accounts::model::Viewer;
use crate::kernel::dates::{day_month, days_between, long_day, short_day};
use crate::kernel::locale::Lang;
use crate::policies::model::Parameters;
use crate::policies::reading::{OnInvoice, Reading};
use crate::policies::timeline::{Placed, Step, next_step};
use crate::policies::words as sentences;
use crate::policies::words::reading as words;
use crate::ui::{Moment, Next, Timeline, When, unbroken};

/// Where the reader's invoice is in the procedure.
pub fn procedure_view(lang: Lang, viewer: Viewer, reading: &Reading, parameters: &Parameters) -> AnyView {
    let today = reading.account.today;
    let line = match &reading.placed {
        Some(placed) => {
            let next = match next_step(&placed.steps, today) {
                Some(step) => words::next_step(lang, &long_day(step.on, lang), &what(lang, &step.step)),
                None => words::no_next_step(lang).to_owned(),
            };
            view! {
                <h2>{unbroken(&words::time_line(lang, &placed.number))}</h2>
                <Timeline lang=lang moments=moments(lang, placed, today, parameters) />
                <Next lang=lang>{next}</Next>
            }
            .into_any()
        }
        None => view! { <p>{words::nothing_open(lang)}</p> }.into_any(),
    };
    view! { {line} {what_stops(lang, viewer, reading)} {what_is_not_done(lang)} }.into_any()
}

fn moments(lang: Lang, placed: &OnInvoice, today: NaiveDate, parameters: &Parameters) -> Vec<Moment> {
    let step = |placed: &Placed| {
        let (word, sentence) = told(lang, &placed.step, parameters);
        let when = if placed.on <= today { When::Elapsed } else { When::Ahead };
        Moment { date: date(lang, placed), word, sentence, when }
    };
    let here = Moment {
        date: format!("{} · {}", short_day(today, lang), words::today(lang)),
        word: match days_between(placed.due_on, today) {
            days @ 0.. => words::day_number(lang, days),
            days => words::before_due(lang, -days),
        },
        sentence: match days_between(placed.due_on, today) {
            0 => words::today_on_due(lang).to_owned(),
            days @ 1.. => words::today_after(lang, days),
            days => words::today_before(lang, -days),
        },
        when: When::Now,
    };
    let (past, ahead): (Vec<&Placed>, Vec<&Placed>) = placed.steps.iter().partition(|step| step.on <= today);
    past.into_iter().map(step).chain([here]).chain(ahead.into_iter().map(step)).collect()
}

fn date(lang: Lang, placed: &Placed) -> String {
    let day = day_month(placed.on, lang);
    if placed.day > 0 { format!("{day} · {}", words::day_number(lang, placed.day)) } else { day }
}

fn told(lang: Lang, step: &Step, parameters: &Parameters) -> (String, String) {
    let rate = parameters.interest.as_ref().map(|rule| sentences::rate(lang, rule.rate)).unwrap_or_default();
    let (word, sentence) = match step {
        Step::Notice => (words::notice(lang), words::notice_sentence(lang).to_owned()),
        Step::Due => (words::due(lang), words::due_sentence(lang).to_owned()),
        Step::InterestStarts => (words::interest_starts(lang), words::interest_sentence(lang, &rate)),
        Step::Reminder => (words::reminder(lang), words::reminder_sentence(lang).to_owned()),
        Step::PersonWrites => (words::person(lang), words::person_sentence(lang).to_owned()),
        Step::HandOffNotice => {
            (words::hand_off_notice(lang), words::hand_off_notice_sentence(lang).to_owned())
        }
        Step::HandOff { to } if to.is_empty() => {
            (words::hand_off(lang), words::hand_off_unknown(lang).to_owned())
        }
        Step::HandOff { to } => (words::hand_off(lang), words::hand_off_sentence(lang, to)),
    };
    (word.to_owned(), sentence)
}

/// The step inside a sentence.
fn what(lang: Lang, step: &Step) -> String {
    match step {
        Step::Notice => words::lower_notice(lang),
        Step::Due => words::lower_due(lang),
        Step::InterestStarts => words::lower_interest(lang),
        Step::Reminder => words::lower_reminder(lang),
        Step::PersonWrites => words::lower_person(lang),
        Step::HandOffNotice => words::lower_hand_off_notice(lang),
        Step::HandOff { .. } => words::lower_hand_off(lang),
    }
    .to_owned()
}

fn what_stops(lang: Lang, viewer: Viewer, reading: &Reading) -> AnyView {
    let pay = words::stops_pay(lang);
    let can_pay = viewer.may_act() && reading.placed.is_some();
    let pay = if can_pay {
        let href = format!("/account/pay?account={}", reading.account.id);
        view! { <a href=href>{pay}</a> }.into_any()
    } else {
        pay.into_any()
    };
    view! {
        <h2>{words::stops_heading(lang)}</h2>
        <ul>
            <li>{pay}</li>
            <li>{words::stops_plan(lang)}</li>
            <li>{words::stops_dispute(lang)}</li>
        </ul>
    }
    .into_any()
}

fn what_is_not_done(lang: Lang) -> AnyView {
    view! {
        <h2>{words::not_done_heading(lang)}</h2>
        <ul>
            <li>{words::not_done_hours(lang)}</li>
            <li>{words::not_done_family(lang)}</li>
            <li>{words::not_done_cash(lang)}</li>
        </ul>
    }
    .into_any()
}
