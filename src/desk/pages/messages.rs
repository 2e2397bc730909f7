//! Messages on the desk: the inbox, and one conversation with the team's notes beside it.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::{frame, read_account};
use crate::accounts::store::balance;
use crate::desk::kept::section::kept_views;
use crate::desk::tables::csv_link;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::ThreadId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::messages::model::Shelf;
use crate::messages::store::following::said_to_team_after;
use crate::messages::store::reading::{Thread, conversation, take_in};
use crate::messages::store::team::{LISTED_AT_MOST, inbox, notes, team_of};
use crate::messages::templates::model::Template;
use crate::messages::templates::store::templates;
use crate::messages::views::desk::{DeskPage, desk_view, inbox_view};
use crate::messages::views::sentence;
use crate::messages::words;
use crate::opinions::model::Closed;
use crate::opinions::section::answered;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Refilled};

/// Which are shown, and with what an answer begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InboxQuery {
    show: String,
    template: String,
}

/// `GET /desk/messages`
pub async fn messages(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<InboxQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let shelf = Shelf::parse(&query.show);
    let lines = inbox(&mut tx, shelf, LISTED_AT_MOST).await?;
    let last = said_to_team_after(&mut tx, 0).await?.unwrap_or(0);
    let kept = kept_views(&mut tx, &visit).await?;
    let csv = (!lines.is_empty())
        .then(|| csv_link(visit.lang, format!("/desk/messages.csv?show={}", shelf.name())));
    let body = view! { {kept} {inbox_view(visit.lang, &lines, shelf, last)} {csv} };
    let page = Page::new(words::inbox(visit.lang), body).with_islands();
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Messages), page))
}

/// `GET /desk/messages/{thread}`. Reading it as somebody who may answer marks what was said as read.
pub async fn thread(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<InboxQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: ThreadId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let conversation = conversation(&mut tx, id).await?;
    let thread = conversation.thread.clone().ok_or(Refusal::NotFound)?;
    read_account(&mut tx, &thread.account.id.to_string()).await?;
    let read_before = take_in(&mut tx, &conversation, staff.role.may_change()).await?;
    let templates = templates(&mut tx, thread.account.creditor).await?;
    let begun = match templates.iter().find(|template| template.key() == query.template) {
        Some(template) => begun(&mut tx, &thread, template).await?,
        None => String::new(),
    };
    let opinion = answered(&mut tx, lang, Closed::Conversation(id)).await?;
    let notes = notes(&mut tx, id).await?;
    let team = team_of(&mut tx, thread.account.creditor).await?;
    tx.commit().await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = DeskPage {
        conversation: &conversation,
        thread: &thread,
        notes: &notes,
        read_before,
        reader: staff.staff,
        may_change: staff.role.may_change(),
        team: &team,
        templates: &templates,
        begun,
        form: &form,
    };
    let body = view! { {desk_view(lang, &page)} {opinion} };
    let title = words::customer(lang, &thread.person_name);
    Ok(desk_page(
        &visit,
        frame(&staff, DeskPlace::Messages),
        Page::new(title, body).with_islands().errors(form.errors()),
    ))
}

/// What a template says of this account, in the language of whoever reads it.
async fn begun(tx: &mut Tx, thread: &Thread, template: &Template) -> Result<String, sqlx::Error> {
    let lang = sqlx::query_scalar!("select language from persons where id = $1", thread.person.0)
        .fetch_one(&mut **tx)
        .await?;
    let balance = balance(tx, &thread.account).await?;
    let lang = Lang::parse(&lang).unwrap_or_default();
    Ok(template.said(lang, &thread.person_name, &thread.account, &balance))
}
