//! How far a plan has come: what was paid fills the instalments from the first on, what was credited shortens them from
//! the last. Nothing of this is stored, so it can never differ from the books.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::kernel::ids::PlanId;
use crate::kernel::money::{Currency, Money};
use crate::plans::schedule::next_after;
use crate::plans::state::PlanState;
use crate::policies::rules::{Allowances, Frequency};

/// An instalment as it was agreed, and where it was moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub number: u16,
    pub due_on: NaiveDate,
    /// The day that was agreed first, where it was moved.
    pub moved_from: Option<NaiveDate>,
    pub amount_minor: i64,
}

/// How an instalment stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    ToCome,
    /// The first that is not paid in full.
    Next,
    PartPaid,
    Paid,
    /// Past its day, and still within the days of grace.
    InGrace,
    /// Past its grace.
    Missed,
    /// There is nothing left of it to pay: a credit took it, or it was left out and comes at the end.
    Gone,
}

/// An instalment with what reached it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub part: Part,
    pub paid_minor: i64,
    /// What is still to pay of it.
    pub left_minor: i64,
    pub state: PartState,
}

/// What a plan asks for now, as every page and every link says it: what is late of it, or else its next instalment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    pub plan: PlanId,
    /// `C-31`.
    pub name: String,
    /// The last instalment that it pays, and its day.
    pub number: u16,
    pub due_on: NaiveDate,
    pub amount: Money,
    pub is_late: bool,
}

/// An instalment as somebody finds it who was sent to pay it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstalmentState {
    /// This much is asked for: what is open of it, and of those before it.
    Asked(Money),
    Paid,
    /// It is asked for no more: the plan has ended, or was arranged anew.
    Over,
}

impl InstalmentState {
    pub fn of(progress: &Progress, state: PlanState, number: u16) -> Self {
        let found = progress.parts.iter().find(|one| one.part.number == number);
        match found.map(|one| one.state) {
            Some(PartState::Paid) => Self::Paid,
            _ if state == PlanState::Completed => Self::Paid,
            Some(PartState::Gone) | None => Self::Over,
            Some(_) if state.is_open() => Self::Asked(progress.money(progress.through_minor(number))),
            Some(_) => Self::Over,
        }
    }
}

/// A plan on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub currency: Currency,
    pub parts: Vec<Standing>,
    /// What reached the instalments. Always `paid + credited + left` = what was agreed.
    pub paid_minor: i64,
    pub credited_minor: i64,
    pub left_minor: i64,
    pub grace_days: u16,
}

impl Progress {
    /// Fills the instalments with what was paid and what was credited by `today`.
    pub fn of(
        currency: Currency,
        parts: &[Part],
        paid_minor: i64,
        credited_minor: i64,
        today: NaiveDate,
        grace_days: u16,
    ) -> Self {
        let whole: i64 = parts.iter().map(|part| part.amount_minor).sum();
        let mut paid_left = paid_minor.clamp(0, whole);
        let mut credit_left = credited_minor.clamp(0, whole - paid_left);
        let (paid, credited) = (paid_left, credit_left);
        let mut left: Vec<i64> = parts.iter().map(|part| part.amount_minor).collect();
        let mut paid_of = vec![0; parts.len()];
        for (index, left) in left.iter_mut().enumerate() {
            let takes = paid_left.min(*left);
            (paid_left, *left, paid_of[index]) = (paid_left - takes, *left - takes, takes);
        }
        for left in left.iter_mut().rev() {
            let takes = credit_left.min(*left);
            (credit_left, *left) = (credit_left - takes, *left - takes);
        }
        let mut is_next_found = false;
        let standings = parts.iter().enumerate().map(|(index, part)| {
            let grace_end = part.due_on.checked_add_days(Days::new(grace_days.into()));
            let (paid_minor, left_minor) = (paid_of[index], left[index]);
            let state = if left_minor == 0 && paid_minor > 0 {
                PartState::Paid
            } else if left_minor == 0 {
                PartState::Gone
            } else if grace_end.is_some_and(|end| end < today) {
                PartState::Missed
            } else if part.due_on < today {
                PartState::InGrace
            } else if paid_minor > 0 {
                PartState::PartPaid
            } else if !is_next_found {
                PartState::Next
            } else {
                PartState::ToCome
            };
            is_next_found |= left_minor > 0;
            Standing { part: *part, paid_minor, left_minor, state }
        });
        let parts: Vec<Standing> = standings.collect();
        let left_minor = parts.iter().map(|part| part.left_minor).sum();
        Self { currency, parts, paid_minor: paid, credited_minor: credited, left_minor, grace_days }
    }

    /// The first instalment that is not paid in full.
    pub fn next(&self) -> Option<&Standing> {
        self.parts.iter().find(|part| part.left_minor > 0)
    }

    /// What was to be paid by now and was not, within its grace or past it.
    pub fn late_minor(&self) -> i64 {
        self.open_in(|state| matches!(state, PartState::InGrace | PartState::Missed))
    }

