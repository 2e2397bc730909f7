//! The list as the desk shows it: one table, and what can be done with the rows that are ticked.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::contact::guard::When;
use crate::desk::calls;
use crate::desk::groups::store::Group;
use crate::desk::tables::csv_link;
use crate::desk::task_views::task_title;
use crate::desk::tasks::TaskKind;
use crate::desk::worklist::listing::{Listed, Row};
use crate::desk::worklist::model::{Shelf, ThingKind, is_over};
use crate::desk::worklist::store::ranking::After;
use crate::desk::worklist::store::things::{OF_EACH_KIND, Thing};
use crate::desk::worklist::words;
use crate::kernel::dates::{DatePart, hour, short_day};
use crate::kernel::ids::{GroupId, StaffId};
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{
    Actions, Badge, Button, ButtonKind, Choice, Column, DateField, Empty, Notice, NoticeKind, PostForm,
    RadioCards, Refilled, Select, Shape, Tab, Table, Tabs, Tick, Tone, TypedDate,
};

/// What the page of the day shows of the list.
pub struct ListPage<'a> {
    pub listed: &'a Listed,
    pub shelf: Shelf,
    /// What the list can be narrowed to, and what it is narrowed to.
    pub groups: &'a [Group],
    pub group: Option<GroupId>,
    /// A further page is shown.
    pub is_further: bool,
    pub reader: StaffId,
    pub may_change: bool,
    /// Where the reader's creditors are.
    pub zone: Tz,
    /// To whom something can be given.
    pub team: &'a [(StaffId, String)],
    pub now: DateTime<Utc>,
    pub form: &'a Refilled,
    pub wrong: Option<DatePart>,
}

impl ListPage<'_> {
    /// A shelf of the list, narrowed as it is now.
    fn href(&self, shelf: Shelf) -> String {
        format!("/desk?{}", self.query(shelf))
    }

    fn query(&self, shelf: Shelf) -> String {
        match self.group {
            Some(group) => format!("show={}&group={group}", shelf.name()),
            None => format!("show={}", shelf.name()),
        }
    }
}

/// Where a thing is worked on.
pub fn thing_href(thing: &Thing) -> String {
    let (id, account) = (thing.is.id, thing.account.map(|account| account.to_string()));
    match (thing.is.kind, account) {
        (ThingKind::Dispute, _) => format!("/desk/disputes/{id}"),
        (ThingKind::Proposal | ThingKind::Plan, _) => format!("/desk/plans/{id}"),
        (ThingKind::Message, _) => format!("/desk/messages/{id}"),
        (ThingKind::PromiseBroken | ThingKind::PromiseDue, Some(account)) => {
            format!("/desk/accounts/{account}/promises")
        }
        (ThingKind::Mention, Some(account)) => format!("/desk/accounts/{account}/timeline?kind=note"),
        (ThingKind::Task, _) => "/desk/tasks".to_owned(),
        (_, Some(account)) => format!("/desk/accounts/{account}"),
        (_, None) => "/desk".to_owned(),
    }
}

/// The list with its tabs and what can be done with it.
pub fn list_view(lang: Lang, page: &ListPage<'_>) -> AnyView {
    let tab = |shelf: Shelf| Tab {
        href: page.href(shelf),
        text: words::shelf(lang, shelf).to_owned(),
        count: None,
        is_current: shelf == page.shelf,
    };
    let next = page.may_change.then(|| {
        view! {
            <PostForm action="/do/desk/take-next">
                <Actions>
                    <button type="submit" class="button" aria-keyshortcuts="n">{words::take_next(lang)}</button>
                </Actions>
            </PostForm>
        }
    });
    let body = if page.listed.rows.is_empty() {
        view! { <Empty sentence=words::shelf_empty(lang, page.shelf) /> }.into_any()
    } else if page.may_change {
        ticked_form(lang, page)
    } else {
        table(lang, page)
    };
    let csv = format!("/desk/worklist.csv?{}", page.query(page.shelf));
    let file = (!page.listed.rows.is_empty()).then(|| csv_link(lang, csv));
    let top = page.href(page.shelf);
    let first = page.is_further.then(|| {
        view! { <p><a href=top>{words::back_to_first(lang)}</a></p> }
    });
    view! {
        <p>{words::lead(lang)} " " <a href="/desk/worklist/weights">{words::weights(lang)}</a></p>
        {next}
        <Tabs label=words::which(lang) tabs=Shelf::ALL.map(tab).into() />
        {narrow(lang, page)}
        {body}
        {more(lang, page)}
        {first}
        {file}
    }
    .into_any()
}

