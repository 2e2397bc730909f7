//! From the cells of a file to staged rows: each cell is read as what its column holds, and everything that is wrong is
//! told by line, column, value and reason. What rows say of each other is checked in the database, where they all are.

use std::{borrow::Cow, collections::HashSet};

use chrono::NaiveDate;

use super::{
    amount::DecimalMark,
    cell::{Reading, read_cell},
    mapping::{MappedRecord, Mapping, Piece, pieces},
    model::{COLUMNS, Kind, Reason, Record, RowError, place_of},
    reader::Rows,
};

/// What becomes of a staged row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    Good,
    /// Something in it is wrong. It is staged all the same, so that the rows which refer to it are not called wrong too.
    Rejected,
    /// After the day of `--as-of`.
    Later,
}

/// One record of the native format, its cells in the order of [`COLUMNS`] and written as the database reads them. An empty
/// cell says nothing. One row is used for the whole file, so that a million rows do not ask for memory a million times.
#[derive(Debug)]
pub struct StagedRow {
    pub record: Record,
    pub line: u64,
    pub state: State,
    cells: Vec<String>,
}

impl StagedRow {
    pub fn new() -> StagedRow {
        let cells = vec![String::new(); COLUMNS.len()];
        StagedRow { record: Record::Debtor, line: 0, state: State::Good, cells }
    }

    /// The cell of this column, empty where there is none.
    pub fn cell(&self, column: &str) -> &str {
        place_of(column).map_or("", |place| &self.cells[place])
    }

    pub fn cells(&self) -> &[String] {
        &self.cells
    }

    fn begin(&mut self, record: Record, line: u64) {
        (self.record, self.line, self.state) = (record, line, State::Good);
        self.cells.iter_mut().for_each(String::clear);
    }
}

impl Default for StagedRow {
    fn default() -> Self {
        StagedRow::new()
    }
}

/// How the rows of one file are read.
pub struct Plan {
    /// Where the native column `record` stands; none when a mapping says which records a row makes.
    record_at: Option<usize>,
    records: Vec<RecordPlan>,
    width: usize,
    date: String,
    mark: DecimalMark,
    /// In the form that staged dates have, so that the two compare as texts.
    as_of: Option<String>,
}

struct RecordPlan {
    record: Record,
    when: Vec<(usize, Vec<String>)>,
    currency: Option<CellPlan>,
    cells: Vec<CellPlan>,
    dated_by: Option<usize>,
    /// Columns of a native file that this record does not take.
    unused: Vec<usize>,
}

struct CellPlan {
    place: usize,
    name: &'static str,
    kind: Kind,
    required: bool,
    from: Vec<Part>,
}

enum Part {
    Text(String),
    Cell(usize),
}

impl Plan {
    /// Fits the mapping to the header of a file; the errors all stand on line 1.
    pub fn new(
        mapping: &Mapping,
        header: &[String],
        delimiter: u8,
        as_of: Option<NaiveDate>,
    ) -> Result<Plan, Vec<RowError>> {
        let mut errors = Vec::new();
        let mut seen = HashSet::new();
        for name in header.iter().filter(|name| !name.is_empty()) {
            if !seen.insert(name.as_str()) {
                errors.push(RowError::new(1, name, name, Reason::ColumnTwice));
            }
        }
        let (record_at, records) = if mapping.records.is_empty() {
            native_records(header, &mut errors)
        } else {
            (None, mapping.records.iter().map(|mapped| mapped_record(mapped, header, &mut errors)).collect())
        };
        if errors.is_empty() {
            let mark = mapping.decimal_mark(delimiter);
            let as_of = as_of.map(|day| day.to_string());
            Ok(Plan { record_at, records, width: header.len(), date: mapping.date.clone(), mark, as_of })
        } else {
            Err(errors)
        }
    }

    /// What the file calls this column of this record.
    pub fn header_for<'a>(&self, record: Record, column: &'a str, header: &'a [String]) -> &'a str {
        let plan = self.records.iter().find(|plan| plan.record == record);
        let mut cells = plan.into_iter().flat_map(|plan| plan.currency.iter().chain(&plan.cells));
        let at = cells.find(|cell| cell.name == column).and_then(CellPlan::first_cell);
        at.map_or(column, |at| &header[at])
    }

    /// Reads the current row into the records that it makes, each handed to `stage`. `wrong` hears of every error.
    pub fn read(
        &self,
        rows: &Rows,
        staged: &mut StagedRow,
        stage: &mut impl FnMut(&StagedRow),
        wrong: &mut impl FnMut(RowError),
    ) {
        let cells = rows.cells();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if cells.len() != self.width {
            let reason = Reason::FieldCount { found: cells.len(), expected: self.width };
            return wrong(RowError::new(rows.line(), "", "", reason));
        }
        match self.record_at {
            None => {
                for record in self.records.iter().filter(|record| record.wanted(rows)) {
                    self.read_record(record, rows, staged, wrong);
                    stage(staged);
                }
            }
            Some(at) => {
                let chosen = Record::parse(&cells[at])
                    .and_then(|record| self.records.iter().find(|plan| plan.record == record));
                let Some(record) = chosen else {
                    let reason =
                        if cells[at].trim().is_empty() { Reason::CellMissing } else { Reason::RecordUnknown };
                    return wrong(RowError::new(rows.line_of(at), "record", &cells[at], reason));
                };
                self.read_record(record, rows, staged, wrong);
                stage(staged);
            }
        }
    }

