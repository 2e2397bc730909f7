//! What is posted about money that came another way.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::model::{Account, May};
use crate::accounts::store::account;
use crate::contact::tone::forbidden_words;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountFileId, ReportedPaymentId};
use crate::kernel::money::Money;
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::payments::recorded::files::{KeepError, keep, send_file};
use crate::payments::recorded::model::{DeclineReason, Facts, Recording, SaidMeans};
use crate::payments::recorded::reports::{self, NewReport};
use crate::payments::recorded::store::{self, NewRecord, Recorded, RecordingError};
use crate::payments::recorded::till::{self, Counted, TillError};
use crate::payments::store::reading::check_invoices;

/// `POST /do/desk/record-payment`, on its own or in answer to a report.
pub async fn record(staff: StaffIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let account = account(&mut tx, form.text("account").parse().map_err(|_| Refusal::NotFound)?).await?;
    let back = Back::of_record(&account, &form);
    let request_key: Uuid =
        form.text("request_key").parse().map_err(|_| back.because(FieldError::new("", "stale")))?;
    if let Some(before) = store::recorded_with(&mut tx, request_key).await? {
        return Ok(after(&account, before));
    }
    let recording =
        Recording::parse(&form, account.currency, account.today).map_err(|errors| back.all(errors))?;
    let picked: Vec<String> = form.texts("invoice").into_iter().map(str::to_owned).collect();
    check_invoices(&mut tx, account.id, &picked).await?;
    let report = match form.text("report") {
        "" => None,
        id => Some(answered(&mut tx, &account, id).await?),
    };
    let file = keep_paper(&mut tx, &account, &form, &back).await?;
    let new = NewRecord { recording, file, report, bank_line: None, request_key };
    match store::record(&mut tx, &account, &new).await {
        Ok(recorded) => {
            tx.commit().await?;
            Ok(after(&account, recorded))
        }
        Err(error) => Err(back.unrecorded(error)),
    }
}

/// The report that is answered, which must be of this account.
async fn answered(tx: &mut Tx, account: &Account, id: &str) -> Result<ReportedPaymentId, Refusal> {
    let report = reports::one(tx, id.parse().map_err(|_| Refusal::NotFound)?).await?;
    if report.account == account.id { Ok(report.id) } else { Err(Refusal::NotFound) }
}

fn after(account: &Account, recorded: Recorded) -> SeeOther {
    match recorded {
        Recorded::Posted(payment) => see_other(format!("/desk/payments/{payment}")),
        Recorded::Waits(_) => see_other(format!("/desk/accounts/{}/record?done=waits", account.id)),
    }
}

/// `POST /do/payments/report`
pub async fn report(person: SignedIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = account(&mut tx, form.text("account").parse().map_err(|_| Refusal::NotFound)?).await?;
    if account.may < May::Pay {
        return Err(Refusal::Forbidden);
    }
    let back = Back { to: format!("/account/pay/report?account={}", account.id), fields: form.words() };
    let request_key: Uuid =
        form.text("request_key").parse().map_err(|_| back.because(FieldError::new("", "stale")))?;
    let facts = Facts::parse(&form, account.currency, account.today, SaidMeans::parse);
    let facts = facts.map_err(|errors| back.all(errors.into_iter().map(said).collect()))?;
    let file = keep_paper(&mut tx, &account, &form, &back).await?;
    if facts.tracking_key.is_empty() && file.is_none() {
        return Err(back.because(FieldError::new("tracking_key", "key_or_proof")));
    }
    let done = see_other("/account/payments?done=reported");
    match reports::report(&mut tx, &account, &NewReport { facts, file, request_key }).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(done)
        }
        Err(error) if reports::was_sent(&error) => Ok(done),
        Err(error) => Err(error.into()),
    }
}

/// Who says how they paid is asked in other words than who records what came.
fn said(error: FieldError) -> FieldError {
    if error.code == "means_none" { FieldError::new("means", "means_none_said") } else { error }
}

/// Why somebody's report is not confirmed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeclineForm {
    report: String,
    reason: String,
    words: String,
}

const WORDS_AT_MOST: usize = 600;
const SLIP_AT_MOST: usize = 40;

/// `POST /do/desk/decline-report`
pub async fn decline_report(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<DeclineForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let report = reports::one(&mut tx, form.report.parse().map_err(|_| Refusal::NotFound)?).await?;
    let fields = vec![("reason".to_owned(), form.reason.clone()), ("words".to_owned(), form.words.clone())];
    let back = Back { to: format!("/desk/reported/{}", report.id), fields };
    let reason = DeclineReason::parse(&form.reason)
        .ok_or_else(|| back.because(FieldError::new("reason", "decline_none")))?;
    let said: String = form.words.trim().chars().take(WORDS_AT_MOST).collect();
    if said.is_empty() {
        return Err(back.because(FieldError::new("words", "words_none")));
    }
    let threats = [crate::kernel::locale::Lang::Es, crate::kernel::locale::Lang::En];
    if let Some(phrase) = threats.into_iter().flat_map(|lang| forbidden_words(&said, lang)).next() {
        return Err(back.because(FieldError::new("words", "words_tone").with(phrase)));
    }
    if !reports::decline(&mut tx, &report, reason, &said).await? {
        return Err(back.because(FieldError::new("", "answered")));
    }
    tx.commit().await?;
    Ok(see_other("/desk/reported"))
}

