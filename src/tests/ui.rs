//! The parts of pages, as a reader of the markup meets them.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::PathBuf;

use aldia::kernel::locale::Lang;
use aldia::kernel::money::{Currency, Money};
use aldia::kernel::web::{Draft, FieldError};
use aldia::ui::accent::{Accent, AccentError};
use aldia::ui::components_page::components;
use aldia::ui::{
    Assets, Bar, BarChart, Brand, Field, Fill, MoneyField, Page, Pages, Pagination, PostForm, PublicFrame,
    Refilled, Segment, TextArea, Theme, Visit, public_page,
};
use axum::body::Body;
use axum::http::{Request, header};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use http_body_util::BodyExt;
use leptos::prelude::*;
use scraper::{ElementRef, Html, Selector};
use tower::ServiceExt;

const BREAKOUT: &str = "</textarea></title><script>alert('ñ & \"q\"')</script>";

fn visit(lang: Lang) -> Visit {
    Visit {
        lang,
        theme: None,
        nonce: "n0nce".to_owned(),
        path: "/account/invoices?page=2&lang=es".to_owned(),
        draft: None,
        waiting: 0,
        counter: None,
        has_keys: false,
        assets: Assets::new(|name| format!("/assets/{name}")),
        public_url: "http://localhost:3000".to_owned(),
    }
}

async fn html_of(response: Response) -> Html {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    Html::parse_document(str::from_utf8(&bytes).unwrap())
}

async fn page_of(visit: &Visit, page: Page) -> Html {
    html_of(public_page(visit, PublicFrame::default(), page)).await
}

async fn show(view: impl IntoView + 'static) -> Html {
    page_of(&visit(Lang::En), Page::new("Sample", view)).await
}

async fn components_in(lang: Lang, frame: &str) -> Html {
    let app = Router::new().route("/dev/components", get(components)).layer(Extension(visit(lang)));
    let request = Request::get(format!("/dev/components?frame={frame}")).body(Body::empty()).unwrap();
    html_of(app.oneshot(request).await.unwrap()).await
}

async fn every_components_page() -> Vec<Html> {
    let mut pages = Vec::new();
    for lang in [Lang::Es, Lang::En] {
        for frame in ["debtor", "viewing", "desk", "public"] {
            pages.push(components_in(lang, frame).await);
        }
    }
    pages
}

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn one<'a>(html: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = all(html, selector);
    assert_eq!(found.len(), 1, "{selector}");
    found[0]
}

fn text(element: ElementRef) -> String {
    element.text().collect()
}

#[tokio::test]
async fn an_error_is_tied_to_its_field_and_said_again_in_the_summary() {
    let sentence = "Enter the whole e-mail, like name@mail.com";
    let field = view! {
        <Field lang=Lang::En name="who" label="E-mail" hint="As on the letter" error=Some(sentence.to_owned()) />
    };
    let page = Page::new("Sign in", field).errors(vec![("who".to_owned(), sentence.to_owned())]);
    let html = page_of(&visit(Lang::En), page).await;

    let input = one(&html, "input#who");
    assert_eq!(input.attr("aria-invalid"), Some("true"));
    assert_eq!(input.attr("aria-describedby"), Some("who-hint who-error"));
    assert_eq!(text(one(&html, "#who-error")), format!("Error: {sentence}"));
    assert_eq!(text(one(&html, "label[for=who]")), "E-mail");
    let link = one(&html, "main > .error-summary:first-child [role=alert] a[href='#who']");
    assert_eq!(text(link), sentence);
    assert_eq!(text(one(&html, "title")), "Error: Sign in · Al Día");
}

#[tokio::test]
async fn text_cannot_break_out_of_where_it_is_shown() {
    let form = view! {
        <PostForm action="/do/x/y">
            <TextArea lang=Lang::En name="words" label=BREAKOUT hint=BREAKOUT value=format!("\n{BREAKOUT}") />
            <Field lang=Lang::En name="line" label="Line" value=BREAKOUT error=Some(BREAKOUT.to_owned()) />
        </PostForm>
    };
    let page = Page::new(BREAKOUT, form).errors(vec![("line".to_owned(), BREAKOUT.to_owned())]);
    let html = page_of(&visit(Lang::En), page).await;
    assert!(all(&html, "script").is_empty());
    assert_eq!(text(one(&html, "textarea")), format!("\n{BREAKOUT}"));
    assert_eq!(one(&html, "#line").attr("value"), Some(BREAKOUT));
    assert_eq!(text(one(&html, "title")), format!("Error: {BREAKOUT} · Al Día"));
}

