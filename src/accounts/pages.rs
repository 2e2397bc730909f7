//! The pages of somebody who owes: their accounts, invoices, and the entries behind every amount. And the first page.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;

use crate::accounts::asked::{
    BalanceQuery, ContactQuery, ForecastQuery, InvoicesQuery, SinceQuery, chosen_account,
};
use crate::accounts::frame::{brand, person_frame};
use crate::accounts::guarantees::{GuaranteeMovement, guarantee, guarantee_movements, guarantees};
use crate::accounts::home::{AccountHome, home};
use crate::accounts::invoices::{PAGE_SIZE, list};
use crate::accounts::model::{Account, Guarantee, Of, Viewer};
use crate::accounts::opening::{self, Opened};
use crate::accounts::sheet::sheet;
use crate::accounts::store::{accounts_of_person, payees};
use crate::accounts::views::guarantee::{guarantee_history, guarantee_summary};
use crate::accounts::views::invoice::invoice_sheet;
use crate::accounts::views::landing::{landing, landing_heading};
use crate::accounts::views::list::invoice_list;
use crate::accounts::views::summary::account_summary;
use crate::accounts::words;
use crate::contact::record;
use crate::identity::extract::SignedIn;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::InvoiceId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{Refusal, see_other};
use crate::reach::store::questions;
use crate::reach::views::questions_view;
use crate::ui::page::{Page, Visit, debtor_page, public_page};
use crate::ui::{AccountPlace, Empty, PublicFrame, Tab, Tabs};

/// `GET /`: what this is, and the way in.
pub async fn first_page(
    State(db): State<Db>,
    visit: Visit,
    person: Option<SignedIn>,
) -> Result<Response, Refusal> {
    if person.is_some() {
        return Ok(see_other("/account").into_response());
    }
    let mut tx = db.begin(Actor::Visitor).await?;
    let payees = payees(&mut tx).await?;
    let brand = match payees.as_slice() {
        [only] => Some(brand(&mut tx, &visit, only.creditor).await?),
        _ => None,
    };
    let title = landing_heading(visit.lang, &payees);
    let page = Page::new(title, landing(visit.lang, &visit.public_url, &payees));
    Ok(public_page(&visit, PublicFrame { brand }, page))
}

/// `GET /account`: all accounts of this person, those of one creditor together, and what they stand surety for.
pub async fn account(State(db): State<Db>, visit: Visit, person: SignedIn) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let guarantees = guarantees(&mut tx).await?;
    let frame =
        person_frame(&mut tx, &visit, &person.name, Some(AccountPlace::Home), &accounts, &guarantees).await?;
    let mut homes = Vec::with_capacity(accounts.len());
    for account in accounts {
        homes.push(home(&mut tx, account).await?);
    }
    let asked = questions(&mut tx).await?;
    let page = account_page(visit.lang, &homes, &guarantees).led_by(questions_view(visit.lang, &asked));
    Ok(debtor_page(&visit, frame, page))
}

/// `GET /account/invoices`: one account's invoices. What is chosen here goes on to be paid.
pub async fn invoices(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<InvoicesQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let lang = visit.lang;
    let place = Some(AccountPlace::Invoices);
    let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
    let Some(account) = chosen_account(&accounts, &query.account)? else {
        return Ok(debtor_page(&visit, frame, no_account_page(lang, words::invoices(lang))));
    };
    let picked: Vec<InvoiceId> = query.invoice.iter().filter_map(|id| id.parse().ok()).collect();
    if !query.choose.is_empty() && !picked.is_empty() {
        return Ok(see_other(pay_address(account, &picked)).into_response());
    }
    let error = (!query.choose.is_empty()).then(|| words::pick_none(lang).to_owned());
    let mut list = list(&mut tx, account.clone(), query.asked(), query.page(), PAGE_SIZE).await?;
    list.several = accounts.len() > 1;
    list.error = error.clone();
    let payable = list.is_payable(Viewer::Person);
    let body = view! {
        <h1>{words::invoices(lang)}</h1>
        {account_tabs(lang, &accounts, account)}
        {invoice_list(lang, Viewer::Person, &list)}
    };
    let page = Page::new(words::invoices(lang), body)
        .errors(error.map(|error| ("invoice".to_owned(), error)).into_iter().collect());
    Ok(debtor_page(&visit, frame, if payable { page.with_islands() } else { page }))
}

