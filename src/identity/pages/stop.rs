//! "I am not this person", linked from every notice: usable without signing in, and shows nothing.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::frames::public_frame;
use crate::identity::words;
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::ui::{Button, Done, Next, Page, PostForm, Visit, public_page};

/// Whether the button was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    done: String,
}

/// `GET /stop/{token}`: the same page whatever the token is.
pub async fn stop(
    State(db): State<Db>,
    Path(token): Path<String>,
    Query(pressed): Query<Pressed>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(Actor::Visitor).await?;
    let frame = public_frame(&mut tx, &visit).await?;
    let (title, body) = if pressed.done.is_empty() {
        let body = view! {
            <h1>{words::stop_title(lang)}</h1>
            <p>{words::stop_lead(lang)}</p>
            <PostForm action="/do/identity/stop">
                <input type="hidden" name="token" value=token />
                <Button>{words::stop_button(lang)}</Button>
            </PostForm>
            <Next lang=lang>{words::stop_next(lang)}</Next>
        };
        (words::stop_title(lang), body.into_any())
    } else {
        let body = view! {
            <Done heading=words::stopped_title(lang)>
                <p>{words::stopped_text(lang)}</p>
            </Done>
            <Next lang=lang>{words::stop_next(lang)}</Next>
        };
        (words::stopped_title(lang), body.into_any())
    };
    Ok(public_page(&visit, frame, Page::new(title, body)))
}
