//! A page that draws itself anew when something happens to what it shows.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::Element;
use leptos::web_sys::js_sys::{Array, Promise, Reflect};

use super::listening::listen;
use crate::kernel::browser::{all, call, found, place, text, wake};
use crate::kernel::locale::Lang;
use crate::kernel::packed::packed;
use crate::messages::words;

const FOLLOW: &str = "follow";

/// Listens to the stream at `address`, which begins after the message that stands at `after`, and draws the followed
/// parts of this page anew when something is said or done. Without a script the page is loaded again, by its link.
#[component]
pub fn Follow(lang: Lang, address: String, after: i64) -> impl IntoView {
    let given = packed(&(lang, address, after));
    view! {
        <p class="hint" role="status" data-worker=FOLLOW data-given=given></p>
        <FollowsPage />
    }
}

#[island]
fn FollowsPage() -> impl IntoView {
    wake(|| {
        let Some((sentence, (lang, address, after))) = place::<(Lang, String, i64)>(FOLLOW) else { return };
        sentence.set_text_content(Some(words::follows(lang)));
        let follower = Rc::new(Follower {
            lang,
            sentence,
            is_fetching: RefCell::default(),
            is_stale: RefCell::default(),
        });
        listen(&address, after, &["said", "changed"], move || refresh(&follower));
    });
}

/// The parts of a page that change while it is open.
const FOLLOWED: [&str; 6] = [
    "#followed",
    "#followed-state",
    "#followed-facts",
    "#followed-notes",
    "#followed-talk",
    // Only while nobody has begun to write there.
    WAYS,
];
const WAYS: &str = "#followed-ways";
/// What was said and what was done, to tell that something came.
const SAID: &str = ":is(#followed, #followed-talk) .talk > li";
const DONE: &str = ":is(#followed, #followed-facts) :is(.timeline > li, [data-step])";

struct Follower {
    lang: Lang,
    /// The place that says what happened.
    sentence: Element,
    is_fetching: RefCell<bool>,
    /// Something happened while the page was being fetched.
    is_stale: RefCell<bool>,
}

/// Fetches this very page and puts its followed parts in place of those that are shown. One at a time; what happens
/// meanwhile is fetched once afterwards.
fn refresh(follower: &Rc<Follower>) {
    if follower.is_fetching.replace(true) {
        *follower.is_stale.borrow_mut() = true;
        return;
    }
    let Ok(here) = window().location().href() else { return };
    let (answered, failed) = (follower.clone(), follower.clone());
    let answered = Closure::once(move |response: JsValue| {
        let html = call(&response, "text", &Array::new()).and_then(JsCast::dyn_into::<Promise>);
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

fn fetched(follower: &Rc<Follower>, html: Option<String>) {
    if let Some(html) = html {
        let (said, done) = (count(SAID), count(DONE));
        draw(&html);
        if count(SAID) > said {
            follower.sentence.set_text_content(Some(words::arrived(follower.lang)));
        } else if count(DONE) > done {
            follower.sentence.set_text_content(Some(words::happened(follower.lang)));
        }
    }
    *follower.is_fetching.borrow_mut() = false;
    if follower.is_stale.take() {
        refresh(follower);
    }
}

fn draw(html: &str) {
    let Ok(page) = document().create_element("div") else { return };
    page.set_inner_html(html);
    for part in FOLLOWED {
        let (Ok(Some(fresh)), Some(shown)) = (page.query_selector(part), found(part)) else { continue };
        let fresh = fresh.inner_html();
        if fresh != shown.inner_html() && !(part == WAYS && is_begun()) {
            shown.set_inner_html(&fresh);
        }
    }
}

/// Whether somebody is in a form of the page's, or has written or chosen something in one other than it came with.
fn is_begun() -> bool {
    if found(&format!("{WAYS} :focus")).is_some() {
        return true;
    }
    let fields = format!("{WAYS} :is(textarea, input:not([type=hidden]))");
    all(&document(), &fields).iter().any(|field| {
        text(&field, "value") != text(&field, "defaultValue")
            || is_true(&field, "checked") != is_true(&field, "defaultChecked")
    })
}

fn is_true(object: &JsValue, name: &str) -> bool {
    Reflect::get(object, &name.into()).is_ok_and(|value| value.is_truthy())
}

fn count(selector: &str) -> u32 {
    all(&document(), selector).length()
}
