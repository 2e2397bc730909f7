//! A stream of events that is open while its page is seen, and the number of what is unread, which is one.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::EventTarget;
use leptos::web_sys::js_sys::{Array, Function, Reflect};

/// Keeps the number beside the messages of the nav as the stream at `address` says it. Without a script it is what it was
/// when the page was loaded.
#[island]
pub fn Unread(address: String) -> impl IntoView {
    Effect::new(move || listen(&address, None, &["count"], show));
    view! { <span hidden></span> }
}

/// Where the number stands.
const COUNTS: &str = "[data-unread]";

fn show(count: &str) {
    // A stream that is open again says the number first of all.
    if count.is_empty() {
        return;
    }
    let text = if count == "0" { String::new() } else { format!(" ({count})") };
    for place in all(&document(), COUNTS) {
        // Only what is frozen could refuse.
        let _ = Reflect::set(&place, &"textContent".into(), &text.as_str().into());
    }
}

const CLOSED: f64 = 2.0;
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(15);

struct Listener {
    address: String,
    events: &'static [&'static str],
    /// Hears what an event holds; nothing where the stream is open again after it was lost.
    heard: Box<dyn Fn(&str)>,
    /// The last that was heard, of a stream whose events have a place in an order.
    after: RefCell<Option<String>>,
    source: RefCell<Option<JsValue>>,
    was_open: RefCell<bool>,
    is_over: RefCell<bool>,
}

/// Hears what these events of the stream at `address` hold, which begins after `after`, for as long as somebody sees the
/// page; and nothing at all when the stream is open again after it was lost.
pub fn listen(
    address: &str,
    after: Option<i64>,
    events: &'static [&'static str],
    heard: impl Fn(&str) + 'static,
) {
    let listener = Rc::new(Listener {
        address: address.to_owned(),
        events,
        heard: Box::new(heard),
        after: RefCell::new(after.map(|after| after.to_string())),
        source: RefCell::default(),
        was_open: RefCell::default(),
        is_over: RefCell::default(),
    });
    look_at(&listener);
    // A hidden page holds no connection: a browser has six for all its tabs.
    on(&document(), "visibilitychange", move |_| look_at(&listener));
}

/// Listens while the page is seen, and not while it is hidden.
fn look_at(listener: &Rc<Listener>) {
    let is_hidden = Reflect::get(&document(), &"hidden".into()).is_ok_and(|hidden| hidden.is_truthy());
    if is_hidden {
        close(listener);
    } else if listener.source.borrow().is_none() && !*listener.is_over.borrow() {
        open(listener);
    }
}

fn open(listener: &Rc<Listener>) {
    let url = match &*listener.after.borrow() {
        Some(after) => {
            let mark = if listener.address.contains('?') { '&' } else { '?' };
            format!("{}{mark}after={after}", listener.address)
        }
        None => listener.address.clone(),
    };
    let made = Reflect::get(&window(), &"EventSource".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|constructor| Reflect::construct(&constructor, &Array::of1(&url.into())));
    // A browser that knows no streams keeps the page as it was loaded.
    let Ok(source) = made else { return };
    let target: EventTarget = source.clone().unchecked_into();
    *listener.source.borrow_mut() = Some(source.clone());
    for event in listener.events.iter().copied() {
        let of = listener.clone();
        on(&target, event, move |said| {
            if let Some(id) = text(&said, "lastEventId").filter(|id| !id.is_empty()) {
                *of.after.borrow_mut() = Some(id);
            }
            (of.heard)(&text(&said, "data").unwrap_or_default());
        });
    }
    // Whoever has been signed out does not come back.
    let of = listener.clone();
    on(&target, "over", move |_| {
        of.is_over.replace(true);
        close(&of);
    });
    let of = listener.clone();
    on(&target, "open", move |_| {
        if of.was_open.replace(true) {
            (of.heard)("");
        }
    });
    let of = listener.clone();
    on(&target, "error", move |_| {
        // It tries again by itself, unless it was refused.
        let state = Reflect::get(&source, &"readyState".into()).ok().and_then(|state| state.as_f64());
        if state == Some(CLOSED) {
            *of.source.borrow_mut() = None;
            let of = of.clone();
            set_timeout(move || look_at(&of), TRY_AGAIN_AFTER);
        }
    });
}

fn close(listener: &Listener) {
    let Some(source) = listener.source.borrow_mut().take() else { return };
    // Closed already is as good.
    let _ = call(&source, "close", &Array::new());
}

/// Listens for as long as the page is there.
pub fn on(target: &EventTarget, event: &str, heard: impl FnMut(JsValue) + 'static) {
    let heard = Closure::<dyn FnMut(JsValue)>::new(heard);
    // Only a name that is no string could be refused.
    let _ = target.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Calls a method of an object of the browser's.
pub fn call(object: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    Reflect::get(object, &method.into()).and_then(JsCast::dyn_into::<Function>)?.apply(object, arguments)
}

/// Everything below an element that matches.
pub fn all(below: &JsValue, selector: &str) -> Array {
    let found = call(below, "querySelectorAll", &Array::of1(&selector.into()));
    found.map_or_else(|_| Array::new(), |found| Array::from(&found))
}

/// A text that such an object holds.
pub fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}
