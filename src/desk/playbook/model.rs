//! The situations, and what the guide says of them until somebody writes their own. Pure.

use crate::desk::playbook::words;
use crate::kernel::locale::Lang;

/// The longest title and the longest text.
pub const TITLE_AT_MOST: usize = 80;
pub const BODY_AT_MOST: usize = 3000;

/// When somebody of the team looks something up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Situation {
    CannotPay,
    SaysPaid,
    Disputes,
    Angry,
    Hardship,
}

impl Situation {
    pub const ALL: [Self; 5] = [Self::CannotPay, Self::SaysPaid, Self::Disputes, Self::Angry, Self::Hardship];

    pub const fn name(self) -> &'static str {
        match self {
            Self::CannotPay => "cannot_pay",
            Self::SaysPaid => "says_paid",
            Self::Disputes => "disputes",
            Self::Angry => "angry",
            Self::Hardship => "hardship",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// What is read, and of what it is known who has read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Article(Situation),
    /// The published terms.
    Policy,
}

impl Subject {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Article(situation) => situation.name(),
            Self::Policy => "policy",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        if name == "policy" { Some(Self::Policy) } else { Situation::parse(name).map(Self::Article) }
    }
}

/// An article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub title: String,
    pub body: String,
}

/// The program's own text, version 0.
pub fn usual(situation: Situation, lang: Lang) -> Text {
    let (title, body) = match situation {
        Situation::CannotPay => (words::cannot_pay(lang), words::cannot_pay_body(lang)),
        Situation::SaysPaid => (words::says_paid(lang), words::says_paid_body(lang)),
        Situation::Disputes => (words::disputes(lang), words::disputes_body(lang)),
        Situation::Angry => (words::angry(lang), words::angry_body(lang)),
        Situation::Hardship => (words::hardship(lang), words::hardship_body(lang)),
    };
    Text { title: title.to_owned(), body: body.to_owned() }
}
