use leptos::prelude::*;

/// Why there is nothing here, and perhaps where to go instead.
#[component]
pub fn Empty(#[prop(into)] sentence: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <p class="empty">
            {sentence}
            {children.map(|children| view! { " " {children()} })}
        </p>
    }
}
