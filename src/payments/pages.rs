//! The pages about paying. Choosing and reviewing change nothing, so all they need stands in their addresses.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::frame::person_frame;
use crate::accounts::model::{Account, May, Viewer};
use crate::accounts::store::accounts_of_person;
use crate::handing;
use crate::handing::store::{Held, paid_elsewhere};
use crate::handing::views::paid_elsewhere_view;
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountId, PaymentId};
use crate::kernel::locale::Lang;
use crate::kernel::web::{Refusal, see_other};
use crate::payments::asked::asked_query;
use crate::payments::model::{Asked, ChoiceError};
use crate::payments::recorded::reports::reports_of;
use crate::payments::recorded::reports_views::{own_reports, report_form};
use crate::payments::recorded::views::{refilled, wrong_part};
use crate::payments::store::credit;
use crate::payments::store::reading::{self, Among};
use crate::payments::store::starting::reread_on_return;
use crate::payments::store::{Ground, payable, sheet};
use crate::payments::views::choose::{Choose, choose as choose_view};
use crate::payments::views::list::{Whose, payment_list};
use crate::payments::views::methods::Ways;
use crate::payments::views::payment::{payment_heading, payment_view};
use crate::payments::views::review::{Review, review as review_view};
use crate::payments::words;
use crate::payments::{autopay, recorded, saved};
use crate::policies::methods::Method;
use crate::ui::{
    AccountPlace, Actions, ButtonLink, LinkList, LinkListItem, Notice, NoticeKind, Page, Pages, Pagination,
    Visit, debtor_page,
};

/// `GET /account/pay`: how much. Who comes from an invoice has said it already.
pub async fn choose(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let Some(ground) = ground_to_pay_on(&mut tx, &asked).await? else {
        return which_account(&mut tx, &person, &visit).await;
    };
    if let Some(held) = paid_elsewhere(&mut tx, ground.account.id).await? {
        return elsewhere(&mut tx, &person, &visit, &ground, &held).await;
    }
    let asked = Asked { account: ground.account.id.to_string(), ..asked };
    if ground.guarantee.is_none() && asked.how.is_empty() && !asked.invoice.is_empty() {
        return Ok(see_other(format!("/account/pay/review?{}", asked_query(&asked))).into_response());
    }
    choose_page(&mut tx, &person, &visit, ground, asked, None).await
}

/// `GET /account/pay/review`: what that would pay.
pub async fn review(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let Some(ground) = ground_to_pay_on(&mut tx, &asked).await? else {
        return which_account(&mut tx, &person, &visit).await;
    };
    let account = &ground.account;
    if let Some(held) = paid_elsewhere(&mut tx, account.id).await? {
        return elsewhere(&mut tx, &person, &visit, &ground, &held).await;
    }
    reading::check_invoices(&mut tx, account.id, &asked.invoice).await?;
    let (payable, terms) = ground.payable(&mut tx).await?;
    let plan = match payable.plan(&asked) {
        Ok(plan) => plan,
        Err(error) => return choose_page(&mut tx, &person, &visit, ground, asked, Some(error)).await,
    };
    let page = Review {
        in_flight: reading::in_flight(&mut tx, account.id).await?,
        ways: Ways::of(&terms, account, plan.amount, chosen_method(&visit)),
        voucher_ceiling: terms
            .voucher_ceiling(account.currency)
            .filter(|most| plan.amount.minor > most.minor && terms.methods.contains(&Method::Oxxo)),
        shown: plan.mark(),
        came_back: visit
            .draft
            .as_ref()
            .and_then(|draft| draft.errors.first())
            .map(|error| error.code.clone()),
        ground,
        payable,
        plan,
        asked,
    };
    let frame = frame(&mut tx, &person, &visit, std::slice::from_ref(&page.ground.account)).await?;
    let title = words::review_heading(visit.lang);
    Ok(debtor_page(&visit, frame, Page::new(title, review_view(visit.lang, &page))))
}

/// What was chosen before the form came back.
fn chosen_method(visit: &Visit) -> String {
    let draft = visit.draft.as_ref();
    let field = draft.and_then(|draft| draft.fields.iter().find(|(name, _)| name == "method"));
    field.map(|(_, value)| value.clone()).unwrap_or_default()
}

/// How somebody comes to the page of a payment: from the provider's page, having paid or having left.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Return {
    returned: String,
    left: String,
}

impl Return {
    pub(super) fn has_left(&self) -> bool {
        !self.left.is_empty()
    }

    pub(super) fn has_returned(&self) -> bool {
        self.has_left() || !self.returned.is_empty()
    }
}

