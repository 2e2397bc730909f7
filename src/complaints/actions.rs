//! What is posted about complaints.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::store::account;
use crate::complaints::model::{Kind, Outcome, WORDS_AT_MOST};
use crate::complaints::store::{self, NewComplaint};
use crate::contact::tone::forbidden_words;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::identity::model::Role;
use crate::kernel::db::Db;
use crate::kernel::ids::ComplaintId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// What a person complains about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ComplaintForm {
    account: String,
    kind: String,
    words: String,
    request_key: String,
}

/// What is answered.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    complaint: String,
    outcome: String,
    words: String,
}

/// `POST /do/complaints/send`
pub async fn send(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<ComplaintForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = account(&mut tx, form.account.parse().map_err(|_| Refusal::NotFound)?).await?;
    let page = format!("/account/complaints?account={}", account.id);
    let (kind, words) = (Kind::parse(&form.kind), form.words.trim());
    let mut errors = Vec::new();
    if kind.is_none() {
        errors.push(FieldError::new("kind", "kind_none"));
    }
    errors.extend(wrong_words(words));
    let key: Option<Uuid> = form.request_key.parse().ok();
    if key.is_none() && errors.is_empty() {
        errors.push(FieldError::new("words", "stale"));
    }
    let (Some(kind), Some(key), true) = (kind, key, errors.is_empty()) else {
        let fields = vec![("kind".to_owned(), form.kind.clone()), ("words".to_owned(), form.words.clone())];
        return Err(Refusal::Invalid { back_to: page, fields, errors });
    };
    let new = NewComplaint { person: person.person, kind, words, key };
    if store::complain(&mut tx, &account, new).await?.is_some() {
        tx.commit().await?;
    }
    Ok(see_other(format!("{page}&done=sent")))
}

/// What was heard on the telephone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HeardForm {
    account: String,
    person: String,
    kind: String,
    words: String,
    request_key: String,
}

/// `POST /do/desk/note-complaint`
pub async fn note(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<HeardForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let account = account(&mut tx, form.account.parse().map_err(|_| Refusal::NotFound)?).await?;
    let callers = store::callers(&mut tx, &account).await?;
    let (kind, words) = (Kind::parse(&form.kind), form.words.trim());
    let person = callers.into_iter().map(|(id, _)| id).find(|id| id.to_string() == form.person);
    let mut errors = Vec::new();
    if person.is_none() {
        errors.push(FieldError::new("person", "caller_none"));
    }
    if kind.is_none() {
        errors.push(FieldError::new("kind", "kind_none"));
    }
    errors.extend(wrong_words(words));
    let key: Option<Uuid> = form.request_key.parse().ok();
    if key.is_none() && errors.is_empty() {
        errors.push(FieldError::new("words", "stale"));
    }
    let (Some(person), Some(kind), Some(key), true) = (person, kind, key, errors.is_empty()) else {
        let typed = [("person", &form.person), ("kind", &form.kind), ("words", &form.words)];
        let fields = typed.map(|(name, value)| (name.to_owned(), value.clone())).into();
        let back_to = format!("/desk/accounts/{}/complaint", account.id);
        return Err(Refusal::Invalid { back_to, fields, errors });
    };
    let taken = store::complain(&mut tx, &account, NewComplaint { person, kind, words, key }).await?;
    let Some(id) = taken else { return Ok(see_other("/desk/complaints")) };
    tx.commit().await?;
    Ok(see_other(format!("/desk/complaints/{id}")))
}

/// `POST /do/desk/answer-complaint`
pub async fn answer(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<AnswerForm>,
) -> Result<SeeOther, Refusal> {
    if !matches!(staff.role, Role::Supervisor | Role::Administrator) {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let id: ComplaintId = form.complaint.parse().map_err(|_| Refusal::NotFound)?;
    let complaint = store::complaint(&mut tx, id).await?;
    let page = format!("/desk/complaints/{id}");
    let (outcome, words) = (Outcome::parse(&form.outcome), form.words.trim());
    let mut errors = Vec::new();
    if outcome.is_none() {
        errors.push(FieldError::new("outcome", "outcome_none"));
    }
    errors.extend(wrong_words(words));
    let threat = [Lang::Es, Lang::En].into_iter().flat_map(|lang| forbidden_words(words, lang)).next();
    errors.extend(threat.map(|phrase| FieldError::new("words", "words_tone").with(phrase)));
    let (Some(outcome), true) = (outcome, errors.is_empty()) else {
        let fields =
            vec![("outcome".to_owned(), form.outcome.clone()), ("words".to_owned(), form.words.clone())];
        return Err(Refusal::Invalid { back_to: page, fields, errors });
    };
    // Answered by somebody else meanwhile, the page shows their answer.
    if store::answer(&mut tx, &complaint, outcome, words).await? {
        tx.commit().await?;
    }
    Ok(see_other(page))
}

fn wrong_words(words: &str) -> Option<FieldError> {
    match words.chars().count() {
        0 => Some(FieldError::new("words", "words_none")),
        count if count > WORDS_AT_MOST => Some(FieldError::new("words", "words_long")),
        _ => None,
    }
}
