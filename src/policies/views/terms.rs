//! The page of the terms (screens 2.23): the rules, placed on the reader's own case.

use leptos::prelude::*;

use super::accepted::{accepted_view, asked_view};
use super::document::{changes_view, document_view};
use super::procedure::procedure_view;
use crate::accounts::model::Viewer;
use crate::documents::views::paper_link;
use crate::kernel::dates::{day_month, long_day, short_day};
use crate::kernel::locale::Lang;
use crate::policies::reading::{OwnFigure, Reading, Shown, Standing, VersionLine};
use crate::policies::words::reading as words;
use crate::row;
use crate::ui::{
    Badge, Column, Columns, Empty, MainColumn, Notice, NoticeKind, Refilled, Shape, SideColumn, Table, Tone,
};

/// What a page of terms has been asked for besides a version.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The reader has just said that they read it.
    pub accepted: bool,
    pub form: Refilled,
}

/// The whole page.
pub fn terms_view(lang: Lang, viewer: Viewer, reading: &Reading, asked: &Asked) -> AnyView {
    let Some(shown) = &reading.shown else {
        let sentence = words::none_published(lang, &reading.account.creditor_name);
        return view! {
            <h1>{words::heading(lang)}</h1>
            <Empty sentence=sentence />
        }
        .into_any();
    };
    let side = view! {
        {procedure_view(lang, viewer, reading, &shown.version.policy.parameters)}
        {own_figures(lang, viewer, reading)}
    };
    let main = view! {
        {document_view(&shown.document)}
        {changes(lang, shown)}
        {versions(lang, viewer, reading, shown)}
        {accepted_view(lang, reading, shown)}
    };
    // On the desk the margin has the second column already.
    let parts = match viewer {
        Viewer::Staff(_) => view! { {side} {main} }.into_any(),
        _ => view! {
            <Columns>
                <SideColumn>{side}</SideColumn>
                <MainColumn>{main}</MainColumn>
            </Columns>
        }
        .into_any(),
    };
    view! {
        {answer(lang, asked)}
        <h1>{words::heading(lang)}</h1>
        {under_the_heading(lang, viewer, reading, shown)}
        {asked_view(lang, viewer, &reading.account, shown, &asked.form)}
        {parts}
    }
    .into_any()
}

/// What the page is called: its heading, and which version it shows.
pub fn terms_title(lang: Lang, reading: &Reading) -> String {
    let heading = words::heading(lang);
    match &reading.shown {
        Some(shown) => {
            let version = words::version_number(lang, shown.version.policy.number);
            format!("{heading}, {}", version.to_lowercase())
        }
        None => heading.to_owned(),
    }
}

/// Where this side finds a version of the terms.
pub fn terms_href(viewer: Viewer, reading: &Reading, number: i32) -> String {
    format!("{}/terms/{number}{}", viewer.base(), named(viewer, reading))
}

fn named(viewer: Viewer, reading: &Reading) -> String {
    if viewer == Viewer::Person && reading.several {
        format!("?account={}", reading.account.id)
    } else {
        String::new()
    }
}

fn answer(lang: Lang, asked: &Asked) -> Option<AnyView> {
    let moved = asked.form.error("").map(|sentence| {
        view! {
            <Notice kind=NoticeKind::Attention heading=sentence focused=true>{words::accept_heading(lang)}</Notice>
        }
        .into_any()
    });
    let kept = || {
        view! {
            <Notice kind=NoticeKind::Success heading=words::accepted_now(lang) focused=true>
                {words::accepted_heading(lang)}
            </Notice>
        }
        .into_any()
    };
    moved.or_else(|| asked.accepted.then(kept))
}

fn under_the_heading(lang: Lang, viewer: Viewer, reading: &Reading, shown: &Shown) -> AnyView {
    let policy = &shown.version.policy;
    let from = words::from_day(lang, policy.in_force_from);
    let (note, leads_back) = match shown.standing {
        Standing::InForce => (None, false),
        Standing::ToCome => (Some(words::not_in_force_yet(lang, &from)), true),
        Standing::Replaced { until } => {
            (Some(words::no_longer_in_force(lang, &words::from_day(lang, until))), true)
        }
    };
    let current = leads_back.then(|| {
        let href = format!("{}/terms{}", viewer.base(), named(viewer, reading));
        view! { " " <a href=href>{words::read_current(lang)}</a> }
    });
    let changed = shown.before.map(|_| view! { " · " <a href="#changes">{words::see_changes(lang)}</a> });
    let file = format!("{}/terms/{}.pdf{}", viewer.base(), policy.number, named(viewer, reading));
    let paper = paper_link(lang, viewer, file, words::download);
    view! {
        <p>{words::version_line(lang, policy.number, &from)} {changed}</p>
        {note.map(|note| view! { <p>{note} {current}</p> })}
        {paper}
    }
    .into_any()
}