/// What was counted in a till.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CountForm {
    creditor: String,
    currency: String,
    day: String,
    counted: String,
    banked: String,
    slip: String,
    explanation: String,
}

/// `POST /do/desk/count-cash`
pub async fn count_cash(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<CountForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let currency = crate::kernel::money::Currency::parse(&form.currency).ok_or(Refusal::NotFound)?;
    let day = form.day.parse().map_err(|_| Refusal::NotFound)?;
    let fields = [
        ("creditor", &form.creditor),
        ("currency", &form.currency),
        ("counted", &form.counted),
        ("banked", &form.banked),
        ("slip", &form.slip),
        ("explanation", &form.explanation),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
    let back = Back { to: format!("/desk/cash?day={day}"), fields };
    let amount = |field: &str, text: &str| {
        let text = if field == "banked" && text.trim().is_empty() { "0" } else { text };
        Money::parse(text, currency).map_err(|_| back.because(FieldError::new(field, "count_wrong")))
    };
    let counted = Counted {
        creditor: till::creditor_of(&form.creditor).ok_or(Refusal::NotFound)?,
        day,
        counted: amount("counted", &form.counted)?,
        banked: amount("banked", &form.banked)?,
        slip: form.slip.trim().chars().take(SLIP_AT_MOST).collect(),
        explanation: form.explanation.trim().chars().take(WORDS_AT_MOST).collect(),
    };
    let mut tx = db.begin(staff.actor()).await?;
    till::note_count(&mut tx, &counted).await.map_err(|error| back.uncounted(error))?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/cash?day={day}")))
}

/// Which count is closed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    count: String,
    day: String,
}

/// `POST /do/desk/close-cash`
pub async fn close_cash(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<CloseForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let count = form.count.parse().map_err(|_| Refusal::NotFound)?;
    let day: chrono::NaiveDate = form.day.parse().map_err(|_| Refusal::NotFound)?;
    let back = Back { to: format!("/desk/cash?day={day}"), fields: Vec::new() };
    let mut tx = db.begin(staff.actor()).await?;
    let day = till::close(&mut tx, count).await.map_err(|error| back.uncounted(error))?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/cash?day={day}")))
}

/// `GET /desk/files/{id}`: to be kept, never to be run.
pub async fn desk_file(
    staff: StaffIn,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    send_file(&db, staff.actor(), &id).await
}

/// Keeps the file that came with a form, if one did.
async fn keep_paper(
    tx: &mut Tx,
    account: &Account,
    form: &Upload,
    back: &Back,
) -> Result<Option<AccountFileId>, Refusal> {
    match form.paper("file") {
        None => Ok(None),
        Some(Err(fault)) => Err(back.because(FieldError::new("file", fault.code()))),
        Some(Ok(file)) => match keep(tx, account, file).await {
            Ok(kept) => Ok(Some(kept)),
            Err(KeepError::Fault(fault)) => Err(back.because(FieldError::new("file", fault.code()))),
            Err(KeepError::QuotaFull) => Err(back.because(FieldError::new("file", "quota_full"))),
            Err(KeepError::Database(error)) => Err(error.into()),
        },
    }
}

/// Where a refused form goes back to, and with what.
struct Back {
    to: String,
    fields: Vec<(String, String)>,
}

impl Back {
    fn of_record(account: &Account, form: &Upload) -> Self {
        let to = match form.text("report").parse::<ReportedPaymentId>() {
            Ok(report) => format!("/desk/reported/{report}"),
            Err(_) => format!("/desk/accounts/{}/record", account.id),
        };
        Self { to, fields: form.words() }
    }

    fn because(&self, error: FieldError) -> Refusal {
        self.all(vec![error])
    }

    fn all(&self, errors: Vec<FieldError>) -> Refusal {
        Refusal::Invalid { back_to: self.to.clone(), fields: self.fields.clone(), errors }
    }

    fn unrecorded(&self, error: RecordingError) -> Refusal {
        let (field, code) = match error {
            RecordingError::TrackingUsed => ("tracking_key", "tracking_used"),
            RecordingError::Answered => ("", "answered"),
            RecordingError::TillClosed => ("on", "till_closed"),
            RecordingError::Before => ("", "stale"),
            RecordingError::Database(error) => return error.into(),
            RecordingError::Post(error) => return error.into(),
            RecordingError::Ask(error) => return Refusal::internal(error),
        };
        self.because(FieldError::new(field, code))
    }

    fn uncounted(&self, error: TillError) -> Refusal {
        let (field, code) = match error {
            TillError::Unexplained => ("explanation", "unexplained"),
            TillError::TooMuchBanked => ("banked", "too_much_banked"),
            TillError::OwnDay => ("", "own_day"),
            TillError::Closed => ("", "day_closed"),
            TillError::Stale => ("", "count_stale"),
            TillError::Post(error) => return error.into(),
            TillError::Database(error) => return error.into(),
        };
        self.because(FieldError::new(field, code))
    }
}
