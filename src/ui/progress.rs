use leptos::prelude::*;

/// How much is done: said in words first, then drawn.
#[component]
pub fn Progress(
    #[prop(into)] id: String,
    #[prop(into)] text: String,
    done: u32,
    total: u32,
) -> impl IntoView {
    view! {
        <div class="progress">
            <label for=id.clone()>{text}</label>
            <progress id=id value=done max=total></progress>
        </div>
    }
}
