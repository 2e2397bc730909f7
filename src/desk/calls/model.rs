//! What came of a call.

/// Codes that reports can count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Somebody who may know of the debt was talked with.
    Talked,
    /// A message was left that says nothing of the debt.
    LeftMessage,
    NoAnswer,
    /// Somebody else answered, and was told nothing.
    SomebodyElse,
    /// The number is not theirs: nobody calls it again.
    WrongNumber,
}

impl Outcome {
    pub const ALL: [Self; 5] =
        [Self::Talked, Self::LeftMessage, Self::NoAnswer, Self::SomebodyElse, Self::WrongNumber];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Talked => "talked",
            Self::LeftMessage => "left_message",
            Self::NoAnswer => "no_answer",
            Self::SomebodyElse => "somebody_else",
            Self::WrongNumber => "wrong_number",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}
