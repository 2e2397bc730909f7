//! A stream of events that is open while its page is seen.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::EventTarget;
use leptos::web_sys::js_sys::{Array, Function, Reflect};

const CLOSED: f64 = 2.0;
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(15);

struct Listener {
    address: String,
    events: &'static [&'static str],
    heard: Box<dyn Fn()>,
    /// The last that was heard.
    after: RefCell<String>,
    source: RefCell<Option<JsValue>>,
    was_open: RefCell<bool>,
    is_over: RefCell<bool>,
}

/// Hears these events of the stream at `address`, which begins after `after`, for as long as somebody sees the page; and
/// that the stream is open again after it was lost.
pub fn listen(address: &str, after: i64, events: &'static [&'static str], heard: impl Fn() + 'static) {
    let listener = Rc::new(Listener {
        address: address.to_owned(),
        events,
        heard: Box::new(heard),
        after: RefCell::new(after.to_string()),
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
    let mark = if listener.address.contains('?') { '&' } else { '?' };
    let url = format!("{}{mark}after={}", listener.address, listener.after.borrow());
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
                *of.after.borrow_mut() = id;
            }
            (of.heard)();
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
            (of.heard)();
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
