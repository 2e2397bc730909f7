//! `GET /desk/join/{token}`: whose link it is, and the password that they choose.

use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

use super::frames::public_frame;
use super::refilled;
use crate::desk::people::model::PASSWORD_AT_LEAST;
use crate::identity::store;
use crate::identity::tokens::Secret;
use crate::identity::words;
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::ui::{Button, Field, Next, Page, PostForm, Visit, public_page};

/// `GET /desk/join/{token}`. Looking spends nothing; a link that was used or has expired is not found.
pub async fn staff_join(
    visit: Visit,
    State(db): State<Db>,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(Actor::Visitor).await?;
    let link = Secret::from_text(&token);
    let (name, email) = store::open_staff_invitation(&mut tx, &link).await?.ok_or(Refusal::NotFound)?;
    let frame = public_frame(&mut tx, &visit).await?;
    let form = refilled(visit.draft.as_ref(), lang);
    let errors = form.errors();
    let body = view! {
        <h1>{words::join_title(lang)}</h1>
        <p>{words::join_lead(lang, &name, &email)}</p>
        <PostForm action="/do/identity/staff-join">
            <input type="hidden" name="token" value=token />
            <Field
                lang=lang
                name="password"
                kind="password"
                label=words::join_password(lang)
                hint=words::join_password_hint(lang, PASSWORD_AT_LEAST)
                error=form.error("password")
                autocomplete="new-password"
            />
            <Button>{words::go_on(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::join_next(lang)}</Next>
    };
    let page = Page::new(words::join_title(lang), body.into_any()).errors(errors);
    Ok(public_page(&visit, frame, page))
}
