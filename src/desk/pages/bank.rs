//! The bank's statements: uploading one, the money that waits for an owner, and one line of it.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::frame;
use crate::desk::store::today as today_of;
use crate::desk::tables::csv_link;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::BankLineId;
use crate::kernel::web::Refusal;
use crate::payments::bank::suggesting::suggestions;
use crate::payments::bank::views::{BankAccount, files_view, line_view, sentence, upload_view, waiting_view};
use crate::payments::bank::{arrivals, store, words};
use crate::payments::recorded::till;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Refilled};

/// What was done last.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BankQuery {
    done: String,
}

/// `GET /desk/bank`
pub async fn bank(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<BankQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let today = today_of(&mut tx).await?;
    let banks = till::tills(&mut tx, today).await?.into_iter().map(|till| BankAccount {
        creditor: till.creditor,
        name: till.creditor_name,
        currency: till.currency,
    });
    let (banks, lines) = (banks.collect::<Vec<_>>(), store::waiting(&mut tx, store::SHOWN).await?);
    let csv = (!lines.is_empty()).then(|| csv_link(lang, "/desk/bank.csv".to_owned()));
    let files = store::files(&mut tx).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let title = words::heading(lang);
    let body = view! {
        {upload_view(lang, &banks, &form, &query.done)}
        {waiting_view(lang, &lines, today)}
        {csv}
        {files_view(lang, &files)}
    };
    let page = Page::new(title, body).errors(form.errors()).with_islands();
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Payments), page))
}

/// `GET /desk/bank/{bank_line}`
pub async fn bank_line(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: BankLineId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let line = store::line(&mut tx, id).await?;
    let found = suggestions(&mut tx, &line).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let errors = form.field_errors();
    let title = words::deposit_of(lang, line.amount);
    let awaited = arrivals::awaited(&mut tx, &line).await?;
    let arrived = arrivals::arrived(&mut tx, line.id).await?;
    let body = line_view(lang, &line, (&found, &awaited, &arrived), &form, staff.role.may_change());
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Payments), Page::new(title, body).errors(errors)))
}
