//! The pages about plans for whoever owes. Choosing changes nothing, so all that the simulator needs stands in its
//! address.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::frame::person_frame;
use crate::accounts::model::{May, Viewer};
use crate::accounts::store::{accounts_of_person, zone_of};
use crate::documents::files;
use crate::documents::model::PaperKind;
use crate::documents::store::issuer;
use crate::identity::extract::SignedIn;
use crate::kernel::dates::long_day;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountId, InvoiceId, PlanId};
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, see_other};
use crate::messages::islands::Follow;
use crate::messages::model::Matter;
use crate::messages::section::{Reads, section, sentence_or};
use crate::messages::store::following::Place;
use crate::messages::views::Side;
use crate::messages::words as message_words;
use crate::opinions::model::Closed;
use crate::opinions::section::asked;
use crate::payments::autopay::store::reading::at_plan;
use crate::plans::agreement::Agreement;
use crate::plans::model::{Negotiation, Plan};
use crate::plans::standing::Progress;
use crate::plans::state::Talk;
use crate::plans::store::negotiating::TalkError;
use crate::plans::store::reading::{
    agreement_paper, bends, history, negotiation, negotiations_of, open_on, plan as read_plan, plans_of,
    progress,
};
use crate::plans::store::signing::{ready, sent};
use crate::plans::views::agreement::{Reading, code_view, reading_view};
use crate::plans::views::list::plan_list;
use crate::plans::views::new::picture;
use crate::plans::views::plan::{Kept, plan_view};
use crate::plans::views::talk::{history_view, talk_view};
use crate::plans::words;
use crate::plans::words::agreement as agreement_words;
use crate::plans::words::keeping;
use crate::ui::page::{Page, Visit, debtor_page};
use crate::ui::{Actions, ButtonLink, Notice, NoticeKind, Refilled};

/// `GET /account/plans`
pub async fn plans(person: SignedIn, visit: Visit, State(db): State<Db>) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let (plans, talks) = (read_all(&mut tx, &ids).await?, negotiations_of(&mut tx, &ids).await?);
    let may = accounts.iter().any(|account| account.may >= May::Negotiate);
    let propose = may.then(|| {
        view! { <Actions><ButtonLink href="/account/plans/new">{words::propose_one(lang)}</ButtonLink></Actions> }
    });
    let title = words::plans(lang);
    let body = view! {
        <h1>{title}</h1>
        {plan_list(lang, Viewer::Person, &plans, &talks)}
        {propose}
    };
    let frame = person_frame(&mut tx, &visit, &person.name, None, &accounts, &[]).await?;
    Ok(debtor_page(&visit, frame, Page::new(title, body)))
}

/// Plans with how far each has come.
pub async fn read_all(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<(Plan, Progress)>, sqlx::Error> {
    let mut read = Vec::new();
    for plan in plans_of(tx, accounts).await? {
        let standing = progress(tx, &plan).await?;
        read.push((plan, standing));
    }
    Ok(read)
}

/// How somebody comes to the page of a plan.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// `GET /account/plans/{id}`: the negotiation, or the plan that came of it.
pub async fn plan(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: PlanId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let talk = own(&mut tx, id).await?;
    let accounts = [talk.account.clone()];
    let came_back = visit.draft.as_ref().and_then(|draft| draft.error("").cloned());
    let top = came_back.map(|error| {
        view! { <Notice kind=NoticeKind::Attention heading=sentence(lang, &error) focused=true>{words::nothing_changes(lang)}</Notice> }
    });
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence_or(lang, error, sentence));
    let place = Place { account: talk.account.id, person: person.person, matter: Matter::Plan(id) };
    let reads = Reads { side: Side::Person, may_write: true };
    let said = section(&mut tx, lang, &talk.account, place, reads, &form).await?;
    let kept = kept(&mut tx, id).await?;
    let done = done_notice(lang, &done, &talk, kept.as_ref());
    let (title, body) = match kept {
        Some(kept) => {
            let title = keeping::heading(lang, &kept.plan.name());
            (title, plan_view(lang, Viewer::Person, &kept))
        }
        None => {
            let zone = zone_of(&mut tx, &talk.account).await?;
            let history = history(&mut tx, id).await?;
            let may = talk.account.may >= May::Negotiate;
            let view = talk_view(lang, &talk, zone, &history, may);
            let view = view! { {view} {history_view(lang, &history, zone)} }.into_any();
            (words::plans(lang).to_owned(), view)
        }
    };
    let stream = format!("/live/messages?account={}&matter=plan:{id}", talk.account.id);
    let opinion = asked(&mut tx, lang, Closed::Plan(id)).await?;
    let body = view! {
        {top}
        {done}
        <Follow lang=lang address=stream after=said.last />
        <div id="followed">{body}</div>
        {said.view}
        <div id="followed-ways">{opinion}</div>
    };
    let frame = person_frame(&mut tx, &visit, &person.name, None, &accounts, &[]).await?;
    tx.commit().await?;
    Ok(debtor_page(&visit, frame, Page::new(title, body).with_islands().errors(form.field_errors())))
}

