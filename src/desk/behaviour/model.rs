//! What is told of how an account pays, and from what. Pure.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::kernel::ids::{InvoiceId, PaymentId, PlanId};
use crate::kernel::money::Money;
use crate::plans::state::PlanState;
use crate::promises::model::Standing;

/// Fewer tell nothing about anybody.
pub const INPUTS_AT_LEAST: usize = 3;

/// An invoice that payments settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub invoice: InvoiceId,
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub settled_on: NaiveDate,
    pub paid: Money,
    /// Of every part that was paid: its minor units times the days since the invoice was issued.
    pub minor_days: i64,
}

/// A payment that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    pub payment: PaymentId,
    pub on: NaiveDate,
    pub amount: Money,
    /// `card`, `oxxo`, `spei`, …: the words of the same kind of means.
    pub means: String,
}

/// A promise whose day is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    pub on: NaiveDate,
    pub amount: Money,
    pub paid: Money,
    pub standing: Standing,
}

/// A plan that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub plan: PlanId,
    pub number: i64,
    pub state: PlanState,
    pub on: NaiveDate,
}

/// Everything that is known of how an account pays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    pub settled: Vec<Settled>,
    pub paid: Vec<Paid>,
    pub promised: Vec<Promised>,
    pub ended: Vec<Ended>,
}

/// A figure, or how many inputs there are where they are too few for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure<T> {
    NotEnough(usize),
    Is(T),
}

/// Of promises whose day is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub kept: usize,
    pub part_kept: usize,
    pub broken: usize,
}

/// What occurs most, and of how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Often<T> {
    /// None where nothing occurs in half of all or more.
    pub most: Option<T>,
    pub times: usize,
    pub of: usize,
}

/// The figures of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// From the day that an invoice was issued, weighted by the money.
    pub days_to_pay: Figure<i64>,
    pub promises: Figure<Kept>,
    /// How many plans were kept to the end, of how many that ended.
    pub plans: Figure<(usize, usize)>,
    pub weekday: Figure<Often<Weekday>>,
    pub month_day: Figure<Often<u32>>,
    pub means: Figure<Often<String>>,
}

impl Behaviour {
    pub fn of(inputs: &Inputs) -> Self {
        let count =
            |standing: Standing| inputs.promised.iter().filter(|one| one.standing == standing).count();
        let kept = Kept {
            kept: count(Standing::Kept),
            part_kept: count(Standing::PartKept),
            broken: count(Standing::Broken),
        };
        let completed = inputs.ended.iter().filter(|plan| plan.state == PlanState::Completed).count();
        let days: Vec<NaiveDate> = inputs.paid.iter().map(|paid| paid.on).collect();
        let means: Vec<String> = inputs.paid.iter().map(|paid| paid.means.clone()).collect();
        Self {
            days_to_pay: enough(inputs.settled.len(), || days_to_pay(&inputs.settled)),
            promises: enough(inputs.promised.len(), || kept),
            plans: enough(inputs.ended.len(), || (completed, inputs.ended.len())),
            weekday: enough(days.len(), || most_often(days.iter().map(Datelike::weekday).collect())),
            month_day: enough(days.len(), || most_often(days.iter().map(Datelike::day).collect())),
            means: enough(means.len(), || most_often(means)),
        }
    }
}

fn enough<T>(inputs: usize, figure: impl FnOnce() -> T) -> Figure<T> {
    if inputs < INPUTS_AT_LEAST { Figure::NotEnough(inputs) } else { Figure::Is(figure()) }
}

/// The average, weighted by what was paid, to whole days; a half is rounded away from zero, as the database rounds.
fn days_to_pay(settled: &[Settled]) -> i64 {
    let days: i128 = settled.iter().map(|one| i128::from(one.minor_days)).sum();
    let minor: i128 = settled.iter().map(|one| i128::from(one.paid.minor)).sum();
    if minor == 0 {
        return 0;
    }
    let rounded = (2 * days.abs() + minor) / (2 * minor) * days.signum();
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// What occurs most often. Nothing is preferred that occurs in less than half, or no more often than something else.
fn most_often<T: PartialEq>(all: Vec<T>) -> Often<T> {
    let of = all.len();
    let mut counted: Vec<(T, usize)> = Vec::new();
    for one in all {
        match counted.iter_mut().find(|(known, _)| *known == one) {
            Some((_, times)) => *times += 1,
            None => counted.push((one, 1)),
        }
    }
    let times = counted.iter().map(|(_, times)| *times).max().unwrap_or(0);
    let is_alone = counted.iter().filter(|(_, count)| *count == times).count() == 1;
    let most = counted.into_iter().find(|(_, count)| *count == times).map(|(one, _)| one);
    Often { most: most.filter(|_| is_alone && 2 * times >= of), times, of }
}
