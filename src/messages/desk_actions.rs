//! What the team posts.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::contact::tone::forbidden_words;
use crate::disputes::filing::keep_papers;
use crate::disputes::store::reading::dispute;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::ThreadId;
use crate::kernel::locale::Lang;
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::messages::actions::fault;
use crate::messages::model::{CloseReason, Matter, WORDS_AT_MOST};
use crate::messages::store::reading::{self, Thread};
use crate::messages::store::saying::{Saying, Where, say, was_said};
use crate::messages::store::team;
use crate::plans::store::reading::{negotiation, speaks_for_plan};

/// `POST /do/desk/send-message`: in a thread, or from the page of a dispute or a plan to whoever it is theirs.
pub async fn send(staff: StaffIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let to = Addressed::of(&mut tx, &form).await?;
    let Addressed { account, page, fields: (words_field, files_field), .. } = &to;
    let words = form.text(words_field);
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    keep_papers(&mut tx, account, (&form, files_field), &mut files, &mut errors)
        .await
        .map_err(|unkept| unkept.refused(page, &form, files_field))?;
    errors.extend(fault(words, !files.is_empty() || !errors.is_empty(), words_field));
    let threat = [Lang::Es, Lang::En].into_iter().flat_map(|lang| forbidden_words(words, lang)).next();
    errors.extend(threat.map(|phrase| FieldError::new(words_field, "words_tone").with(phrase)));
    let key: Option<Uuid> = form.text("request_key").parse().ok();
    if key.is_none() && errors.is_empty() {
        errors.push(FieldError::new(words_field, "stale"));
    }
    let Some(key) = key.filter(|_| errors.is_empty()) else {
        return Err(Refusal::Invalid { back_to: page.clone(), fields: form.words(), errors });
    };
    let saying = Saying { words, files: &files, about: None, key };
    match say(&mut tx, account, to.place, saying).await {
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

/// To whom something is said, and the page whose form says it.
struct Addressed {
    account: Account,
    place: Where,
    page: String,
    fields: (&'static str, &'static str),
}

impl Addressed {
    async fn of(tx: &mut Tx, form: &Upload) -> Result<Self, Refusal> {
        let matter = Matter::parse(form.text("matter")).ok_or(Refusal::NotFound)?;
        let Some(desk_page) = matter.desk_page() else {
            let thread = thread(tx, form.text("thread")).await?;
            return Ok(Self {
                place: Where::Thread(thread.id),
                page: page(thread.id),
                account: thread.account,
                fields: Matter::Account.fields(),
            });
        };
        let (account, person) = match matter {
            Matter::Dispute(id) => {
                let dispute = dispute(tx, id).await?;
                (dispute.account, Some(dispute.opened_by))
            }
            Matter::Plan(id) => {
                let talk = negotiation(tx, id).await?;
                let person = speaks_for_plan(tx, &talk).await?;
                (talk.account, person)
            }
            Matter::Account => return Err(Refusal::NotFound),
        };
        let person = person.ok_or(Refusal::NotFound)?;
        Ok(Self { account, place: Where::With { person, matter }, page: desk_page, fields: matter.fields() })
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
