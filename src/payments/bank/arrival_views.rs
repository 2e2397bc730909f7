//! A line of the bank that may be the creditor's own money.

use leptos::prelude::*;

use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::bank::arrivals::{Awaited, What, is_named, suggested};
use crate::payments::bank::store::BankLine;
use crate::payments::bank::words;
use crate::ui::{Button, CheckboxList, Choice, Next, PostForm, Refilled};

/// What was said that a line is: what, of which day, and how much in minor units.
pub type Arrived = (What, chrono::NaiveDate, i64);

/// Whether it is awaited money, which a person says. Nothing where nothing is awaited.
pub fn arrival_form(lang: Lang, line: &BankLine, awaited: &[Awaited], form: &Refilled) -> Option<AnyView> {
    if awaited.is_empty() {
        return None;
    }
    let choices = awaited
        .iter()
        .map(|one| {
            let hint = match (is_named(line, one), one.amount == line.amount) {
                (true, _) => words::own_named(lang).to_owned(),
                (false, true) => words::own_same_sum(lang).to_owned(),
                (false, false) => words::own_another_sum(lang).to_owned(),
            };
            Choice::new(one.what.value(), title(lang, one.what, one.on)).hint(hint).amount(one.amount)
        })
        .collect();
    let first = || suggested(line, awaited).map(|one| one.what.value()).into_iter().collect();
    let chosen: Vec<String> = form.values("what").unwrap_or_else(first);
    let (error, id) = (form.error("what"), line.id.to_string());
    let sum = words::own_sum(lang, line.amount);
    let view = view! {
        <h2>{words::own_heading(lang)}</h2>
        <PostForm action="/do/desk/note-arrival">
            <input type="hidden" name="line" value=id />
            <CheckboxList
                lang=lang
                name="what"
                legend=words::own_which(lang)
                hint=sum
                error=error
                choices=choices
                chosen=chosen
            />
            <Button>{words::own_note(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::own_next(lang)}</Next>
    };
    Some(view.into_any())
}

/// What a line was said to be.
pub fn arrived_view(lang: Lang, line: &BankLine, arrived: &[Arrived]) -> AnyView {
    let rows: Vec<AnyView> = arrived
        .iter()
        .map(|(what, on, minor)| {
            let amount = Money::new(*minor, line.amount.currency);
            let text = format!("{}: {amount}", title(lang, *what, *on));
            match what {
                What::Payout(id) => {
                    view! { <li><a href=format!("/desk/payouts/{id}")>{text}</a></li> }.into_any()
                }
                What::Deposit(_) => {
                    view! { <li><a href=format!("/desk/cash?day={on}")>{text}</a></li> }.into_any()
                }
            }
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <h2>{words::own_is(lang)}</h2> <ul>{rows}</ul> }.into_any()
}

fn title(lang: Lang, what: What, on: chrono::NaiveDate) -> String {
    let day = short_day(on, lang);
    match what {
        What::Payout(_) => words::own_payout(lang, &day),
        What::Deposit(_) => words::own_deposit(lang, &day),
    }
}
