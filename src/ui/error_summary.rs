use leptos::prelude::*;

use super::words;
use crate::kernel::locale::Lang;

/// Every error of a form in one place, each a link to its field with the very same sentence. An error of no field in
/// particular is plain text.
#[component]
pub fn ErrorSummary(
    lang: Lang,
    /// Pairs of a field's id and a sentence.
    errors: Vec<(String, String)>,
) -> impl IntoView {
    let errors = errors.into_iter().map(|(field, sentence)| {
        if field.is_empty() {
            view! { <li>{sentence}</li> }.into_any()
        } else {
            view! { <li><a href=format!("#{field}")>{sentence}</a></li> }.into_any()
        }
    });
    view! {
        <div class="error-summary" tabindex="-1" autofocus>
            <div role="alert">
                <h2>{words::there_is_a_problem(lang)}</h2>
                <ul>{errors.collect_view()}</ul>
            </div>
        </div>
    }
}
