//! What stands on the work list, in which order, and why. Pure.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::dates::days_between;
use crate::kernel::money::{Currency, Money};

/// What a row of the list is, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThingKind {
    Dispute,
    Proposal,
    Message,
    /// Somebody called this reader in a note.
    Mention,
    PromiseBroken,
    /// Its day is today, and it is not paid yet.
    PromiseDue,
    Plan,
    Autopay,
    Task,
    /// Somebody to be asked to pay, by priority.
    Account,
}

impl ThingKind {
    pub const ALL: [Self; 10] = [
        Self::Dispute,
        Self::Proposal,
        Self::Message,
        Self::Mention,
        Self::PromiseBroken,
        Self::PromiseDue,
        Self::Plan,
        Self::Autopay,
        Self::Task,
        Self::Account,
    ];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dispute => "dispute",
            Self::Proposal => "proposal",
            Self::Message => "message",
            Self::Mention => "mention",
            Self::PromiseBroken => "promise_broken",
            Self::PromiseDue => "promise_due",
            Self::Plan => "plan",
            Self::Autopay => "autopay",
            Self::Task => "task",
            Self::Account => "account",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// Which row is meant, as a form carries it: `dispute:…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThingRef {
    pub kind: ThingKind,
    pub id: Uuid,
}

impl ThingRef {
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        Some(Self { kind: ThingKind::parse(kind)?, id: id.parse().ok()? })
    }
}

impl fmt::Display for ThingRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.id)
    }
}

/// Whose rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    Team,
    Mine,
    /// Nobody has taken them.
    Free,
}

impl Shelf {
    pub const ALL: [Self; 3] = [Self::Team, Self::Mine, Self::Free];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Mine => "mine",
            Self::Free => "free",
        }
    }

    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.name() == name).unwrap_or(Self::Team)
    }
}

/// Where a thing stands among the others: what is past its day first, then by what it is, by its day and by what it is worth.
pub fn place(
    kind: ThingKind,
    due_on: Option<NaiveDate>,
    amount_minor: i64,
    today: NaiveDate,
) -> (bool, ThingKind, NaiveDate, i64) {
    let is_over = is_over(kind, due_on, today);
    (!is_over, kind, due_on.unwrap_or(NaiveDate::MAX), -amount_minor)
}

/// Whether what the team promised is past its day. A broken promise is not ours.
pub fn is_over(kind: ThingKind, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    matches!(kind, ThingKind::Dispute | ThingKind::Proposal) && due_on.is_some_and(|due_on| due_on < today)
}

/// What the priority of an account is worked out from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    pub currency: Currency,
    /// Past due, not contested and in no plan.
    pub due_minor: i64,
    pub oldest_due_on: NaiveDate,
    /// When somebody last called, was called or was written to.
    pub last_contact_on: Option<NaiveDate>,
    /// Promises of a year that were kept, and that were not.
    pub kept: i32,
    pub broken: i32,
    /// Plans of a year that ended before they were paid, and charges by themselves that the bank declined.
    pub risks: i32,
}

/// How many points each reason gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// For each thousand that is past due, and the most for the amount.
    pub amount_each: u16,
    pub amount_most: u16,
    /// For each ten days since the oldest was due.
    pub late_each: u16,
    pub late_most: u16,
    /// For each week without contact.
    pub silence_each: u16,
    pub silence_most: u16,
    pub broken_each: u16,
    pub risk_each: u16,
    /// Taken off for each promise that was kept.
    pub kept_each: u16,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            amount_each: 3,
            amount_most: 30,
            late_each: 2,
            late_most: 24,
            silence_each: 2,
            silence_most: 10,
            broken_each: 8,
            risk_each: 6,
            kept_each: 4,
        }
    }
}

/// No weight is larger: beyond it one reason would silence all the others.
pub const WEIGHT_AT_MOST: u16 = 100;
/// Of promises and risks no more than these count.
const COUNTED_AT_MOST: i32 = 5;

impl Weights {
    /// The names of the weights in the order of the form, each with its value.
    pub fn named(&self) -> [(&'static str, u16); 9] {
        [
            ("amount_each", self.amount_each),
            ("amount_most", self.amount_most),
            ("late_each", self.late_each),
            ("late_most", self.late_most),
            ("silence_each", self.silence_each),
            ("silence_most", self.silence_most),
            ("broken_each", self.broken_each),
            ("risk_each", self.risk_each),
            ("kept_each", self.kept_each),
        ]
    }

    /// The same, from the values in that order.
    pub fn of(values: [u16; 9]) -> Self {
        let [
            amount_each,
            amount_most,
            late_each,
            late_most,
            silence_each,
            silence_most,
            broken_each,
            risk_each,
            kept_each,
        ] = values;
        Self {
            amount_each,
            amount_most,
            late_each,
            late_most,
            silence_each,
            silence_most,
            broken_each,
            risk_each,
            kept_each,
        }
    }
}

/// Why an account stands where it stands, and how many points it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    pub why: Why,
    pub points: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Owes(Money),
    /// Days since the oldest was due.
    Late(i64),
    /// Days without contact.
    Silent(i64),
    /// Nobody was ever in contact about it.
    NeverContacted,
    Broken(i32),
    Risks(i32),
    Kept(i32),
}

/// Every reason that gives points, or takes some.
pub fn reasons(of: &Figures, weights: &Weights, today: NaiveDate) -> Vec<Reason> {
    let late = days_between(of.oldest_due_on, today).max(0);
    let silent = days_between(of.last_contact_on.unwrap_or(of.oldest_due_on), today).max(0);
    let silence = match of.last_contact_on {
        Some(_) => Why::Silent(silent),
        None => Why::NeverContacted,
    };
    let counted = |count: i32, each: u16| count.clamp(0, COUNTED_AT_MOST) * i32::from(each);
    let reasons = [
        Reason {
            why: Why::Owes(Money::new(of.due_minor, of.currency)),
            points: amount_points(of, weights.amount_each).min(weights.amount_most.into()),
        },
        Reason { why: Why::Late(late), points: steps(late, 10, weights.late_each, weights.late_most) },
        Reason { why: silence, points: steps(silent, 7, weights.silence_each, weights.silence_most) },
        Reason { why: Why::Broken(of.broken), points: counted(of.broken, weights.broken_each) },
        Reason { why: Why::Risks(of.risks), points: counted(of.risks, weights.risk_each) },
        Reason { why: Why::Kept(of.kept), points: -counted(of.kept, weights.kept_each) },
    ];
    reasons.into_iter().filter(|reason| reason.points != 0).collect()
}

/// What the reasons come to; nothing where a good record outweighs them.
pub fn points(reasons: &[Reason]) -> i32 {
    reasons.iter().map(|reason| reason.points).sum::<i32>().max(0)
}

/// In whole points: 4,649.50 at 3 for each thousand is 13.
fn amount_points(of: &Figures, each: u16) -> i32 {
    let thousand = 1000 * 10_i128.pow(of.currency.exponent());
    let points = i128::from(of.due_minor.max(0)) * i128::from(each) / thousand;
    i32::try_from(points).unwrap_or(i32::MAX)
}

fn steps(days: i64, step: i64, each: u16, most: u16) -> i32 {
    let points = (days / step).saturating_mul(i64::from(each)).min(i64::from(most));
    i32::try_from(points).unwrap_or_default()
}
