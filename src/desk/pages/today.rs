//! Where the team begins: the day, the payments that came in, and the search for an account.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::frame;
use super::payments::customers_payments;
use crate::desk::store::{PAGE_SIZE, Results, search, today as today_of};
use crate::desk::task_views::task_list;
use crate::desk::tasks::open_tasks;
use crate::desk::views::results;
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::kernel::dates::day_of_year;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::payments::store::reading::{self, Among};
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Pages, Pagination};

/// Payments that the first page shows.
const RECENT: u64 = 10;
/// Nobody looks for longer words, and no page beyond this is reached by reading.
const WORDS_AT_MOST: usize = 200;
const PAGES_AT_MOST: u64 = 100_000;

/// `GET /desk`
pub async fn today(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let title = words::today(lang, &day_of_year(today_of(&mut tx).await?, lang));
    let tasks = task_list(lang, staff.role, &open_tasks(&mut tx).await?);
    let (recent, _) = reading::payments(&mut tx, Among::OwnCreditors, 0, RECENT).await?;
    let body = view! {
        <h1>{title.clone()}</h1>
        {tasks}
        <p><a href="/desk/accounts">{words::all_accounts(lang)}</a></p>
        <h2>{words::recent_payments(lang)}</h2>
        {customers_payments(lang, &recent)}
        <p><a href="/desk/payments">{words::all_payments(lang)}</a></p>
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Today), Page::new(title, body)))
}

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
    let title = match asked.as_str() {
        "" => words::accounts(lang).to_owned(),
        asked => words::results_for(lang, asked),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        {results(lang, &asked, &found)}
        {pagination(&visit, number, &asked, &found)}
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Accounts), Page::new(title, body)))
}

fn pagination(visit: &Visit, number: u64, asked: &str, found: &Results) -> AnyView {
    let pages = Pages::new(number, PAGE_SIZE, found.total);
    let asked = percent_encoding::utf8_percent_encode(asked, percent_encoding::NON_ALPHANUMERIC).to_string();
    let href = move |page| format!("/desk/accounts?q={asked}&page={page}");
    view! { <Pagination lang=visit.lang pages=pages href=href /> }.into_any()
}
