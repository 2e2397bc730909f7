//! The table that the bench prints, and how its numbers are written. Ratios are whole thousandths: the program knows
//! no floating point, and neither does what measures it.

use std::fmt;
use std::time::Duration;

use crate::stage::Stage;

/// One line of the table.
pub struct Figure {
    name: &'static str,
    measured: String,
    goal: String,
    verdict: &'static str,
    how: String,
}

impl Figure {
    /// A figure with a goal.
    pub fn judged(name: &'static str, measured: String, goal: &str, kept: bool, how: String) -> Self {
        let verdict = if kept { "kept" } else { "MISSED" };
        Self { name, measured, goal: goal.to_owned(), verdict, how }
    }

    /// A figure that is only watched.
    pub fn told(name: &'static str, measured: String, how: String) -> Self {
        Self { name, measured, goal: "-".to_owned(), verdict: "-", how }
    }
}

/// All lines, with what has to be known to read them.
pub struct Table {
    notes: Vec<String>,
    figures: Vec<Figure>,
    failed: Vec<String>,
}

impl Table {
    pub fn begin(stage: &Stage) -> Self {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or_default();
        let mut notes = vec![
            format!(
                "{cores} cores, which measured and measuring share; load average {load} when it began. Ratios can be \
                 trusted more than single times."
            ),
            format!("The binary measured is {}.", stage.binary().display()),
        ];
        if stage.quick {
            notes.push(
                "ALDIA_BENCH_QUICK is set: sizes are tiny, and nothing here proves anything.".to_owned(),
            );
        }
        Self { notes, figures: Vec::new(), failed: Vec::new() }
    }

    pub fn add(&mut self, figures: Vec<Figure>) {
        self.figures.extend(figures);
    }

    pub fn fail(&mut self, part: &str, why: &str) {
        self.failed.push(format!("{part} could not be measured: {why}"));
    }

    /// Whether everything could be measured.
    pub fn is_whole(&self) -> bool {
        self.failed.is_empty()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: fn(&Figure) -> &str, title: &str| {
            let widths = self.figures.iter().map(|figure| column(figure).chars().count());
            widths.chain([title.len()]).max().unwrap_or_default()
        };
        let (name, measured, goal) = (
            width(|figure| figure.name, "figure"),
            width(|figure| &figure.measured, "measured"),
            width(|figure| &figure.goal, "goal"),
        );
        writeln!(f, "\n{:name$}  {:measured$}  {:goal$}  {:6}  how", "figure", "measured", "goal", "")?;
        for figure in &self.figures {
            let Figure { name: its_name, measured: value, goal: wanted, verdict, how } = figure;
            writeln!(f, "{its_name:name$}  {value:measured$}  {wanted:goal$}  {verdict:6}  {how}")?;
        }
        writeln!(f)?;
        for line in self.failed.iter().chain(&self.notes) {
            writeln!(f, "{line}")?;
        }
        let missed = self.figures.iter().filter(|figure| figure.verdict == "MISSED").count();
        let judged = self.figures.iter().filter(|figure| figure.verdict != "-").count();
        writeln!(f, "{} of {judged} goals kept, {missed} missed.", judged - missed)
    }
}

/// `whole` in thousandths of `part`; as many as there can be if `part` is nothing.
pub fn thousandths(whole: u128, part: u128) -> u64 {
    let ratio = (whole * 1000).checked_div(part).unwrap_or(u128::MAX);
    u64::try_from(ratio).unwrap_or(u64::MAX)
}

/// 1234 thousandths are 1.234.
pub fn ratio(thousandths: u64) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// In thousands and millions, as goals are: 40 kB are 40,000 bytes.
pub fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{}.{} kB", count / 1_000, count % 1_000 / 100),
        _ => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

pub fn seconds(duration: Duration) -> String {
    format!("{}.{} s", duration.as_secs(), duration.subsec_millis() / 100)
}

/// The one in the middle; of an even number the lower of the two.
pub fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}
