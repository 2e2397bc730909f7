//! What the law allows: dated tables of rates, each row with its source, and who is bound by which (domain-rules A8, A9).
//! Where the law sets a rate for a period and no row is known for it, nothing is charged. What is above it is refused
//! whole and never clipped: in Colombia whoever exceeds the cap forfeits all of the interest.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::policies::charging::{Compounding, Ground, InterestRule};
use crate::policies::rates::Effective;

/// Whose law a version stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Jurisdiction {
    Mx,
    Co,
    Pe,
    Cl,
    Us,
    Gb,
}

impl Jurisdiction {
    pub const ALL: [Self; 6] = [Self::Mx, Self::Co, Self::Pe, Self::Cl, Self::Us, Self::Gb];

    /// As `creditors.jurisdiction` keeps it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mx => "MX",
            Self::Co => "CO",
            Self::Pe => "PE",
            Self::Cl => "CL",
            Self::Us => "US",
            Self::Gb => "GB",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// What the law sets for interest charged by this right, if it sets a number.
    pub const fn bound(self, ground: Ground) -> Option<Bound> {
        match (self, ground) {
            (Self::Co | Self::Pe | Self::Cl, _) => Some(Bound::Effective),
            (Self::Gb, Ground::Statute) => Some(Bound::Statutory),
            (Self::Mx | Self::Us | Self::Gb, _) => None,
        }
    }

    /// Whether contracts may agree that interest bears interest: not in Colombia (C.Co. 886) nor beforehand in Peru
    /// (CC 1249), and the statutory interest of the United Kingdom is simple.
    pub const fn may_compound(self, ground: Ground) -> bool {
        match self {
            Self::Mx | Self::Cl | Self::Us => true,
            Self::Gb => matches!(ground, Ground::Contract),
            Self::Co | Self::Pe => false,
        }
    }

    /// The rows that come with the program.
    pub fn rows(self) -> &'static [LegalRate] {
        match self {
            Self::Co => &COLOMBIA,
            Self::Gb => &UNITED_KINGDOM,
            Self::Mx | Self::Pe | Self::Cl | Self::Us => &[],
        }
    }

    /// Above this a person is asked to look again. Mexican law has no number: judges cut what they find usurious, with
    /// the average total cost of credit (CAT) as a guide (1a./J. 55/2016).
    const fn warning(self) -> Option<Effective> {
        match self {
            Self::Mx => Some(Effective::of_basis_points(3_600)),
            _ => None,
        }
    }
}

/// How the law's number is held against a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A cap on what the rate comes to in effective yearly terms.
    Effective,
    /// The yearly rate of simple interest that the statute sets.
    Statutory,
}

/// What the law sets from one day to another, both among them, in hundredths of a per cent a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalRate {
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub basis_points: i64,
    pub source: Cow<'static, str>,
}

impl LegalRate {
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from_on <= day && day <= self.until_on
    }

    pub(super) fn faults(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        [
            (self.until_on < self.from_on, "until_on", "ends before it begins"),
            (
                !(0..=100_000).contains(&self.basis_points),
                "basis_points",
                "is not between 0 and 1,000 per cent",
            ),
            (self.source.trim().is_empty(), "source", "names no source"),
        ]
        .into_iter()
        .filter_map(|(broken, name, fault)| broken.then_some((name, fault)))
    }
}

/// The value of an indexed unit (Chile's UF) from one day to another, both among them, in hundredths of the currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalUnit {
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub hundredths: i64,
    pub source: Cow<'static, str>,
}

impl LegalUnit {
    pub(super) fn faults(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        [
            (self.until_on < self.from_on, "until_on", "ends before it begins"),
            (self.hundredths <= 0, "hundredths", "is not positive"),
            (self.source.trim().is_empty(), "source", "names no source"),
        ]
        .into_iter()
        .filter_map(|(broken, name, fault)| broken.then_some((name, fault)))
    }
}

/// The row that covers a day.
pub fn unit_on(units: &[LegalUnit], day: NaiveDate) -> Option<&LegalUnit> {
    units.iter().find(|unit| unit.from_on <= day && day <= unit.until_on)
}

/// Why the law lets nothing be charged on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// The law sets a rate for each period, and none is known for this one.
    NoRow,
    /// The rule is above what the law allows; so many hundredths of a per cent a year.
    Above(i64),
}

/// Whether the law lets a rule charge on a day. `further` are the rows that the creditor added to those known here.
pub fn allowed(
    jurisdiction: Option<Jurisdiction>,
    further: &[LegalRate],
    rule: &InterestRule,
    day: NaiveDate,
) -> Result<(), Barred> {
    let Some(jurisdiction) = jurisdiction else { return Ok(()) };
    let Some(bound) = jurisdiction.bound(rule.ground) else { return Ok(()) };
    // What the creditor added later stands before what came with the program.
    let row = further.iter().chain(jurisdiction.rows()).find(|row| row.covers(day)).ok_or(Barred::NoRow)?;
    if is_within(bound, rule, row) { Ok(()) } else { Err(Barred::Above(row.basis_points)) }
}

