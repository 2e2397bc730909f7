//! The page with the one question, and the desk's figures.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::accounts::frame::person_frame;
use crate::accounts::store::account;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::kernel::db::Db;
use crate::kernel::ids::ClosingId;
use crate::kernel::web::Refusal;
use crate::opinions::store::{answers, closing, months};
use crate::opinions::views::{desk_view, own_view, sentence};
use crate::opinions::words;
use crate::ui::page::{Page, Visit, debtor_page, desk_page};
use crate::ui::{DeskFrame, DeskPlace, Refilled};

const MONTHS_AT_MOST: i64 = 13;
const ANSWERS_AT_MOST: i64 = 100;

/// `GET /account/opinions/{closing}`
pub async fn own(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: ClosingId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let closing = closing(&mut tx, id).await?;
    let accounts = [account(&mut tx, closing.account).await?];
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let frame = person_frame(&mut tx, &visit, &person.name, None, &accounts, &[]).await?;
    let title = if closing.answer.is_some() { words::thanks(lang) } else { words::question(lang) };
    let page = Page::new(title, own_view(lang, &closing, &form)).errors(form.errors());
    Ok(debtor_page(&visit, frame, page))
}

/// `GET /desk/opinions`
pub async fn desk(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let (months, answers) =
        (months(&mut tx, MONTHS_AT_MOST).await?, answers(&mut tx, ANSWERS_AT_MOST).await?);
    let page = Page::new(words::opinions(lang), desk_view(lang, &months, &answers));
    let frame = DeskFrame { place: Some(DeskPlace::Messages), signed_in: staff.name.clone() };
    Ok(desk_page(&visit, frame, page))
}