fn done_notice(lang: Lang, done: &str, talk: &Negotiation, kept: Option<&Kept>) -> Option<AnyView> {
    let signed = kept.and_then(|kept| Some((kept.plan.name(), *kept.progress.next()?, &kept.progress)));
    let (heading, text) = match done {
        "sent" if talk.state == Talk::WithCreditor => {
            (words::proposal_sent(lang).to_owned(), words::still_payable(lang).to_owned())
        }
        "signed" => {
            let (name, next, progress) = signed?;
            let (amount, on) = (progress.money(next.left_minor), long_day(next.part.due_on, lang));
            (agreement_words::signed(lang, &name), agreement_words::signed_next(lang, amount, &on))
        }
        "said" => (message_words::said(lang).to_owned(), String::new()),
        "changed" => (keeping::changed_done(lang).to_owned(), keeping::costs_nothing(lang).to_owned()),
        _ => return None,
    };
    Some(view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{text}</Notice> }.into_any())
}

/// The plan with all that its page shows, if there is one.
pub async fn kept(tx: &mut Tx, id: PlanId) -> Result<Option<Kept>, sqlx::Error> {
    let Some(plan) = read_plan(tx, id).await? else { return Ok(None) };
    Ok(Some(Kept {
        progress: progress(tx, &plan).await?,
        history: history(tx, id).await?,
        open: open_on(tx, &plan).await?,
        bends: bends(tx, id).await?,
        autopay: at_plan(tx, &plan).await?,
        code: agreement_paper(tx, id).await?.map(|paper| paper.code),
        zone: zone_of(tx, &plan.account).await?,
        plan,
    }))
}

/// The negotiation, if it is of an account of this person's.
pub(super) async fn own(tx: &mut Tx, id: PlanId) -> Result<Negotiation, Refusal> {
    Ok(negotiation(tx, id).await?)
}

/// `GET /account/plans/{id}/agreement`: all of it, with the numbers of today, and the one thing to tick.
pub async fn agreement(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: PlanId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let talk = own(&mut tx, id).await?;
    if talk.account.may < May::Negotiate {
        return Err(Refusal::Forbidden);
    }
    if talk.state != Talk::ToSign {
        return Ok(see_other(format!("/account/plans/{id}")).into_response());
    }
    let named = talk.invoices.clone();
    let ready = ready(&mut tx, talk).await.map_err(|error| back_to_plan(id, &named, error))?;
    let issuer = issuer(&mut tx, ready.talk.account.creditor).await?;
    let site = visit.public_url.split("://").last().unwrap_or_default().to_owned();
    let blocks = Agreement { ready: &ready, issuer: &issuer, site: &site }.blocks(lang);
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let errors = form.errors().into_iter().filter(|(field, _)| !field.is_empty()).collect();
    let page = Reading {
        plan: id.to_string(),
        offer: ready.offer.id.to_string(),
        owed_minor: ready.owed().minor,
        blocks: &blocks,
        form: &form,
        picture: picture(lang, "agreement", &ready.schedule),
    };
    let title = agreement_words::read_heading(lang);
    let body = reading_view(lang, page);
    let accounts = std::slice::from_ref(&ready.talk.account);
    let frame = person_frame(&mut tx, &visit, &person.name, None, accounts, &[]).await?;
    Ok(debtor_page(&visit, frame, Page::new(title, body).errors(errors)))
}

/// Which code was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WhichCode {
    sent: String,
}

