//! What is in others' hands, and what to think about.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::one::state_badge;
use crate::handing::model::State;
use crate::handing::store::Handover;
use crate::handing::store::candidates::Candidate;
use crate::handing::words;
use crate::kernel::dates::{days_between, short_day};
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{Column, Empty, Tab, Table, Tabs};

/// What the list shows.
pub struct ListPage<'a> {
    /// `None` shows candidates.
    pub state: Option<State>,
    pub handovers: &'a [Handover],
    pub candidates: &'a [Candidate],
    pub today: NaiveDate,
}

/// The list with its tabs.
pub fn list_view(lang: Lang, page: &ListPage<'_>) -> AnyView {
    let tab = |href: &str, text: &str, state: Option<State>| Tab {
        href: href.to_owned(),
        text: text.to_owned(),
        count: None,
        is_current: page.state == state,
    };
    let tabs = vec![
        tab("/desk/handing", words::tab_standing(lang), Some(State::Standing)),
        tab("/desk/handing?show=asked", words::tab_asked(lang), Some(State::Asked)),
        tab("/desk/handing?show=recalled", words::tab_recalled(lang), Some(State::Recalled)),
        tab("/desk/handing?show=candidates", words::tab_candidates(lang), None),
    ];
    let body = match page.state {
        None => candidates(lang, page),
        Some(_) => handovers(lang, page),
    };
    let lead = if page.state.is_none() { words::candidates_lead(lang) } else { words::lead(lang) };
    view! {
        <h1>{words::heading(lang)}</h1>
        <Tabs label=words::heading(lang) tabs=tabs />
        <p>{lead}</p>
        {body}
    }
    .into_any()
}

fn handovers(lang: Lang, page: &ListPage<'_>) -> AnyView {
    if page.handovers.is_empty() {
        return view! { <Empty sentence=words::none(lang) /> }.into_any();
    }
    let rows = page.handovers.iter().map(|one| {
        let until = one.recalled_on.unwrap_or(page.today);
        let age = one.handed_on.map(|on| days_between(on, until).to_string());
        row![
            view! { <a href=format!("/desk/handing/{}", one.id)>{one.number.clone()}</a> },
            view! {
                <a href=format!("/desk/accounts/{}", one.account)>
                    {format!("{} ({})", one.debtor_name, one.account_reference)}
                </a>
            },
            words::kind(lang, one.kind),
            one.to_name.clone(),
            one.handed_on.map(|on| short_day(on, lang)),
            age,
            one.open.map(|open| open.to_string()),
            state_badge(lang, one.state),
        ]
    });
    view! {
        <Table
            caption=words::heading(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::number_column(lang)),
                Column::text(words::customer(lang)),
                Column::text(words::what(lang)),
                Column::text(words::to(lang)),
                Column::text(words::since_column(lang)),
                Column::number(words::age_column(lang)),
                Column::number(words::open_then(lang)),
                Column::text(words::state_column(lang)),
            ]
            rows=rows.collect()
            wide=true
        />
    }
    .into_any()
}

fn candidates(lang: Lang, page: &ListPage<'_>) -> AnyView {
    if page.candidates.is_empty() {
        return view! { <Empty sentence=words::none(lang) /> }.into_any();
    }
    let rows = page.candidates.iter().map(|one| {
        row![
            view! {
                <a href=format!("/desk/accounts/{}", one.account)>
                    {format!("{} ({})", one.debtor_name, one.reference)}
                </a>
            },
            short_day(one.oldest_due_on, lang),
            words::days_late(lang, one.days_late),
            one.open.to_string(),
            view! { <a href=format!("/desk/accounts/{}/hand-on", one.account)>{words::hand_on(lang)}</a> },
        ]
    });
    view! {
        <Table
            caption=words::tab_candidates(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::customer(lang)),
                Column::text(words::oldest_column(lang)),
                Column::number(words::age_column(lang)),
                Column::number(words::open_column(lang)),
                Column::text(words::what(lang)),
            ]
            rows=rows.collect()
            wide=true
        />
    }
    .into_any()
}
