//! What may go outward and in which form: pure rules, without a database or a network.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Which edition of the rules below decided; kept with every decision, and raised with every change of them.
pub const RULES_VERSION: i32 = 6;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A code or link that somebody asked for in order to sign in.
    SignInCode,
    /// A code that proves that an address is whose it is said to be.
    AddressCode,
    /// What an address is told that was given up for another.
    AddressChanged,
    /// Proof of a payment.
    Receipt,
    /// The answer to something that the person asked, proposed or contested.
    Answer,
    /// The code with which somebody signs an agreement.
    AgreementCode,
    /// What somebody who agreed a plan was promised to be told: what is on the table, what was signed, what falls due.
    Plan,
    /// What somebody who pays by itself was promised to be told: each charge before it is made, and what came of it.
    Autopay,
    /// Who holds a debt from now on, which whoever owes it must know before they pay.
    HandedOn,
    /// What lets somebody of the team in.
    Invitation,
}

impl NoticeKind {
    /// Every kind there is.
    pub const ALL: [Self; 10] = [
        Self::SignInCode,
        Self::AddressCode,
        Self::AddressChanged,
        Self::Receipt,
        Self::Answer,
        Self::AgreementCode,
        Self::Plan,
        Self::Autopay,
        Self::HandedOn,
        Self::Invitation,
    ];

    /// Whether its reader has just asked for it, or it guards them from others who pretend to be them: it goes where they asked for
    /// it, whatever else they wish.
    fn is_asked_for_or_guards(self) -> bool {
        match self {
            Self::SignInCode
            | Self::AddressCode
            | Self::AddressChanged
            | Self::AgreementCode
            | Self::Invitation => true,
            Self::Receipt | Self::Answer | Self::Plan | Self::Autopay | Self::HandedOn => false,
        }
    }

    /// The word that the log keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::SignInCode => "sign_in_code",
            Self::AddressCode => "address_code",
            Self::AddressChanged => "address_changed",
            Self::Receipt => "receipt",
            Self::Answer => "answer",
            Self::AgreementCode => "agreement_code",
            Self::Plan => "plan",
            Self::Autopay => "autopay",
            Self::HandedOn => "handed_on",
            Self::Invitation => "invitation",
        }
    }
}

/// How a notice travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
    Whatsapp,
    Letter,
    Call,
}

impl Channel {
    /// Every channel there is.
    pub const ALL: [Self; 5] = [Self::Email, Self::Sms, Self::Whatsapp, Self::Letter, Self::Call];

    /// The word that the log keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Whatsapp => "whatsapp",
            Self::Letter => "letter",
            Self::Call => "call",
        }
    }

    /// The channel that the log calls by this word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }

    /// Whether only the short form of a letter fits.
    pub fn is_short(self) -> bool {
        matches!(self, Self::Sms | Self::Whatsapp)
    }
}

/// What a decision stands on. Kept beside it, so it names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub kind: NoticeKind,
    pub channel: Channel,
    /// Somebody said "I am not this person" there, or it gave back what was sent, or the team stopped it; or its person said that
    /// somebody else reads it, which nobody is told apart from the rest.
    pub address_suspended: bool,
    /// Whom it goes to wants letters, and nothing else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub letters_only: bool,
}

/// Whether a notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Now.
    Allow,
    /// Not before then.
    Defer { until: DateTime<Utc> },
    /// Never.
    Deny,
    /// Now, because a law wants it with the person by that day at the latest.
    RequiredBy { on: NaiveDate },
}

impl Verdict {
    /// The word that the log keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Defer { .. } => "defer",
            Self::Deny => "deny",
            Self::RequiredBy { .. } => "required",
        }
    }
}

/// A verdict and the name of the rule that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub verdict: Verdict,
    pub rule: &'static str,
}

