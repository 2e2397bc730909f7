//! A whole page: who looks at it and how, its title, its frame, and the HTML document that all this becomes.

use std::fmt;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{Html, IntoResponse, Response};
use leptos::prelude::*;

use super::error_summary::ErrorSummary;
use super::frame::{self, DebtorFrame, DeskFrame, PublicFrame};
use super::words;
use crate::kernel::locale::Lang;
use crate::kernel::web::Draft;

/// A chosen look; without one the page follows the reader's device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Where the browser finds a static file, asked for by its plain name.
#[derive(Clone)]
pub struct Assets(Arc<dyn Fn(&str) -> String + Send + Sync>);

impl Assets {
    pub fn new(url: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(url))
    }

    pub fn url(&self, name: &str) -> String {
        (self.0)(name)
    }
}

impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Assets")
    }
}

/// What every page knows of the request that asked for it. The server puts it into the request's extensions.
#[derive(Clone, Debug)]
pub struct Visit {
    pub lang: Lang,
    pub theme: Option<Theme>,
    /// The value that lets a script of ours pass the content security policy of this very answer.
    pub nonce: String,
    /// The address of the page with its query, on this site.
    pub path: String,
    /// The form that was refused and is shown again.
    pub draft: Option<Draft>,
    /// How many conversations wait for the team's answer; nothing away from the desk.
    pub waiting: u64,
    /// The stream that says how much is unread, for whoever is signed in where this page lies.
    pub counter: Option<&'static str>,
    /// Single keys do something for whoever reads: at the desk, unless they switched them off.
    pub has_keys: bool,
    pub assets: Assets,
    /// The origin of this site, without a slash at the end.
    pub public_url: String,
}

impl Visit {
    /// This very page in another language.
    pub fn address_in(&self, lang: Lang) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let mut query: Vec<&str> =
            query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
        let lang = format!("lang={}", lang.code());
        query.push(&lang);
        format!("{path}?{}", query.join("&"))
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        // Only a route outside the layer that makes visits can miss one.
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// What a page adds to its frame.
pub struct Page {
    title: String,
    body: AnyView,
    errors: Vec<(String, String)>,
    has_islands: bool,
}

impl Page {
    /// The title is the page's h1, which the body holds.
    pub fn new(title: impl Into<String>, body: impl IntoView + 'static) -> Self {
        Self { title: title.into(), body: body.into_any(), errors: Vec::new(), has_islands: false }
    }

    /// What was wrong with the form on it: pairs of a field's id and a sentence.
    #[must_use]
    pub fn errors(self, errors: Vec<(String, String)>) -> Self {
        Self { errors, ..self }
    }

    /// Something that must be seen before the rest.
    #[must_use]
    pub fn led_by(self, lead: impl IntoView + 'static) -> Self {
        let body = view! { {lead} {self.body} }.into_any();
        Self { body, ..self }
    }

    /// The page holds an island, so it needs the scripts that wake it.
    #[must_use]
    pub fn with_islands(self) -> Self {
        Self { has_islands: true, ..self }
    }

    fn title(&self, lang: Lang, owner: &str) -> String {
        let title = format!("{} · {owner}", self.title);
        if self.errors.is_empty() { title } else { words::title_with_error(lang, &title) }
    }

