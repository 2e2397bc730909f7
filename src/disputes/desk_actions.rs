//! What the team posts about disputes.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::contact::tone::forbidden_words;
use crate::disputes::filing::keep_papers;
use crate::disputes::model::{DecisionReason, State as DisputeState};
use crate::disputes::promise::may_be_asked_until;
use crate::disputes::store::answering;
use crate::disputes::store::deciding::{self, DecideError, Decided, Decision};
use crate::disputes::store::opening::StepError;
use crate::disputes::store::reading::{Case, case};
use crate::disputes::typed::WORDS_AT_MOST;
use crate::disputes::views::desk::verdict_fields;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::dates::parse_day;
use crate::kernel::db::Db;
use crate::kernel::ids::{DisputeId, HoldId};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// Which dispute is meant, and what of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeskForm {
    dispute: String,
    fiscal: String,
}

/// `POST /do/desk/take-dispute`
pub async fn take(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<DeskForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let id: DisputeId = form.dispute.parse().map_err(|_| Refusal::NotFound)?;
    answering::take(&mut tx, id).await.map_err(|error| refused(id, Vec::new(), error))?;
    tx.commit().await?;
    Ok(see_other(format!("{}?done=taken", page(id))))
}

/// `POST /do/desk/ask-dispute`
pub async fn ask(staff: StaffIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let id: DisputeId = form.text("dispute").parse().map_err(|_| Refusal::NotFound)?;
    let case = case(&mut tx, id).await?;
    let words = form.text("asked");
    let mut errors = spoken(words, "asked");
    let until = parse_day(form.text("until_day"), form.text("until_month"), form.text("until_year"));
    let until = until.ok().filter(|until| may_be_asked_until(case.dispute.account.today, *until));
    if until.is_none() {
        errors.push(FieldError::new("until", "until_wrong"));
    }
    let Some(until) = until.filter(|_| errors.is_empty()) else {
        return Err(Refusal::Invalid { back_to: page(id), fields: form.words(), errors });
    };
    answering::ask(&mut tx, id, words, until, &[]).await.map_err(|error| refused(id, form.words(), error))?;
    tx.commit().await?;
    Ok(see_other(format!("{}?done=asked", page(id))))
}

/// `POST /do/desk/decide-dispute`
pub async fn decide(staff: StaffIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let id: DisputeId = form.text("dispute").parse().map_err(|_| Refusal::NotFound)?;
    let case = case(&mut tx, id).await?;
    // An answer that was appealed is looked at by those who lead a team.
    if case.dispute.state == DisputeState::Appealed && staff.role == Role::Agent {
        return Err(Refusal::Forbidden);
    }
    let (credits, mut errors) = credits(&case, &form);
    let reason = DecisionReason::parse(form.text("reason"));
    if reason.is_none() {
        errors.push(FieldError::new("reason", "decision_reason_none"));
    }
    let words = form.text("words");
    errors.extend(spoken(words, "words"));
    if errors.iter().all(|error| error.field != "words") && !explains(words) {
        errors.push(FieldError::new("words", "explain_short"));
    }
    let mut files = Vec::new();
    keep_papers(&mut tx, &case.dispute.account, (&form, "files"), &mut files, &mut errors)
        .await
        .map_err(|unkept| unkept.refused(&page(id), &form, "files"))?;
    let Some(reason) = reason.filter(|_| errors.is_empty()) else {
        return Err(Refusal::Invalid { back_to: page(id), fields: form.words(), errors });
    };
    let decision = Decision { credits, reason, words: words.to_owned(), files };
    let decided = deciding::decide(&mut tx, id, &decision).await;
    let done = match decided {
        Ok(Decided::Done(_)) => "answered",
        Ok(Decided::Waits) => "waits",
        Err(error) => return Err(undecided(id, &form, error)),
    };
    tx.commit().await?;
    Ok(see_other(format!("{}?done={done}", page(id))))
}

