//! A person's complaints.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::asked::chosen_account;
use crate::accounts::frame::person_frame;
use crate::accounts::store::accounts_of_person;
use crate::accounts::views::account_tabs;
use crate::complaints::store::{Which, complaint, complaints};
use crate::complaints::views::{OwnPage, own_view, sentence};
use crate::complaints::words;
use crate::documents::files;
use crate::documents::papers::complaint_answer_order;
use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::ids::ComplaintId;
use crate::kernel::web::{Refusal, see_other};
use crate::ui::{AccountPlace, Empty, Page, Refilled, Visit, debtor_page};

/// About which account, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ComplaintsQuery {
    account: String,
    done: String,
}

/// `GET /account/complaints`
pub async fn own(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(query): Query<ComplaintsQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let title = words::complain(lang);
    let place = Some(AccountPlace::Messages);
    let Some(account) = chosen_account(&accounts, &query.account)?.cloned() else {
        let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
        let body = view! { <h1>{title}</h1> <Empty sentence=words::register_empty(lang) /> };
        return Ok(debtor_page(&visit, frame, Page::new(title, body)));
    };
    let made = complaints(&mut tx, Which { account: Some(account.id), ..Which::default() }).await?;
    let frame =
        person_frame(&mut tx, &visit, &person.name, place, std::slice::from_ref(&account), &[]).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = OwnPage {
        account: &account,
        complaints: &made,
        body: frame.brand.complaint_body.clone(),
        sent: query.done == "sent",
        form: &form,
    };
    let tabs = account_tabs(lang, &accounts, &account, "/account/complaints");
    let body = view! { {tabs} {own_view(lang, &page)} };
    Ok(debtor_page(&visit, frame, Page::new(title, body).errors(form.errors())))
}

/// `GET /account/complaints/{complaint}/letter.pdf`: the answer, for whoever complained.
pub async fn letter(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: ComplaintId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let complaint = complaint(&mut tx, id).await?;
    let Some(order) = complaint_answer_order(&mut tx, visit.lang, &complaint).await? else {
        return Ok(see_other(format!("/account/complaints?account={}", complaint.account)).into_response());
    };
    files::sealed(tx, &visit, order).await
}