fn own_figures(lang: Lang, viewer: Viewer, reading: &Reading) -> AnyView {
    let lines = if reading.figures.is_empty() {
        view! { <p>{words::own_none(lang)}</p> }.into_any()
    } else {
        let each = reading.figures.iter().map(|figure| {
            let href = format!("{}/invoices/{}", viewer.base(), figure.invoice);
            view! { <li><a href=href>{figure_line(lang, reading, figure)}</a></li> }
        });
        view! { <ul>{each.collect_view()}</ul> }.into_any()
    };
    let more = (reading.more_invoices > 0)
        .then(|| view! { <p>{words::more_invoices(lang, reading.more_invoices)}</p> });
    view! {
        <h2>{words::own_figures(lang)}</h2>
        {lines}
        {more}
        {governed(lang, viewer, reading)}
    }
    .into_any()
}

fn figure_line(lang: Lang, reading: &Reading, figure: &OwnFigure) -> String {
    let number = &figure.number;
    let tomorrow = reading.account.today.succ_opt();
    match (figure.is_past_due, figure.daily) {
        (true, Some((from, daily))) if Some(from) == tomorrow => words::past_due_costs(lang, number, daily),
        (true, Some((from, daily))) => words::past_due_from(lang, number, &day_month(from, lang), daily),
        (true, None) => words::past_due_free(lang, number),
        (false, Some((from, daily))) => {
            let last = from.pred_opt().unwrap_or(from);
            words::to_come_costs(lang, number, &long_day(last, lang), daily)
        }
        (false, None) => words::to_come_free(lang, number, &long_day(figure.due_on, lang)),
    }
}

fn governed(lang: Lang, viewer: Viewer, reading: &Reading) -> AnyView {
    if reading.figures.is_empty() {
        return ().into_any();
    }
    let rows = reading
        .figures
        .iter()
        .map(|figure| {
            let invoice = format!("{}/invoices/{}", viewer.base(), figure.invoice);
            let version = match figure.version {
                Some(number) => {
                    let href = terms_href(viewer, reading, number);
                    view! { <a href=href>{words::version_number(lang, number)}</a> }.into_any()
                }
                None => words::no_version(lang).into_any(),
            };
            row![view! { <a href=invoice>{figure.number.clone()}</a> }, version]
        })
        .collect();
    view! {
        <Table
            caption=words::which_version(lang)
            columns=vec![Column::text(words::invoice(lang)), Column::text(words::version(lang))]
            rows=rows
        />
    }
    .into_any()
}

fn changes(lang: Lang, shown: &Shown) -> AnyView {
    let Some(before) = shown.before else { return ().into_any() };
    let body = if shown.changes.is_empty() {
        view! { <p>{words::no_changes(lang, before)}</p> }.into_any()
    } else {
        changes_view(lang, &shown.changes)
    };
    view! {
        <h2 id="changes">{words::changes_heading(lang, before, shown.version.policy.number)}</h2>
        {body}
    }
    .into_any()
}

fn versions(lang: Lang, viewer: Viewer, reading: &Reading, shown: &Shown) -> AnyView {
    let rows = reading
        .versions
        .iter()
        .map(|line| {
            let name = words::version_number(lang, line.number);
            let name = if line.number == shown.version.policy.number {
                view! { <strong>{name}</strong> }.into_any()
            } else {
                view! { <a href=terms_href(viewer, reading, line.number)>{name}</a> }.into_any()
            };
            row![name, short_day(line.in_force_from, lang), standing_badge(lang, line)]
        })
        .collect();
    view! {
        <h2>{words::versions(lang)}</h2>
        <Table
            caption=words::versions(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::version(lang)),
                Column::text(words::holds_from(lang)),
                Column::text(words::standing(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

/// Where a version stands, in its word and shape.
pub fn standing_badge(lang: Lang, line: &VersionLine) -> AnyView {
    let (shape, tone, word) = match line.standing {
        Standing::InForce => (Shape::Dot, Tone::Good, words::is_in_force(lang).to_owned()),
        Standing::ToCome => (Shape::Circle, Tone::Wait, words::is_to_come(lang).to_owned()),
        Standing::Replaced { until } => {
            (Shape::Swap, Tone::Quiet, words::was_replaced(lang, &short_day(until, lang)))
        }
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}
