use leptos::prelude::*;

/// One of several pages about the same thing.
pub struct Tab {
    pub href: String,
    pub text: String,
    pub count: Option<u64>,
    pub is_current: bool,
}

/// Pages about the same thing, each an address of its own.
#[component]
pub fn Tabs(#[prop(into)] label: String, tabs: Vec<Tab>) -> impl IntoView {
    let tabs = tabs.into_iter().map(|Tab { href, text, count, is_current }| {
        let text = match count {
            Some(count) => format!("{text} ({count})"),
            None => text,
        };
        view! { <li><a href=href aria-current=is_current.then_some("page")>{text}</a></li> }
    });
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{tabs.collect_view()}</ul>
        </nav>
    }
}
