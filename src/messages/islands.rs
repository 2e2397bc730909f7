//! What runs in the browser: a page about what is said follows it as long as somebody looks at the page.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::EventTarget;
use leptos::web_sys::js_sys::{Array, Function, Promise, Reflect};

use crate::kernel::locale::Lang;
use crate::messages::words;

/// Listens to the stream at `address`, which begins after the message that stands at `after`, and draws the followed
/// parts of this page anew when something is said. Without a script the page is loaded again, by its link.
#[island]
pub fn Follow(lang: Lang, address: String, after: i64) -> impl IntoView {
    let sentence = RwSignal::new("");
    Effect::new(move || {
        sentence.set(words::follows(lang));
        Follower::start(lang, sentence, &address, after);
    });
    view! { <p class="hint" role="status">{move || sentence.get()}</p> }
}

/// The parts of a page that change while it is open.
const FOLLOWED: [&str; 4] = ["#followed", "#followed-state", "#followed-notes", "nav ul"];
/// What each thing that was said begins with, to tell that one came.
const SAID: &str = "<li class=\"talk-";
const CLOSED: f64 = 2.0;
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(15);

type Shared = Rc<RefCell<Follower>>;

struct Follower {
    lang: Lang,
    sentence: RwSignal<&'static str>,
    address: String,
    after: String,
    source: Option<JsValue>,
    /// It was open before: what was missed meanwhile is fetched.
    was_open: bool,
    is_fetching: bool,
    /// Something happened while the page was being fetched.
    is_stale: bool,
}

impl Follower {
    fn start(lang: Lang, sentence: RwSignal<&'static str>, address: &str, after: i64) {
        let follower = Rc::new(RefCell::new(Self {
            lang,
            sentence,
            address: address.to_owned(),
            after: after.to_string(),
            source: None,
            was_open: false,
            is_fetching: false,
            is_stale: false,
        }));
        look_at(&follower);
        // A hidden page holds no connection: a browser has six for all its tabs.
        let seen = follower.clone();
        on(&document(), "visibilitychange", move |_| look_at(&seen));
    }
}

/// Listens while the page is seen, and not while it is hidden.
fn look_at(follower: &Shared) {
    let is_hidden = Reflect::get(&document(), &"hidden".into()).is_ok_and(|hidden| hidden.is_truthy());
    if is_hidden {
        close(follower);
    } else if follower.borrow().source.is_none() {
        open(follower);
    }
}

fn open(follower: &Shared) {
    let url = {
        let of = follower.borrow();
        let mark = if of.address.contains('?') { '&' } else { '?' };
        format!("{}{mark}after={}", of.address, of.after)
    };
    let made = Reflect::get(&window(), &"EventSource".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|constructor| Reflect::construct(&constructor, &Array::of1(&url.into())));
    // A browser that knows no streams keeps the link that loads the page again.
    let Ok(source) = made else { return };
    let target: EventTarget = source.clone().unchecked_into();
    follower.borrow_mut().source = Some(source.clone());
    let of = follower.clone();
    on(&target, "said", move |event| {
        if let Some(id) = Reflect::get(&event, &"lastEventId".into()).ok().and_then(|id| id.as_string()) {
            of.borrow_mut().after = id;
        }
        refresh(&of);
    });
    let of = follower.clone();
    on(&target, "changed", move |_| refresh(&of));
    let of = follower.clone();
    on(&target, "open", move |_| {
        let was_open = std::mem::replace(&mut of.borrow_mut().was_open, true);
        if was_open {
            refresh(&of);
        }
    });
    let of = follower.clone();
    on(&target, "error", move |_| {
        // It tries again by itself, unless it was refused.
        let state = Reflect::get(&source, &"readyState".into()).ok().and_then(|state| state.as_f64());
        if state == Some(CLOSED) {
            of.borrow_mut().source = None;
            let of = of.clone();
            set_timeout(move || look_at(&of), TRY_AGAIN_AFTER);
        }
    });
}

fn close(follower: &Shared) {
    let Some(source) = follower.borrow_mut().source.take() else { return };
    if let Ok(close) = Reflect::get(&source, &"close".into()).and_then(JsCast::dyn_into::<Function>) {
        // Closed already is as good.
        let _ = close.call0(&source);
    }
}

/// Fetches this very page and puts its followed parts in place of those that are shown. One at a time; what happens
/// meanwhile is fetched once afterwards.
fn refresh(follower: &Shared) {
    {
        let mut of = follower.borrow_mut();
        of.is_stale = of.is_fetching;
        if of.is_fetching {
            return;
        }
        of.is_fetching = true;
    }
    let Ok(here) = window().location().href() else { return };
    let (answered, failed) = (follower.clone(), follower.clone());
    let answered = Closure::once(move |response: JsValue| {
        let html = Reflect::get(&response, &"text".into())
            .and_then(JsCast::dyn_into::<Function>)
            .and_then(|text| text.call0(&response))
            .and_then(JsCast::dyn_into::<Promise>);
        let Ok(html) = html else { return fetched(&answered, None) };
        let read = Closure::once(move |html: JsValue| fetched(&answered, html.as_string()));
        let _ = html.then(&read);
        read.forget();
    });
    let failed = Closure::once(move |_: JsValue| fetched(&failed, None));
    let _ = window().fetch_with_str(&here).then2(&answered, &failed);
    answered.forget();
    failed.forget();
}

fn fetched(follower: &Shared, html: Option<String>) {
    if let Some(html) = html {
        let before = said();
        draw(&html);
        if said() > before {
            let of = follower.borrow();
            of.sentence.set(words::arrived(of.lang));
        }
    }
    let is_stale = {
        let mut of = follower.borrow_mut();
        of.is_fetching = false;
        std::mem::take(&mut of.is_stale)
    };
    if is_stale {
        refresh(follower);
    }
}

fn draw(html: &str) {
    let Ok(page) = document().create_element("div") else { return };
    page.set_inner_html(html);
    for part in FOLLOWED {
        let (Ok(Some(fresh)), Ok(Some(shown))) = (page.query_selector(part), document().query_selector(part))
        else {
            continue;
        };
        let fresh = fresh.inner_html();
        if fresh != shown.inner_html() {
            shown.set_inner_html(&fresh);
        }
    }
}

fn said() -> usize {
    let followed = document().query_selector(FOLLOWED[0]).ok().flatten();
    followed.map_or(0, |followed| followed.inner_html().matches(SAID).count())
}

/// Listens for as long as the page is there.
fn on(target: &EventTarget, event: &str, heard: impl FnMut(JsValue) + 'static) {
    let heard = Closure::<dyn FnMut(JsValue)>::new(heard);
    // Only a name that is no string could be refused.
    let _ = target.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    heard.forget();
}