/// `POST /do/desk/note-fiscal-paper`
pub async fn note_fiscal(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<DeskForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let id: DisputeId = form.dispute.parse().map_err(|_| Refusal::NotFound)?;
    let number = form.fiscal.trim();
    if number.parse::<uuid::Uuid>().is_err() || number.len() != FISCAL_LETTERS {
        let fields = vec![("fiscal".to_owned(), form.fiscal.clone())];
        return Err(Refusal::invalid(page(id), fields, FieldError::new("fiscal", "fiscal_wrong")));
    }
    answering::note_fiscal(&mut tx, id, &number.to_uppercase()).await?;
    tx.commit().await?;
    Ok(see_other(page(id)))
}

/// The number of a tax paper, written out with its hyphens.
const FISCAL_LETTERS: usize = 36;

fn may_change(staff: &StaffIn) -> Result<(), Refusal> {
    if staff.role.may_change() { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// What is credited of each part, or what is missing.
fn credits(case: &Case, form: &Upload) -> (Vec<(HoldId, i64)>, Vec<FieldError>) {
    let (mut credits, mut errors) = (Vec::new(), Vec::new());
    for (at, held) in case.held.iter().enumerate() {
        let left = case.dispute.left_of(held);
        if !left.is_positive() {
            continue;
        }
        let (verdict, off) = verdict_fields(at);
        match form.text(&verdict) {
            "favour" => credits.push((held.id, left.minor)),
            "none" => {}
            "part" => match Money::parse(form.text(&off), left.currency) {
                Ok(amount) if !amount.is_positive() => errors.push(FieldError::new(&off, "amount_zero")),
                Ok(amount) if amount.minor > left.minor => {
                    errors.push(FieldError::new(&off, "too_much").with(left));
                }
                Ok(amount) => credits.push((held.id, amount.minor)),
                Err(_) => errors.push(FieldError::new(&off, "amount_not_number")),
            },
            _ => errors.push(FieldError::new(&verdict, "verdict_none")),
        }
    }
    (credits, errors)
}

/// What is wrong with words that a customer is to read.
fn spoken(words: &str, field: &str) -> Vec<FieldError> {
    if words.is_empty() {
        return vec![FieldError::new(field, "words_none")];
    }
    if words.chars().count() > WORDS_AT_MOST {
        return vec![FieldError::new(field, "words_long")];
    }
    let phrase = [Lang::Es, Lang::En].into_iter().flat_map(|lang| forbidden_words(words, lang)).next();
    phrase.map(|phrase| FieldError::new(field, "words_tone").with(phrase)).into_iter().collect()
}

/// Whether an explanation has at least two sentences.
fn explains(words: &str) -> bool {
    const LETTERS_AT_LEAST: usize = 20;
    let sentences =
        words.split_inclusive(['.', '?', '!', '\n']).filter(|part| part.trim().chars().count() > 4);
    sentences.count() >= 2 && words.chars().count() >= LETTERS_AT_LEAST
}

fn undecided(id: DisputeId, form: &Upload, error: DecideError) -> Refusal {
    let because = |code: &str| Refusal::invalid(page(id), form.words(), FieldError::new("", code));
    match error {
        DecideError::NotNow(why) => because(why.code()),
        DecideError::TooMuch => because("not_posted"),
        DecideError::AlreadyAsked => because("already_asked"),
        DecideError::BeyondLimit => because("beyond_limit"),
        DecideError::Post(error) => error.into(),
        DecideError::Ask(error) => Refusal::internal(error),
        DecideError::Database(error) => error.into(),
    }
}

fn refused(id: DisputeId, fields: Vec<(String, String)>, error: StepError) -> Refusal {
    match error {
        StepError::NotNow(why) => Refusal::invalid(page(id), fields, FieldError::new("", why.code())),
        StepError::Database(error) => error.into(),
    }
}

fn page(id: DisputeId) -> String {
    format!("/desk/disputes/{id}")
}
