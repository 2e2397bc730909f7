//! What the team posts.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use crate::contact::tone::forbidden_words;
use crate::disputes::filing::keep_papers;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::ThreadId;
use crate::kernel::locale::Lang;
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::messages::model::{CloseReason, WORDS_AT_MOST};
use crate::messages::store::reading::{self, Thread};
use crate::messages::store::saying::{Saying, say, was_said};
use crate::messages::store::team;

/// `POST /do/desk/send-message`
pub async fn send(staff: StaffIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let thread = thread(&mut tx, form.text("thread")).await?;
    let page = page(thread.id);
    let words = form.text("words");
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    keep_papers(&mut tx, &thread.account, &form, &mut files, &mut errors)
        .await
        .map_err(|unkept| unkept.refused(&page, &form))?;
    if words.is_empty() && files.is_empty() && errors.is_empty() {
        errors.push(FieldError::new("words", "message_empty"));
    }
    if words.chars().count() > WORDS_AT_MOST {
        errors.push(FieldError::new("words", "message_long"));
    }
    let threat = [Lang::Es, Lang::En].into_iter().flat_map(|lang| forbidden_words(words, lang)).next();
    errors.extend(threat.map(|phrase| FieldError::new("words", "words_tone").with(phrase)));
    let key: Option<Uuid> = form.text("request_key").parse().ok();
    if key.is_none() && errors.is_empty() {
        errors.push(FieldError::new("words", "stale"));
    }
    let Some(key) = key.filter(|_| errors.is_empty()) else {
        return Err(Refusal::Invalid { back_to: page, fields: form.words(), errors });
    };
    let saying = Saying { words, files: &files, about: None, key };
    match say(&mut tx, &thread.account, Some(thread.id), saying).await {
        Ok(true) => {
            tx.commit().await?;
            Ok(see_other(page))
        }
        // What came with it was kept the first time.
        Ok(false) => Ok(see_other(page)),
        Err(error) if was_said(&error) => Ok(see_other(page)),
        Err(error) => Err(error.into()),
    }
}

/// Which thread is meant, and what of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ThreadForm {
    thread: String,
    note: String,
    reason: String,
    /// To whom it is given.
    to: String,
}

/// `POST /do/desk/note-thread`
pub async fn note(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ThreadForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let thread = thread(&mut tx, &form.thread).await?;
    let words = form.note.trim();
    let code = match words.chars().count() {
        0 => Some("message_empty"),
        count if count > WORDS_AT_MOST => Some("message_long"),
        _ => None,
    };
    if let Some(code) = code {
        let fields = vec![("note".to_owned(), form.note.clone())];
        return Err(Refusal::invalid(page(thread.id), fields, FieldError::new("note", code)));
    }
    team::note(&mut tx, &thread, words).await?;
    tx.commit().await?;
    Ok(see_other(page(thread.id)))
}

/// `POST /do/desk/give-thread`
pub async fn give(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ThreadForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let thread = thread(&mut tx, &form.thread).await?;
    let to = form.to.parse().map_err(|_| Refusal::NotFound)?;
    if !team::give(&mut tx, &thread, to).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(page(thread.id)))
}

/// `POST /do/desk/close-thread`
pub async fn close(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ThreadForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let thread = thread(&mut tx, &form.thread).await?;
    let Some(reason) = CloseReason::parse(&form.reason) else {
        return Err(Refusal::invalid(page(thread.id), Vec::new(), FieldError::new("reason", "close_none")));
    };
    if !team::close(&mut tx, &thread, reason).await? {
        let fields = vec![("reason".to_owned(), form.reason.clone())];
        return Err(Refusal::invalid(page(thread.id), fields, FieldError::new("reason", "close_unread")));
    }
    tx.commit().await?;
    Ok(see_other("/desk/messages"))
}

fn may_change(staff: &StaffIn) -> Result<(), Refusal> {
    if staff.role.may_change() { Ok(()) } else { Err(Refusal::Forbidden) }
}

async fn thread(tx: &mut Tx, id: &str) -> Result<Thread, Refusal> {
    let id: ThreadId = id.parse().map_err(|_| Refusal::NotFound)?;
    Ok(reading::thread(tx, id).await?)
}

fn page(id: ThreadId) -> String {
    format!("/desk/messages/{id}")
}