    fn read_record(
        &self,
        plan: &RecordPlan,
        rows: &Rows,
        staged: &mut StagedRow,
        wrong: &mut impl FnMut(RowError),
    ) {
        staged.begin(plan.record, rows.line());
        let mut reading = Reading { date: &self.date, mark: self.mark, currency: None };
        let mut reject = |error| {
            staged.state = State::Rejected;
            wrong(error);
        };
        for &at in &plan.unused {
            if !rows.cells()[at].trim().is_empty() {
                let reason = Reason::CellUnused { record: plan.record.name() };
                reject(RowError::new(rows.line_of(at), &rows.header()[at], &rows.cells()[at], reason));
            }
        }
        let mut currency_failed = false;
        // The currency comes first: it says how the amounts are read.
        for cell in plan.currency.iter().chain(&plan.cells) {
            if currency_failed && cell.kind.is_amount() {
                continue;
            }
            let given = cell.gather(rows);
            let outcome = match given.trim() {
                "" if cell.required => Err(Reason::CellMissing),
                "" => Ok(()),
                given => read_cell(cell.kind, given, &mut reading, &mut staged.cells[cell.place]),
            };
            if let Err(reason) = outcome {
                currency_failed |= cell.kind == Kind::Currency;
                staged.cells[cell.place].clear();
                reject(cell.error(rows, &given, reason));
            }
        }
        if staged.state == State::Good
            && let (Some(as_of), Some(place)) = (&self.as_of, plan.dated_by)
            && staged.cells[place] > *as_of
        {
            staged.state = State::Later;
        }
    }
}

impl RecordPlan {
    fn wanted(&self, rows: &Rows) -> bool {
        self.when.iter().all(|(at, values)| {
            let cell = rows.cells()[*at].trim();
            values.iter().any(|value| if value == "*" { !cell.is_empty() } else { value == cell })
        })
    }

    fn new(record: Record, mut from: impl FnMut(&'static str) -> Vec<Part>) -> RecordPlan {
        let mut cells: Vec<CellPlan> = record
            .takes()
            .iter()
            .map(|take| {
                let place = place_of(take.column).expect("every taken column is in COLUMNS");
                let kind = COLUMNS[place].kind;
                CellPlan { place, name: take.column, kind, required: take.required, from: from(take.column) }
            })
            .collect();
        let currency = cells.iter().position(|cell| cell.kind == Kind::Currency).map(|at| cells.remove(at));
        let dated_by = record.dated_by().and_then(place_of);
        RecordPlan { record, when: Vec::new(), currency, cells, dated_by, unused: Vec::new() }
    }
}

impl CellPlan {
    fn gather<'r>(&self, rows: &'r Rows) -> Cow<'r, str> {
        match self.from.as_slice() {
            [] => Cow::Borrowed(""),
            [Part::Cell(at)] => Cow::Borrowed(&rows.cells()[*at]),
            // A text around an empty cell would look as if something stood there.
            parts if parts.iter().any(|part| part.is_empty(rows)) => Cow::Borrowed(""),
            parts => Cow::Owned(parts.iter().map(|part| part.text(rows)).collect()),
        }
    }

    fn first_cell(&self) -> Option<usize> {
        self.from.iter().find_map(|part| if let Part::Cell(at) = part { Some(*at) } else { None })
    }

    fn error(&self, rows: &Rows, given: &str, reason: Reason) -> RowError {
        match self.first_cell() {
            Some(at) => RowError::new(rows.line_of(at), &rows.header()[at], given, reason),
            None => RowError::new(rows.line(), self.name, given, reason),
        }
    }
}

impl Part {
    fn text<'a>(&'a self, rows: &'a Rows) -> &'a str {
        match self {
            Part::Text(text) => text,
            Part::Cell(at) => rows.cells()[*at].trim(),
        }
    }

    fn is_empty(&self, rows: &Rows) -> bool {
        self.text(rows).is_empty()
    }
}

/// The native format names its columns itself, so an unknown one is a slip of the pen that would lose data.
fn native_records(header: &[String], errors: &mut Vec<RowError>) -> (Option<usize>, Vec<RecordPlan>) {
    let record_at = header.iter().position(|name| name == "record");
    if record_at.is_none() {
        errors.push(RowError::new(1, "", "", Reason::NotNative));
        return (None, Vec::new());
    }
    for name in header {
        if name != "record" && place_of(name).is_none() {
            errors.push(RowError::new(1, name, name, Reason::ColumnUnknown));
        }
    }
    let plans = Record::ALL.into_iter().map(|record| {
        let at = |column: &str| header.iter().position(|name| name == column).map(Part::Cell);
        let mut plan = RecordPlan::new(record, |column| at(column).into_iter().collect());
        let taken = |name: &String| name == "record" || record.takes().iter().any(|take| take.column == name);
        plan.unused = (0..header.len()).filter(|&at| !taken(&header[at])).collect();
        plan
    });
    (record_at, plans.collect())
}

/// Foreign columns that the mapping does not name are left alone.
fn mapped_record(mapped: &MappedRecord, header: &[String], errors: &mut Vec<RowError>) -> RecordPlan {
    let mut find = |name: &str| {
        let at = header.iter().position(|column| column == name);
        if at.is_none() && !errors.iter().any(|error| error.column == name) {
            errors.push(RowError::new(1, name, "", Reason::ColumnMissing));
        }
        at.unwrap_or(0)
    };
    let when = mapped.when.iter().map(|(column, values)| (find(column), values.clone())).collect();
    let record = Record::parse(&mapped.record).expect("a loaded mapping has known records");
    let plan = RecordPlan::new(record, |column| {
        let template = mapped.columns.get(column).map_or("", String::as_str);
        let pieces = pieces(template).expect("a loaded mapping has whole templates");
        let part = |piece| match piece {
            Piece::Text(text) => Part::Text(text),
            Piece::Column(name) => Part::Cell(find(&name)),
        };
        pieces.into_iter().map(part).collect()
    });
    RecordPlan { when, ..plan }
}
