//! Reads a CSV file as other programs write them: UTF-8 with or without a mark, UTF-16 with one, Windows-1252; parted by
//! comma, semicolon or tab; with line breaks inside quotes. Two passes over the file, and never more of it in memory than
//! one record.
//!
//! The encoding follows one rule: a byte-order mark decides; without one, a file that is valid UTF-8 from its first byte
//! to its last is UTF-8, and any other is Windows-1252.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use csv::StringRecord;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest, Sha256};

use super::model::{Reason, RowError};

/// The longest record: a quote that nobody closes must not pull the whole file into memory.
const RECORD_LIMIT: u64 = 1 << 20;
const CHUNK: usize = 64 * 1024;
/// At most three bytes of UTF-8 for each byte read, and some for what the chunk before broke off.
const DECODED: usize = CHUNK * 3 + 16;
/// Follows the last record, where a quote that is still open would swallow it.
const END: &str = "\u{1a}";

/// What the first pass found out about a file.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    pub bytes: u64,
    pub sha256: [u8; 32],
    pub encoding: &'static Encoding,
    pub delimiter: u8,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    File(#[from] io::Error),
    #[error("line {}: {:?}", .0.line, .0.reason)]
    Row(RowError),
}

/// The first pass: size, digest, encoding, delimiter.
pub fn inspect(path: &Path) -> Result<Source, ReadError> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut utf8 = Utf8Check::default();
    let (mut chunk, mut start, mut bytes) = (vec![0; CHUNK], Vec::new(), 0);
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        if start.is_empty() {
            start.extend_from_slice(&chunk[..read]);
        }
        digest.update(&chunk[..read]);
        utf8.add(&chunk[..read]);
        bytes += read as u64;
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ReadError::Row(RowError::new(1, "", "", Reason::Spreadsheet)));
    }
    let encoding = match Encoding::for_bom(&start) {
        Some((marked, _)) => marked,
        None if utf8.holds() => UTF_8,
        None => WINDOWS_1252,
    };
    let mut source =
        Source { path: path.to_owned(), bytes, sha256: digest.finalize().into(), encoding, delimiter: b',' };
    source.delimiter = most_frequent_delimiter(&source.first_line()?);
    Ok(source)
}

impl Source {
    /// The name by which people know the file.
    pub fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    pub fn encoding_name(&self) -> &'static str {
        self.encoding.name()
    }

    /// The second pass, beginning with the header.
    pub fn rows(&self) -> Result<Rows, ReadError> {
        let text = self.text()?;
        let (bytes_read, since_record) = (text.bytes_read.clone(), text.since_record.clone());
        let reader = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(CHUNK)
            .from_reader(text);
        let mut rows = Rows {
            reader,
            header: Vec::new(),
            record: StringRecord::new(),
            line: 0,
            last_line: 0,
            bytes_read,
            since_record,
        };
        if !rows.advance()? {
            return Err(ReadError::Row(RowError::new(1, "", "", Reason::Empty)));
        }
        rows.header = rows.record.iter().map(|name| name.trim().to_owned()).collect();
        Ok(rows)
    }

    /// As much of the text as may be one record; enough to see what parts its cells.
    fn first_line(&self) -> Result<String, ReadError> {
        let mut start = Vec::new();
        self.text()?.take(CHUNK as u64).read_to_end(&mut start)?;
        let text = String::from_utf8_lossy(&start);
        let mut quoted = false;
        let end = text.char_indices().find(|&(_, c)| {
            quoted ^= c == '"';
            c == '\n' && !quoted
        });
        Ok(end.map_or(&*text, |(at, _)| &text[..at]).to_owned())
    }

    fn text(&self) -> io::Result<Text> {
        let mut file = File::open(&self.path)?;
        // The decoder takes the mark away itself; plain UTF-8 is passed on as it is, so its mark is skipped here.
        let decoder = if self.encoding == UTF_8 {
            let mut mark = [0; 3];
            let marked = file.read(&mut mark)? == 3 && mark == [0xef, 0xbb, 0xbf];
            file.seek(SeekFrom::Start(if marked { 3 } else { 0 }))?;
            None
        } else {
            debug_assert!([UTF_16LE, UTF_16BE, WINDOWS_1252].contains(&self.encoding));
            Some(self.encoding.new_decoder())
        };
        Ok(Text {
            file,
            decoder,
            raw: vec![0; CHUNK],
            decoded: vec![0; DECODED],
            ready: Vec::with_capacity(CHUNK * 3),
            taken: 0,
            after_return: false,
            ended: false,
            bytes_read: Arc::default(),
            since_record: Arc::default(),
        })
    }
}

fn most_frequent_delimiter(line: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        if !quoted && let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte) {
            *count += 1;
        }
    }
    // The last maximum wins, so that a tie falls to the comma.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

/// The records of a file, one at a time.
pub struct Rows {
    reader: csv::Reader<Text>,
    header: Vec<String>,
    record: StringRecord,
    line: u64,
    last_line: u64,
    bytes_read: Arc<AtomicU64>,
    since_record: Arc<AtomicU64>,
}

