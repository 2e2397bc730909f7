//! A browser without a screen: keeps cookies, says where its forms came from, follows no redirect by itself.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::header::{
    ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_DISPOSITION, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION,
    SET_COOKIE,
};
use scraper::{Html, Selector};

pub struct Browser {
    client: reqwest::Client,
    url: String,
    language: &'static str,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A page as its reader gets it.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    /// Where it sends the browser.
    pub location: Option<String>,
    pub headers: HeaderMap,
    pub html: String,
}

impl Browser {
    pub fn new(url: &str) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { client, url: url.to_owned(), language: "es-MX,es;q=0.9", cookies: Mutex::default() }
    }

    /// The same browser, set to English.
    pub fn in_english(mut self) -> Self {
        self.language = "en-GB,en;q=0.9";
        self
    }

    /// Keeps a cookie as if the server had set it.
    pub fn keep(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// The value of a cookie whose name holds `part`.
    pub fn cookie(&self, part: &str) -> Option<String> {
        self.cookies
            .lock()
            .unwrap()
            .iter()
            .find(|(name, _)| name.contains(part))
            .map(|(_, value)| value.clone())
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(self.address(path)).header("sec-fetch-site", "none")).await
    }

    /// What comes for one address, compressed as it is asked to be.
    pub async fn answer(&self, path: &str, coding: &str) -> reqwest::Response {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.client.get(self.address(path)).header("sec-fetch-site", "none");
        let request = request.header(ACCEPT_ENCODING, coding).header(ACCEPT_LANGUAGE, self.language);
        request.header(COOKIE, cookies.join("; ")).send().await.unwrap()
    }

    /// A file as it is saved, with the name that it is saved under.
    pub async fn file(&self, path: &str) -> File {
        let response = self.answer(path, "identity").await;
        let header = |name| {
            response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        File {
            status: response.status().as_u16(),
            kind: header(CONTENT_TYPE),
            name: header(CONTENT_DISPOSITION),
            bytes: response.bytes().await.unwrap().to_vec(),
        }
    }

    /// Posts a form of ours.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(self.client.post(self.address(path)).header("sec-fetch-site", "same-origin").form(fields))
            .await
    }

    /// Posts a form with a file, as a browser writes one.
    pub async fn post_file(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Page {
        const BOUNDARY: &str = "----a-boundary-that-no-file-holds";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let (name, file_name, bytes) = file;
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let request = self.client.post(self.address(path)).header("sec-fetch-site", "same-origin");
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(request.header(reqwest::header::CONTENT_TYPE, kind).body(body)).await
    }

    /// Posts a form and reads the page that it leads to.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.post(path, fields).await;
        match answer.location {
            Some(location) => self.get(&location).await,
            None => answer,
        }
    }

    /// Anything else a browser may be made to send.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, self.address(path))
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Page {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(ACCEPT_LANGUAGE, self.language).header(COOKIE, cookies.join("; "));
        let response = request.send().await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            self.take(cookie.to_str().unwrap());
        }
        Page {
            status: response.status().as_u16(),
            location: response.headers().get(LOCATION).map(|location| location.to_str().unwrap().to_owned()),
            headers: response.headers().clone(),
            html: what_comes(response).await,
        }
    }

    /// A stream of events, read piece by piece.
    pub async fn stream(&self, path: &str, last: Option<i64>) -> Events {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.client.get(self.address(path)).header("sec-fetch-site", "same-origin");
        let request = match last {
            Some(last) => request.header("last-event-id", last.to_string()),
            None => request,
        };
        let response = request.header(COOKIE, cookies.join("; ")).send().await.unwrap();
        Events { status: response.status().as_u16(), response, unread: String::new() }
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) }
    }

    fn take(&self, cookie: &str) {
        let (name, rest) = cookie.split_once('=').unwrap();
        let value = rest.split(';').next().unwrap();
        let mut cookies = self.cookies.lock().unwrap();
        if cookie.contains("Max-Age=0") || value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// The whole answer; of a stream, which has no end, what comes first.
async fn what_comes(mut response: reqwest::Response) -> String {
    let is_stream = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
    if !is_stream {
        return response.text().await.unwrap();
    }
    let first = response.chunk().await.unwrap().unwrap_or_default();
    String::from_utf8(first.to_vec()).unwrap()
}

/// A stream of events as a page hears it.
pub struct Events {
    pub status: u16,
    response: reqwest::Response,
    unread: String,
}

impl Events {
    /// The next event's name and id, unless none comes for as long; comments are passed over. `None` too at the end.
    pub async fn next(&mut self, within: Duration) -> Option<(String, Option<i64>)> {
        let event = self.event(within).await?;
        Some((field(&event, "event:")?, field(&event, "id:").and_then(|id| id.parse().ok())))
    }

    /// The number that the next event holds, of a stream of numbers.
    pub async fn number(&mut self, within: Duration) -> Option<u64> {
        let event = self.event(within).await?;
        assert_eq!(field(&event, "event:").as_deref(), Some("count"));
        field(&event, "data:")?.parse().ok()
    }

    async fn event(&mut self, within: Duration) -> Option<String> {
        let until = tokio::time::Instant::now() + within;
        loop {
            if let Some((event, rest)) = self.unread.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.unread = rest;
                if field(&event, "event:").is_some() {
                    return Some(event);
                }
                continue;
            }
            let chunk = tokio::time::timeout_at(until, self.response.chunk()).await.ok()?.ok()??;
            self.unread.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Whether the server has ended it.
    pub async fn has_ended(&mut self, within: Duration) -> bool {
        let until = tokio::time::Instant::now() + within;
        loop {
            match tokio::time::timeout_at(until, self.response.chunk()).await {
                Ok(Ok(Some(_))) => {}
                Ok(Ok(None) | Err(_)) => return true,
                Err(_) => return false,
            }
        }
    }
}

/// What an event says under a name.
fn field(event: &str, name: &str) -> Option<String> {
    event.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
}

/// A file as its reader gets it.
#[derive(Clone, Debug)]
pub struct File {
    pub status: u16,
    pub kind: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

impl File {
    /// What is written in a PDF, with single spaces.
    pub fn text(&self) -> String {
        assert_eq!((self.status, self.kind.as_str()), (200, "application/pdf"));
        spaced(std::iter::once(pdf_extract::extract_text_from_mem(&self.bytes).unwrap().as_str()))
    }
}

impl Page {
    /// Everything that is written between the tags, with single spaces.
    pub fn text(&self) -> String {
        let document = Html::parse_document(&self.html);
        spaced(document.root_element().text())
    }

    /// The texts of everything that matches, in order.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let document = Html::parse_document(&self.html);
        document.select(&Selector::parse(selector).unwrap()).map(|found| spaced(found.text())).collect()
    }

    /// The value of everything that matches, in order.
    pub fn values(&self, selector: &str) -> Vec<String> {
        let document = Html::parse_document(&self.html);
        let selector = Selector::parse(selector).unwrap();
        document
            .select(&selector)
            .filter_map(|found| found.value().attr("value"))
            .map(str::to_owned)
            .collect()
    }

    /// The value of one attribute of the first thing that matches.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(selector).unwrap();
        Html::parse_document(&self.html).select(&selector).next()?.value().attr(name).map(str::to_owned)
    }

    /// The value of one attribute of everything that matches and has it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let document = Html::parse_document(&self.html);
        document.select(&selector).filter_map(|found| found.value().attr(name)).map(str::to_owned).collect()
    }
}

fn spaced<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
