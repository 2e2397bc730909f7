//! The search for an account.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::frame;
use crate::desk::kept::section::kept_views;
use crate::desk::store::{PAGE_SIZE, Results, search};
use crate::desk::tables::csv_link;
use crate::desk::views::results;
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Pages, Pagination};

/// Nobody looks for longer words, and no page beyond this is reached by reading.
const WORDS_AT_MOST: usize = 200;
const PAGES_AT_MOST: u64 = 100_000;

/// What accounts are looked for by.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccountsQuery {
    q: String,
    page: String,
}

/// `GET /desk/accounts`
pub async fn accounts(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<AccountsQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let asked: String = query.q.trim().chars().take(WORDS_AT_MOST).collect();
    let number = query.page.parse().unwrap_or(1u64).clamp(1, PAGES_AT_MOST);
    let mut tx = db.begin(staff.actor()).await?;
    let found = search(&mut tx, &asked, (number - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    let kept = kept_views(&mut tx, &visit).await?;
    let csv = (!found.found.is_empty())
        .then(|| csv_link(lang, format!("/desk/accounts.csv?q={}", encoded(&asked))));
    let title = match asked.as_str() {
        "" => words::accounts(lang).to_owned(),
        asked => words::results_for(lang, asked),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        {kept}
        {results(lang, &asked, &found)}
        {pagination(&visit, number, &asked, &found)}
        {csv}
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Accounts), Page::new(title, body)))
}

fn pagination(visit: &Visit, number: u64, asked: &str, found: &Results) -> AnyView {
    let pages = Pages::new(number, PAGE_SIZE, found.total);
    let asked = encoded(asked);
    let href = move |page| format!("/desk/accounts?q={asked}&page={page}");
    view! { <Pagination lang=visit.lang pages=pages href=href /> }.into_any()
}

fn encoded(asked: &str) -> String {
    percent_encoding::utf8_percent_encode(asked, percent_encoding::NON_ALPHANUMERIC).to_string()
}
