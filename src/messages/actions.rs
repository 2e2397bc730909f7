//! What a person posts.

use axum::extract::State;
use uuid::Uuid;

use crate::accounts::store::account;
use crate::disputes::filing::keep_papers;
use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::messages::model::{About, WORDS_AT_MOST};
use crate::messages::store::reading::subject;
use crate::messages::store::saying::{Saying, say, was_said};

/// `POST /do/messages/send`
pub async fn send(person: SignedIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = account(&mut tx, form.text("account").parse().map_err(|_| Refusal::NotFound)?).await?;
    let page = format!("/account/messages?account={}", account.id);
    let words = form.text("words");
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    keep_papers(&mut tx, &account, &form, &mut files, &mut errors)
        .await
        .map_err(|unkept| unkept.refused(&page, &form))?;
    if words.is_empty() && files.is_empty() && errors.is_empty() {
        errors.push(FieldError::new("words", "message_empty"));
    }
    if words.chars().count() > WORDS_AT_MOST {
        errors.push(FieldError::new("words", "message_long"));
    }
    let key: Option<Uuid> = form.text("request_key").parse().ok();
    if key.is_none() && errors.is_empty() {
        errors.push(FieldError::new("words", "stale"));
    }
    let Some(key) = key.filter(|_| errors.is_empty()) else {
        return Err(Refusal::Invalid { back_to: page, fields: form.words(), errors });
    };
    let done = see_other(format!("{page}&done=sent"));
    let about = match About::parse(form.text("about")) {
        Some(about) => subject(&mut tx, &account, about).await?.map(|subject| subject.about),
        None => None,
    };
    match say(&mut tx, &account, None, Saying { words, files: &files, about, key }).await {
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
