//! A person's papers: the statement as a page, as a file and as a table; receipts, invoices and letters.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;

use crate::accounts::asked::chosen_account;
use crate::accounts::frame::person_frame;
use crate::accounts::model::{Account, Viewer};
use crate::accounts::store::accounts_of_person;
use crate::accounts::words as account_words;
use crate::documents::asked::StatementQuery;
use crate::documents::files;
use crate::documents::papers::{account_letter_order, invoice_letter_order, invoice_order, receipt_order};
use crate::documents::reading::{Printed, opened, printed_statement, usual_statement};
use crate::documents::sealing::Order;
use crate::documents::views::statement::statement_href;
use crate::documents::words;
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{InvoiceId, PaymentId};
use crate::kernel::locale::Lang;
use crate::kernel::web::{Refusal, see_other};
use crate::ui::page::{Page, Visit, debtor_page};
use crate::ui::{AccountPlace, Empty, Tab, Tabs};

/// `GET /account/statement`
pub async fn statement(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let place = Some(AccountPlace::Statement);
    let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
    let title = words::statement(lang);
    let Some(account) = chosen_account(&accounts, &query.account)? else {
        let body = view! { <h1>{title}</h1> <Empty sentence=words::no_accounts(lang) /> };
        return Ok(debtor_page(&visit, frame, Page::new(title, body)));
    };
    let opened = opened(&mut tx, lang, Viewer::Person, account, query).await?;
    let page = opened.framed(|main| view! { {account_tabs(lang, &accounts, account)} {main} }.into_any());
    Ok(debtor_page(&visit, frame, page))
}

/// `GET /account/statement.pdf`: in one piece, or one part of a long one that is ready.
pub async fn statement_pdf(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = own_account(&mut tx, &query).await?;
    let statement = usual_statement(&mut tx, visit.lang, &account, &query).await?;
    let period = statement.period;
    match printed_statement(&mut tx, visit.lang, &visit.public_url, statement, query.part()).await? {
        Printed::Paper(paper) => {
            tx.commit().await?;
            Ok(files::pdf(visit.lang, crate::documents::model::PaperKind::Statement, paper))
        }
        Printed::NotYet => {
            let page = statement_href(Viewer::Person, &account, "", period);
            Ok(see_other(format!("{page}#pdf")).into_response())
        }
    }
}

/// `GET /account/statement.csv`
pub async fn statement_csv(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = own_account(&mut tx, &query).await?;
    let statement = usual_statement(&mut tx, visit.lang, &account, &query).await?;
    Ok(files::table(visit.lang, tx, statement))
}

/// `GET /account/payments/{id}.pdf`: the receipt of a payment, once there is one.
pub async fn receipt(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PaymentId = files::id(&id)?;
    let mut tx = db.begin(person.actor()).await?;
    let order = receipt_order(&mut tx, visit.lang, id).await?;
    paper_or(tx, &visit, order, &format!("/account/payments/{id}")).await
}

/// `GET /account/invoices/{id}.pdf`
pub async fn invoice(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: InvoiceId = files::id(&id)?;
    let mut tx = db.begin(person.actor()).await?;
    let order = invoice_order(&mut tx, visit.lang, &visit.public_url, id).await?;
    paper_or(tx, &visit, Some(order), "/account/invoices").await
}

/// `GET /account/invoices/{id}/letter.pdf`: that nothing is owed of it, while nothing is.
pub async fn invoice_letter(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: InvoiceId = files::id(&id)?;
    let mut tx = db.begin(person.actor()).await?;
    let order = invoice_letter_order(&mut tx, visit.lang, id).await?;
    paper_or(tx, &visit, order, &format!("/account/invoices/{id}")).await
}

/// `GET /account/letter.pdf`: that nothing is owed on the account, while nothing is.
pub async fn account_letter(
    State(db): State<Db>,
    visit: Visit,
    person: SignedIn,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = own_account(&mut tx, &query).await?;
    let order = account_letter_order(&mut tx, visit.lang, &account).await?;
    paper_or(tx, &visit, order, "/account").await
}

/// The sealed paper; where there is none the page that says why.
async fn paper_or(tx: Tx, visit: &Visit, order: Option<Order>, page: &str) -> Result<Response, Refusal> {
    let Some(order) = order else { return Ok(see_other(page).into_response()) };
    files::sealed(tx, visit, order).await
}

async fn own_account(tx: &mut Tx, query: &StatementQuery) -> Result<Account, Refusal> {
    let accounts = accounts_of_person(tx).await?;
    chosen_account(&accounts, &query.account)?.cloned().ok_or(Refusal::NotFound)
}

fn account_tabs(lang: Lang, accounts: &[Account], current: &Account) -> Option<AnyView> {
    if accounts.len() < 2 {
        return None;
    }
    let tabs = accounts.iter().map(|account| Tab {
        href: format!("/account/statement?account={}", account.id),
        text: account_words::account_line(lang, &account.creditor_name, &account.reference),
        count: None,
        is_current: account.id == current.id,
    });
    Some(view! { <Tabs label=words::which_account(lang) tabs=tabs.collect() /> }.into_any())
}
