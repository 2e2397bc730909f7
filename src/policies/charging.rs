//! How lateness is charged for: the rule of default interest, and what it has in common with fees.

use serde::{Deserialize, Serialize};

use crate::policies::rates::Rate;

/// How late principal bears interest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterestRule {
    /// What the published text calls the rule.
    pub rule: String,
    pub rate: Rate,
    #[serde(default)]
    pub rounding: Rounding,
    #[serde(default)]
    pub tax: TaxTreatment,
    /// Interest begins this many days after the due date, and never reaches back before.
    #[serde(default)]
    pub grace_days: u16,
    /// Simple unless law and contract allow otherwise (domain-rules A9).
    #[serde(default)]
    pub compounding: Compounding,
    /// By what right it is charged (domain-rules A8).
    pub ground: Ground,
    /// The contract or version that was accepted, or the statute, as a reader can look it up.
    #[serde(default)]
    pub ground_reference: String,
}

/// Where interest is rounded to whole minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Once, on all that the invoice ever bore.
    #[default]
    Once,
    /// Each day by itself, as some published tables do.
    EachDay,
}

/// Whether interest bears interest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Compounding {
    #[default]
    Simple,
    /// What is unpaid joins the base each time so many days have borne interest, as this document agrees.
    Every { days: u16, document: String },
}

impl Compounding {
    /// After how many days what is unpaid joins the base.
    pub fn days(&self) -> Option<u16> {
        match self {
            Self::Simple => None,
            Self::Every { days, .. } => Some(*days),
        }
    }
}

/// What tax stands on interest (domain-rules A10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxTreatment {
    #[default]
    OutsideScope,
    Exempt,
    /// The rate of the lines that the interest comes from.
    AsLines,
    /// One rate, in hundredths of a per cent.
    BasisPoints(i64),
}

impl TaxTreatment {
    pub(super) fn is_absurd(self) -> bool {
        matches!(self, Self::BasisPoints(rate) if !(0..=10_000).contains(&rate))
    }
}

/// By what right interest or a fee is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The debtor accepted it.
    Contract,
    /// The law sets it.
    Statute,
}

impl InterestRule {
    pub(super) fn faults(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let Rate { basis_points, per_days } = self.rate;
        let (days, is_undocumented) = match &self.compounding {
            Compounding::Simple => (30, false),
            Compounding::Every { days, document } => (*days, document.trim().is_empty()),
        };
        [
            (self.rule.trim().is_empty(), "rule", "has no name"),
            (
                !(1..=100_000).contains(&basis_points),
                "rate.basis_points",
                "is not between 0.01 and 1,000 per cent",
            ),
            (!(1..=366).contains(&per_days), "rate.per_days", "is not between 1 and 366"),
            (self.tax.is_absurd(), "tax", "is not between 0 and 100 per cent"),
            (self.grace_days > 365, "grace_days", "is more than a year"),
            (!(28..=366).contains(&days), "compounding.days", "is not between 28 and 366"),
            (is_undocumented, "compounding.document", "names no document"),
        ]
        .into_iter()
        .filter_map(|(broken, name, fault)| broken.then_some((name, fault)))
    }
}
