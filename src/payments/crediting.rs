//! A debtor's credit: the page that offers it, and the two things that can be asked with it.

use std::time::Duration;

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::accounts::frame::person_frame;
use crate::accounts::model::May;
use crate::desk::approvals::store::{AskError, waiting_about};
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::money::Money;
use crate::kernel::web::{Refusal, SeeOther, see_other};
use crate::ledger::store::unapplied_minor;
use crate::payments::store::asking::{self, AskingError};
use crate::payments::store::credit::{self, USE_CREDIT};
use crate::payments::store::{Ground, payable};
use crate::payments::views::credit::{CreditPage, Used, credit as credit_view};
use crate::payments::words;
use crate::ui::{AccountPlace, Page, Visit, debtor_page};

/// Whose credit, and what was just asked with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreditQuery {
    account: String,
    used: String,
}

/// `GET /account/pay/credit`: what there is, what it would pay, and how to get it back.
pub async fn page(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(query): Query<CreditQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    if query.account.is_empty() {
        // Whose credit is chosen where one chooses on which account to pay.
        return Ok(see_other("/account/pay").into_response());
    }
    let mut tx = db.begin(person.actor()).await?;
    let ground = ground(&mut tx, &query.account).await?;
    let account = &ground.account;
    let used = match query.used.parse::<Uuid>() {
        Ok(key) => Some(match credit::used(&mut tx, account.id, &key.to_string()).await? {
            Some(minor) => Used::Applied(Money::new(minor, account.currency)),
            None => Used::SoonApplied,
        }),
        Err(_) => None,
    };
    let (payable, _) = payable(&mut tx, account).await?;
    let page = CreditPage {
        credit: Money::new(unapplied_minor(&mut tx, account.id).await?.max(0), account.currency),
        offer: credit::offer(&mut tx, &ground).await?.map(|(_, applied)| applied),
        asked_back: waiting_about(&mut tx, account.id.0).await?.into_iter().map(|it| it.change_minor).next(),
        numbers: payable.items.iter().map(|item| (item.invoice, item.number.clone())).collect(),
        used,
        account: account.clone(),
    };
    let accounts = std::slice::from_ref(account);
    let frame =
        person_frame(&mut tx, &visit, &person.name, Some(AccountPlace::Payments), accounts, &[]).await?;
    let title = words::credit_heading(lang);
    Ok(debtor_page(&visit, frame, Page::new(title, credit_view(lang, &page))))
}

/// What is asked with credit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreditForm {
    account: String,
    request_key: String,
}

/// `POST /do/payments/use-credit`: has the credit used for what is due, the oldest first.
pub async fn use_credit(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<CreditForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let ground = ground(&mut tx, &form.account).await?;
    let account = ground.account.id;
    // A page without its key asks anew each time; nothing is used twice, for it can only be used once.
    let key = form.request_key.parse().unwrap_or_else(|_| Uuid::now_v7());
    let payload = json!({ "account": account, "cause": key });
    tx.enqueue(USE_CREDIT, payload, Some(&format!("{USE_CREDIT}:{key}")), Duration::ZERO).await?;
    tx.audit("ask_credit_use", "account", account.0, Some(account)).await?;
    tx.commit().await?;
    await_use(&db, &person, &form.account, key).await?;
    Ok(see_other(format!("/account/pay/credit?account={account}&used={key}")))
}

/// `POST /do/payments/ask-credit-back`: asks the team to return it.
pub async fn ask_back(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Form(form): Form<CreditForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let ground = ground(&mut tx, &form.account).await?;
    let account = &ground.account;
    let page = see_other(format!("/account/pay/credit?account={}", account.id));
    let credit = unapplied_minor(&mut tx, account.id).await?;
    if credit <= 0 {
        return Ok(page);
    }
    let amount = Money::new(credit, account.currency);
    let why = words::asks_credit_back(visit.lang);
    match asking::credit_back(&mut tx, account.id, amount, why).await {
        Ok(_) => tx.commit().await?,
        // Asked twice is asked once.
        Err(AskingError::Ask(AskError::AlreadyAsked)) => {}
        Err(AskingError::Ask(AskError::Database(error))) => return Err(error.into()),
        Err(error) => return Err(Refusal::internal(error)),
    }
    Ok(page)
}

/// How long the job that uses it is waited for, so that most people see it done.
const USED_WITHIN: Duration = Duration::from_millis(1500);
const LOOKS_APART: Duration = Duration::from_millis(75);

async fn await_use(db: &Db, person: &SignedIn, account: &str, key: Uuid) -> Result<(), Refusal> {
    let until = tokio::time::Instant::now() + USED_WITHIN;
    while tokio::time::Instant::now() < until {
        tokio::time::sleep(LOOKS_APART).await;
        let mut tx = db.begin(person.actor()).await?;
        let account = ground(&mut tx, account).await?.account.id;
        if credit::used(&mut tx, account, &key.to_string()).await?.is_some() {
            break;
        }
    }
    Ok(())
}

/// The account, if it is theirs to pay on.
async fn ground(tx: &mut Tx, account: &str) -> Result<Ground, Refusal> {
    let id = account.parse().map_err(|_| Refusal::NotFound)?;
    let ground = Ground::account(tx, id).await?;
    if ground.account.may < May::Pay { Err(Refusal::Forbidden) } else { Ok(ground) }
}
