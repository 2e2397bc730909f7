//! The terms as a person reads them, and as a file.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::asked::chosen_account;
use crate::accounts::frame::person_frame;
use crate::accounts::model::{Account, Viewer};
use crate::accounts::store::accounts_of_person;
use crate::accounts::words as account_words;
use crate::documents::files;
use crate::documents::papers::terms_order;
use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::policies::reading::reading;
use crate::policies::views::terms::{Asked, terms_title, terms_view};
use crate::policies::words::reading as words;
use crate::ui::{AccountPlace, Empty, Page, Refilled, Tab, Tabs, Visit, debtor_page};

/// Whose terms, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TermsQuery {
    account: String,
    accepted: String,
}

/// `GET /account/terms`: the version in force.
pub async fn terms(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(query): Query<TermsQuery>,
) -> Result<Response, Refusal> {
    terms_page(&db, &person, &visit, &query, None).await
}

/// `GET /account/terms/{version}`
pub async fn version(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(number): Path<String>,
    Query(query): Query<TermsQuery>,
) -> Result<Response, Refusal> {
    let number = number.parse().map_err(|_| Refusal::NotFound)?;
    terms_page(&db, &person, &visit, &query, Some(number)).await
}

/// `GET /account/terms/{version}.pdf`
pub async fn version_pdf(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(number): Path<String>,
    Query(query): Query<TermsQuery>,
) -> Result<Response, Refusal> {
    let number: i32 = files::id(&number)?;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let account = chosen_account(&accounts, &query.account)?.cloned().ok_or(Refusal::NotFound)?;
    let reading = reading(&mut tx, visit.lang, account, Some(number)).await?.ok_or(Refusal::NotFound)?;
    let order = terms_order(visit.lang, &reading).ok_or(Refusal::NotFound)?;
    files::sealed(tx, &visit, order).await
}

async fn terms_page(
    db: &Db,
    person: &SignedIn,
    visit: &Visit,
    query: &TermsQuery,
    number: Option<i32>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let place = Some(AccountPlace::Terms);
    let frame = person_frame(&mut tx, visit, &person.name, place, &accounts, &[]).await?;
    let Some(account) = chosen_account(&accounts, &query.account)?.cloned() else {
        let body = view! { <h1>{words::heading(lang)}</h1> <Empty sentence=words::no_account(lang) /> };
        return Ok(debtor_page(visit, frame, Page::new(words::heading(lang), body)));
    };
    let tabs = account_tabs(lang, &accounts, &account);
    let mut reading = reading(&mut tx, lang, account, number).await?.ok_or(Refusal::NotFound)?;
    reading.several = accounts.len() > 1;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error).to_owned());
    let errors = form.field_errors();
    let asked = Asked { accepted: !query.accepted.is_empty(), form };
    let body = view! { {tabs} {terms_view(lang, Viewer::Person, &reading, &asked)} };
    Ok(debtor_page(visit, frame, Page::new(terms_title(lang, &reading), body).errors(errors)))
}

fn sentence(lang: Lang, error: &FieldError) -> &'static str {
    match error.code.as_str() {
        "read_missing" => words::accept_missing(lang),
        _ => words::accept_moved(lang),
    }
}

fn account_tabs(lang: Lang, accounts: &[Account], current: &Account) -> Option<AnyView> {
    if accounts.len() < 2 {
        return None;
    }
    let tabs = accounts.iter().map(|account| Tab {
        href: format!("/account/terms?account={}", account.id),
        text: account_words::account_line(lang, &account.creditor_name, &account.reference),
        count: None,
        is_current: account.id == current.id,
    });
    Some(view! { <Tabs label=words::which_account(lang) tabs=tabs.collect() /> }.into_any())
}
