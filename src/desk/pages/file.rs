//! One account with its margin: its people's own views, part by part.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;

use super::{frame, read_account};
use crate::accounts::asked::{BalanceQuery, ForecastQuery, InvoicesQuery, SinceQuery};
use crate::accounts::home::home;
use crate::accounts::invoices::list;
use crate::accounts::model::{Account, Viewer};
use crate::accounts::opening::{self, Opened};
use crate::accounts::sheet::sheet;
use crate::accounts::views::invoice::invoice_sheet;
use crate::accounts::views::list::invoice_list;
use crate::accounts::views::summary::account_summary;
use crate::contact::record;
use crate::desk::store::{PAGE_SIZE, margin};
use crate::desk::views::{Part, account_file};
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::InvoiceId;
use crate::kernel::web::Refusal;
use crate::ledger::drafts::Waivable;
use crate::ledger::waivers::chargeable;
use crate::ui::DeskPlace;
use crate::ui::page::{Visit, desk_page};

/// `GET /desk/accounts/{id}`
pub async fn account(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let viewer = Viewer::Staff(account.id);
    let home = home(&mut tx, account.clone()).await?;
    let main = account_summary(visit.lang, viewer, &home, false);
    let title = words::account_heading(visit.lang, &account.debtor_name, &account.reference);
    file_page(tx, &visit, &staff, &account, Part::Summary, title, main).await
}

/// `GET /desk/accounts/{id}/invoices`
pub async fn account_invoices(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<InvoicesQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let list = list(&mut tx, account.clone(), query.asked(), query.page(), PAGE_SIZE).await?;
    let title = words::tab_invoices(visit.lang);
    let main = view! {
        <h1>{title}</h1>
        {invoice_list(visit.lang, Viewer::Staff(account.id), &list)}
    };
    file_page(tx, &visit, &staff, &account, Part::Invoices, title.to_owned(), main.into_any()).await
}

/// `GET /desk/accounts/{id}/invoices/{invoice}`
pub async fn account_invoice(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path((id, invoice)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let invoice: InvoiceId = invoice.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let sheet = sheet(&mut tx, invoice).await?;
    if sheet.account.id != account.id {
        return Err(Refusal::NotFound);
    }
    let title = sheet.invoice.number.clone();
    let open = chargeable(&mut tx, invoice).await.ok().filter(|_| staff.role.may_change());
    let waive =
        open.filter(|open| Waivable::ALL.iter().any(|what| open.open(*what).is_positive())).map(|_| {
            let href = format!("/desk/accounts/{}/invoices/{invoice}/waive", account.id);
            view! { <p><a href=href>{words::waive(visit.lang)}</a></p> }
        });
    let main = view! {
        {invoice_sheet(visit.lang, Viewer::Staff(account.id), &sheet)}
        {waive}
    };
    file_page(tx, &visit, &staff, &account, Part::Invoices, title, main.into_any()).await
}

/// `GET /desk/accounts/{id}/balance`
pub async fn account_balance(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<BalanceQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let viewer = Viewer::Staff(account.id);
    let opened = opening::balance(&mut tx, visit.lang, viewer, account.clone(), &query).await?;
    opened_page(tx, &visit, &staff, &account, Part::Balance, opened).await
}

/// `GET /desk/accounts/{id}/balance/since`
pub async fn account_balance_since(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<SinceQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let viewer = Viewer::Staff(account.id);
    let opened = opening::since(&mut tx, visit.lang, viewer, &account, &query).await?;
    opened_page(tx, &visit, &staff, &account, Part::Balance, opened).await
}

/// `GET /desk/accounts/{id}/balance/forecast`
pub async fn account_balance_forecast(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<ForecastQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let viewer = Viewer::Staff(account.id);
    let opened = opening::on_a_day_to_come(&mut tx, visit.lang, viewer, &account, &query).await?;
    opened_page(tx, &visit, &staff, &account, Part::Balance, opened).await
}

/// `GET /desk/accounts/{id}/contact`
pub async fn account_contact(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let opened = record::opened(&mut tx, visit.lang, Viewer::Staff(account.id), &account).await?;
    opened_page(tx, &visit, &staff, &account, Part::Contact, opened).await
}

/// The page of one part, with the margin; ends the transaction, so that the trace of the reading stays.
pub(super) async fn file_page(
    tx: Tx,
    visit: &Visit,
    staff: &StaffIn,
    account: &Account,
    part: Part,
    title: String,
    main: AnyView,
) -> Result<Response, Refusal> {
    opened_page(tx, visit, staff, account, part, Opened::plain(title, main)).await
}

pub(in crate::desk) async fn opened_page(
    mut tx: Tx,
    visit: &Visit,
    staff: &StaffIn,
    account: &Account,
    part: Part,
    opened: Opened,
) -> Result<Response, Refusal> {
    let margin = margin(&mut tx, account).await?;
    tx.commit().await?;
    let page = opened.framed(|main| account_file(visit.lang, staff.role, account, part, &margin, main));
    Ok(desk_page(visit, frame(staff, DeskPlace::Accounts), page))
}
