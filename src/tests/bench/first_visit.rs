//! What somebody loads who opens their account for the first time: the page and its style sheets, in brotli, as the
//! portal sends them. The page needs no script.

use std::net::SocketAddr;

use aldia::identity::cookies::CookieNames;
use aldia::identity::model::Side;
use scraper::{Html, Selector};

use crate::load::Target;
use crate::stage::{Outcome, Stage};
use crate::support::TestApp;
use crate::table::{Figure, bytes};

const BYTES_AT_MOST: usize = 40_000;
/// The sample account: four open invoices, one of them contested.
const MARIAS_ADDRESS: &str = "maria@example.mx";

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    stage.addresses("aldia").migrate().await?;
    let app = TestApp::new(stage.addresses("aldia").owner.unwrap_or_default().parse()?).await;
    let name = CookieNames::of(&app.url).access(Side::Debtor);
    let value = app.signed_in(MARIAS_ADDRESS).await.cookie(&name).ok_or("nobody is signed in")?;
    let reader = Reader { portal: app.app.config.address, cookie: format!("{name}={value}") };

    let html = String::from_utf8(reader.load("/account", "identity").await?)?;
    let packed = reader.load("/account", "br").await?.len();
    let mut sum = packed;
    let mut parts = vec![format!("HTML {packed} ({} unpacked)", html.len())];
    for style in linked(&html, "link[rel=stylesheet]", "href")? {
        let size = reader.load(&style, "br").await?.len();
        sum += size;
        parts.push(format!("{style} {size}"));
    }
    let scripts = linked(&html, "script", "src")?.len();
    Ok(vec![Figure::judged(
        "first visit to the account page",
        bytes(u64::try_from(sum)?),
        "<= 40 kB",
        sum <= BYTES_AT_MOST,
        format!("brotli bytes of the bodies: {}; {scripts} scripts", parts.join(", ")),
    )])
}

struct Reader {
    portal: SocketAddr,
    cookie: String,
}

impl Reader {
    async fn load(&self, path: &str, coding: &str) -> Outcome<Vec<u8>> {
        let headers = [("cookie", self.cookie.as_str()), ("accept-encoding", coding)];
        Target::get(self.portal, path, &headers).body().await
    }
}

fn linked(html: &str, selector: &str, attribute: &str) -> Outcome<Vec<String>> {
    let selector = Selector::parse(selector).map_err(|error| error.to_string())?;
    let document = Html::parse_document(html);
    Ok(document.select(&selector).filter_map(|found| found.attr(attribute)).map(str::to_owned).collect())
}
