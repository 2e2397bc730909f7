//! What is posted about the bank's statements.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::desk::store::today;
use crate::identity::extract::StaffIn;
use crate::imports::reader;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::CreditorId;
use crate::kernel::money::Currency;
use crate::kernel::upload::ReadOnly;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::payments::bank::arrivals::{self, ArrivalError, Awaited};
use crate::payments::bank::model::{self, Statement, StatementError};
use crate::payments::bank::store::{self, BankLine, LineState, ReturnError};
use crate::payments::bank::suggesting::{Suggestion, suggestions};
use crate::payments::bank::views::marks;
use crate::payments::model::Choice;
use crate::payments::recorded::model::{Facts, Means, Recording};
use crate::payments::recorded::store::{NewRecord, Recorded, RecordingError, record};
use crate::payments::recorded::till;

/// `POST /do/desk/upload-statement`
pub async fn upload(
    staff: StaffIn,
    State(db): State<Db>,
    ReadOnly(form): ReadOnly,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let back = |error: FieldError| Refusal::invalid("/desk/bank", form.words(), error);
    let (creditor, currency) =
        bank(form.text("bank")).ok_or_else(|| back(FieldError::new("bank", "bank_none")))?;
    let file = form.file("file").ok_or_else(|| back(FieldError::new("file", "file_none")))?;
    let file = file.map_err(|fault| back(FieldError::new("file", fault.code())))?;
    let mut tx = db.begin(staff.actor()).await?;
    till::serves(&mut tx, creditor).await?;
    let bytes = file.bytes.clone();
    let read = tokio::task::spawn_blocking(move || read(&bytes, currency)).await;
    let statement = read.map_err(Refusal::internal)?.map_err(|error| back(unread(error)))?;
    let day = today(&mut tx).await?;
    let digest = Sha256::digest(&file.bytes);
    let is_new = store::take(&mut tx, creditor, (&file.name, &digest), &statement, day).await?;
    tx.commit().await?;
    Ok(see_other(if is_new { "/desk/bank?done=taken" } else { "/desk/bank?done=again" }))
}

fn bank(value: &str) -> Option<(CreditorId, Currency)> {
    let (creditor, currency) = value.split_once(':')?;
    Some((creditor.parse().ok()?, Currency::parse(currency)?))
}

/// The reader of imports goes over a file twice, so it is given one, which is gone afterwards.
fn read(bytes: &[u8], currency: Currency) -> Result<Statement, StatementError> {
    let path = std::env::temp_dir().join(format!("aldia-statement-{}", Uuid::now_v7()));
    let result = std::fs::write(&path, bytes)
        .map_err(|_| StatementError::Unreadable)
        .and_then(|()| Ok(reader::inspect(&path)?))
        .and_then(|source| model::read(&source, currency));
    // Nothing else knows of it, and a folder for such files is emptied by the system.
    let _ = std::fs::remove_file(&path);
    result
}

fn unread(error: StatementError) -> FieldError {
    match error {
        StatementError::NoColumn(name) => FieldError::new("file", "no_column").with(name),
        StatementError::Day { line } => FieldError::new("file", "wrong_day").with(line),
        StatementError::Amount { line } => FieldError::new("file", "wrong_amount").with(line),
        StatementError::Unreadable => FieldError::new("file", "file_unreadable"),
        StatementError::TooMany => FieldError::new("file", "too_many"),
    }
}

/// Whose a line is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    line: String,
    /// The place among the suggestions, or `other`.
    whose: String,
    reference: String,
    /// What the page suggested.
    shown: String,
    request_key: String,
}

/// `POST /do/desk/assign-line`: records the money as a transfer to that account, paid with what waited without an owner.
pub async fn assign(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<AssignForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let line = store::line(&mut tx, form.line.parse().map_err(|_| Refusal::NotFound)?).await?;
    let back = |field: &str, code: &str| form.back(&line, field, code);
    let request_key: Uuid = form.request_key.parse().map_err(|_| back("", "stale"))?;
    if line.state != LineState::Unidentified {
        return Err(back("", "decided"));
    }
    let (account, suggestion) = form.meant(&mut tx, &line).await?;
    let choice = match suggestion.as_ref().and_then(|suggestion| suggestion.invoice.as_ref()) {
        Some((invoice, _)) => Choice::Invoices { invoices: vec![*invoice] },
        None => Choice::Amount,
    };
    let facts = Facts {
        amount: line.amount,
        on: line.booked_on,
        means: Means::Transfer,
        bank: String::new(),
        reference: line.reference.chars().take(60).collect(),
        tracking_key: line.tracking_key.clone(),
    };
    let new = NewRecord {
        recording: Recording { facts, choice },
        file: None,
        report: suggestion.and_then(|suggestion| suggestion.report),
        bank_line: Some(line.id),
        request_key,
    };
    match record(&mut tx, &account, &new).await {
        Ok(recorded) => {
            tx.commit().await?;
            Ok(match recorded {
                Recorded::Posted(payment) => see_other(format!("/desk/payments/{payment}")),
                Recorded::Waits(_) => see_other(format!("/desk/bank/{}", line.id)),
            })
        }
        Err(RecordingError::TrackingUsed) => Err(back("", "tracking_used")),
        Err(RecordingError::Before | RecordingError::Answered) => Err(back("", "decided")),
        Err(RecordingError::Database(error)) if store::is_decided(&error) => Err(back("", "decided")),
        Err(error) => Err(Refusal::internal(error)),
    }
}

