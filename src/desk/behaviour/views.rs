//! The figures beside an account, and the page that lists what each comes from.

use leptos::prelude::*;

use crate::desk::behaviour::model::{Behaviour, Figure, Inputs, Often, Settled};
use crate::desk::behaviour::words;
use crate::kernel::dates::{short_day, weekday_name};
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Lang;
use crate::payments::store::reading::Method;
use crate::payments::views::receipt::method_words;
use crate::plans::words as plan_words;
use crate::promises::words as promise_words;
use crate::row;
use crate::ui::{Column, Empty, SummaryList, SummaryRow, Table};

/// The figures in the margin, each leading to what it comes from.
pub fn beside(lang: Lang, account: AccountId, of: &Behaviour) -> AnyView {
    let page = format!("/desk/accounts/{account}/behaviour");
    let line = |(term, value, place): (&'static str, String, &'static str)| {
        let href = format!("{page}#{place}");
        view! { <li>{format!("{term}: ")} <a href=href>{value}</a></li> }
    };
    let lines = figures(lang, of).into_iter().map(line).collect_view();
    view! {
        <section>
            <h3>{words::heading(lang)}</h3>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

/// All figures, and below them the tables that they come from.
pub fn behaviour_view(lang: Lang, account: AccountId, of: &Behaviour, inputs: &Inputs) -> AnyView {
    let rows = figures(lang, of)
        .into_iter()
        .map(|(term, value, place)| {
            let href = format!("#{place}");
            SummaryRow::new(term, view! { <a href=href>{value}</a> })
        })
        .collect();
    view! {
        <h1>{words::page_heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        <SummaryList lang=lang rows=rows />
        <h2 id="settled">{words::settled(lang)}</h2>
        <p class="hint">{words::days_hint(lang)}</p>
        {settled_table(lang, account, inputs)}
        <h2 id="promises">{words::promises(lang)}</h2>
        <p class="hint">{words::promises_hint(lang)}</p>
        {promises_table(lang, inputs)}
        <h2 id="plans">{words::plans(lang)}</h2>
        <p class="hint">{words::plans_hint(lang)}</p>
        {plans_table(lang, inputs)}
        <h2 id="payments">{words::payments(lang)}</h2>
        <p class="hint">{words::payments_hint(lang)}</p>
        {payments_table(lang, inputs)}
    }
    .into_any()
}

/// Each figure in words, with the place of the page that lists what it comes from.
fn figures(lang: Lang, of: &Behaviour) -> [(&'static str, String, &'static str); 6] {
    [
        (words::days_to_pay(lang), figure(lang, &of.days_to_pay, |days| days_text(lang, *days)), "settled"),
        (
            words::promises(lang),
            figure(lang, &of.promises, |kept| words::kept(lang, kept.kept, kept.part_kept, kept.broken)),
            "promises",
        ),
        (
            words::plans(lang),
            figure(lang, &of.plans, |(kept, ended)| words::of_ended(lang, *kept, *ended)),
            "plans",
        ),
        (
            words::weekday(lang),
            figure(lang, &of.weekday, |often| {
                often_text(lang, often, |day| weekday_name(*day, lang).to_owned())
            }),
            "payments",
        ),
        (
            words::month_day(lang),
            figure(lang, &of.month_day, |often| often_text(lang, often, |day| words::on_the(lang, *day))),
            "payments",
        ),
        (
            words::means(lang),
            figure(lang, &of.means, |often| often_text(lang, often, |kind| means_text(lang, kind))),
            "payments",
        ),
    ]
}

fn figure<T>(lang: Lang, of: &Figure<T>, text: impl Fn(&T) -> String) -> String {
    match of {
        Figure::NotEnough(count) => words::not_enough(lang, *count),
        Figure::Is(of) => text(of),
    }
}

fn often_text<T>(lang: Lang, often: &Often<T>, text: impl Fn(&T) -> String) -> String {
    match &often.most {
        Some(most) => words::often(lang, &text(most), often.times, often.of),
        None => words::no_preference(lang, often.of),
    }
}

fn days_text(lang: Lang, days: i64) -> String {
    if days == 1 { words::one_day(lang).to_owned() } else { words::days(lang, days) }
}

/// The kind of means alone, whichever card it was.
fn means_text(lang: Lang, kind: &str) -> String {
    if kind.is_empty() {
        return words::other_means(lang).to_owned();
    }
    method_words(lang, &Method { kind: kind.to_owned(), last4: None })
}

fn table(heading: &'static str, lang: Lang, columns: Vec<Column>, rows: Vec<Vec<AnyView>>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty sentence=words::none(lang) /> }.into_any();
    }
    view! { <Table caption=heading caption_hidden=true columns=columns rows=rows /> }.into_any()
}

fn settled_table(lang: Lang, account: AccountId, inputs: &Inputs) -> AnyView {
    let rows = inputs.settled.iter().map(|one| {
        let href = format!("/desk/accounts/{account}/invoices/{}", one.invoice);
        row![
            view! { <a href=href>{one.number.clone()}</a> },
            short_day(one.issued_on, lang),
            short_day(one.due_on, lang),
            short_day(one.settled_on, lang),
            one.paid.to_string(),
            took(one),
        ]
    });
    let columns = vec![
        Column::text(words::invoice(lang)),
        Column::text(words::issued(lang)),
        Column::text(words::due(lang)),
        Column::text(words::settled_on(lang)),
        Column::number(words::paid(lang)),
        Column::number(words::took(lang)),
    ];
    table(words::settled(lang), lang, columns, rows.collect())
}

/// The days of one invoice, weighted by its parts, to a tenth.
fn took(one: &Settled) -> String {
    let tenths = one.minor_days.saturating_mul(10).checked_div(one.paid.minor).unwrap_or_default();
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, (tenths % 10).abs())
    }
}

fn promises_table(lang: Lang, inputs: &Inputs) -> AnyView {
    let rows = inputs.promised.iter().map(|one| {
        row![
            short_day(one.on, lang),
            one.amount.to_string(),
            one.paid.to_string(),
            promise_words::state_text(lang, one.standing),
        ]
    });
    let columns = vec![
        Column::text(words::promised_for(lang)),
        Column::number(words::amount(lang)),
        Column::number(words::paid(lang)),
        Column::text(words::outcome(lang)),
    ];
    table(words::promises(lang), lang, columns, rows.collect())
}

fn plans_table(lang: Lang, inputs: &Inputs) -> AnyView {
    let rows = inputs.ended.iter().map(|one| {
        let href = format!("/desk/plans/{}", one.plan);
        row![
            view! { <a href=href>{format!("C-{}", one.number)}</a> },
            plan_words::plan_state(lang, one.state),
            short_day(one.on, lang),
        ]
    });
    let columns = vec![
        Column::text(words::plan(lang)),
        Column::text(words::outcome(lang)),
        Column::text(words::ended_on(lang)),
    ];
    table(words::plans(lang), lang, columns, rows.collect())
}

fn payments_table(lang: Lang, inputs: &Inputs) -> AnyView {
    let rows = inputs.paid.iter().map(|one| {
        let href = format!("/desk/payments/{}", one.payment);
        row![
            view! { <a href=href>{short_day(one.on, lang)}</a> },
            weekday_name(chrono::Datelike::weekday(&one.on), lang),
            one.amount.to_string(),
            means_text(lang, &one.means),
        ]
    });
    let columns = vec![
        Column::text(words::day(lang)),
        Column::text(words::weekday(lang)),
        Column::number(words::amount(lang)),
        Column::text(words::means(lang)),
    ];
    table(words::payments(lang), lang, columns, rows.collect())
}
