//! Rules of a conversation, pure.

use std::fmt;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::disputes::promise::is_working_day;
use crate::kernel::ids::{AccountId, DisputeId, PlanId};
use crate::policies::caps::Jurisdiction;

/// The longest that is said at once.
pub const WORDS_AT_MOST: usize = 4000;

/// What a conversation is about: the account as a whole, or something on it that has a conversation of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matter {
    #[default]
    Account,
    Dispute(DisputeId),
    /// A plan, from the first proposal on.
    Plan(PlanId),
}

impl Matter {
    /// On the page of a dispute or a plan other forms have fields too.
    pub const FIELDS: (&'static str, &'static str) = ("message", "attached");

    /// As an address and a form carry it: `dispute:…`, `plan:…`, or nothing for the account.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Account);
        }
        let (kind, id) = text.split_once(':')?;
        match kind {
            "dispute" => id.parse().ok().map(Self::Dispute),
            "plan" => id.parse().ok().map(Self::Plan),
            _ => None,
        }
    }

    /// Of what two columns of one thread name.
    pub fn of(dispute: Option<DisputeId>, plan: Option<PlanId>) -> Self {
        match (dispute, plan) {
            (Some(dispute), _) => Self::Dispute(dispute),
            (None, Some(plan)) => Self::Plan(plan),
            (None, None) => Self::Account,
        }
    }

    pub fn dispute(self) -> Option<Uuid> {
        if let Self::Dispute(id) = self { Some(id.0) } else { None }
    }

    pub fn plan(self) -> Option<Uuid> {
        if let Self::Plan(id) = self { Some(id.0) } else { None }
    }

    /// The page on which the person reads it.
    pub fn own_page(self, account: AccountId) -> String {
        match self {
            Self::Account => format!("/account/messages?account={account}"),
            Self::Dispute(id) => format!("/account/disputes/{id}"),
            Self::Plan(id) => format!("/account/plans/{id}"),
        }
    }

    /// The desk's page of the thing itself; none for the account, whose conversation has only the page of its thread.
    pub fn desk_page(self) -> Option<String> {
        match self {
            Self::Account => None,
            Self::Dispute(id) => Some(format!("/desk/disputes/{id}")),
            Self::Plan(id) => Some(format!("/desk/plans/{id}")),
        }
    }

    /// The names of the fields for words and for files.
    pub fn fields(self) -> (&'static str, &'static str) {
        match self {
            Self::Account => ("words", "files"),
            Self::Dispute(_) | Self::Plan(_) => Self::FIELDS,
        }
    }
}

impl fmt::Display for Matter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account => Ok(()),
            Self::Dispute(id) => write!(f, "dispute:{id}"),
            Self::Plan(id) => write!(f, "plan:{id}"),
        }
    }
}

/// What on the account a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    pub kind: AboutKind,
    pub id: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AboutKind {
    Invoice,
    Payment,
    Dispute,
}

impl AboutKind {
    const ALL: [Self; 3] = [Self::Invoice, Self::Payment, Self::Dispute];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::Dispute => "dispute",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

impl About {
    /// As an address and a form carry it: `payment:…`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        Some(Self { kind: AboutKind::parse(kind)?, id: id.parse().ok()? })
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.id)
    }
}

/// Why a thread is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    Answered,
    /// The person did not write again.
    NoAnswer,
    /// It is dealt with in a dispute, a plan or on the telephone.
    Elsewhere,
    NotOurs,
}

impl CloseReason {
    pub const ALL: [Self; 4] = [Self::Answered, Self::NoAnswer, Self::Elsewhere, Self::NotOurs];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NoAnswer => "no_answer",
            Self::Elsewhere => "elsewhere",
            Self::NotOurs => "not_ours",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// Which conversations the inbox lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    Open,
    /// Those that this reader has taken.
    Mine,
    /// In whose notes somebody called this reader, who has not written beside it since.
    Called,
    Closed,
}

impl Shelf {
    pub const ALL: [Self; 4] = [Self::Open, Self::Mine, Self::Called, Self::Closed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mine => "mine",
            Self::Called => "called",
            Self::Closed => "closed",
        }
    }

    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.name() == name).unwrap_or(Self::Open)
    }
}

/// The day by which what is said on a day is answered: so many working days after it.
pub fn answered_by(
    said_on: NaiveDate,
    within_working_days: u16,
    jurisdiction: Option<Jurisdiction>,
) -> NaiveDate {
    let mut left = within_working_days;
    let mut day = said_on;
    while left > 0 {
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        day = next;
        if is_working_day(day, jurisdiction) {
            left -= 1;
        }
    }
    day
}
