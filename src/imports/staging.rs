//! From the file into temporary tables, one for each kind of record. A thread of its own reads and checks cells while
//! the database takes in what was read before; a few buffers between the two are all that is in memory.

use std::{
    collections::{BTreeMap, HashSet, hash_map::RandomState},
    hash::BuildHasher,
};

use sqlx::{AssertSqlSafe, Executor};
use tokio::sync::mpsc;

use super::{
    model::{COLUMNS, Kind, Record, RowError, place_of},
    reader::{ReadError, Rows},
    rows::{Plan, StagedRow, State},
};
use crate::kernel::db::Tx;

const BUFFER: usize = 512 * 1024;
/// Buffers that wait for the database.
const WAITING: usize = 4;
/// Rejected rows that are kept to be listed; all are counted.
pub const LISTED: usize = 10_000;
/// How many rows of debtors and accounts are remembered, so that a file which repeats them on every invoice does not
/// stage each of them a thousand times.
const REMEMBERED: usize = 1 << 17;

/// Rows that were refused.
#[derive(Debug, Default)]
pub struct Rejections {
    /// The first of them, at most [`LISTED`].
    pub listed: Vec<RowError>,
    pub count: u64,
}

impl Rejections {
    pub fn add(&mut self, error: RowError) {
        self.count += 1;
        if self.listed.len() < LISTED {
            self.listed.push(error);
        }
    }
}

/// What reading the file came to.
#[derive(Debug, Default)]
pub struct Staged {
    /// Staged rows by record, and how many of them lie after the day of `--as-of`.
    pub rows: BTreeMap<&'static str, u64>,
    pub later: BTreeMap<&'static str, u64>,
    pub rejections: Rejections,
    /// Reading ended before the file did, so that what rows say of each other cannot be judged.
    pub broken_off: bool,
}

/// Makes the temporary tables; they go with the transaction.
pub async fn create_tables(tx: &mut Tx) -> Result<(), sqlx::Error> {
    for record in Record::ALL {
        let columns: Vec<String> = columns_of(record)
            .map(|place| format!("{} {}", COLUMNS[place].name, sql_type(COLUMNS[place].kind)))
            .collect();
        let sql = format!(
            "create temporary table staged_{} (n bigint, line bigint, state text, {}) on commit drop",
            record.name(),
            columns.join(", ")
        );
        tx.execute(AssertSqlSafe(sql)).await?;
    }
    Ok(())
}

/// Reads all rows into the temporary tables. `progress` hears how many bytes of the file were read.
pub async fn stage(
    tx: &mut Tx,
    plan: Plan,
    rows: Rows,
    progress: impl Fn(u64) + Send + 'static,
) -> Result<(Staged, Plan), StageError> {
    let (sender, mut receiver) = mpsc::channel(WAITING);
    let reading = tokio::task::spawn_blocking(move || {
        let mut stage = Stage::new(sender);
        let outcome = stage.read(&plan, rows, progress);
        (outcome.map(|()| stage.staged), plan)
    });
    while let Some((record, rows)) = receiver.recv().await {
        let copy = format!("copy staged_{} from stdin", Record::name(record));
        let mut copy = tx.copy_in_raw(&copy).await?;
        copy.send(Vec::as_slice(&rows)).await?;
        copy.finish().await?;
    }
    let (staged, plan) = reading.await.map_err(StageError::Panicked)?;
    for record in Record::ALL {
        tx.execute(AssertSqlSafe(format!("analyze staged_{}", record.name()))).await?;
    }
    Ok((staged?, plan))
}

/// Why a file could not be staged.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("reading the file stopped: {0}")]
    Panicked(tokio::task::JoinError),
}

/// The reader's side.
struct Stage {
    sender: mpsc::Sender<(Record, Vec<u8>)>,
    buffers: Vec<(Record, Vec<u8>)>,
    seen: HashSet<u64>,
    hasher: RandomState,
    number: i64,
    staged: Staged,
}

