//! What a version says in the creditor's own words: sections in both languages, with placeholders where a parameter
//! stands, so that no number in the text can disagree with what the program does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contact::tone::forbidden_words;
use crate::kernel::locale::Lang;
use crate::kernel::money::Currency;
use crate::policies::model::Parameters;
use crate::policies::placeholders::{Piece, Placeholder, pieces};

/// A part of the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Payment,
    Lateness,
    Ways,
    Procedure,
    Plans,
    Disputes,
    Privacy,
}

impl Section {
    pub const ALL: [Self; 7] = [
        Self::Payment,
        Self::Lateness,
        Self::Ways,
        Self::Procedure,
        Self::Plans,
        Self::Disputes,
        Self::Privacy,
    ];

    /// Its word in addresses and field names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Lateness => "lateness",
            Self::Ways => "ways",
            Self::Procedure => "procedure",
            Self::Plans => "plans",
            Self::Disputes => "disputes",
            Self::Privacy => "privacy",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.code() == code)
    }

    /// Its number in the text, by which entries in the books name it.
    pub fn number(self) -> usize {
        Self::ALL.iter().take_while(|section| **section != self).count() + 1
    }
}

/// The creditor's words of one section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OwnWords {
    pub es: String,
    pub en: String,
}

impl OwnWords {
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Es => &self.es,
            Lang::En => &self.en,
        }
    }
}

/// All that the creditor adds to what the parameters say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OwnText(pub BTreeMap<Section, OwnWords>);

/// The longest text of one section in one language.
pub const LONGEST: usize = 4_000;

/// Why words cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// The other language has words and this one none.
    Missing,
    TooLong(usize),
    /// No parameter has this name.
    Unknown(String),
    /// This version says nothing about that parameter.
    NotSet(Placeholder),
    /// A number typed where a parameter exists; perhaps the very one.
    BareNumber {
        number: String,
        instead: Option<Placeholder>,
    },
    /// A word that threatens or shames.
    Tone(&'static str),
}

impl OwnText {
    pub fn words(&self, section: Section, lang: Lang) -> &str {
        self.0.get(&section).map_or("", |words| words.in_lang(lang)).trim()
    }

    /// The paragraphs of a section with every placeholder filled.
    pub fn paragraphs(
        &self,
        section: Section,
        lang: Lang,
        parameters: &Parameters,
        currency: Currency,
    ) -> Vec<String> {
        self.words(section, lang)
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| filled(line, lang, parameters, currency))
            .collect()
    }

    /// What is wrong with the words of a section in one language.
    pub fn faults(
        &self,
        section: Section,
        lang: Lang,
        parameters: &Parameters,
        currency: Currency,
    ) -> Vec<TextFault> {
        let words = self.words(section, lang);
        if words.is_empty() {
            let other = self.words(section, lang.other());
            return if other.is_empty() { Vec::new() } else { vec![TextFault::Missing] };
        }
        let mut faults = Vec::new();
        if words.chars().count() > LONGEST {
            faults.push(TextFault::TooLong(LONGEST));
        }
        for piece in pieces(words) {
            match piece {
                Piece::Named(name) => match Placeholder::parse(name) {
                    None => faults.push(TextFault::Unknown(name.to_owned())),
                    Some(named) if named.value(lang, parameters, currency).is_none() => {
                        faults.push(TextFault::NotSet(named));
                    }
                    Some(_) => {}
                },
                Piece::Words(plain) => faults.extend(
                    bare_numbers(plain)
                        .into_iter()
                        .map(|number| bare(number, section, lang, parameters, currency)),
                ),
            }
        }
        let tone = forbidden_words(words, lang).into_iter().filter(|word| !ALLOWED_HERE.contains(word));
        faults.extend(tone.map(TextFault::Tone));
        faults
    }
}

/// What may be named here, where it is true and dated, and in no notice (screens 3.2).
const ALLOWED_HERE: [&str; 5] = ["demanda*", "juicio*", "buró de crédito", "lawsuit*", "credit score"];

fn filled(line: &str, lang: Lang, parameters: &Parameters, currency: Currency) -> String {
    pieces(line)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(plain) => plain.to_owned(),
            // A name that nobody knows is shown as it was typed: only a draft can hold one.
            Piece::Named(name) => Placeholder::parse(name)
                .and_then(|named| named.value(lang, parameters, currency))
                .unwrap_or_else(|| format!("{{{name}}}")),
        })
        .collect()
}

fn bare(
    number: BareNumber<'_>,
    section: Section,
    lang: Lang,
    parameters: &Parameters,
    currency: Currency,
) -> TextFault {
    let same = |named: &Placeholder| {
        named.value(lang, parameters, currency).is_some_and(|value| {
            value
                .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
                .any(|part| part == number.digits)
        })
    };
    let (here, elsewhere): (Vec<Placeholder>, Vec<Placeholder>) =
        Placeholder::ALL.into_iter().partition(|named| named.section() == section);
    let instead = here.into_iter().chain(elsewhere).find(same);
    TextFault::BareNumber { number: number.whole, instead }
}

/// A number with the unit that makes it one of ours: an amount, a percentage, days, months or instalments.
struct BareNumber<'a> {
    digits: &'a str,
    whole: String,
}

/// Numbers that parameters state. Hours, telephone numbers, streets and years are none.
fn bare_numbers(text: &str) -> Vec<BareNumber<'_>> {
    const UNITS: [&str; 16] = [
        "%",
        "por ciento",
        "per cent",
        "percent",
        "día",
        "dias",
        "day",
        "mes",
        "month",
        "semana",
        "week",
        "pesos",
        "mxn",
        "pago",
        "mensualidad",
        "instalment",
    ];
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let is_part = |byte: u8| byte.is_ascii_digit() || byte == b'.' || byte == b',';
        let end = (at..bytes.len()).find(|&index| !is_part(bytes[index])).unwrap_or(bytes.len());
        let digits = text[at..end].trim_end_matches(['.', ',']);
        let before = text[..at].chars().next_back();
        let after = text[at + digits.len()..].trim_start_matches([' ', '\u{a0}']).to_lowercase();
        let unit = UNITS.into_iter().find(|unit| after.starts_with(unit));
        if let Some(sign @ ('$' | '€' | '£')) = before {
            found.push(BareNumber { digits, whole: format!("{sign}{digits}") });
        } else if let Some(unit) = unit {
            let word: String = after.chars().take_while(|c| c.is_alphabetic() || *c == '%').collect();
            let word = if word.is_empty() { unit.to_owned() } else { word };
            found.push(BareNumber { digits, whole: format!("{digits} {word}") });
        }
        at = end;
    }
    found
}
