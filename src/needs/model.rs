//! The closed list of needs, and what a form about one must say. Pure rules.

use chrono::{Days, Months, NaiveDate};

/// How many times as long an offer of the team's stands for whoever needs more time.
pub const MORE_TIME: u32 = 2;
/// In the last days of a need its person is asked whether it still holds.
const ASKED_AGAIN_DAYS: u64 = 30;
/// The longest name of somebody who may speak for another.
pub const HELPER_AT_MOST: usize = 80;

/// What somebody may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NeedKind {
    LargePrint,
    /// By letter and in no other way.
    LettersOnly,
    /// Somebody else may speak for them.
    NamedHelper,
    MoreTime,
    /// In a language that the portal does not speak, or not to them.
    OtherLanguage,
    Interpreter,
    /// Calls by text relay.
    TextRelay,
}

impl NeedKind {
    pub const ALL: [Self; 7] = [
        Self::LargePrint,
        Self::LettersOnly,
        Self::NamedHelper,
        Self::MoreTime,
        Self::OtherLanguage,
        Self::Interpreter,
        Self::TextRelay,
    ];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LargePrint => "large_print",
            Self::LettersOnly => "letters_only",
            Self::NamedHelper => "named_helper",
            Self::MoreTime => "more_time",
            Self::OtherLanguage => "other_language",
            Self::Interpreter => "interpreter",
            Self::TextRelay => "text_relay",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Whether it says in which language.
    pub fn names_a_language(self) -> bool {
        matches!(self, Self::OtherLanguage | Self::Interpreter)
    }
}

/// The languages that can be asked for, by their codes: those of the neighbours and those most spoken in Mexico, one of them with
/// the hands.
pub const TONGUES: [&str; 15] =
    ["es", "en", "lsm", "nah", "yua", "mix", "zap", "tzh", "tzo", "oto", "pt", "fr", "de", "zh", "ar"];

/// For how long a need may be kept before its person is asked again, in months.
pub const MONTHS: [u32; 3] = [12, 6, 3];

/// What a form says of a need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    pub kind: String,
    pub language: String,
    pub helper: String,
    pub months: String,
    pub has_consent: bool,
}

/// A need as it is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNeed {
    pub kind: NeedKind,
    pub language: Option<&'static str>,
    pub helper: Option<String>,
    pub until_on: NaiveDate,
}

/// What is wrong with a form; the code of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    KindNone,
    LanguageNone,
    HelperNone,
    /// It is no name, or too long for one.
    HelperNoName,
    MonthsNone,
    ConsentNone,
}

impl Wrong {
    /// The field that it stands at, and the code of its sentence.
    pub const fn at(self) -> (&'static str, &'static str) {
        match self {
            Self::KindNone => ("kind", "kind_none"),
            Self::LanguageNone => ("language", "language_none"),
            Self::HelperNone => ("helper", "helper_none"),
            Self::HelperNoName => ("helper", "helper_no_name"),
            Self::MonthsNone => ("months", "months_none"),
            Self::ConsentNone => ("consent", "consent_none"),
        }
    }
}

impl Typed {
    /// Reads the form. What belongs to another kind of need is passed over.
    ///
    /// # Errors
    /// All that is wrong with it, in the order of the form.
    pub fn understood(&self, today: NaiveDate) -> Result<NewNeed, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let kind = NeedKind::parse(&self.kind);
        if kind.is_none() {
            wrong.push(Wrong::KindNone);
        }
        let language = TONGUES.into_iter().find(|known| *known == self.language);
        if language.is_none() && kind.is_some_and(NeedKind::names_a_language) {
            wrong.push(Wrong::LanguageNone);
        }
        let helper = name_of(&self.helper);
        if kind == Some(NeedKind::NamedHelper)
            && let Err(why) = helper
        {
            wrong.push(why);
        }
        let months = MONTHS.into_iter().find(|months| months.to_string() == self.months);
        if months.is_none() {
            wrong.push(Wrong::MonthsNone);
        }
        if !self.has_consent {
            wrong.push(Wrong::ConsentNone);
        }
        let (Some(kind), Some(months), true) = (kind, months, wrong.is_empty()) else { return Err(wrong) };
        Ok(NewNeed {
            kind,
            language: language.filter(|_| kind.names_a_language()),
            helper: helper.ok().filter(|_| kind == NeedKind::NamedHelper),
            until_on: today.checked_add_months(Months::new(months)).unwrap_or(today),
        })
    }
}

/// Whether a need ends so soon that its person is asked about it.
pub fn is_asked_again(until_on: NaiveDate, today: NaiveDate) -> bool {
    today.checked_add_days(Days::new(ASKED_AGAIN_DAYS)).is_some_and(|soon| until_on <= soon)
}

/// A name, and nothing that could be a story: letters, and what stands between them in names.
fn name_of(typed: &str) -> Result<String, Wrong> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_name = name.chars().all(|letter| letter.is_alphabetic() || " .'’-".contains(letter))
        && (2..=HELPER_AT_MOST).contains(&name.chars().count());
    match (name.is_empty(), is_name) {
        (true, _) => Err(Wrong::HelperNone),
        (false, false) => Err(Wrong::HelperNoName),
        (false, true) => Ok(name),
    }
}
