//! `GET /account/promises`: what was promised, and the form for a promise.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::asked::chosen_account;
use crate::accounts::frame::person_frame;
use crate::accounts::model::{May, Viewer};
use crate::accounts::store::accounts_of_person;
use crate::accounts::views::account_tabs;
use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::promises::store::{payable, promises};
use crate::promises::views::{PromisesPage, promises_view, sentence};
use crate::ui::{AccountPlace, Page, Refilled, Visit, debtor_page};

/// Which account, what was just done, and whether the one that waits is to be moved.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PromisesQuery {
    account: String,
    done: String,
    #[serde(rename = "move")]
    moves: String,
}

/// `GET /account/promises`
pub async fn page(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(query): Query<PromisesQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let account = chosen_account(&accounts, &query.account)?.cloned().ok_or(Refusal::NotFound)?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = PromisesPage {
        viewer: Viewer::Person,
        may_promise: account.may >= May::Pay,
        promises: promises(&mut tx, &account).await?,
        payable: payable(&mut tx, &account).await?,
        moves: !query.moves.is_empty(),
        done: &query.done,
        form: &form,
        wrong: visit.draft.as_ref().and_then(|draft| draft.wrong_part("on")),
        account: &account,
    };
    let title = page.title(lang);
    let body =
        view! { {account_tabs(lang, &accounts, &account, "/account/promises")} {promises_view(lang, &page)} };
    let page = Page::new(title, body).errors(form.field_errors());
    let place = Some(AccountPlace::Home);
    let frame =
        person_frame(&mut tx, &visit, &person.name, place, std::slice::from_ref(&account), &[]).await?;
    Ok(debtor_page(&visit, frame, page))
}
