//! The calendar as a grid of weeks, and as a list of days.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use crate::desk::calendar::model::{EntryKind, Scale, Span};
use crate::desk::calendar::store::Entry;
use crate::desk::calendar::words;
use crate::desk::task_views::task_title;
use crate::desk::tasks::TaskKind;
use crate::kernel::dates::{day_month, long_day, month_of_year, short_day};
use crate::kernel::ids::StaffId;
use crate::kernel::locale::Lang;
use crate::ui::{Actions, Button, ButtonKind, Column, Select, Tab, Table, Tabs};

/// Of more than these a day of the grid says how many there are.
const ON_A_DAY: usize = 4;

/// What the page shows.
pub struct CalendarPage<'a> {
    pub span: Span,
    pub today: NaiveDate,
    pub entries: &'a [Entry],
    /// As the address says it.
    pub whose: &'a str,
    /// Those among whom whoever reads may choose; nobody for an agent.
    pub team: &'a [(StaffId, String)],
    /// Whoever reads sees everybody's.
    pub leads: bool,
}

impl CalendarPage<'_> {
    fn href(&self, scale: Scale, on: NaiveDate) -> String {
        format!("/desk/calendar?view={}&on={on}&whose={}", scale.name(), self.whose)
    }
}

/// The whole page.
pub fn calendar_view(lang: Lang, page: &CalendarPage<'_>) -> AnyView {
    let tabs = Scale::ALL.map(|scale| Tab {
        href: page.href(scale, page.span.on),
        text: words::scale_text(lang, scale).to_owned(),
        count: None,
        is_current: scale == page.span.scale,
    });
    let scale = page.span.scale;
    let days = match scale {
        Scale::Month => grid(lang, page),
        Scale::Week => list(lang, page),
    };
    let turn = |to: NaiveDate| page.href(scale, to);
    let (earlier, today, later) = (turn(page.span.earlier()), turn(page.today), turn(page.span.later()));
    view! {
        <h1>{words::heading(lang)}</h1>
        <Tabs label=words::scale(lang) tabs=tabs.into_iter().collect() />
        {whose_form(lang, page)}
        <Actions>
            <a href=earlier>{words::earlier(lang)}</a>
            <a href=today>{words::today(lang)}</a>
            <a href=later>{words::later(lang)}</a>
        </Actions>
        {days}
    }
    .into_any()
}

fn whose_form(lang: Lang, page: &CalendarPage<'_>) -> AnyView {
    let mut options = vec![
        (String::new(), words::mine(lang).to_owned()),
        ("nobody".to_owned(), words::nobodys(lang).to_owned()),
    ];
    if page.leads {
        options.push(("all".to_owned(), words::everybodys(lang).to_owned()));
        options.extend(page.team.iter().map(|(id, name)| (id.to_string(), name.clone())));
    }
    view! {
        <form class="form" method="get" action="/desk/calendar">
            <input type="hidden" name="view" value=page.span.scale.name() />
            <input type="hidden" name="on" value=page.span.on.to_string() />
            <Select
                lang=lang
                name="whose"
                label=words::whose(lang)
                options=options
                chosen=page.whose.to_owned()
            />
            <Button kind=ButtonKind::Secondary>{words::show(lang)}</Button>
        </form>
    }
    .into_any()
}

fn grid(lang: Lang, page: &CalendarPage<'_>) -> AnyView {
    let rows = page
        .span
        .weeks()
        .into_iter()
        .map(|week| week.into_iter().map(|day| grid_day(lang, page, day)).collect::<Vec<AnyView>>());
    let columns = words::WEEKDAYS.map(|weekday| Column::text(weekday(lang)));
    view! {
        <Table
            caption=words::month_of(lang, &month_of_year(page.span.on, lang))
            columns=columns.into_iter().collect()
            rows=rows.collect()
            wide=true
        />
    }
    .into_any()
}

fn grid_day(lang: Lang, page: &CalendarPage<'_>, day: NaiveDate) -> AnyView {
    let number = if page.span.holds(day) { day.day().to_string() } else { short_day(day, lang) };
    let number = if day == page.today { format!("{number}, {}", words::is_today(lang)) } else { number };
    let of_day: Vec<&Entry> = page.entries.iter().filter(|entry| entry.on == day).collect();
    if of_day.is_empty() {
        return view! { <span class="hint">{number}</span> }.into_any();
    }
    let left = of_day.len().saturating_sub(ON_A_DAY);
    let more = (left > 0).then(|| {
        let href = page.href(Scale::Week, day);
        let about = format!(" ({})", day_month(day, lang));
        view! {
            <li>
                <a href=href>
                    {words::more(lang, left)} <span class="visually-hidden">{about}</span>
                </a>
            </li>
        }
    });
    let lines = of_day.into_iter().take(ON_A_DAY).map(|entry| view! { <li>{entry_link(lang, entry)}</li> });
    view! {
        <strong>{number}</strong>
        <ul>{lines.collect_view()} {more}</ul>
    }
    .into_any()
}

fn list(lang: Lang, page: &CalendarPage<'_>) -> AnyView {
    let (first, last) = (page.span.first(), page.span.last());
    let days = page.span.weeks().into_iter().flatten().map(|day| {
        let of_day: Vec<AnyView> = page
            .entries
            .iter()
            .filter(|entry| entry.on == day)
            .map(|entry| view! { <li>{entry_link(lang, entry)} {about(lang, entry)}</li> }.into_any())
            .collect();
        let lines = if of_day.is_empty() {
            view! { <p class="hint">{words::nothing(lang)}</p> }.into_any()
        } else {
            view! { <ul>{of_day}</ul> }.into_any()
        };
        let is_today = (day == page.today).then(|| format!(" ({})", words::is_today(lang)));
        view! { <h3>{long_day(day, lang)} {is_today}</h3> {lines} }
    });
    view! {
        <h2>{words::week_of(lang, &day_month(first, lang), &day_month(last, lang))}</h2>
        {days.collect_view()}
    }
    .into_any()
}

/// What it is and whose account it is about, leading to where it is done.
fn entry_link(lang: Lang, entry: &Entry) -> AnyView {
    let what = match entry.kind {
        EntryKind::Task => task_title(lang, TaskKind::of(&entry.detail, "")).to_owned(),
        kind => words::entry_text(lang, kind, &entry.detail),
    };
    let text = match &entry.whose {
        Some((debtor, _)) => format!("{what}: {debtor}"),
        None => what,
    };
    view! { <a href=href(entry)>{text}</a> }.into_any()
}

/// The rest of it: the account's reference, how much, and whose work it is.
fn about(lang: Lang, entry: &Entry) -> String {
    let parts = [
        entry.whose.as_ref().map(|(_, reference)| reference.clone()),
        entry.amount.map(|amount| amount.to_string()),
        entry.owner.as_ref().map(|(_, name)| words::of_owner(lang, name)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn href(entry: &Entry) -> String {
    match (entry.kind, entry.account) {
        (EntryKind::DisputeAnswer | EntryKind::DisputeQuestion, _) => format!("/desk/disputes/{}", entry.id),
        (EntryKind::Instalment, _) => format!("/desk/plans/{}", entry.id),
        (EntryKind::Promise, Some(account)) => format!("/desk/accounts/{account}/promises"),
        (_, Some(account)) => format!("/desk/accounts/{account}"),
        (_, None) => "/desk/tasks".to_owned(),
    }
}
