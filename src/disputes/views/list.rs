//! A person's disputes: what is being written, what waits for an answer, and what was answered.

use leptos::prelude::*;

use super::{about, state_badge};
use crate::accounts::model::{Account, May};
use crate::disputes::store::drafts::Draft;
use crate::disputes::store::reading::Dispute;
use crate::disputes::words;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{Button, ButtonKind, ButtonLink, Column, Empty, PostForm, Table};

/// What the page shows.
pub struct ListPage<'a> {
    pub accounts: &'a [Account],
    pub disputes: &'a [Dispute],
    /// Each with what it is about.
    pub drafts: &'a [(Draft, String)],
}

pub fn list_view(lang: Lang, page: &ListPage<'_>) -> AnyView {
    let can_open = page.accounts.iter().any(|account| account.may >= May::Pay);
    let open = can_open.then(
        || view! { <p><ButtonLink href="/account/disputes/new">{words::open_one(lang)}</ButtonLink></p> },
    );
    let (waiting, ended): (Vec<&Dispute>, Vec<&Dispute>) =
        page.disputes.iter().partition(|dispute| dispute.state.is_open());
    let none = page.disputes.is_empty().then(|| view! { <Empty sentence=words::none_yet(lang) /> });
    view! {
        <h1>{words::disputes(lang)}</h1>
        {none}
        {table(lang, words::waiting_list(lang), words::answer_by(lang), &waiting)}
        {drafts(lang, page.drafts)}
        {open}
        {table(lang, words::ended_list(lang), words::answered_on(lang), &ended)}
    }
    .into_any()
}

fn table(lang: Lang, caption: &'static str, day: &'static str, disputes: &[&Dispute]) -> Option<AnyView> {
    if disputes.is_empty() {
        return None;
    }
    let rows = disputes
        .iter()
        .map(|dispute| {
            let href = format!("/account/disputes/{}", dispute.id);
            let on = if dispute.state.is_open() { Some(dispute.promised_on) } else { dispute.decided_on };
            row![
                view! { <a href=href>{words::dispute_number(lang, &dispute.number)}</a> },
                about(lang, dispute),
                dispute.amount.to_string(),
                state_badge(lang, dispute.state),
                on.map(|on| short_day(on, lang)),
            ]
        })
        .collect();
    let table = view! {
        <Table
            caption=caption
            columns=vec![
                Column::text(words::number(lang)),
                Column::text(words::about_what(lang)),
                Column::number(words::amount(lang)),
                Column::text(words::state(lang)),
                Column::text(day),
            ]
            rows=rows
        />
    };
    Some(table.into_any())
}

fn drafts(lang: Lang, drafts: &[(Draft, String)]) -> Option<AnyView> {
    if drafts.is_empty() {
        return None;
    }
    let items = drafts.iter().map(|(draft, what)| {
        let (href, id) = (format!("/account/disputes/drafts/{}", draft.id), draft.id.to_string());
        let which = format!(": {what}");
        view! {
            <li>
                <a href=href>{words::draft_go_on(lang, what)}</a>
                <PostForm action="/do/disputes/drop">
                    <input type="hidden" name="draft" value=id />
                    <Button kind=ButtonKind::Quiet>
                        {words::drop_draft(lang)} <span class="visually-hidden">{which}</span>
                    </Button>
                </PostForm>
            </li>
        }
    });
    let list = view! {
        <h2>{words::drafts(lang)}</h2>
        <p>{words::draft_kept_until(lang)}</p>
        <ul>{items.collect_view()}</ul>
    };
    Some(list.into_any())
}
