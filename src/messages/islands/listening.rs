//! A stream of events that is open while its page is seen.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::EventTarget;
use leptos::web_sys::js_sys::{Array, Reflect};

use crate::kernel::browser::{call, later, made, number, on, text};

const CLOSED: u64 = 2;
const TRY_AGAIN_AFTER_MILLISECONDS: i32 = 15_000;

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
    // A browser that knows no streams keeps the page as it was loaded.
    let Ok(source) = made("EventSource", &Array::of1(&url.into())) else { return };
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
        if number(&source, "readyState") == CLOSED {
            *of.source.borrow_mut() = None;
            let of = of.clone();
            later(TRY_AGAIN_AFTER_MILLISECONDS, move || look_at(&of));
        }
    });
}

fn close(listener: &Listener) {
    let Some(source) = listener.source.borrow_mut().take() else { return };
    // Closed already is as good.
    let _ = call(&source, "close", &Array::new());
}
