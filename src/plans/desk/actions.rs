//! The team's answers and offers.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use super::deciding::{DecideError, Payload, Reach, agree, is_within_limits, measures, reach};
use crate::accounts::store::account;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::{AccountId, InvoiceId, OfferId, PlanId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::plans::asked::{AskError, Asked};
use crate::plans::model::{DeclineReason, Negotiation};
use crate::plans::pages::talk_error;
use crate::plans::schedule::{Schedule, Terms};
use crate::plans::store::ground::{Ground, ground};
use crate::plans::store::negotiating::{Proposal, TalkError, counter, decline};
use crate::plans::store::reading::negotiation;
use crate::plans::telling::{Answered, tell_answer};
use crate::plans::views::new::WORDS_AT_MOST;
use crate::policies::editing::typed::basis_points;

/// What the pages that decide and offer send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    account: String,
    invoice: Vec<String>,
    plan: String,
    offer: String,
    decision: String,
    reason: String,
    words: String,
    count: String,
    frequency: String,
    first_day: String,
    first_month: String,
    first_year: String,
    down: String,
    discount: String,
    request_key: String,
}

/// `POST /do/desk/answer-plan`
pub async fn answer(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<AnswerForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let id: PlanId = form.plan.parse().map_err(|_| Refusal::NotFound)?;
    let offer: OfferId = form.offer.parse().map_err(|_| Refusal::NotFound)?;
    let page = format!("/desk/plans/{id}");
    let mut tx = db.begin(staff.actor()).await?;
    let talk = negotiation(&mut tx, id).await?;
    let words = form.message(&page)?;
    let refused = |error: TalkError| form.talk(&page, &talk, error);
    let terms = match form.decision.as_str() {
        "accept" => None,
        "counter" => {
            let ground = ground(&mut tx, talk.account.clone(), talk.replaces).await?;
            Some(form.terms(&page, &ground, &talk.ids())?)
        }
        "decline" => {
            let reason = DeclineReason::parse(&form.reason)
                .ok_or_else(|| form.back(&page, FieldError::new("reason", "reason_none")))?;
            decline(&mut tx, &talk, offer, reason, &words).await.map_err(refused)?;
            tell_answer(&mut tx, &talk, Answered::Declined(reason)).await?;
            tx.commit().await?;
            return Ok(see_other(page));
        }
        _ => return Err(form.back(&page, FieldError::new("decision", "decision_none"))),
    };
    let ground = ground(&mut tx, talk.account.clone(), talk.replaces).await?;
    let payload = Payload { plan: id, offer, terms, words };
    let done = agree(&mut tx, &ground, &talk, &payload).await.map_err(|error| match error {
        DecideError::BeyondRules => form.back(&page, FieldError::new("", "beyond_rules")),
        DecideError::AlreadyAsked => form.back(&page, FieldError::new("", "already_asked")),
        DecideError::Talk(error) => refused(error),
        DecideError::Database(error) => error.into(),
    })?;
    tx.commit().await?;
    if done { Ok(see_other(page)) } else { Ok(see_other("/desk/approvals")) }
}

/// `POST /do/desk/offer-plan`: the team begins.
pub async fn offer(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<AnswerForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let id: AccountId = form.account.parse().map_err(|_| Refusal::NotFound)?;
    let page = format!("/desk/accounts/{id}/plans/offer");
    let mut tx = db.begin(staff.actor()).await?;
    let of = account(&mut tx, id).await?;
    let ground = ground(&mut tx, of, None).await?;
    let invoices: Vec<InvoiceId> =
        form.invoice.iter().map(|id| id.parse()).collect::<Result<_, _>>().map_err(|_| Refusal::NotFound)?;
    if invoices.is_empty() {
        return Err(form.back(&page, FieldError::new("invoice", "pick_none")));
    }
    let words = form.message(&page)?;
    let terms = form.terms(&page, &ground, &invoices)?;
    let debts = ground.among(&invoices).map_err(|_| form.back(&page, FieldError::new("", "offer_moved")))?;
    let owed = ground.owed(&debts).ok_or(Refusal::NotFound)?;
    // What is offered to somebody who did not ask stays inside what is published, so that nobody is offered more than
    // others, and inside the limits of whoever offers it.
    let schedule =
        Schedule::of(owed, &terms).map_err(|_| form.back(&page, FieldError::new("count", "unsplittable")))?;
    let may = match reach(&ground, owed, &terms) {
        Reach::Published => true,
        Reach::ByPerson => {
            is_within_limits(&mut tx, staff.staff, &measures(&ground, &terms, &schedule)).await?
        }
        Reach::Beyond => return Err(form.back(&page, FieldError::new("", "beyond_rules"))),
    };
    if !may {
        return Err(form.back(&page, FieldError::new("", "over_limit")));
    }
    let key = form.request_key.parse().unwrap_or_else(|_| Uuid::now_v7());
    let proposal = Proposal { key, invoices, terms, words, replaces: None };
    let plan = counter(&mut tx, &ground, None, &proposal).await.map_err(|error| match error {
        TalkError::Database(error) => error.into(),
        _ => form.back(&page, FieldError::new("", "offer_moved")),
    })?;
    let talk = negotiation(&mut tx, plan).await?;
    tell_answer(&mut tx, &talk, Answered::Countered).await?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/plans/{plan}")))
}