#[tokio::test]
async fn a_refused_form_shows_again_what_was_typed() {
    let fields = [("who", "ana@"), ("invoices", "F-1"), ("invoices", "F-2")];
    let draft = Draft {
        fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        errors: vec![FieldError::new("who", "who_email")],
    };
    let form = Refilled::of(Some(&draft), |error| format!("sentence of {}", error.code));
    assert_eq!(form.value("who"), "ana@");
    assert_eq!(form.values("invoices").unwrap(), ["F-1", "F-2"]);
    assert_eq!(form.values("others").unwrap(), Vec::<String>::new());
    assert_eq!(form.error("who").as_deref(), Some("sentence of who_email"));
    assert_eq!(form.error("invoices"), None);
    assert_eq!(form.errors(), [("who".to_owned(), "sentence of who_email".to_owned())]);

    let fresh = Refilled::of(None, |_| unreachable!());
    assert_eq!(fresh.value("who"), "");
    assert_eq!(fresh.values("invoices"), None);
    assert!(fresh.errors().is_empty());
}

#[tokio::test]
async fn an_amount_that_was_read_comes_back_written_out() {
    let field = |value: &'static str| {
        view! { <MoneyField lang=Lang::En name="amount" label="Amount" currency=Currency::MXN value=value /> }
    };
    assert_eq!(one(&show(field("3000")).await, "#amount").attr("value"), Some("3,000.00"));
    assert_eq!(one(&show(field("3,5")).await, "#amount").attr("value"), Some("3,5"));
}

#[tokio::test]
async fn every_form_carries_its_own_key() {
    let forms = view! {
        <PostForm action="/do/a/b">""</PostForm>
        <PostForm action="/do/c/d">""</PostForm>
    };
    let html = show(forms).await;
    let keys: HashSet<&str> = all(&html, "form[method=post] > input[type=hidden][name=request_key]")
        .iter()
        .filter_map(|key| key.attr("value"))
        .collect();
    assert_eq!(keys.len(), 2);
}

#[tokio::test]
async fn every_reference_on_a_page_leads_to_one_element() {
    for html in every_components_page().await {
        let mut ids = HashSet::new();
        for element in all(&html, "[id]") {
            assert!(ids.insert(element.attr("id").unwrap()), "twice: {:?}", element.attr("id"));
        }
        for (selector, attribute) in [
            ("[for]", "for"),
            ("[aria-describedby]", "aria-describedby"),
            ("[aria-labelledby]", "aria-labelledby"),
        ] {
            for id in all(&html, selector).iter().flat_map(|e| e.attr(attribute).unwrap().split_whitespace())
            {
                assert!(ids.contains(id), "{attribute}={id}");
            }
        }
        for href in all(&html, "a[href^='#']").iter().map(|link| link.attr("href").unwrap()) {
            assert!(href == "#" || ids.contains(&href[1..]), "{href}");
        }
    }
}

#[tokio::test]
async fn every_control_has_a_label_and_every_group_a_legend() {
    for html in every_components_page().await {
        for control in all(&html, "input:not([type=hidden]), textarea, progress") {
            if control.attr("aria-label").is_some_and(|label| !label.is_empty()) {
                continue;
            }
            let id = control.attr("id").unwrap();
            assert_eq!(all(&html, &format!("label[for='{id}']")).len(), 1, "{id}");
        }
        for group in all(&html, "fieldset") {
            assert!(group.child_elements().next().is_some_and(|first| first.value().name() == "legend"));
        }
    }
}

#[tokio::test]
async fn a_picture_is_drawn_for_both_widths_and_told_in_a_table() {
    let html = components_in(Lang::En, "debtor").await;
    for figure in all(&html, "figure.chart") {
        let find = |selector: &str| figure.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
        assert_eq!(find("svg[role=img][viewBox^='0 0 320 ']").len(), 1);
        assert_eq!(find("svg[role=img][viewBox^='0 0 640 ']").len(), 1);
        assert_eq!(find("svg > title").len(), 2);
        assert_eq!(find("svg > desc").len(), 2);
        assert_eq!(find("table").len(), 1);
        assert_eq!(find("figcaption").len(), 1);
        assert!(find("svg [tabindex], svg a, svg [style]").is_empty());
    }
}

