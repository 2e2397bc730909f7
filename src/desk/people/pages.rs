//! `GET /desk/people`, one of them, and the invitation.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::desk::pages::frame;
use crate::desk::people::model::NAME_AT_MOST;
use crate::desk::people::store::{limits, member as read_member, own_creditors, people as read_people};
use crate::desk::people::views::{MemberPage, done, invite_form, member_view, people_view, problem};
use crate::desk::people::words;
use crate::desk::store::zone;
use crate::desk::tables::csv_link;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::Db;
use crate::kernel::ids::StaffId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Currency;
use crate::kernel::web::{FieldError, Refusal};
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{BackLink, DeskPlace, Refilled};

/// What was just done, and in which currency limits are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MemberQuery {
    done: String,
    currency: String,
}

/// `GET /desk/people`
pub async fn people(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let (people, zone) = (read_people(&mut tx).await?, zone(&mut tx).await?);
    let list = people_view(visit.lang, &people, staff.role == Role::Administrator, zone);
    let body = view! { {list} {csv_link(visit.lang, "/desk/people.csv".to_owned())} };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::People), Page::new(words::heading(visit.lang), body)))
}

/// `GET /desk/people/invite`
pub async fn invite(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let own = own_creditors(&mut tx).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let fields = match staff.role {
        Role::Administrator => invite_form(lang, &own, &form),
        _ => view! { <p>{words::only_administrators(lang)}</p> }.into_any(),
    };
    let body = view! {
        {problem(lang, &form)}
        <BackLink lang=lang href="/desk/people" />
        <h1>{words::invite(lang)}</h1>
        {fields}
    };
    let page = Page::new(words::invite(lang), body).errors(form.field_errors());
    Ok(desk_page(&visit, frame(&staff, DeskPlace::People), page))
}

/// `GET /desk/people/{member}`
pub async fn member(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<MemberQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: StaffId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let member = read_member(&mut tx, id).await?;
    let (own, limits) = (own_creditors(&mut tx).await?, limits(&mut tx, id).await?);
    let team = read_people(&mut tx).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = MemberPage {
        member: &member,
        reader: staff.staff,
        reader_role: staff.role,
        own: &own,
        limits: &limits,
        currency: Currency::parse(&query.currency).unwrap_or(Currency::MXN),
        team: &team,
        zone: zone(&mut tx).await?,
        form: &form,
    };
    let body = view! {
        {problem(lang, &form)}
        {done(lang, &query.done, &member.name)}
        <BackLink lang=lang href="/desk/people" />
        {member_view(lang, &page)}
    };
    let page = Page::new(member.name.clone(), body).errors(form.field_errors());
    Ok(desk_page(&visit, frame(&staff, DeskPlace::People), page))
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    match error.code.as_str() {
        "name_empty" => words::name_empty(lang).to_owned(),
        "name_long" => words::name_long(lang, NAME_AT_MOST),
        "email_wrong" => words::email_wrong(lang).to_owned(),
        "email_taken" => words::email_taken(lang).to_owned(),
        "role_none" => words::role_none(lang).to_owned(),
        "speaks_none" => words::speaks_none(lang).to_owned(),
        "creditors_none" => words::creditors_none(lang).to_owned(),
        "limit_wrong" => words::limit_wrong(lang).to_owned(),
        "heir_wrong" => words::heir_wrong(lang).to_owned(),
        _ => words::not_yours(lang).to_owned(),
    }
}