/// `GET /account/payments/{id}`: where the money is. The address proves nothing: the provider is asked.
pub async fn payment(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
    Query(back): Query<Return>,
) -> Result<Response, Refusal> {
    let id: PaymentId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let mut sheet = sheet::sheet(&mut tx, id).await?;
    let (left, returned) = (back.has_left(), back.has_returned());
    if sheet.payment.state.is_open() {
        reread_on_return(&mut tx, id, left).await?;
        tx.commit().await?;
        if returned {
            await_change(&db, &person, id, &sheet.payment.mark()).await?;
        }
        tx = db.begin(person.actor()).await?;
        sheet = sheet::sheet(&mut tx, id).await?;
    }
    let frame = frame(&mut tx, &person, &visit, std::slice::from_ref(&sheet.ground.account)).await?;
    let title = payment_heading(visit.lang, &sheet, returned);
    let page = Page::new(title, payment_view(visit.lang, Viewer::Person, &sheet, returned));
    let page = if sheet.payment.state.is_open() { page.with_islands() } else { page };
    Ok(debtor_page(&visit, frame, page))
}

/// What a page that waits saw last.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    seen: String,
}

impl Seen {
    pub(super) fn is(&self, mark: &str) -> bool {
        self.seen == mark
    }
}

/// `GET /live/payments/{id}`: 204 as long as the payment is as it was seen, 200 once it is not.
pub async fn live(
    person: SignedIn,
    State(db): State<Db>,
    Path(id): Path<String>,
    Query(seen): Query<Seen>,
) -> Result<StatusCode, Refusal> {
    let id: PaymentId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let payment = reading::payment(&mut tx, id).await?;
    Ground::paid(&mut tx, payment.account, payment.guarantee, payment.started_by).await?;
    Ok(if seen.is(&payment.mark()) { StatusCode::NO_CONTENT } else { StatusCode::OK })
}

/// Which part of a long list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Listed {
    page: String,
    /// `reported` once somebody has said that they paid.
    done: String,
}

/// `GET /account/payments`
pub async fn payments(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(listed): Query<Listed>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let number = listed.page.parse().unwrap_or(1u64).clamp(1, 1_000_000);
    let skip = (number - 1) * PAYMENTS_A_PAGE;
    let (payments, total) = reading::payments(&mut tx, Among::Person(&ids), skip, PAYMENTS_A_PAGE).await?;
    let pages = Pages::new(number, PAYMENTS_A_PAGE, total.max(skip + payments.len() as u64));
    let whose = if accounts.len() > 1 { Whose::SeveralAccounts } else { Whose::OneAccount };
    let may_pay = accounts.iter().any(|account| account.may >= May::Pay);
    let frame = frame(&mut tx, &person, &visit, &accounts).await?;
    let reports = reports_of(&mut tx, &ids).await?;
    let reported = (listed.done == "reported").then(|| {
        view! {
            <Notice kind=NoticeKind::Success heading=recorded::words::reported_heading(lang) focused=true>
                {recorded::words::reported(lang)}
            </Notice>
        }
    });
    let ways = may_pay.then(|| {
        view! {
            <Actions>
                <ButtonLink href="/account/pay">{words::pay(lang)}</ButtonLink>
                <a href="/account/pay/report">{recorded::words::report_heading(lang)}</a>
                <a href="/account/autopay">{autopay::words::heading(lang)}</a>
                <a href="/account/methods">{saved::words::heading(lang)}</a>
            </Actions>
        }
    });
    let body = view! {
        {reported}
        <h1>{words::payments_heading(lang)}</h1>
        {own_reports(lang, &reports)}
        {payment_list(lang, Viewer::Person, &payments, whose)}
        <Pagination lang=lang pages=pages href=|page| format!("/account/payments?page={page}") />
        {ways}
    };
    Ok(debtor_page(&visit, frame, Page::new(words::payments_heading(lang), body)))
}

/// `GET /account/pay/report`: where somebody says that they paid another way.
pub async fn report(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let asked = Asked { account: asked.account, ..Asked::default() };
    let Some(ground) = ground_to_pay_on(&mut tx, &asked).await? else {
        return which_account(&mut tx, &person, &visit).await;
    };
    let account = ground.account;
    let form = refilled(&visit, &account);
    let errors = form.field_errors();
    let body = report_form(visit.lang, &account, &form, wrong_part(&visit));
    let frame = frame(&mut tx, &person, &visit, std::slice::from_ref(&account)).await?;
    let title = recorded::words::report_heading(visit.lang);
    Ok(debtor_page(&visit, frame, Page::new(title, body).errors(errors).with_islands()))
}

const PAYMENTS_A_PAGE: u64 = 25;
/// The provider usually tells us before the payer is back; this much is waited so that they need not press a button.
const CHANGE_WITHIN: Duration = Duration::from_millis(1500);
const LOOKS_APART: Duration = Duration::from_millis(75);

/// What is meant: the guarantee or the account named, that of the invoice, or the only one that this person may pay. None
/// where the person must choose.
pub(super) async fn ground_to_pay_on(tx: &mut Tx, asked: &Asked) -> Result<Option<Ground>, Refusal> {
    let payable = |ground: Ground| {
        if ground.account.may >= May::Pay { Ok(Some(ground)) } else { Err(Refusal::Forbidden) }
    };
    if !asked.guarantee.is_empty() {
        return payable(Ground::guaranteed(tx, &asked.guarantee).await?);
    }
    let named = if !asked.account.is_empty() {
        Some(asked.account.parse().map_err(|_| Refusal::NotFound)?)
    } else if let Some(invoice) = asked.invoice.first() {
        let invoice = invoice.parse().map_err(|_| Refusal::NotFound)?;
        Some(reading::account_of_invoice(tx, invoice).await?)
    } else {
        None
    };
    if let Some(id) = named {
        return payable(Ground::account(tx, id).await?);
    }
    let mut accounts = accounts_of_person(tx).await?;
    accounts.retain(|account| account.may >= May::Pay);
    match accounts.len() {
        0 => Err(Refusal::NotFound),
        1 => Ok(accounts.pop().map(|account| Ground { account, guarantee: None })),
        _ => Ok(None),
    }
}