/// Decides about one notice. The first rule that has an opinion gives the verdict.
pub fn decide(facts: &Facts) -> Decision {
    if facts.address_suspended {
        return Decision { verdict: Verdict::Deny, rule: "address_suspended" };
    }
    if facts.letters_only && facts.channel != Channel::Letter && !facts.kind.is_asked_for_or_guards() {
        return Decision { verdict: Verdict::Deny, rule: "letters_only" };
    }
    // What a person asked for, the proof of what they did, and what guards them from others who pretend to be them, is
    // theirs at any hour and in any number.
    let rule = match facts.kind {
        NoticeKind::SignInCode | NoticeKind::AddressCode | NoticeKind::AgreementCode => "exempt_code",
        NoticeKind::AddressChanged => "exempt_security",
        NoticeKind::Receipt => "exempt_receipt",
        NoticeKind::Answer => "exempt_answer",
        NoticeKind::Autopay | NoticeKind::Plan => "exempt_agreed",
        // Nothing is asked in it, and without it people pay the wrong one.
        NoticeKind::HandedOn => "exempt_handed_on",
        // It goes to somebody of the team, who owes nothing.
        NoticeKind::Invitation => "exempt_team",
    };
    Decision { verdict: Verdict::Allow, rule }
}

/// What is printed on a notice so that its reader can ask whether it is ours: `K7QF-2M9D`.
///
/// Digits and capitals without O, I, 0 and 1: neither of a pair that looks alike is ever used, so a code has one
/// reading and none has to be guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeCode(String);

/// Why a text is no code of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeCodeError {
    #[error("no code")]
    Empty,
    #[error("not a code of ours")]
    Unknown,
}

impl NoticeCode {
    const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    const LENGTH: usize = 8;

    /// The code that these random bytes spell. 32 letters divide 256, so that each is as likely as the others.
    pub fn from_random(bytes: [u8; Self::LENGTH]) -> Self {
        Self::grouped(bytes.iter().map(|byte| char::from(Self::ALPHABET[usize::from(byte % 32)])))
    }

    /// Reads what somebody typed: small letters, spaces and a missing dash are all right.
    pub fn parse(typed: &str) -> Result<Self, NoticeCodeError> {
        let letters: Vec<char> = typed
            .chars()
            .filter(|letter| !letter.is_whitespace() && !"-‐‑–—".contains(*letter))
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let ours = |letter: &char| letter.is_ascii() && Self::ALPHABET.contains(&(*letter as u8));
        if letters.is_empty() {
            Err(NoticeCodeError::Empty)
        } else if letters.len() == Self::LENGTH && letters.iter().all(ours) {
            Ok(Self::grouped(letters.into_iter()))
        } else {
            Err(NoticeCodeError::Unknown)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn grouped(letters: impl Iterator<Item = char>) -> Self {
        let mut code: String = letters.collect();
        code.insert(Self::LENGTH / 2, '-');
        Self(code)
    }
}

impl fmt::Display for NoticeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One piece of what is sent. A path is one on our site; whoever sends it knows the site's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// The one thing to do, its address written out.
    Action { label: String, path: String },
    /// Small print.
    Foot(String),
    /// An address in the small print.
    Link { label: String, path: String },
    /// The digits of a code in the form that phones fill in by themselves: `@site #482913`.
    Autofill(String),
}

/// What a template makes of a feature's data, in one language and for every channel. The foot is added by `send`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Carries no amount and nothing that shames on a locked screen.
    pub subject: String,
    /// The long form, for e-mail and paper.
    pub body: Vec<Block>,
    /// The short form, for channels counted by the letter.
    pub short: Short,
}

/// The short form of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    pub text: String,
    /// Where the text leads.
    pub path: Option<String>,
    /// Digits that a phone may fill in.
    pub autofill: Option<String>,
}

impl Letter {
    /// What goes over this channel, with the foot in its place: last, but for the line that a phone reads.
    pub fn blocks(self, channel: Channel, foot: Vec<Block>) -> Vec<Block> {
        if !channel.is_short() {
            return self.body.into_iter().chain(foot).collect();
        }
        let mut blocks = vec![Block::Text(self.short.text)];
        blocks.extend(self.short.path.map(|path| Block::Link { label: String::new(), path }));
        blocks.extend(foot);
        blocks.extend(self.short.autofill.map(Block::Autofill));
        blocks
    }
}