    /// What is past its grace.
    pub fn missed_minor(&self) -> i64 {
        self.open_in(|state| state == PartState::Missed)
    }

    /// How many are past their grace. Money fills the first ones first, so these follow each other.
    pub fn missed_in_a_row(&self) -> usize {
        self.parts.iter().filter(|part| part.state == PartState::Missed).count()
    }

    /// What takes it to be up to date: what is late, or else the next one.
    pub fn asked_minor(&self) -> i64 {
        match self.late_minor() {
            0 => self.next().map_or(0, |next| next.left_minor),
            late => late,
        }
    }

    /// The last instalment that [`Self::asked_minor`] pays.
    pub fn asked_through(&self) -> Option<&Standing> {
        let is_late = |one: &&Standing| matches!(one.state, PartState::InGrace | PartState::Missed);
        self.parts.iter().rfind(is_late).or_else(|| self.next())
    }

    /// What is open of this instalment and of those before it: money pays the first ones first.
    pub fn through_minor(&self, number: u16) -> i64 {
        self.parts.iter().filter(|one| one.part.number <= number).map(|one| one.left_minor).sum()
    }

    /// What the plan of this name asks for now; nothing once all of it is paid.
    pub fn asking(&self, plan: PlanId, name: String) -> Option<Asking> {
        let last = self.asked_through()?;
        Some(Asking {
            plan,
            name,
            number: last.part.number,
            due_on: last.part.due_on,
            amount: self.money(self.asked_minor()),
            is_late: self.late_minor() > 0,
        })
    }

    /// What falls due only after today: not asked for yet.
    pub fn later_minor(&self) -> i64 {
        self.left_minor - self.late_minor()
    }

    pub fn is_complete(&self) -> bool {
        self.left_minor == 0
    }

    /// The last day on which the oldest unpaid instalment can be paid without anything following.
    pub fn grace_end(&self) -> Option<NaiveDate> {
        self.next()?.part.due_on.checked_add_days(Days::new(self.grace_days.into()))
    }

    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    fn open_in(&self, wanted: impl Fn(PartState) -> bool) -> i64 {
        self.parts.iter().filter(|part| wanted(part.state)).map(|part| part.left_minor).sum()
    }
}

/// Why an instalment was neither moved nor left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BendError {
    #[error("all of these were used")]
    Spent,
    #[error("no instalment that is still to come")]
    NotToCome,
    #[error("no later than {0}")]
    TooFar(NaiveDate),
    #[error("not before the day on which it falls due, nor today")]
    NotLater,
    #[error("the next instalment would come before it")]
    PastTheNext,
}

/// The instalments with one of them moved to a later day, within what was agreed.
pub fn moved(
    progress: &Progress,
    number: u16,
    to: NaiveDate,
    today: NaiveDate,
    (allowed, used): (Allowances, u8),
) -> Result<Vec<Part>, BendError> {
    if used >= allowed.moves {
        return Err(BendError::Spent);
    }
    let (at, found) = open_part(progress, number)?;
    let agreed_on = found.part.moved_from.unwrap_or(found.part.due_on);
    let latest = agreed_on.checked_add_days(Days::new(allowed.move_days.into())).unwrap_or(agreed_on);
    if to > latest {
        return Err(BendError::TooFar(latest));
    }
    if to <= found.part.due_on || to < today {
        return Err(BendError::NotLater);
    }
    if progress.parts.get(at + 1).is_some_and(|next| next.part.due_on < to) {
        return Err(BendError::PastTheNext);
    }
    let mut parts = parts_of(progress);
    parts[at] = Part { due_on: to, moved_from: Some(agreed_on), ..parts[at] };
    Ok(parts)
}

/// The instalments with what is left of one of them at the end instead.
pub fn skipped(
    progress: &Progress,
    number: u16,
    frequency: Frequency,
    (allowed, used): (Allowances, u8),
) -> Result<Vec<Part>, BendError> {
    if used >= allowed.skips {
        return Err(BendError::Spent);
    }
    let (at, found) = open_part(progress, number)?;
    let mut parts = parts_of(progress);
    let (Some(first), Some(last)) = (parts.first().copied(), parts.last().copied()) else {
        return Err(BendError::NotToCome);
    };
    let anchor = first.moved_from.unwrap_or(first.due_on);
    let last_on = last.moved_from.unwrap_or(last.due_on).max(last.due_on);
    let due_on = next_after(frequency, anchor, last_on).ok_or(BendError::NotToCome)?;
    let amount_minor = found.left_minor;
    parts[at].amount_minor -= amount_minor;
    parts.push(Part { number: last.number + 1, due_on, moved_from: None, amount_minor });
    Ok(parts)
}

fn open_part(progress: &Progress, number: u16) -> Result<(usize, Standing), BendError> {
    let found = progress.parts.iter().copied().enumerate().find(|(_, one)| one.part.number == number);
    found.filter(|(_, one)| one.left_minor > 0 && one.state != PartState::Missed).ok_or(BendError::NotToCome)
}

fn parts_of(progress: &Progress) -> Vec<Part> {
    progress.parts.iter().map(|one| one.part).collect()
}
