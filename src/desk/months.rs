//! Closing months of the books, and their journals.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Form;
use chrono::{Months, NaiveDate};
use leptos::prelude::*;
use serde::Deserialize;

use crate::desk::store::today;
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::dates::{month_of_year, short_day};
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::ledger::check;
use crate::ledger::months::{CloseError, Month, close, controls, first_of, journal, months};
use crate::ledger::words::book_word;
use crate::payments::recorded::till::serves;
use crate::row;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{
    Badge, Button, ButtonKind, Column, DeskFrame, DeskPlace, Empty, FileLink, Notice, NoticeKind, PostForm,
    Refilled, Shape, Table, Tone,
};

/// `GET /desk/months`
pub async fn list(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let (today, months) = (today(&mut tx).await?, months(&mut tx).await?);
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let problem = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::months_lead(lang)}</Notice> }
    });
    let table = table(lang, &months, today, may_close(&staff));
    let title = words::months(lang);
    let body = view! { {problem} <h1>{title}</h1> <p>{words::months_lead(lang)}</p> {table} };
    Ok(desk_page(&visit, frame(&staff), Page::new(title, body)))
}

/// `GET /desk/months/{books}`: what each book held of a month when it was closed.
pub async fn month(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(books): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let (creditor, first) = opened(&mut tx, &books).await?;
    let controls = controls(&mut tx, creditor, first).await?;
    let rows = controls
        .iter()
        .map(|control| {
            row![book_word(control.book, lang), control.debit.to_string(), control.credit.to_string()]
        })
        .collect();
    let table = if controls.is_empty() {
        view! { <Empty sentence=words::month_open(lang) /> }.into_any()
    } else {
        view! {
            <Table
                caption=words::control_total(lang)
                columns=vec![
                    Column::text(words::book(lang)),
                    Column::number(words::debit(lang)),
                    Column::number(words::credit(lang)),
                ]
                rows=rows
            />
        }
        .into_any()
    };
    let title = words::month_of(lang, &month_of_year(first, lang));
    let href = format!("/desk/months/{books}/journal.csv");
    let body = view! {
        <h1>{title.clone()}</h1>
        {table}
        <p><FileLink href=href text=words::journal(lang) format="CSV" /></p>
    };
    Ok(desk_page(&visit, frame(&staff), Page::new(title, body)))
}

/// `GET /desk/months/{books}/journal.csv`
pub async fn journal_file(
    State(db): State<Db>,
    staff: StaffIn,
    Path(books): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let (creditor, first) = opened(&mut tx, &books).await?;
    let rows = journal(&mut tx, creditor, first).await?;
    tx.audit("export_journal", "creditor", creditor.0, None).await?;
    tx.commit().await?;
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = [
        "date",
        "effective",
        "transaction",
        "kind",
        "document",
        "book",
        "account",
        "currency",
        "debit",
        "credit",
    ];
    file.write_record(head).map_err(Refusal::internal)?;
    for row in rows {
        let amount = crate::kernel::money::Money::new(row.amount.minor.abs(), row.amount.currency);
        let side = amount.digits().replace(',', "");
        let (debit, credit) =
            if row.amount.minor > 0 { (side, String::new()) } else { (String::new(), side) };
        let cells = [
            row.accounting_on.to_string(),
            row.effective_on.to_string(),
            row.sequence.to_string(),
            row.kind,
            plain(row.document),
            row.book,
            plain(row.account.unwrap_or_default()),
            row.amount.currency.code().to_owned(),
            debit,
            credit,
        ];
        file.write_record(cells).map_err(Refusal::internal)?;
    }
    let bytes = file.into_inner().map_err(|error| Refusal::internal(error.to_string()))?;
    let disposition = format!("attachment; filename=\"journal-{}.csv\"", name(first));
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((head, bytes).into_response())
}

/// Which month is closed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    books: String,
}

