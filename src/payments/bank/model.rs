//! Reading a bank's file: which column is which, and what a line says.

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};

use crate::imports::reader::{ReadError, Rows, Source};
use crate::kernel::money::{Currency, Money};
use crate::payments::recorded::model::plain_key;

/// Money that came in, as the bank tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub booked_on: NaiveDate,
    pub amount: Money,
    pub reference: String,
    pub tracking_key: String,
    pub description: String,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    pub lines: Vec<Line>,
    /// Lines that are no money coming in.
    pub others: usize,
}

/// Why a file is not taken. Then nothing of it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    #[error("no column {0:?}")]
    NoColumn(&'static str),
    #[error("line {line}: no day")]
    Day { line: u64 },
    #[error("line {line}: no amount")]
    Amount { line: u64 },
    #[error("not a file that can be read")]
    Unreadable,
    #[error("more lines than are read at once")]
    TooMany,
}

impl From<ReadError> for StatementError {
    fn from(_: ReadError) -> Self {
        Self::Unreadable
    }
}

const LINES_AT_MOST: usize = 20_000;
const LETTERS_AT_MOST: usize = 200;

const DAY: &[&str] = &[
    "fecha",
    "fechaoperacion",
    "fechadeoperacion",
    "fechamovimiento",
    "dia",
    "date",
    "bookingdate",
    "bookedon",
];
const CREDIT: &[&str] =
    &["abono", "abonos", "deposito", "depositos", "credito", "creditos", "credit", "paidin"];
const AMOUNT: &[&str] = &["monto", "importe", "cantidad", "amount"];
const TRACKING: &[&str] = &["clavederastreo", "claverastreo", "rastreo", "trackingkey"];
const REFERENCE: &[&str] = &["referencia", "referencianumerica", "reference", "folio"];
const DESCRIPTION: &[&str] =
    &["concepto", "descripcion", "description", "detalle", "leyenda", "conceptodepago"];

/// Reads a file whose header names its columns in one of the ways that banks do.
pub fn read(source: &Source, currency: Currency) -> Result<Statement, StatementError> {
    let mut rows = source.rows()?;
    let columns = Columns::of(rows.header())?;
    let mut statement = Statement::default();
    while rows.advance()? {
        if rows.cells().iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match columns.line(&rows, currency)? {
            Some(line) if statement.lines.len() < LINES_AT_MOST => statement.lines.push(line),
            Some(_) => return Err(StatementError::TooMany),
            None => statement.others += 1,
        }
    }
    Ok(statement)
}

struct Columns {
    day: usize,
    amount: usize,
    tracking: Option<usize>,
    reference: Option<usize>,
    description: Option<usize>,
}

impl Columns {
    fn of(header: &[String]) -> Result<Self, StatementError> {
        let header: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let named = |names: &[&str]| header.iter().position(|name| names.contains(&name.as_str()));
        Ok(Self {
            day: named(DAY).ok_or(StatementError::NoColumn("fecha"))?,
            amount: named(CREDIT).or_else(|| named(AMOUNT)).ok_or(StatementError::NoColumn("abono"))?,
            tracking: named(TRACKING),
            reference: named(REFERENCE),
            description: named(DESCRIPTION),
        })
    }

    /// Nothing where the line is no money coming in.
    fn line(&self, rows: &Rows, currency: Currency) -> Result<Option<Line>, StatementError> {
        let cell = |at: Option<usize>| {
            at.and_then(|at| rows.cells().get(at))
                .unwrap_or_default()
                .trim()
                .chars()
                .take(LETTERS_AT_MOST)
                .collect::<String>()
        };
        let amount = cell(Some(self.amount));
        if amount.is_empty() || amount.starts_with(['-', '(', '\u{2212}']) {
            return Ok(None);
        }
        let line = rows.line();
        let amount = Money::parse(&amount, currency).map_err(|_| StatementError::Amount { line })?;
        if amount.is_zero() {
            return Ok(None);
        }
        Ok(Some(Line {
            booked_on: day(&cell(Some(self.day))).ok_or(StatementError::Day { line })?,
            amount,
            reference: cell(self.reference),
            tracking_key: plain_key(&cell(self.tracking)),
            description: cell(self.description),
        }))
    }
}

/// `6/3/2026`, `06-03-2026` and `2026-03-06`: banks here write the day before the month.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.split_whitespace().next()?;
    ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
        .filter(|day| chrono::Datelike::year(day) > 2000)
}

fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter_map(|letter| match letter {
            'á' => Some('a'),
            'é' => Some('e'),
            'í' => Some('i'),
            'ó' => Some('o'),
            'ú' | 'ü' => Some('u'),
            letter if letter.is_alphanumeric() => Some(letter),
            _ => None,
        })
        .collect()
}

/// What tells each line from all others: all that it says and, of several that say the same, which of them it is.
pub fn fingerprints(lines: &[Line]) -> Vec<Vec<u8>> {
    let mut seen: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    lines
        .iter()
        .map(|line| {
            let said = format!(
                "{}|{}|{}|{}|{}|{}",
                line.booked_on,
                line.amount.minor,
                line.amount.currency.code(),
                plain_key(&line.reference),
                line.tracking_key,
                plain(&line.description)
            );
            let nth = seen.entry(said.clone()).or_default();
            *nth += 1;
            Sha256::digest(format!("{said}|{nth}")).to_vec()
        })
        .collect()
}

/// The words of a line that may name an account or an invoice: capitals and digits, at least three.
pub fn names_in(line_words: &str) -> Vec<String> {
    let tokens = line_words.split(|c: char| c.is_whitespace() || ",;:/|".contains(c));
    let mut names: Vec<String> = tokens.map(plain_key).filter(|name| name.len() >= 3).collect();
    names.sort();
    names.dedup();
    names
}
