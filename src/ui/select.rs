use leptos::prelude::*;

use super::field::{About, labelled};
use crate::kernel::locale::Lang;

/// One of many, where cards would fill the page: pairs of a value and its words.
#[component]
pub fn Select(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip)] error: Option<String>,
    options: Vec<(String, String)>,
    #[prop(optional, into)] chosen: String,
) -> impl IntoView {
    let about = About::new(&name, None, error);
    let options = options.into_iter().map(|(value, text)| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen>{text}</option> }
    });
    let control = view! {
        <select
            class="input input-medium"
            id=name.clone()
            name=name
            aria-describedby=about.described_by()
            aria-invalid=about.invalid()
        >
            {options.collect_view()}
        </select>
    };
    labelled(lang, label, about, control)
}
