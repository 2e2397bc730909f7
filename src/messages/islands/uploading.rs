//! How far the files of a form have come on their way.

use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Array, Function, Reflect};
use leptos::web_sys::{Element, EventTarget};

use super::listening::{all, call, on, text};
use crate::kernel::locale::Lang;
use crate::messages::words;

/// Stands in a form that may hold files. When it is sent with one, the form goes to where it always goes and the bar
/// follows it; the answer is then opened as if the form had led there. What does not arrive leaves the page with all that
/// was written. Without a script the form is sent as any other.
#[island]
pub fn Uploading(lang: Lang) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let state = RwSignal::new(State::Idle);
    Effect::new(move || {
        let Some(form) = place.get().and_then(|place| place.closest("form").ok().flatten()) else { return };
        let sends = form.clone();
        on(&form, "submit", move |event| {
            let is_on_its_way = matches!(state.get_untracked(), State::Sending { .. });
            // Where it cannot be sent by a script it is sent without one.
            if is_on_its_way || (holds_files(&sends) && send(&sends, &event, state).is_ok()) {
                let _ = call(&event, "preventDefault", &Array::new());
            }
        });
    });
    let shown = move || match state.get() {
        State::Idle => ().into_any(),
        State::Sending { gone, whole } => view! {
            <label>
                {words::uploading(lang)} " "
                <progress value=gone.to_string() max=whole.to_string()></progress>
            </label>
        }
        .into_any(),
        State::Failed => view! { <p class="error">{words::upload_failed(lang)}</p> }.into_any(),
    };
    view! { <div class="progress" role="status" node_ref=place>{shown}</div> }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Idle,
    /// How many bytes have gone out, of how many.
    Sending {
        gone: f64,
        whole: f64,
    },
    Failed,
}

fn holds_files(form: &Element) -> bool {
    all(form, "input[type=file]").iter().any(|field| {
        let files = Reflect::get(&field, &"files".into()).unwrap_or_default();
        number(&files, "length") > 0.0
    })
}

fn send(form: &Element, event: &JsValue, state: RwSignal<State>) -> Result<(), JsValue> {
    // With the button that was pressed, whose name may say what is wanted.
    let pressed = Reflect::get(event, &"submitter".into())?;
    let fields = made("FormData", &Array::of1(form))?;
    let name = text(&pressed, "name").unwrap_or_default();
    if !name.is_empty() {
        let value = text(&pressed, "value").unwrap_or_default();
        call(&fields, "append", &Array::of2(&name.into(), &value.into()))?;
    }
    let action = form.get_attribute("action").unwrap_or_default();
    let request = made("XMLHttpRequest", &Array::new())?;
    call(&request, "open", &Array::of2(&"POST".into(), &action.into()))?;
    let goes_out: EventTarget = Reflect::get(&request, &"upload".into())?.unchecked_into();
    on(&goes_out, "progress", move |event| {
        let (gone, whole) = (number(&event, "loaded"), number(&event, "total"));
        state.set(State::Sending { gone, whole: whole.max(1.0) });
    });
    let target: EventTarget = request.clone().unchecked_into();
    let answer = Rc::new(request.clone());
    let answered = answer.clone();
    on(&target, "load", move |_| {
        let page = text(&answered, "responseURL").filter(|_| number(&answered, "status") < 400.0);
        match page {
            Some(page) if window().location().set_href(&page).is_ok() => {}
            _ => state.set(State::Failed),
        }
    });
    for broken in ["error", "abort", "timeout"] {
        on(&target, broken, move |_| state.set(State::Failed));
    }
    state.set(State::Sending { gone: 0.0, whole: 1.0 });
    call(&request, "send", &Array::of1(&fields)).map(drop)
}

fn made(what: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let constructor = Reflect::get(&window(), &what.into()).and_then(JsCast::dyn_into::<Function>)?;
    Reflect::construct(&constructor, arguments)
}

fn number(object: &JsValue, name: &str) -> f64 {
    Reflect::get(object, &name.into()).ok().and_then(|value| value.as_f64()).unwrap_or_default()
}
