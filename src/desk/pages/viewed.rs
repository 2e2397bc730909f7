//! The account as its debtor sees it, for staff who said that they would look. In a transaction that can change
//! nothing, and without a single button.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;

use super::{find_account, frame};
use crate::accounts::asked::{BalanceQuery, ForecastQuery, InvoicesQuery, SinceQuery};
use crate::accounts::frame::person_frame;
use crate::accounts::home::home;
use crate::accounts::invoices::{PAGE_SIZE, list};
use crate::accounts::model::{Account, Viewer};
use crate::accounts::opening::{self, Opened};
use crate::accounts::sheet::sheet;
use crate::accounts::views::invoice::invoice_sheet;
use crate::accounts::views::list::invoice_list;
use crate::accounts::views::summary::account_summary;
use crate::contact::record;
use crate::desk::viewing::{LASTS_MINUTES, is_announced};
use crate::desk::words;
use crate::documents::asked::StatementQuery;
use crate::documents::reading;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::InvoiceId;
use crate::kernel::web::{Refusal, see_other};
use crate::ui::page::{Page, Visit, debtor_page, desk_page};
use crate::ui::{AccountPlace, Confirm, DeskPlace};

/// `GET /desk/accounts/{id}/as-debtor`: what looking means, before it is done.
pub async fn as_debtor(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = find_account(&mut tx, &id).await?;
    let title = words::view_as_heading(lang, &account.debtor_name);
    let body = view! {
        <Confirm
            lang=lang
            heading=title.clone()
            action="/do/desk/view-as"
            button=words::view_as(lang)
            back_href=Viewer::Staff(account.id).base()
        >
            <input type="hidden" name="account" value=account.id.to_string() />
            <p>{words::view_as_warning(lang)} " " {words::view_as_lasts(lang, LASTS_MINUTES)}</p>
        </Confirm>
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Accounts), Page::new(title, body)))
}

/// `GET /desk/accounts/{id}/as-debtor/account`
pub async fn viewed_account(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (mut tx, account) = match look(&db, &staff, &id).await? {
        Ok(opened) => opened,
        Err(door) => return Ok(door),
    };
    let home = home(&mut tx, account.clone()).await?;
    let main = account_summary(visit.lang, Viewer::AsPerson(account.id), &home, true);
    let title = account.debtor_name.clone();
    viewed_page(tx, &visit, &account, AccountPlace::Home, title, main).await
}

/// `GET /desk/accounts/{id}/as-debtor/account/invoices`
pub async fn viewed_invoices(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<InvoicesQuery>,
) -> Result<Response, Refusal> {
    let (mut tx, account) = match look(&db, &staff, &id).await? {
        Ok(opened) => opened,
        Err(door) => return Ok(door),
    };
    let list = list(&mut tx, account.clone(), query.asked(), query.page(), PAGE_SIZE).await?;
    let title = words::tab_invoices(visit.lang);
    let main = view! {
        <h1>{title}</h1>
        {invoice_list(visit.lang, Viewer::AsPerson(account.id), &list)}
    };
    viewed_page(tx, &visit, &account, AccountPlace::Invoices, title.to_owned(), main.into_any()).await
}

