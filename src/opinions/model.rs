//! What is asked about, and what can be answered.

use uuid::Uuid;

use crate::kernel::ids::{DisputeId, PlanId, ThreadId};

/// The longest line that is added, in letters.
pub const LINE_AT_MOST: usize = 300;

/// What came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    Dispute(DisputeId),
    Plan(PlanId),
    Conversation(ThreadId),
}

impl Closed {
    pub fn dispute(self) -> Option<Uuid> {
        if let Self::Dispute(id) = self { Some(id.0) } else { None }
    }

    pub fn plan(self) -> Option<Uuid> {
        if let Self::Plan(id) = self { Some(id.0) } else { None }
    }

    pub fn conversation(self) -> Option<Uuid> {
        if let Self::Conversation(id) = self { Some(id.0) } else { None }
    }

    /// The desk's page of it.
    pub fn desk_page(self) -> String {
        match self {
            Self::Dispute(id) => format!("/desk/disputes/{id}"),
            Self::Plan(id) => format!("/desk/plans/{id}"),
            Self::Conversation(id) => format!("/desk/messages/{id}"),
        }
    }
}

/// How it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Good,
    Fair,
    Bad,
}

impl Answer {
    pub const ALL: [Self; 3] = [Self::Good, Self::Fair, Self::Bad];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Bad => "bad",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// What one month's closings were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub asked: u64,
    pub good: u64,
    pub fair: u64,
    pub bad: u64,
}

impl Counts {
    pub fn answered(self) -> u64 {
        self.good + self.fair + self.bad
    }

    /// How many of a hundred who answered said that it was good, rounded down; none where nobody answered.
    pub fn good_of_hundred(self) -> Option<u64> {
        (self.good * 100).checked_div(self.answered())
    }
}
