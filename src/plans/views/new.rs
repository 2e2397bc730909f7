//! Proposing: which debts, how much each time, and what comes of it (screens 2.14 to 2.16).

use chrono::Datelike;
use leptos::prelude::*;

use super::ways::ways;
use crate::accounts::model::{is_past_due, payable_minor};
use crate::kernel::dates::{DatePart, day_of_year, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::plans::answer::answer;
use crate::plans::asked::{AskError, Asked};
use crate::plans::islands::{PICTURE, PlanAnswer, SLIDER};
use crate::plans::picture::{Mark, time_line};
use crate::plans::reckoning::{Outcome, Reckoning};
use crate::plans::schedule::{Schedule, Terms};
use crate::plans::standing::PartState;
use crate::plans::store::ground::Ground;
use crate::plans::words;
use crate::policies::words::percent_number;
use crate::ui::{
    Actions, BackLink, Button, ButtonKind, CheckboxList, Choice, Columns, DateField, Field, MainColumn,
    MoneyField, Next, Notice, NoticeKind, RadioCards, Refilled, SideColumn, Slider, Stepper, TypedDate,
    request_key_field,
};

/// The longest words that go with a proposal.
pub const WORDS_AT_MOST: usize = 1_000;
/// Longer plans are worked out by the server only: the page would be heavy.
const DEBTS_IN_BROWSER: usize = 60;
/// No list of cards is longer.
const CARDS_AT_MOST: u16 = 5;

/// The simulator as it was asked.
pub struct Simulator<'a> {
    pub ground: &'a Ground,
    pub reckoning: &'a Reckoning,
    pub asked: &'a Asked,
    pub outcome: Option<Result<Outcome, AskError>>,
    /// Proposals near the one that the rules do not allow.
    pub nearest: Vec<Terms>,
    /// What came back from sending it.
    pub form: &'a Refilled,
}

impl Simulator<'_> {
    pub fn error(&self) -> Option<AskError> {
        self.outcome.as_ref().and_then(|outcome| outcome.as_ref().err().copied())
    }

    pub fn is_live(&self) -> bool {
        self.reckoning.debts.len() <= DEBTS_IN_BROWSER
    }

    fn answered(&self) -> Option<&Outcome> {
        self.outcome.as_ref().and_then(|outcome| outcome.as_ref().ok())
    }
}

/// Which debts go into the plan. Past due ones are ticked.
pub fn debts_step(lang: Lang, ground: &Ground, error: Option<String>) -> AnyView {
    let (account, today) = (&ground.account, ground.account.today);
    let choices = ground.debts.iter().map(|debt| {
        let item = &debt.item;
        let hint = if is_past_due(item.due_on, today) {
            words::past_due_since(lang, &short_day(item.due_on, lang))
        } else {
            words::not_due_yet(lang).to_owned()
        };
        let amount = Money::new(payable_minor(item), account.currency);
        Choice::new(item.invoice.to_string(), item.number.clone()).hint(hint).amount(amount)
    });
    let chosen = ground.past_due().iter().map(ToString::to_string).collect();
    let held = ground.held.is_positive().then(|| words::held_stays_out(lang, ground.held));
    view! {
        <BackLink lang=lang href="/account" />
        <Stepper lang=lang step=1 of=3 />
        <form class="form" action="/account/plans/new" novalidate>
            <input type="hidden" name="account" value=account.id.to_string() />
            <CheckboxList
                lang=lang
                name="invoice"
                legend=words::step_debts_heading(lang)
                is_heading=true
                error=error
                choices=choices.collect()
                chosen=chosen
            />
            {held.map(|held| view! { <p class="hint">{held}</p> })}
            <Button>{words::continue_on(lang)}</Button>
        </form>
        <Next lang=lang>{words::nothing_changes(lang)}</Next>
    }
    .into_any()
}

