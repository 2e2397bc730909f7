//! Disputes on the desk: the queue by promised date, and one with what is known and the answer.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::{frame, read_account};
use crate::desk::approvals::store::waiting_about;
use crate::desk::kept::section::kept_views;
use crate::desk::tables::csv_link;
use crate::disputes::desk_words;
use crate::disputes::model::About;
use crate::disputes::store::deciding::of_approval;
use crate::disputes::store::reading::{Case, Dispute, case, disputes_of, queue};
use crate::disputes::views::case::heading;
use crate::disputes::views::desk::{DeskCase, desk_case_view, desk_sentence, queue_view};
use crate::documents::files;
use crate::documents::papers::dispute_answer_order;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::dates::parse_day;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::DisputeId;
use crate::kernel::web::{Refusal, see_other};
use crate::messages::model::Matter;
use crate::messages::section::{Reads, section, sentence_or};
use crate::messages::store::following::Place;
use crate::messages::views::Side;
use crate::opinions::model::Closed;
use crate::opinions::section::answered;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Refilled};

/// Which are shown, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    show: String,
    done: String,
}

/// `GET /desk/disputes`
pub async fn disputes(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let is_mine = query.show == "mine";
    let kept = kept_views(&mut tx, &visit).await?;
    let waiting = queue(&mut tx, is_mine.then_some(staff.staff)).await?;
    let csv = (!waiting.is_empty()).then(|| {
        csv_link(visit.lang, format!("/desk/disputes.csv?show={}", if is_mine { "mine" } else { "all" }))
    });
    let body = view! { {kept} {queue_view(visit.lang, &waiting, is_mine)} {csv} };
    let page = Page::new(desk_words::queue(visit.lang), body);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Disputes), page))
}

/// `GET /desk/disputes/{dispute}`
pub async fn dispute(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let case = read(&mut tx, &id).await?;
    let mut others = disputes_of(&mut tx, &[case.dispute.account.id]).await?;
    others.retain(|other| other.id != case.dispute.id);
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence_or(lang, error, desk_sentence));
    let Dispute { account, opened_by, .. } = &case.dispute;
    let place = Place { account: account.id, person: *opened_by, matter: Matter::Dispute(case.dispute.id) };
    let reads = Reads { side: Side::Team, may_write: staff.role.may_change() };
    let talk = section(&mut tx, lang, account, place, reads, &form).await?;
    let wrong_date = form.error("until").and_then(|_| {
        parse_day(&form.value("until_day"), &form.value("until_month"), &form.value("until_year")).err()
    });
    let opinion = answered(&mut tx, lang, Closed::Dispute(case.dispute.id)).await?;
    let page = DeskCase {
        waits_approval: waits(&mut tx, &case).await?,
        case: &case,
        others: &others,
        reader: staff.staff,
        may_change: staff.role.may_change(),
        leads: matches!(staff.role, Role::Supervisor | Role::Administrator),
        done: &query.done,
        form: &form,
        wrong_date,
    };
    let body = view! { {desk_case_view(lang, &page, talk)} {opinion} };
    let errors = form.field_errors();
    tx.commit().await?;
    let page = Page::new(heading(lang, &case), body).errors(errors);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Disputes), page.with_islands()))
}

/// `GET /desk/disputes/{dispute}/letter.pdf`: the answer as the customer has it.
pub async fn dispute_letter(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let case = read(&mut tx, &id).await?;
    let Some(order) = dispute_answer_order(&mut tx, visit.lang, &case).await? else {
        return Ok(see_other(format!("/desk/disputes/{}", case.dispute.id)).into_response());
    };
    files::sealed(tx, &visit, order).await
}

/// The dispute, and a trace that its account was read.
async fn read(tx: &mut Tx, id: &str) -> Result<Case, Refusal> {
    let id: DisputeId = id.parse().map_err(|_| Refusal::NotFound)?;
    let case = case(tx, id).await?;
    read_account(tx, &case.dispute.account.id.to_string()).await?;
    Ok(case)
}

/// Whether an answer waits for somebody else's yes.
async fn waits(tx: &mut Tx, case: &Case) -> Result<bool, sqlx::Error> {
    let dispute = &case.dispute;
    if !waiting_about(tx, dispute.id.0).await?.is_empty() {
        return Ok(true);
    }
    let (About::Interest | About::Fees, Some((invoice, _))) = (dispute.about, &dispute.invoice) else {
        return Ok(false);
    };
    let about = waiting_about(tx, invoice.0).await?;
    Ok(about.iter().any(|approval| of_approval(&approval.payload) == Some(dispute.id)))
}