    fn main(self, lang: Lang) -> AnyView {
        let summary =
            (!self.errors.is_empty()).then(|| view! { <ErrorSummary lang=lang errors=self.errors /> });
        view! { {summary} {self.body} }.into_any()
    }
}

/// A page for somebody who owes.
pub fn debtor_page(visit: &Visit, frame: DebtorFrame, page: Page) -> Response {
    let mut head = Head::of(visit, &page, &frame.brand.name, frame.brand.css_href.clone());
    head.counter = visit.counter.filter(|_| frame.viewed_at.is_none());
    document(visit, head, "page", frame::debtor(visit, frame, page.main(visit.lang)))
}

/// A page for staff.
pub fn desk_page(visit: &Visit, frame: DeskFrame, page: Page) -> Response {
    let mut head = Head::of(visit, &page, words::product(visit.lang), None);
    head.counter = visit.counter;
    head.has_keys = visit.has_keys;
    document(visit, head, "desk", frame::desk(visit, frame, page.main(visit.lang)))
}

/// A page for anybody.
pub fn public_page(visit: &Visit, frame: PublicFrame, page: Page) -> Response {
    let (owner, css_href) = match &frame.brand {
        Some(brand) => (brand.name.as_str(), brand.css_href.clone()),
        None => (words::product(visit.lang), None),
    };
    let head = Head::of(visit, &page, owner, css_href);
    document(visit, head, "page", frame::public(visit, frame, page.main(visit.lang)))
}

/// Keeps the number of what is unread as it is now. No island: it is on every page of somebody signed in, and a hundredth of
/// what waking an island takes.
fn counter_script(visit: &Visit, stream: &'static str) -> impl IntoView + use<> {
    view! {
        <script
            type="module"
            nonce=visit.nonce.clone()
            src=visit.assets.url("unread.js")
            data-stream=stream
        ></script>
    }
}

/// Listens for single keys, and shows what they do from the page that lists them.
fn keys_script(visit: &Visit) -> impl IntoView + use<> {
    view! {
        <script
            type="module"
            nonce=visit.nonce.clone()
            src=visit.assets.url("keys.js")
            data-keys="/desk/keys"
        ></script>
    }
}

/// Wakes the islands of a page; rendered only where there is one, so that all others carry none of this.
pub fn island_scripts(visit: &Visit) -> impl IntoView + use<> {
    view! {
        <script
            type="module"
            nonce=visit.nonce.clone()
            src=visit.assets.url("islands.js")
            data-js=visit.assets.url("aldia.js")
            data-wasm=visit.assets.url("aldia_bg.wasm")
        ></script>
    }
}

struct Head {
    title: String,
    style_sheets: Vec<String>,
    has_islands: bool,
    counter: Option<&'static str>,
    has_keys: bool,
}

impl Head {
    fn of(visit: &Visit, page: &Page, owner: &str, brand_css: Option<String>) -> Self {
        let style_sheets = [visit.assets.url("aldia.css")].into_iter().chain(brand_css).collect();
        let (title, has_islands) = (page.title(visit.lang, owner), page.has_islands);
        Self { title, style_sheets, has_islands, counter: None, has_keys: false }
    }
}

fn document(visit: &Visit, head: Head, body_class: &'static str, body: AnyView) -> Response {
    let style_sheets =
        head.style_sheets.into_iter().map(|href| view! { <link rel="stylesheet" href=href /> });
    let theme = visit.theme.map(Theme::code);
    // A title holds text only, so Leptos's marks, which are comments elsewhere, would be read out in it.
    let title = html_escape::encode_text(&head.title).into_owned();
    let document = view! {
        <html lang=visit.lang.html_lang() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <title inner_html=title></title>
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=theme.unwrap_or("light dark") />
                <meta name="robots" content="noindex" />
                <link rel="icon" type="image/svg+xml" href=visit.assets.url("favicon.svg") />
                {style_sheets.collect_view()}
                {head.has_islands.then(|| island_scripts(visit))}
                {head.counter.map(|stream| counter_script(visit, stream))}
                {head.has_keys.then(|| keys_script(visit))}
            </head>
            <body class=body_class>{body}</body>
        </html>
    };
    let mut html = Owner::new().with(|| document.to_html());
    if !head.has_islands {
        // The marks tell an island where its parts are; without one they are a tenth of the page.
        html = html.replace("<!>", "");
    }
    ([(header::CACHE_CONTROL, "no-store")], Html(format!("<!DOCTYPE html>{html}"))).into_response()
}
