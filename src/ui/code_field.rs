use leptos::prelude::*;

use super::field::{About, labelled};
use crate::kernel::locale::Lang;

/// A one-time code of six digits in one box, so that it can be pasted and filled in by the phone.
#[component]
pub fn CodeField(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let about = About::new(&name, hint, error);
    // A code is never shown again: there is no value.
    let input = view! {
        <input
            class="input code-field"
            id=name.clone()
            name=name
            type="text"
            inputmode="numeric"
            autocomplete="one-time-code"
            spellcheck="false"
            aria-describedby=about.described_by()
            aria-invalid=about.invalid()
        />
    };
    labelled(lang, label, about, input)
}
