//! Payments as the team reads them: all of their creditors', and one with its receipt.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::file::file_page;
use super::{frame, read_account};
use crate::accounts::model::Viewer;
use crate::desk::store::PAGE_SIZE;
use crate::desk::views::Part;
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::payments::recorded;
use crate::payments::recorded::reports;
use crate::payments::store::reading::{self, Among, Payment};
use crate::payments::store::sheet::sheet;
use crate::payments::views::list::{Whose, payment_list};
use crate::payments::views::payment::{payment_heading, payment_view};
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Pages, Pagination};

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PaymentsQuery {
    page: String,
}

impl PaymentsQuery {
    fn number(&self) -> u64 {
        self.page.parse().unwrap_or(1u64).clamp(1, 1_000_000)
    }
}

/// `GET /desk/payments`
pub async fn payments(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<PaymentsQuery>,
) -> Result<Response, Refusal> {
    let (lang, number) = (visit.lang, query.number());
    let mut tx = db.begin(staff.actor()).await?;
    let skip = (number - 1) * PAGE_SIZE;
    let (payments, total) = reading::payments(&mut tx, Among::OwnCreditors, skip, PAGE_SIZE).await?;
    let pages = Pages::new(number, PAGE_SIZE, total.max(skip + payments.len() as u64));
    let title = words::payments(lang);
    let (_, reported) = reports::waiting(&mut tx).await?;
    let body = view! {
        <h1>{title}</h1>
        <ul>
            <li><a href="/desk/reported">{recorded::words::queue_count(lang, reported)}</a></li>
            <li><a href="/desk/cash">{recorded::words::till_link(lang)}</a></li>
        </ul>
        {customers_payments(lang, &payments)}
        <Pagination lang=lang pages=pages href=|page| format!("/desk/payments?page={page}") />
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Payments), Page::new(title, body)))
}

/// Payments of several customers, each row with its own account.
pub(super) fn customers_payments(lang: Lang, payments: &[Payment]) -> AnyView {
    // The rows name their own accounts, so whose file they are read in does not matter here.
    let viewer = payments.first().map_or(Viewer::Person, |payment| Viewer::Staff(payment.account));
    payment_list(lang, viewer, payments, Whose::Customers)
}

/// `GET /desk/payments/{id}`
pub async fn payment(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PaymentId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let sheet = sheet(&mut tx, id).await?;
    let account = read_account(&mut tx, &sheet.ground.account.id.to_string()).await?;
    let title = payment_heading(visit.lang, &sheet, false);
    let main = payment_view(visit.lang, Viewer::Staff(account.id), &sheet, false);
    file_page(tx, &visit, &staff, &account, Part::Payments, title, main).await
}

/// `GET /desk/accounts/{id}/payments`
pub async fn account_payments(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<PaymentsQuery>,
) -> Result<Response, Refusal> {
    let (lang, number) = (visit.lang, query.number());
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let skip = (number - 1) * PAGE_SIZE;
    let (payments, total) =
        reading::payments(&mut tx, Among::Accounts(&[account.id]), skip, PAGE_SIZE).await?;
    let pages = Pages::new(number, PAGE_SIZE, total.max(skip + payments.len() as u64));
    let viewer = Viewer::Staff(account.id);
    let (base, title) = (viewer.base(), words::tab_payments(lang));
    let (record, links) = (format!("{base}/record"), format!("{base}/links"));
    let main = view! {
        <h1>{title}</h1>
        <ul>
            <li><a href=record>{recorded::words::record_heading(lang)}</a></li>
            <li><a href=links>{words::pay_links(lang)}</a></li>
        </ul>
        {payment_list(lang, viewer, &payments, Whose::OneAccount)}
        <Pagination lang=lang pages=pages href=move |page| format!("{base}/payments?page={page}") />
    };
    file_page(tx, &visit, &staff, &account, Part::Payments, title.to_owned(), main.into_any()).await
}
