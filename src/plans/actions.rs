//! The forms of whoever owes: proposing, taking back, signing, and bending a plan as far as was agreed.

use std::time::Duration;

use axum::extract::State;
use axum::{Extension, extract::rejection::ExtensionRejection};
use axum_extra::extract::Form;
use rand::Rng as _;
use serde::Deserialize;
use url::form_urlencoded::Serializer;
use uuid::Uuid;

use crate::accounts::model::May;
use crate::documents::seal;
use crate::documents::store::issuer;
use crate::identity::extract::SignedIn;
use crate::identity::keys::Keys;
use crate::identity::model::code_digits;
use crate::identity::store::{Answer, exceeds};
use crate::kernel::dates::parse_day;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{InvoiceId, PlanId};
use crate::kernel::web::{ClientAddress, FieldError, Refusal, SeeOther, see_other};
use crate::plans::agreement::{Agreement, reckoning};
use crate::plans::asked::Asked;
use crate::plans::pages::{back_to_plan, own, talk_error};
use crate::plans::proposing::{account_to_plan, changed_plan, invoices};
use crate::plans::standing::BendError;
use crate::plans::state::Talk;
use crate::plans::store::ground::ground;
use crate::plans::store::keeping::{KeepError, move_part, skip_part};
use crate::plans::store::negotiating::{self, Proposal, TalkError};
use crate::plans::store::signing::{alone, answer_code, ask_code, consent, ready, sent, sign as sign_it};
use crate::plans::telling::{code_letter, tell_signed};
use crate::plans::views::new::WORDS_AT_MOST;
use crate::ui::page::Visit;

/// What the simulator sends: the question once more, and which way to go on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProposeForm {
    account: String,
    invoice: Vec<String>,
    how: String,
    count: String,
    each: String,
    down: String,
    frequency: String,
    first_day: String,
    first_month: String,
    first_year: String,
    replaces: String,
    budget: String,
    show_budget: Vec<String>,
    /// `as-asked`, `near-0`, or `person`.
    way: String,
    words: String,
    request_key: String,
}

/// `POST /do/plans/propose`
pub async fn propose(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<ProposeForm>,
) -> Result<SeeOther, Refusal> {
    let asked = form.asked();
    let mut tx = db.begin(person.actor()).await?;
    let account = account_to_plan(&mut tx, &asked).await?.ok_or(Refusal::NotFound)?;
    let changes = changed_plan(&mut tx, &asked, &account).await?;
    let ground = ground(&mut tx, account, changes).await?;
    let ids = invoices(&asked)?;
    let named: Vec<_> =
        ground.forecast.debts.iter().map(|debt| (debt.item.invoice, debt.item.number.clone())).collect();
    if ids.is_empty() {
        return Err(form.back(FieldError::new("invoice", "pick_none")));
    }
    // Another's debt is not found, whoever it is of.
    if ids.iter().any(|id| !named.iter().any(|(known, _)| known == id)) {
        return Err(gone_or_unknown(&mut tx, &form, &ids).await?);
    }
    if form.words.chars().count() > WORDS_AT_MOST {
        return Err(form.back(FieldError::new("words", "words_long")));
    }
    let refused = |error: TalkError| match talk_error(&named, error) {
        Ok(error) => form.back(error),
        Err(refusal) => refusal,
    };
    let debts = ground.among(&ids).map_err(|gone| refused(TalkError::DebtGone(gone)))?;
    let owed = ground.owed(&debts).ok_or(Refusal::NotFound)?;
    let reckoning = reckoning(&ground, &debts, owed).ok_or_else(|| refused(TalkError::NoPlans))?;
    // The page says at its field what cannot be understood; the address holds all that was typed.
    let outcome = reckoning.answer(&asked).map_err(|_| form.back(FieldError::new("", "way_none")))?;
    let terms = match form.way.as_str() {
        "as-asked" if outcome.broken.is_empty() => outcome.terms,
        "person" if outcome.schedule.is_some() => outcome.terms,
        way => {
            let near = way.strip_prefix("near-").and_then(|index| index.parse::<usize>().ok());
            let nearest = reckoning.bounds.nearest(owed, &outcome.terms);
            let chosen = near.and_then(|index| nearest.get(index).cloned());
            chosen.ok_or_else(|| form.back(FieldError::new("way", "way_none")))?
        }
    };
    let proposal = Proposal {
        key: form.request_key.parse().unwrap_or_else(|_| Uuid::now_v7()),
        invoices: ids,
        terms,
        words: form.words.trim().to_owned(),
        replaces: changes,
    };
    let (id, state) = negotiating::propose(&mut tx, &ground, &proposal).await.map_err(refused)?;
    if let Some(each_month) = asked.budget(owed.currency).filter(|_| !form.show_budget.is_empty()) {
        negotiating::show_budget(&mut tx, id, each_month).await?;
    }
    tx.commit().await?;
    Ok(see_other(match state {
        Talk::ToSign => format!("/account/plans/{id}/agreement"),
        _ => format!("/account/plans/{id}?done=sent"),
    }))
}

