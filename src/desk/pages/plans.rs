//! An account's plans and proposals, in its file.

use axum::extract::{Path, State};
use axum::response::Response;

use super::file::file_page;
use super::read_account;
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::plans::desk::reading;
use crate::plans::words::desk as words;
use crate::ui::page::Visit;

/// `GET /desk/accounts/{id}/plans`
pub async fn account_plans(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let main = reading::of_account(&mut tx, visit.lang, &staff, &account).await?;
    let title = words::tab(visit.lang).to_owned();
    file_page(tx, &visit, &staff, &account, Part::Plans, title, main).await
}

/// `GET /desk/accounts/{id}/plans/offer`
pub async fn offer_plan(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let main = reading::offer_form(&mut tx, visit.lang, &visit, &account).await?;
    let title = words::offer_heading(visit.lang).to_owned();
    file_page(tx, &visit, &staff, &account, Part::Plans, title, main).await
}
