//! A table of the desk as a file for spreadsheets: UTF-8 with the mark that Excel looks for, and no cell that a spreadsheet
//! would take for a formula.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::documents::csv::text;

/// Says that the file is UTF-8, which Excel does not believe otherwise.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What a file holds, and what it is called.
pub struct Sheet<'a> {
    pub name: &'static str,
    pub headings: &'a [&'a str],
    pub rows: Vec<Vec<String>>,
}

/// The file, to be saved.
pub fn spreadsheet(sheet: &Sheet<'_>) -> Response {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec());
    // Writing to memory cannot fail.
    let _ = writer.write_record(sheet.headings);
    for row in &sheet.rows {
        let _ = writer
            .write_record(row.iter().map(|cell| if is_number(cell) { cell.clone() } else { text(cell) }));
    }
    let name = format!("attachment; filename=\"{}\"", sheet.name);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, writer.into_inner().unwrap_or_default()).into_response()
}

/// `-1234.50`, and nothing that a spreadsheet could take for more than a number.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(fraction)
}
