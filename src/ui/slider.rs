use leptos::prelude::*;

/// A number that is asked for by sliding. It is sent nowhere: a script lets it change a field. Hidden until there is one,
/// unless `is_awake`.
#[component]
pub fn Slider(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    from: u16,
    to: u16,
    value: u16,
    #[prop(optional)] is_awake: bool,
) -> impl IntoView {
    view! {
        <div class="field" hidden=!is_awake>
            <label class="label" for=id.clone()>
                {label}
            </label>
            <input
                type="range"
                class="slider"
                id=id
                min=from.to_string()
                max=to.to_string()
                value=value.to_string()
            />
        </div>
    }
}
