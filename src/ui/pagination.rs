use leptos::prelude::*;

use super::words;
use crate::kernel::locale::Lang;

/// Which rows of a long list are shown. Pages are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    number: u64,
    size: u64,
    total_rows: u64,
}

impl Pages {
    /// The page asked for, or the last when the list is not that long.
    pub fn new(number: u64, size: u64, total_rows: u64) -> Self {
        let whole = Self { number: 1, size: size.max(1), total_rows };
        Self { number: number.clamp(1, whole.last()), ..whole }
    }

    pub fn number(self) -> u64 {
        self.number
    }

    /// How many rows stand before this page: the `offset` of its query.
    pub fn rows_before(self) -> u64 {
        (self.number - 1) * self.size
    }

    fn last(self) -> u64 {
        self.total_rows.div_ceil(self.size).max(1)
    }

    fn first_row(self) -> u64 {
        self.rows_before() + 1
    }

    fn last_row(self) -> u64 {
        (self.number * self.size).min(self.total_rows)
    }

    /// The numbers worth a link: both ends and the neighbours. `None` stands for those left out.
    fn linked(self) -> Vec<Option<u64>> {
        let mut linked = Vec::new();
        let mut previous = 0;
        for number in 1..=self.last() {
            if number == 1 || number == self.last() || number.abs_diff(self.number) <= 1 {
                if number > previous + 1 {
                    linked.push(None);
                }
                linked.push(Some(number));
                previous = number;
            }
        }
        linked
    }
}

/// Leads through a long list; nothing when it fits one page. `href` gives the address of a page.
#[component]
pub fn Pagination<F>(lang: Lang, pages: Pages, href: F) -> impl IntoView
where
    F: Fn(u64) -> String + 'static,
{
    let last = pages.last();
    if last == 1 {
        return None;
    }
    let step = |number: u64, rel: &'static str, text: &'static str| {
        view! { <li><a class="pagination-step" href=href(number) rel=rel>{text}</a></li> }
    };
    let numbers = pages.linked().into_iter().map(|number| match number {
        Some(number) => {
            let current = (number == pages.number).then_some("page");
            let label = words::page_number(lang, number);
            view! { <li><a href=href(number) aria-label=label aria-current=current>{number}</a></li> }
                .into_any()
        }
        None => view! { <li class="pagination-gap" aria-hidden="true">"…"</li> }.into_any(),
    });
    let numbers: Vec<AnyView> = numbers.collect();
    Some(view! {
        <nav class="pagination" aria-label=words::pages(lang)>
            <ul>
                {(pages.number > 1).then(|| step(pages.number - 1, "prev", words::previous(lang)))}
                {numbers}
                {(pages.number < last).then(|| step(pages.number + 1, "next", words::next(lang)))}
            </ul>
            <p>{words::rows_shown(lang, pages.first_row(), pages.last_row(), pages.total_rows)}</p>
        </nav>
    })
}
