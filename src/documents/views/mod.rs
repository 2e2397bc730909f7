//! Views about papers that both sides, or anybody, read.

pub mod statement;
pub mod verified;

use leptos::prelude::*;

use crate::accounts::model::Viewer;
use crate::kernel::locale::Lang;
use crate::ui::FileLink;

/// A paper to download, for who may have it from here: whoever looks on as the debtor only looks.
pub fn paper_link(
    lang: Lang,
    viewer: Viewer,
    href: String,
    text: fn(Lang) -> &'static str,
) -> Option<AnyView> {
    let is_reader = !matches!(viewer, Viewer::AsPerson(_));
    is_reader.then(|| view! { <p><FileLink href=href text=text(lang) format="PDF" /></p> }.into_any())
}
