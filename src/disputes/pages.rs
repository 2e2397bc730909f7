//! A debtor's pages about disputes.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::asked::chosen_account;
use crate::accounts::frame::person_frame;
use crate::accounts::model::{Account, May};
use crate::accounts::store::{account, accounts_of_person, balance};
use crate::accounts::views::account_tabs;
use crate::disputes::model::Event;
use crate::disputes::promise::promised_on;
use crate::disputes::store::drafts::{self, Draft};
use crate::disputes::store::ground::{Ground, ground, offers, terms};
use crate::disputes::store::reading::{case, dispute, disputes_of, holds_file};
use crate::disputes::typed::claim;
use crate::disputes::views::case::{CasePage, case_view, heading, withdraw_view};
use crate::disputes::views::list::{ListPage, list_view};
use crate::disputes::views::sentence;
use crate::disputes::views::writing::{review_view, tell_view, what_view};
use crate::disputes::words;
use crate::documents::files;
use crate::documents::papers::dispute_answer_order;
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountFileId, DisputeDraftId, DisputeId};
use crate::kernel::money::Money;
use crate::kernel::web::{Refusal, see_other};
use crate::messages::model::Matter;
use crate::messages::section::{Reads, section, sentence_or};
use crate::messages::store::following::Place;
use crate::messages::views::Side;
use crate::opinions::model::Closed;
use crate::opinions::section::asked;
use crate::payments::recorded::files::send_file;
use crate::ui::{AccountPlace, Page, Refilled, Visit, debtor_page};

/// Which account, what of it, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DisputesQuery {
    account: String,
    about: String,
    done: String,
}

/// `GET /account/disputes`
pub async fn list(person: SignedIn, visit: Visit, State(db): State<Db>) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let ids: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let disputes = disputes_of(&mut tx, &ids).await?;
    let mut named = Vec::new();
    for draft in drafts::drafts(&mut tx).await? {
        if let Ok(ground) = ground_of(&mut tx, &draft).await {
            named.push((draft, words::about_word(lang, ground.about, &ground.number)));
        }
    }
    let page = ListPage { accounts: &accounts, disputes: &disputes, drafts: &named };
    let body = list_view(lang, &page);
    show(&mut tx, &person, &visit, &accounts, Page::new(words::disputes(lang), body)).await
}

/// `GET /account/disputes/new`: what it is about.
pub async fn new(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(query): Query<DisputesQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let mut accounts = accounts_of_person(&mut tx).await?;
    accounts.retain(|account| account.may >= May::Pay);
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let title = words::what_heading(lang);
    let Some(chosen) = chosen_account(&accounts, &query.account)?.cloned() else {
        let body = view! { <h1>{title}</h1> <p>{words::may_not(lang)}</p> };
        return show(&mut tx, &person, &visit, &accounts, Page::new(title, body)).await;
    };
    let offers = offers(&mut tx, &chosen).await?;
    let body = view! {
        {account_tabs(lang, &accounts, &chosen, "/account/disputes/new")}
        {what_view(lang, &chosen, &offers, &query.about, &form)}
    };
    let page = Page::new(title, body).errors(form.errors());
    show(&mut tx, &person, &visit, std::slice::from_ref(&chosen), page).await
}

/// `GET /account/disputes/drafts/{draft}`: what happened.
pub async fn draft(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let (draft, ground) = read(&mut tx, &id).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let title = words::tell_heading(lang, &words::about_word(lang, ground.about, &ground.number));
    let page = Page::new(title, tell_view(lang, &ground, &draft, &form)).errors(form.field_errors());
    let page = page.with_islands();
    show(&mut tx, &person, &visit, std::slice::from_ref(&ground.account), page).await
}

/// `GET /account/disputes/drafts/{draft}/review`: what will wait, what stays to pay, by when there is an answer.
pub async fn review(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let (draft, ground) = read(&mut tx, &id).await?;
    let Ok(claim) = claim(&ground, &draft) else {
        return Ok(see_other(format!("/account/disputes/drafts/{}", draft.id)).into_response());
    };
    let stands = balance(&mut tx, &ground.account).await?;
    let payable = stands.due.minor + stands.not_due.minor;
    // What was paid of an invoice paid what nobody contests (domain-rules B11): the rest can be less than what is contested.
    let waits = Money::new(claim.sum_minor().min(ground.payable.minor), ground.account.currency);
    let stays = Money::new((payable - waits.minor).max(0), ground.account.currency);
    let (days, jurisdiction) = terms(&mut tx, &ground.account).await?;
    let by = promised_on(ground.account.today, days, jurisdiction);
    let page = Page::new(
        words::review_heading(lang),
        review_view(lang, &ground, &draft, &claim, (waits, stays), by),
    );
    show(&mut tx, &person, &visit, std::slice::from_ref(&ground.account), page).await
}

