//! What the team answers. Pure.

/// What was decided about what a card's holder contests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// The payment is defended.
    Evidence,
    /// The money is let go.
    Accept,
}

impl AnswerKind {
    pub const ALL: [Self; 2] = [Self::Evidence, Self::Accept];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Accept => "accept",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How far an answer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerState {
    /// Kept; the provider is about to be told.
    Decided,
    Sent,
    /// The provider does not take it: it was too late, or the bank has decided.
    Refused,
}

impl AnswerState {
    pub const ALL: [Self; 3] = [Self::Decided, Self::Sent, Self::Refused];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Sent => "sent",
            Self::Refused => "refused",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// The longest explanation that is taken, in characters. The provider takes 20,000 in one field.
pub const WORDS_AT_MOST: usize = 6_000;
