//! What is posted where terms are drafted: begin, save, throw away, ask for publication.

use axum::Form;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::desk::approvals::store::AskError;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::dates::{DatePart, parse_day};
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{CreditorId, PolicyVersionId};
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::policies::editing::faults::faults;
use crate::policies::editing::fields::{Kind, Typed, specs, words_field};
use crate::policies::editing::publishing::{ask, earliest, waits};
use crate::policies::editing::store::{self, Draft, DraftError, Publisher};
use crate::policies::store::published;
use crate::policies::text::Section;

/// The longest reason that is taken.
const REASON_AT_MOST: usize = 1000;

/// Whether this role writes terms, or only reads them.
pub fn may_draft(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::Administrator)
}

/// Whose terms are to be drafted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    creditor: String,
}

/// `POST /do/desk/draft-terms`: begins a draft from what holds.
pub async fn draft_terms(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<BeginForm>,
) -> Result<SeeOther, Refusal> {
    drafts(&staff)?;
    let creditor: CreditorId = form.creditor.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let publishers = store::publishers(&mut tx).await?;
    let publisher = publishers.into_iter().find(|one| one.creditor == creditor).ok_or(Refusal::NotFound)?;
    let today = today(&tx, &publisher)?;
    let id = match store::begin(&mut tx, creditor, today).await {
        Ok(id) => id,
        // A colleague was quicker: their draft is the draft.
        Err(DraftError::ThereIsOne) => return Ok(see_other("/desk/policies")),
        Err(error) => return Err(refusal(error)),
    };
    tx.commit().await?;
    Ok(see_other(format!("/desk/policies/{id}")))
}