impl AssignForm {
    /// The account that is meant, and the suggestion if it was one. What is suggested now must be what was read.
    async fn meant(&self, tx: &mut Tx, line: &BankLine) -> Result<(Account, Option<Suggestion>), Refusal> {
        if self.whose == "other" {
            let found = store::account_named(tx, line, self.reference.trim()).await?;
            let found = found.ok_or_else(|| self.back(line, "reference", "no_account"))?;
            return Ok((account(tx, found).await?, None));
        }
        let all = suggestions(tx, line).await?;
        if marks(&all) != self.shown {
            return Err(self.back(line, "", "stale"));
        }
        let at: usize = self.whose.parse().map_err(|_| self.back(line, "whose", "whose_none"))?;
        let one = all.into_iter().nth(at).ok_or_else(|| self.back(line, "whose", "whose_none"))?;
        Ok((account(tx, one.account).await?, Some(one)))
    }

    fn back(&self, line: &BankLine, field: &str, code: &str) -> Refusal {
        let fields = [("whose", &self.whose), ("reference", &self.reference)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::invalid(format!("/desk/bank/{}", line.id), fields, FieldError::new(field, code))
    }
}

/// What of the creditor's own a line is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ArrivalForm {
    line: String,
    what: Vec<String>,
}

/// `POST /do/desk/note-arrival`: a line is payouts of the provider's, or cash that was taken to the bank.
pub async fn note_arrival(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ArrivalForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let line = store::line(&mut tx, form.line.parse().map_err(|_| Refusal::NotFound)?).await?;
    let back = |error: FieldError| {
        let fields = form.what.iter().map(|what| ("what".to_owned(), what.clone())).collect();
        Refusal::invalid(format!("/desk/bank/{}", line.id), fields, error)
    };
    let awaited = arrivals::awaited(&mut tx, &line).await?;
    let chosen: Vec<Awaited> =
        awaited.into_iter().filter(|one| form.what.contains(&one.what.value())).collect();
    if chosen.is_empty() {
        return Err(back(FieldError::new("what", "own_none")));
    }
    if chosen.len() != form.what.len() {
        return Err(back(FieldError::new("", "decided")));
    }
    let day = today(&mut tx).await?;
    match arrivals::note(&mut tx, &line, &chosen, day).await {
        Ok(()) => {}
        Err(ArrivalError::Decided) => return Err(back(FieldError::new("", "decided"))),
        Err(ArrivalError::AnotherSum(sum)) => {
            return Err(back(FieldError::new("what", "own_other_sum").with(sum.to_string())));
        }
        Err(ArrivalError::Post(error)) => return Err(error.into()),
        Err(ArrivalError::Database(error)) => return Err(error.into()),
    }
    tx.commit().await?;
    Ok(see_other(format!("/desk/bank/{}", line.id)))
}

/// A line that went back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReturnForm {
    line: String,
    note: String,
}

const NOTE_AT_MOST: usize = 300;

/// `POST /do/desk/return-line`
pub async fn return_line(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ReturnForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let line = store::line(&mut tx, form.line.parse().map_err(|_| Refusal::NotFound)?).await?;
    let back = |field: &str, code: &str| {
        let fields = vec![("note".to_owned(), form.note.clone())];
        Refusal::invalid(format!("/desk/bank/{}", line.id), fields, FieldError::new(field, code))
    };
    let note: String = form.note.trim().chars().take(NOTE_AT_MOST).collect();
    if note.is_empty() {
        return Err(back("note", "note_none"));
    }
    let day = today(&mut tx).await?;
    match store::note_returned(&mut tx, &line, &note, day).await {
        Ok(()) => {}
        Err(ReturnError::Decided) => return Err(back("", "decided")),
        Err(ReturnError::Post(error)) => return Err(error.into()),
        Err(ReturnError::Database(error)) => return Err(error.into()),
    }
    tx.commit().await?;
    Ok(see_other("/desk/bank"))
}
