//! What needs a second person: the queue, and one decision.

use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

use super::frame;
use crate::desk::approvals::model::ApprovalState;
use crate::desk::approvals::store::{self, Approval};
use crate::desk::approvals::views::{Say, approval_view, queue_view, what_is_asked};
use crate::desk::approvals::words;
use crate::desk::tables::csv_link;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::ApprovalId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Refilled};

/// `GET /desk/approvals`
pub async fn approvals(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let queue = store::queue(&mut tx, store::SHOWN).await?;
    let is_empty = queue.waiting.is_empty() && queue.decided.is_empty();
    let csv = (!is_empty).then(|| csv_link(visit.lang, "/desk/approvals.csv".to_owned()));
    let body = view! { {queue_view(visit.lang, &queue)} {csv} };
    let page = Page::new(words::approvals(visit.lang), body);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Approvals), page))
}

/// `GET /desk/approvals/{id}`
pub async fn approval(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: ApprovalId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let approval = store::approval(&mut tx, id).await?;
    tx.audit("read", "approval", approval.id.0, approval.account).await?;
    let effect = match approval.state {
        ApprovalState::Waiting => store::effect(&mut tx, &approval).await?,
        _ => None,
    };
    let say = say(&mut tx, &staff, &approval).await?;
    tx.commit().await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, &error.code).to_owned());
    let title = what_is_asked(lang, approval.kind, approval.measure);
    let body = approval_view(lang, &approval, effect, say, &form);
    let errors = form.field_errors();
    let page = Page::new(title, body).errors(errors);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Approvals), page))
}

async fn say(tx: &mut Tx, staff: &StaffIn, approval: &Approval) -> Result<Say, sqlx::Error> {
    if !staff.role.may_change() {
        return Ok(Say::ReadsOnly);
    }
    if approval.is_of(staff.actor()) {
        return Ok(Say::OwnRequest);
    }
    let covers = store::is_within_limit(tx, staff.staff, approval.kind, approval.measure).await?;
    Ok(if covers { Say::Decides } else { Say::BeyondLimit })
}

fn sentence(lang: Lang, code: &str) -> &'static str {
    match code {
        "reason_empty" => words::reason_empty(lang),
        "reason_long" => words::reason_long(lang),
        "own_work" => words::own_work(lang),
        "own_request" => words::own_request(lang),
        "beyond_limit" => words::beyond_your_limit(lang),
        "decided_before" => words::decided_before(lang),
        _ => words::no_longer(lang),
    }
}