/// The simulator: the question at the left, its answer at the right.
pub fn simulator(lang: Lang, page: &Simulator<'_>) -> AnyView {
    let came_back = page.form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Attention heading=sentence focused=true>{words::nothing_changes(lang)}</Notice> }
    });
    let back = format!("/account/plans/new?account={}", page.ground.account.id);
    let outcome = page.answered();
    let result = if page.is_live() {
        let bounds = &page.reckoning.bounds;
        let from = bounds.rules.instalments_from;
        view! {
            <Slider
                id=SLIDER
                label=words::slide(lang)
                from=from
                to=bounds.by_person().rules.instalments_to
                value=outcome.map_or(from, |outcome| outcome.terms.instalments)
            />
            <PlanAnswer lang=lang reckoning=page.reckoning outcome=outcome />
        }
        .into_any()
    } else {
        let html = outcome.map(|outcome| answer(lang, page.reckoning, outcome).into_html());
        view! { <div inner_html=html.unwrap_or_default()></div> }.into_any()
    };
    let picture = outcome.and_then(|outcome| outcome.schedule.as_ref()).map(|schedule| {
        view! { <div id=PICTURE>{picture(lang, "plan", schedule)}</div> }
    });
    let send = page.answered().map(|outcome| ways(lang, page, outcome));
    let question = question(lang, page);
    let invoices: String = page.asked.invoice.iter().map(|invoice| format!("&invoice={invoice}")).collect();
    let budget = format!("/account/plans/budget?account={}{invoices}", page.ground.account.id);
    view! {
        {came_back}
        <BackLink lang=lang href=back />
        <Stepper lang=lang step=2 of=3 />
        <h1>{words::how_heading(lang)}</h1>
        <p class="hint">{words::how_hint(lang)}</p>
        <p><a href=budget>{words::budget::link(lang)}</a></p>
        <Columns>
            <MainColumn>{question}</MainColumn>
            <SideColumn>{result} {picture}</SideColumn>
        </Columns>
        {send}
        <Next lang=lang>{words::next_rule(lang)}</Next>
    }
    .into_any()
}

/// The line of time of a schedule that nobody has agreed to yet.
pub fn picture(lang: Lang, id: &str, schedule: &Schedule) -> AnyView {
    let marks: Vec<Mark> =
        schedule.instalments.iter().map(|part| Mark { on: part.due_on, state: PartState::ToCome }).collect();
    time_line(lang, id, &marks, None)
}

fn question(lang: Lang, page: &Simulator<'_>) -> AnyView {
    let error_at = |field: &str| {
        let error = page.error().filter(|error| error.field() == field)?;
        Some(words::ask_error(lang, page.reckoning.owed.currency, error))
    };
    let asked = page.asked;
    let is_answered = page.answered().is_some_and(|outcome| outcome.broken.is_empty());
    let go_on = is_answered.then(|| go_on(lang));
    let see = if is_answered { ButtonKind::Secondary } else { ButtonKind::Primary };
    view! {
        <form class="form" action="/account/plans/new" novalidate>
            {hidden(asked)}
            <RadioCards
                lang=lang
                name="how"
                legend=words::how_label(lang)
                error=error_at("how")
                choices=cards(lang, page, &error_at)
                chosen=asked.how().to_owned()
            />
            {rhythm(lang, page)}
            {first_day(lang, page, error_at("first"))}
            <MoneyField
                lang=lang
                name="down"
                label=words::down_label(lang, page.reckoning.owed.currency.code())
                currency=page.reckoning.owed.currency
                hint=words::down_hint(lang)
                error=error_at("down")
                value=asked.down.clone()
            />
            <Actions>
                {go_on}
                <Button kind=see>{words::see_it(lang)}</Button>
            </Actions>
        </form>
    }
    .into_any()
}

/// Sends what stands in the form at that moment, which may be other than what was answered: it is worked out once more.
fn go_on(lang: Lang) -> AnyView {
    view! {
        {request_key_field()}
        <button
            type="submit"
            class="button"
            formmethod="post"
            formaction="/do/plans/propose"
            name="way"
            value="as-asked"
        >
            {words::accept_this(lang)}
        </button>
    }
    .into_any()
}

pub(super) fn hidden(asked: &Asked) -> AnyView {
    let invoices = asked.invoice.iter().map(|invoice| {
        view! { <input type="hidden" name="invoice" value=invoice.clone() /> }
    });
    let replaces = (!asked.replaces.is_empty())
        .then(|| view! { <input type="hidden" name="replaces" value=asked.replaces.clone() /> });
    let budget = (!asked.budget.is_empty())
        .then(|| view! { <input type="hidden" name="budget" value=asked.budget.clone() /> });
    view! {
        <input type="hidden" name="account" value=asked.account.clone() />
        {invoices.collect_view()}
        {replaces}
        {budget}
    }
    .into_any()
}

