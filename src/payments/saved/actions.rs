//! What is posted about kept cards by their owner.

use std::collections::HashMap;

use axum::Form;
use axum::extract::State;
use serde::Deserialize;

use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::ids::SavedMethodId;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::payments::saved::store;

/// Which card.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MethodForm {
    method: String,
}

impl MethodForm {
    fn id(&self) -> Result<SavedMethodId, Refusal> {
        self.method.parse().map_err(|_| Refusal::NotFound)
    }
}

const LABEL_AT_MOST: usize = 40;

/// `POST /do/payments/rename-method`
pub async fn rename(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<HashMap<String, String>>,
) -> Result<SeeOther, Refusal> {
    let id: SavedMethodId = form.get("method").and_then(|id| id.parse().ok()).ok_or(Refusal::NotFound)?;
    // Each card has its form on the page, so the field is named by the card.
    let field = format!("label-{id}");
    let typed = form.get(&field).cloned().unwrap_or_default();
    let label = typed.trim();
    if label.chars().count() > LABEL_AT_MOST {
        let fields = vec![(field.clone(), typed.clone())];
        return Err(Refusal::invalid("/account/methods", fields, FieldError::new(&field, "name_too_long")));
    }
    let mut tx = db.begin(person.actor()).await?;
    store::rename(&mut tx, id, label).await?;
    tx.commit().await?;
    Ok(see_other("/account/methods?done=renamed"))
}

/// `POST /do/payments/usual-method`
pub async fn make_default(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<MethodForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    store::make_default(&mut tx, form.id()?).await?;
    tx.commit().await?;
    Ok(see_other("/account/methods?done=usual"))
}

/// `POST /do/payments/remove-method`
pub async fn remove(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<MethodForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    store::remove(&mut tx, form.id()?).await?;
    tx.commit().await?;
    Ok(see_other("/account/methods?done=removed"))
}
