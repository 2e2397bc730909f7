//! The trail on the desk, and what of it the people of an account read.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::desk::audit::store::Event;
use crate::desk::audit::words;
use crate::kernel::dates::{DatePart, hour, short_day};
use crate::kernel::ids::StaffId;
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{
    Button, ButtonKind, Column, DateField, Empty, Field, FileLink, Select, Table, TypedDate, Width,
};

/// What was typed into the filter.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub who: String,
    pub verb: String,
    pub account: String,
    pub from: TypedDate,
    pub until: TypedDate,
    /// Which field is wrong, and why; of a day also which part of it.
    pub wrong: Vec<(&'static str, String, Option<DatePart>)>,
}

/// The trail with its filter.
pub fn trail_view(
    lang: Lang,
    typed: &Typed,
    team: &[(StaffId, String)],
    events: &[Event],
    zone: Tz,
    hrefs: (String, Option<String>),
) -> AnyView {
    let (csv, older) = hrefs;
    let list = if events.is_empty() {
        view! { <Empty sentence=words::none(lang) /> }.into_any()
    } else {
        let file = view! { <p><FileLink href=csv text=words::csv(lang) format="CSV" /></p> };
        view! { {table(lang, events, zone)} {file} }.into_any()
    };
    let older = older.map(|href| view! { <p><a href=href>{words::older(lang)}</a></p> });
    view! {
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        {filter(lang, typed, team)}
        {list}
        {older}
    }
    .into_any()
}

/// Who did something, in words.
pub fn actor(lang: Lang, event: &Event) -> String {
    let kind = match event.actor_kind.as_str() {
        "system" => words::portal(lang),
        "visitor" => words::visitor(lang),
        _ => words::customers(lang),
    };
    event.actor_name.clone().unwrap_or_else(|| kind.to_owned())
}

/// Moments of the trail are told to the second.
pub fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Who of the team looked at an account, as its people read it.
pub fn looks_view(lang: Lang, looks: &[(NaiveDate, String, String, i64)]) -> AnyView {
    let list = if looks.is_empty() {
        view! { <Empty sentence=words::looks_none(lang) /> }.into_any()
    } else {
        let rows = looks.iter().map(|(on, name, verb, times)| {
            let what = if verb == "read" { words::looked(lang) } else { words::viewed(lang) };
            let often = if *times == 1 { words::once(lang).to_owned() } else { words::times(lang, *times) };
            row![short_day(*on, lang), name.clone(), what, often]
        });
        view! {
            <Table
                caption=words::looks_heading(lang)
                caption_hidden=true
                columns=vec![
                    Column::text(words::day(lang)),
                    Column::text(words::who(lang)),
                    Column::text(words::what(lang)),
                    Column::text(words::often(lang)),
                ]
                rows=rows.collect()
            />
        }
        .into_any()
    };
    view! { <h2>{words::looks_heading(lang)}</h2> {list} }.into_any()
}

fn table(lang: Lang, events: &[Event], zone: Tz) -> AnyView {
    let rows = events.iter().map(|event| {
        let at = event.at.with_timezone(&zone);
        let account = event.account.as_ref().map(|(id, whose)| {
            let href = format!("/desk/accounts/{id}/timeline");
            view! { <a href=href>{whose.clone()}</a> }
        });
        row![
            format!("{}, {}", short_day(at.date_naive(), lang), hour(at.time(), lang)),
            actor(lang, event),
            words::verb_text(lang, &event.verb),
            words::object_text(lang, &event.object_kind),
            account,
        ]
    });
    view! {
        <Table
            caption=words::heading(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::at(lang)),
                Column::text(words::who(lang)),
                Column::text(words::verb(lang)),
                Column::text(words::object(lang)),
                Column::text(words::account(lang)),
            ]
            rows=rows.collect()
        />
    }
    .into_any()
}

fn filter(lang: Lang, typed: &Typed, team: &[(StaffId, String)]) -> AnyView {
    let whos = [
        (String::new(), words::everybody(lang).to_owned()),
        ("person".to_owned(), words::customers(lang).to_owned()),
        ("system".to_owned(), words::portal(lang).to_owned()),
    ];
    let whos = whos.into_iter().chain(team.iter().map(|(id, name)| (id.to_string(), name.clone())));
    let mut verbs: Vec<(String, String)> =
        words::VERBS.iter().map(|(name, ..)| ((*name).to_owned(), words::verb_text(lang, name))).collect();
    verbs.sort_by(|one, other| one.1.cmp(&other.1));
    let verbs = std::iter::once((String::new(), words::every_verb(lang).to_owned())).chain(verbs);
    let wrong = |field: &str| {
        typed.wrong.iter().find(|(name, ..)| *name == field).map(|(_, sentence, _)| sentence.clone())
    };
    let part =
        |field: &str| typed.wrong.iter().find(|(name, ..)| *name == field).and_then(|(.., part)| *part);
    view! {
        <form class="form" method="get" action="/desk/audit" role="search" aria-label=words::filter(lang)>
            <div class="field-grid">
                <Select lang=lang name="who" label=words::who(lang) options=whos.collect() chosen=typed.who.clone() />
                <Select lang=lang name="verb" label=words::verb(lang) options=verbs.collect() chosen=typed.verb.clone() />
                <Field
                    lang=lang
                    name="account"
                    label=words::account(lang)
                    hint=words::account_hint(lang)
                    value=typed.account.clone()
                    error=wrong("account")
                    width=Width::Medium
                    autocomplete="off"
                />
                <DateField
                    lang=lang
                    name="from"
                    legend=words::from(lang)
                    error=wrong("from")
                    wrong=part("from")
                    value=typed.from.clone()
                />
                <DateField
                    lang=lang
                    name="until"
                    legend=words::until(lang)
                    error=wrong("until")
                    wrong=part("until")
                    value=typed.until.clone()
                />
            </div>
            <Button kind=ButtonKind::Secondary>{words::show(lang)}</Button>
        </form>
    }
    .into_any()
}
