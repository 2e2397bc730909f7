//! The pages about automatic payments: what they do, what one would agree to, and stopping.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use serde::Deserialize;

use crate::accounts::frame::person_frame;
use crate::accounts::model::{Account, May};
use crate::accounts::store::accounts_of_person;
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::MandateId;
use crate::kernel::web::Refusal;
use crate::payments::autopay::proposing::{Asked, Proposal, cards, plan_names, propose};
use crate::payments::autopay::store::due::{covered_plans, due_items, due_of_account, least_of};
use crate::payments::autopay::store::{mandates, reading};
use crate::payments::autopay::views::{
    AgreePage, InForce, Off, agree_view, expected, in_force, off, which_account,
};
use crate::payments::autopay::words;
use crate::payments::store::payable;
use crate::plans::model::Plan;
use crate::ui::{AccountPlace, Page, Visit, debtor_page};

/// Which account, what was just done, and what a form that was not taken said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AutopayQuery {
    account: String,
    done: String,
    stopped: String,
    /// Agree anew, with another card, cap or day.
    again: String,
    /// What somebody came for: instalments, from the page of a plan.
    covers: String,
}

/// `GET /account/autopay`
pub async fn page(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(query): Query<AutopayQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let Some(account) = chosen(&mut tx, &query.account).await? else {
        return choose(&mut tx, &person, &visit).await;
    };
    let of = mandates::of_account(&mut tx, account.id).await?;
    match of.filter(|_| query.again.is_empty()) {
        Some(of) => {
            let items = due_items(&mut tx, &of).await?;
            let page = InForce {
                card: reading::card(&mut tx, of.method).await?,
                used: reading::used_in_month(&mut tx, &of, account.today).await?,
                charges: reading::charges(&mut tx, account.id).await?,
                plans: covered_plans(&mut tx, account.id, of.agreed_at)
                    .await?
                    .iter()
                    .map(Plan::name)
                    .collect(),
                expected: expected(&items, &of.promise, least_of(&mut tx, &account).await?, &account),
                agreed: query.done == "agreed",
                account,
                of,
            };
            finish(&mut tx, &person, &visit, &page.account.clone(), in_force(visit.lang, &page)).await
        }
        None => {
            let stopped = match query.stopped.parse::<MandateId>() {
                Ok(id) => Some(reading::on_its_way(&mut tx, id).await?),
                Err(_) => None,
            };
            let asked = Asked { covers: query.covers.clone(), ..Asked::default() };
            off_page(&mut tx, &person, &visit, account, asked, Vec::new(), stopped).await
        }
    }
}

/// `GET /account/autopay/agree`: the whole text, with what it would charge first. Nothing is changed by reading it.
pub async fn agree(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let Some(account) = chosen(&mut tx, &asked.account).await? else {
        return choose(&mut tx, &person, &visit).await;
    };
    if account.may < May::Pay {
        return Err(Refusal::Forbidden);
    }
    let proposal: Proposal = match propose(&mut tx, visit.lang, &account, &asked).await? {
        Ok(proposal) => proposal,
        Err(wrong) => return off_page(&mut tx, &person, &visit, account, asked, wrong, None).await,
    };
    if mandates::is_anothers(&mut tx, account.id).await? {
        return off_page(&mut tx, &person, &visit, account, asked, Vec::new(), None).await;
    }
    let now = tx.now();
    let items = due_of_account(&mut tx, account.id, proposal.covers, now).await?;
    let least = least_of(&mut tx, &account).await?;
    let page = AgreePage {
        first: expected(&items, &proposal.promise, least, &account),
        has_moved: visit.draft.is_some(),
        asked: Asked { account: account.id.to_string(), ..asked },
        proposal,
    };
    let view = agree_view(visit.lang, &page);
    finish(&mut tx, &person, &visit, &account, view).await
}

/// The account that is named, or the only one. None where the person must choose.
async fn chosen(tx: &mut Tx, named: &str) -> Result<Option<Account>, Refusal> {
    if !named.is_empty() {
        let id = named.parse().map_err(|_| Refusal::NotFound)?;
        return Ok(Some(crate::accounts::store::account(tx, id).await?));
    }
    let mut accounts = accounts_of_person(tx).await?;
    match accounts.len() {
        0 => Err(Refusal::NotFound),
        1 => Ok(accounts.pop()),
        _ => Ok(None),
    }
}

async fn choose(tx: &mut Tx, person: &SignedIn, visit: &Visit) -> Result<Response, Refusal> {
    let accounts = accounts_of_person(tx).await?;
    let view = which_account(visit.lang, &accounts);
    let place = Some(AccountPlace::Payments);
    let frame = person_frame(tx, visit, &person.name, place, &accounts, &[]).await?;
    Ok(debtor_page(visit, frame, Page::new(words::heading(visit.lang), view)))
}

async fn off_page(
    tx: &mut Tx,
    person: &SignedIn,
    visit: &Visit,
    account: Account,
    asked: Asked,
    wrong: Vec<(String, String)>,
    stopped: Option<Option<crate::kernel::money::Money>>,
) -> Result<Response, Refusal> {
    let page = Off {
        cards: cards(tx, &account).await?,
        is_anothers: mandates::is_anothers(tx, account.id).await?,
        due: payable(tx, &account).await?.0.due(),
        plans: plan_names(tx, &account).await?,
        charges: reading::charges(tx, account.id).await?,
        asked,
        wrong,
        stopped,
        account,
    };
    let view = off(visit.lang, &page);
    let place = Some(AccountPlace::Payments);
    let accounts = std::slice::from_ref(&page.account);
    let frame = person_frame(tx, visit, &person.name, place, accounts, &[]).await?;
    let errors = page.wrong.clone();
    Ok(debtor_page(visit, frame, Page::new(words::heading(visit.lang), view).errors(errors)))
}

async fn finish(
    tx: &mut Tx,
    person: &SignedIn,
    visit: &Visit,
    account: &Account,
    view: leptos::prelude::AnyView,
) -> Result<Response, Refusal> {
    let place = Some(AccountPlace::Payments);
    let frame = person_frame(tx, visit, &person.name, place, std::slice::from_ref(account), &[]).await?;
    Ok(debtor_page(visit, frame, Page::new(words::heading(visit.lang), view)))
}
