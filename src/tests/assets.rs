//! Static files: gathered once, named by content, answered from memory.

use std::fs;
use std::path::{Path, PathBuf};

use aldia::server::assets::{self, Assets, AssetsError, Manifest, Sources};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use axum::routing::get;
use http_body_util::BodyExt;
use tower::ServiceExt;

#[test]
fn style_sheets_are_joined_in_the_listed_order() {
    let workshop = Workshop::new();
    workshop.write("style/tokens.css", "a{}");
    workshop.write("style/components/button.css", "b{}");
    workshop.write("style/order.txt", "# layers first\ncomponents/button.css\n\ntokens.css\n");
    let manifest = workshop.gather().unwrap();
    let css = fs::read_to_string(workshop.path("site").join(&manifest.files["aldia.css"].file)).unwrap();
    assert_eq!(css, "b{}\na{}\n");
}

#[test]
fn a_style_sheet_that_nobody_listed_is_refused() {
    let workshop = Workshop::new();
    workshop.write("style/forgotten.css", "c{}");
    let refusal = workshop.gather().unwrap_err();
    assert!(matches!(refusal, AssetsError::StyleWithoutPlace { .. }), "{refusal}");
    assert!(refusal.to_string().contains("forgotten.css"), "{refusal}");
}

#[test]
fn a_file_changes_its_address_with_its_content_and_the_old_one_goes() {
    let workshop = Workshop::new();
    let before = workshop.gather().unwrap().files["robots.txt"].file.clone();
    assert_eq!(workshop.gather().unwrap().files["robots.txt"].file, before);
    workshop.write("public/robots.txt", "User-agent: nobody\n");
    let after = workshop.gather().unwrap().files["robots.txt"].file.clone();
    assert_ne!(before, after);
    assert!(!workshop.path("site").join(&before).exists());
    assert!(!workshop.path("site").join(format!("{before}.br")).exists());
    assert!(workshop.path("site").join(format!("{after}.gz")).exists());
}

#[test]
fn a_file_of_an_unknown_kind_is_refused_by_name() {
    let workshop = Workshop::new();
    workshop.write("public/notes.docx", "…");
    assert!(workshop.gather().unwrap_err().to_string().contains("notes.docx"));
}

#[test]
fn script_snippets_of_the_browser_code_are_refused() {
    let workshop = Workshop::new();
    workshop.write("pkg/snippets/inline0.js", "export {}");
    assert!(matches!(workshop.gather().unwrap_err(), AssetsError::Snippets { .. }));
}

#[tokio::test]
async fn the_browser_gets_the_smallest_form_that_it_takes_and_keeps_it_for_a_year() {
    let workshop = Workshop::new();
    workshop.gather().unwrap();
    let site = Assets::load(&workshop.path("site")).unwrap();
    let url = site.url("aldia_bg.wasm");
    assert!(url.starts_with("/assets/aldia_bg.") && url.ends_with(".wasm"), "{url}");

    for (accepted, coding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip;q=0.5, br;q=0", Some("gzip")),
        ("identity", None),
        ("", None),
    ] {
        let response = ask(&site, &url, accepted).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header_of(&response, header::CONTENT_ENCODING), coding, "for {accepted:?}");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), Some("application/wasm"));
        assert_eq!(header_of(&response, header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
        assert_eq!(header_of(&response, header::VARY), Some("accept-encoding"));
        assert_eq!(header_of(&response, header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
    }
    let plain = ask(&site, &url, "").await.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(plain, "the browser's code".as_bytes());
}

#[tokio::test]
async fn files_with_a_fixed_name_are_found_there_too_and_nothing_else_is() {
    let workshop = Workshop::new();
    workshop.gather().unwrap();
    let site = Assets::load(&workshop.path("site")).unwrap();
    let robots = ask(&site, "/robots.txt", "").await;
    assert_eq!(header_of(&robots, header::CONTENT_TYPE), Some("text/plain; charset=utf-8"));
    assert_eq!(header_of(&robots, header::CACHE_CONTROL), Some("public, max-age=3600"));
    for stranger in
        ["/assets/aldia.css", "/assets/manifest.json", "/assets/..%2fmanifest.json", "/favicon.svg"]
    {
        assert_eq!(ask(&site, stranger, "br").await.status(), StatusCode::NOT_FOUND, "{stranger}");
    }
}

#[test]
fn a_site_that_is_not_there_is_named() {
    let workshop = Workshop::new();
    let refusal = Assets::load(&workshop.path("site")).unwrap_err().to_string();
    assert!(refusal.contains("manifest.json"), "{refusal}");
}

async fn ask(site: &Assets, url: &str, accepted: &str) -> Response<Body> {
    let router = Router::new()
        .route("/assets/{file}", get(assets::serve))
        .route("/robots.txt", get(assets::serve_by_name))
        .route("/favicon.svg", get(assets::serve_by_name))
        .with_state(site.clone());
    let request = Request::get(url).header(header::ACCEPT_ENCODING, accepted).body(Body::empty()).unwrap();
    router.oneshot(request).await.unwrap()
}

fn header_of(response: &Response<Body>, name: header::HeaderName) -> Option<&str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

/// A folder with a small site to gather, removed at the end.
struct Workshop {
    root: PathBuf,
}

impl Workshop {
    fn new() -> Self {
        let root = std::env::temp_dir().join(format!("aldia-assets-{}", uuid::Uuid::now_v7()));
        let workshop = Self { root };
        workshop.write("style/order.txt", "");
        workshop.write("public/robots.txt", "User-agent: *\nDisallow: /\n");
        workshop.write("pkg/aldia.js", "export default 1;\n");
        workshop.write("pkg/aldia_bg.wasm", "the browser's code");
        workshop.write("pkg/aldia.d.ts", "declare const nothing: number;\n");
        workshop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
        fs::write(path, content).unwrap();
    }

    fn gather(&self) -> Result<Manifest, AssetsError> {
        assets::gather(&Sources {
            style: self.path("style"),
            public: self.path("public"),
            pkg: Some(self.path("pkg")),
            out: self.path("site"),
        })
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}
