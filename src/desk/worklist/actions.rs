//! What is posted from the list: take the next, take what is ticked, give it, give it back, put it off.

use axum::extract::State;
use axum_extra::extract::Form;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::desk::store::{today as today_of, zone};
use crate::desk::worklist::listing;
use crate::desk::worklist::model::ThingRef;
use crate::desk::worklist::store::claims::{self, Subject, Taken, subject};
use crate::desk::worklist::views::thing_href;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::dates::{hour, parse_day};
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{GroupId, StaffId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::ui::page::Visit;

/// Nothing is put off for longer.
pub const DAYS_AHEAD_AT_MOST: u64 = 60;
/// As many rows as a page can hold.
const TICKED_AT_MOST: usize = 1000;

/// What is ticked, and what is to be done with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WorkForm {
    thing: Vec<String>,
    show: String,
    group: String,
    until_day: String,
    until_month: String,
    until_year: String,
    to: String,
}

/// `POST /do/desk/take-next`
pub async fn take_next(staff: StaffIn, State(db): State<Db>) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let Some(thing) = listing::take_next(&mut tx).await? else {
        return Ok(see_other("/desk?done=nothing"));
    };
    tx.commit().await?;
    Ok(see_other(thing_href(&thing)))
}

/// `POST /do/desk/take-work`
pub async fn take(
    staff: StaffIn,
    State(db): State<Db>,
    visit: Visit,
    Form(form): Form<WorkForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let (subjects, today) = (form.subjects(&mut tx).await?, today_of(&mut tx).await?);
    let mut outcomes = Vec::with_capacity(subjects.len());
    for subject in &subjects {
        outcomes.push(claims::take(&mut tx, subject, today).await?);
    }
    form.answer(tx, &visit, "taken", outcomes).await
}

/// `POST /do/desk/give-work`
pub async fn give(
    staff: StaffIn,
    State(db): State<Db>,
    visit: Visit,
    Form(form): Form<WorkForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let to: StaffId = form.to.parse().map_err(|_| form.back(FieldError::new("to", "whom_none")))?;
    let mut tx = db.begin(staff.actor()).await?;
    let (subjects, today) = (form.subjects(&mut tx).await?, today_of(&mut tx).await?);
    let leads = matches!(staff.role, Role::Supervisor | Role::Administrator);
    let mut outcomes = Vec::with_capacity(subjects.len());
    for subject in &subjects {
        outcomes.push(claims::give(&mut tx, subject, to, today, leads).await?);
    }
    form.answer(tx, &visit, "given", outcomes).await
}

/// `POST /do/desk/leave-work`
pub async fn leave(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<WorkForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let mut left = 0;
    for subject in form.subjects(&mut tx).await? {
        left += u32::from(claims::leave(&mut tx, &subject).await?);
    }
    if left == 0 {
        return Err(form.back(FieldError::new("", "not_yours")));
    }
    tx.commit().await?;
    Ok(form.done("left", left, 0))
}

/// `POST /do/desk/snooze-work`
pub async fn snooze(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<WorkForm>,
) -> Result<SeeOther, Refusal> {
    may_change(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let until = form.until(today_of(&mut tx).await?).map_err(|error| form.back(error))?;
    let subjects = form.subjects(&mut tx).await?;
    for subject in &subjects {
        claims::snooze(&mut tx, subject, until).await?;
    }
    tx.commit().await?;
    Ok(form.done("snoozed", u32::try_from(subjects.len()).unwrap_or(u32::MAX), 0))
}

impl WorkForm {
    /// What is ticked, each once. What is not of a creditor of theirs does not exist.
    async fn subjects(&self, tx: &mut Tx) -> Result<Vec<Subject>, Refusal> {
        let mut ticked: Vec<&String> = self.thing.iter().take(TICKED_AT_MOST).collect();
        ticked.sort();
        ticked.dedup();
        let mut subjects = Vec::with_capacity(ticked.len());
        for text in ticked {
            let is = ThingRef::parse(text).ok_or(Refusal::NotFound)?;
            subjects.push(subject(tx, is).await?.ok_or(Refusal::NotFound)?);
        }
        if subjects.is_empty() {
            return Err(self.back(FieldError::new("thing", "none_ticked")));
        }
        Ok(subjects)
    }

    fn until(&self, today: NaiveDate) -> Result<NaiveDate, FieldError> {
        let until = parse_day(&self.until_day, &self.until_month, &self.until_year)
            .map_err(|part| FieldError::new("until", "day_wrong").with(part.name()))?;
        let last = today.checked_add_days(Days::new(DAYS_AHEAD_AT_MOST)).unwrap_or(today);
        if until <= today {
            Err(FieldError::new("until", "day_not_ahead"))
        } else if until > last {
            Err(FieldError::new("until", "day_too_far").with(last))
        } else {
            Ok(until)
        }
    }

    /// What could be done is done. Where nothing could, whoever has it is named.
    async fn answer(
        &self,
        mut tx: Tx,
        visit: &Visit,
        done: &str,
        outcomes: Vec<Taken>,
    ) -> Result<SeeOther, Refusal> {
        let lost: Vec<_> = outcomes
            .iter()
            .filter_map(|outcome| match outcome {
                Taken::Yes => None,
                Taken::Held(holder) => Some(holder.clone()),
            })
            .collect();
        if lost.len() == outcomes.len() {
            let zone = zone(&mut tx).await?;
            let error = match lost.into_iter().flatten().next() {
                Some((name, at)) => {
                    let at = hour(at.with_timezone(&zone).time(), visit.lang);
                    FieldError::new("", "held_by").with(name).with(at)
                }
                None => FieldError::new("", "held"),
            };
            return Err(self.back(error));
        }
        tx.commit().await?;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(self.done(done, count(outcomes.len() - lost.len()), count(lost.len())))
    }

    fn done(&self, done: &str, count: u32, lost: u32) -> SeeOther {
        see_other(format!("{}&done={done}&count={count}&lost={lost}", self.page()))
    }

    fn page(&self) -> String {
        let shelf = crate::desk::worklist::model::Shelf::parse(&self.show);
        // A group is named by an identifier; anything else is none.
        match self.group.parse::<GroupId>() {
            Ok(group) => format!("/desk?show={}&group={group}", shelf.name()),
            Err(_) => format!("/desk?show={}", shelf.name()),
        }
    }

    fn back(&self, error: FieldError) -> Refusal {
        let fields = [
            ("until_day", &self.until_day),
            ("until_month", &self.until_month),
            ("until_year", &self.until_year),
            ("to", &self.to),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::invalid(self.page(), fields, error)
    }
}

fn may_change(staff: &StaffIn) -> Result<(), Refusal> {
    if staff.role.may_change() { Ok(()) } else { Err(Refusal::Forbidden) }
}
