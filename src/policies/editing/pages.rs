//! The pages of the team about terms: every version, one of them, and a draft part by part.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::documents::store::issuer;
use crate::identity::extract::StaffIn;
use crate::kernel::dates::long_day;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::PolicyVersionId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::policies::composing::Document;
use crate::policies::differences::differences;
use crate::policies::editing::actions::{may_draft, today};
use crate::policies::editing::effect::effect;
use crate::policies::editing::faults::faults;
use crate::policies::editing::fields::main_currency;
use crate::policies::editing::publishing::{earliest, waits};
use crate::policies::editing::store::{self, Draft, Publisher};
use crate::policies::editing::views::draft::{DraftPage, as_customer_view, draft_view, part_view};
use crate::policies::editing::views::list::{Listed, list_view, version_view};
use crate::policies::store::{Version, versions};
use crate::policies::text::Section;
use crate::policies::words::editing as words;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskFrame, DeskPlace, Refilled};

/// Which part of a draft is open, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PartQuery {
    part: String,
    saved: String,
    discard: String,
}

/// `GET /desk/policies`
pub async fn policies(staff: StaffIn, visit: Visit, State(db): State<Db>) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let mut listed = Vec::new();
    for publisher in store::publishers(&mut tx).await? {
        let versions = versions(&mut tx, publisher.creditor).await?;
        let draft = store::draft_of(&mut tx, publisher.creditor).await?;
        let waits = match &draft {
            Some(draft) => waits(&mut tx, draft.id).await?,
            None => None,
        };
        let today = today(&tx, &publisher)?;
        listed.push(Listed { publisher, versions, draft, waits, today });
    }
    let body = list_view(visit.lang, &listed, may_draft(staff.role));
    Ok(answer(&visit, &staff, Page::new(words::policies(visit.lang), body)))
}

/// `GET /desk/policies/{id}`: a published version, or a draft with its parts.
pub async fn policy(
    staff: StaffIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
    Query(query): Query<PartQuery>,
) -> Result<Response, Refusal> {
    let id: PolicyVersionId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let publisher = store::publisher_of(&mut tx, id).await?;
    let all = versions(&mut tx, publisher.creditor).await?;
    match store::draft(&mut tx, id).await? {
        Some(draft) => draft_page(&mut tx, &staff, &visit, &query, publisher, all, draft).await,
        None => version_page(&mut tx, &staff, &visit, &publisher, &all, id).await,
    }
}

async fn version_page(
    tx: &mut Tx,
    staff: &StaffIn,
    visit: &Visit,
    publisher: &Publisher,
    all: &[Version],
    id: PolicyVersionId,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let at = all.iter().position(|version| version.policy.id == id).ok_or(Refusal::NotFound)?;
    let version = &all[at];
    let issuer = issuer(tx, publisher.creditor).await?;
    let of = |version: &Version| {
        let parameters = &version.policy.parameters;
        Document::of(lang, &issuer, parameters, &version.text, main_currency(parameters))
    };
    let document = of(version);
    let changes = all.get(at + 1).map(|before| (before.policy.number, differences(&of(before), &document)));
    let accepted = store::acceptance_count(tx, id).await?;
    let today = today(tx, publisher)?;
    let body = version_view(lang, publisher, all, version, &document, changes.as_ref(), accepted, today);
    let title = words::version_heading(lang, version.policy.number);
    Ok(answer(visit, staff, Page::new(title, body)))
}

async fn draft_page(
    tx: &mut Tx,
    staff: &StaffIn,
    visit: &Visit,
    query: &PartQuery,
    publisher: Publisher,
    all: Vec<Version>,
    draft: Draft,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let understood = draft.understood();
    let faults = faults(&understood, draft.in_force_from);
    let latest = all.first();
    let today = today(tx, &publisher)?;
    let earliest = earliest(today, latest.map(|latest| latest.policy.in_force_from));
    let issuer = issuer(tx, publisher.creditor).await?;
    let waits = waits(tx, draft.id).await?;
    let page = DraftPage {
        may_write: may_draft(staff.role) && waits.is_none(),
        waits,
        saved: !query.saved.is_empty(),
        form: Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error)),
        publisher,
        issuer,
        draft,
        understood,
        faults,
        earliest,
    };
    let title = words::draft_heading(lang, page.draft.number);
    let shown = match (Section::parse(&query.part), query.part.as_str()) {
        (Some(section), _) => {
            let errors = page.errors(lang, section);
            Page::new(title, part_view(lang, &page, section)).errors(errors)
        }
        (None, "as-customer") => Page::new(title, as_customer_view(lang, &page)),
        _ => {
            let changes = latest.map(|latest| (latest.policy.number, page.changes(lang, latest)));
            let effect = effect(tx, page.publisher.creditor, &page.as_version()).await?;
            let errors =
                page.form.errors().into_iter().filter(|(field, _)| !field.is_empty()).collect::<Vec<_>>();
            let discards = !query.discard.is_empty();
            let body = draft_view(lang, &page, changes.as_ref(), &effect, discards);
            Page::new(title, body).errors(errors)
        }
    };
    Ok(answer(visit, staff, shown))
}

fn answer(visit: &Visit, staff: &StaffIn, page: Page) -> Response {
    let frame = DeskFrame { place: Some(DeskPlace::Policies), signed_in: staff.name.clone() };
    desk_page(visit, frame, page)
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    let day = || {
        let day = error.args.first().and_then(|day| day.parse::<NaiveDate>().ok());
        day.map(|day| long_day(day, lang)).unwrap_or_default()
    };
    match error.code.as_str() {
        "date_wrong" => words::date_wrong(lang).to_owned(),
        "date_soon" => words::date_soon(lang, &day()),
        "reason_empty" => words::reason_empty(lang).to_owned(),
        "reason_long" => words::reason_long(lang).to_owned(),
        _ => words::not_whole_yet(lang).to_owned(),
    }
}
