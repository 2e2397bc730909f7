//! What runs in the browser: the simulator's answer follows what is chosen, before the form is sent.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

use crate::kernel::locale::Lang;
use crate::plans::answer::answer;
use crate::plans::asked::Asked;
use crate::plans::reckoning::Reckoning;

/// The answer beside the form that asks. It stays as it is while what is typed cannot be understood.
#[island]
pub fn PlanAnswer(lang: Lang, reckoning: Reckoning, asked: Asked) -> impl IntoView {
    let latest = RwSignal::new(asked);
    // Effects run in the browser only.
    let follows = reckoning.clone();
    Effect::new(move || {
        for event in ["input", "change"] {
            let reckoning = follows.clone();
            window_event_listener_untyped(event, move |_| {
                let now = typed();
                if reckoning.answer(&now).is_ok() {
                    latest.set(now);
                }
            });
        }
    });
    let shown = move || {
        latest.with(|asked| reckoning.answer(asked).ok().map(|outcome| answer(lang, &reckoning, &outcome)))
    };
    view! { <div role="status">{shown}</div> }
}

/// What stands in the form now.
fn typed() -> Asked {
    let value = |name: &str| input(&format!("input[name='{name}']")).unwrap_or_default();
    let chosen = |name: &str| input(&format!("input[name='{name}']:checked")).unwrap_or_default();
    Asked {
        how: chosen("how"),
        count: value("count"),
        each: value("each"),
        down: value("down"),
        frequency: chosen("frequency"),
        first_day: value("first_day"),
        first_month: value("first_month"),
        first_year: value("first_year"),
        ..Asked::default()
    }
}

fn input(selector: &str) -> Option<String> {
    let found = document().query_selector(selector).ok()??;
    Some(found.dyn_into::<HtmlInputElement>().ok()?.value())
}
