//! `/desk/plans/campaigns` and what lies below it.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;

use super::actions::{chosen, may_open};
use super::considering::{bounds_of, consider, understood};
use super::model::CampaignForm;
use super::store::{became, campaigns, payees};
use super::views::{NewPage, campaign_view, list_view, new_view, said};
use super::words;
use crate::accounts::store::zone;
use crate::identity::extract::StaffIn;
use crate::kernel::dates::short_day;
use crate::kernel::db::Db;
use crate::kernel::ids::CampaignId;
use crate::kernel::web::Refusal;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskFrame, DeskPlace, Refilled};

/// `GET /desk/plans/campaigns`
pub async fn all(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let body = list_view(visit.lang, &campaigns(&mut tx, None).await?, may_open(staff.role))?;
    Ok(desk_page(&visit, frame(&staff), Page::new(words::campaigns(visit.lang), body)))
}

/// `GET /desk/plans/campaigns/new`: the question, and below it who would get what.
pub async fn new(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(form): Query<CampaignForm>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let payees = payees(&mut tx).await?;
    let payee = chosen(&payees, &form).ok_or(Refusal::NotFound)?;
    let bounds = bounds_of(&mut tx, &payee).await?;
    let (mut considered, mut wrong) = (None, None);
    if let Some(bounds) = bounds.as_ref().filter(|_| form.is_asked()) {
        match understood(&form, &payee, bounds) {
            Ok((selection, _)) => {
                considered = Some(consider(&mut tx, &payee, bounds, &selection, &form.asked()).await?);
            }
            Err(error) => wrong = Some(error),
        }
    }
    let refused = Refilled::of(visit.draft.as_ref(), |error| said(lang, error));
    let page = NewPage {
        payees: &payees,
        payee: &payee,
        bounds: bounds.as_ref(),
        form: &form,
        considered,
        wrong,
        refused: &refused,
        may_open: may_open(staff.role),
    };
    let mut errors = refused.errors();
    errors.retain(|(field, _)| !field.is_empty());
    errors.extend(page.error(lang));
    let body = new_view(lang, page);
    Ok(desk_page(&visit, frame(&staff), Page::new(words::begin(lang), body).errors(errors)))
}

/// `GET /desk/plans/campaigns/{campaign}`
pub async fn one(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: CampaignId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let campaign = campaigns(&mut tx, Some(id)).await?.pop().ok_or(Refusal::NotFound)?;
    tx.audit("read", "plan_campaign", id.0, None).await?;
    let offers = became(&mut tx, id).await?;
    tx.commit().await?;
    let zone = zone(&campaign.payee.time_zone)?;
    let day = short_day(campaign.opened_at.with_timezone(&zone).date_naive(), lang);
    let title = words::of_day(lang, &campaign.payee.name, &day);
    let body = campaign_view(lang, &title, &campaign, &offers);
    Ok(desk_page(&visit, frame(&staff), Page::new(title, body)))
}

fn frame(staff: &StaffIn) -> DeskFrame {
    DeskFrame { place: Some(DeskPlace::Plans), signed_in: staff.name.clone() }
}
