//! What the provider paid out: all of it, and one payout with what it holds.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::frame;
use crate::desk::store::{PAGE_SIZE, zone};
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::PayoutId;
use crate::kernel::web::Refusal;
use crate::payments::bank::arrivals::lines_for;
use crate::payments::payouts::reading;
use crate::payments::payouts::{views, words};
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{BackLink, DeskPlace, Pages, Pagination};

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PayoutsQuery {
    page: String,
}

/// `GET /desk/payouts`
pub async fn payouts(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<PayoutsQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let number = query.page.parse().unwrap_or(1u64).clamp(1, 1_000_000);
    let mut tx = db.begin(staff.actor()).await?;
    let (found, total) = reading::payouts(&mut tx, (number - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    let pages = Pages::new(number, PAGE_SIZE, total);
    let title = words::heading(lang);
    let body = view! {
        <BackLink lang=lang href="/desk/payments" />
        <h1>{title}</h1>
        <p>{words::lead(lang)}</p>
        {views::list(lang, &found)}
        <Pagination lang=lang pages=pages href=|page| format!("/desk/payouts?page={page}") />
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Payments), Page::new(title, body)))
}

/// `GET /desk/payouts/{payout}`
pub async fn payout(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PayoutId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let payout = reading::payout(&mut tx, id).await?;
    let movements = reading::movements(&mut tx, id).await?;
    let lines = lines_for(&mut tx, id).await?;
    let zone = zone(&mut tx).await?;
    let title = words::payout_of(visit.lang, payout.net);
    let body = views::one(visit.lang, &payout, &movements, &lines, zone);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Payments), Page::new(title, body)))
}
