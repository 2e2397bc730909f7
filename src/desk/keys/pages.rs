//! `GET /desk/keys`: what each key does. The script that listens shows the same list wherever somebody presses `?`.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::desk::keys::store::are_on;
use crate::desk::keys::words;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::row;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{Button, ButtonKind, Column, DeskFrame, DeskPlace, Notice, NoticeKind, PostForm, Table};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KeysQuery {
    done: String,
}

pub async fn keys(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<KeysQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let are_on = are_on(&mut tx).await?;
    let (state, button, next) = match are_on {
        true => (words::are_on(lang), words::switch_off(lang), "off"),
        false => (words::are_off(lang), words::switch_on(lang), "on"),
    };
    let done = (query.done == "set").then(|| {
        view! { <Notice kind=NoticeKind::Success heading=state focused=true>{words::set_text(lang)}</Notice> }
    });
    let body = view! {
        {done}
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        <div id="keys" data-close=words::close(lang)>{list(lang)}</div>
        <h2>{words::yours(lang)}</h2>
        <PostForm action="/do/desk/set-keys">
            <input type="hidden" name="keys" value=next />
            <p>{state}</p>
            <Button kind=ButtonKind::Secondary>{button}</Button>
        </PostForm>
    };
    let frame = DeskFrame { place: None, signed_in: staff.name.clone() };
    Ok(desk_page(&visit, frame, Page::new(words::heading(lang), body)))
}

fn list(lang: Lang) -> AnyView {
    let key = |key: &str| view! { <kbd>{key.to_owned()}</kbd> }.into_any();
    let plain = [
        ("/", words::find(lang)),
        ("j", words::down(lang)),
        ("k", words::up(lang)),
        ("Enter", words::open(lang)),
        ("x", words::tick(lang)),
        ("n", words::take_next(lang)),
        ("1 … 9", words::parts(lang)),
        ("?", words::show(lang)),
    ];
    let plain = plain.into_iter().map(|(name, what)| row![key(name), what]);
    let places = DeskPlace::ALL.into_iter().map(|place| {
        let then = format!("g {}", place.letter());
        row![key(&then), words::go(lang, place.text(lang))]
    });
    let columns = vec![Column::text(words::key(lang)), Column::text(words::what(lang))];
    view! { <Table caption=words::heading(lang) caption_hidden=true columns=columns rows=plain.chain(places).collect() /> }
        .into_any()
}
