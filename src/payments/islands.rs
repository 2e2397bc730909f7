//! What runs in the browser: a page about an open payment asks now and then whether it is still true.

use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::js_sys::Reflect;

use crate::kernel::locale::Lang;
use crate::payments::words;

/// Says that the page changes by itself, and loads it anew once `address` no longer answers "as you saw it" (204).
/// Without a script nothing is said, and the page has a link that does the same.
#[island]
pub fn PaymentWatch(lang: Lang, address: String) -> impl IntoView {
    let sentence = RwSignal::new("");
    Effect::new(move || {
        sentence.set(words::changes_by_itself(lang));
        look_later(address.clone(), 1);
    });
    view! { <p class="hint" role="status">{move || sentence.get()}</p> }
}

const AS_YOU_SAW_IT: u32 = 204;
const CHANGED: u32 = 200;
const SECONDS_BETWEEN_AT_MOST: u64 = 15;

/// Looks after as many seconds as it has looked times, so that a payment that takes long is asked for less often.
fn look_later(address: String, times: u64) {
    let wait = Duration::from_secs(times.min(SECONDS_BETWEEN_AT_MOST));
    set_timeout(move || look(address, times), wait);
}

fn look(address: String, times: u64) {
    let (again, retry) = (address.clone(), address.clone());
    let answered = Closure::once(move |response: JsValue| {
        match Reflect::get(&response, &"status".into()).ok().and_then(|status| status.as_f64()) {
            Some(status) if status == f64::from(CHANGED) => {
                // A reload that the browser refuses leaves the page with its link.
                let _ = window().location().reload();
            }
            Some(status) if status == f64::from(AS_YOU_SAW_IT) => look_later(again, times + 1),
            // Signed out meanwhile, or gone: the link leads on.
            _ => {}
        }
    });
    let failed = Closure::once(move |_: JsValue| look_later(retry, times + 1));
    let _ = window().fetch_with_str(&address).then2(&answered, &failed);
    answered.forget();
    failed.forget();
}
