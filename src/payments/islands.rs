//! What runs in the browser: a page about an open payment asks now and then whether it is still true.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::closure::Closure;

use crate::kernel::browser::{later, number, place, wake};
use crate::kernel::locale::Lang;
use crate::kernel::packed::packed;
use crate::payments::words;

const WATCH: &str = "payment-watch";

/// Says that the page changes by itself, and loads it anew once `address` no longer answers "as you saw it" (204).
/// Without a script nothing is said, and the page has a link that does the same.
#[component]
pub fn PaymentWatch(lang: Lang, address: String) -> impl IntoView {
    let given = packed(&(lang, address));
    view! {
        <p class="hint" role="status" data-worker=WATCH data-given=given></p>
        <WatchesPayment />
    }
}

#[island]
fn WatchesPayment() -> impl IntoView {
    wake(|| {
        let Some((place, (lang, address))) = place::<(Lang, String)>(WATCH) else { return };
        place.set_text_content(Some(words::changes_by_itself(lang)));
        look_later(address, 1);
    });
}

const AS_YOU_SAW_IT: u64 = 204;
const CHANGED: u64 = 200;
const SECONDS_BETWEEN_AT_MOST: i32 = 15;

/// Looks after as many seconds as it has looked times, so that a payment that takes long is asked for less often.
fn look_later(address: String, times: i32) {
    later(times.min(SECONDS_BETWEEN_AT_MOST) * 1_000, move || look(address, times));
}

fn look(address: String, times: i32) {
    let (again, retry) = (address.clone(), address.clone());
    let answered = Closure::once(move |response: JsValue| {
        match number(&response, "status") {
            CHANGED => {
                // A reload that the browser refuses leaves the page with its link.
                let _ = window().location().reload();
            }
            AS_YOU_SAW_IT => look_later(again, times + 1),
            // Signed out meanwhile, or gone: the link leads on.
            _ => {}
        }
    });
    let failed = Closure::once(move |_: JsValue| look_later(retry, times + 1));
    let _ = window().fetch_with_str(&address).then2(&answered, &failed);
    answered.forget();
    failed.forget();
}
