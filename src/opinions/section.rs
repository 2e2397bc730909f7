//! The question on the page of what was closed, and its answer on the desk's page of the same.

use leptos::prelude::*;

use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::opinions::model::Closed;
use crate::opinions::store::latest;
use crate::opinions::views::{asked_view, desk_line};

/// For whoever was asked; nothing for anybody else, and nothing before it has closed.
pub async fn asked(tx: &mut Tx, lang: Lang, of: Closed) -> Result<Option<AnyView>, sqlx::Error> {
    Ok(latest(tx, of).await?.map(|closing| asked_view(lang, &closing)))
}

/// For the team.
pub async fn answered(tx: &mut Tx, lang: Lang, of: Closed) -> Result<Option<AnyView>, sqlx::Error> {
    Ok(latest(tx, of).await?.map(|closing| desk_line(lang, &closing)))
}
