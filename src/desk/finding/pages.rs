//! `GET /desk/find?q=`

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Query;
use serde::Deserialize;

use crate::desk::finding::model::Asked;
use crate::desk::finding::store::{Hit, hits};
use crate::desk::finding::views::found_view;
use crate::desk::finding::words;
use crate::desk::store::{Results, search};
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::{Refusal, see_other};
use crate::ui::DeskFrame;
use crate::ui::page::{Page, Visit, desk_page};

/// Accounts that are shown; there may be more, on a page of their own.
const ACCOUNTS_SHOWN: u64 = 20;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FindQuery {
    q: String,
}

pub async fn find(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<FindQuery>,
) -> Result<Response, Refusal> {
    let asked = Asked::parse(&query.q);
    if asked.words.is_empty() {
        return Ok(see_other("/desk/accounts").into_response());
    }
    let mut tx = db.begin(staff.actor()).await?;
    let hits = hits(&mut tx, &asked).await?;
    let accounts = search(&mut tx, &asked.words, 0, ACCOUNTS_SHOWN).await?;
    if let Some(href) = only_one(&accounts, &hits) {
        return Ok(see_other(href).into_response());
    }
    let body = found_view(visit.lang, &asked.words, &accounts, &hits);
    let frame = DeskFrame { place: None, signed_in: staff.name.clone() };
    Ok(desk_page(&visit, frame, Page::new(words::heading(visit.lang, &asked.words), body)))
}

/// Where the one thing is read that bears exactly this number. An account that is named by its invoice is the same find twice.
fn only_one(accounts: &Results, hits: &[Hit]) -> Option<String> {
    let numbered = hits.iter().filter(|hit| hit.kind.is_exact()).map(Hit::href);
    let referred = accounts
        .found
        .iter()
        .filter(|found| found.by == "reference")
        .map(|found| format!("/desk/accounts/{}", found.account.id));
    let mut exact = numbered.chain(referred);
    let first = exact.next()?;
    exact.next().is_none().then_some(first)
}
