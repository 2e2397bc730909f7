//! What the team does from its pages.

use axum::Form;
use axum::extract::State;
use serde::Deserialize;

use crate::accounts::model::Viewer;
use crate::accounts::store::account;
use crate::desk::approvals::carrying_out::{CarryOutError, carry_out, let_go};
use crate::desk::approvals::model::ApprovalState;
use crate::desk::approvals::store::{self as approvals, DecideError};
use crate::desk::approvals::views::REASON_AT_MOST;
use crate::desk::tasks;
use crate::desk::viewing::announce;
use crate::documents::ordering::{OrderedStatement, order_statement};
use crate::documents::views::statement::statement_href;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::{AccountId, ApprovalId, TaskId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::ui::page::Visit;

/// `POST /do/desk/prepare-statement`: as its people do from their page.
pub async fn prepare_statement(
    staff: StaffIn,
    State(db): State<Db>,
    visit: Visit,
    Form(form): Form<OrderedStatement>,
) -> Result<SeeOther, Refusal> {
    let id: AccountId = form.account.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = account(&mut tx, id).await?;
    let period = order_statement(&mut tx, visit.lang, &account, &form.from, &form.to).await?;
    tx.commit().await?;
    Ok(see_other(format!("{}&preparing=1#pdf", statement_href(Viewer::Staff(id), &account, "", period))))
}

/// Whose pages are to be looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ViewAsForm {
    account: String,
}

/// `POST /do/desk/view-as`: writes down who is about to look, then leads to what they look at.
pub async fn view_as(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ViewAsForm>,
) -> Result<SeeOther, Refusal> {
    let id: AccountId = form.account.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    announce(&mut tx, id).await?;
    tx.commit().await?;
    Ok(see_other(Viewer::AsPerson(id).base()))
}

/// What is done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CloseTaskForm {
    task: String,
}

/// `POST /do/desk/close-task`
pub async fn close_task(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<CloseTaskForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let id: TaskId = form.task.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    if !tasks::close(&mut tx, id).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other("/desk/tasks"))
}

/// What somebody decides about something that another asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    approval: String,
    reason: String,
}

/// `POST /do/desk/approve`: decides, and does what was asked, or neither.
pub async fn approve(
    staff: StaffIn,
    State(db): State<Db>,
    visit: Visit,
    Form(form): Form<DecisionForm>,
) -> Result<SeeOther, Refusal> {
    form.may_be_sent_by(&staff)?;
    let id: ApprovalId = form.approval.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let approval = approvals::approval(&mut tx, id).await?;
    approvals::decide(&mut tx, &approval, ApprovalState::Approved, "")
        .await
        .map_err(|error| form.undecided(error))?;
    match carry_out(&mut tx, &approval, &visit.public_url).await {
        Ok(()) => {}
        Err(CarryOutError::Database(error)) => return Err(error.into()),
        Err(CarryOutError::OwnWork) => return Err(form.back("", "own_work")),
        Err(error) => {
            tracing::warn!(%error, approval = %approval.id, "what was to be approved could not be done");
            return Err(form.back("", "no_longer"));
        }
    }
    tx.commit().await?;
    Ok(see_other(format!("/desk/approvals/{id}")))
}

/// `POST /do/desk/decline`
pub async fn decline(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<DecisionForm>,
) -> Result<SeeOther, Refusal> {
    form.may_be_sent_by(&staff)?;
    let id: ApprovalId = form.approval.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let approval = approvals::approval(&mut tx, id).await?;
    let reason = form.reason.trim();
    if reason.is_empty() {
        return Err(form.back("reason", "reason_empty"));
    }
    if reason.chars().count() > REASON_AT_MOST {
        return Err(form.back("reason", "reason_long"));
    }
    approvals::decide(&mut tx, &approval, ApprovalState::Declined, reason)
        .await
        .map_err(|error| form.undecided(error))?;
    let_go(&mut tx, &approval).await?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/approvals/{id}")))
}

impl DecisionForm {
    fn may_be_sent_by(&self, staff: &StaffIn) -> Result<(), Refusal> {
        if staff.role.may_change() { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    fn undecided(&self, error: DecideError) -> Refusal {
        match error {
            DecideError::OwnRequest => self.back("", "own_request"),
            DecideError::BeyondLimit => self.back("", "beyond_limit"),
            DecideError::DecidedBefore => self.back("", "decided_before"),
            DecideError::Database(error) => error.into(),
        }
    }

    fn back(&self, field: &str, code: &str) -> Refusal {
        let fields = vec![("reason".to_owned(), self.reason.clone())];
        Refusal::invalid(format!("/desk/approvals/{}", self.approval), fields, FieldError::new(field, code))
    }
}
