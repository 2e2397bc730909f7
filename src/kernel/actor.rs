//! Who does something: every transaction is opened for one of these, and the database shows it only their rows.

use uuid::Uuid;

use crate::kernel::ids::{PersonId, SessionId, StaffId};

/// Whose eyes and hands a transaction has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person: the accounts that their party links open to them, no more.
    Person { person: PersonId, session: SessionId },
    /// A signed-in member of the team: the accounts of their creditors.
    Staff { staff: StaffId, session: SessionId },
    /// A job or a command, by name. Sees everything, so it exists only in `jobs.rs` and in commands.
    System(&'static str),
    /// Somebody not signed in: sees no table, and may call only the functions that each answer one question.
    Visitor,
}

impl Actor {
    /// The word that the scope, the ledger and the audit trail keep.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::Staff { .. } => "staff",
            Self::System(_) => "system",
            Self::Visitor => "visitor",
        }
    }

    /// The person or member of staff, if it is one.
    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::Person { person, .. } => Some(person.0),
            Self::Staff { staff, .. } => Some(staff.0),
            Self::System(_) | Self::Visitor => None,
        }
    }

    pub fn session(self) -> Option<SessionId> {
        match self {
            Self::Person { session, .. } | Self::Staff { session, .. } => Some(session),
            Self::System(_) | Self::Visitor => None,
        }
    }
}