impl Stage {
    fn new(sender: mpsc::Sender<(Record, Vec<u8>)>) -> Stage {
        let buffers = Record::ALL.map(|record| (record, Vec::new())).to_vec();
        Stage {
            sender,
            buffers,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            number: 0,
            staged: Staged::default(),
        }
    }

    fn read(&mut self, plan: &Plan, mut rows: Rows, progress: impl Fn(u64)) -> Result<(), ReadError> {
        const ROWS_PER_PROGRESS: u64 = 4096;
        let bytes_read = rows.bytes_read();
        let mut row = StagedRow::new();
        let mut rejections = Rejections::default();
        let mut count = 0;
        while self.advance(&mut rows, &mut rejections)? {
            count += 1;
            if count % ROWS_PER_PROGRESS == 0 {
                progress(bytes_read.load(std::sync::atomic::Ordering::Relaxed));
            }
            plan.read(&rows, &mut row, &mut |row| self.take(row), &mut |error| rejections.add(error));
            if self.sender.is_closed() {
                // The database has failed, and its error is the one that counts.
                break;
            }
        }
        for at in 0..self.buffers.len() {
            self.send(at);
        }
        self.staged.rejections = rejections;
        Ok(())
    }

    fn advance(&mut self, rows: &mut Rows, rejections: &mut Rejections) -> Result<bool, ReadError> {
        match rows.advance() {
            Err(ReadError::Row(error)) => {
                rejections.add(error);
                self.staged.broken_off = true;
                Ok(false)
            }
            outcome => outcome,
        }
    }

    fn take(&mut self, row: &StagedRow) {
        if matches!(row.record, Record::Debtor | Record::Person | Record::Account) && !self.is_first(row) {
            return;
        }
        self.number += 1;
        match row.state {
            State::Good => *self.staged.rows.entry(row.record.name()).or_default() += 1,
            State::Later => *self.staged.later.entry(row.record.name()).or_default() += 1,
            State::Rejected => {}
        }
        let at = self.buffers.iter().position(|(record, _)| *record == row.record).unwrap_or_default();
        write_row(row, self.number, &mut self.buffers[at].1);
        if self.buffers[at].1.len() >= BUFFER {
            self.send(at);
        }
    }

    /// Whether the same was not staged a short while ago.
    fn is_first(&mut self, row: &StagedRow) -> bool {
        if self.seen.len() >= REMEMBERED {
            self.seen.clear();
        }
        self.seen.insert(self.hasher.hash_one((row.record, row.state == State::Rejected, row.cells())))
    }

    fn send(&mut self, at: usize) {
        let (record, buffer) = &mut self.buffers[at];
        if !buffer.is_empty() {
            // Nobody receives any more when the database has failed; the reader then stops at its next row.
            let _ = self.sender.blocking_send((*record, std::mem::take(buffer)));
        }
    }
}

/// The places in [`COLUMNS`] that a record takes, in the order of its staging table.
fn columns_of(record: Record) -> impl Iterator<Item = usize> {
    record.takes().iter().filter_map(|take| place_of(take.column))
}

fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "date",
        Kind::Amount | Kind::AmountOrZero | Kind::UnitPrice => "bigint",
        Kind::Count => "smallint",
        Kind::Decimal(_) => "numeric",
        _ => "text",
    }
}

/// One line in the text form of `copy`.
fn write_row(row: &StagedRow, number: i64, to: &mut Vec<u8>) {
    let state = match row.state {
        State::Good => "good",
        State::Rejected => "rejected",
        State::Later => "later",
    };
    to.extend_from_slice(format!("{number}\t{}\t{state}", row.line).as_bytes());
    for place in columns_of(row.record) {
        to.push(b'\t');
        let cell = &row.cells()[place];
        if cell.is_empty() {
            to.extend_from_slice(b"\\N");
        }
        for byte in cell.bytes() {
            match byte {
                b'\\' => to.extend_from_slice(b"\\\\"),
                b'\t' => to.extend_from_slice(b"\\t"),
                b'\n' => to.extend_from_slice(b"\\n"),
                byte => to.push(byte),
            }
        }
    }
    to.push(b'\n');
}
