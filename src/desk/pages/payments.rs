//! Payments as the team reads them: all of their creditors', and one with its receipt.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::file::file_page;
use super::reapply::can_be_reapplied;
use super::refund::waits;
use super::{frame, read_account};
use crate::accounts::model::Viewer;
use crate::desk::approvals::store as approvals;
use crate::desk::store::PAGE_SIZE;
use crate::desk::tables::csv_link;
use crate::desk::views::Part;
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::kernel::dates::short_day;
use crate::kernel::db::Db;
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::payments::bank;
use crate::payments::evidence;
use crate::payments::model::PaymentState;
use crate::payments::payouts;
use crate::payments::recorded;
use crate::payments::recorded::reports;
use crate::payments::store::attention::{Attention, Why, attention};
use crate::payments::store::reading::{self, Among, Payment};
use crate::payments::store::sheet::{Sheet, sheet};
use crate::payments::views::list::{Whose, payment_list};
use crate::payments::views::payment::{payment_heading, payment_view};
use crate::row;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{Actions, ButtonKind, ButtonLink, Column, DeskPlace, Pages, Pagination, Table};

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
    let csv = (!payments.is_empty()).then(|| csv_link(lang, "/desk/payments.csv".to_owned()));
    let title = words::payments(lang);
    let (_, reported) = reports::waiting(&mut tx).await?;
    let attention = attention_table(lang, &attention(&mut tx).await?);
    let body = view! {
        <h1>{title}</h1>
        {attention}
        <ul>
            <li><a href="/desk/reported">{recorded::words::queue_count(lang, reported)}</a></li>
            <li><a href="/desk/bank">{bank::words::link(lang)}</a></li>
            <li><a href="/desk/payouts">{payouts::words::heading(lang)}</a></li>
            <li><a href="/desk/months">{words::months(lang)}</a></li>
            <li><a href="/desk/cash">{recorded::words::till_link(lang)}</a></li>
        </ul>
        {customers_payments(lang, &payments)}
        <Pagination lang=lang pages=pages href=|page| format!("/desk/payments?page={page}") />
        {csv}
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Payments), Page::new(title, body)))
}

/// Payments of several customers, each row with its own account.
pub(in crate::desk) fn customers_payments(lang: Lang, payments: &[Payment]) -> AnyView {
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
    let waiting = approvals::waiting_about(&mut tx, id.0).await?;
    let waiting: Vec<AnyView> = waiting.iter().map(|approval| waits(visit.lang, approval)).collect();
    let acts = acts(visit.lang, &staff, &sheet);
    let payment = payment_view(visit.lang, Viewer::Staff(account.id), &sheet, false);
    let main = view! { {waiting} {payment} {acts} }.into_any();
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

/// What can be done about a payment that was received.
fn acts(lang: Lang, staff: &StaffIn, sheet: &Sheet) -> Option<AnyView> {
    let contested = sheet.disputes.last().map(|dispute| {
        let (href, text) =
            (format!("/desk/payments/{}/evidence", sheet.payment.id), evidence::words::link(lang));
        match dispute.state.is_open() {
            true => view! { <ButtonLink href=href kind=ButtonKind::Secondary>{text}</ButtonLink> }.into_any(),
            false => view! { <a href=href>{text}</a> }.into_any(),
        }
    });
    let can = staff.role.may_change() && sheet.payment.state == PaymentState::Succeeded;
    if !can || !sheet.refundable.most().is_positive() {
        return contested.map(|link| view! { <Actions>{link}</Actions> }.into_any());
    }
    let refund = format!("/desk/payments/{}/refund", sheet.payment.id);
    let reapply = can_be_reapplied(sheet).then(|| {
        let href = format!("/desk/payments/{}/reapply", sheet.payment.id);
        view! { <a href=href>{words::reapply(lang)}</a> }
    });
    let acts = view! {
        <Actions>
            <ButtonLink href=refund kind=ButtonKind::Secondary>{words::refund(lang)}</ButtonLink>
            {reapply}
            {contested}
        </Actions>
    };
    Some(acts.into_any())
}

fn attention_table(lang: Lang, found: &[Attention]) -> Option<AnyView> {
    if found.is_empty() {
        return None;
    }
    let rows = found
        .iter()
        .map(|one| {
            let what = match one.why {
                Why::Contested => words::attention_contested(lang),
                Why::PaymentUnknown => words::attention_payment_unknown(lang),
                Why::RefundUnknown => words::attention_refund_unknown(lang),
                Why::RefundFailed => words::attention_refund_failed(lang),
                Why::DetailsMissing => words::attention_details_missing(lang),
            };
            let day = short_day(one.at.with_timezone(&one.zone).date_naive(), lang);
            let when = match one.has_deadline {
                true => words::attention_until(lang, &day),
                false => words::attention_since(lang, &day),
            };
            let payment = view! { <a href=format!("/desk/payments/{}", one.payment)>{what}</a> };
            let customer = one.customer.clone();
            let account = view! { <a href=format!("/desk/accounts/{}", one.account)>{customer}</a> };
            row![payment, account, one.amount.to_string(), when]
        })
        .collect();
    let table = view! {
        <Table
            caption=words::needs_somebody(lang)
            columns=vec![
                Column::text(words::attention_what(lang)),
                Column::text(words::customer(lang)),
                Column::number(words::attention_amount(lang)),
                Column::text(words::attention_at(lang)),
            ]
            rows=rows
            wide=true
        />
    };
    Some(table.into_any())
}
