//! What an import did, for the person at the terminal.

use chrono::NaiveDate;

use super::{
    model::{Record, RowError},
    words,
};
use crate::kernel::{
    dates,
    locale::Lang,
    money::{Currency, Money},
};

/// What became of a file.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    pub file: String,
    pub creditor: String,
    /// The creditor was not there before.
    pub founded: bool,
    pub encoding: &'static str,
    pub mapping: String,
    pub dry_run: bool,
    /// The day that "overdue" is judged by: of `--as-of`, else today.
    pub day: NaiveDate,
    pub as_of: Option<NaiveDate>,
    pub counts: Vec<(Record, Counts)>,
    /// Rows that the books had otherwise; the first of them.
    pub changes: Vec<Change>,
    /// Rows that were refused; the first of them. One is enough, and nothing was written.
    pub rejected: Vec<RowError>,
    pub rejected_count: u64,
    /// The creditor's books afterwards, by currency; none when rows were rejected.
    pub figures: Vec<Figures>,
}

/// What became of the rows of one kind.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    pub added: u64,
    pub changed: u64,
    pub same: u64,
    /// After the day of `--as-of`.
    pub later: u64,
}

impl Counts {
    pub fn as_json(self) -> serde_json::Value {
        serde_json::json!({ "added": self.added, "changed": self.changed, "same": self.same, "later": self.later })
    }
}

/// A row that the books had otherwise.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    pub record: Record,
    pub line: u64,
    pub reference: String,
    /// `updated`, `reposted` (reversed and posted again), `removed`, or `recognised` (a payment that was taken here).
    pub what: String,
}

/// The creditor's books in one currency.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Figures {
    pub currency: String,
    pub debtors: i64,
    pub invoiced_minor: i64,
    pub open_invoices: i64,
    pub open_minor: i64,
    pub overdue_invoices: i64,
    pub overdue_minor: i64,
    pub credit_minor: i64,
}

impl ImportReport {
    /// Whether the file is in the books, or would be.
    pub fn accepted(&self) -> bool {
        self.rejected_count == 0
    }

    /// Line by line, the rejected rows first.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines: Vec<String> =
            self.rejected.iter().map(|error| words::row_error(lang, error)).collect();
        let unlisted = self.rejected_count - self.rejected.len() as u64;
        if unlisted > 0 {
            lines.push(words::unlisted(lang, unlisted));
        }
        if !self.accepted() {
            lines.push(words::nothing_imported(lang, &self.file, self.rejected_count));
            return lines;
        }
        if self.founded {
            lines.push(words::founded(lang, &self.creditor));
        }
        lines.extend(self.counts.iter().map(|(record, counts)| count_line(lang, *record, *counts)));
        lines.extend(self.changes.iter().map(|change| change_line(lang, change)));
        let (all, listed) = (self.changed_count(), self.changes.len() as u64);
        if all > listed {
            lines.push(words::unlisted(lang, all - listed));
        }
        let day = dates::short_day(self.day, lang);
        lines.extend(self.figures.iter().map(|figures| figures_line(lang, figures, &day)));
        lines.push(if self.dry_run {
            words::dry_run(lang, &self.file)
        } else {
            words::imported(lang, &self.file, &self.creditor)
        });
        lines
    }

    fn changed_count(&self) -> u64 {
        self.counts.iter().map(|(_, counts)| counts.changed).sum()
    }
}

fn count_line(lang: Lang, record: Record, counts: Counts) -> String {
    let name = words::records(lang, record);
    let Counts { added, changed, same, later } = counts;
    let line = words::counted(lang, name, added, changed, same);
    if later == 0 { line } else { format!("{line}{}", words::counted_later(lang, later)) }
}

fn change_line(lang: Lang, change: &Change) -> String {
    let what = match change.what.as_str() {
        "reposted" => words::reposted(lang),
        "removed" => words::removed(lang),
        "recognised" => words::recognised(lang),
        _ => words::updated(lang),
    };
    words::changed(lang, change.line, change.record.name(), &change.reference, what)
}

fn figures_line(lang: Lang, figures: &Figures, day: &str) -> String {
    let amount = |minor: i64| {
        Currency::parse(&figures.currency)
            .map_or_else(|| minor.to_string(), |currency| Money::new(minor, currency).with_code())
    };
    let mut line = words::standing(lang, figures.debtors, &amount(figures.invoiced_minor));
    line.push_str(&words::standing_open(lang, figures.open_invoices, &amount(figures.open_minor)));
    let overdue = amount(figures.overdue_minor);
    line.push_str(&words::standing_overdue(lang, day, figures.overdue_invoices, &overdue));
    if figures.credit_minor != 0 {
        line.push_str(&words::standing_credit(lang, &amount(figures.credit_minor)));
    }
    line
}
