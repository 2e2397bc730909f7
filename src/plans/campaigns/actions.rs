//! Opening a campaign.

use axum::extract::State;
use axum_extra::extract::Form;
use uuid::Uuid;

use super::considering::{Offered, bounds_of, consider, understood};
use super::model::CampaignForm;
use super::store::{Payee, mark, open, opened_with, payees};
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{CampaignId, PlanId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::plans::store::negotiating::{Proposal, TalkError, counter};
use crate::plans::store::reading::negotiation;
use crate::plans::telling::{Answered, tell_answer};
use crate::plans::views::new::WORDS_AT_MOST;

/// Whether this role offers something to many at once.
pub fn may_open(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::Administrator)
}

/// `POST /do/desk/open-plan-campaign`: everybody gets their offer, or nobody does.
pub async fn open_campaign(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<CampaignForm>,
) -> Result<SeeOther, Refusal> {
    if !may_open(staff.role) {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let payee = chosen(&payees(&mut tx).await?, &form).ok_or(Refusal::NotFound)?;
    let bounds = bounds_of(&mut tx, &payee).await?.ok_or(Refusal::NotFound)?;
    let words = form.words.trim();
    if words.is_empty() {
        return Err(back(&form, FieldError::new("words", "message_empty")));
    }
    if words.chars().count() > WORDS_AT_MOST {
        return Err(back(&form, FieldError::new("words", "message_long")));
    }
    let (selection, terms) =
        understood(&form, &payee, &bounds).map_err(|_| back(&form, FieldError::new("", "changed")))?;
    let key = form.request_key.parse().unwrap_or_else(|_| Uuid::now_v7());
    let considered = consider(&mut tx, &payee, &bounds, &selection, &form.asked()).await?;
    if considered.offered.is_empty() {
        return match opened_with(&mut tx, key).await? {
            Some(id) => Ok(see_other(campaign_href(id))),
            None => Err(back(&form, FieldError::new("", "changed"))),
        };
    }
    let passed_over = considered.passed_over.len();
    let Some(id) = open(&mut tx, &payee, (&selection, &terms), words, key, passed_over).await? else {
        let id = opened_with(&mut tx, key).await?.ok_or(Refusal::NotFound)?;
        return Ok(see_other(campaign_href(id)));
    };
    for offered in considered.offered {
        let plan = put_forward(&mut tx, offered, words).await.map_err(|error| match error {
            TalkError::Database(error) => error.into(),
            _ => back(&form, FieldError::new("", "changed")),
        })?;
        mark(&mut tx, plan, id).await?;
    }
    tx.commit().await?;
    Ok(see_other(campaign_href(id)))
}

pub fn campaign_href(id: CampaignId) -> String {
    format!("/desk/plans/campaigns/{id}")
}

/// The one of these that the form names; the only one where it names none.
pub fn chosen(payees: &[Payee], form: &CampaignForm) -> Option<Payee> {
    match form.whose() {
        Some(of) => payees.iter().find(|payee| (payee.creditor, payee.currency) == of).cloned(),
        None if form.of.is_empty() => payees.first().cloned(),
        None => None,
    }
}

async fn put_forward(tx: &mut Tx, offered: Offered, words: &str) -> Result<PlanId, TalkError> {
    let Offered { ground, invoices, terms, .. } = offered;
    let proposal = Proposal { key: Uuid::now_v7(), invoices, terms, words: words.to_owned(), replaces: None };
    let plan = counter(tx, &ground, None, &proposal).await?;
    let talk = negotiation(tx, plan).await?;
    tell_answer(tx, &talk, Answered::Countered).await?;
    Ok(plan)
}

/// Back to the page that shows who would get it, with everything that was typed.
fn back(form: &CampaignForm, error: FieldError) -> Refusal {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in form.fields() {
        query.append_pair(&name, &value);
    }
    let page = format!("/desk/plans/campaigns/new?{}", query.finish());
    Refusal::invalid(page, vec![("words".to_owned(), form.words.clone())], error)
}
