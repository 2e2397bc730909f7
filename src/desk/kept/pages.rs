//! `/desk/views`: one's own views, and keeping another.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::desk::kept::model::Place;
use crate::desk::kept::store::{Kept, kept};
use crate::desk::kept::words;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, see_other};
use crate::row;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{
    Actions, BackLink, Button, ButtonKind, Column, DeskFrame, Empty, Field, Notice, NoticeKind, PostForm,
    Refilled, Table, Width,
};

/// What is to be kept, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ViewsQuery {
    of: String,
    done: String,
}

/// `GET /desk/views`
pub async fn all(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<ViewsQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let kept = kept(&mut tx, None).await?;
    let done = (query.done == "dropped").then(|| {
        view! {
            <Notice kind=NoticeKind::Success heading=words::dropped(lang) focused=true>
                {words::dropped_text(lang)}
            </Notice>
        }
    });
    let list = if kept.is_empty() {
        view! { <Empty sentence=words::none(lang) /> }.into_any()
    } else {
        table(lang, &kept)
    };
    let body = view! {
        {done}
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        {list}
    };
    Ok(desk_page(&visit, frame(&staff), Page::new(words::heading(lang), body)))
}

/// `GET /desk/views/new?of=`: the name.
pub async fn new(visit: Visit, staff: StaffIn, Query(query): Query<ViewsQuery>) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let Some(place) = Place::of(&query.of) else { return Ok(see_other("/desk/views").into_response()) };
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let (back, of) = (place.href(), place.href());
    let (error, name) = (form.error("name"), form.value("name"));
    let body = view! {
        <BackLink lang=lang href=back />
        <h1>{words::keep(lang)}</h1>
        <p>{words::keep_lead(lang, &words::list(lang, &place.page))}</p>
        <PostForm action="/do/desk/keep-view">
            <input type="hidden" name="of" value=of />
            <Field
                lang=lang
                name="name"
                label=words::name(lang)
                error=error
                value=name
                width=Width::Medium
                autocomplete="off"
            />
            <Actions><Button>{words::keep_button(lang)}</Button></Actions>
        </PostForm>
    };
    let page = Page::new(words::keep(lang), body).errors(form.field_errors());
    Ok(desk_page(&visit, frame(&staff), page))
}

fn table(lang: Lang, kept: &[Kept]) -> AnyView {
    let rows = kept.iter().map(|view| {
        let (id, remove) = (view.id.to_string(), words::remove(lang, &view.name));
        row![
            view! { <a href=view.place.href()>{view.name.clone()}</a> },
            words::list(lang, &view.place.page),
            view! {
                <PostForm action="/do/desk/drop-view">
                    <input type="hidden" name="view" value=id />
                    <Button kind=ButtonKind::Quiet>{remove}</Button>
                </PostForm>
            },
        ]
    });
    let columns = vec![
        Column::text(words::name(lang)),
        Column::text(words::which_list(lang)),
        Column::text(words::forget(lang)),
    ];
    view! { <Table caption=words::heading(lang) caption_hidden=true columns=columns rows=rows.collect() /> }
        .into_any()
}

/// What is one's own lies in none of the desk's places.
fn frame(staff: &StaffIn) -> DeskFrame {
    DeskFrame { place: None, signed_in: staff.name.clone() }
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    match error.code.as_str() {
        "name_long" => words::name_long(lang, crate::desk::kept::model::NAME_AT_MOST),
        "name_taken" => words::name_taken(lang).to_owned(),
        "views_full" => words::views_full(lang, crate::desk::kept::model::VIEWS_AT_MOST),
        _ => words::name_empty(lang).to_owned(),
    }
}
