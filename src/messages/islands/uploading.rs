//! How far the files of a form have come on their way.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Array, Reflect};
use leptos::web_sys::{Element, EventTarget};

use crate::kernel::browser::{all, call, made, number, on, place, text, wake};
use crate::kernel::locale::Lang;
use crate::kernel::markup::{Markup, element, text as read};
use crate::kernel::packed::packed;
use crate::messages::words;

const UPLOAD: &str = "upload";

/// Stands in a form that may hold files. When it is sent with one, the form goes to where it always goes and the bar
/// follows it; the answer is then opened as if the form had led there. What does not arrive leaves the page with all that
/// was written. Without a script the form is sent as any other.
#[component]
pub fn Uploading(lang: Lang) -> impl IntoView {
    view! {
        <div class="progress" role="status" data-worker=UPLOAD data-given=packed(&lang)></div>
        <ShowsUpload />
    }
}

#[island]
fn ShowsUpload() -> impl IntoView {
    wake(|| {
        let Some((place, lang)) = place::<Lang>(UPLOAD) else { return };
        let Ok(Some(form)) = place.closest("form") else { return };
        let bar = Rc::new(ProgressBar { lang, place, is_sending: Cell::new(false) });
        let sends = form.clone();
        on(&form, "submit", move |event| {
            // Where it cannot be sent by a script it is sent without one.
            if bar.is_sending.get() || (holds_files(&sends) && send(&sends, &event, &bar).is_ok()) {
                let _ = call(&event, "preventDefault", &Array::new());
            }
        });
    });
}

struct ProgressBar {
    lang: Lang,
    place: Element,
    is_sending: Cell<bool>,
}

impl ProgressBar {
    /// How many bytes have gone out, of how many.
    fn show(&self, gone: u64, whole: u64) {
        let (gone, whole) = (gone.to_string(), whole.max(1).to_string());
        let progress = element("progress", &[("value", &gone), ("max", &whole)], Vec::new());
        self.draw(true, element("label", &[], vec![read(words::uploading(self.lang)), read(" "), progress]));
    }

    fn show_failure(&self) {
        self.draw(false, element("p", &[("class", "error")], vec![read(words::upload_failed(self.lang))]));
    }

    fn draw(&self, is_sending: bool, shown: Markup) {
        self.is_sending.set(is_sending);
        self.place.set_inner_html(&shown.into_html());
    }
}

fn holds_files(form: &Element) -> bool {
    all(form, "input[type=file]").iter().any(|field| {
        let files = Reflect::get(&field, &"files".into()).unwrap_or_default();
        number(&files, "length") > 0
    })
}

fn send(form: &Element, event: &JsValue, bar: &Rc<ProgressBar>) -> Result<(), JsValue> {
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
    let shown = bar.clone();
    on(&goes_out, "progress", move |event| shown.show(number(&event, "loaded"), number(&event, "total")));
    let target: EventTarget = request.clone().unchecked_into();
    let (shown, answered) = (bar.clone(), request.clone());
    on(&target, "load", move |_| {
        let page = text(&answered, "responseURL").filter(|_| number(&answered, "status") < 400);
        match page {
            Some(page) if window().location().set_href(&page).is_ok() => {}
            _ => shown.show_failure(),
        }
    });
    for broken in ["error", "abort", "timeout"] {
        let shown = bar.clone();
        on(&target, broken, move |_| shown.show_failure());
    }
    bar.show(0, 1);
    call(&request, "send", &Array::of1(&fields)).map(drop)
}
