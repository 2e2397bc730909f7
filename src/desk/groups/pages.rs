//! `/desk/groups` and what lies below it.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::desk::groups::actions::may_group;
use crate::desk::groups::model::{RulesForm, Sort};
use crate::desk::groups::store::{Group, Owner, group, groups, members, owners, sums};
use crate::desk::groups::views::{FormPage, GroupPage, days_late, done, form_view, group_view, list_view};
use crate::desk::groups::words;
use crate::desk::kept::section::kept_views;
use crate::desk::pages::frame;
use crate::desk::spreadsheet::Sheet;
use crate::desk::store::{PAGE_SIZE, today as today_of};
use crate::desk::tables::{ROWS_AT_MOST, export, words as table_words};
use crate::documents::csv::plain;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{CreditorId, GroupId};
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{BackLink, DeskPlace, Pages};

/// No page beyond this is reached by reading, and nobody looks for longer words.
const PAGES_AT_MOST: u64 = 100_000;
const WORDS_AT_MOST: usize = 200;

/// How a group's accounts are shown, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupQuery {
    q: String,
    sort: String,
    page: String,
    done: String,
}

impl GroupQuery {
    fn words(&self) -> String {
        self.q.trim().chars().take(WORDS_AT_MOST).collect()
    }
}

/// `GET /desk/groups`
pub async fn all(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<GroupQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let list = list_view(lang, &groups(&mut tx).await?, may_group(staff.role));
    let body = view! { {done(lang, &query.done)} {list} };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Groups), Page::new(words::heading(lang), body)))
}

/// `GET /desk/groups/new`: the rules, and whom they would take in.
pub async fn new(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<RulesForm>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let owners = owners(&mut tx).await?;
    let asked: Option<CreditorId> = query.creditor.parse().ok();
    let owner = match asked {
        Some(id) => owners.iter().find(|owner| owner.creditor == id),
        None => owners.first(),
    };
    let owner = owner.ok_or(Refusal::NotFound)?.clone();
    form_page(tx, &visit, &staff, (&owners, &owner), None, &query).await
}

/// `GET /desk/groups/{group}/change`
pub async fn change(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<RulesForm>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let group = read(&mut tx, &id).await?;
    let owners = owners(&mut tx).await?;
    let owner =
        owners.iter().find(|owner| owner.creditor == group.creditor).ok_or(Refusal::NotFound)?.clone();
    let form = if query.preview.is_empty() {
        RulesForm::of(group.creditor, group.id.to_string(), group.name.clone(), &group.rules)
    } else {
        query
    };
    form_page(tx, &visit, &staff, (&owners, &owner), Some(&group), &form).await
}

/// `GET /desk/groups/{group}`
pub async fn one(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<GroupQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let (group, today) = (read(&mut tx, &id).await?, today_of(&mut tx).await?);
    let number = query.page.parse().unwrap_or(1u64).clamp(1, PAGES_AT_MOST);
    let (words, sort) = (query.words(), Sort::parse(&query.sort));
    let skip = (number - 1) * PAGE_SIZE;
    let (members, total) = members(&mut tx, &group, today, (&words, sort), (skip, PAGE_SIZE)).await?;
    let sums = sums(&mut tx, group.creditor, &group.rules, today).await?;
    let kept = kept_views(&mut tx, &visit).await?;
    tx.audit("read", "group", group.id.0, None).await?;
    tx.commit().await?;
    let page = GroupPage {
        group: &group,
        sums: &sums,
        members: &members,
        words: &words,
        sort,
        pages: Pages::new(number, PAGE_SIZE, total),
        today,
        may_group: may_group(staff.role),
    };
    let body = view! {
        {done(lang, &query.done)}
        <BackLink lang=lang href="/desk/groups" />
        {group_view(lang, &page, kept)}
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Groups), Page::new(group.name.clone(), body)))
}

/// `GET /desk/groups/{group}/accounts.csv`
pub async fn one_csv(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<GroupQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let (group, today) = (read(&mut tx, &id).await?, today_of(&mut tx).await?);
    let asked = (query.words(), Sort::parse(&query.sort));
    let (members, _) = members(&mut tx, &group, today, (&asked.0, asked.1), (0, ROWS_AT_MOST)).await?;
    let rows = members.iter().map(|member| {
        vec![
            member.customer.clone(),
            member.reference.clone(),
            plain(member.due),
            member.due.currency.code().to_owned(),
            days_late(member, today).map(|days| days.to_string()).unwrap_or_default(),
            member.oldest_due_on.map(|day| day.to_string()).unwrap_or_default(),
        ]
    });
    let headings = [
        words::customer(lang),
        words::reference(lang),
        words::overdue(lang),
        table_words::currency(lang),
        words::days_late(lang),
        words::oldest(lang),
    ];
    let sheet = Sheet { name: "group.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "group", &sheet).await
}

async fn form_page(
    mut tx: Tx,
    visit: &Visit,
    staff: &StaffIn,
    (owners, owner): (&[Owner], &Owner),
    group: Option<&Group>,
    asked: &RulesForm,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let refused = visit.draft.as_ref().map(|draft| asked.refused_as(draft));
    let form = refused.as_ref().unwrap_or(asked);
    let mut wrong: Vec<FieldError> =
        visit.draft.as_ref().map(|draft| draft.errors.clone()).unwrap_or_default();
    let mut would = None;
    if !form.preview.is_empty() {
        match form.rules(&owner.currencies) {
            Ok(rules) => {
                let today = today_of(&mut tx).await?;
                would = Some(sums(&mut tx, owner.creditor, &rules, today).await?);
            }
            Err(errors) => wrong = errors,
        }
    }
    let errors: Vec<(String, String)> = wrong.iter().map(|error| worded(lang, error)).collect();
    let title = if group.is_some() { words::change(lang) } else { words::make(lang) };
    let page = FormPage {
        owners,
        owner,
        form,
        group: group.map(|group| group.id),
        errors: &errors,
        would: would.as_deref(),
    };
    let fields = match may_group(staff.role) {
        true => form_view(lang, &page),
        false => view! { <p>{words::leads_only(lang)}</p> }.into_any(),
    };
    let back = group.map_or("/desk/groups".to_owned(), |group| format!("/desk/groups/{}", group.id));
    let body = view! {
        <BackLink lang=lang href=back />
        <h1>{title}</h1>
        {fields}
    };
    Ok(desk_page(visit, frame(staff, DeskPlace::Groups), Page::new(title, body).errors(errors)))
}

async fn read(tx: &mut Tx, id: &str) -> Result<Group, Refusal> {
    let id: GroupId = id.parse().map_err(|_| Refusal::NotFound)?;
    Ok(group(tx, id).await?)
}

fn worded(lang: Lang, error: &FieldError) -> (String, String) {
    (error.field.clone(), words::sentence(lang, &error.code, &error.args))
}
