use leptos::prelude::*;

/// One box to tick, with its words beside it; hidden words are for those who do not see the row that it stands in.
#[component]
pub fn Tick(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] label: String,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    let label_for = id.clone();
    view! {
        <label class="tick" for=label_for>
            <input type="checkbox" id=id name=name value=value checked=checked />
            <span class=label_hidden.then_some("visually-hidden")>{label}</span>
        </label>
    }
}
