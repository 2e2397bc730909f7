//! How what runs in the browser begins, and the calls of the browser's that it makes.
//!
//! An island draws nothing: the server draws the place that it works on and leaves there, packed, what it begins with.
//! Properties would reach an island as JSON, and reading that by derived code weighs as much as all that our islands do; so
//! does a view that can be woken.

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Array, Function, Reflect};
use leptos::web_sys::{Element, EventTarget};
use serde::de::DeserializeOwned;

use crate::kernel::packed::unpacked;

/// The attribute in which a place says what works on it, and the one that holds what it begins with.
const WORKER: &str = "data-worker";
const GIVEN: &str = "data-given";
/// No attribute, so that the markup stays as the server sent it.
const BEGUN: &str = "isBegun";

/// Does the work in the browser, once the page stands; nothing on the server.
pub fn wake(work: impl FnOnce() + 'static) {
    let mut work: Option<Box<dyn FnOnce()>> = Some(Box::new(work));
    // Effects run in the browser only.
    Effect::new(move |_: Option<()>| {
        if let Some(work) = work.take() {
            work();
        }
    });
}

/// The next place on the page that this worker has not begun with, and what it begins with.
pub fn place<T: DeserializeOwned>(worker: &str) -> Option<(Element, T)> {
    let (place, given) = next_place(worker)?;
    Some((place, unpacked(&given)?))
}

fn next_place(worker: &str) -> Option<(Element, String)> {
    let places = all(&document(), &format!("[{WORKER}={worker}]"));
    let mut places = places.iter().filter_map(|place| place.dyn_into::<Element>().ok());
    let place = places.find(|place| !is_begun(place))?;
    put(&place, BEGUN, &true.into());
    let given = place.get_attribute(GIVEN)?;
    Some((place, given))
}

fn is_begun(place: &Element) -> bool {
    Reflect::get(place, &BEGUN.into()).is_ok_and(|begun| begun.is_truthy())
}

/// Calls back for as long as the page is there.
pub fn on(target: &EventTarget, event: &str, heard: impl FnMut(JsValue) + 'static) {
    let heard: Box<dyn FnMut(JsValue)> = Box::new(heard);
    let heard = Closure::wrap(heard);
    // Only a name that is no string could be refused.
    let _ = target.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Calls back once, after some time.
pub fn later(milliseconds: i32, work: impl FnOnce() + 'static) {
    let work: Box<dyn FnOnce()> = Box::new(work);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(
        Closure::once_into_js(work).unchecked_ref(),
        milliseconds,
    );
}

/// Calls a method of an object of the browser's.
pub fn call(object: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    Reflect::get(object, &method.into()).and_then(JsCast::dyn_into::<Function>)?.apply(object, arguments)
}

/// Makes an object of a class of the browser's.
pub fn made(class: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let constructor = Reflect::get(&window(), &class.into()).and_then(JsCast::dyn_into::<Function>)?;
    Reflect::construct(&constructor, arguments)
}

/// The first element that matches.
pub fn found(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok()?
}

/// Everything below an element that matches.
pub fn all(below: &JsValue, selector: &str) -> Array {
    let found = call(below, "querySelectorAll", &Array::of1(&selector.into()));
    found.map_or_else(|_| Array::new(), |found| Array::from(&found))
}

/// A text that an object of the browser's holds.
pub fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

/// Changes what an object of the browser's holds.
pub fn put(object: &JsValue, name: &str, value: &JsValue) {
    // Only an object that may not be changed refuses.
    let _ = Reflect::set(object, &name.into(), value);
}

/// A whole number that such an object holds.
pub fn number(object: &JsValue, name: &str) -> u64 {
    let number = Reflect::get(object, &name.into()).ok().and_then(|value| value.as_f64());
    // The browser's numbers are floating point; what is counted here are statuses and bytes.
    number.map_or(0, |number| number as u64)
}

/// What stands in the field of this name; `None` when the page has no such field.
pub fn typed(name: &str) -> Option<String> {
    let field = found(&format!("input[name='{name}']"))?;
    text(&field, "value")
}
