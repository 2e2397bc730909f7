//! What a person posts.

use axum::extract::State;
use uuid::Uuid;

use crate::accounts::store::account;
use crate::disputes::filing::keep_papers;
use crate::disputes::store::reading::dispute;
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountId, PersonId};
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::messages::model::{About, Matter, WORDS_AT_MOST};
use crate::messages::store::reading::subject;
use crate::messages::store::saying::{Saying, Where, say, was_said};
use crate::plans::store::reading::negotiation;

/// `POST /do/messages/send`: about the account, or about a dispute or a plan of it.
pub async fn send(person: SignedIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = account(&mut tx, form.text("account").parse().map_err(|_| Refusal::NotFound)?).await?;
    let matter = Matter::parse(form.text("matter")).ok_or(Refusal::NotFound)?;
    may_speak(&mut tx, account.id, person.person, matter).await?;
    let page = matter.own_page(account.id);
    let (words_field, files_field) = matter.fields();
    let words = form.text(words_field);
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    keep_papers(&mut tx, &account, (&form, files_field), &mut files, &mut errors)
        .await
        .map_err(|unkept| unkept.refused(&page, &form, files_field))?;
    errors.extend(fault(words, !files.is_empty() || !errors.is_empty(), words_field));
    let key: Option<Uuid> = form.text("request_key").parse().ok();
    if key.is_none() && errors.is_empty() {
        errors.push(FieldError::new(words_field, "stale"));
    }
    let Some(key) = key.filter(|_| errors.is_empty()) else {
        return Err(Refusal::Invalid { back_to: page, fields: form.words(), errors });
    };
    let done = see_other(match matter {
        Matter::Account => format!("{page}&done=sent"),
        Matter::Dispute(_) | Matter::Plan(_) => format!("{page}?done=said"),
    });
    let about = match About::parse(form.text("about")) {
        Some(about) => subject(&mut tx, &account, about).await?.map(|subject| subject.about),
        None => None,
    };
    let place = Where::With { person: person.person, matter };
    match say(&mut tx, &account, place, Saying { words, files: &files, about, key }).await {
        Ok(true) => {
            tx.commit().await?;
            Ok(done)
        }
        // What came with it was kept the first time.
        Ok(false) => Ok(done),
        Err(error) if was_said(&error) => Ok(done),
        Err(error) => Err(error.into()),
    }
}

/// What is wrong with the words of a message, if anything is; with a file beside them they may be none.
pub(super) fn fault(words: &str, has_file: bool, field: &str) -> Option<FieldError> {
    if words.is_empty() && !has_file {
        return Some(FieldError::new(field, "message_empty"));
    }
    (words.chars().count() > WORDS_AT_MOST).then(|| FieldError::new(field, "message_long"))
}

/// A dispute is between its opener and the team; about a plan everybody on its account may ask.
async fn may_speak(tx: &mut Tx, account: AccountId, person: PersonId, matter: Matter) -> Result<(), Refusal> {
    let is_theirs = match matter {
        Matter::Account => true,
        Matter::Dispute(id) => {
            let dispute = dispute(tx, id).await?;
            dispute.account.id == account && dispute.opened_by == person
        }
        Matter::Plan(id) => negotiation(tx, id).await?.account.id == account,
    };
    if is_theirs { Ok(()) } else { Err(Refusal::NotFound) }
}
