//! `GET /desk/audit`, and the same as a file.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;
use serde::Deserialize;

use crate::desk::audit::store::{Wanted, Who, account_named, trail};
use crate::desk::audit::views::{Typed, actor, moment, trail_view};
use crate::desk::audit::words;
use crate::desk::kept::section::kept_views;
use crate::desk::pages::frame;
use crate::desk::people::store::people;
use crate::desk::spreadsheet::{Sheet, spreadsheet};
use crate::desk::store::zone;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::dates::parse_day;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::StaffId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{DeskPlace, TypedDate};

const ON_A_PAGE: usize = 50;
/// The most that one file holds; what is older is in the next.
const IN_A_FILE: usize = 10_000;

/// What is looked for, as an address carries it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TrailQuery {
    who: String,
    verb: String,
    account: String,
    from_day: String,
    from_month: String,
    from_year: String,
    until_day: String,
    until_month: String,
    until_year: String,
    before: String,
}

impl TrailQuery {
    /// What is wanted, and the fields as they were typed with what is wrong with them.
    async fn read(&self, tx: &mut Tx, lang: Lang, zone: Tz) -> Result<(Wanted, Typed), sqlx::Error> {
        let mut wrong = Vec::new();
        let who = match self.who.as_str() {
            "person" => Some(Who::Kind("person")),
            "system" => Some(Who::Kind("system")),
            id => id.parse::<StaffId>().ok().map(Who::Staff),
        };
        let reference = self.account.trim();
        let account = if reference.is_empty() { None } else { account_named(tx, reference).await? };
        if !reference.is_empty() && account.is_none() {
            wrong.push(("account", words::account_unknown(lang).to_owned(), None));
        }
        let (typed_from, typed_until) = self.days();
        let mut day = |field: &'static str, typed: &TypedDate, later: u64| {
            let is_asked = [&typed.day, &typed.month, &typed.year].iter().any(|part| !part.trim().is_empty());
            match parse_day(&typed.day, &typed.month, &typed.year) {
                Ok(day) => day.checked_add_days(Days::new(later)).and_then(|day| start_of(day, zone)),
                Err(part) if is_asked => {
                    wrong.push((field, words::day_wrong(lang).to_owned(), Some(part)));
                    None
                }
                Err(_) => None,
            }
        };
        let (from, until) = (day("from", &typed_from, 0), day("until", &typed_until, 1));
        let wanted = Wanted {
            who,
            verb: Some(self.verb.clone()).filter(|verb| !verb.is_empty()),
            account,
            from,
            until,
            before: self.before.parse().ok(),
        };
        let typed = Typed {
            who: self.who.clone(),
            verb: self.verb.clone(),
            account: self.account.clone(),
            from: typed_from,
            until: typed_until,
            wrong,
        };
        Ok((wanted, typed))
    }

    fn days(&self) -> (TypedDate, TypedDate) {
        let typed = |day: &String, month: &String, year: &String| TypedDate {
            day: day.clone(),
            month: month.clone(),
            year: year.clone(),
        };
        (
            typed(&self.from_day, &self.from_month, &self.from_year),
            typed(&self.until_day, &self.until_month, &self.until_year),
        )
    }

    fn href(&self, page: &str, before: Option<i64>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("who", &self.who),
            ("verb", &self.verb),
            ("account", &self.account),
            ("from_day", &self.from_day),
            ("from_month", &self.from_month),
            ("from_year", &self.from_year),
            ("until_day", &self.until_day),
            ("until_month", &self.until_month),
            ("until_year", &self.until_year),
        ] {
            query.append_pair(name, value);
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        format!("{page}?{}", query.finish())
    }
}

/// `GET /desk/audit`. That somebody read the trail is in it too.
pub async fn audit(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<TrailQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    if staff.role == Role::Agent {
        let body = view! { <h1>{words::heading(lang)}</h1> <p>{words::not_for_agents(lang)}</p> };
        return Ok(desk_page(&visit, frame(&staff, DeskPlace::Audit), Page::new(words::heading(lang), body)));
    }
    let mut tx = db.begin(staff.actor()).await?;
    let zone = zone(&mut tx).await?;
    let (wanted, typed) = query.read(&mut tx, lang, zone).await?;
    let is_right = typed.wrong.is_empty();
    let mut events = if is_right { trail(&mut tx, &wanted, ON_A_PAGE + 1).await? } else { Vec::new() };
    let has_more = events.len() > ON_A_PAGE;
    events.truncate(ON_A_PAGE);
    let older = events.last().filter(|_| has_more).map(|last| query.href("/desk/audit", Some(last.sequence)));
    let team: Vec<(StaffId, String)> =
        people(&mut tx).await?.into_iter().map(|member| (member.id, member.name)).collect();
    let kept = kept_views(&mut tx, &visit).await?;
    tx.audit("read_trail", "staff", staff.staff.0, None).await?;
    tx.commit().await?;
    let csv = query.href("/desk/audit.csv", wanted.before);
    let errors =
        typed.wrong.iter().map(|(field, sentence, _)| ((*field).to_owned(), sentence.clone())).collect();
    let list = trail_view(lang, &typed, &team, &events, zone, (csv, older));
    let body = view! { {kept} {list} };
    let page = Page::new(words::heading(lang), body).errors(errors);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Audit), page))
}

/// `GET /desk/audit.csv`
pub async fn audit_csv(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<TrailQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let zone = zone(&mut tx).await?;
    let (wanted, _) = query.read(&mut tx, lang, zone).await?;
    let events = trail(&mut tx, &wanted, IN_A_FILE).await?;
    tx.audit("export_trail", "staff", staff.staff.0, None).await?;
    tx.commit().await?;
    let headings = [
        words::at(lang),
        words::who(lang),
        words::verb(lang),
        words::object(lang),
        "id",
        words::account(lang),
    ];
    let rows = events.iter().map(|event| {
        vec![
            moment(event.at, zone),
            actor(lang, event),
            event.verb.clone(),
            event.object_kind.clone(),
            event.object.to_string(),
            event.account.as_ref().map(|(_, whose)| whose.clone()).unwrap_or_default(),
        ]
    });
    Ok(spreadsheet(&Sheet { name: "audit.csv", headings: &headings, rows: rows.collect() }))
}

/// Midnight of a day where the team is; the first moment that there is where a clock was turned at midnight.
fn start_of(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let at = zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest()?;
    Some(at.with_timezone(&Utc))
}