/// `GET /desk/accounts/{id}/as-debtor/account/invoices/{invoice}`
pub async fn viewed_invoice(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path((id, invoice)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let invoice: InvoiceId = invoice.parse().map_err(|_| Refusal::NotFound)?;
    let (mut tx, account) = match look(&db, &staff, &id).await? {
        Ok(opened) => opened,
        Err(door) => return Ok(door),
    };
    let sheet = sheet(&mut tx, invoice).await?;
    if sheet.account.id != account.id {
        return Err(Refusal::NotFound);
    }
    let title = sheet.invoice.number.clone();
    let main = invoice_sheet(visit.lang, Viewer::AsPerson(account.id), &sheet);
    viewed_page(tx, &visit, &account, AccountPlace::Invoices, title, main).await
}

/// `GET /desk/accounts/{id}/as-debtor/account/balance`
pub async fn viewed_balance(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<BalanceQuery>,
) -> Result<Response, Refusal> {
    let (mut tx, account) = match look(&db, &staff, &id).await? {
        Ok(opened) => opened,
        Err(door) => return Ok(door),
    };
    let viewer = Viewer::AsPerson(account.id);
    let opened = opening::balance(&mut tx, visit.lang, viewer, account.clone(), &query).await?;
    opened_page(tx, &visit, &account, AccountPlace::Home, opened).await
}

/// `GET /desk/accounts/{id}/as-debtor/account/balance/since`
pub async fn viewed_balance_since(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<SinceQuery>,
) -> Result<Response, Refusal> {
    let (mut tx, account) = match look(&db, &staff, &id).await? {
        Ok(opened) => opened,
        Err(door) => return Ok(door),
    };
    let viewer = Viewer::AsPerson(account.id);
    let opened = opening::since(&mut tx, visit.lang, viewer, &account, &query).await?;
    opened_page(tx, &visit, &account, AccountPlace::Home, opened).await
}

/// `GET /desk/accounts/{id}/as-debtor/account/balance/forecast`
pub async fn viewed_balance_forecast(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<ForecastQuery>,
) -> Result<Response, Refusal> {
    let (mut tx, account) = match look(&db, &staff, &id).await? {
        Ok(opened) => opened,
        Err(door) => return Ok(door),
    };
    let viewer = Viewer::AsPerson(account.id);
    let opened = opening::on_a_day_to_come(&mut tx, visit.lang, viewer, &account, &query).await?;
    opened_page(tx, &visit, &account, AccountPlace::Home, opened).await
}

/// `GET /desk/accounts/{id}/as-debtor/account/statement`
pub async fn viewed_statement(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Refusal> {
    let (mut tx, account) = match look(&db, &staff, &id).await? {
        Ok(opened) => opened,
        Err(door) => return Ok(door),
    };
    let opened = reading::opened(&mut tx, visit.lang, Viewer::AsPerson(account.id), &account, query).await?;
    opened_page(tx, &visit, &account, AccountPlace::Statement, opened).await
}

/// `GET /desk/accounts/{id}/as-debtor/account/contact`
pub async fn viewed_contact(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (mut tx, account) = match look(&db, &staff, &id).await? {
        Ok(opened) => opened,
        Err(door) => return Ok(door),
    };
    let opened = record::opened(&mut tx, visit.lang, Viewer::AsPerson(account.id), &account).await?;
    opened_page(tx, &visit, &account, AccountPlace::Home, opened).await
}

/// The account in a transaction that can only read, for who announced their look; everybody else of the team is led to
/// where it is announced.
pub(super) async fn look(
    db: &Db,
    staff: &StaffIn,
    id: &str,
) -> Result<Result<(Tx, Account), Response>, Refusal> {
    let mut tx = db.begin_read_only(staff.actor()).await?;
    let account = find_account(&mut tx, id).await?;
    if !is_announced(&mut tx, &account).await? {
        let door = format!("{}/as-debtor", Viewer::Staff(account.id).base());
        return Ok(Err(see_other(door).into_response()));
    }
    Ok(Ok((tx, account)))
}

pub(super) async fn viewed_page(
    tx: Tx,
    visit: &Visit,
    account: &Account,
    place: AccountPlace,
    title: String,
    main: AnyView,
) -> Result<Response, Refusal> {
    opened_page(tx, visit, account, place, Opened::plain(title, main)).await
}

async fn opened_page(
    mut tx: Tx,
    visit: &Visit,
    account: &Account,
    place: AccountPlace,
    opened: Opened,
) -> Result<Response, Refusal> {
    let accounts = std::slice::from_ref(account);
    let mut frame = person_frame(&mut tx, visit, "", Some(place), accounts, &[]).await?;
    frame.viewed_at = Some(Viewer::AsPerson(account.id).base());
    let leave = Viewer::Staff(account.id).base();
    let page = opened.framed(|main| {
        view! {
            {main}
            <p><a href=leave>{words::leave_view(visit.lang)}</a></p>
        }
        .into_any()
    });
    Ok(debtor_page(visit, frame, page))
}
