//! `GET /account/plans/new`: which debts, how much each time, and what comes of it.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;

use crate::accounts::daily;
use crate::accounts::frame::person_frame;
use crate::accounts::model::{Account, May};
use crate::accounts::store::accounts_of_person;
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountId, InvoiceId, PlanId};
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::ledger::allocation::OpenItem;
use crate::payments;
use crate::plans::agreement::reckoning;
use crate::plans::asked::Asked;
use crate::plans::pages::sentence;
use crate::plans::reckoning::Reckoning;
use crate::plans::store::ground::{Ground, ground};
use crate::plans::store::reading::plan as read_plan;
use crate::plans::views::new::{Simulator, debts_step, simulator};
use crate::plans::words;
use crate::ui::page::{Page, Visit, debtor_page};
use crate::ui::{BackLink, LinkList, LinkListItem, Refilled};

/// `GET /account/plans/new`: which debts, then how much each time. What comes of it stands beside the question.
pub async fn new(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let Some(account) = account_to_plan(&mut tx, &asked).await? else {
        return which_account(&mut tx, &person, &visit).await;
    };
    let changes = changed_plan(&mut tx, &asked, &account).await?;
    let ground = ground(&mut tx, account, changes).await?;
    let asked = Asked { account: ground.account.id.to_string(), ..asked };
    let (title, body, errors, is_live) = match question(lang, &visit, &ground, &asked)? {
        Question::No(sentence) => {
            let title = words::no_rules_heading(lang);
            let body = view! { <BackLink lang=lang href="/account" /> <h1>{title}</h1> <p>{sentence}</p> };
            (title, body.into_any(), Vec::new(), false)
        }
        Question::Debts(error) => {
            let errors = error.iter().map(|error| ("invoice".to_owned(), error.clone())).collect();
            (words::step_debts_heading(lang), debts_step(lang, &ground, error), errors, false)
        }
        Question::Terms(reckoning, asked) => {
            let items = items(&reckoning);
            let each_day = daily::terms(&mut tx, &ground.account, &items).await?;
            let daily = each_day.daily(&ground.account, &items).map(|daily| daily.amount);
            let reckoning = Reckoning { daily, ..*reckoning };
            let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
            let outcome = asked.is_asked().then(|| reckoning.answer(&asked));
            let nearest = match &outcome {
                Some(Ok(outcome)) if !outcome.broken.is_empty() => {
                    reckoning.bounds.nearest(reckoning.owed, &outcome.terms)
                }
                _ => Vec::new(),
            };
            let page = Simulator {
                ground: &ground,
                reckoning: &reckoning,
                asked: &asked,
                outcome,
                nearest,
                form: &form,
            };
            let mut errors: Vec<(String, String)> = form.errors();
            errors.retain(|(field, _)| !field.is_empty());
            errors.extend(page.error().map(|error| {
                (error.field().to_owned(), words::ask_error(lang, reckoning.owed.currency, error))
            }));
            (words::how_heading(lang), simulator(lang, &page), errors, page.is_live())
        }
    };
    let accounts = std::slice::from_ref(&ground.account);
    let frame = person_frame(&mut tx, &visit, &person.name, None, accounts, &[]).await?;
    let page = Page::new(title, body).errors(errors);
    let page = if is_live { page.with_islands() } else { page };
    Ok(debtor_page(&visit, frame, page))
}