/// Somebody with several accounts says which one.
pub(super) async fn which_account(
    tx: &mut Tx,
    person: &SignedIn,
    visit: &Visit,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let accounts = accounts_of_person(tx).await?;
    let mut items = Vec::new();
    for account in accounts.iter().filter(|account| account.may >= May::Pay) {
        let (payable, _) = payable(tx, account).await?;
        items.push(LinkListItem {
            href: format!("/account/pay?account={}", account.id),
            text: words::account_line(lang, &account.creditor_name, &account.reference),
            hint: words::account_due(lang, payable.due()),
        });
    }
    let frame = frame(tx, person, visit, &accounts).await?;
    let heading = words::which_account(lang);
    let body = view! {
        <h1>{heading}</h1>
        <LinkList items=items />
    };
    Ok(debtor_page(visit, frame, Page::new(heading, body)))
}

async fn choose_page(
    tx: &mut Tx,
    person: &SignedIn,
    visit: &Visit,
    ground: Ground,
    asked: Asked,
    error: Option<ChoiceError>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let (payable, _) = ground.payable(tx).await?;
    let error = error.map(|error| (field_of(error, &asked), sentence(lang, error, &ground.account)));
    // A form that came back from its action holds its errors in the draft.
    let errors: Vec<(String, String)> =
        error.iter().map(|(field, sentence)| ((*field).to_owned(), sentence.clone())).collect();
    let in_flight = reading::in_flight(tx, ground.account.id).await?;
    let reports = match ground.guarantee {
        None => reports_of(tx, &[ground.account.id]).await?,
        Some(_) => Vec::new(),
    };
    let credit = credit::offer(tx, &ground).await?.map(|(credit, _)| credit);
    let page = Choose { ground, payable, in_flight, reports, credit, asked, error };
    let frame = frame(tx, person, visit, std::slice::from_ref(&page.ground.account)).await?;
    let title = words::choose_heading(lang);
    Ok(debtor_page(visit, frame, Page::new(title, choose_view(lang, &page)).errors(errors)))
}

/// Somebody else collects it, and takes its payments.
async fn elsewhere(
    tx: &mut Tx,
    person: &SignedIn,
    visit: &Visit,
    ground: &Ground,
    held: &Held,
) -> Result<Response, Refusal> {
    let frame = frame(tx, person, visit, std::slice::from_ref(&ground.account)).await?;
    let title = handing::words::closed(visit.lang);
    Ok(debtor_page(visit, frame, Page::new(title, paid_elsewhere_view(visit.lang, held))))
}

/// The least amount stands at the field of the amount only where one was typed.
fn field_of(error: ChoiceError, asked: &Asked) -> &'static str {
    match error {
        ChoiceError::TooSmall(_) if asked.how() != Asked::AMOUNT => "how",
        other => other.field(),
    }
}

fn sentence(lang: Lang, error: ChoiceError, account: &Account) -> String {
    match error {
        ChoiceError::ChoiceNone | ChoiceError::NotFound => words::choice_none(lang).to_owned(),
        ChoiceError::PickNone => words::pick_none(lang).to_owned(),
        ChoiceError::TooSmall(least) => words::amount_too_small(lang, least),
        ChoiceError::TooLarge { most, held: true } => words::amount_too_large_held(lang, most),
        ChoiceError::TooLarge { most, held: false } => words::amount_too_large(lang, most),
        ChoiceError::Amount(error) => match error.code() {
            "amount_empty" => words::amount_empty(lang).to_owned(),
            "amount_decimals" => words::decimals(lang, account.currency),
            _ => words::amount_not_number(lang).to_owned(),
        },
    }
}

/// Waits a moment for the job that reads the provider.
async fn await_change(db: &Db, person: &SignedIn, id: PaymentId, mark: &str) -> Result<(), Refusal> {
    let until = tokio::time::Instant::now() + CHANGE_WITHIN;
    while tokio::time::Instant::now() < until {
        tokio::time::sleep(LOOKS_APART).await;
        let mut tx = db.begin(person.actor()).await?;
        if reading::payment(&mut tx, id).await?.mark() != mark {
            break;
        }
    }
    Ok(())
}

async fn frame(
    tx: &mut Tx,
    person: &SignedIn,
    visit: &Visit,
    accounts: &[Account],
) -> Result<crate::ui::DebtorFrame, sqlx::Error> {
    person_frame(tx, visit, &person.name, Some(AccountPlace::Payments), accounts, &[]).await
}
