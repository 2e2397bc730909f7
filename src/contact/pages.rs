//! `/verify`: whether a code stands on a notice or a paper of ours. Of a notice it proves that it exists, and nothing
//! about the message in which somebody read the code; of a paper its fingerprint proves the rest.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::Datelike;
use leptos::prelude::*;
use serde::Deserialize;

use crate::contact::model::{NoticeCode, NoticeCodeError};
use crate::contact::store::{self, Telephone, Verified};
use crate::contact::words;
use crate::documents;
use crate::documents::views::verified::verified_page;
use crate::kernel::actor::Actor;
use crate::kernel::dates;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{Refusal, see_other};
use crate::ui::{
    Button, ButtonKind, Field, Next, Page, PublicFrame, SummaryList, SummaryRow, Visit, Width, public_page,
};

/// What the form on this page, on the landing page and in every help block asks.
#[derive(Debug, Deserialize)]
pub struct Asked {
    code: Option<String>,
}

/// `GET /verify?code=`: the form, or the way to the answer.
pub async fn ask(
    visit: Visit,
    State(db): State<Db>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let Some(typed) = asked.code else {
        return Ok(public_page(&visit, PublicFrame::default(), form_page(lang, None)));
    };
    match NoticeCode::parse(&typed) {
        Ok(code) => Ok(see_other(format!("/verify/{code}")).into_response()),
        Err(NoticeCodeError::Empty) => {
            let page = form_page(lang, Some(words::code_empty(lang).to_owned()));
            Ok(public_page(&visit, PublicFrame::default(), page))
        }
        Err(NoticeCodeError::Unknown) => unknown(&visit, &db, &typed).await,
    }
}

/// `GET /verify/{code}`: the answer, the same for everybody and as often as anybody asks.
pub async fn answer(
    visit: Visit,
    State(db): State<Db>,
    Path(typed): Path<String>,
) -> Result<Response, Refusal> {
    let Ok(code) = NoticeCode::parse(&typed) else { return unknown(&visit, &db, &typed).await };
    let mut tx = db.begin(Actor::Visitor).await?;
    if let Some(paper) = documents::store::verify(&mut tx, &code).await? {
        return Ok(verified_page(&visit, &code, &paper, None));
    }
    match store::verify(&mut tx, &code).await? {
        Some(found) => Ok(public_page(&visit, PublicFrame::default(), found_page(&visit, &code, found))),
        None => unknown(&visit, &db, &typed).await,
    }
}

async fn unknown(visit: &Visit, db: &Db, typed: &str) -> Result<Response, Refusal> {
    let mut tx = db.begin(Actor::Visitor).await?;
    let telephones = store::telephones(&mut tx).await?;
    Ok(public_page(visit, PublicFrame::default(), unknown_page(visit.lang, typed, telephones)))
}

fn form_page(lang: Lang, error: Option<String>) -> Page {
    let errors = error.clone().map(|sentence| ("code".to_owned(), sentence)).into_iter().collect();
    let body = view! {
        <h1>{words::verify_title(lang)}</h1>
        {form(lang, String::new(), error)}
        <Next lang=lang>{words::verify_form_next(lang)}</Next>
    };
    Page::new(words::verify_title(lang), body.into_any()).errors(errors)
}

fn found_page(visit: &Visit, code: &NoticeCode, found: Verified) -> Page {
    let lang = visit.lang;
    let day = words::day_of(lang, &dates::day_month(found.sent_on, lang), found.sent_on.year());
    let channel = words::by_channel(found.channel, lang);
    let domain = visit.public_url.split("://").last().unwrap_or_default();
    let rows = vec![
        SummaryRow::new(words::verify_code(lang), code.to_string()),
        SummaryRow::new(words::verify_creditor(lang), found.creditor),
        SummaryRow::new(words::verify_sent(lang), day.clone()),
        SummaryRow::new(words::verify_channel(lang), channel),
    ];
    let body = view! {
        <h1>{words::verify_found_title(lang)}</h1>
        <p>{words::verify_found(lang, &day, channel)}</p>
        <p><strong>{words::verify_not_proven(lang, domain)}</strong></p>
        <SummaryList lang=lang rows=rows />
        <p>{words::verify_nothing_private(lang)}</p>
        <p><a href="/verify">{words::verify_another(lang)}</a></p>
        <Next lang=lang>{words::verify_next(lang)}</Next>
    };
    Page::new(words::verify_found_title(lang), body.into_any())
}

fn unknown_page(lang: Lang, typed: &str, telephones: Vec<Telephone>) -> Page {
    let rows: Vec<SummaryRow> =
        telephones.into_iter().map(|each| SummaryRow::new(each.creditor, each.phone)).collect();
    let telephones = (!rows.is_empty()).then(|| view! { <SummaryList lang=lang rows=rows /> });
    let body = view! {
        <h1>{words::verify_unknown_title(lang)}</h1>
        <p>{words::verify_unknown(lang)}</p>
        <p><strong>{words::verify_do_not_pay(lang)}</strong></p>
        {telephones}
        {form(lang, typed.to_owned(), None)}
    };
    Page::new(words::verify_unknown_title(lang), body.into_any())
}

/// A question that changes nothing, so it is asked by GET and the answer has an address.
fn form(lang: Lang, typed: String, error: Option<String>) -> impl IntoView {
    view! {
        <form class="form" method="get" action="/verify" novalidate>
            <Field
                lang=lang
                name="code"
                label=words::verify_label(lang)
                hint=words::verify_hint(lang)
                error=error
                value=typed
                width=Width::Medium
                autocomplete="off"
            />
            <Button kind=ButtonKind::Secondary>{words::verify_button(lang)}</Button>
        </form>
    }
}
