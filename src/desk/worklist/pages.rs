//! `GET /desk`: the day; and the tasks that the portal asks of the team.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::desk::calendar;
use crate::desk::groups::store::{Group, groups};
use crate::desk::kept::section::kept_views;
use crate::desk::pages::{customers_payments, frame};
use crate::desk::playbook;
use crate::desk::spreadsheet::Sheet;
use crate::desk::store::{today as today_of, zone};
use crate::desk::tables::export;
use crate::desk::task_views::task_list;
use crate::desk::tasks::open_tasks;
use crate::desk::words as desk_words;
use crate::desk::worklist::listing::{ACCOUNTS_A_PAGE, ACCOUNTS_IN_A_FILE, list};
use crate::desk::worklist::model::Shelf;
use crate::desk::worklist::store::claims::colleagues;
use crate::desk::worklist::store::ranking::After;
use crate::desk::worklist::views::{ListPage, done, list_view, problem, what};
use crate::desk::worklist::words;
use crate::documents::csv::plain;
use crate::identity::extract::StaffIn;
use crate::kernel::dates::{day_of_year, long_day};
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::messages::islands::Follow;
use crate::messages::store::following::said_to_team_after;
use crate::payments::store::reading::{self, Among};
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, Refilled};

/// Payments that the first page shows.
const RECENT: u64 = 10;

/// Which part of the list is shown, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TodayQuery {
    show: String,
    /// Only what is about the accounts of this group.
    group: String,
    after: String,
    done: String,
    count: String,
    lost: String,
}

impl TodayQuery {
    fn after(&self) -> Option<After> {
        let (points, account) = self.after.split_once(':')?;
        Some((points.parse().ok()?, account.parse::<Uuid>().ok()?))
    }
}

/// `GET /desk`
pub async fn today(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<TodayQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let title = desk_words::today(lang, &day_of_year(today_of(&mut tx).await?, lang));
    let (shelf, after) = (Shelf::parse(&query.show), query.after());
    let groups = groups(&mut tx).await?;
    let group = chosen(&groups, &query.group)?;
    let listed = list(&mut tx, shelf, group, after, ACCOUNTS_A_PAGE).await?;
    let team = colleagues(&mut tx).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = ListPage {
        listed: &listed,
        shelf,
        groups: &groups,
        group: group.map(|group| group.id),
        is_further: after.is_some(),
        reader: staff.staff,
        may_change: staff.role.may_change(),
        zone: zone(&mut tx).await?,
        team: &team,
        now: tx.now(),
        form: &form,
        wrong: visit.draft.as_ref().and_then(|draft| draft.wrong_part("until")),
    };
    let kept = kept_views(&mut tx, &visit).await?;
    let last = said_to_team_after(&mut tx, 0).await?.unwrap_or(0);
    let (recent, _) = reading::payments(&mut tx, Among::OwnCreditors, 0, RECENT).await?;
    let done = done(lang, &query.done, query.count.parse().unwrap_or(0), query.lost.parse().unwrap_or(0));
    let body = view! {
        {problem(lang, &form)}
        {done}
        <h1>{title.clone()}</h1>
        {kept}
        {list_view(lang, &page)}
        <Follow lang=lang address="/live/desk".to_owned() after=last />
        <h2>{playbook::words::guide(lang)}</h2>
        {playbook::views::links(lang, None)}
        <p><a href="/desk/tasks">{words::all_tasks(lang)}</a></p>
        <p><a href="/desk/accounts">{desk_words::all_accounts(lang)}</a></p>
        <h2>{desk_words::recent_payments(lang)}</h2>
        {customers_payments(lang, &recent)}
        <p><a href="/desk/payments">{desk_words::all_payments(lang)}</a></p>
    };
    let page = Page::new(title, body).with_islands().errors(form.field_errors());
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Today), page))
}

/// `GET /desk/worklist.csv`: a shelf as a file, as far as one file goes.
pub async fn list_csv(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<TodayQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let groups = groups(&mut tx).await?;
    let group = chosen(&groups, &query.group)?;
    let listed = list(&mut tx, Shelf::parse(&query.show), group, None, ACCOUNTS_IN_A_FILE).await?;
    let headings = [
        words::customer(lang),
        words::reference(lang),
        words::why(lang),
        words::reasons(lang),
        words::amount(lang),
        words::currency(lang),
        words::due(lang),
        words::owner(lang),
    ];
    let rows = listed.rows.iter().map(|row| {
        let (thing, amount) = (&row.thing, row.thing.amount);
        let reasons: Vec<String> = row.reasons.iter().map(|reason| words::reason(lang, reason)).collect();
        vec![
            thing.customer.clone(),
            thing.reference.clone(),
            what(lang, row),
            reasons.join(", "),
            amount.map(plain).unwrap_or_default(),
            amount.map(|amount| amount.currency.code().to_owned()).unwrap_or_default(),
            thing.due_on.map(|day| day.to_string()).unwrap_or_default(),
            thing.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default(),
        ]
    });
    let sheet = Sheet { name: "worklist.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "worklist", &sheet).await
}

/// `GET /desk/tasks`
pub async fn tasks(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let list = task_list(lang, staff.role, &open_tasks(&mut tx).await?);
    let body = view! {
        <h1>{words::tasks(lang)}</h1>
        <p><a href="/desk/calendar">{calendar::words::heading(lang)}</a></p>
        {list}
    };
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Tasks), Page::new(words::tasks(lang), body)))
}

/// The group that an address names, among those of whoever reads.
fn chosen<'a>(groups: &'a [Group], asked: &str) -> Result<Option<&'a Group>, Refusal> {
    if asked.is_empty() {
        return Ok(None);
    }
    let found = groups.iter().find(|group| group.id.to_string() == asked);
    found.map(Some).ok_or(Refusal::NotFound)
}

/// The sentence for what was wrong.
fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = |place: usize| error.args.get(place).cloned().unwrap_or_default();
    match error.code.as_str() {
        "held_by" => words::held_by(lang, &named(0), &named(1)),
        "held" => words::held(lang).to_owned(),
        "not_yours" => words::not_yours(lang).to_owned(),
        "day_wrong" => words::day_wrong(lang).to_owned(),
        "day_not_ahead" => words::day_not_ahead(lang).to_owned(),
        "day_too_far" => {
            words::day_too_far(lang, &named(0).parse().map_or(named(0), |day| long_day(day, lang)))
        }
        "whom_none" => words::whom_none(lang).to_owned(),
        _ => words::none_ticked(lang).to_owned(),
    }
}
