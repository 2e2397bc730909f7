use leptos::prelude::*;

use super::words;
use crate::kernel::locale::Lang;

/// What happens next, on which date, and what will not happen.
#[component]
pub fn Next(lang: Lang, children: Children) -> impl IntoView {
    view! {
        <section class="next">
            <h2>{words::what_happens_next(lang)}</h2>
            <p>{children()}</p>
        </section>
    }
}
