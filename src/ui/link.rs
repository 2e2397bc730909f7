use leptos::prelude::*;

use super::words;
use crate::kernel::locale::Lang;

/// Leads one step back; stands above everything else in `main`.
#[component]
pub fn BackLink(lang: Lang, #[prop(into)] href: String) -> impl IntoView {
    view! { <a class="back-link" href=href>{words::back(lang)}</a> }
}

/// A file to download: the link says of which type it is and, where known, how large.
#[component]
pub fn FileLink(
    #[prop(into)] href: String,
    #[prop(into)] text: String,
    #[prop(into)] format: String,
    #[prop(optional)] bytes: Option<u64>,
) -> impl IntoView {
    let note = match bytes {
        Some(bytes) => format!(" ({format}, {})", file_size(bytes)),
        None => format!(" ({format})"),
    };
    view! { <a class="file-link" href=href rel="external">{text + &note}</a> }
}

/// Something to do, with one line on what it means.
pub struct LinkListItem {
    pub href: String,
    pub text: String,
    pub hint: String,
}

/// What else can be done on this page.
#[component]
pub fn LinkList(items: Vec<LinkListItem>) -> impl IntoView {
    let items = items.into_iter().map(|LinkListItem { href, text, hint }| {
        view! {
            <li>
                <a href=href>{text}</a>
                <span class="link-list-hint">{hint}</span>
            </li>
        }
    });
    view! { <ul class="link-list">{items.collect_view()}</ul> }
}

/// Rounded up, so that nobody downloads more than was said.
fn file_size(bytes: u64) -> String {
    const KILO: u64 = 1_000;
    const MEGA: u64 = 1_000_000;
    if bytes < MEGA {
        format!("{}\u{a0}kB", bytes.div_ceil(KILO))
    } else {
        format!("{}\u{a0}MB", bytes.div_ceil(MEGA))
    }
}
