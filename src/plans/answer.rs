//! The answer of the simulator, as the page and the browser show it.

use leptos::prelude::*;

use crate::kernel::dates::{day_of_year, long_day, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::plans::cost::Cost;
use crate::plans::reckoning::{Outcome, Reckoning};
use crate::plans::schedule::{Instalment, Schedule};
use crate::plans::words;
use crate::policies::rules::InterestInPlan;

/// How much, when, how long and at what cost; and what the rules do not allow of it.
pub fn answer(lang: Lang, reckoning: &Reckoning, outcome: &Outcome) -> AnyView {
    let rules = rules(lang, outcome);
    let Some(schedule) = &outcome.schedule else { return rules };
    let stops = reckoning.bounds.rules.interest() == InterestInPlan::Frozen;
    let daily = reckoning.daily.filter(|daily| stops && daily.is_positive());
    view! {
        {headline(lang, schedule)}
        {facts(lang, schedule, outcome.cost, daily)}
        {rules}
        {table(lang, &schedule.instalments)}
    }
    .into_any()
}

fn headline(lang: Lang, schedule: &Schedule) -> AnyView {
    let ends = schedule.last().map(|last| words::ends_on(lang, &long_day(last.due_on, lang)));
    view! {
        <h2>{words::in_short(lang, schedule)}</h2>
        <p>{ends}</p>
    }
    .into_any()
}

fn facts(lang: Lang, schedule: &Schedule, cost: Option<Cost>, daily: Option<Money>) -> AnyView {
    let first = schedule.first().map(|first| {
        (words::first_label(lang), format!("{}, {}", first.amount, day_of_year(first.due_on, lang)))
    });
    let discount =
        schedule.discount.is_positive().then(|| (words::discount_label(lang), schedule.discount.to_string()));
    let cost = cost.map(|cost| {
        let more = cost.against_now();
        let text = if more.is_positive() {
            words::cost_adds(lang, more)
        } else if more.is_zero() {
            words::cost_nothing(lang, more)
        } else {
            words::cost_saves(lang, Money::new(-more.minor, more.currency))
        };
        (words::cost_label(lang), text)
    });
    let total = Some((words::total_label(lang), schedule.total().with_code()));
    let daily = daily.map(|daily| (words::stops_label(lang), words::a_day(lang, daily)));
    let rows = [first, total, discount, cost, daily].into_iter().flatten().map(|(term, value)| {
        view! { <div class="summary-row"><dt>{term}</dt><dd>{value}</dd></div> }
    });
    view! { <dl class="summary-list">{rows.collect_view()}</dl> }.into_any()
}

fn rules(lang: Lang, outcome: &Outcome) -> AnyView {
    if outcome.broken.is_empty() {
        return view! { <p><strong>{words::inside(lang)}</strong></p> }.into_any();
    }
    let heading = match outcome.broken.len() {
        1 => words::outside_one(lang).to_owned(),
        count => words::outside_many(lang, count),
    };
    let lines = outcome.broken.iter().map(|broken| view! { <li>{words::broken(lang, broken)}</li> });
    view! {
        <h3>{heading}</h3>
        <ul>{lines.collect_view()}</ul>
    }
    .into_any()
}

/// The instalments one by one.
fn table(lang: Lang, parts: &[Instalment]) -> AnyView {
    let rows = parts.iter().map(|part| {
        let number = match part.number {
            0 => words::down_row(lang).to_owned(),
            number => number.to_string(),
        };
        view! {
            <tr role="row">
                <td role="cell" data-label=words::column_number(lang)>{number}</td>
                <td role="cell" data-label=words::column_date(lang)>{short_day(part.due_on, lang)}</td>
                <td role="cell" class="number" data-label=words::column_amount(lang)>{part.amount.to_string()}</td>
            </tr>
        }
    });
    view! {
        <table class="table table-cards" role="table">
            <caption>{words::schedule_caption(lang)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">{words::column_number(lang)}</th>
                    <th scope="col" role="columnheader">{words::column_date(lang)}</th>
                    <th scope="col" role="columnheader" class="number">{words::column_amount(lang)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
        <p class="hint">{words::weekend_counts(lang)}</p>
    }
    .into_any()
}
