//! What the address of a statement asks for. Everything is text until it is understood.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::documents::model::Period;
use crate::documents::words;
use crate::kernel::dates::{DatePart, EARLIEST, parse_day};
use crate::kernel::locale::Lang;
use crate::ui::TypedDate;

/// Which days, as links name them or as somebody typed them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StatementQuery {
    pub account: String,
    pub from: String,
    pub to: String,
    pub from_day: String,
    pub from_month: String,
    pub from_year: String,
    pub to_day: String,
    pub to_month: String,
    pub to_year: String,
    pub page: String,
    pub part: String,
    /// Set when the PDF was just ordered.
    pub preparing: String,
}

/// One date that cannot be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// `from` or `to`.
    pub field: &'static str,
    pub part: Option<DatePart>,
    pub sentence: &'static str,
}

impl StatementQuery {
    pub fn page(&self) -> u64 {
        self.page.parse().unwrap_or(1)
    }

    pub fn part(&self) -> i32 {
        self.part.parse().unwrap_or(1)
    }

    /// The days that are meant; the usual ones where none are.
    ///
    /// # Errors
    /// Each typed date that is none, or a period that cannot be.
    pub fn period(&self, lang: Lang, today: NaiveDate) -> Result<Period, Vec<Wrong>> {
        let usual = Period::usual(today);
        if !self.is_typed() {
            let from = self.from.parse().unwrap_or(usual.from);
            let to = self.to.parse().unwrap_or(usual.to).min(today);
            return Ok(Period { from: from.min(to).max(EARLIEST), to: to.max(EARLIEST) });
        }
        let wrong = |field, part, sentence| Wrong { field, part, sentence };
        let from = parse_day(&self.from_day, &self.from_month, &self.from_year)
            .map_err(|part| wrong("from", Some(part), words::date_wrong(lang)));
        let to = parse_day(&self.to_day, &self.to_month, &self.to_year)
            .map_err(|part| wrong("to", Some(part), words::date_wrong(lang)));
        match (from, to) {
            (Ok(_), Ok(to)) if to > today => Err(vec![wrong("to", None, words::date_ahead(lang))]),
            (Ok(from), Ok(to)) if from > to => Err(vec![wrong("to", None, words::date_backwards(lang))]),
            (Ok(from), Ok(to)) => Ok(Period { from: from.max(EARLIEST), to: to.max(EARLIEST) }),
            (from, to) => Err(from.err().into_iter().chain(to.err()).collect()),
        }
    }

    /// What stands in the two fields: what was typed, or the days that are shown.
    pub fn typed(&self, shown: Period) -> (TypedDate, TypedDate) {
        if !self.is_typed() {
            return (TypedDate::of(shown.from), TypedDate::of(shown.to));
        }
        let typed = |day: &str, month: &str, year: &str| TypedDate {
            day: day.to_owned(),
            month: month.to_owned(),
            year: year.to_owned(),
        };
        (
            typed(&self.from_day, &self.from_month, &self.from_year),
            typed(&self.to_day, &self.to_month, &self.to_year),
        )
    }

    fn is_typed(&self) -> bool {
        [&self.from_day, &self.from_month, &self.from_year, &self.to_day, &self.to_month, &self.to_year]
            .into_iter()
            .any(|part| !part.is_empty())
    }
}