/// `POST /do/desk/save-terms`: keeps one part of a draft as it was typed, right or wrong.
pub async fn save_terms(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<SeeOther, Refusal> {
    drafts(&staff)?;
    let value = |name: &str| form.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let section = value("part").and_then(Section::parse).ok_or(Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let mut draft = own_draft(&mut tx, value("draft").unwrap_or_default()).await?;
    let page = format!("/desk/policies/{}?part={}", draft.id, section.code());
    if waits(&mut tx, draft.id).await?.is_some() {
        return Ok(see_other(page));
    }
    take(&mut draft, section, &form);
    store::save(&mut tx, &draft).await.map_err(refusal)?;
    tx.commit().await?;
    Ok(see_other(format!("{page}&saved=1")))
}

/// Which draft.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    draft: String,
}

/// `POST /do/desk/discard-terms`
pub async fn discard_terms(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<DraftForm>,
) -> Result<SeeOther, Refusal> {
    drafts(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let draft = own_draft(&mut tx, &form.draft).await?;
    if waits(&mut tx, draft.id).await?.is_some() {
        return Ok(see_other(format!("/desk/policies/{}", draft.id)));
    }
    store::discard(&mut tx, draft.id).await.map_err(refusal)?;
    tx.commit().await?;
    Ok(see_other("/desk/policies"))
}

/// From when a draft is to hold, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PublishForm {
    draft: String,
    from_day: String,
    from_month: String,
    from_year: String,
    reason: String,
}

/// `POST /do/desk/publish-terms`: asks a second person to.
pub async fn publish_terms(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<PublishForm>,
) -> Result<SeeOther, Refusal> {
    drafts(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let mut draft = own_draft(&mut tx, &form.draft).await?;
    let publisher = store::publisher_of(&mut tx, draft.id).await?;
    let today = today(&tx, &publisher)?;
    let latest = published(&mut tx, draft.creditor).await?.first().map(|latest| latest.in_force_from);
    let earliest = earliest(today, latest);
    let errors = match form.from() {
        Err(part) => vec![FieldError::new("from", "date_wrong").with(part.name())],
        Ok(from) if from < earliest => vec![FieldError::new("from", "date_soon").with(earliest)],
        Ok(from) => {
            draft.in_force_from = from;
            Vec::new()
        }
    };
    let mut errors: Vec<FieldError> = errors.into_iter().chain(form.reason_error()).collect();
    if !faults(&draft.understood(), draft.in_force_from).is_empty() {
        errors.push(FieldError::new("", "not_whole"));
    }
    if !errors.is_empty() {
        return Err(form.back(errors));
    }
    draft.reason = form.reason.trim().to_owned();
    store::save(&mut tx, &draft).await.map_err(refusal)?;
    // As it is kept, not as it was read: what is asked for is what the second person finds.
    let draft = store::draft(&mut tx, draft.id).await?.ok_or(Refusal::NotFound)?;
    let asked = match ask(&mut tx, &draft).await {
        Ok(asked) => asked,
        Err(AskError::AlreadyAsked) => return Ok(see_other(format!("/desk/policies/{}", draft.id))),
        Err(AskError::Nobody) => return Err(Refusal::Forbidden),
        Err(AskError::Database(error)) => return Err(error.into()),
    };
    tx.commit().await?;
    Ok(see_other(format!("/desk/approvals/{asked}")))
}

impl PublishForm {
    fn from(&self) -> Result<NaiveDate, DatePart> {
        parse_day(&self.from_day, &self.from_month, &self.from_year)
    }

    fn reason_error(&self) -> Option<FieldError> {
        let reason = self.reason.trim();
        if reason.is_empty() {
            Some(FieldError::new("reason", "reason_empty"))
        } else {
            (reason.chars().count() > REASON_AT_MOST).then(|| FieldError::new("reason", "reason_long"))
        }
    }

    fn back(&self, errors: Vec<FieldError>) -> Refusal {
        let fields = [
            ("from_day", &self.from_day),
            ("from_month", &self.from_month),
            ("from_year", &self.from_year),
            ("reason", &self.reason),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::Invalid { back_to: format!("/desk/policies/{}", self.draft), fields, errors }
    }
}

/// Puts what was sent for a section into the draft; nothing else of it changes.
fn take(draft: &mut Draft, section: Section, form: &[(String, String)]) {
    let sent = |name: &str| -> Vec<&str> {
        form.iter().filter(|(field, _)| field == name).map(|(_, value)| value.trim()).collect()
    };
    let mut typed: Typed = std::mem::take(&mut draft.typed);
    for spec in specs(section, &draft.parameters) {
        let values = sent(&spec.name);
        let value = match spec.kind {
            Kind::AnyOf(_) => values.join(","),
            _ => values.first().copied().unwrap_or_default().to_owned(),
        };
        typed.insert(spec.name, value);
    }
    for lang in [Lang::Es, Lang::En] {
        let name = words_field(section, lang);
        let value = sent(&name).first().copied().unwrap_or_default().replace('\r', "");
        typed.insert(name, value);
    }
    draft.typed = typed;
}

/// The draft that a form names, if its creditor is one of theirs.
async fn own_draft(tx: &mut Tx, id: &str) -> Result<Draft, Refusal> {
    let id: PolicyVersionId = id.parse().map_err(|_| Refusal::NotFound)?;
    store::publisher_of(tx, id).await?;
    store::draft(tx, id).await?.ok_or(Refusal::NotFound)
}

/// The business day of a creditor.
pub(super) fn today(tx: &Tx, publisher: &Publisher) -> Result<NaiveDate, Refusal> {
    let zone = publisher.time_zone.parse().map_err(|_| Refusal::internal("an unknown time zone"))?;
    Ok(tx.today(zone))
}

fn drafts(staff: &StaffIn) -> Result<(), Refusal> {
    if may_draft(staff.role) { Ok(()) } else { Err(Refusal::Forbidden) }
}

fn refusal(error: DraftError) -> Refusal {
    match error {
        DraftError::NotASupervisor => Refusal::Forbidden,
        DraftError::ThereIsOne => Refusal::NotFound,
        DraftError::Database(error) => error.into(),
    }
}
