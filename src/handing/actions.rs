//! What is posted about handing on: by those who lead a team.

use axum::Form;
use axum::extract::State;
use serde::Deserialize;

use crate::accounts::store::account;
use crate::desk::approvals::store::AskError;
use crate::handing::model::{Kind, Prepared, State as Stands, WORDS_AT_MOST, wrong};
use crate::handing::store::handing_on::{PrepareError, prepare};
use crate::handing::store::recalling::ask_back;
use crate::handing::store::{handover, of_account};
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::Db;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// What the page that hands on sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HandForm {
    account: String,
    kind: String,
    to_name: String,
    to_contact: String,
    reason: String,
    request_key: String,
}

/// `POST /do/desk/hand-on`: prepares it; a second person decides.
pub async fn hand_on(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<HandForm>,
) -> Result<SeeOther, Refusal> {
    leads(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let of = account(&mut tx, form.account.parse().map_err(|_| Refusal::NotFound)?).await?;
    let kind = Kind::parse(&form.kind).ok_or(Refusal::NotFound)?;
    let page = format!("/desk/accounts/{}/hand-on", of.id);
    let back = |errors| {
        let typed = [("to_name", &form.to_name), ("to_contact", &form.to_contact), ("reason", &form.reason)];
        let fields = typed.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::Invalid { back_to: format!("{page}?kind={}", kind.name()), fields, errors }
    };
    let prepared = Prepared::parse(kind, &form.to_name, &form.to_contact, &form.reason).map_err(back)?;
    let key = form.request_key.parse().map_err(|_| back(vec![FieldError::new("", "stale")]))?;
    prepare(&mut tx, &of, &prepared, key).await.map_err(|error| match error {
        PrepareError::StandsAgainst => back(vec![FieldError::new("", "stands_against")]),
        PrepareError::Database(error) => error.into(),
    })?;
    tx.commit().await?;
    Ok(see_other(format!("{page}?done=asked")))
}

/// Which account is to come back, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecallForm {
    handover: String,
    reason: String,
}

/// `POST /do/desk/recall`: asks for it; a second person decides.
pub async fn recall(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<RecallForm>,
) -> Result<SeeOther, Refusal> {
    leads(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let handover = handover(&mut tx, form.handover.parse().map_err(|_| Refusal::NotFound)?).await?;
    let of = account(&mut tx, handover.account).await?;
    let page = format!("/desk/handing/{}", handover.id);
    let back =
        |error| Refusal::invalid(page.clone(), vec![("reason".to_owned(), form.reason.clone())], error);
    let now = of_account(&mut tx, of.id).await?;
    if !now.iter().any(|one| one.id == handover.id && one.state == Stands::Standing) {
        return Err(Refusal::NotFound);
    }
    let reason = form.reason.trim();
    if let Some(error) = wrong("reason", reason, WORDS_AT_MOST) {
        return Err(back(error));
    }
    ask_back(&mut tx, &of, &handover, reason).await.map_err(|error| match error {
        AskError::AlreadyAsked => back(FieldError::new("", "already_asked")),
        AskError::Database(error) => error.into(),
        AskError::Nobody => Refusal::Forbidden,
    })?;
    tx.commit().await?;
    Ok(see_other(page))
}

fn leads(staff: &StaffIn) -> Result<(), Refusal> {
    if matches!(staff.role, Role::Supervisor | Role::Administrator) {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}
