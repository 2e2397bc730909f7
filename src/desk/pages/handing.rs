//! Accounts in others' hands: preparing that they go there, following them, and having them back.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{frame, opened_page, read_account};
use crate::accounts::opening::Opened;
use crate::desk::approvals::store::waiting_about;
use crate::desk::store::today;
use crate::desk::views::Part;
use crate::handing::model::{Kind, State as Stands};
use crate::handing::store::candidates::candidates;
use crate::handing::store::handing_on::open_sum;
use crate::handing::store::package::counts;
use crate::handing::store::{against, content, handover, handovers};
use crate::handing::views::{
    ListPage, OnePage, PreparingPage, list_view, one_view, preparing_view, sentence,
};
use crate::handing::words;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::Db;
use crate::kernel::ids::HandoverId;
use crate::kernel::web::Refusal;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Refilled};

/// Into whose hands, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HandQuery {
    kind: String,
    done: String,
}

/// `GET /desk/accounts/{id}/hand-on`
pub async fn hand_on(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<HandQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let kind = Kind::parse(&query.kind);
    let stands_against = match kind {
        Some(kind) => against(&mut tx, &account, kind, None).await?,
        None => Vec::new(),
    };
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = PreparingPage {
        account: &account,
        open: open_sum(&mut tx, &account).await?,
        kind: kind.map(|kind| (kind, stands_against.as_slice())),
        counts: counts(&mut tx, account.id).await?,
        leads: leads(&staff),
        done: &query.done,
        form: &form,
    };
    let opened = Opened::plain(words::hand_on(lang).to_owned(), preparing_view(lang, &page));
    let opened = Opened { errors: form.field_errors(), ..opened };
    opened_page(tx, &visit, &staff, &account, Part::Summary, opened).await
}

/// Which of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    show: String,
}

/// `GET /desk/handing`
pub async fn handing(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<ListQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let today = today(&mut tx).await?;
    let state = match query.show.as_str() {
        "candidates" => None,
        "asked" => Some(Stands::Asked),
        "recalled" => Some(Stands::Recalled),
        _ => Some(Stands::Standing),
    };
    let (found, late) = match state {
        Some(state) => (handovers(&mut tx, Some(state)).await?, Vec::new()),
        None => (Vec::new(), candidates(&mut tx, today).await?),
    };
    let page = ListPage { state, handovers: &found, candidates: &late, today };
    let page = Page::new(words::heading(lang), list_view(lang, &page));
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Handing), page))
}

/// `GET /desk/handing/{handover}`
pub async fn handed_on(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: HandoverId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let one = handover(&mut tx, id).await?;
    read_account(&mut tx, &one.account.to_string()).await?;
    let is_asked_back = !waiting_about(&mut tx, id.0).await?.is_empty();
    tx.commit().await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = OnePage { handover: &one, is_asked_back, leads: leads(&staff), form: &form };
    let title = words::one_heading(lang, &one.number);
    let page = Page::new(title, one_view(lang, &page)).errors(form.field_errors());
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Handing), page))
}

/// `GET /desk/handing/{handover}/package.zip`: the package as it was sealed. That it was taken is written down.
pub async fn package(
    State(db): State<Db>,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: HandoverId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let one = handover(&mut tx, id).await?;
    let content = content(&mut tx, id).await?;
    tx.audit("download", "handover", id.0, Some(one.account)).await?;
    tx.commit().await?;
    let name = format!("attachment; filename=\"{}-{}.zip\"", one.number, one.account.0.simple());
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}

fn leads(staff: &StaffIn) -> bool {
    matches!(staff.role, Role::Supervisor | Role::Administrator)
}
