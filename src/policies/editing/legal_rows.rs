//! Rows of what the law sets, as supervisors write them: a line for each, `2026-04-01 2026-04-30 25.80 Source`.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::policies::caps::{LegalRate, LegalUnit};
use crate::policies::editing::typed::basis_points;
use crate::policies::words::percent_number;

/// Rates in per cent a year, or the first line, counted from one, that cannot be read.
pub fn rates(text: &str) -> Result<Vec<LegalRate>, usize> {
    let row = |from_on, until_on, basis_points, source| LegalRate { from_on, until_on, basis_points, source };
    rows(text, |number| basis_points(number.trim_end_matches('%')), row)
}

/// Values of the unit that the law counts in, or the first line, counted from one, that cannot be read.
pub fn units(text: &str) -> Result<Vec<LegalUnit>, usize> {
    let row = |from_on, until_on, hundredths, source| LegalUnit { from_on, until_on, hundredths, source };
    rows(text, hundredths, row)
}

/// As [`rates`] reads them.
pub fn rates_text(rates: &[LegalRate]) -> String {
    let line = |rate: &LegalRate| line(rate.from_on, rate.until_on, rate.basis_points, &rate.source);
    rates.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// As [`units`] reads them.
pub fn units_text(units: &[LegalUnit]) -> String {
    let line = |unit: &LegalUnit| line(unit.from_on, unit.until_on, unit.hundredths, &unit.source);
    units.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn rows<T>(
    text: &str,
    number: impl Fn(&str) -> Option<i64>,
    row: impl Fn(NaiveDate, NaiveDate, i64, Cow<'static, str>) -> T,
) -> Result<Vec<T>, usize> {
    let read = |line: &str| {
        let mut parts = line.splitn(4, char::is_whitespace);
        let (from_on, until_on) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let number = number(parts.next()?)?;
        let source = parts.next().unwrap_or_default().trim();
        Some(row(from_on, until_on, number, Cow::Owned(source.to_owned())))
    };
    text.lines()
        .map(str::trim)
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(index, line)| read(line).ok_or(index + 1))
        .collect()
}

fn line(from_on: NaiveDate, until_on: NaiveDate, hundredths: i64, source: &str) -> String {
    format!("{from_on} {until_on} {} {source}", percent_number(hundredths))
}

/// `39245.12`, `39,245.12` and `39.245,12` in hundredths.
fn hundredths(text: &str) -> Option<i64> {
    // The last of the signs is the decimal one, unless three digits follow: then it parts thousands.
    let (whole, rest) = match text.rsplit_once(['.', ',']) {
        Some((whole, rest)) if rest.len() <= 2 => (whole, rest),
        _ => (text, ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let is_number = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let is_grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    let whole = groups.concat();
    if whole.is_empty() || whole.len() > 9 || !is_number(&whole) || !is_number(rest) || !is_grouped {
        return None;
    }
    let rest: i64 = format!("{rest:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + rest)
}
