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
        let _ = writer.write_record(row.iter().map(|cell| text(cell)));
    }
    let name = format!("attachment; filename=\"{}\"", sheet.name);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, writer.into_inner().unwrap_or_default()).into_response()
}
