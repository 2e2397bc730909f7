use leptos::prelude::*;

use super::field::{About, labelled};
use super::words;
use crate::kernel::locale::Lang;

/// Words of any length. Past three quarters of the limit it says how many characters are left; text over the limit is
/// kept and not cut.
#[component]
pub fn TextArea(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional, into)] value: String,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] limit: Option<usize>,
) -> impl IntoView {
    let about = About::new(&name, hint, error);
    let count = limit.and_then(|limit| count(lang, value.chars().count(), limit));
    // Leptos does not escape what stands inside a textarea, so the text goes in escaped; and the browser drops the
    // first line break after the tag, so one stands there for it.
    let text = format!("\n{}", html_escape::encode_text(&value));
    let control = view! {
        <textarea
            class="input"
            id=name.clone()
            name=name
            rows=rows
            aria-describedby=about.described_by()
            aria-invalid=about.invalid()
            inner_html=text
        ></textarea>
        {count.map(|count| view! { <p class="hint">{count}</p> })}
    };
    labelled(lang, label, about, control)
}

fn count(lang: Lang, length: usize, limit: usize) -> Option<String> {
    match limit.checked_sub(length) {
        None => Some(words::characters_over(lang, length - limit)),
        Some(1) => Some(words::one_character_left(lang).to_owned()),
        Some(left) if length * 4 >= limit * 3 => Some(words::characters_left(lang, left)),
        Some(_) => None,
    }
}
