//! The pages about links: a person's own, and those of guests who pay by one.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::Query;

use crate::accounts::frame::{brand, person_frame};
use crate::accounts::model::{May, Viewer};
use crate::accounts::store::zone_of;
use crate::identity::extract::SignedIn;
use crate::identity::keys::Keys;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{CreditorId, PaymentId};
use crate::kernel::web::Refusal;
use crate::payments::links::guest::{self, GuestPayment, Offered, Token};
use crate::payments::links::guest_views::{
    PayPage, dead_link, guest_heading, guest_payment_view, over_link, pay_page_errors, pay_view,
    settled_heading, settled_link,
};
use crate::payments::links::store::links_of;
use crate::payments::links::views::{LinksPage, LinksQuery, links_heading, links_view, refilled};
use crate::payments::links::words;
use crate::payments::model::Asked;
use crate::payments::pages::{Return, Seen, ground_to_pay_on, which_account};
use crate::payments::store::payable;
use crate::payments::store::starting::reread_on_return;
use crate::ui::{AccountPlace, Page, PublicFrame, Visit, debtor_page, public_page};

/// `GET /account/pay/links`
pub async fn own_links(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    State(keys): State<Keys>,
    Query(query): Query<LinksQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let asked = Asked { account: query.account.clone(), ..Asked::default() };
    let Some(ground) = ground_to_pay_on(&mut tx, &asked).await? else {
        return which_account(&mut tx, &person, &visit).await;
    };
    let account = ground.account;
    let page = LinksPage {
        zone: zone_of(&mut tx, &account).await?,
        payable: payable(&mut tx, &account).await?.0,
        links: links_of(&mut tx, account.id).await?,
        may_make: account.may >= May::Pay,
        invoice: query.invoice,
        done: query.done,
        form: refilled(&visit),
        account,
    };
    let place = Some(AccountPlace::Payments);
    let accounts = std::slice::from_ref(&page.account);
    let frame = person_frame(&mut tx, &visit, &person.name, place, accounts, &[]).await?;
    let title = links_heading(visit.lang, Viewer::Person);
    let body = links_view(&visit, Viewer::Person, &keys, &page);
    Ok(debtor_page(&visit, frame, Page::new(title, body).errors(named(page.form.errors()))))
}

/// `GET /pay/{token}`: whose, how much, and nothing else. Every link that cannot be paid by gives the same answer,
/// whether it is unknown, expired or revoked; only what is paid is said to be.
pub async fn pay(visit: Visit, State(db): State<Db>, Path(token): Path<String>) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let token = Token::from_text(&token);
    let mut tx = db.begin(Actor::Visitor).await?;
    let Some(opened) = guest::open(&mut tx, &token).await?.filter(|opened| opened.is_live) else {
        return Ok(dead(&visit));
    };
    let offered = guest::offer(&mut tx, &token, &opened).await?;
    let frame = creditors_frame(&mut tx, &visit, opened.owner.creditor).await?;
    let offer = match offered {
        Offered::Asks(offer) => offer,
        Offered::Nothing { was_paid } => {
            let page = Page::new(settled_heading(lang, was_paid), settled_link(lang, was_paid));
            return Ok(public_page(&visit, frame, page));
        }
        Offered::Over => {
            let page = Page::new(words::over_heading(lang), over_link(lang));
            return Ok(public_page(&visit, frame, page));
        }
    };
    let title = words::pay_heading(lang, &opened.owner.creditor_name);
    let page = PayPage::new(lang, &token, opened, &offer, visit.draft.as_ref());
    let errors = named(pay_page_errors(&page));
    Ok(public_page(&visit, frame, Page::new(title, pay_view(lang, page)).errors(errors)))
}

/// `GET /pay/{token}/payments/{id}`: what became of a payment that was made by this link. The address proves nothing:
/// the provider is asked. It holds whether or not the link can still be used.
pub async fn payment(
    visit: Visit,
    State(db): State<Db>,
    Path((token, id)): Path<(String, String)>,
    Query(back): Query<Return>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let (token, id) = read(&token, &id)?;
    let mut tx = db.begin(Actor::Visitor).await?;
    let Some(mut payment) = found(guest::payment(&mut tx, &token, id).await)? else {
        return Ok(dead(&visit));
    };
    let returned = back.has_returned();
    if payment.state.is_open() {
        reread_on_return(&mut tx, id, back.has_left()).await?;
        tx.commit().await?;
        if returned {
            await_change(&db, &token, id, &payment.mark()).await?;
        }
        tx = db.begin(Actor::Visitor).await?;
        payment = guest::payment(&mut tx, &token, id).await?;
    }
    let frame = creditors_frame(&mut tx, &visit, payment.owner.creditor).await?;
    let title = guest_heading(lang, &payment, returned);
    let page = Page::new(title, guest_payment_view(lang, &token, &payment, returned));
    let page = if payment.state.is_open() { page.with_islands() } else { page };
    Ok(public_page(&visit, frame, page))
}

/// `GET /live/pay/{token}/payments/{id}`: 204 as long as the payment is as it was seen, 200 once it is not.
pub async fn live(
    State(db): State<Db>,
    Path((token, id)): Path<(String, String)>,
    Query(seen): Query<Seen>,
) -> Result<StatusCode, Refusal> {
    let (token, id) = read(&token, &id)?;
    let mut tx = db.begin(Actor::Visitor).await?;
    let payment = guest::payment(&mut tx, &token, id).await?;
    Ok(if seen.is(&payment.mark()) { StatusCode::NO_CONTENT } else { StatusCode::OK })
}

/// The provider usually tells us before the guest is back.
const CHANGE_WITHIN: Duration = Duration::from_millis(1500);
const LOOKS_APART: Duration = Duration::from_millis(75);

fn read(token: &str, id: &str) -> Result<(Token, PaymentId), Refusal> {
    Ok((Token::from_text(token), id.parse().map_err(|_| Refusal::NotFound)?))
}

fn found(payment: Result<GuestPayment, sqlx::Error>) -> Result<Option<GuestPayment>, sqlx::Error> {
    match payment {
        Err(sqlx::Error::RowNotFound) => Ok(None),
        other => other.map(Some),
    }
}

/// Waits a moment for the job that reads the provider.
async fn await_change(db: &Db, token: &Token, id: PaymentId, mark: &str) -> Result<(), Refusal> {
    let until = tokio::time::Instant::now() + CHANGE_WITHIN;
    while tokio::time::Instant::now() < until {
        tokio::time::sleep(LOOKS_APART).await;
        let mut tx = db.begin(Actor::Visitor).await?;
        if guest::payment(&mut tx, token, id).await?.mark() != mark {
            break;
        }
    }
    Ok(())
}

/// The very same whatever the link died of, so it names no creditor.
fn dead(visit: &Visit) -> Response {
    let title = words::dead_heading(visit.lang);
    let page = Page::new(title, dead_link(visit.lang));
    let mut response = public_page(visit, PublicFrame::default(), page);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

async fn creditors_frame(
    tx: &mut Tx,
    visit: &Visit,
    creditor: CreditorId,
) -> Result<PublicFrame, sqlx::Error> {
    Ok(PublicFrame { brand: Some(brand(tx, visit, creditor).await?) })
}

/// The errors that stand at a field; the others are notices.
fn named(errors: Vec<(String, String)>) -> Vec<(String, String)> {
    errors.into_iter().filter(|(field, _)| !field.is_empty()).collect()
}
