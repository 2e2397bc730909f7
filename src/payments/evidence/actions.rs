//! What is posted to answer a bank.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::ProviderDisputeId;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::payments::evidence::known::known;
use crate::payments::evidence::model::{AnswerKind, WORDS_AT_MOST};
use crate::payments::evidence::provider::Evidence;
use crate::payments::evidence::store::{self, AnswerError};
use crate::payments::store::disputes::{self, Dispute};
use crate::payments::store::sheet::sheet;

/// What the page that answers sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    dispute: String,
    words: String,
    sure: String,
}

/// `POST /do/desk/send-evidence`
pub async fn send_evidence(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<AnswerForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let dispute = form.dispute(&mut tx).await?;
    let words = form.words.trim();
    if words.is_empty() {
        return Err(form.back(&dispute, FieldError::new("words", "words_empty")));
    }
    if words.chars().count() > WORDS_AT_MOST {
        return Err(form.back(&dispute, FieldError::new("words", "words_long")));
    }
    let sheet = sheet(&mut tx, dispute.payment).await?;
    let evidence = Evidence { words: words.to_owned(), ..known(&mut tx, staff.lang, &sheet).await? };
    form.decide(tx, &dispute, AnswerKind::Evidence, &evidence).await
}

/// `POST /do/desk/accept-dispute`: a supervisor lets the money go.
pub async fn accept(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<AnswerForm>,
) -> Result<SeeOther, Refusal> {
    if !matches!(staff.role, Role::Supervisor | Role::Administrator) {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let dispute = form.dispute(&mut tx).await?;
    if form.sure.is_empty() {
        return Err(form.back(&dispute, FieldError::new("sure", "accept_unsure")));
    }
    form.decide(tx, &dispute, AnswerKind::Accept, &Evidence::default()).await
}

impl AnswerForm {
    async fn dispute(&self, tx: &mut Tx) -> Result<Dispute, Refusal> {
        let id: ProviderDisputeId = self.dispute.parse().map_err(|_| Refusal::NotFound)?;
        Ok(disputes::dispute(tx, id).await?)
    }

    async fn decide(
        &self,
        mut tx: Tx,
        dispute: &Dispute,
        kind: AnswerKind,
        evidence: &Evidence,
    ) -> Result<SeeOther, Refusal> {
        match store::decide(&mut tx, dispute, kind, evidence).await {
            Ok(_) => {}
            Err(AnswerError::Answered) => return Err(self.back(dispute, FieldError::new("", "answered"))),
            Err(AnswerError::Database(error)) => return Err(error.into()),
        }
        tx.commit().await?;
        Ok(see_other(format!("/desk/payments/{}/evidence", dispute.payment)))
    }

    fn back(&self, dispute: &Dispute, error: FieldError) -> Refusal {
        let fields = vec![("words".to_owned(), self.words.clone())];
        Refusal::invalid(format!("/desk/payments/{}/evidence", dispute.payment), fields, error)
    }
}
