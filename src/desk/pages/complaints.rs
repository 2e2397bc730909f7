//! The register of complaints on the desk.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{frame, read_account};
use crate::complaints::model::month_of;
use crate::complaints::register::table;
use crate::complaints::store::{Which, callers, complaint as one, complaints as listed};
use crate::complaints::views::{desk_view, heard_view, register_view, sentence};
use crate::complaints::words;
use crate::documents::files;
use crate::documents::papers::complaint_answer_order;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::Db;
use crate::kernel::ids::ComplaintId;
use crate::kernel::web::{Refusal, see_other};
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Refilled};

/// Of which month.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RegisterQuery {
    month: String,
}

/// `GET /desk/complaints`
pub async fn complaints(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<RegisterQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let month = month_of(&query.month);
    let found = listed(&mut tx, Which { month, ..Which::default() }).await?;
    let today = tx.now().date_naive();
    let page = Page::new(words::register(visit.lang), register_view(visit.lang, &found, month, today));
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Disputes), page))
}

/// `GET /desk/complaints/{complaint}`
pub async fn complaint(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: ComplaintId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let found = one(&mut tx, id).await?;
    read_account(&mut tx, &found.account.to_string()).await?;
    tx.commit().await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let leads = matches!(staff.role, Role::Supervisor | Role::Administrator);
    let page = Page::new(words::heading(lang, &found.number), desk_view(lang, &found, leads, &form));
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Disputes), page.errors(form.errors())))
}

/// `GET /desk/complaints/{complaint}/letter.pdf`: the answer as the customer has it.
pub async fn complaint_letter(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: ComplaintId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let found = one(&mut tx, id).await?;
    read_account(&mut tx, &found.account.to_string()).await?;
    let Some(order) = complaint_answer_order(&mut tx, visit.lang, &found).await? else {
        return Ok(see_other(format!("/desk/complaints/{id}")).into_response());
    };
    files::sealed(tx, &visit, order).await
}

/// `GET /desk/accounts/{id}/complaint`: what somebody says on the telephone is written down.
pub async fn take_complaint(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    if !staff.role.may_change() {
        return Ok(see_other(format!("/desk/accounts/{}", account.id)).into_response());
    }
    let people = callers(&mut tx, &account).await?;
    tx.commit().await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = Page::new(words::take(lang), heard_view(lang, &account, &people, &form));
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Accounts), page.errors(form.errors())))
}

/// `GET /desk/complaints/register`: the register as a table, whole or of a month.
pub async fn complaints_register(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<RegisterQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let month = month_of(&query.month);
    let found = listed(&mut tx, Which { month, ..Which::default() }).await?;
    let of = month.map(|month| month.format("-%Y-%m").to_string()).unwrap_or_default();
    let name = format!("attachment; filename=\"{}{of}.csv\"", words::file_name(visit.lang));
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, table(visit.lang, &found)).into_response())
}
