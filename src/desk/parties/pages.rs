//! `GET /desk/accounts/{id}/parties`

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::opening::Opened;
use crate::accounts::store::zone_of;
use crate::desk::pages::{opened_page, read_account};
use crate::desk::parties::store::{parties as parties_of, related};
use crate::desk::parties::views::{PartiesPage, parties_view};
use crate::desk::parties::words;
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::needs;
use crate::reach;
use crate::ui::page::Visit;
use crate::ui::{Notice, NoticeKind, Refilled};

/// What was just done, and the address about which somebody said that it is not safe.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PartiesQuery {
    done: String,
    #[serde(rename = "unsafe")]
    doubted: String,
}

/// `GET /desk/accounts/{id}/parties`
pub async fn parties(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<PartiesQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let parties = parties_of(&mut tx, &account).await?;
    let reached = reach::store::of_account(&mut tx, account.id).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = PartiesPage {
        account: &account,
        zone: zone_of(&mut tx, &account).await?,
        parties: &parties,
        reached: &reached,
        needs: &needs::store::of_account(&mut tx, account.id).await?,
        related: &related(&mut tx, &account).await?,
        may_change: staff.role.may_change(),
        doubted: reached.iter().find(|reached| reached.point.to_string() == query.doubted),
        form: &form,
    };
    let main = view! { {done(lang, &query.done)} {parties_view(lang, &page)} }.into_any();
    let opened =
        Opened { errors: form.field_errors(), ..Opened::plain(words::heading(lang).to_owned(), main) };
    opened_page(tx, &visit, &staff, &account, Part::Parties, opened).await
}

fn done(lang: Lang, done: &str) -> Option<AnyView> {
    let (heading, text) = match done {
        "asked" => (words::asked_heading(lang), reach::words::asked_done(lang)),
        "hidden" => (words::hidden_heading(lang), words::hidden_text(lang)),
        "noted" => (words::noted_heading(lang), words::noted_text(lang)),
        "ended" => (words::ended_heading(lang), words::ended_text(lang)),
        _ => return None,
    };
    let notice = view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{text}</Notice> };
    Some(notice.into_any())
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    match error.code.as_str() {
        "told_none" => reach::words::told_none(lang).to_owned(),
        code => needs::words::wrong(lang, code).to_owned(),
    }
}
