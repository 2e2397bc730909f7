//! What the store reads and the pages show: negotiations, their versions, plans.

use chrono::{DateTime, NaiveDate, Utc};

use crate::accounts::model::{Account, Viewer};
use crate::kernel::ids::{InvoiceId, OfferId, PersonId, PlanId};
use crate::kernel::money::Money;
use crate::plans::discount::Share;
use crate::plans::schedule::{Schedule, ScheduleError, Terms};
use crate::plans::standing::{Asking, Part};
use crate::plans::state::{PlanState, Talk};
use crate::policies::rules::PlanRules;

/// Which side wrote a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Person,
    Staff,
}

impl Side {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Staff => "staff",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Person, Self::Staff].into_iter().find(|side| side.name() == name)
    }
}

/// One version of the terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub id: OfferId,
    pub version: i32,
    pub by: Side,
    pub author: String,
    pub terms: Terms,
    /// What was owed when it was written.
    pub owed: Money,
    pub words: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

impl Offer {
    /// Its instalments as its readers saw them.
    pub fn schedule(&self) -> Result<Schedule, ScheduleError> {
        Schedule::of(self.owed, &self.terms)
    }
}

/// Some debts of one account that are talked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negotiation {
    pub id: PlanId,
    pub account: Account,
    pub state: Talk,
    pub person: Option<PersonId>,
    pub replaces: Option<PlanId>,
    pub invoices: Vec<(InvoiceId, String)>,
    /// The first one first; there is always one.
    pub offers: Vec<Offer>,
    pub opened_at: DateTime<Utc>,
    pub answer_by: Option<NaiveDate>,
}

impl Negotiation {
    /// The version on the table.
    pub fn current(&self) -> Option<&Offer> {
        self.offers.last()
    }

    pub fn ids(&self) -> Vec<InvoiceId> {
        self.invoices.iter().map(|(id, _)| *id).collect()
    }

    pub fn numbers(&self) -> Vec<String> {
        self.invoices.iter().map(|(_, number)| number.clone()).collect()
    }
}

/// What was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub account: Account,
    pub number: i64,
    pub state: PlanState,
    pub terms: Terms,
    pub rules: PlanRules,
    pub owed: Money,
    pub discount: Money,
    pub since_sequence: i64,
    pub revision: i32,
    pub signed_by: PersonId,
    pub signed_at: DateTime<Utc>,
    pub suspended_on: Option<NaiveDate>,
    pub ended_at: Option<DateTime<Utc>>,
    pub invoices: Vec<(InvoiceId, String)>,
    /// What of each of them was in it when it was signed.
    pub owed_on: Vec<Share>,
    pub parts: Vec<Part>,
}

impl Plan {
    /// `C-31`.
    pub fn name(&self) -> String {
        plan_name(self.number)
    }

    pub fn total(&self) -> Money {
        Money::new(self.owed.minor - self.discount.minor, self.owed.currency)
    }

    pub fn ids(&self) -> Vec<InvoiceId> {
        self.invoices.iter().map(|(id, _)| *id).collect()
    }

    pub fn numbers(&self) -> Vec<String> {
        self.invoices.iter().map(|(_, number)| number.clone()).collect()
    }
}

/// `C-31`.
pub fn plan_name(number: i64) -> String {
    format!("C-{number}")
}

/// A plan or a proposal in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    pub id: PlanId,
    /// Of a plan its name.
    pub name: String,
    pub what: At,
    pub next: Option<(NaiveDate, Money)>,
    /// What it asks for now; nothing of what is not agreed yet.
    pub asking: Option<Asking>,
}

/// Where something stands that may be talked about still, or agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Plan(PlanState),
    Talk(Talk),
}

/// Where the page of a plan lies for a reader.
pub fn plan_href(viewer: Viewer, id: PlanId) -> String {
    match viewer {
        Viewer::Staff(_) => format!("/desk/plans/{id}"),
        _ => format!("/account/plans/{id}"),
    }
}

/// Something that was done or that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    pub plan: PlanId,
    pub kind: EventKind,
    pub by: String,
    pub name: String,
    pub part: Option<i16>,
    pub reason: String,
    pub words: String,
    pub at: DateTime<Utc>,
}

/// What can happen to a negotiation and to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    Propose,
    Endorse,
    Counter,
    Decline,
    Refuse,
    Sign,
    Expire,
    Miss,
    Suspend,
    Cure,
    Complete,
    Close,
    Replace,
    Move,
    Skip,
    Remind,
}

impl EventKind {
    pub const ALL: [Self; 16] = [
        Self::Propose,
        Self::Endorse,
        Self::Counter,
        Self::Decline,
        Self::Refuse,
        Self::Sign,
        Self::Expire,
        Self::Miss,
        Self::Suspend,
        Self::Cure,
        Self::Complete,
        Self::Close,
        Self::Replace,
        Self::Move,
        Self::Skip,
        Self::Remind,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Endorse => "endorse",
            Self::Counter => "counter",
            Self::Decline => "decline",
            Self::Refuse => "refuse",
            Self::Sign => "sign",
            Self::Expire => "expire",
            Self::Miss => "miss",
            Self::Suspend => "suspend",
            Self::Cure => "cure",
            Self::Complete => "complete",
            Self::Close => "close",
            Self::Replace => "replace",
            Self::Move => "move",
            Self::Skip => "skip",
            Self::Remind => "remind",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Why a proposal is declined, from a list; each has its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclineReason {
    TooLong,
    TooLittle,
    TooLate,
    BrokenBefore,
    Other,
}

impl DeclineReason {
    pub const ALL: [Self; 5] =
        [Self::TooLong, Self::TooLittle, Self::TooLate, Self::BrokenBefore, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::TooLittle => "too_little",
            Self::TooLate => "too_late",
            Self::BrokenBefore => "broken_before",
            Self::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}
