//! A ZIP archive of a few files in memory, as every computer opens one. The same files on the same day give the same bytes.

use std::io::{self, Write as _};

use chrono::{Datelike, NaiveDate};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// An archive being written.
#[derive(Debug)]
pub struct Archive {
    bytes: Vec<u8>,
    /// The list of files that stands at the end.
    directory: Vec<u8>,
    count: u16,
    day: u16,
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// The oldest version that understands it, and that names are UTF-8.
const VERSION: u16 = 20;
const UTF8: u16 = 0x0800;
const DEFLATED: u16 = 8;

impl Archive {
    /// An archive whose files are all of this day.
    pub fn of(day: NaiveDate) -> Self {
        let year = u16::try_from(day.year() - 1980).unwrap_or(0).min(127);
        let month = u16::try_from(day.month()).unwrap_or(1);
        let date = u16::try_from(day.day()).unwrap_or(1);
        Self { bytes: Vec::new(), directory: Vec::new(), count: 0, day: year << 9 | month << 5 | date }
    }

    /// Adds a file under a path with slashes.
    ///
    /// # Errors
    /// When the archive would be larger than the format can say.
    pub fn add(&mut self, path: &str, content: &[u8]) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content)?;
        let packed = encoder.finish()?;
        let offset = size(self.bytes.len())?;
        let mut about = Vec::new();
        for short in [VERSION, UTF8, DEFLATED, 0, self.day] {
            about.extend(short.to_le_bytes());
        }
        for long in [crc.sum(), size(packed.len())?, size(content.len())?] {
            about.extend(long.to_le_bytes());
        }
        about.extend(short(path.len())?.to_le_bytes());
        // Nothing more than the name.
        about.extend([0; 2]);
        self.bytes.extend(LOCAL.to_le_bytes());
        self.bytes.extend(&about);
        self.bytes.extend(path.as_bytes());
        self.bytes.extend(packed);
        self.directory.extend(CENTRAL.to_le_bytes());
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&about);
        // No remark, one disk, nothing about its kind.
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(path.as_bytes());
        self.count = self.count.checked_add(1).ok_or_else(too_large)?;
        Ok(())
    }

    /// The whole archive.
    ///
    /// # Errors
    /// When it is larger than the format can say.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        let (offset, length) = (size(self.bytes.len())?, size(self.directory.len())?);
        self.bytes.extend(self.directory);
        self.bytes.extend(END.to_le_bytes());
        for short in [0, 0, self.count, self.count] {
            self.bytes.extend(short.to_le_bytes());
        }
        for long in [length, offset] {
            self.bytes.extend(long.to_le_bytes());
        }
        self.bytes.extend([0; 2]);
        Ok(self.bytes)
    }
}

fn size(length: usize) -> io::Result<u32> {
    u32::try_from(length).map_err(|_| too_large())
}

fn short(length: usize) -> io::Result<u16> {
    u16::try_from(length).map_err(|_| too_large())
}

fn too_large() -> io::Error {
    io::Error::other("more than an archive can hold")
}