/// The groups that the list can be narrowed to, once there are any.
fn narrow(lang: Lang, page: &ListPage<'_>) -> Option<AnyView> {
    let all = (String::new(), words::all_accounts(lang).to_owned());
    let groups = page.groups.iter().map(|group| (group.id.to_string(), group.name.clone()));
    let options: Vec<(String, String)> = std::iter::once(all).chain(groups).collect();
    let (shelf, chosen) = (page.shelf.name(), page.group.map(|id| id.to_string()).unwrap_or_default());
    (!page.groups.is_empty()).then(|| {
        view! {
            <form class="search" action="/desk" role="search" aria-label=words::narrow(lang)>
                <input type="hidden" name="show" value=shelf />
                <Select lang=lang name="group" label=words::group(lang) options=options chosen=chosen />
                <Button kind=ButtonKind::Secondary>{words::narrow(lang)}</Button>
            </form>
        }
        .into_any()
    })
}

/// A problem with the whole form, above everything else.
pub fn problem(lang: Lang, form: &Refilled) -> Option<AnyView> {
    form.error("").map(|sentence| {
        view! {
            <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_changed(lang)}</Notice>
        }
        .into_any()
    })
}

/// What was just done, and how often a colleague was faster.
pub fn done(lang: Lang, done: &str, count: u32, lost: u32) -> Option<AnyView> {
    if done == "nothing" {
        let heading = words::nothing_next(lang);
        return Some(
            view! {
                <Notice kind=NoticeKind::Info heading=heading focused=true>
                    {words::nothing_next_text(lang)}
                </Notice>
            }
            .into_any(),
        );
    }
    let heading = match done {
        "taken" => words::done_taken(lang, count),
        "given" => words::done_given(lang, count),
        "left" => words::done_left(lang, count),
        "snoozed" => words::done_snoozed(lang, count),
        _ => return None,
    };
    let text = if lost > 0 { words::done_lost(lang, lost) } else { words::done_all(lang).to_owned() };
    Some(view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{text}</Notice> }.into_any())
}

fn more(lang: Lang, page: &ListPage<'_>) -> AnyView {
    let kinds = page.listed.rows.iter().filter(|row| row.thing.is.kind != ThingKind::Account);
    let is_cut = i64::try_from(kinds.count()).is_ok_and(|count| count >= OF_EACH_KIND);
    let cut = is_cut.then(|| view! { <p class="hint">{words::shown_at_most(lang, OF_EACH_KIND)}</p> });
    let next = page.listed.next.map(|after: After| {
        let href = format!("{}&after={}:{}", page.href(page.shelf), after.0, after.1);
        view! { <p><a href=href>{words::more(lang)}</a></p> }
    });
    view! { {cut} {next} }.into_any()
}

fn table(lang: Lang, page: &ListPage<'_>) -> AnyView {
    let rows = page.listed.rows.iter().map(|row| row_view(lang, page, row)).collect();
    view! {
        <div id="followed" class="worklist">
            <Table
                caption=words::heading_list(lang)
                caption_hidden=true
                columns=vec![
                    Column::text(words::customer(lang)),
                    Column::text(words::why(lang)),
                    Column::number(words::amount(lang)),
                    Column::text(words::due(lang)),
                    Column::text(words::callable(lang)),
                    Column::text(words::owner(lang)),
                ]
                rows=rows
            />
        </div>
    }
    .into_any()
}

fn row_view(lang: Lang, page: &ListPage<'_>, row: &Row) -> Vec<AnyView> {
    let thing = &row.thing;
    let what = what(lang, row);
    let customer = customer(lang, page, thing, &what);
    let reasons = (!row.reasons.is_empty()).then(|| {
        let all: Vec<String> = row.reasons.iter().map(|reason| words::reason(lang, reason)).collect();
        view! { <span class="hint">{all.join(", ")}</span> }
    });
    let waits = waits(lang, page.now, thing);
    let why = view! {
        <a href=thing_href(thing)>{what}</a>
        {waits.map(|waits| view! { <span class="hint">{waits}</span> })}
        {reasons}
    };
    row![
        customer,
        why,
        thing.amount.map(|amount| amount.to_string()),
        due(lang, thing, page.listed.today),
        row.callable.map(|when| callable(lang, when)),
        owner(lang, page, thing),
    ]
}

fn customer(lang: Lang, page: &ListPage<'_>, thing: &Thing, what: &str) -> AnyView {
    let name = match thing.account {
        Some(account) => {
            let href = format!("/desk/accounts/{account}");
            view! { <a href=href>{thing.customer.clone()}</a> " " <span class="hint">{thing.reference.clone()}</span> }
                .into_any()
        }
        None => ().into_any(),
    };
    let label = words::tick(lang, format!("{} {what}", thing.customer).trim());
    let (value, id) = (thing.is.to_string(), format!("thing-{}", thing.is.id));
    let tick = page
        .may_change
        .then(|| view! { <Tick id=id name="thing" value=value label=label label_hidden=true /> });
    view! { <span class="worklist-who">{tick} <span>{name}</span></span> }.into_any()
}

/// What a row is, in words.
pub fn what(lang: Lang, row: &Row) -> String {
    match row.thing.is.kind {
        ThingKind::Account => words::points_text(lang, row.points),
        ThingKind::Task => task_title(lang, TaskKind::of(&row.thing.detail, "")).to_owned(),
        kind => words::what(lang, kind, &row.thing.detail),
    }
}

