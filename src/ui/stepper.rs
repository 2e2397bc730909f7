use leptos::prelude::*;

use super::words;
use crate::kernel::locale::Lang;

/// How far a task of several pages is; stands over the h1 and is not a menu.
#[component]
pub fn Stepper(lang: Lang, step: usize, of: usize) -> impl IntoView {
    view! { <p class="stepper">{words::step(lang, step, of)}</p> }
}
