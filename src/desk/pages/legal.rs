//! `GET /desk/accounts/{id}/legal`: what the law stops about an account, and the forms that set it and ask to lift it.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{opened_page, read_account};
use crate::accounts::opening::Opened;
use crate::accounts::store::zone_of;
use crate::desk::approvals::store::waiting_about;
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::legal::model::Kind;
use crate::legal::store::{parties, statuses};
use crate::legal::views::{LegalPage, legal_view, sentence};
use crate::legal::words;
use crate::ui::Refilled;
use crate::ui::page::Visit;

/// What is about to be set or lifted, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LegalQuery {
    kind: String,
    lift: String,
    done: String,
}

/// `GET /desk/accounts/{id}/legal`
pub async fn legal(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<LegalQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let statuses = statuses(&mut tx, &account).await?;
    let mut asked = Vec::new();
    for status in statuses.iter().filter(|status| status.stands) {
        if !waiting_about(&mut tx, status.id.0).await?.is_empty() {
            asked.push(status.id);
        }
    }
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let wrong = |field| visit.draft.as_ref().and_then(|draft| draft.wrong_part(field));
    let page = LegalPage {
        account: &account,
        statuses: &statuses,
        zone: zone_of(&mut tx, &account).await?,
        parties: &parties(&mut tx, &account).await?,
        asked: &asked,
        kind: Kind::parse(&query.kind),
        lift: query.lift.parse().ok(),
        may_change: staff.role.may_change(),
        done: &query.done,
        form: &form,
        wrong: [wrong("from"), wrong("until")],
    };
    let opened = Opened::plain(words::heading(lang).to_owned(), legal_view(lang, &page));
    let opened = Opened { errors: form.field_errors(), has_islands: page.kind.is_some(), ..opened };
    opened_page(tx, &visit, &staff, &account, Part::Summary, opened).await
}
