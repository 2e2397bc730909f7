//! The templates of a team, and the form that changes one.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use serde::Deserialize;

use crate::desk::people::store::own_creditors;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::{Refusal, see_other};
use crate::messages::templates::model::leads;
use crate::messages::templates::store::{template, templates};
use crate::messages::templates::views::{list_view, sentence, write_view};
use crate::messages::templates::words;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskFrame, DeskPlace, Refilled};

/// Which one, of whom, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TemplatesQuery {
    creditor: String,
    template: String,
    done: String,
}

/// `GET /desk/templates`
pub async fn list(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<TemplatesQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let mut all = Vec::new();
    for (creditor, name) in own_creditors(&mut tx).await? {
        all.push((creditor, name, templates(&mut tx, creditor).await?));
    }
    let body = list_view(lang, &all, leads(staff.role), &query.done);
    Ok(desk_page(&visit, frame(&staff), Page::new(words::templates(lang), body)))
}

/// `GET /desk/templates/write`: one that is there, or without one another.
pub async fn write(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<TemplatesQuery>,
) -> Result<Response, Refusal> {
    if !leads(staff.role) {
        return Ok(see_other("/desk/templates").into_response());
    }
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let own = own_creditors(&mut tx).await?;
    // Without a name it is that of the first for whom this reader works.
    let chosen =
        own.iter().find(|(creditor, _)| query.creditor.is_empty() || creditor.to_string() == query.creditor);
    let (creditor, name) = chosen.ok_or(Refusal::NotFound)?;
    let found = match query.template.is_empty() {
        true => None,
        false => Some(template(&mut tx, *creditor, &query.template).await?.ok_or(Refusal::NotFound)?),
    };
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let body = write_view(lang, (*creditor, name.as_str()), found.as_ref(), &form);
    let title = found.map_or(words::write(lang).to_owned(), |found| words::change(lang, found.title(lang)));
    Ok(desk_page(&visit, frame(&staff), Page::new(title, body).errors(form.errors())))
}

fn frame(staff: &StaffIn) -> DeskFrame {
    DeskFrame { place: Some(DeskPlace::Messages), signed_in: staff.name.clone() }
}
