use leptos::prelude::*;

use super::words;
use crate::kernel::locale::Lang;

/// One fact, and where it can be changed.
pub struct SummaryRow {
    term: String,
    value: AnyView,
    change: Option<String>,
}

impl SummaryRow {
    pub fn new(term: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self { term: term.into(), value: value.into_any(), change: None }
    }

    /// The page that changes this fact and returns here.
    #[must_use]
    pub fn change(self, href: impl Into<String>) -> Self {
        Self { change: Some(href.into()), ..self }
    }
}

/// Facts to check, one below the other. `amounts`: all of them are, so they stand at the right like a sum on paper.
#[component]
pub fn SummaryList(lang: Lang, rows: Vec<SummaryRow>, #[prop(optional)] amounts: bool) -> impl IntoView {
    let class = if amounts { "summary-list summary-amounts" } else { "summary-list" };
    let rows = rows.into_iter().map(|SummaryRow { term, value, change }| {
        let change = change.map(|href| {
            view! {
                <dd>
                    <a href=href>
                        {words::change(lang)} <span class="visually-hidden">{format!(" {term}")}</span>
                    </a>
                </dd>
            }
        });
        view! {
            <div class="summary-row">
                <dt>{term.clone()}</dt>
                <dd>{value}</dd>
                {change}
            </div>
        }
    });
    view! { <dl class=class>{rows.collect_view()}</dl> }
}
