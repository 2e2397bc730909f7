//! A ZIP archive of a few files in memory, as every computer opens one. The same files on the same day give the same bytes.

use std::io::{self, Cursor, Write as _};

use chrono::{Datelike, NaiveDate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// An archive being written.
pub struct Archive {
    writer: ZipWriter<Cursor<Vec<u8>>>,
    options: SimpleFileOptions,
}

impl Archive {
    /// An archive whose files are all of this day.
    pub fn of(day: NaiveDate) -> Self {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(midnight(day));
        Self { writer: ZipWriter::new(Cursor::new(Vec::new())), options }
    }

    /// Adds a file under a path with slashes.
    ///
    /// # Errors
    /// When the archive would be larger than the format can say.
    pub fn add(&mut self, path: &str, content: &[u8]) -> io::Result<()> {
        self.writer.start_file(path, self.options)?;
        self.writer.write_all(content)
    }

    /// The whole archive.
    ///
    /// # Errors
    /// When it is larger than the format can say.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        Ok(self.writer.finish()?.into_inner())
    }
}

/// The format begins in 1980; an earlier day is its first.
fn midnight(day: NaiveDate) -> DateTime {
    let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    match parts {
        (Ok(year), Ok(month), Ok(day)) => {
            DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default()
        }
        _ => DateTime::default(),
    }
}
