//! What papers are made of, as pure data, and the rules about their kinds, days and sizes.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaperKind {
    Receipt,
    Invoice,
    Statement,
    /// Nothing is owed on the account, and everything was paid.
    PaidInFull,
    /// Nothing is owed on the account, because the creditor gave up a part.
    Settlement,
    /// Nothing is owed on one invoice.
    NoDebt,
    /// A version of the terms.
    Terms,
    /// The answer to a dispute.
    DisputeAnswer,
    /// The answer to a complaint.
    ComplaintAnswer,
    /// A payment plan as it was signed, in both languages.
    Agreement,
    /// What goes with an account into others' hands: an archive, and the sheet on top of it.
    Handover,
}

impl PaperKind {
    pub const ALL: [Self; 11] = [
        Self::Receipt,
        Self::Invoice,
        Self::Statement,
        Self::PaidInFull,
        Self::Settlement,
        Self::NoDebt,
        Self::Terms,
        Self::DisputeAnswer,
        Self::ComplaintAnswer,
        Self::Agreement,
        Self::Handover,
    ];

    /// The word that the database keeps.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Invoice => "invoice",
            Self::Statement => "statement",
            Self::PaidInFull => "paid_in_full",
            Self::Settlement => "settlement",
            Self::NoDebt => "no_debt",
            Self::Terms => "terms",
            Self::DisputeAnswer => "dispute_answer",
            Self::ComplaintAnswer => "complaint_answer",
            Self::Agreement => "agreement",
            Self::Handover => "handover",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whether a sealed paper still says how things are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperState {
    Current,
    /// There is a later one about the same.
    Newer,
    /// What it states was undone since.
    Changed,
}

impl PaperState {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "current" => Some(Self::Current),
            "newer" => Some(Self::Newer),
            "changed" => Some(Self::Changed),
            _ => None,
        }
    }
}

/// The days of a statement, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// This month and the two before it, through today.
    pub fn usual(today: NaiveDate) -> Self {
        let from = first_of_month(today).checked_sub_months(Months::new(2)).unwrap_or(today);
        Self { from, to: today }
    }

    /// The calendar month that holds `day`, no further than today.
    pub fn month_of(day: NaiveDate, today: NaiveDate) -> Self {
        let from = first_of_month(day);
        let next = from.checked_add_months(Months::new(1)).unwrap_or(from);
        Self { from, to: next.pred_opt().unwrap_or(from).min(today.max(from)) }
    }

    /// The months that it touches, the latest first.
    pub fn months(self, today: NaiveDate) -> Vec<Self> {
        let mut months = Vec::new();
        let mut first = first_of_month(self.from);
        while first <= self.to {
            months.push(Self::month_of(first, today));
            match first.checked_add_months(Months::new(1)) {
                Some(next) => first = next,
                None => break,
            }
        }
        months.reverse();
        months
    }

    /// The day whose end is where it opens.
    pub fn opening_on(self) -> NaiveDate {
        self.from.pred_opt().unwrap_or(self.from)
    }
}

/// `2026-02-05..2026-03-06`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The sheet that people have at home: Letter where offices print on it, A4 in the rest of the world.
pub fn sheet_size(jurisdiction: &str) -> &'static str {
    match jurisdiction.split('-').next().unwrap_or_default() {
        "MX" | "US" | "CA" | "CO" | "CL" => "us-letter",
        _ => "a4",
    }
}

/// A paper before it is sealed: everything that stands on it, already worded for its reader. The press takes all of it as
/// text and nothing of it as markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paper {
    pub lang: &'static str,
    pub sheet: &'static str,
    /// Whoever reads it needs large print.
    pub large: bool,
    /// `#0B5C6B`
    pub accent: String,
    pub creditor: Letterhead,
    /// What it is: `Recibo de pago`.
    pub title: String,
    /// Who, when, which account: terms and what they are.
    pub facts: Vec<(String, String)>,
    pub blocks: Vec<Block>,
}

/// Who gives the paper out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    pub name: String,
    /// The legal name, the address, the telephone: what there is of them.
    pub lines: Vec<String>,
    /// Who hears complaints, in words.
    pub complaints: String,
}

/// A part of a paper, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// The number that matters.
    Figure {
        label: String,
        amount: String,
        note: String,
    },
    /// A few amounts side by side, the last one set off.
    Figures {
        cells: Vec<(String, String)>,
    },
    Heading {
        text: String,
    },
    Text {
        text: String,
    },
    /// Something that its reader must not miss.
    Notice {
        heading: String,
        text: String,
    },
    Table(Table),
    /// Amounts one below the other, the last one set off.
    Sums {
        rows: Vec<(String, String)>,
    },
    /// Amounts with bars as long as they are large, in thousandths of the longest.
    Bars {
        rows: Vec<(String, String, u32)>,
        total: (String, String),
    },
    Small {
        text: String,
    },
}

/// Rows under their columns. Every row has as many cells as there are columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// The line below, if there is one.
    pub total: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    pub heading: String,
    /// Amounts stand at the right, below each other.
    pub number: bool,
    /// Takes the room that the others leave.
    pub wide: bool,
}

impl Column {
    pub fn text(heading: &str) -> Self {
        Self { heading: heading.to_owned(), number: false, wide: false }
    }

    pub fn wide(heading: &str) -> Self {
        Self { wide: true, ..Self::text(heading) }
    }

    pub fn number(heading: &str) -> Self {
        Self { number: true, ..Self::text(heading) }
    }
}

/// What sealing adds to a paper: how anybody can check it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stamp {
    pub number: String,
    pub code: String,
    /// Where the code is checked, written out for people.
    pub address: String,
    /// The same address as a picture for telephones: an SVG.
    pub picture: String,
    pub heading: String,
    pub sentence: String,
    /// The line at the foot of each page.
    pub foot: String,
    /// `Página {n} de {m}` with the two marks in it.
    pub pages: String,
    /// `Parte 2 de 10`, or nothing.
    pub part: String,
}

/// A fingerprint as people compare it: in groups of four.
pub fn groups_of_four(hex: &str) -> String {
    let letters: Vec<char> = hex.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
