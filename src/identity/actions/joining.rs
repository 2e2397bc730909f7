//! The link that lets somebody of the team in, once: they set a password, and then their second factor as at a first sign-in.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::desk::people::model::PASSWORD_AT_LEAST;
use crate::identity::cookies::Cookies;
use crate::identity::keys::Keys;
use crate::identity::model::Side;
use crate::identity::passwords::{self, PASSWORD_BYTES_AT_MOST};
use crate::identity::store;
use crate::identity::tokens::{Secret, StaffStep};
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    token: String,
    password: String,
}

/// `POST /do/identity/staff-join`. What was typed is never kept in a draft.
pub async fn staff_join(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    Form(form): Form<JoinForm>,
) -> Result<(Cookies, SeeOther), Refusal> {
    let link = Secret::from_text(&form.token);
    let mut tx = db.begin(Actor::Visitor).await?;
    store::open_staff_invitation(&mut tx, &link).await?.ok_or(Refusal::NotFound)?;
    drop(tx);
    let is_long_enough = form.password.chars().count() >= PASSWORD_AT_LEAST;
    if !is_long_enough || form.password.len() > PASSWORD_BYTES_AT_MOST {
        let page = format!("/desk/join/{}", form.token);
        return Err(Refusal::invalid(page, Vec::new(), FieldError::new("password", "password_short")));
    }
    let digest = passwords::hash_apart(form.password).await.map_err(Refusal::internal)?;
    let mut tx = db.begin(Actor::Visitor).await?;
    let staff = store::spend_staff_invitation(&mut tx, &link, &digest).await?.ok_or(Refusal::NotFound)?;
    tx.commit().await?;
    let token = StaffStep::new(staff.0, None, None).sign(&keys);
    Ok((cookies.with_step(Side::Staff, &token), see_other("/desk/login/enrol")))
}