#[tokio::test]
async fn the_smallest_part_of_a_bar_can_still_be_seen() {
    let segment = |amount_minor| Segment { amount_minor, fill: Fill::Solid(1), notch_at_minor: None };
    let chart = view! {
        <BarChart
            id="bar"
            caption=""
            title=""
            description=""
            bars=vec![Bar { segments: vec![segment(1), segment(9_999_999), segment(0)], ..Bar::default() }]
            legend=Vec::new()
        >
            ""
        </BarChart>
    };
    let html = show(chart).await;
    let widths: Vec<i64> = all(&html, ".chart-narrow > rect")
        .iter()
        .map(|part| part.attr("width").unwrap().parse().unwrap())
        .collect();
    // Each rectangle is drawn with an outline one pixel wide, and two pixels part it from the next.
    assert_eq!(widths, [3, 320 - 2 - 4 - 1]);
}

#[tokio::test]
async fn all_amounts_of_a_column_have_one_precision() {
    let html = components_in(Lang::Es, "desk").await;
    for cell in all(&html, "td.number") {
        let amount = text(cell);
        assert!(Money::parse(&amount, Currency::MXN).is_ok() && amount.contains('.'), "{amount}");
    }
}

#[tokio::test]
async fn nothing_on_a_page_needs_a_looser_security_policy() {
    for html in every_components_page().await {
        for element in all(&html, "*") {
            for (name, _) in element.value().attrs() {
                assert!(name != "style" && !name.starts_with("on"), "{name}");
            }
        }
        assert!(all(&html, "script, style, iframe, [src^='http'], link[href^='http']").is_empty());
    }
}

#[tokio::test]
async fn only_a_page_with_an_island_carries_a_script() {
    assert!(all(&show(view! { <p>"Plain"</p> }).await, "script").is_empty());

    let html =
        page_of(&visit(Lang::En), Page::new("Simulator", view! { <p>"Island"</p> }).with_islands()).await;
    let script = one(&html, "script");
    assert_eq!(script.attr("nonce"), Some("n0nce"));
    assert_eq!(script.attr("src"), Some("/assets/islands.js"));
    assert_eq!(script.attr("data-wasm"), Some("/assets/aldia_bg.wasm"));
    assert_eq!(text(one(&html, "title")), "Simulator · Al Día");
}

#[tokio::test]
async fn a_page_says_its_language_and_leads_to_the_other() {
    let html = page_of(&visit(Lang::Es), Page::new("Facturas", ())).await;
    assert_eq!(one(&html, "html").attr("lang"), Some("es-MX"));
    let link = one(&html, "a[hreflang=en]");
    assert_eq!(link.attr("href"), Some("/account/invoices?page=2&lang=en"));
    assert_eq!((link.attr("lang"), text(link).as_str()), (Some("en"), "English"));
}

#[tokio::test]
async fn a_page_is_never_kept_by_the_browser_and_follows_the_chosen_theme() {
    let dark = Visit { theme: Some(Theme::Dark), ..visit(Lang::Es) };
    let response = public_page(&dark, PublicFrame::default(), Page::new("Inicio", ()));
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    let html = html_of(response).await;
    assert_eq!(one(&html, "html").attr("data-theme"), Some("dark"));
    assert_eq!(one(&html, "meta[name=color-scheme]").attr("content"), Some("dark"));
    assert_eq!(one(&html, "meta[name=robots]").attr("content"), Some("noindex"));
}

#[tokio::test]
async fn a_creditors_page_names_them_and_wears_their_colour() {
    let brand = Brand {
        name: "Aguas del Valle".to_owned(),
        legal_name: "Aguas del Valle, S.A. de C.V.".to_owned(),
        origin: "https://pagos.aguas.mx".to_owned(),
        css_href: Some("/brand/aguas.css".to_owned()),
        ..Brand::default()
    };
    let page = Page::new("Inicio", ());
    let html = html_of(public_page(&visit(Lang::Es), PublicFrame { brand: Some(brand) }, page)).await;
    assert_eq!(text(one(&html, "title")), "Inicio · Aguas del Valle");
    let sheets: Vec<_> =
        all(&html, "link[rel=stylesheet]").iter().filter_map(|link| link.attr("href")).collect();
    assert_eq!(sheets, ["/assets/aldia.css", "/brand/aguas.css"]);
    assert!(text(one(&html, "footer")).contains("Pague solo en https://pagos.aguas.mx/."));
}

#[tokio::test]
async fn the_frame_comes_in_the_same_order_on_every_page() {
    let html = components_in(Lang::Es, "debtor").await;
    let order: Vec<&str> =
        one(&html, "body").child_elements().map(|element| element.value().name()).collect();
    assert_eq!(order, ["a", "header", "nav", "main", "aside", "footer"]);
    assert_eq!(one(&html, "body > a:first-child").attr("href"), Some("#main"));
    assert_eq!(text(one(&html, ".nav [aria-current=page]")), "Facturas");
}

