//! Into whose hands an account can go, what stands against it, and what is typed about it. Pure.

use crate::kernel::web::FieldError;
use crate::legal;

/// The longest name of whoever takes an account, what reaches them, and why it goes there.
pub const NAME_AT_MOST: usize = 120;
pub const CONTACT_AT_MOST: usize = 300;
pub const WORDS_AT_MOST: usize = 1000;
/// From how many days late an account is one of those to think about.
pub const CANDIDATE_DAYS: i32 = 90;

/// Into whose hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Lawyers, before a court is asked.
    PreLegal,
    /// Somebody who collects for the creditor.
    Agency,
    /// Nobody's: the creditor's own books call it lost, and it stays owed (domain-rules A4).
    WriteOff,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::PreLegal, Self::Agency, Self::WriteOff];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PreLegal => "pre_legal",
            Self::Agency => "agency",
            Self::WriteOff => "write_off",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether somebody else is to be named.
    pub const fn has_recipient(self) -> bool {
        !matches!(self, Self::WriteOff)
    }

    /// Whether it can still be paid in this portal.
    pub const fn takes_payments(self) -> bool {
        !matches!(self, Self::Agency)
    }

    /// Whether the creditor's own collecting rests: no interest, no calls, no promises and no plans.
    pub const fn rests(self) -> bool {
        !matches!(self, Self::PreLegal)
    }
}

/// How a hand-over stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It waits for a second person.
    Asked,
    Standing,
    Declined,
    Recalled,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Asked, Self::Standing, Self::Declined, Self::Recalled];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Standing => "standing",
            Self::Declined => "declined",
            Self::Recalled => "recalled",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What stands against handing an account on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Against {
    /// Another hand-over waits for a decision.
    Asked,
    /// It is in others' hands already.
    Handed,
    Dispute,
    Plan,
    /// A plan is being talked about.
    Talk,
    Promise,
    InFlight,
    /// Somebody says that they paid, and nobody has looked yet.
    Reported,
    /// A bank decides about money that was paid.
    Review,
    Legal(legal::model::Kind),
    /// Nothing is owed.
    Nothing,
}

impl Against {
    /// Reads the word that the database has for it.
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(kind) = word.strip_prefix("legal:") {
            return legal::model::Kind::parse(kind).map(Self::Legal);
        }
        Some(match word {
            "asked" => Self::Asked,
            "handed" => Self::Handed,
            "dispute" => Self::Dispute,
            "plan" => Self::Plan,
            "talk" => Self::Talk,
            "promise" => Self::Promise,
            "in_flight" => Self::InFlight,
            "reported" => Self::Reported,
            "review" => Self::Review,
            "nothing" => Self::Nothing,
            _ => return None,
        })
    }
}

/// To whom, and why, as it was typed and may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub kind: Kind,
    pub to_name: String,
    pub to_contact: String,
    pub reason: String,
}

impl Prepared {
    /// Reads a form. What is written off has nobody to go to.
    pub fn parse(kind: Kind, name: &str, contact: &str, reason: &str) -> Result<Self, Vec<FieldError>> {
        let (name, contact, reason) = (name.trim(), contact.trim(), reason.trim());
        let mut errors = Vec::new();
        if kind.has_recipient() {
            errors.extend(wrong("to_name", name, NAME_AT_MOST));
            errors.extend(wrong("to_contact", contact, CONTACT_AT_MOST));
        }
        errors.extend(wrong("reason", reason, WORDS_AT_MOST));
        if !errors.is_empty() {
            return Err(errors);
        }
        let theirs = |text: &str| if kind.has_recipient() { text.to_owned() } else { String::new() };
        Ok(Self { kind, to_name: theirs(name), to_contact: theirs(contact), reason: reason.to_owned() })
    }
}

/// What is wrong with words that must be there, if anything is.
pub fn wrong(field: &str, words: &str, most: usize) -> Option<FieldError> {
    if words.is_empty() {
        return Some(FieldError::new(field, "words_none"));
    }
    (words.chars().count() > most).then(|| FieldError::new(field, "words_long").with(most))
}
