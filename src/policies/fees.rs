//! Fees for paying late: once for an invoice, or for each period that it stays open. A fee falls on one day and is judged
//! by the version in force on that day; a day on which nothing could be charged is passed over and not made up for.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::kernel::ids::PolicyVersionId;
use crate::kernel::money::{Currency, Money};
use crate::policies::caps::{Jurisdiction, LegalUnit, collection_cap_minor, fixed_sum_minor, unit_on};
use crate::policies::charging::{Ground, TaxTreatment};
use crate::policies::governing::governing;
use crate::policies::interest::{
    Exact, LateDebt, held_on, is_stopped, open_on, small_balance_minor, tax_rate,
};
use crate::policies::model::{Parameters, PolicyVersion};

/// A fee for paying late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRule {
    /// What the published text calls the rule; no other rule of the version is called so.
    pub rule: String,
    #[serde(default)]
    pub times: FeeTimes,
    /// It falls on the day after so many days beyond the due date.
    #[serde(default)]
    pub grace_days: u16,
    pub amount: FeeAmount,
    /// The most that an invoice is charged by this rule in all, before tax; none for a currency is no bound.
    #[serde(default)]
    pub at_most: Vec<Sum>,
    #[serde(default)]
    pub tax: TaxTreatment,
    /// By what right it is charged (domain-rules A8).
    pub ground: Ground,
    /// The contract or version that was accepted, or the statute, as a reader can look it up.
    #[serde(default)]
    pub ground_reference: String,
}

/// How often a fee falls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeTimes {
    /// Once for an invoice, whatever later versions say.
    #[default]
    Once,
    /// And again each time so many days have passed.
    EveryDays(u16),
}

/// How much a fee is, before tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeAmount {
    /// The same for every invoice, a line for each currency; an invoice in another currency is charged nothing.
    Flat(Vec<Sum>),
    /// Hundredths of a per cent of the principal that is open and not contested.
    BasisPoints(i64),
    /// What the law sets by the size of the debt, where it does.
    ByLaw,
}

/// An amount in one currency, in its minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    pub currency: Currency,
    pub minor: i64,
}

/// A fee that falls on an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeDue<'a> {
    pub on: NaiveDate,
    pub version: PolicyVersionId,
    pub rule: &'a FeeRule,
    /// The principal that was open and not contested when the day began.
    pub base_minor: i64,
    pub fee_minor: i64,
    pub tax_minor: i64,
}

impl FeeDue<'_> {
    /// What names the fee among those of its rule and invoice: the period, or that it falls once.
    pub fn period(&self) -> String {
        match self.rule.times {
            FeeTimes::Once => "once".to_owned(),
            FeeTimes::EveryDays(_) => self.on.to_string(),
        }
    }
}

/// A fee that stands in the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedFee {
    pub rule: String,
    pub on: NaiveDate,
}

impl PostedFee {
    fn is(&self, fee: &FeeDue<'_>) -> bool {
        self.rule == fee.rule.rule && (fee.rule.times == FeeTimes::Once || self.on == fee.on)
    }
}

/// As [`fees`], without those that are posted.
pub fn unposted_fees<'a>(
    debt: &LateDebt,
    versions: &'a [PolicyVersion],
    as_of: NaiveDate,
    posted: &[PostedFee],
) -> Option<Vec<FeeDue<'a>>> {
    let mut due = fees(debt, versions, as_of)?;
    due.retain(|fee| !posted.iter().any(|posted| posted.is(fee)));
    Some(due)
}

/// The fees that have fallen on an invoice by a day, in order, or `None` when one is more than can be kept. `versions` are
/// the creditor's, in any order.
pub fn fees<'a>(debt: &LateDebt, versions: &'a [PolicyVersion], as_of: NaiveDate) -> Option<Vec<FeeDue<'a>>> {
    let mut due: Vec<FeeDue<'a>> = Vec::new();
    for (on, version, rule) in falling(debt, versions, as_of) {
        let earlier = || due.iter().filter(|fee| fee.rule.rule == rule.rule);
        let is_too_soon = match rule.times {
            FeeTimes::Once => earlier().next().is_some(),
            FeeTimes::EveryDays(days) => earlier().any(|fee| (on - fee.on).num_days() < i64::from(days)),
        };
        let open_minor = open_on(debt, on);
        let base_minor = open_minor - held_on(debt, on);
        let is_free = base_minor <= 0
            || open_minor < small_balance_minor(debt, version)
            || is_stopped(debt, on)
            || debt.accrued_through.is_some_and(|through| on <= through);
        if is_too_soon || is_free {
            continue;
        }
        let Some(currency) = debt.currency else { continue };
        let charged_minor = earlier().try_fold(0i64, |sum, fee| sum.checked_add(fee.fee_minor))?;
        let wanted_minor = rule.amount_minor(currency, base_minor, &version.parameters)?;
        let bound_minor = rule.bound_minor(currency, charged_minor, base_minor, &version.parameters, on)?;
        let fee_minor = wanted_minor.min(bound_minor);
        if fee_minor > 0 {
            let tax_minor = tax_rate(rule.tax, &debt.lines)?.times(fee_minor)?.half_up()?;
            due.push(FeeDue { on, version: version.id, rule, base_minor, fee_minor, tax_minor });
        }
    }
    Some(due)
}

impl FeeRule {
    /// The most that the rule itself lets an invoice be charged, if it says.
    pub fn at_most(&self, currency: Currency) -> Option<Money> {
        sum_in(&self.at_most, currency).map(|minor| Money::new(minor, currency))
    }

