//! Whether one may call, in the margin; and what was logged.

use chrono_tz::Tz;
use leptos::prelude::*;

use crate::contact::guard::When;
use crate::contact::model::RULES_VERSION;
use crate::desk::calls::model::Outcome;
use crate::desk::calls::store::{Call, Callable};
use crate::desk::calls::words;
use crate::kernel::dates::{hour, short_day};
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{Column, Table};

/// Whether and until when somebody may be called, and by which rule.
pub fn may_call(lang: Lang, callable: &Callable) -> AnyView {
    let (answer, pack) = match callable.when {
        When::Until(until) => (words::yes_until(lang, &hour(until.time(), lang)), "house"),
        When::From { from, why, pack } => {
            (words::no_from(lang, &words::moment_text(lang, from), words::wait(lang, why)), pack)
        }
        When::Never(stop) => {
            return view! { <p>{words::never(lang, words::stop(lang, stop))}</p> }.into_any();
        }
    };
    let pack = if pack == "house" { words::house(lang).to_owned() } else { pack.to_uppercase() };
    view! {
        <p>{answer}</p>
        <p class="hint">{words::by_rules(lang, &pack, RULES_VERSION)}</p>
    }
    .into_any()
}

/// What was logged, the newest first, in the debtor's own time.
pub fn call_list(lang: Lang, zone: Tz, calls: &[Call]) -> AnyView {
    if calls.is_empty() {
        return view! { <h2>{words::calls(lang)}</h2> <p>{words::no_calls(lang)}</p> }.into_any();
    }
    let rows = calls.iter().map(|call| call_row(lang, zone, call)).collect();
    view! {
        <Table
            caption=words::calls(lang)
            columns=vec![
                Column::text(words::when_column(lang)),
                Column::text(words::who_column(lang)),
                Column::text(words::by_column(lang)),
                Column::text(words::outcome_column(lang)),
                Column::text(words::agreed_column(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

fn call_row(lang: Lang, zone: Tz, call: &Call) -> Vec<AnyView> {
    let local = call.called_at.with_timezone(&zone).naive_local();
    let when = format!("{}, {}", short_day(local.date(), lang), hour(local.time(), lang));
    let by = if call.was_ours { call.staff.clone() } else { words::they_called_short(lang).to_owned() };
    let outcome = Outcome::parse(&call.outcome).map(|outcome| words::outcome_text(lang, outcome));
    let against = (!call.was_allowed).then(|| words::outside_rules(lang));
    let outcome = outcome.into_iter().chain(against).collect::<Vec<_>>().join(". ");
    row![when, call.person.clone(), by, outcome, call.agreed.clone()]
}
