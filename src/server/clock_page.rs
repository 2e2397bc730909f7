//! `/dev/clock`: which day the demo pretends it is, and turning it. Outside a demo there is no such page, and the
//! database would not turn.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use leptos::prelude::*;
use serde::Deserialize;

use crate::kernel::actor::Actor;
use crate::kernel::dates::{self, DatePart};
use crate::kernel::db::{Db, Tx};
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::server::clock_words as words;
use crate::ui::{
    Actions, Button, ButtonKind, DateField, Next, Page, PostForm, PublicFrame, Refilled, TypedDate, Visit,
    public_page,
};

const PAGE: &str = "/dev/clock";

/// `GET /dev/clock`.
pub async fn clock(visit: Visit, State(db): State<Db>) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(Actor::Visitor).await?;
    let clock = read(&mut tx).await?;
    let refilled = Refilled::of(visit.draft.as_ref(), |error| sentence(error, lang));
    let wrong = visit.draft.as_ref().and_then(|draft| draft.wrong_part("day"));
    let typed = TypedDate {
        day: refilled.value("day_day"),
        month: refilled.value("day_month"),
        year: refilled.value("day_year"),
    };
    let errors = refilled.errors();
    let error = refilled.error("day");
    let state = if clock.is_turned { words::turned(lang) } else { words::real(lang) };
    let body = view! {
        <h1>{words::title(lang)}</h1>
        <p><time datetime=clock.today.to_string()>{dates::long_day(clock.today, lang)}</time></p>
        <p>{state}</p>
        <PostForm action=PAGE>
            <DateField
                lang=lang
                name="day"
                legend=words::day(lang)
                error=error
                wrong=wrong
                value=typed
            />
            <Actions>
                <Button name="turn" value="day">{words::turn(lang)}</Button>
                <Button name="turn" value="next" kind=ButtonKind::Secondary>{words::next_day(lang)}</Button>
                <Button name="turn" value="real" kind=ButtonKind::Secondary>{words::real_day(lang)}</Button>
            </Actions>
        </PostForm>
        <Next lang=lang>{words::next(lang)}</Next>
    };
    let page = Page::new(words::title(lang), body.into_any()).errors(errors);
    Ok(public_page(&visit, PublicFrame::default(), page))
}

/// What the form holds, and which of its buttons was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TurnForm {
    turn: String,
    day_day: String,
    day_month: String,
    day_year: String,
}

/// `POST /dev/clock`.
pub async fn turn(State(db): State<Db>, Form(form): Form<TurnForm>) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(Actor::Visitor).await?;
    let day = match form.turn.as_str() {
        "next" => read(&mut tx).await?.today.checked_add_days(Days::new(1)),
        "real" => None,
        _ => Some(form.day()?),
    };
    sqlx::query!("select turn_demo_clock($1)", day).fetch_one(&mut *tx).await?;
    tx.commit().await?;
    Ok(see_other(PAGE))
}

impl TurnForm {
    fn day(&self) -> Result<NaiveDate, Refusal> {
        dates::parse_day(&self.day_day, &self.day_month, &self.day_year).map_err(|wrong| {
            let fields =
                [("day_day", &self.day_day), ("day_month", &self.day_month), ("day_year", &self.day_year)]
                    .map(|(name, value)| (name.to_owned(), value.clone()));
            Refusal::invalid(PAGE, fields.into(), FieldError::new("day", "date_wrong").with(wrong.name()))
        })
    }
}

struct Clock {
    today: NaiveDate,
    is_turned: bool,
}

async fn read(tx: &mut Tx) -> Result<Clock, Refusal> {
    let row = sqlx::query!(r#"select day, time_zone as "time_zone!" from demo_clock()"#)
        .fetch_one(&mut **tx)
        .await?;
    let zone: Tz = row.time_zone.parse().map_err(Refusal::internal)?;
    Ok(Clock { today: tx.today(zone), is_turned: row.day.is_some() })
}

fn sentence(error: &FieldError, lang: Lang) -> String {
    match error.args.first().and_then(|part| DatePart::parse(part)) {
        Some(DatePart::Month) => words::month_wrong(lang),
        Some(DatePart::Year) => words::year_wrong(lang),
        _ => words::day_wrong(lang),
    }
    .to_owned()
}
