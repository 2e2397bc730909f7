//! Mapping files: how the rows of a foreign file become records of the native format. JSON, described in FORMAT.md.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::{
    amount::DecimalMark,
    model::{Record, place_of},
};

/// What `--mapping` names, or, without it, the native format itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub name: String,
    /// How dates are written, in the letters of `strftime`.
    #[serde(default = "iso_date")]
    pub date: String,
    /// The decimal mark, where amounts do not show it by themselves.
    #[serde(default)]
    pub decimal: Option<char>,
    /// The records that each row makes, in this order. None: the file is in the native format.
    #[serde(default)]
    pub records: Vec<MappedRecord>,
}

/// One record made from a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedRecord {
    pub record: String,
    /// Foreign column → the values that it must have, or `*` for any but an empty one.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<String>>,
    /// Native column → text in which `{Foreign column}` stands for that cell.
    pub columns: BTreeMap<String, String>,
}

/// Why a mapping cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    #[error(transparent)]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error("unknown record {0}")]
    Record(String),
    #[error("{record} takes no column {column}")]
    Column { record: String, column: String },
    #[error("{record} needs the column {column}")]
    ColumnMissing { record: String, column: &'static str },
    #[error("{0} is no decimal mark: use \".\" or \",\"")]
    Decimal(char),
    #[error("{0} is no date format: it needs a year, a month and a day, as in %Y-%m-%d")]
    Date(String),
    #[error("{0}: a brace is not closed")]
    Brace(String),
}

/// The mapping for IBM's public sample "Late Payment Histories".
const IBM: &str = include_str!("mappings/ibm.json");

impl Mapping {
    /// The native format.
    pub fn native() -> Mapping {
        Mapping { name: "native".to_owned(), date: iso_date(), decimal: None, records: Vec::new() }
    }

    /// The mapping in this file. `ibm` alone, where there is no file of that name, is the one that ships inside the
    /// program.
    pub fn load(path: &Path) -> Result<Mapping, MappingError> {
        if path == Path::new("ibm") && !path.exists() {
            return Mapping::parse(IBM);
        }
        Mapping::parse(&std::fs::read_to_string(path)?)
    }

    pub fn parse(json: &str) -> Result<Mapping, MappingError> {
        let mapping: Mapping = serde_json::from_str(json.trim_start_matches('\u{feff}'))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// How amounts are read in a file parted by this delimiter: whoever parts cells with `;` does so because the comma
    /// is taken.
    pub fn decimal_mark(&self, delimiter: u8) -> DecimalMark {
        match self.decimal {
            Some(mark) => DecimalMark::Always(mark),
            None if delimiter == b';' => DecimalMark::Usually(','),
            None => DecimalMark::Usually('.'),
        }
    }

    fn check(&self) -> Result<(), MappingError> {
        if let Some(mark) = self.decimal.filter(|mark| !['.', ','].contains(mark)) {
            return Err(MappingError::Decimal(mark));
        }
        let day = chrono::NaiveDate::from_ymd_opt(2001, 11, 23).expect("a day of the calendar");
        if !reads_back(day, &self.date) {
            return Err(MappingError::Date(self.date.clone()));
        }
        for mapped in &self.records {
            mapped.check()?;
        }
        Ok(())
    }
}

impl MappedRecord {
    fn check(&self) -> Result<(), MappingError> {
        let record = Record::parse(&self.record).ok_or_else(|| MappingError::Record(self.record.clone()))?;
        for (column, template) in &self.columns {
            if place_of(column).is_none() || !record.takes().iter().any(|take| take.column == column) {
                return Err(MappingError::Column { record: self.record.clone(), column: column.clone() });
            }
            pieces(template)?;
        }
        for take in record.takes().iter().filter(|take| take.required) {
            if !self.columns.contains_key(take.column) {
                return Err(MappingError::ColumnMissing { record: self.record.clone(), column: take.column });
            }
        }
        Ok(())
    }
}

/// A part of a template.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece {
    Text(String),
    /// The cell in this foreign column.
    Column(String),
}

/// Takes a template apart: `settled {invoiceNumber}` is a text and a column.
pub fn pieces(template: &str) -> Result<Vec<Piece>, MappingError> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').ok_or_else(|| MappingError::Brace(template.to_owned()))? + open;
        if open > 0 {
            pieces.push(Piece::Text(rest[..open].to_owned()));
        }
        pieces.push(Piece::Column(rest[open + 1..close].trim().to_owned()));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

fn iso_date() -> String {
    "%Y-%m-%d".to_owned()
}

/// An unknown letter makes chrono fail while it writes, so the format is read first.
fn reads_back(day: chrono::NaiveDate, format: &str) -> bool {
    use chrono::format::{Item, StrftimeItems};
    let known = StrftimeItems::new(format).all(|item| item != Item::Error);
    known && chrono::NaiveDate::parse_from_str(&day.format(format).to_string(), format) == Ok(day)
}
