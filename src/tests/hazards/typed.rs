//! T-S1: what is typed stays text, wherever it is shown.

use std::collections::{BTreeSet, VecDeque};

use aldia::app::{Access, routes};
use scraper::{Html, Selector};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{forms, send};
use crate::support::{Browser, Page, TestApp};

/// It would break out of a field for text, an attribute, a script and a comment, and mark whatever it became.
const BURST: &str = "</textarea></title></script>--><script data-burst>burst()</script><img src=x onerror=burst() data-burst>\"'><b data-burst onclick=burst()>ñ &lt;i data-burst&gt;";
/// What of it a reader sees where it stayed text.
const SEEN: &str = "burst()";
const PAGES_AT_MOST: usize = 260;

/// Fields that hold words of one's own, besides all that hold more than one word in their example.
const WORDS: [&str; 14] = [
    "words", "note", "line", "message", "asked", "bank", "tag", "name", "title_es", "title_en", "text_es",
    "text_en", "body_es", "body_en",
];

/// Everything on the page that would have become more than text.
fn burst(page: &Page) -> Vec<String> {
    let document = Html::parse_document(&page.html);
    let marked = Selector::parse("[data-burst], [onerror], [onclick]").unwrap();
    let scripts = Selector::parse("script, style").unwrap();
    let became = document.select(&marked).map(|found| found.html());
    let inside = document.select(&scripts).filter(|found| found.text().any(|text| text.contains("<script")));
    became.chain(inside.map(|found| found.html())).collect()
}

#[sqlx::test]
async fn t_s1_what_is_typed_into_any_form_is_text_on_every_page_of_both_sides(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (taken, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    forms(&app, async |route, example| {
        let is_prose = |name: &str, value: &str| WORDS.contains(&name) || value.trim().contains(' ');
        if !example.fields.iter().any(|(name, value)| is_prose(name, value)) {
            return;
        }
        let typed: Vec<(String, String)> = example
            .fields
            .iter()
            .map(|(name, value)| match is_prose(name, value) {
                true => (name.clone(), BURST.to_owned()),
                false => (name.clone(), value.clone()),
            })
            .collect();
        let answer = send(&example.browser, route.path, &typed, example.file).await;
        assert!(answer.status < 500, "{}: {}", route.path, answer.status);
        // A form that comes back shows what was typed as well.
        let next = answer.location.unwrap_or_else(|| route.path.replace("/do/", "/"));
        let is_refused = next.contains("draft=");
        let counted = if is_refused { &refused } else { &taken };
        counted.set(counted.get() + 1);
        let page = example.browser.get(&next).await;
        assert_eq!(burst(&page), Vec::<String>::new(), "{} leads to {next}", route.path);
    })
    .await;
    let (taken, refused) = (taken.get(), refused.get());
    let maria = app.signed_in("maria@example.mx").await;
    let elena = app.staff("elena@aguas.example").await;
    let hers = walk(&maria, Access::Person, "/account").await;
    let theirs = walk(&elena, Access::Staff, "/desk").await;
    println!(
        "{taken} forms took it and {refused} gave it back; read {hers:?} and {theirs:?} pages of which so many show it"
    );
    assert!(taken >= 25, "{taken}");
    assert!(hers.1 >= 5 && theirs.1 >= 10, "{hers:?} {theirs:?}");
}

/// Reads every page of one side and what these lead to; answers how many were read and how many show what was typed.
async fn walk(browser: &Browser, access: Access, side: &str) -> (usize, usize) {
    let begin = routes().into_iter().filter(|route| route.method == "GET" && route.access == access);
    let begin = begin.filter(|route| !route.path.contains('{') && !route.path.starts_with("/live"));
    let mut ahead: VecDeque<String> = begin.map(|route| route.path.to_owned()).collect();
    let (mut known, mut read, mut shown): (BTreeSet<String>, usize, usize) =
        (ahead.iter().cloned().collect(), 0, 0);
    while let Some(path) = ahead.pop_front() {
        if read == PAGES_AT_MOST {
            break;
        }
        let page = browser.get(&path).await;
        let is_page =
            page.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if !is_page {
            continue;
        }
        read += 1;
        assert_eq!(burst(&page), Vec::<String>::new(), "{path}");
        shown += usize::from(page.text().contains(SEEN) || page.html.contains("burst()"));
        for href in page.attributes("main a", "href") {
            let href = href.split('#').next().unwrap_or_default().to_owned();
            let leads_on = href.starts_with(side) && !href.contains("lang=") && known.insert(href.clone());
            if leads_on {
                ahead.push_back(href);
            }
        }
    }
    (read, shown)
}
