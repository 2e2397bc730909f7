//! The team's pages about promises: those of one account, and all by their day.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::file::opened_page;
use super::{frame, read_account};
use crate::accounts::model::Viewer;
use crate::accounts::opening::Opened;
use crate::desk::store::today;
use crate::desk::tables::csv_link;
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::promises::model::days_listed;
use crate::promises::store::{LISTED_AT_MOST, listed, payable, promises as of_account};
use crate::promises::views::{PromisesPage, listed_view, promises_view, sentence};
use crate::promises::words;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Refilled};

/// Whether the promise that waits is to be moved.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MovingQuery {
    #[serde(rename = "move")]
    moves: String,
}

/// `GET /desk/accounts/{id}/promises`
pub async fn account_promises(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<MovingQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = PromisesPage {
        viewer: Viewer::Staff(account.id),
        may_promise: staff.role.may_change(),
        promises: of_account(&mut tx, &account).await?,
        payable: payable(&mut tx, &account).await?,
        moves: !query.moves.is_empty(),
        done: "",
        form: &form,
        wrong: visit.draft.as_ref().and_then(|draft| draft.wrong_part("on")),
        account: &account,
    };
    let (title, body) = (page.title(lang).to_owned(), promises_view(lang, &page));
    let opened = Opened { errors: form.field_errors(), ..Opened::plain(title, body) };
    opened_page(tx, &visit, &staff, &account, Part::Summary, opened).await
}

/// `GET /desk/promises`
pub async fn promises(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let today = today(&mut tx).await?;
    let (from, to) = days_listed(today);
    let listed = listed(&mut tx, from, to, today, LISTED_AT_MOST).await?;
    let csv = (!listed.is_empty()).then(|| csv_link(visit.lang, "/desk/promises.csv".to_owned()));
    let body = view! { {listed_view(visit.lang, &listed)} {csv} };
    let page = Page::new(words::list_heading(visit.lang), body);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Promises), page))
}