/// `GET /account/plans/{id}/sign`: where the code is typed.
pub async fn sign_page(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
    Query(which): Query<WhichCode>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: PlanId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let talk = own(&mut tx, id).await?;
    let code: Option<Uuid> = which.sent.parse().ok();
    let found = match code {
        Some(code) => sent(&mut tx, code).await?.filter(|sent| sent.plan == id).map(|_| code),
        None => None,
    };
    let Some(code) = found else {
        return Ok(see_other(format!("/account/plans/{id}")).into_response());
    };
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let title = agreement_words::code_heading(lang);
    let body = code_view(lang, &id.to_string(), &code.to_string(), &form);
    let accounts = std::slice::from_ref(&talk.account);
    let frame = person_frame(&mut tx, &visit, &person.name, None, accounts, &[]).await?;
    Ok(debtor_page(&visit, frame, Page::new(title, body).errors(form.errors())))
}

/// `GET /account/plans/{id}/agreement.pdf`: the bytes that were sealed.
pub async fn agreement_pdf(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PlanId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    own(&mut tx, id).await?;
    let paper = agreement_paper(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok(files::pdf(visit.lang, PaperKind::Agreement, paper))
}

/// `GET /account/plans/{id}/calendar.ics`: what is still to be paid, a day each.
pub async fn calendar(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PlanId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    own(&mut tx, id).await?;
    let plan = read_plan(&mut tx, id).await?.filter(|plan| plan.state.is_open()).ok_or(Refusal::NotFound)?;
    let standing = progress(&mut tx, &plan).await?;
    let text = crate::plans::calendar::calendar(visit.lang, &plan, &standing, tx.now());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"plan-{}.ics\"", plan.number)),
    ];
    Ok((headers, text).into_response())
}

/// Leads back to the page of the plan, which says what came of it.
pub(super) fn back_to_plan(id: PlanId, named: &[(InvoiceId, String)], error: TalkError) -> Refusal {
    match talk_error(named, error) {
        Ok(error) => Refusal::invalid(format!("/account/plans/{id}"), Vec::new(), error),
        Err(refusal) => refusal,
    }
}

/// What went wrong as a form says it.
pub(super) fn talk_error(named: &[(InvoiceId, String)], error: TalkError) -> Result<FieldError, Refusal> {
    Ok(match error {
        TalkError::Database(error) => return Err(error.into()),
        TalkError::NoPlans => FieldError::new("", "no_plans_now"),
        TalkError::DebtGone(gone) => {
            let number = named.iter().find(|(id, _)| *id == gone).map(|(_, number)| number.clone());
            FieldError::new("", "debt_gone").with(number.unwrap_or_default())
        }
        TalkError::Expired => FieldError::new("", "offer_expired"),
        TalkError::Moved => FieldError::new("", "offer_moved"),
    })
}

/// The sentence of whatever the forms of this room can be refused for.
pub(super) fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = |at: usize| error.args.get(at).cloned().unwrap_or_default();
    match error.code.as_str() {
        "debt_gone" => words::debt_gone(lang, &named(0)),
        "offer_expired" => words::offer_expired(lang).to_owned(),
        "offer_moved" => words::offer_moved(lang).to_owned(),
        "amounts_moved" => words::amounts_moved(lang).to_owned(),
        "no_plans_now" => words::no_plans_now(lang).to_owned(),
        "way_none" => words::way_none(lang).to_owned(),
        "words_long" => words::words_long(lang).to_owned(),
        "consent_missing" => agreement_words::consent_missing(lang).to_owned(),
        "code_unsent" => agreement_words::code_unsent(lang).to_owned(),
        "code_rate" => agreement_words::code_rate(lang).to_owned(),
        "otp_format" => agreement_words::code_format(lang).to_owned(),
        "otp_wrong" => agreement_words::code_wrong(lang, &named(0)),
        "otp_spent" => agreement_words::code_spent(lang).to_owned(),
        "otp_expired" => agreement_words::code_expired(lang).to_owned(),
        "bend_spent" => keeping::bend_spent(lang).to_owned(),
        "bend_not_to_come" => keeping::bend_not_to_come(lang).to_owned(),
        "bend_too_far" => {
            let latest = named(0).parse().map(|day| long_day(day, lang));
            keeping::bend_too_far(lang, &latest.unwrap_or_default())
        }
        "bend_not_later" => keeping::bend_not_later(lang).to_owned(),
        "bend_past_next" => keeping::bend_past_next(lang).to_owned(),
        "date_wrong" => words::date_day(lang).to_owned(),
        _ => keeping::not_kept(lang).to_owned(),
    }
}