/// What the page is to ask next.
enum Question {
    No(&'static str),
    Debts(Option<String>),
    Terms(Box<Reckoning>, Box<Asked>),
}

fn question(lang: Lang, visit: &Visit, ground: &Ground, asked: &Asked) -> Result<Question, Refusal> {
    if ground.bounds.is_none() {
        return Ok(Question::No(words::no_rules(lang)));
    }
    if ground.is_barred {
        return Ok(Question::No(words::barred(lang)));
    }
    if ground.debts.is_empty() {
        return Ok(Question::No(words::nothing_can_enter(lang)));
    }
    let mut asked = asked.clone();
    if asked.invoice.is_empty() && ground.debts.len() == 1 {
        asked.invoice = ground.debts.iter().map(|debt| debt.item.invoice.to_string()).collect();
    }
    if asked.invoice.is_empty() {
        // Who pressed the button without a tick is told so; who only came is not.
        let came_back = visit.draft.is_some();
        return Ok(Question::Debts(came_back.then(|| words::pick_none(lang).to_owned())));
    }
    let ids = invoices(&asked)?;
    let debts = match ground.among(&ids) {
        Ok(debts) => debts,
        Err(gone) => {
            let number = ground.forecast.debts.iter().find(|debt| debt.item.invoice == gone);
            let number = number.map(|debt| debt.item.number.clone()).ok_or(Refusal::NotFound)?;
            return Ok(Question::Debts(Some(words::debt_gone(lang, &number))));
        }
    };
    let owed = ground.owed(&debts).ok_or(Refusal::NotFound)?;
    let reckoning = reckoning(ground, &debts, owed).ok_or(Refusal::NotFound)?;
    let asked = asked.begun_at_latest(&reckoning.bounds);
    Ok(Question::Terms(Box::new(reckoning), Box::new(asked)))
}

/// The invoices that a form names.
pub(super) fn invoices(asked: &Asked) -> Result<Vec<InvoiceId>, Refusal> {
    let mut ids = asked
        .invoice
        .iter()
        .map(|id| id.parse())
        .collect::<Result<Vec<InvoiceId>, _>>()
        .map_err(|_| Refusal::NotFound)?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn items(reckoning: &Reckoning) -> Vec<OpenItem> {
    reckoning.debts.iter().map(|debt| debt.item.clone()).collect()
}

/// The plan that a form says is to be changed, if it is this account's and still open.
pub(super) async fn changed_plan(
    tx: &mut Tx,
    asked: &Asked,
    account: &Account,
) -> Result<Option<PlanId>, Refusal> {
    if asked.replaces.is_empty() {
        return Ok(None);
    }
    let id: PlanId = asked.replaces.parse().map_err(|_| Refusal::NotFound)?;
    let plan = read_plan(tx, id).await?;
    let plan = plan.filter(|plan| plan.account.id == account.id && plan.state.is_open());
    plan.map(|plan| Some(plan.id)).ok_or(Refusal::NotFound)
}

/// The account that is meant: the one named, the invoice's, or the only one on which this person may negotiate.
pub(super) async fn account_to_plan(tx: &mut Tx, asked: &Asked) -> Result<Option<Account>, Refusal> {
    let accounts = accounts_of_person(tx).await?;
    let named: Option<AccountId> = if !asked.account.is_empty() {
        Some(asked.account.parse().map_err(|_| Refusal::NotFound)?)
    } else if let Some(invoice) = asked.invoice.first() {
        let invoice = invoice.parse().map_err(|_| Refusal::NotFound)?;
        Some(payments::store::reading::account_of_invoice(tx, invoice).await?)
    } else {
        None
    };
    if let Some(id) = named {
        let account = accounts.into_iter().find(|account| account.id == id).ok_or(Refusal::NotFound)?;
        return if account.may >= May::Negotiate { Ok(Some(account)) } else { Err(Refusal::Forbidden) };
    }
    let mut able: Vec<Account> =
        accounts.into_iter().filter(|account| account.may >= May::Negotiate).collect();
    match able.len() {
        0 => Err(Refusal::NotFound),
        1 => Ok(able.pop()),
        _ => Ok(None),
    }
}

async fn which_account(tx: &mut Tx, person: &SignedIn, visit: &Visit) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let accounts = accounts_of_person(tx).await?;
    let able = accounts.iter().filter(|account| account.may >= May::Negotiate);
    let items = able
        .map(|account| LinkListItem {
            href: format!("/account/plans/new?account={}", account.id),
            text: payments::words::account_line(lang, &account.creditor_name, &account.reference),
            hint: words::propose_hint(lang).to_owned(),
        })
        .collect();
    let frame = person_frame(tx, visit, &person.name, None, &accounts, &[]).await?;
    let heading = payments::words::which_account(lang);
    let body = view! { <h1>{heading}</h1> <LinkList items=items /> };
    Ok(debtor_page(visit, frame, Page::new(heading, body)))
}
