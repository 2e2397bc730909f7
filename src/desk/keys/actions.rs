//! Switching single keys on and off.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::desk::keys::store;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::{Refusal, SeeOther, see_other};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KeysForm {
    keys: String,
}

/// `POST /do/desk/set-keys`
pub async fn set(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<KeysForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    store::set(&mut tx, form.keys != "off").await?;
    tx.commit().await?;
    Ok(see_other("/desk/keys?done=set"))
}
