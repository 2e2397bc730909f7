//! The pages on which whoever keeps a plan moves an instalment or leaves it out.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use serde::Deserialize;

use crate::accounts::frame::person_frame;
use crate::accounts::model::May;
use crate::identity::extract::SignedIn;
use crate::kernel::dates::{long_day, parse_day};
use crate::kernel::db::Db;
use crate::kernel::ids::PlanId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::plans::pages;
use crate::plans::standing::{BendError, Part, Progress, moved, skipped};
use crate::plans::store::reading::{bends, plan as read_plan, progress};
use crate::plans::views::bend::{Bend, Bending, bend_view, typed_of};
use crate::plans::words::keeping;
use crate::ui::page::{Page, Visit, debtor_page};
use crate::ui::{Refilled, TypedDate};

/// Which instalment, and to which day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BendQuery {
    part: String,
    to_day: String,
    to_month: String,
    to_year: String,
}

/// `GET /account/plans/{id}/move`
pub async fn move_page(
    person: SignedIn,
    visit: Visit,
    db: State<Db>,
    id: Path<String>,
    query: Query<BendQuery>,
) -> Result<Response, Refusal> {
    page(Bend::Move, person, visit, db, id, query).await
}

/// `GET /account/plans/{id}/skip`
pub async fn skip_page(
    person: SignedIn,
    visit: Visit,
    db: State<Db>,
    id: Path<String>,
    query: Query<BendQuery>,
) -> Result<Response, Refusal> {
    page(Bend::Skip, person, visit, db, id, query).await
}

async fn page(
    bend: Bend,
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Path(id): Path<String>,
    Query(query): Query<BendQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: PlanId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let plan = read_plan(&mut tx, id).await?.filter(|plan| plan.state.governs()).ok_or(Refusal::NotFound)?;
    if plan.account.may < May::Negotiate {
        return Err(Refusal::Forbidden);
    }
    let standing = progress(&mut tx, &plan).await?;
    let used = bends(&mut tx, id).await?;
    let number: Option<u16> = query.part.parse().ok();
    let allowed = plan.rules.allowances;
    let after = number.map(|number| match bend {
        Bend::Skip => skipped(&standing, number, plan.terms.frequency, (allowed, used.1))
            .map_err(|error| (error, "part")),
        Bend::Move => match parse_day(&query.to_day, &query.to_month, &query.to_year) {
            Ok(to) => moved(&standing, number, to, plan.account.today, (allowed, used.0))
                .map_err(|error| (error, "to")),
            Err(_) => Err((BendError::NotLater, "to")),
        },
    });
    let after: Option<Result<Vec<Part>, _>> =
        after.map(|after| after.map_err(|(error, field)| (field, sentence(lang, error))));
    // What was refused when the button was pressed: it changed since it was looked at.
    let refused = Refilled::of(visit.draft.as_ref(), |error| pages::sentence(lang, error)).errors().pop();
    let after = match refused {
        Some((field, sentence)) => Some(Err((if field == "to" { "to" } else { "part" }, sentence))),
        None => after,
    };
    let errors = match &after {
        Some(Err((field, sentence))) => vec![((*field).to_owned(), sentence.clone())],
        _ => Vec::new(),
    };
    let typed = typed(&query, &standing);
    let bending = Bending { bend, plan: &plan, progress: &standing, part: query.part.clone(), typed, after };
    let title = match bend {
        Bend::Move => keeping::move_heading(lang),
        Bend::Skip => keeping::skip_heading(lang),
    };
    let body = bend_view(lang, &bending);
    let accounts = std::slice::from_ref(&plan.account);
    let frame = person_frame(&mut tx, &visit, &person.name, None, accounts, &[]).await?;
    Ok(debtor_page(&visit, frame, Page::new(title, body).errors(errors)))
}

/// What was typed, or else the day of the instalment that is next.
fn typed(query: &BendQuery, progress: &Progress) -> TypedDate {
    if query.to_year.is_empty()
        && let Some(next) = progress.next()
    {
        return typed_of(next.part.due_on);
    }
    TypedDate { day: query.to_day.clone(), month: query.to_month.clone(), year: query.to_year.clone() }
}

fn sentence(lang: Lang, error: BendError) -> String {
    match error {
        BendError::Spent => keeping::bend_spent(lang).to_owned(),
        BendError::NotToCome => keeping::bend_not_to_come(lang).to_owned(),
        BendError::TooFar(latest) => keeping::bend_too_far(lang, &long_day(latest, lang)),
        BendError::NotLater => keeping::bend_not_later(lang).to_owned(),
        BendError::PastTheNext => keeping::bend_past_next(lang).to_owned(),
    }
}
