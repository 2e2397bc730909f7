//! `/account/settings/needs`: what somebody needs, and the form to say so.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::frame::person_frame;
use crate::accounts::store::accounts_of_person;
use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::needs::store::own;
use crate::needs::views::{own_form, own_list};
use crate::needs::words;
use crate::ui::{AccountPlace, BackLink, Notice, NoticeKind, Page, Refilled, Visit, debtor_page};

/// Where the page lies.
pub const PAGE: &str = "/account/settings/needs";

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NeedsQuery {
    done: String,
}

/// `GET /account/settings/needs`
pub async fn page(
    State(db): State<Db>,
    person: SignedIn,
    visit: Visit,
    Query(query): Query<NeedsQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let place = Some(AccountPlace::Settings);
    let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
    let needs = own(&mut tx).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| words::wrong(lang, &error.code).to_owned());
    let title = words::heading(lang);
    let body = view! {
        {done(lang, &query.done)}
        <BackLink lang=lang href="/account/settings".to_owned() />
        <h1>{title}</h1>
        <p>{words::lead(lang)}</p>
        <p>{words::who_reads(lang)}</p>
        {own_list(lang, &needs, tx.today(chrono_tz::America::Mexico_City))}
        <h2>{words::add(lang)}</h2>
        {own_form(lang, &form)}
    };
    Ok(debtor_page(&visit, frame, Page::new(title, body).errors(form.field_errors())))
}

fn done(lang: Lang, done: &str) -> Option<AnyView> {
    let (heading, text) = match done {
        "said" => (words::said_done(lang), words::said_done_text(lang)),
        "ended" => (words::ended_done(lang), words::ended_done_text(lang)),
        _ => return None,
    };
    let notice = view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{text}</Notice> };
    Some(notice.into_any())
}