impl AnswerForm {
    fn message(&self, page: &str) -> Result<String, Refusal> {
        let words = self.words.trim();
        if words.is_empty() {
            return Err(self.back(page, FieldError::new("words", "message_empty")));
        }
        if words.chars().count() > WORDS_AT_MOST {
            return Err(self.back(page, FieldError::new("words", "words_long")));
        }
        Ok(words.to_owned())
    }

    /// The terms that the team writes, of these debts.
    fn terms(&self, page: &str, ground: &Ground, invoices: &[InvoiceId]) -> Result<Terms, Refusal> {
        let debts =
            ground.among(invoices).map_err(|_| self.back(page, FieldError::new("", "offer_moved")))?;
        let owed = ground.owed(&debts).ok_or(Refusal::NotFound)?;
        // Nobody signs a plan of a creditor who has published no rules for them.
        let bounds = ground.bounds.clone().ok_or(Refusal::NotFound)?;
        let asked = Asked {
            how: Asked::COUNT.to_owned(),
            count: self.count.clone(),
            down: self.down.clone(),
            frequency: self.frequency.clone(),
            first_day: self.first_day.clone(),
            first_month: self.first_month.clone(),
            first_year: self.first_year.clone(),
            ..Asked::default()
        };
        let terms = asked.terms(owed, &bounds).map_err(|error| {
            let code = match error {
                AskError::DatePast => "date_past",
                AskError::DateWrong(_) => "date",
                AskError::DownWrong(_) | AskError::DownNegative | AskError::DownTooMuch(_) => "amount",
                _ => "count",
            };
            self.back(page, FieldError::new(error.field(), code))
        })?;
        let terms = Terms { discount_basis_points: self.discount(page)?, ..terms };
        match Schedule::of(owed, &terms) {
            Ok(_) => Ok(terms),
            Err(_) => Err(self.back(page, FieldError::new("count", "unsplittable"))),
        }
    }

    /// What is taken off when all the rest is paid, in hundredths of a per cent.
    fn discount(&self, page: &str) -> Result<i64, Refusal> {
        match self.discount.trim().trim_end_matches(['%', ' ', '\u{a0}']) {
            "" => Ok(0),
            typed => basis_points(typed)
                .filter(|points| *points < 10_000)
                .ok_or_else(|| self.back(page, FieldError::new("discount", "discount_wrong"))),
        }
    }

    fn talk(&self, page: &str, talk: &Negotiation, error: TalkError) -> Refusal {
        match talk_error(&talk.invoices, error) {
            Ok(error) => self.back(page, error),
            Err(refusal) => refusal,
        }
    }

    fn back(&self, page: &str, error: FieldError) -> Refusal {
        let mut fields: Vec<(String, String)> = [
            ("decision", &self.decision),
            ("reason", &self.reason),
            ("words", &self.words),
            ("count", &self.count),
            ("frequency", &self.frequency),
            ("first_day", &self.first_day),
            ("first_month", &self.first_month),
            ("first_year", &self.first_year),
            ("down", &self.down),
            ("discount", &self.discount),
        ]
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .to_vec();
        fields.extend(self.invoice.iter().map(|invoice| ("invoice".to_owned(), invoice.clone())));
        Refusal::invalid(page, fields, error)
    }
}