/// An invoice that nothing is open on any more was paid meanwhile; one of another account does not exist.
async fn gone_or_unknown(tx: &mut Tx, form: &ProposeForm, ids: &[InvoiceId]) -> Result<Refusal, Refusal> {
    for id in ids {
        let account = crate::payments::store::reading::account_of_invoice(tx, *id).await?;
        if account.to_string() != form.account && !form.account.is_empty() {
            return Err(Refusal::NotFound);
        }
    }
    Ok(form.back(FieldError::new("", "debt_gone")))
}

impl ProposeForm {
    fn asked(&self) -> Asked {
        let text = |text: &String| text.clone();
        Asked {
            account: text(&self.account),
            invoice: self.invoice.clone(),
            how: text(&self.how),
            count: text(&self.count),
            each: text(&self.each),
            down: text(&self.down),
            frequency: text(&self.frequency),
            first_day: text(&self.first_day),
            first_month: text(&self.first_month),
            first_year: text(&self.first_year),
            replaces: text(&self.replaces),
            budget: text(&self.budget),
        }
    }

    /// Back to the simulator, with everything that was asked in its address.
    fn back(&self, error: FieldError) -> Refusal {
        let asked = self.asked();
        let mut query = Serializer::new(String::new());
        query.append_pair("account", &asked.account);
        asked.invoice.iter().for_each(|invoice| {
            query.append_pair("invoice", invoice);
        });
        for (name, value) in [
            ("how", asked.how()),
            ("count", &asked.count),
            ("each", &asked.each),
            ("down", &asked.down),
            ("frequency", &asked.frequency),
            ("first_day", &asked.first_day),
            ("first_month", &asked.first_month),
            ("first_year", &asked.first_year),
            ("replaces", &asked.replaces),
            ("budget", &asked.budget),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let fields = [("way", &self.way), ("words", &self.words)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::invalid(format!("/account/plans/new?{}", query.finish()), fields, error)
    }
}

/// Which plan a form is about, and what else it says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    plan: String,
    offer: String,
    owed: String,
    read: Vec<String>,
    sent: String,
    code: String,
    part: String,
    to_day: String,
    to_month: String,
    to_year: String,
}

impl PlanForm {
    fn plan(&self) -> Result<PlanId, Refusal> {
        self.plan.parse().map_err(|_| Refusal::NotFound)
    }
}

/// `POST /do/plans/refuse`
pub async fn refuse(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<PlanForm>,
) -> Result<SeeOther, Refusal> {
    let id = form.plan()?;
    let mut tx = db.begin(person.actor()).await?;
    let talk = own(&mut tx, id).await?;
    if talk.account.may < May::Negotiate {
        return Err(Refusal::Forbidden);
    }
    negotiating::refuse(&mut tx, &talk, "").await.map_err(|error| back_to_plan(id, &talk.invoices, error))?;
    tx.commit().await?;
    Ok(see_other(format!("/account/plans/{id}")))
}

const CODES_AT_MOST: i32 = 5;
const CODES_LAST: Duration = Duration::from_secs(15 * 60);

/// `POST /do/plans/ask-code`: the agreement was read; a code of its own goes to whoever signs.
pub async fn ask(
    person: SignedIn,
    State(db): State<Db>,
    State(keys): State<Keys>,
    Form(form): Form<PlanForm>,
) -> Result<SeeOther, Refusal> {
    let id = form.plan()?;
    let mut tx = db.begin(person.actor()).await?;
    let talk = own(&mut tx, id).await?;
    if talk.account.may < May::Negotiate {
        return Err(Refusal::Forbidden);
    }
    let named = talk.invoices.clone();
    let back =
        |error: FieldError| Refusal::invalid(format!("/account/plans/{id}/agreement"), Vec::new(), error);
    if !form.read.iter().any(|read| read == "yes") {
        return Err(back(FieldError::new("read", "consent_missing")));
    }
    let ready = ready(&mut tx, talk).await.map_err(|error| back_to_plan(id, &named, error))?;
    if form.offer != ready.offer.id.to_string() || ready.talk.state != Talk::ToSign {
        return Err(back_to_plan(id, &named, TalkError::Moved));
    }
    if form.owed != ready.owed().minor.to_string() {
        return Err(back(FieldError::new("", "amounts_moved")));
    }
    let exceeded =
        exceeds(&mut tx, person.person.0.as_bytes(), "agreement codes", CODES_AT_MOST, CODES_LAST).await?;
    if exceeded.is_some() {
        return Err(back(FieldError::new("", "code_rate")));
    }
    let digits = format!("{:06}", rand::rng().random_range(0..1_000_000));
    let creditor = ready.talk.account.creditor_name.clone();
    let code = ask_code(&mut tx, &keys, &ready, &digits, |lang| code_letter(lang, &creditor, &digits))
        .await
        .map_err(|error| back_to_plan(id, &named, error))?;
    let Some(code) = code else { return Err(back(FieldError::new("", "code_unsent"))) };
    tx.commit().await?;
    Ok(see_other(format!("/account/plans/{id}/sign?sent={code}")))
}

/// `POST /do/plans/sign`: with the right digits, and everything still as it was read, it is a plan.
pub async fn sign(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    State(keys): State<Keys>,
    address: Result<Extension<ClientAddress>, ExtensionRejection>,
    Form(form): Form<PlanForm>,
) -> Result<SeeOther, Refusal> {
    let id = form.plan()?;
    let code: Uuid = form.sent.parse().map_err(|_| Refusal::NotFound)?;
    let page = format!("/account/plans/{id}/sign?sent={code}");
    let refuse = |error: FieldError| Refusal::invalid(&page, Vec::new(), error);
    let digits = code_digits(&form.code).ok_or_else(|| refuse(FieldError::new("code", "otp_format")))?;
    let mut tx = db.begin(person.actor()).await?;
    let talk = own(&mut tx, id).await?;
    if talk.account.may < May::Negotiate {
        return Err(Refusal::Forbidden);
    }
    let Some(found) = sent(&mut tx, code).await?.filter(|sent| sent.plan == id) else {
        return Err(Refusal::NotFound);
    };
    alone(&mut tx, &talk).await?;
    let talk = own(&mut tx, id).await?;
    let named = talk.invoices.clone();
    let ready = ready(&mut tx, talk).await.map_err(|error| back_to_plan(id, &named, error))?;
    if found.offer != ready.offer.id || ready.talk.state != Talk::ToSign {
        return Err(back_to_plan(id, &named, TalkError::Moved));
    }
    if found.owed_minor != ready.owed().minor {
        let error = FieldError::new("", "amounts_moved");
        return Err(Refusal::invalid(format!("/account/plans/{id}/agreement"), Vec::new(), error));
    }
    let answer = answer_code(&mut tx, &keys, code, &digits).await?;
    let error = match answer {
        Answer::Right => None,
        Answer::Wrong { tries_left } => Some(FieldError::new("code", "otp_wrong").with(tries_left)),
        Answer::Spent => Some(FieldError::new("code", "otp_spent")),
        Answer::Expired => Some(FieldError::new("code", "otp_expired")),
    };
    if let Some(error) = error {
        // A wrong answer costs a try, so it is kept.
        tx.commit().await?;
        return Err(refuse(error));
    }
    let issuer = issuer(&mut tx, ready.talk.account.creditor).await?;
    let site = visit.public_url.split("://").last().unwrap_or_default().to_owned();
    let agreement = Agreement { ready: &ready, issuer: &issuer, site: &site };
    let from = address.map(|Extension(ClientAddress(address))| address.to_string()).unwrap_or_default();
    let consent = consent(&agreement.shown(visit.lang), visit.lang, code, &from, tx.now());
    let plan =
        sign_it(&mut tx, &ready, found, consent).await.map_err(|error| back_to_plan(id, &named, error))?;
    seal(&mut tx, &visit.public_url, agreement.order(visit.lang, &plan, &person.name)).await?;
    tell_signed(&mut tx, &plan).await?;
    tx.commit().await?;
    Ok(see_other(format!("/account/plans/{id}?done=signed")))
}

/// `POST /do/plans/move`
pub async fn move_payment(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<PlanForm>,
) -> Result<SeeOther, Refusal> {
    let (id, mut tx) = bent(&person, &db, &form).await?;
    let page = format!("/account/plans/{id}/move");
    let number: u16 = form.part.parse().map_err(|_| Refusal::NotFound)?;
    let fields = [
        ("part", &form.part),
        ("to_day", &form.to_day),
        ("to_month", &form.to_month),
        ("to_year", &form.to_year),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
    let refuse = |error: FieldError| Refusal::invalid(&page, fields.clone(), error);
    let to = parse_day(&form.to_day, &form.to_month, &form.to_year)
        .map_err(|_| refuse(FieldError::new("to", "date_wrong")))?;
    move_part(&mut tx, id, number, to).await.map_err(|error| bend_error(error, "to", refuse))?;
    tx.commit().await?;
    Ok(see_other(format!("/account/plans/{id}?done=changed")))
}

/// `POST /do/plans/skip`
pub async fn skip_payment(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<PlanForm>,
) -> Result<SeeOther, Refusal> {
    let (id, mut tx) = bent(&person, &db, &form).await?;
    let number: u16 = form.part.parse().map_err(|_| Refusal::NotFound)?;
    let page = format!("/account/plans/{id}/skip");
    let refuse = |error: FieldError| Refusal::invalid(&page, Vec::new(), error);
    skip_part(&mut tx, id, number).await.map_err(|error| bend_error(error, "part", refuse))?;
    tx.commit().await?;
    Ok(see_other(format!("/account/plans/{id}?done=changed")))
}

async fn bent(person: &SignedIn, db: &Db, form: &PlanForm) -> Result<(PlanId, Tx), Refusal> {
    let id = form.plan()?;
    let mut tx = db.begin(person.actor()).await?;
    let talk = own(&mut tx, id).await?;
    if talk.account.may < May::Negotiate {
        return Err(Refusal::Forbidden);
    }
    Ok((id, tx))
}

fn bend_error(error: KeepError, field: &str, refuse: impl Fn(FieldError) -> Refusal) -> Refusal {
    let code = match error {
        KeepError::Database(error) => return error.into(),
        KeepError::Post(error) => return error.into(),
        KeepError::NotKept => "not_kept",
        KeepError::Bend(BendError::Spent) => "bend_spent",
        KeepError::Bend(BendError::NotToCome) => "bend_not_to_come",
        KeepError::Bend(BendError::NotLater) => "bend_not_later",
        KeepError::Bend(BendError::PastTheNext) => "bend_past_next",
        KeepError::Bend(BendError::TooFar(latest)) => {
            return refuse(FieldError::new(field, "bend_too_far").with(latest));
        }
    };
    refuse(FieldError::new(field, code))
}
