//! What whoever was asked posts.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::ids::ClosingId;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::opinions::model::{Answer, LINE_AT_MOST};
use crate::opinions::store;

/// How it was.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    closing: String,
    how: String,
    line: String,
}

/// `POST /do/opinions/answer`
pub async fn answer(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<AnswerForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let id: ClosingId = form.closing.parse().map_err(|_| Refusal::NotFound)?;
    let closing = store::closing(&mut tx, id).await?;
    let page = format!("/account/opinions/{id}");
    let back = |field: &str, code: &str| {
        let fields = vec![("how".to_owned(), form.how.clone()), ("line".to_owned(), form.line.clone())];
        Refusal::invalid(page.clone(), fields, FieldError::new(field, code))
    };
    let how = Answer::parse(&form.how).ok_or_else(|| back("how", "answer_none"))?;
    let line = form.line.trim();
    if line.chars().count() > LINE_AT_MOST {
        return Err(back("line", "line_long"));
    }
    // Pressed twice, the page shows what was answered first.
    if store::answer(&mut tx, &closing, how, line).await? {
        tx.commit().await?;
    }
    Ok(see_other(page))
}