impl Rows {
    /// The names in the first record, trimmed.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How much of the file has been read, for a progress bar that another thread draws.
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        self.bytes_read.clone()
    }

    /// Goes to the next record; false at the end of the file. Empty lines are passed over.
    pub fn advance(&mut self) -> Result<bool, ReadError> {
        self.since_record.store(0, Ordering::Relaxed);
        let found = self.reader.read_record(&mut self.record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                ReadError::Row(RowError::new(self.last_line + 1, "", "", Reason::QuoteNotClosed))
            }
            csv::ErrorKind::Io(error) => ReadError::File(error),
            // The mark promised UTF-8.
            _ => ReadError::Row(RowError::new(self.last_line + 1, "", "", Reason::NotUtf8)),
        })?;
        // The text ends each record with one line break, so the reader now stands at the start of the line after it.
        self.last_line = self.reader.position().line() - 1;
        self.line = self.last_line - self.record.iter().map(breaks_in).sum::<u64>();
        if found && self.record.len() == 1 && &self.record[0] == END {
            return Ok(false);
        }
        let last = self.record.len().saturating_sub(1);
        if !found || self.record.get(last).is_some_and(|cell| cell.ends_with(END_OF_TEXT)) {
            let column = self.header.get(last).map_or("", String::as_str);
            let opened_on = self.line_of(last) + 1;
            return Err(ReadError::Row(RowError::new(opened_on, column, "", Reason::QuoteNotClosed)));
        }
        Ok(true)
    }

    /// The cells of the current record.
    pub fn cells(&self) -> &StringRecord {
        &self.record
    }

    /// The line on which the current record begins.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The line on which a cell of the current record begins.
    pub fn line_of(&self, cell: usize) -> u64 {
        self.line + self.record.iter().take(cell).map(breaks_in).sum::<u64>()
    }
}

fn breaks_in(cell: &str) -> u64 {
    cell.bytes().filter(|&byte| byte == b'\n').count() as u64
}

/// The file as UTF-8 with `\n` for every line break, one break after the last record, and the end mark after that.
struct Text {
    file: File,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    after_return: bool,
    ended: bool,
    bytes_read: Arc<AtomicU64>,
    since_record: Arc<AtomicU64>,
}

const END_OF_TEXT: &str = "\n\u{1a}\n";

impl Text {
    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.taken = 0;
        while self.ready.is_empty() && !self.ended {
            let read = self.file.read(&mut self.raw)?;
            self.bytes_read.fetch_add(read as u64, Ordering::Relaxed);
            self.ended = read == 0;
            match &mut self.decoder {
                None => append_with_line_feeds(&self.raw[..read], &mut self.after_return, &mut self.ready),
                Some(decoder) => {
                    let (_, _, length, _) =
                        decoder.decode_to_utf8(&self.raw[..read], &mut self.decoded, self.ended);
                    append_with_line_feeds(&self.decoded[..length], &mut self.after_return, &mut self.ready);
                }
            }
        }
        if self.ended {
            self.ready.extend_from_slice(END_OF_TEXT.as_bytes());
        }
        Ok(())
    }
}

impl Read for Text {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.ready.len() {
            if self.ended {
                return Ok(0);
            }
            self.fill()?;
        }
        let length = into.len().min(self.ready.len() - self.taken);
        into[..length].copy_from_slice(&self.ready[self.taken..self.taken + length]);
        self.taken += length;
        if self.since_record.fetch_add(length as u64, Ordering::Relaxed) > RECORD_LIMIT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(length)
    }
}

/// Writes `\r\n` and a lone `\r` as `\n`, also where a chunk ends between the two.
fn append_with_line_feeds(bytes: &[u8], after_return: &mut bool, to: &mut Vec<u8>) {
    let mut rest = bytes;
    if *after_return && let Some(&first) = rest.first() {
        rest = &rest[usize::from(first == b'\n')..];
        *after_return = false;
    }
    while let Some(at) = rest.iter().position(|&byte| byte == b'\r') {
        to.extend_from_slice(&rest[..at]);
        to.push(b'\n');
        rest = &rest[at + 1..];
        match rest.first() {
            None => *after_return = true,
            Some(b'\n') => rest = &rest[1..],
            Some(_) => {}
        }
    }
    to.extend_from_slice(rest);
}

/// Whether all bytes so far are UTF-8, a character that a chunk cuts in two included.
#[derive(Default)]
struct Utf8Check {
    cut: Vec<u8>,
    broken: bool,
}

impl Utf8Check {
    fn add(&mut self, bytes: &[u8]) {
        let mut bytes = bytes;
        while !self.cut.is_empty() && !self.broken && !bytes.is_empty() {
            self.cut.push(bytes[0]);
            bytes = &bytes[1..];
            match std::str::from_utf8(&self.cut) {
                Ok(_) => self.cut.clear(),
                Err(error) => self.broken = error.error_len().is_some(),
            }
        }
        if self.broken || bytes.is_empty() {
            return;
        }
        if let Err(error) = std::str::from_utf8(bytes) {
            self.broken = error.error_len().is_some();
            self.cut = bytes[error.valid_up_to()..].to_vec();
        }
    }

    fn holds(&self) -> bool {
        !self.broken && self.cut.is_empty()
    }
}
