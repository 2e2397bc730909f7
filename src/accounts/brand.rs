//! A creditor's colour, as a style sheet of its own: pages may not carry styles in themselves.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::accounts::store::accent;
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::ui::accent::{Accent, AccentError};

/// The address changes with the colour, so browsers keep the file for a year.
const NAMED_BY_CONTENT: &str = "public, max-age=31536000, immutable";
/// A page from before a change asks for the sheet of then: it gets the one of now, and does not keep it.
const NAMED_BY_AN_OLD_PAGE: &str = "no-cache";

/// Where the style sheet of this creditor is found; none where it has no colour of its own.
pub fn brand_href(slug: &str, accent: Option<&str>) -> Option<String> {
    let sheet = style_sheet(accent?)?;
    Some(format!("/brand/{slug}.{}.css", fingerprint(&sheet)))
}

/// `GET /brand/{creditor}`: the creditor's short name, the fingerprint of its sheet, `.css`.
pub async fn brand_style(State(db): State<Db>, Path(file): Path<String>) -> Result<Response, Refusal> {
    let name = file.strip_suffix(".css").ok_or(Refusal::NotFound)?;
    let (slug, asked) = name.split_once('.').unwrap_or((name, ""));
    let mut tx = db.begin(Actor::Visitor).await?;
    let accent = accent(&mut tx, slug).await?;
    let sheet = accent.as_deref().and_then(style_sheet).ok_or(Refusal::NotFound)?;
    let keeping = if asked == fingerprint(&sheet) { NAMED_BY_CONTENT } else { NAMED_BY_AN_OLD_PAGE };
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, keeping)];
    Ok((headers, sheet).into_response())
}

/// A colour that was stored before it could be read everywhere is shown in the nearest shade that can.
fn style_sheet(accent: &str) -> Option<String> {
    match Accent::parse(accent) {
        Ok(accent) | Err(AccentError::TooLight { darker: accent }) => Some(accent.style_sheet()),
        Err(AccentError::NoColour) => None,
    }
}

fn fingerprint(sheet: &str) -> String {
    hex::encode(&Sha256::digest(sheet)[..8])
}
