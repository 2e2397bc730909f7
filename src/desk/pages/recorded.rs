//! Money that came another way: recording it on an account, what customers reported, and the till.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use serde::Deserialize;

use super::file::opened_page;
use super::{frame, read_account};
use crate::accounts::opening::Opened;
use crate::desk::store::today as today_of;
use crate::desk::till_views::till_view;
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::kernel::dates::long_day;
use crate::kernel::db::Db;
use crate::kernel::ids::ReportedPaymentId;
use crate::kernel::web::Refusal;
use crate::payments::recorded::reports::{self, Report, ReportState};
use crate::payments::recorded::reports_views::{decline_form, queue, report_facts};
use crate::payments::recorded::store::records_of;
use crate::payments::recorded::views::{RecordForm, record_form, records_view, refilled, wrong_part};
use crate::payments::recorded::{till, words};
use crate::payments::store::payable;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Notice, NoticeKind, Refilled};

/// What the page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecordQuery {
    done: String,
}

/// `GET /desk/accounts/{id}/record`
pub async fn record_payment(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<RecordQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let records = records_of(&mut tx, account.id).await?;
    let waits = (query.done == "waits").then(|| {
        view! {
            <Notice kind=NoticeKind::Info heading=words::waits_heading(lang) focused=true>
                {words::waits(lang)}
            </Notice>
        }
    });
    let page = RecordForm {
        action: "/do/desk/record-payment",
        payable: payable(&mut tx, &account).await?.0,
        form: refilled(&visit, &account),
        wrong_part: wrong_part(&visit),
        prefilled: day_fields(account.today),
        report: None,
        account: account.clone(),
    };
    let form = staff.role.may_change().then(|| record_form(lang, &page));
    let heading = words::record_heading(lang);
    let main = view! {
        {waits}
        <h1>{heading}</h1>
        <p>{words::record_lead(lang)}</p>
        {form}
        <h2>{words::records(lang)}</h2>
        {records_view(lang, &records)}
    };
    let has_islands = staff.role.may_change();
    let opened = Opened { has_islands, ..Opened::plain(heading.to_owned(), main.into_any()) };
    opened_page(tx, &visit, &staff, &account, Part::Payments, opened).await
}

fn day_fields(day: NaiveDate) -> Vec<(&'static str, String)> {
    vec![
        ("on_day", day.day().to_string()),
        ("on_month", day.month().to_string()),
        ("on_year", day.year().to_string()),
    ]
}

/// `GET /desk/reported`
pub async fn reported(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let (waiting, _) = reports::waiting(&mut tx).await?;
    let title = words::reported_queue(lang);
    let body = view! { <h1>{title}</h1> {queue(lang, &waiting)} };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Payments), Page::new(title, body)))
}

/// `GET /desk/reported/{id}`
pub async fn report(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: ReportedPaymentId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let report = reports::one(&mut tx, id).await?;
    let account = read_account(&mut tx, &report.account.to_string()).await?;
    let form = refilled(&visit, &account);
    let has_islands = report.state == ReportState::Waiting && staff.role.may_change();
    let answer = match &report.state {
        ReportState::Waiting if staff.role.may_change() => {
            let page = RecordForm {
                action: "/do/desk/record-payment",
                payable: payable(&mut tx, &account).await?.0,
                form: form.clone(),
                wrong_part: wrong_part(&visit),
                prefilled: prefilled(&report),
                report: Some(report.id.to_string()),
                account: account.clone(),
            };
            view! {
                <h2>{words::confirm_heading(lang)}</h2>
                <p>{words::confirm_lead(lang)}</p>
                {record_form(lang, &page)}
                {decline_form(lang, &report, &form)}
            }
            .into_any()
        }
        ReportState::BeingApproved => view! { <p>{words::being_approved(lang)}</p> }.into_any(),
        ReportState::Confirmed(payment) => {
            let link = payment.map(|payment| {
                view! { <a href=format!("/desk/payments/{payment}")>{words::see_payment(lang)}</a> }
            });
            view! { <p>{words::confirmed(lang)} " " {link}</p> }.into_any()
        }
        _ => ().into_any(),
    };
    let title = words::report_of(lang, report.amount);
    let main = view! { <h1>{title.clone()}</h1> {report_facts(lang, &report)} {answer} };
    let opened = Opened { has_islands, ..Opened::plain(title, main.into_any()) };
    opened_page(tx, &visit, &staff, &account, Part::Payments, opened).await
}

fn prefilled(report: &Report) -> Vec<(&'static str, String)> {
    let mut fields = day_fields(report.paid_on);
    fields.extend([
        ("amount", report.amount.digits()),
        ("means", report.means.recorded_as().name().to_owned()),
        ("bank", report.bank.clone()),
        ("tracking_key", report.tracking_key.clone()),
    ]);
    fields
}

/// Which day's till is looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TillQuery {
    day: String,
}

/// `GET /desk/cash`
pub async fn cash(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<TillQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let today = today_of(&mut tx).await?;
    let day = query.day.parse().unwrap_or(today).min(today);
    let tills = till::tills(&mut tx, day).await?;
    let open_days = till::open_days(&mut tx, today).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| till_sentence(lang, &error.code).to_owned());
    let title = words::till_heading(lang, &long_day(day, lang));
    let errors = form.field_errors();
    let body = view! {
        <h1>{title.clone()}</h1>
        {till_view(lang, &tills, &open_days, &form, staff.role.may_change())}
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Payments), Page::new(title, body).errors(errors)))
}

fn till_sentence(lang: crate::kernel::locale::Lang, code: &str) -> &'static str {
    match code {
        "unexplained" => words::unexplained(lang),
        "too_much_banked" => words::too_much_banked(lang),
        "own_day" => words::own_day(lang),
        "day_closed" => words::day_closed(lang),
        "count_stale" => words::count_stale(lang),
        _ => words::count_wrong(lang),
    }
}