/// `GET /account/invoices/{id}`: the whole invoice, or to a guarantor what of it they answer for.
pub async fn invoice(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: InvoiceId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let place = Some(AccountPlace::Invoices);
    match sheet(&mut tx, id).await {
        Ok(sheet) => {
            let accounts = [sheet.account.clone()];
            let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
            let title = words::invoice_heading(visit.lang, &sheet.invoice.number);
            let body = invoice_sheet(visit.lang, Viewer::Person, &sheet);
            Ok(debtor_page(&visit, frame, Page::new(title, body)))
        }
        Err(sqlx::Error::RowNotFound) => {
            let guarantees = [guarantee(&mut tx, id).await?];
            let movements = guarantee_movements(&mut tx, &guarantees[0]).await?;
            let frame = person_frame(&mut tx, &visit, &person.name, place, &[], &guarantees).await?;
            let [guarantee] = guarantees;
            Ok(debtor_page(&visit, frame, guarantee_page(visit.lang, &guarantee, &movements)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /account/balance`: the entries that make an amount.
pub async fn balance(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<BalanceQuery>,
) -> Result<Response, Refusal> {
    let of = query.of()?;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let account = match of {
        // The invoice says whose it is, whatever account the address names.
        Of::Invoice(invoice) => Some(sheet(&mut tx, invoice).await?.account),
        _ => chosen_account(&accounts, &query.account)?.cloned(),
    };
    let opened = match account {
        Some(account) => Some(opening::balance(&mut tx, visit.lang, Viewer::Person, account, &query).await?),
        None => None,
    };
    opened_page(&mut tx, &visit, &person, &accounts, opened).await
}

/// `GET /account/balance/since`: what changed since a day.
pub async fn balance_since(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<SinceQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let opened = match chosen_account(&accounts, &query.account)? {
        Some(account) => Some(opening::since(&mut tx, visit.lang, Viewer::Person, account, &query).await?),
        None => None,
    };
    opened_page(&mut tx, &visit, &person, &accounts, opened).await
}

/// `GET /account/balance/forecast`: what will be owed on a day to come.
pub async fn balance_forecast(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<ForecastQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let opened = match chosen_account(&accounts, &query.account)? {
        Some(account) => {
            let viewer = Viewer::Person;
            Some(opening::on_a_day_to_come(&mut tx, visit.lang, viewer, account, &query).await?)
        }
        None => None,
    };
    opened_page(&mut tx, &visit, &person, &accounts, opened).await
}

/// `GET /account/contact`: every contact about an account.
pub async fn contact(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<ContactQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let opened = match chosen_account(&accounts, &query.account)? {
        Some(account) => Some(record::opened(&mut tx, visit.lang, Viewer::Person, account).await?),
        None => None,
    };
    opened_page(&mut tx, &visit, &person, &accounts, opened).await
}

/// A page about a balance in this person's frame; without an account there is none to open.
async fn opened_page(
    tx: &mut Tx,
    visit: &Visit,
    person: &SignedIn,
    accounts: &[Account],
    opened: Option<Opened>,
) -> Result<Response, Refusal> {
    let frame = person_frame(tx, visit, &person.name, Some(AccountPlace::Home), accounts, &[]).await?;
    let page = match opened {
        Some(opened) => opened.framed(|main| main),
        None => no_account_page(visit.lang, words::balance_heading(visit.lang)),
    };
    Ok(debtor_page(visit, frame, page))
}

/// Everything about somebody's accounts on one page.
pub fn account_page(lang: Lang, homes: &[AccountHome], guarantees: &[Guarantee]) -> Page {
    if let ([only], []) = (homes, guarantees) {
        let title = match only.balance.due.is_positive() {
            true => words::due_label(lang),
            false => words::up_to_date(lang),
        };
        return Page::new(title, account_summary(lang, Viewer::Person, only, true));
    }
    if homes.is_empty() && guarantees.is_empty() {
        return no_account_page(lang, words::your_accounts(lang));
    }
    let accounts: Vec<AnyView> = homes
        .iter()
        .map(|home| {
            let Account { creditor_name, reference, .. } = &home.account;
            let title = words::account_line(lang, creditor_name, reference);
            let summary = account_summary(lang, Viewer::Person, home, false);
            view! { <section class="account"><h2>{title}</h2> {summary}</section> }.into_any()
        })
        .collect();
    let guaranteed = (!guarantees.is_empty()).then(|| {
        let each: Vec<AnyView> = guarantees
            .iter()
            .map(|one| {
                let href = format!("/account/invoices/{}", one.invoice);
                let history = words::guarantee_see(lang, &one.number);
                view! { {guarantee_summary(lang, one)} <p><a href=href>{history}</a></p> }.into_any()
            })
            .collect();
        view! { <section class="account"><h2>{words::guarantee_heading(lang)}</h2> {each}</section> }
    });
    let title = words::your_accounts(lang);
    Page::new(title, view! { <h1>{title}</h1> {accounts} {guaranteed} })
}

fn guarantee_page(lang: Lang, guarantee: &Guarantee, movements: &[GuaranteeMovement]) -> Page {
    let title = words::invoice_heading(lang, &guarantee.number);
    let body = view! {
        <h1>{title.clone()}</h1>
        {guarantee_summary(lang, guarantee)}
        {guarantee_history(lang, movements)}
    };
    Page::new(title, body)
}

fn no_account_page(lang: Lang, title: &'static str) -> Page {
    Page::new(title, view! { <h1>{title}</h1> <Empty sentence=words::no_accounts(lang) /> })
}

fn account_tabs(lang: Lang, accounts: &[Account], current: &Account) -> Option<AnyView> {
    if accounts.len() < 2 {
        return None;
    }
    let tabs = accounts.iter().map(|account| Tab {
        href: format!("/account/invoices?account={}", account.id),
        text: words::account_line(lang, &account.creditor_name, &account.reference),
        count: None,
        is_current: account.id == current.id,
    });
    Some(view! { <Tabs label=words::which_account(lang) tabs=tabs.collect() /> }.into_any())
}

fn pay_address(account: &Account, picked: &[InvoiceId]) -> String {
    let invoices: String = picked.iter().map(|invoice| format!("&invoice={invoice}")).collect();
    format!("/account/pay?account={}{invoices}", account.id)
}
