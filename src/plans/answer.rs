//! The answer of the simulator, as the page and the browser show it.

use crate::kernel::dates::{day_of_year, long_day, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::markup::{Markup, element, summary, text};
use crate::kernel::money::Money;
use crate::plans::cost::Cost;
use crate::plans::reckoning::{Outcome, Reckoning};
use crate::plans::schedule::{Instalment, Schedule};
use crate::plans::words;
use crate::policies::rules::InterestInPlan;

/// How much, when, how long and at what cost; and what the rules do not allow of it.
pub fn answer(lang: Lang, reckoning: &Reckoning, outcome: &Outcome) -> Markup {
    let rules = rules(lang, outcome);
    let Some(schedule) = &outcome.schedule else { return rules };
    let stops = reckoning.bounds.rules.interest() == InterestInPlan::Frozen;
    let daily = reckoning.daily.filter(|daily| stops && daily.is_positive());
    Markup::from(vec![
        headline(lang, schedule),
        facts(lang, schedule, outcome.cost, daily),
        rules,
        table(lang, &schedule.instalments),
    ])
}

fn headline(lang: Lang, schedule: &Schedule) -> Markup {
    let ends = schedule.last().map(|last| words::ends_on(lang, &long_day(last.due_on, lang)));
    Markup::from(vec![
        element("h2", &[], vec![text(&words::in_short(lang, schedule))]),
        element("p", &[], vec![text(&ends.unwrap_or_default())]),
    ])
}

fn facts(lang: Lang, schedule: &Schedule, cost: Option<Cost>, daily: Option<Money>) -> Markup {
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
    summary(&[first, total, discount, cost, daily])
}

fn rules(lang: Lang, outcome: &Outcome) -> Markup {
    if outcome.broken.is_empty() {
        return element("p", &[], vec![element("strong", &[], vec![text(words::inside(lang))])]);
    }
    let heading = match outcome.broken.len() {
        1 => words::outside_one(lang).to_owned(),
        count => words::outside_many(lang, count),
    };
    let lines =
        outcome.broken.iter().map(|broken| element("li", &[], vec![text(&words::broken(lang, broken))]));
    Markup::from(vec![element("h3", &[], vec![text(&heading)]), element("ul", &[], lines.collect())])
}

/// The instalments one by one.
fn table(lang: Lang, parts: &[Instalment]) -> Markup {
    let columns = [words::column_number(lang), words::column_date(lang), words::column_amount(lang)];
    let heads = columns.into_iter().zip(CLASSES).map(|(column, class)| {
        element("th", &[("scope", "col"), ("role", "columnheader"), ("class", class)], vec![text(column)])
    });
    let rows = parts.iter().map(|part| {
        let number = match part.number {
            0 => words::down_row(lang).to_owned(),
            number => number.to_string(),
        };
        let cells = [number, short_day(part.due_on, lang), part.amount.to_string()];
        let cells = cells.into_iter().zip(columns).zip(CLASSES).map(|((cell, column), class)| {
            element("td", &[("role", "cell"), ("class", class), ("data-label", column)], vec![text(&cell)])
        });
        element("tr", &[("role", "row")], cells.collect())
    });
    let head = element("tr", &[("role", "row")], heads.collect());
    let table = vec![
        element("caption", &[], vec![text(words::schedule_caption(lang))]),
        element("thead", &[("role", "rowgroup")], vec![head]),
        element("tbody", &[("role", "rowgroup")], rows.collect()),
    ];
    Markup::from(vec![
        element("table", &[("class", "table table-cards"), ("role", "table")], table),
        element("p", &[("class", "hint")], vec![text(words::weekend_counts(lang))]),
    ])
}

const CLASSES: [&str; 3] = ["", "", "number"];
