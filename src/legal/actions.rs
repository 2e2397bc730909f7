//! What is posted about legal statuses, by the team.

use axum::Form;
use axum::extract::State;
use serde::Deserialize;

use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::desk::approvals::store::AskError;
use crate::identity::extract::StaffIn;
use crate::kernel::dates::parse_day;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountFileId, LegalStatusId, PartyId};
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::legal::model::{FILES_AT_MOST, Kind, WORDS_AT_MOST, WrongDay, fits_from, fits_until};
use crate::legal::store::{self, NewStatus, SetError};
use crate::payments::recorded::files::{KeepError, keep};

/// `POST /do/desk/set-legal-status`
pub async fn set(staff: StaffIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let of = account(&mut tx, form.text("account").parse().map_err(|_| Refusal::NotFound)?).await?;
    let kind = Kind::parse(form.text("kind")).ok_or(Refusal::NotFound)?;
    let party = party(&mut tx, &of, form.text("party")).await?;
    let back = format!("/desk/accounts/{}/legal?kind={}", of.id, kind.name());
    let refused = |errors| Refusal::Invalid { back_to: back.clone(), fields: form.words(), errors };
    let mut errors = Vec::new();
    let evidence = form.text("evidence");
    errors.extend(wrong_words("evidence", evidence));
    let from = from_day(&form, &of).map_err(|error| errors.push(error)).ok();
    let until = until_day(&form, &of).map_err(|error| errors.push(error)).ok();
    let files = keep_files(&mut tx, &of, &form, &mut errors).await?;
    let (Some(from_on), Some(until_on), true) = (from, until, errors.is_empty()) else {
        return Err(refused(errors));
    };
    let id = form.text("request_key").parse().unwrap_or_else(|_| LegalStatusId::new());
    let new = NewStatus { id, kind, party, evidence: evidence.to_owned(), from_on, until_on, files };
    store::set(&mut tx, &of, &new).await.map_err(|error| match error {
        SetError::StandsAlready => refused(vec![FieldError::new("", "stands_already")]),
        SetError::Post(error) => error.into(),
        SetError::Database(error) => error.into(),
    })?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/accounts/{}/legal?done=set", of.id)))
}

/// Which status is to be lifted, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LiftForm {
    account: String,
    status: String,
    reason: String,
}

/// `POST /do/desk/lift-legal-status`: asks for it; a second person decides.
pub async fn ask_to_lift(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<LiftForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let of = account(&mut tx, form.account.parse().map_err(|_| Refusal::NotFound)?).await?;
    let id = form.status.parse().map_err(|_| Refusal::NotFound)?;
    let status = store::status(&mut tx, &of, id).await?;
    let page = format!("/desk/accounts/{}/legal", of.id);
    let back = |error| {
        let fields = vec![("reason".to_owned(), form.reason.clone())];
        Refusal::invalid(format!("{page}?lift={id}"), fields, error)
    };
    if status.is_of_handover {
        return Err(back(FieldError::new("", "goes_with_handover")));
    }
    if !status.stands {
        return Err(back(FieldError::new("", "lifted_before")));
    }
    let reason = form.reason.trim();
    if let Some(error) = wrong_words("reason", reason) {
        return Err(back(error));
    }
    store::ask_to_lift(&mut tx, &of, &status, reason).await.map_err(|error| match error {
        AskError::AlreadyAsked => back(FieldError::new("", "already_asked")),
        AskError::Database(error) => error.into(),
        AskError::Nobody => Refusal::Forbidden,
    })?;
    tx.commit().await?;
    Ok(see_other(format!("{page}?done=asked")))
}

fn may_change(staff: &StaffIn) -> Result<(), Refusal> {
    if staff.role.may_change() { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// Whom it is about: nobody in particular, or somebody who is linked to this account.
async fn party(tx: &mut Tx, of: &Account, typed: &str) -> Result<Option<PartyId>, Refusal> {
    if typed.is_empty() {
        return Ok(None);
    }
    let id: PartyId = typed.parse().map_err(|_| Refusal::NotFound)?;
    let known = store::parties(tx, of).await?;
    if known.iter().any(|(party, _)| *party == id) { Ok(Some(id)) } else { Err(Refusal::NotFound) }
}

fn wrong_words(field: &str, words: &str) -> Option<FieldError> {
    if words.is_empty() {
        return Some(FieldError::new(field, "words_none"));
    }
    (words.chars().count() > WORDS_AT_MOST).then(|| FieldError::new(field, "words_long"))
}

fn from_day(form: &Upload, of: &Account) -> Result<chrono::NaiveDate, FieldError> {
    let typed = parse_day(form.text("from_day"), form.text("from_month"), form.text("from_year"));
    let day = typed.map_err(|part| FieldError::new("from", "day_wrong").with(part.name()))?;
    fits_from(day, of.today).map_err(|wrong| wrong.at("from"))?;
    Ok(day)
}

/// Nothing typed means that nobody knows yet.
fn until_day(form: &Upload, of: &Account) -> Result<Option<chrono::NaiveDate>, FieldError> {
    let parts = ["until_day", "until_month", "until_year"].map(|part| form.text(part));
    if parts.iter().all(|part| part.is_empty()) {
        return Ok(None);
    }
    let day = parse_day(parts[0], parts[1], parts[2])
        .map_err(|part| FieldError::new("until", "day_wrong").with(part.name()))?;
    fits_until(day, of.today).map_err(|wrong| wrong.at("until"))?;
    Ok(Some(day))
}

async fn keep_files(
    tx: &mut Tx,
    of: &Account,
    form: &Upload,
    errors: &mut Vec<FieldError>,
) -> Result<Vec<AccountFileId>, Refusal> {
    let mut files = Vec::new();
    for (name, paper) in form.papers("files") {
        let file = match paper {
            Ok(_) if files.len() >= FILES_AT_MOST => {
                errors.push(FieldError::new("files", "too_many_files"));
                break;
            }
            Ok(file) => file,
            Err(fault) => {
                errors.push(FieldError::new("files", fault.code()).with(name));
                continue;
            }
        };
        match keep(tx, of, file).await {
            Ok(kept) => files.push(kept),
            Err(KeepError::Fault(fault)) => errors.push(FieldError::new("files", fault.code()).with(name)),
            // The database has refused it, and with it everything in this transaction.
            Err(KeepError::QuotaFull) => {
                let back = format!("/desk/accounts/{}/legal?kind={}", of.id, form.text("kind"));
                return Err(Refusal::invalid(back, form.words(), FieldError::new("files", "quota_full")));
            }
            Err(KeepError::Database(error)) => return Err(error.into()),
        }
    }
    Ok(files)
}

impl WrongDay {
    fn at(self, field: &str) -> FieldError {
        match self {
            Self::Ahead => FieldError::new(field, "ahead"),
            Self::TooLongAgo(first) => FieldError::new(field, "too_long_ago").with(first),
            Self::Over => FieldError::new(field, "over"),
        }
    }
}
