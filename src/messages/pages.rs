//! A person's conversation with the team.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::asked::chosen_account;
use crate::accounts::frame::person_frame;
use crate::accounts::model::Account;
use crate::accounts::store::accounts_of_person;
use crate::accounts::views::account_tabs;
use crate::disputes::store::ground::terms;
use crate::disputes::store::reading::disputes_of;
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::AccountFileId;
use crate::kernel::web::Refusal;
use crate::messages::model::{About, Matter, answered_by};
use crate::messages::store::following::Place;
use crate::messages::store::reading::{conversation_at, holds_file, matters_of, subject, take_in};
use crate::messages::views::{OwnPage, own_view, sentence};
use crate::messages::words;
use crate::opinions::model::Closed;
use crate::opinions::section::asked;
use crate::payments::recorded::files::send_file;
use crate::policies;
use crate::ui::{AccountPlace, Empty, Page, Refilled, Visit, debtor_page};

/// Which account, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MessagesQuery {
    account: String,
    /// What somebody asks about, as `payment:…`.
    about: String,
    done: String,
}

/// `GET /account/messages`. Reading it marks what was said as read.
pub async fn messages(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(query): Query<MessagesQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let title = words::messages(lang);
    let place = Some(AccountPlace::Messages);
    let Some(account) = chosen_account(&accounts, &query.account)?.cloned() else {
        let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
        let body = view! { <h1>{title}</h1> <Empty sentence=words::none_yet(lang) /> };
        return Ok(debtor_page(&visit, frame, Page::new(title, body)));
    };
    let place_of = Place { account: account.id, person: person.person, matter: Matter::Account };
    let conversation = conversation_at(&mut tx, account.clone(), place_of).await?;
    let read_before = take_in(&mut tx, &conversation, true).await?;
    let matters = matters_of(&mut tx, &account, person.person).await?;
    let mut disputes = disputes_of(&mut tx, &[account.id]).await?;
    disputes.retain(|dispute| dispute.state.is_open() && dispute.opened_by == person.person);
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let about = Some(form.value("about")).filter(|typed| !typed.is_empty()).unwrap_or(query.about);
    let about = match About::parse(&about) {
        Some(about) => subject(&mut tx, &account, about).await?,
        None => None,
    };
    let opinion = match &conversation.thread {
        Some(thread) if thread.closed_because.is_some() => {
            asked(&mut tx, lang, Closed::Conversation(thread.id)).await?
        }
        _ => None,
    };
    let answered_by = answer_day(&mut tx, &account).await?;
    let frame =
        person_frame(&mut tx, &visit, &person.name, place, std::slice::from_ref(&account), &[]).await?;
    tx.commit().await?;
    let page = OwnPage {
        conversation: &conversation,
        read_before,
        disputes: &disputes,
        matters: &matters,
        answered_by,
        about,
        sent: query.done == "sent",
        form: &form,
    };
    let body = view! { {account_tabs(lang, &accounts, &account, "/account/messages")} {own_view(lang, &page)} {opinion} };
    Ok(debtor_page(&visit, frame, Page::new(title, body).with_islands().errors(form.errors())))
}

/// `GET /account/messages/files/{kept}`
pub async fn file(
    person: SignedIn,
    State(db): State<Db>,
    Path(kept): Path<String>,
) -> Result<Response, Refusal> {
    let file: AccountFileId = kept.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    if !holds_file(&mut tx, file).await? {
        return Err(Refusal::NotFound);
    }
    drop(tx);
    send_file(&db, person.actor(), &kept).await
}

/// By when what is said today is answered.
async fn answer_day(tx: &mut Tx, account: &Account) -> Result<chrono::NaiveDate, sqlx::Error> {
    let version = policies::store::in_force(tx, account.creditor, account.today).await?;
    let parameters = version.map(|version| version.parameters).unwrap_or_default();
    let (_, jurisdiction) = terms(tx, account).await?;
    Ok(answered_by(account.today, parameters.message_answer_days, jurisdiction))
}