    fn amount_minor(&self, currency: Currency, base_minor: i64, terms: &Parameters) -> Option<i64> {
        match &self.amount {
            FeeAmount::Flat(sums) => Some(sum_in(sums, currency).unwrap_or(0)),
            FeeAmount::BasisPoints(basis_points) => {
                let numerator = i128::from(base_minor).checked_mul(i128::from(*basis_points))?;
                Exact::fraction(numerator, 10_000)?.half_up()
            }
            FeeAmount::ByLaw => Some(match terms.jurisdiction {
                Some(Jurisdiction::Gb) if currency == Currency::GBP => fixed_sum_minor(base_minor),
                Some(Jurisdiction::Cl) if currency == Currency::CLP => i64::MAX,
                _ => 0,
            }),
        }
    }

    /// How much of the rule's and the law's bounds is left.
    fn bound_minor(
        &self,
        currency: Currency,
        charged_minor: i64,
        base_minor: i64,
        terms: &Parameters,
        on: NaiveDate,
    ) -> Option<i64> {
        let own = sum_in(&self.at_most, currency).unwrap_or(i64::MAX);
        let laws = match terms.jurisdiction {
            // Without the unit's value on that day nobody knows what may be charged, so nothing is.
            Some(Jurisdiction::Cl) => match unit_on(&terms.legal_units, on) {
                Some(unit) => collection_cap_minor(base_minor, unit.hundredths, terms.first_notice_given)?,
                None => 0,
            },
            _ => i64::MAX,
        };
        Some(own.min(laws).saturating_sub(charged_minor).max(0))
    }

    pub(super) fn faults(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let amount = match &self.amount {
            FeeAmount::Flat(sums) if sums.is_empty() || sums.iter().any(|sum| sum.minor <= 0) => {
                Some("is not positive")
            }
            FeeAmount::Flat(sums) if is_there_twice(sums) => Some("has a currency twice"),
            FeeAmount::BasisPoints(points) if !(1..=10_000).contains(points) => {
                Some("is not between 0.01 and 100 per cent")
            }
            _ => None,
        };
        let at_most = match &self.at_most {
            sums if sums.iter().any(|sum| sum.minor <= 0) => Some("is not positive"),
            sums if is_there_twice(sums) => Some("has a currency twice"),
            _ => None,
        };
        let times = match self.times {
            FeeTimes::EveryDays(days) if !(7..=366).contains(&days) => Some("is not between 7 and 366 days"),
            _ => None,
        };
        [
            ("rule", self.rule.trim().is_empty().then_some("has no name")),
            ("times", times),
            ("grace_days", (self.grace_days > 365).then_some("is more than a year")),
            ("amount", amount),
            ("at_most", at_most),
            ("tax", self.tax.is_absurd().then_some("is not between 0 and 100 per cent")),
        ]
        .into_iter()
        .filter_map(|(name, fault)| fault.map(|fault| (name, fault)))
    }

    /// What keeps it from being published under a law.
    pub(super) fn publishing_faults(
        &self,
        jurisdiction: Jurisdiction,
        units: &[LegalUnit],
        from_on: NaiveDate,
    ) -> Vec<(&'static str, &'static str)> {
        let is_set_by_law = matches!(jurisdiction, Jurisdiction::Gb | Jurisdiction::Cl);
        let is_in_chile = jurisdiction == Jurisdiction::Cl;
        [
            (self.ground_reference.trim().is_empty(), "ground_reference", "does not say by what right"),
            (self.amount == FeeAmount::ByLaw && !is_set_by_law, "amount", "is not set by this law"),
            (is_in_chile && self.times != FeeTimes::Once, "times", "may be charged once only"),
            (is_in_chile && self.grace_days < 20, "grace_days", "is below the 20 days that the law gives"),
            (
                is_in_chile && unit_on(units, from_on).is_none(),
                "amount",
                "has no legal unit for the day from which it holds",
            ),
        ]
        .into_iter()
        .filter_map(|(broken, name, fault)| broken.then_some((name, fault)))
        .collect()
    }
}

/// Each day up to `as_of` on which a rule falls by the version that governs the invoice on it, in order.
fn falling<'a>(
    debt: &LateDebt,
    versions: &'a [PolicyVersion],
    as_of: NaiveDate,
) -> Vec<(NaiveDate, &'a PolicyVersion, &'a FeeRule)> {
    let mut found = Vec::new();
    for version in versions {
        let governs = |day: NaiveDate| {
            governing(versions, debt.issued_on.unwrap_or(day), day).is_some_and(|one| one.id == version.id)
        };
        for rule in &version.parameters.fees {
            let first = debt.due_on.checked_add_days(Days::new(u64::from(rule.grace_days) + 1));
            let days = std::iter::successors(first, |day| match rule.times {
                FeeTimes::Once => None,
                FeeTimes::EveryDays(days) => day.checked_add_days(Days::new(u64::from(days.max(1)))),
            });
            let days = days.take_while(|day| *day <= as_of).filter(|day| governs(*day));
            found.extend(days.map(|day| (day, version, rule)));
        }
    }
    found.sort_by_key(|(day, version, _)| (*day, version.number));
    found
}

fn sum_in(sums: &[Sum], currency: Currency) -> Option<i64> {
    sums.iter().find(|sum| sum.currency == currency).map(|sum| sum.minor)
}

fn is_there_twice(sums: &[Sum]) -> bool {
    sums.iter().enumerate().any(|(index, sum)| sum_in(&sums[..index], sum.currency).is_some())
}
