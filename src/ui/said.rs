use leptos::prelude::*;

/// What somebody wrote, with the line breaks that they made.
#[component]
pub fn Said(#[prop(into)] text: String) -> impl IntoView {
    view! { <div class="said">{text}</div> }
}
