//! `/desk/plans` and what lies below it.

use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

use super::deciding::{is_within_limits, measures, reach};
use super::reading::said;
use super::store::{PLANS_SHOWN, PROPOSALS_SHOWN, at_risk, rates, record, waiting};
use super::views::{Deciding, deciding, overview, stands_until};
use crate::accounts::model::Viewer;
use crate::accounts::store::zone_of;
use crate::documents::files;
use crate::documents::model::PaperKind;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::PlanId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::messages::islands::Follow;
use crate::messages::model::Matter;
use crate::messages::section::{Reads, section, sentence_or};
use crate::messages::store::following::Place;
use crate::messages::store::reading::about_plan;
use crate::messages::views::Side;
use crate::messages::words as message_words;
use crate::opinions::model::Closed;
use crate::opinions::section::answered;
use crate::plans::model::Negotiation;
use crate::plans::pages::kept;
use crate::plans::schedule::Schedule;
use crate::plans::state::Talk;
use crate::plans::store::ground::ground;
use crate::plans::store::negotiating::shown_budget;
use crate::plans::store::reading::{
    agreement_paper, history, negotiation, plan as read_plan, progress, speaks_for_plan,
};
use crate::plans::views::plan::plan_view;
use crate::plans::words;
use crate::plans::words::desk;
use crate::policies::rules::Frequency;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{BackLink, DeskFrame, DeskPlace, Refilled};

/// `GET /desk/plans`
pub async fn plans(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let mut listed = Vec::new();
    for one in waiting(&mut tx, PROPOSALS_SHOWN).await? {
        let talk = negotiation(&mut tx, one.id).await?;
        let asks = talk.current().and_then(|offer| offer.schedule().ok());
        let asks = asks.map(|schedule| words::in_short(lang, &schedule)).unwrap_or_default();
        listed.push((one, asks));
    }
    let mut behind = Vec::new();
    for id in at_risk(&mut tx, PLANS_SHOWN).await? {
        if let Some(plan) = read_plan(&mut tx, id).await? {
            let standing = progress(&mut tx, &plan).await?;
            behind.push((plan, standing));
        }
    }
    let body = overview(lang, &listed, &behind, &rates(&mut tx).await?);
    Ok(desk_page(&visit, frame(&staff), Page::new(desk::proposals(lang), body)))
}

/// `GET /desk/plans/{id}`: the plan as its keeper reads it, or the proposal with what it takes to decide.
pub async fn plan(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: PlanId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let talk = negotiation(&mut tx, id).await?;
    tx.audit("read", "plan", id.0, Some(talk.account.id)).await?;
    let viewer = Viewer::Staff(talk.account.id);
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence_or(lang, error, said));
    let (conversations, last) = conversations(&mut tx, lang, &staff, &talk, &form).await?;
    let opinion = answered(&mut tx, lang, Closed::Plan(id)).await?;
    let (title, body, errors) = match kept(&mut tx, id).await? {
        Some(kept) => {
            let account = format!("/desk/accounts/{}", talk.account.id);
            // The page of the proposal has more parts that are drawn anew: what it came to takes the place of all of them.
            let body = view! {
                <BackLink lang=lang href="/desk/plans" />
                <div id="followed-state"></div>
                <div id="followed">{plan_view(lang, viewer, &kept)}</div>
                <div id="followed-ways"></div>
                <div id="followed-facts"></div>
                <div id="followed-notes"></div>
                <p><a href=account>{desk::open_account(lang)}</a></p>
            };
            (kept.plan.name(), body.into_any(), form.field_errors())
        }
        None => {
            let body = decision(&mut tx, lang, &staff, &talk, &form).await?;
            let errors = form.errors().into_iter().filter(|(field, _)| !field.is_empty()).collect();
            (desk::heading(lang, &talk.account.debtor_name), body, errors)
        }
    };
    tx.commit().await?;
    let stream = format!("/live/desk?matter={}", Matter::Plan(id));
    let body = view! { {body} <Follow lang=lang address=stream after=last /> {opinion} {conversations} };
    Ok(desk_page(&visit, frame(&staff), Page::new(title, body).with_islands().errors(errors)))
}

/// What is said about it: with whoever keeps it here, and with others of the account where each is. And where the last that
/// was said here stands in the order of everything said.
async fn conversations(
    tx: &mut Tx,
    lang: Lang,
    staff: &StaffIn,
    talk: &Negotiation,
    form: &Refilled,
) -> Result<(AnyView, i64), sqlx::Error> {
    let keeper = speaks_for_plan(tx, talk).await?;
    let mut links = Vec::new();
    for thread in about_plan(tx, talk.id).await?.into_iter().filter(|thread| Some(thread.person) != keeper) {
        let href = format!("/desk/messages/{}", thread.id);
        links.push(view! { <p><a href=href>{message_words::customer(lang, &thread.person_name)}</a></p> });
    }
    let own = match keeper {
        Some(person) => {
            let place = Place { account: talk.account.id, person, matter: Matter::Plan(talk.id) };
            let reads = Reads { side: Side::Team, may_write: staff.role.may_change() };
            Some(section(tx, lang, &talk.account, place, reads, form).await?)
        }
        None => None,
    };
    let last = own.as_ref().map_or(0, |own| own.last);
    Ok((view! { {own.map(|own| own.view)} {links} }.into_any(), last))
}

async fn decision(
    tx: &mut Tx,
    lang: Lang,
    staff: &StaffIn,
    talk: &Negotiation,
    form: &Refilled,
) -> Result<AnyView, Refusal> {
    let ground = ground(tx, talk.account.clone(), talk.replaces).await?;
    let offer = talk.current().ok_or(Refusal::NotFound)?;
    let owed = match ground.among(&talk.ids()) {
        Ok(debts) => ground.owed(&debts).unwrap_or(offer.owed),
        Err(_) => offer.owed,
    };
    let schedule = Schedule::of(owed, &offer.terms).ok();
    let bounds = ground.bounds.as_ref();
    let broken = bounds.map(|bounds| bounds.broken(owed, &offer.terms)).unwrap_or_default();
    let nearest = bounds.map(|bounds| bounds.nearest(owed, &offer.terms)).unwrap_or_default();
    let within_limit = match &schedule {
        Some(schedule) => {
            let measures = measures(&ground, &offer.terms, schedule);
            is_within_limits(tx, staff.staff, &measures).await?
        }
        None => false,
    };
    let history = history(tx, talk.id).await?;
    let zone = zone_of(tx, &talk.account).await?;
    let stands = stands_until(lang, talk, zone).filter(|_| talk.state == Talk::ToSign);
    let page = Deciding {
        talk,
        broken,
        reach: reach(&ground, owed, &offer.terms),
        within_limit,
        nearest,
        owed,
        record: record(tx, talk.account.id).await?,
        budget: shown_budget(tx, talk).await?,
        history: &history,
        zone,
        may_answer: staff.role.may_change(),
        frequencies: Frequency::ALL.to_vec(),
        schedule,
        form,
    };
    let view = deciding(lang, &page);
    let stands = stands.map(|stands| view! { <p>{stands}</p> });
    Ok(view! { {view} <div id="followed-notes">{stands}</div> }.into_any())
}

/// `GET /desk/plans/{id}/agreement.pdf`
pub async fn agreement_pdf(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PlanId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    negotiation(&mut tx, id).await?;
    let paper = agreement_paper(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok(files::pdf(visit.lang, PaperKind::Agreement, paper))
}

fn frame(staff: &StaffIn) -> DeskFrame {
    DeskFrame { place: Some(DeskPlace::Plans), signed_in: staff.name.clone() }
}
