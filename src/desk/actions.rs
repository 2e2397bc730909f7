//! What the team does from its pages.

use axum::Form;
use axum::extract::State;
use serde::Deserialize;

use crate::accounts::model::Viewer;
use crate::desk::viewing::announce;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::AccountId;
use crate::kernel::web::{Refusal, SeeOther, see_other};

/// Whose pages are to be looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ViewAsForm {
    account: String,
}

/// `POST /do/desk/view-as`: writes down who is about to look, then leads to what they look at.
pub async fn view_as(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ViewAsForm>,
) -> Result<SeeOther, Refusal> {
    let id: AccountId = form.account.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    announce(&mut tx, id).await?;
    tx.commit().await?;
    Ok(see_other(Viewer::AsPerson(id).base()))
}
