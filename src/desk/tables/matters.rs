//! What waits for the team as files: disputes, conversations, approvals.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{ROWS_AT_MOST, bound, day, export, words as table_words};
use crate::desk::approvals::model::{ApprovalState, Measure};
use crate::desk::approvals::store::{Approval, queue as approval_queue};
use crate::desk::approvals::views::{asker, what_is_asked};
use crate::desk::approvals::words as approval_words;
use crate::desk::spreadsheet::Sheet;
use crate::disputes::desk_words;
use crate::disputes::store::reading::queue;
use crate::disputes::views::about;
use crate::disputes::words as dispute_words;
use crate::documents::csv::plain;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::messages::model::Shelf;
use crate::messages::store::team::inbox;
use crate::messages::views::matter_word;
use crate::messages::words as message_words;
use crate::ui::page::Visit;

/// Which rows the page shows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shown {
    show: String,
}

/// `GET /desk/disputes.csv`
pub async fn disputes(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(shown): Query<Shown>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let waiting = queue(&mut tx, (shown.show == "mine").then_some(staff.staff)).await?;
    let most = usize::try_from(ROWS_AT_MOST).unwrap_or(usize::MAX);
    let rows = waiting.iter().take(most).map(|dispute| {
        vec![
            dispute.number.clone(),
            dispute.account.debtor_name.clone(),
            dispute.account.reference.clone(),
            about(lang, dispute),
            plain(dispute.amount),
            dispute.amount.currency.code().to_owned(),
            dispute.promised_on.to_string(),
            dispute_words::state_word(lang, dispute.state).to_owned(),
            dispute.owner.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        ]
    });
    let headings = [
        dispute_words::number(lang),
        desk_words::customer(lang),
        table_words::reference(lang),
        dispute_words::about_what(lang),
        dispute_words::amount(lang),
        table_words::currency(lang),
        desk_words::promised(lang),
        dispute_words::state(lang),
        desk_words::owner(lang),
    ];
    let sheet = Sheet { name: "disputes.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "dispute", &sheet).await
}

/// `GET /desk/messages.csv`
pub async fn messages(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(shown): Query<Shown>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let most = usize::try_from(ROWS_AT_MOST).unwrap_or(usize::MAX);
    let lines = inbox(&mut tx, Shelf::parse(&shown.show), most).await?;
    let rows = lines.into_iter().map(|line| {
        vec![
            line.person_name,
            line.debtor_name,
            line.reference,
            matter_word(lang, line.matter, line.number.as_deref()),
            line.waits_since.map(|since| day(since, line.zone)).unwrap_or_default(),
            day(line.last_at, line.zone),
            line.unread.to_string(),
            line.owner_name.unwrap_or_default(),
        ]
    });
    let headings = [
        message_words::who(lang),
        message_words::account(lang),
        table_words::reference(lang),
        message_words::about_what(lang),
        message_words::waits(lang),
        message_words::last_said(lang),
        message_words::unread(lang),
        message_words::owner(lang),
    ];
    let sheet = Sheet { name: "messages.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "thread", &sheet).await
}

/// `GET /desk/approvals.csv`: what waits, then what was decided.
pub async fn approvals(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let queue = approval_queue(&mut tx, bound(ROWS_AT_MOST)).await?;
    let rows = queue.waiting.iter().chain(&queue.decided).map(|approval| approval_row(lang, approval));
    let headings = [
        approval_words::what(lang),
        table_words::amount(lang),
        table_words::currency(lang),
        approval_words::customer(lang),
        table_words::reference(lang),
        approval_words::asked_by(lang),
        approval_words::reason(lang),
        approval_words::asked_on(lang),
        approval_words::decision(lang),
        approval_words::decided_by(lang),
        table_words::decided_on(lang),
    ];
    let sheet = Sheet { name: "approvals.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "approval", &sheet).await
}

fn approval_row(lang: Lang, approval: &Approval) -> Vec<String> {
    let amount = match approval.measure {
        Measure::Money(amount) => Some(amount),
        _ => None,
    };
    let state = match approval.state {
        ApprovalState::Waiting => approval_words::state_waiting(lang),
        ApprovalState::Approved => approval_words::state_approved(lang),
        ApprovalState::Declined => approval_words::state_declined(lang),
    };
    vec![
        what_is_asked(lang, approval.kind, approval.measure),
        amount.map(plain).unwrap_or_default(),
        amount.map(|amount| amount.currency.code().to_owned()).unwrap_or_default(),
        approval.debtor_name.clone(),
        approval.account_reference.clone(),
        asker(lang, approval),
        approval.reason.clone(),
        day(approval.asked_at, approval.zone),
        state.to_owned(),
        approval.decider_name.clone().unwrap_or_default(),
        approval.decided_at.map(|at| day(at, approval.zone)).unwrap_or_default(),
    ]
}
