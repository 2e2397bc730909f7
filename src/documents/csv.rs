//! A statement as a table for spreadsheets: UTF-8 with the mark that Excel looks for, days as 2026-03-06, amounts as
//! 1234.50 whatever the reader's language, and no cell that a spreadsheet would take for a formula.

use axum::body::Bytes;
use chrono::NaiveDate;

use crate::documents::papers::{charge_and_credit, row_text};
use crate::documents::store::statement::{Row, Statement};
use crate::documents::words;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

/// Says that the file is UTF-8, which Excel does not believe otherwise.
const MARK: &str = "\u{feff}";

/// The line of headings and the opening balance.
pub fn head(lang: Lang, statement: &Statement) -> Bytes {
    let headings = [
        words::date(lang),
        words::movement(lang),
        words::document(lang),
        words::charge(lang),
        words::credit(lang),
        words::csv_kept(lang),
        words::balance(lang),
        words::csv_currency(lang),
    ];
    let mut lines = line(&headings.map(str::to_owned));
    lines.extend(balance(words::opening(lang), statement.period.opening_on(), statement.opening));
    Bytes::from([MARK.as_bytes(), &lines].concat())
}

pub fn body(lang: Lang, rows: &[Row]) -> Bytes {
    let lines = rows.iter().flat_map(|row| {
        let (charge, credit) = charge_and_credit(row);
        let number = |amount: Option<Money>| amount.map(plain).unwrap_or_default();
        let kept = Some(row.to_credit).filter(|amount| !amount.is_zero());
        line(&[
            row.on.to_string(),
            text(&row_text(lang, row)),
            text(&row.explanation.last().document_number),
            number(charge),
            number(credit),
            number(kept),
            plain(row.balance),
            row.balance.currency.code().to_owned(),
        ])
    });
    lines.collect::<Vec<u8>>().into()
}

/// The closing balance.
pub fn foot(lang: Lang, statement: &Statement) -> Bytes {
    balance(words::closing(lang), statement.period.to, statement.closing).into()
}

fn balance(what: &str, on: NaiveDate, amount: Money) -> Vec<u8> {
    let empty = String::new;
    let currency = amount.currency.code().to_owned();
    line(&[on.to_string(), what.to_owned(), empty(), empty(), empty(), empty(), plain(amount), currency])
}

/// Words as a cell. A spreadsheet runs what begins like a formula, so such words begin with an apostrophe.
pub fn text(words: &str) -> String {
    let starts_formula = |first: char| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n');
    if words.trim_start_matches(' ').starts_with(starts_formula) {
        format!("'{words}")
    } else {
        words.to_owned()
    }
}

/// `-1234.50`: no sign of a currency, no groups, a point.
pub fn plain(amount: Money) -> String {
    amount.digits().replace(',', "").replace('\u{2212}', "-")
}

fn line(cells: &[String]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}