/// `POST /do/desk/close-month`: for good, and only while nothing is wrong with the books.
pub async fn close_month(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<CloseForm>,
) -> Result<SeeOther, Refusal> {
    if !may_close(&staff) {
        return Err(Refusal::Forbidden);
    }
    let back = |code: &str| Refusal::invalid("/desk/months", Vec::new(), FieldError::new("", code));
    let mut tx = db.begin(staff.actor()).await?;
    let (creditor, first) = opened(&mut tx, &form.books).await?;
    if first + Months::new(1) > today(&mut tx).await? {
        return Err(back("month_not_over"));
    }
    let report = check::run(&db).await.map_err(Refusal::internal)?;
    if !report.is_sound() {
        return Err(back("books_faulty"));
    }
    match close(&mut tx, creditor, first).await {
        Ok(()) => {}
        Err(CloseError::EarlierOpen) => return Err(back("earlier_open")),
        Err(CloseError::Closed) => return Err(back("month_closed")),
        Err(CloseError::Database(error)) => return Err(error.into()),
    }
    tx.commit().await?;
    Ok(see_other(format!("/desk/months/{}", form.books)))
}

fn may_close(staff: &StaffIn) -> bool {
    matches!(staff.role, Role::Supervisor | Role::Administrator)
}

fn frame(staff: &StaffIn) -> DeskFrame {
    DeskFrame { place: Some(DeskPlace::Payments), signed_in: staff.name.clone() }
}

/// A creditor and a month as an address names them: `{creditor}:2026-02`. Another team's are not found.
async fn opened(tx: &mut Tx, books: &str) -> Result<(CreditorId, NaiveDate), Refusal> {
    let (creditor, month) = books.split_once(':').ok_or(Refusal::NotFound)?;
    let creditor: CreditorId = creditor.parse().map_err(|_| Refusal::NotFound)?;
    let first: NaiveDate = format!("{month}-01").parse().map_err(|_| Refusal::NotFound)?;
    serves(tx, creditor).await?;
    Ok((creditor, first_of(first)))
}

fn name(first: NaiveDate) -> String {
    first.format("%Y-%m").to_string()
}

/// What a spreadsheet would take for a formula is text.
fn plain(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell }
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    let sentence = match error.code.as_str() {
        "month_not_over" => words::month_not_over(lang),
        "books_faulty" => words::books_faulty(lang),
        "earlier_open" => words::earlier_open(lang),
        _ => words::month_closed(lang),
    };
    sentence.to_owned()
}

fn table(lang: Lang, months: &[Month], today: NaiveDate, may_close: bool) -> AnyView {
    let rows = months
        .iter()
        .map(|month| {
            let books = format!("{}:{}", month.creditor, name(month.first));
            let is_first_open = !months.iter().any(|earlier| {
                earlier.creditor == month.creditor && earlier.first < month.first && earlier.closed.is_none()
            });
            let is_over = month.first + Months::new(1) <= today;
            let state = match &month.closed {
                Some((at, who)) => {
                    let when = format!("{who}, {}", short_day(at.date_naive(), lang));
                    view! {
                        <Badge shape=Shape::Check tone=Tone::Good word=words::month_is_closed(lang) />
                        " "
                        {when}
                    }
                    .into_any()
                }
                None if may_close && is_first_open && is_over => {
                    let (value, close) =
                        (books.clone(), words::close_month(lang, &month_of_year(month.first, lang)));
                    view! {
                        <PostForm action="/do/desk/close-month">
                            <input type="hidden" name="books" value=value />
                            <Button kind=ButtonKind::Secondary>{close}</Button>
                        </PostForm>
                    }
                    .into_any()
                }
                None => words::month_is_open(lang).into_any(),
            };
            let href = format!("/desk/months/{books}");
            row![
                view! { <a href=href>{month_of_year(month.first, lang)}</a> },
                month.creditor_name.clone(),
                month.total.with_code(),
                month.transactions.to_string(),
                state,
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::months(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::month(lang)),
                Column::text(words::creditor(lang)),
                Column::number(words::control_total(lang)),
                Column::number(words::transactions(lang)),
                Column::text(words::state(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}
