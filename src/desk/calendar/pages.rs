//! `GET /desk/calendar`

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::desk::calendar::model::{Scale, Span};
use crate::desk::calendar::store::{Whose, entries};
use crate::desk::calendar::views::{CalendarPage, calendar_view};
use crate::desk::calendar::words;
use crate::desk::pages::frame;
use crate::desk::store::today as today_of;
use crate::desk::worklist::store::claims::colleagues;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::dates::EARLIEST;
use crate::kernel::db::Db;
use crate::kernel::ids::StaffId;
use crate::kernel::web::Refusal;
use crate::ui::DeskPlace;
use crate::ui::page::{Page, Visit, desk_page};

/// Nobody plans beyond.
const LAST_YEAR: i32 = 2199;

/// Which days, and whose work.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CalendarQuery {
    view: String,
    on: String,
    whose: String,
}

/// `GET /desk/calendar`. An agent reads their own and what is nobody's; whoever leads or audits, everybody's.
pub async fn calendar(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<CalendarQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let today = today_of(&mut tx).await?;
    let is_of_our_time = |day: &NaiveDate| *day >= EARLIEST && day.year() <= LAST_YEAR;
    let on = query.on.parse().ok().filter(is_of_our_time).unwrap_or(today);
    let span = Span { scale: Scale::parse(&query.view), on };
    let leads = staff.role != Role::Agent;
    let team = if leads { colleagues(&mut tx).await? } else { Vec::new() };
    let (whose, named) = query.whose(staff.staff, leads, &team);
    let entries = entries(&mut tx, span.first(), span.last(), today, whose).await?;
    let page = CalendarPage { span, today, entries: &entries, whose: named, team: &team, leads };
    let body = calendar_view(lang, &page);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Tasks), Page::new(words::heading(lang), body)))
}

impl CalendarQuery {
    /// Whose work is shown, and how an address says so: one's own, where another's is not for this reader.
    fn whose(&self, own: StaffId, leads: bool, team: &[(StaffId, String)]) -> (Whose, &str) {
        let asked = self.whose.as_str();
        match asked {
            "nobody" => (Whose::Nobodys, asked),
            "all" if leads => (Whose::Everybodys, asked),
            id => match team.iter().find(|(known, _)| known.to_string() == id) {
                Some((known, _)) => (Whose::Of(*known), asked),
                None => (Whose::Of(own), ""),
            },
        }
    }
}