fn waits(lang: Lang, now: DateTime<Utc>, thing: &Thing) -> Option<String> {
    let hours = (now - thing.since).num_hours();
    let is_waiting = matches!(thing.is.kind, ThingKind::Message | ThingKind::Proposal | ThingKind::Mention);
    match hours {
        _ if !is_waiting => None,
        48.. => Some(words::waits_days(lang, hours / 24)),
        _ => Some(words::waits_hours(lang, hours.max(0))),
    }
}

fn due(lang: Lang, thing: &Thing, today: NaiveDate) -> Option<AnyView> {
    let due_on = thing.due_on?;
    let day = short_day(due_on, lang);
    Some(match is_over(thing.is.kind, Some(due_on), today) {
        true => {
            let word = words::over(lang, &day);
            view! { <Badge shape=Shape::Triangle tone=Tone::Due word=word /> }.into_any()
        }
        false => day.into_any(),
    })
}

fn callable(lang: Lang, when: When) -> String {
    match when {
        When::Until(until) => words::yes_until(lang, &hour(until.time(), lang)),
        When::From { from, why, .. } => {
            let moment = format!("{}, {}", short_day(from.date(), lang), hour(from.time(), lang));
            words::no_from(lang, &moment, calls::words::wait(lang, why))
        }
        When::Never(stop) => words::never(lang, calls::words::stop(lang, stop)),
    }
}

fn owner(lang: Lang, page: &ListPage<'_>, thing: &Thing) -> String {
    let Some(owner) = &thing.owner else { return words::nobody(lang).to_owned() };
    let name = if owner.staff == page.reader { words::you(lang).to_owned() } else { owner.name.clone() };
    match owner.taken_at.map(|at| at.with_timezone(&page.zone)) {
        Some(at) if at.date_naive() == page.listed.today => {
            words::owned_since(lang, &name, &hour(at.time(), lang))
        }
        _ => name,
    }
}

/// The table with a tick at each row, and what is done with those that are ticked: one form, whose buttons name what.
fn ticked_form(lang: Lang, page: &ListPage<'_>) -> AnyView {
    let (table, ways) = (table(lang, page), ways(lang, page));
    let (shelf, group) = (page.shelf.name(), page.group.map(|id| id.to_string()).unwrap_or_default());
    view! {
        <PostForm action="/do/desk/take-work">
            <input type="hidden" name="show" value=shelf />
            <input type="hidden" name="group" value=group />
            {table}
            {ways}
        </PostForm>
    }
    .into_any()
}

fn ways(lang: Lang, page: &ListPage<'_>) -> AnyView {
    let form = page.form;
    let (thing_error, until_error, to_error) = (form.error("thing"), form.error("until"), form.error("to"));
    let has_error = thing_error.is_some();
    let error = thing_error.map(|error| view! { <p class="error" id="thing">{error}</p> });
    let class = if has_error { "field field-wrong" } else { "field" };
    let tomorrow = page.listed.today.checked_add_days(Days::new(1)).unwrap_or(page.listed.today);
    let usual = |name: &str, format: &str| {
        Some(form.value(name))
            .filter(|typed| !typed.is_empty())
            .unwrap_or(tomorrow.format(format).to_string())
    };
    let until = TypedDate {
        day: usual("until_day", "%-d"),
        month: usual("until_month", "%-m"),
        year: usual("until_year", "%Y"),
    };
    let to = form.value("to");
    let team: Vec<Choice> =
        page.team.iter().map(|(staff, name)| Choice::new(staff.to_string(), name.clone())).collect();
    let (until_open, to_open) = (until_error.is_some(), to_error.is_some());
    let give = (!team.is_empty()).then(|| {
        view! {
            <details open=to_open>
                <summary>{words::give(lang)}</summary>
                <RadioCards lang=lang name="to" legend=words::give_whom(lang) error=to_error choices=team chosen=to />
                {way("/do/desk/give-work", words::give_now(lang))}
            </details>
        }
    });
    view! {
        <section class=class>
            <h2>{words::with_ticked(lang)}</h2>
            {error}
            <div class="actions">
                {way("/do/desk/take-work", words::take(lang))}
                {way("/do/desk/leave-work", words::leave(lang))}
            </div>
            <details open=until_open>
                <summary>{words::snooze(lang)}</summary>
                <DateField
                    lang=lang
                    name="until"
                    legend=words::snooze_until(lang)
                    hint=words::snooze_hint(lang)
                    error=until_error
                    wrong=page.wrong
                    value=until
                />
                {way("/do/desk/snooze-work", words::snooze_now(lang))}
            </details>
            {give}
        </section>
    }
    .into_any()
}

/// A button of the form that sends it somewhere of its own.
fn way(action: &'static str, text: &'static str) -> AnyView {
    view! { <button type="submit" class="button button-secondary" formaction=action>{text}</button> }
        .into_any()
}