/// `GET /account/disputes/{dispute}`
pub async fn one(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
    Query(query): Query<DisputesQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let id: DisputeId = id.parse().map_err(|_| Refusal::NotFound)?;
    let case = case(&mut tx, id).await?;
    let account = case.dispute.account.clone();
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence_or(lang, error, sentence));
    let talk = match case.is_open_to_reader {
        true => {
            let place = Place {
                account: account.id,
                person: person.person,
                matter: Matter::Dispute(case.dispute.id),
            };
            let reads = Reads { side: Side::Person, may_write: true };
            Some(section(&mut tx, lang, &account, place, reads, &form).await?)
        }
        false => None,
    };
    let opinion = asked(&mut tx, lang, Closed::Dispute(case.dispute.id)).await?;
    let opinion = opinion.filter(|_| !case.dispute.state.is_open());
    let accounts = [account];
    let place = Some(AccountPlace::Disputes);
    let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
    tx.commit().await?;
    let complaints_body = frame.brand.complaint_body.clone();
    let page = CasePage { case: &case, done: &query.done, form: &form, complaints_body };
    let body = view! { {case_view(lang, &page, talk)} {opinion} };
    let page = Page::new(heading(lang, &case), body).errors(form.field_errors());
    Ok(debtor_page(&visit, frame, page.with_islands()))
}

/// `GET /account/disputes/{dispute}/withdraw`
pub async fn withdraw(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let id: DisputeId = id.parse().map_err(|_| Refusal::NotFound)?;
    let dispute = dispute(&mut tx, id).await?;
    if dispute.opened_by != person.person || dispute.standing().after(Event::Withdraw).is_err() {
        return Ok(see_other(format!("/account/disputes/{id}")).into_response());
    }
    let title = words::withdraw_heading(visit.lang, &dispute.number);
    let page = Page::new(title, withdraw_view(visit.lang, &dispute));
    show(&mut tx, &person, &visit, std::slice::from_ref(&dispute.account), page).await
}

/// `GET /account/disputes/{dispute}/files/{kept}`: what either side sent with it.
pub async fn file(
    person: SignedIn,
    State(db): State<Db>,
    Path((id, kept)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let id: DisputeId = id.parse().map_err(|_| Refusal::NotFound)?;
    let file: AccountFileId = kept.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let dispute = dispute(&mut tx, id).await?;
    if dispute.opened_by != person.person || !holds_file(&mut tx, id, file).await? {
        return Err(Refusal::NotFound);
    }
    drop(tx);
    send_file(&db, person.actor(), &kept).await
}

/// `GET /account/disputes/{dispute}/letter.pdf`: the answer, for the one who opened it.
pub async fn letter(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: DisputeId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let case = case(&mut tx, id).await?;
    if !case.is_open_to_reader {
        return Err(Refusal::NotFound);
    }
    let Some(order) = dispute_answer_order(&mut tx, visit.lang, &case).await? else {
        return Ok(see_other(format!("/account/disputes/{id}")).into_response());
    };
    files::sealed(tx, &visit, order).await
}

async fn show(
    tx: &mut Tx,
    person: &SignedIn,
    visit: &Visit,
    accounts: &[Account],
    page: Page,
) -> Result<Response, Refusal> {
    let place = Some(AccountPlace::Disputes);
    let frame = person_frame(tx, visit, &person.name, place, accounts, &[]).await?;
    Ok(debtor_page(visit, frame, page))
}

async fn read(tx: &mut Tx, id: &str) -> Result<(Draft, Ground), Refusal> {
    let id: DisputeDraftId = id.parse().map_err(|_| Refusal::NotFound)?;
    let draft = drafts::draft(tx, id).await?;
    let ground = ground_of(tx, &draft).await?;
    Ok((draft, ground))
}

async fn ground_of(tx: &mut Tx, draft: &Draft) -> Result<Ground, sqlx::Error> {
    let account = account(tx, draft.account).await?;
    ground(tx, account, draft.about, draft.invoice).await
}
