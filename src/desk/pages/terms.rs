//! The terms of an account, as its people read them: beside the margin, as a file, and on their own page.

use axum::extract::{Path, State};
use axum::response::Response;

use super::file::file_page;
use super::read_account;
use super::viewed::{look, viewed_page};
use crate::accounts::model::{Account, Viewer};
use crate::desk::views::Part;
use crate::documents::files;
use crate::documents::papers::terms_order;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::web::Refusal;
use crate::policies::reading::reading;
use crate::policies::views::terms::{Asked, terms_title, terms_view};
use crate::ui::AccountPlace;
use crate::ui::page::Visit;

/// `GET /desk/accounts/{id}/terms`
pub async fn account_terms(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    file(tx, &visit, &staff, account, None).await
}

/// `GET /desk/accounts/{id}/terms/{version}`
pub async fn account_version(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let number = number.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    file(tx, &visit, &staff, account, Some(number)).await
}

/// `GET /desk/accounts/{id}/terms/{version}.pdf`
pub async fn account_version_pdf(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let number: i32 = files::id(&number)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let reading = reading(&mut tx, visit.lang, account, Some(number)).await?.ok_or(Refusal::NotFound)?;
    let order = terms_order(visit.lang, &reading).ok_or(Refusal::NotFound)?;
    files::sealed(tx, &visit, order).await
}

/// `GET /desk/accounts/{id}/as-debtor/account/terms`
pub async fn viewed_terms(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    match look(&db, &staff, &id).await? {
        Ok((tx, account)) => viewed(tx, &visit, account, None).await,
        Err(door) => Ok(door),
    }
}

/// `GET /desk/accounts/{id}/as-debtor/account/terms/{version}`
pub async fn viewed_version(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let number = number.parse().map_err(|_| Refusal::NotFound)?;
    match look(&db, &staff, &id).await? {
        Ok((tx, account)) => viewed(tx, &visit, account, Some(number)).await,
        Err(door) => Ok(door),
    }
}

async fn file(
    mut tx: Tx,
    visit: &Visit,
    staff: &StaffIn,
    account: Account,
    number: Option<i32>,
) -> Result<Response, Refusal> {
    let reading = reading(&mut tx, visit.lang, account, number).await?.ok_or(Refusal::NotFound)?;
    let viewer = Viewer::Staff(reading.account.id);
    let main = terms_view(visit.lang, viewer, &reading, &Asked::default());
    let title = terms_title(visit.lang, &reading);
    file_page(tx, visit, staff, &reading.account, Part::Terms, title, main).await
}

async fn viewed(
    mut tx: Tx,
    visit: &Visit,
    account: Account,
    number: Option<i32>,
) -> Result<Response, Refusal> {
    let reading = reading(&mut tx, visit.lang, account, number).await?.ok_or(Refusal::NotFound)?;
    let viewer = Viewer::AsPerson(reading.account.id);
    let main = terms_view(visit.lang, viewer, &reading, &Asked::default());
    let title = terms_title(visit.lang, &reading);
    viewed_page(tx, visit, &reading.account, AccountPlace::Terms, title, main).await
}