#[tokio::test]
async fn a_long_list_is_led_through_page_by_page() {
    let list = |number, total| {
        let pages = Pages::new(number, 25, total);
        view! { <Pagination lang=Lang::En pages=pages href=|number| format!("?page={number}") /> }
    };
    let html = show(list(6, 287)).await;
    let links: Vec<String> = all(&html, ".pagination li").into_iter().map(text).collect();
    assert_eq!(links, ["Previous", "1", "…", "5", "6", "7", "…", "12", "Next"]);
    assert_eq!(one(&html, ".pagination [aria-current=page]").attr("href"), Some("?page=6"));
    assert_eq!(text(one(&html, ".pagination p")), "126 to 150 of 287");

    assert!(all(&show(list(1, 25)).await, ".pagination").is_empty());
    assert_eq!(text(one(&show(list(9, 30)).await, ".pagination p")), "26 to 30 of 30");
    assert_eq!(Pages::new(0, 25, 30).number(), 1);
    assert_eq!(Pages::new(2, 25, 30).rows_before(), 25);
}

#[tokio::test]
async fn a_count_warns_before_the_text_is_too_long() {
    let area = |value: String| view! { <TextArea lang=Lang::En name="t" label="Text" value=value limit=8 /> };
    let count =
        async |length| all(&show(area("é".repeat(length))).await, ".hint").into_iter().map(text).next();
    assert_eq!(count(5).await, None);
    assert_eq!(count(6).await.as_deref(), Some("2 characters left"));
    assert_eq!(count(7).await.as_deref(), Some("1 character left"));
    assert_eq!(count(8).await.as_deref(), Some("0 characters left"));
    assert_eq!(count(11).await.as_deref(), Some("3 characters too many"));
}

#[tokio::test]
async fn every_rule_of_the_style_sheet_is_seen_on_the_components_page() {
    let mut shown = HashSet::new();
    for html in every_components_page().await {
        shown.extend(
            all(&html, "[class]")
                .iter()
                .flat_map(|e| e.value().classes().map(str::to_owned).collect::<Vec<_>>()),
        );
    }
    let sheet = style_sheet();
    let classes = sheet
        .split('.')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>());
    let nowhere: Vec<String> = classes
        .filter(|class| {
            class.starts_with(|first: char| first.is_ascii_alphabetic()) && !shown.contains(class)
        })
        .collect();
    assert_eq!(nowhere, Vec::<String>::new());
}

#[test]
fn the_style_sheet_is_small_and_loads_nothing_else() {
    let css = style_sheet();
    assert!(!css.contains("@import") && !css.contains("url(") && !css.contains("@font-face"));
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 4096, 11, 22).write_all(css.as_bytes()).unwrap();
    assert!(compressed.len() < 20_000, "{} bytes", compressed.len());
}

fn style_sheet() -> String {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("style");
    let order = std::fs::read_to_string(folder.join("order.txt")).unwrap();
    let files = order.lines().filter(|line| !line.starts_with('#'));
    files.map(|file| std::fs::read_to_string(folder.join(file)).unwrap()).collect()
}

#[test]
fn a_creditors_colour_is_taken_if_it_can_be_read() {
    let accent = Accent::parse("#0B5C6B").unwrap();
    assert!(accent.style_sheet().contains("--accent: light-dark(#0B5C6B, "));
    assert_eq!(Accent::parse("0B5C6B"), Err(AccentError::NoColour));
    assert_eq!(Accent::parse("#0B5C6"), Err(AccentError::NoColour));
}

#[test]
fn what_stands_on_a_creditors_colour_can_be_read_by_night_too() {
    // The first light shade of this purple that dark pages can carry is one on which no ink can be read.
    let sheet = Accent::parse("#5A3E8C").unwrap().style_sheet();
    assert!(sheet.contains("--on-accent: light-dark(#FFFFFF, #06282E)"), "{sheet}");
    let twin = sheet.split("--accent: light-dark(#5A3E8C, ").nth(1).unwrap().get(..7).unwrap();
    let (light, dark) = (luminance(twin), luminance("#06282E"));
    assert!((light + 0.05) / (dark + 0.05) >= 4.5, "{sheet}");
}

/// WCAG 2.2's relative luminance.
#[expect(clippy::float_arithmetic, reason = "light is measured in fractions; no money passes here")]
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let part = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn a_colour_too_light_to_be_read_is_answered_with_a_darker_shade_that_will_do() {
    let Err(AccentError::TooLight { darker }) = Accent::parse("#F2C14E") else { panic!("it is yellow") };
    assert_eq!(Accent::parse(&darker.hex()), Ok(darker));
}
