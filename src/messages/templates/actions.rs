//! What those who lead a team post about templates.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::desk::people::store::own_creditors;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{CreditorId, TemplateId};
use crate::kernel::web::{Refusal, SeeOther, see_other};
use crate::messages::templates::model::{TEXTS, TITLES, Template, faults, leads};
use crate::messages::templates::store;

/// A template as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TemplateForm {
    creditor: String,
    /// How an address names the one that is changed; nothing for another.
    template: String,
    title_es: String,
    title_en: String,
    text_es: String,
    text_en: String,
    request_key: String,
}

/// `POST /do/desk/save-template`
pub async fn save(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<TemplateForm>,
) -> Result<SeeOther, Refusal> {
    may_write(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let creditor = own_creditor(&mut tx, &form.creditor).await?;
    let title = [&form.title_es, &form.title_en].map(|typed| typed.trim().to_owned());
    // A browser ends lines as no text of ours does.
    let text = [&form.text_es, &form.text_en].map(|typed| typed.replace("\r\n", "\n").trim().to_owned());
    let errors = faults(&title, &text);
    if !errors.is_empty() {
        let titles = TITLES.into_iter().zip([form.title_es, form.title_en]);
        let texts = TEXTS.into_iter().zip([form.text_es, form.text_en]);
        let fields = titles.chain(texts).map(|(name, value)| (name.to_owned(), value)).collect();
        let back_to = format!("/desk/templates/write?creditor={creditor}&template={}", form.template);
        return Err(Refusal::Invalid { back_to, fields, errors });
    }
    let before = match form.template.is_empty() {
        true => None,
        false => Some(found(&mut tx, creditor, &form.template).await?),
    };
    let (id, brought) = before.map_or((None, None), |before| (before.id, before.brought));
    let key = form.request_key.parse().unwrap_or_else(|_| TemplateId::new());
    store::save(&mut tx, &Template { id, creditor, brought, title, text }, key).await?;
    tx.commit().await?;
    Ok(see_other("/desk/templates?done=saved"))
}

/// `POST /do/desk/retire-template`
pub async fn retire(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<TemplateForm>,
) -> Result<SeeOther, Refusal> {
    may_write(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let creditor = own_creditor(&mut tx, &form.creditor).await?;
    let template = found(&mut tx, creditor, &form.template).await?;
    // What the program brings stays as it is until somebody puts it into other words.
    if let Some(id) = template.id {
        store::retire(&mut tx, id).await?;
        tx.commit().await?;
    }
    let done = if template.brought.is_some() { "restored" } else { "retired" };
    Ok(see_other(format!("/desk/templates?done={done}")))
}

fn may_write(staff: &StaffIn) -> Result<(), Refusal> {
    if leads(staff.role) { Ok(()) } else { Err(Refusal::Forbidden) }
}

async fn own_creditor(tx: &mut Tx, id: &str) -> Result<CreditorId, Refusal> {
    let mut own = own_creditors(tx).await?.into_iter().map(|(creditor, _)| creditor);
    own.find(|creditor| creditor.to_string() == id).ok_or(Refusal::NotFound)
}

async fn found(tx: &mut Tx, creditor: CreditorId, key: &str) -> Result<Template, Refusal> {
    store::template(tx, creditor, key).await?.ok_or(Refusal::NotFound)
}