/// What keeps a rule from being published under a law, for a version that holds from a day on.
pub(super) fn publishing_faults(
    jurisdiction: Jurisdiction,
    further: &[LegalRate],
    rule: &InterestRule,
    from_on: NaiveDate,
) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    if rule.compounding != Compounding::Simple && !jurisdiction.may_compound(rule.ground) {
        faults.push(("compounding", "is not allowed by law"));
    }
    let Some(bound) = jurisdiction.bound(rule.ground) else { return faults };
    let known = || further.iter().chain(jurisdiction.rows());
    if !known().any(|row| row.covers(from_on)) {
        faults.push(("rate", "has no legal rate for the day from which it holds"));
    }
    if known().filter(|row| row.until_on >= from_on).any(|row| !is_within(bound, rule, row)) {
        faults.push(("rate", "is above what the law allows"));
    }
    faults
}

/// Whether a person should look again before this is published.
pub fn is_to_be_looked_at(jurisdiction: Jurisdiction, rule: &InterestRule) -> bool {
    let effective = rule.rate.effective_yearly();
    jurisdiction.warning().is_some_and(|most| effective.is_none_or(|effective| effective > most))
}

/// The fixed sum that a business may claim of another in the United Kingdom for a debt paid late, in pence (Late Payment
/// of Commercial Debts (Interest) Act 1998, section 5A).
pub const fn fixed_sum_minor(debt_minor: i64) -> i64 {
    match debt_minor {
        ..=99_999 => 4_000,
        100_000..=999_999 => 7_000,
        _ => 10_000,
    }
}

/// The most that collection may cost in Chile, once for each debt and from its 21st day on (Ley 19.496, article 37): 9 %
/// up to 10 UF, 6 % of what is above up to 50, 3 % of the rest; 0.2 UF less where the first notice, which is free, was not
/// given. In whole pesos, rounded down; the unit's value in hundredths of a peso.
pub fn collection_cap_minor(debt_minor: i64, unit_hundredths: i64, first_notice_given: bool) -> Option<i64> {
    let (debt, unit) = (i128::from(debt_minor.max(0)).checked_mul(100)?, i128::from(unit_hundredths.max(0)));
    let (ten, fifty) = (unit.checked_mul(10)?, unit.checked_mul(50)?);
    let slice = |from: i128, to: i128| (debt.min(to) - from).max(0);
    let percents = 9 * slice(0, ten) + 6 * slice(ten, fifty) + 3 * slice(fifty, i128::MAX);
    let less = if first_notice_given { 0 } else { unit.checked_mul(20)? };
    i64::try_from((percents - less).max(0) / 10_000).ok()
}

fn is_within(bound: Bound, rule: &InterestRule, row: &LegalRate) -> bool {
    match bound {
        Bound::Effective => rule
            .rate
            .effective_yearly()
            .is_some_and(|effective| effective <= Effective::of_basis_points(row.basis_points)),
        Bound::Statutory => {
            i128::from(rule.rate.basis_points) * 365
                <= i128::from(row.basis_points) * i128::from(rule.rate.per_days)
        }
    }
}

const fn row(
    from: (i32, u32, u32),
    until: (i32, u32, u32),
    basis_points: i64,
    source: &'static str,
) -> LegalRate {
    LegalRate { from_on: day(from), until_on: day(until), basis_points, source: Cow::Borrowed(source) }
}

const fn day((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the tables' days exist")
}

/// One and a half times the current bank interest for consumer and ordinary credit, effective yearly (C.Co. 884).
static COLOMBIA: [LegalRate; 4] = [
    row((2025, 12, 1), (2025, 12, 31), 2_502, "Superfinanciera, certificación de noviembre de 2025"),
    row((2026, 1, 1), (2026, 1, 31), 2_436, "Superfinanciera, certificación del 26 de diciembre de 2025"),
    row((2026, 2, 1), (2026, 2, 28), 2_523, "Superfinanciera, certificación de enero de 2026"),
    row((2026, 3, 1), (2026, 3, 31), 2_552, "Superfinanciera, certificación del 27 de febrero de 2026"),
];

const BANK_RATE: &str =
    "Late Payment of Commercial Debts (Rate of Interest) (No. 3) Order 2002: Bank Rate plus 8";

static UNITED_KINGDOM: [LegalRate; 6] = [
    row((2023, 7, 1), (2023, 12, 31), 1_300, BANK_RATE),
    row((2024, 1, 1), (2024, 6, 30), 1_325, BANK_RATE),
    row((2024, 7, 1), (2024, 12, 31), 1_325, BANK_RATE),
    row((2025, 1, 1), (2025, 6, 30), 1_275, BANK_RATE),
    row((2025, 7, 1), (2025, 12, 31), 1_225, BANK_RATE),
    row((2026, 1, 1), (2026, 6, 30), 1_175, BANK_RATE),
];
