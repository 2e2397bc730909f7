//! A template, and the names under which its words hold figures.

use crate::accounts::model::{Account, Balance};
use crate::contact::tone::forbidden_words;
use crate::identity::model::Role;
use crate::kernel::ids::{CreditorId, TemplateId};
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;
use crate::messages::templates::words;

/// The longest title and the longest text, in letters.
pub const TITLE_AT_MOST: usize = 60;
pub const TEXT_AT_MOST: usize = 2000;

type Says = fn(Lang) -> &'static str;

/// What the program brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    Balance,
    Paid,
    Dispute,
}

impl Brought {
    pub const ALL: [Self; 3] = [Self::Balance, Self::Paid, Self::Dispute];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Paid => "paid",
            Self::Dispute => "dispute",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// As the program says it.
    pub fn template(self, creditor: CreditorId) -> Template {
        let (title, text): (Says, Says) = match self {
            Self::Balance => (words::balance, words::balance_text),
            Self::Paid => (words::paid, words::paid_text),
            Self::Dispute => (words::dispute, words::dispute_text),
        };
        let both = |say: Says| [Lang::Es, Lang::En].map(|lang| say(lang).to_owned());
        Template { id: None, creditor, brought: Some(self), title: both(title), text: both(text) }
    }
}

/// Something that is often said: Spanish first, then English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// None as the program brings it.
    pub id: Option<TemplateId>,
    pub creditor: CreditorId,
    pub brought: Option<Brought>,
    pub title: [String; 2],
    pub text: [String; 2],
}

impl Template {
    /// How an address names it.
    pub fn key(&self) -> String {
        match (self.brought, self.id) {
            (Some(brought), _) => brought.name().to_owned(),
            (None, Some(id)) => id.to_string(),
            (None, None) => String::new(),
        }
    }

    pub fn title(&self, lang: Lang) -> &str {
        &self.title[place(lang)]
    }

    /// The words for somebody who is called by their first name, with the figures of their account.
    pub fn said(&self, lang: Lang, person: &str, account: &Account, balance: &Balance) -> String {
        fill(&self.text[place(lang)], |placeholder| match placeholder {
            Placeholder::Name => person.split_whitespace().next().unwrap_or_default().to_owned(),
            Placeholder::Due => balance.due.to_string(),
            Placeholder::Total => balance.total.to_string(),
            Placeholder::Reference => account.reference.clone(),
            Placeholder::Creditor => account.creditor_name.clone(),
        })
    }
}

/// A text with a value in each place that is held for one. What a value holds is not looked at again: a name with braces
/// in it stays a name.
pub fn fill(text: &str, value: impl Fn(Placeholder) -> String) -> String {
    let (mut filled, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let held = after.split_once('}').and_then(|(name, beyond)| Some((Placeholder::parse(name)?, beyond)));
        match held {
            Some((placeholder, beyond)) => {
                filled.push_str(&value(placeholder));
                rest = beyond;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

const fn place(lang: Lang) -> usize {
    match lang {
        Lang::Es => 0,
        Lang::En => 1,
    }
}

/// A figure of the account that words can name: `{due}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    Name,
    Due,
    Total,
    Reference,
    Creditor,
}

impl Placeholder {
    pub const ALL: [Self; 5] = [Self::Name, Self::Due, Self::Total, Self::Reference, Self::Creditor];

    /// What is typed between the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Due => "due",
            Self::Total => "total",
            Self::Reference => "reference",
            Self::Creditor => "creditor",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// Whether this member of the team writes for it.
pub fn leads(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::Administrator)
}

/// The fields of the form, Spanish first.
pub const TITLES: [&str; 2] = ["title_es", "title_en"];
pub const TEXTS: [&str; 2] = ["text_es", "text_en"];

/// What is wrong with a template that somebody wrote.
pub fn faults(title: &[String; 2], text: &[String; 2]) -> Vec<FieldError> {
    let mut found = Vec::new();
    for (field, title) in TITLES.into_iter().zip(title) {
        match title.chars().count() {
            0 => found.push(FieldError::new(field, "title_none")),
            count if count > TITLE_AT_MOST => found.push(FieldError::new(field, "title_long")),
            _ => {}
        }
    }
    for (field, text) in TEXTS.into_iter().zip(text) {
        match text.chars().count() {
            0 => found.push(FieldError::new(field, "text_none")),
            count if count > TEXT_AT_MOST => found.push(FieldError::new(field, "text_long")),
            _ => {}
        }
        found.extend(wrong_placeholder(text).map(|wrong| FieldError::new(field, "placeholder").with(wrong)));
        // As when it is sent: what could never be sent is no template.
        let threat = [Lang::Es, Lang::En].into_iter().flat_map(|lang| forbidden_words(text, lang)).next();
        found.extend(threat.map(|phrase| FieldError::new(field, "words_tone").with(phrase)));
    }
    found
}

/// The first name between braces that is none of ours, or a brace that stands alone.
pub fn wrong_placeholder(text: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let at = rest.find(['{', '}'])?;
        if rest[at..].starts_with('}') {
            return Some("}".to_owned());
        }
        let after = &rest[at + 1..];
        let Some(end) = after.find('}') else { return Some("{".to_owned()) };
        let name = &after[..end];
        if Placeholder::parse(name).is_none() {
            return Some(format!("{{{name}}}"));
        }
        rest = &after[end + 1..];
    }
}
