//! What was found, kind by kind.

use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::desk::finding::model::Kind;
use crate::desk::finding::store::Hit;
use crate::desk::finding::words;
use crate::desk::store::Results;
use crate::desk::views::results;
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{Column, Empty, Table};

/// Accounts first, then whatever else bears the words.
pub fn found_view(lang: Lang, asked: &str, accounts: &Results, hits: &[Hit]) -> AnyView {
    if accounts.found.is_empty() && hits.is_empty() {
        let all = view! { <a href="/desk/accounts">{words::all_accounts(lang)}</a> };
        return view! {
            <h1>{words::heading(lang, asked)}</h1>
            <Empty sentence=words::nothing(lang, asked)>{all}</Empty>
            <p class="hint">{words::what_can_be_found(lang)}</p>
        }
        .into_any();
    }
    let kinds = Kind::ALL.map(|kind| section(lang, kind, hits));
    view! {
        <h1>{words::heading(lang, asked)}</h1>
        {accounts_section(lang, asked, accounts)}
        {kinds.into_iter().collect_view()}
    }
    .into_any()
}

fn accounts_section(lang: Lang, asked: &str, accounts: &Results) -> Option<AnyView> {
    if accounts.found.is_empty() {
        return None;
    }
    let more = (accounts.total > accounts.found.len() as u64).then(|| {
        let href = format!("/desk/accounts?q={}", utf8_percent_encode(asked, NON_ALPHANUMERIC));
        view! { <p><a href=href>{words::more_accounts(lang, accounts.total)}</a></p> }
    });
    let table = results(lang, asked, accounts);
    Some(view! { <h2>{words::accounts(lang)}</h2> {table} {more} }.into_any())
}

fn section(lang: Lang, kind: Kind, hits: &[Hit]) -> Option<AnyView> {
    let rows: Vec<Vec<AnyView>> = hits
        .iter()
        .filter(|hit| hit.kind == kind)
        .map(|hit| {
            row![
                view! { <a href=hit.href()>{hit.named.clone()}</a> },
                format!("{} ({})", hit.customer, hit.reference),
                hit.amount.map(|amount| amount.to_string()),
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let heading = words::kind(lang, kind);
    let columns = vec![
        Column::text(words::what(lang)),
        Column::text(words::of_whom(lang)),
        Column::number(words::amount(lang)),
    ];
    Some(
        view! {
            <h2>{heading}</h2>
            <Table caption=heading caption_hidden=true columns=columns rows=rows />
        }
        .into_any(),
    )
}
