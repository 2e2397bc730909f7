//! What a time line tells of. Pure.

/// The longest note.
pub const NOTE_AT_MOST: usize = 4000;
/// The longest tag, and how many an account has at most.
pub const TAG_AT_MOST: usize = 30;
pub const TAGS_AT_MOST: usize = 12;

/// From which room something comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Entry,
    Notice,
    Call,
    Message,
    Dispute,
    Plan,
    Promise,
    Note,
    Complaint,
    Legal,
    Handing,
    SignIn,
    Read,
}

impl Kind {
    pub const ALL: [Self; 13] = [
        Self::Entry,
        Self::Notice,
        Self::Call,
        Self::Message,
        Self::Dispute,
        Self::Plan,
        Self::Promise,
        Self::Note,
        Self::Complaint,
        Self::Legal,
        Self::Handing,
        Self::SignIn,
        Self::Read,
    ];

    /// As an address names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Notice => "notice",
            Self::Call => "call",
            Self::Message => "message",
            Self::Dispute => "dispute",
            Self::Plan => "plan",
            Self::Promise => "promise",
            Self::Note => "note",
            Self::Complaint => "complaint",
            Self::Legal => "legal",
            Self::Handing => "handing",
            Self::SignIn => "sign_in",
            Self::Read => "read",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// A tag as it is kept: small letters, single spaces. None for what is none.
pub fn normal_tag(typed: &str) -> Option<String> {
    let tag = typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let length = tag.chars().count();
    (1..=TAG_AT_MOST).contains(&length).then_some(tag)
}
