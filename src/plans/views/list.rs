//! Somebody's plans and proposals.

use leptos::prelude::*;

use crate::accounts::model::Viewer;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::plans::model::{Negotiation, Plan, plan_href};
use crate::plans::standing::Progress;
use crate::plans::views::{plan_badge, talk_badge};
use crate::plans::words;
use crate::plans::words::{desk, keeping};
use crate::row;
use crate::ui::{Column, Empty, Table};

/// Those that are kept first, then what is talked about, then what is over.
pub fn plan_list(lang: Lang, viewer: Viewer, plans: &[(Plan, Progress)], talks: &[Negotiation]) -> AnyView {
    if plans.is_empty() && talks.is_empty() {
        let none = if viewer == Viewer::Person { words::none_yet(lang) } else { desk::account_none(lang) };
        return view! { <Empty sentence=none /> }.into_any();
    }
    let is_desk = viewer != Viewer::Person;
    let of_plan = |(plan, progress): &(Plan, Progress)| {
        let next = progress.next().filter(|_| plan.state.is_open()).map(|next| {
            format!("{}, {}", progress.money(next.left_minor), short_day(next.part.due_on, lang))
        });
        row![
            view! { <a href=plan_href(viewer, plan.id)>{keeping::heading(lang, &plan.name())}</a> },
            plan_badge(lang, plan.state),
            progress.money(progress.left_minor).to_string(),
            next,
        ]
    };
    let of_talk = |talk: &Negotiation| {
        let asks = talk.current().and_then(|offer| offer.schedule().ok());
        let asks = asks.map(|schedule| words::in_short(lang, &schedule)).unwrap_or_default();
        let owed = talk.current().map(|offer| offer.owed.to_string());
        row![
            view! { <a href=plan_href(viewer, talk.id)>{asks}</a> },
            talk_badge(lang, talk.state, is_desk),
            owed,
            talk.answer_by.map(|by| short_day(by, lang)),
        ]
    };
    let open = talks.iter().filter(|talk| talk.state.is_open());
    let over = talks.iter().filter(|talk| !talk.state.is_open());
    let rows = open.map(of_talk).chain(plans.iter().map(of_plan)).chain(over.map(of_talk)).collect();
    view! {
        <Table
            caption=words::plans(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::terms_of_offer(lang)),
                Column::text(keeping::column_state(lang)),
                Column::number(keeping::column_left(lang)),
                Column::text(keeping::next_label(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}