fn cards(lang: Lang, page: &Simulator<'_>, error_at: &impl Fn(&str) -> Option<String>) -> Vec<Choice> {
    let (reckoning, asked) = (page.reckoning, page.asked);
    let rules = &reckoning.bounds.rules;
    let base = Terms {
        frequency: rules.frequencies.first().copied().unwrap_or(crate::policies::rules::Frequency::Monthly),
        first_on: reckoning.bounds.today,
        instalments: 1,
        down_payment_minor: 0,
        discount_basis_points: 0,
    };
    let in_short = |terms: &Terms| {
        Schedule::of(reckoning.owed, terms).ok().map(|schedule| words::in_short(lang, &schedule))
    };
    let mut choices: Vec<Choice> = counts(rules.instalments_from, rules.instalments_to)
        .into_iter()
        .filter_map(|instalments| {
            let terms = Terms { instalments, ..base.clone() };
            let smallest = reckoning.owed.minor / i64::from(instalments);
            let title = in_short(&terms).filter(|_| smallest >= reckoning.bounds.smallest.minor)?;
            Some(Choice::new(instalments.to_string(), title))
        })
        .collect();
    for (index, tier) in rules.discounts.iter().enumerate() {
        let terms =
            Terms { instalments: tier.payments, discount_basis_points: tier.basis_points, ..base.clone() };
        let Ok(schedule) = Schedule::of(reckoning.owed, &terms) else { continue };
        let percent = percent_number(tier.basis_points);
        let title = match tier.payments {
            1 => words::settle_card_one(lang, &percent, schedule.total()),
            payments => words::settle_card(lang, payments, &percent, schedule.total()),
        };
        choices.push(Choice::new(format!("{}{index}", Asked::SETTLE), title));
    }
    let currency = reckoning.owed.currency;
    let each = view! {
        <MoneyField
            lang=lang
            name="each"
            label=words::each_label(lang, currency.code())
            currency=currency
            error=error_at("each")
            value=asked.each.clone()
        />
    };
    let count = view! {
        <Field
            lang=lang
            name="count"
            label=words::count_label(lang)
            error=error_at("count")
            value=asked.count.clone()
        />
    };
    choices.push(Choice::new(Asked::EACH, words::another_amount(lang)).more(each));
    choices.push(Choice::new(Asked::COUNT, words::another_count(lang)).more(count));
    choices
}

/// Some of the numbers that the rules allow, both ends among them.
fn counts(from: u16, to: u16) -> Vec<u16> {
    let all: Vec<u16> = (from..=to).collect();
    if all.len() <= usize::from(CARDS_AT_MOST) {
        return all;
    }
    let steps = CARDS_AT_MOST - 1;
    let mut found: Vec<u16> = (0..=steps).map(|step| from + (to - from) * step / steps).collect();
    found.dedup();
    found
}

fn rhythm(lang: Lang, page: &Simulator<'_>) -> Option<AnyView> {
    let often = &page.reckoning.bounds.rules.frequencies;
    let chosen = match page.asked.frequency.as_str() {
        "" => often.first().map(|first| first.name()).unwrap_or_default().to_owned(),
        asked => asked.to_owned(),
    };
    (often.len() > 1).then(|| {
        let choices =
            often.iter().map(|often| Choice::new(often.name(), words::frequency(lang, *often))).collect();
        view! {
            <RadioCards
                lang=lang
                name="frequency"
                legend=words::how_often(lang)
                choices=choices
                chosen=chosen
            />
        }
        .into_any()
    })
}

fn first_day(lang: Lang, page: &Simulator<'_>, error: Option<String>) -> AnyView {
    let bounds = &page.reckoning.bounds;
    let often = bounds.rules.frequencies.first().copied();
    let latest = often.map_or(bounds.today, |often| bounds.latest_first(often));
    let asked = page.asked;
    let value = if asked.is_asked() {
        TypedDate {
            day: asked.first_day.clone(),
            month: asked.first_month.clone(),
            year: asked.first_year.clone(),
        }
    } else {
        TypedDate {
            day: latest.day().to_string(),
            month: latest.month().to_string(),
            year: latest.year().to_string(),
        }
    };
    let wrong = page.error().and_then(|error| match error {
        AskError::DateWrong(part) => Some(part),
        AskError::DatePast => None::<DatePart>,
        _ => None,
    });
    view! {
        <DateField
            lang=lang
            name="first"
            legend=words::first_legend(lang)
            hint=words::first_hint(lang, &day_of_year(latest, lang))
            error=error
            wrong=wrong
            value=value
        />
    }
    .into_any()
}
