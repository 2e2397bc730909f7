//! What can be done with an answer that the rules do not allow: take one near it, or have a person decide.

use leptos::prelude::*;

use super::new::{Simulator, WORDS_AT_MOST, hidden};
use crate::kernel::dates::{day_of_year, long_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::plans::reckoning::Outcome;
use crate::plans::schedule::Schedule;
use crate::plans::words;
use crate::ui::{Actions, Button, CheckboxList, Choice, PostForm, RadioCards, TextArea};

/// Nothing where it can be agreed as it was asked.
pub(super) fn ways(lang: Lang, page: &Simulator<'_>, outcome: &Outcome) -> AnyView {
    let asked = page.asked;
    let rest = view! {
        {hidden(asked)}
        <input type="hidden" name="how" value=asked.how().to_owned() />
        <input type="hidden" name="count" value=asked.count.clone() />
        <input type="hidden" name="each" value=asked.each.clone() />
        <input type="hidden" name="down" value=asked.down.clone() />
        <input type="hidden" name="frequency" value=outcome.terms.frequency.name() />
        <input type="hidden" name="first_day" value=asked.first_day.clone() />
        <input type="hidden" name="first_month" value=asked.first_month.clone() />
        <input type="hidden" name="first_year" value=asked.first_year.clone() />
    };
    if outcome.broken.is_empty() {
        return ().into_any();
    }
    let asks = page.reckoning.bounds.asks.is_some();
    let none_fits = (page.nearest.is_empty() && !asks).then(|| view! { <p>{words::nothing_fits(lang)}</p> });
    let mut choices: Vec<Choice> = page
        .nearest
        .iter()
        .enumerate()
        .filter_map(|(index, terms)| {
            let schedule = Schedule::of(page.reckoning.owed, terms).ok()?;
            let title = words::accepted_today(lang, &words::in_short(lang, &schedule));
            let first = schedule.first()?.due_on;
            let hint = format!("{} · {}", words::frequency(lang, terms.frequency), long_day(first, lang));
            Some(Choice::new(format!("near-{index}"), title).hint(hint))
        })
        .collect();
    choices.extend(outcome.schedule.as_ref().map(|schedule| person_choice(lang, page, schedule)));
    if choices.is_empty() {
        return none_fits.into_any();
    }
    let number = page.ground.version.as_ref().map_or(0, |version| version.number);
    let href = format!("/account/terms/{number}?account={}", page.ground.account.id);
    let (way, way_error) = (page.form.value("way"), page.form.error("way"));
    view! {
        {none_fits}
        <p><a href=href>{words::see_rules(lang, number)}</a></p>
        <PostForm action="/do/plans/propose">
            {rest}
            <RadioCards
                lang=lang
                name="way"
                legend=words::which_way(lang)
                error=way_error
                choices=choices
                chosen=way
            />
            <Actions><Button>{words::continue_on(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

/// To have a person decide, with a few words.
fn person_choice(lang: Lang, page: &Simulator<'_>, schedule: &Schedule) -> Choice {
    let title = words::person_decides(lang, &words::in_short(lang, schedule));
    let budget = page.asked.budget(page.reckoning.owed.currency).map(|each| budget_choice(lang, each));
    let words_field = view! {
        {budget}
        <TextArea
            lang=lang
            name="words"
            label=words::anything_to_know(lang)
            hint=words::anything_hint(lang)
            error=page.form.error("words")
            value=page.form.value("words")
            rows=3
            limit=WORDS_AT_MOST
        />
    };
    let hint = words::answer_before(lang, &day_of_year(answer_by(page), lang));
    Choice::new("person", title).hint(hint).more(words_field)
}

/// Whether whoever decides is shown what was worked out.
fn budget_choice(lang: Lang, each: Money) -> AnyView {
    let choice = Choice::new("yes", words::show_budget(lang, each)).hint(words::show_budget_hint(lang));
    view! {
        <CheckboxList
            lang=lang
            name="show_budget"
            legend=words::show_budget_legend(lang)
            choices=vec![choice]
        />
    }
    .into_any()
}

/// By when a person answers what is sent today.
fn answer_by(page: &Simulator<'_>) -> chrono::NaiveDate {
    let bounds = &page.reckoning.bounds;
    let within = chrono::Days::new(bounds.rules.answers.within_days.into());
    bounds.today.checked_add_days(within).unwrap_or(bounds.today)
}
