//! Late interest to the day (domain-rules A7). A day bears interest if it lies after the due date and the grace, on the
//! principal that was open and not contested when it began; so a payment lowers the interest from the next day on, and
//! both ends of a hold are free.

use chrono::{Days, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::kernel::ids::PolicyVersionId;
use crate::kernel::money::Currency;
use crate::ledger::model::Basis;
use crate::policies::charging::{InterestRule, Rounding, TaxTreatment};
use crate::policies::governing::governing;
use crate::policies::model::PolicyVersion;
use crate::policies::rates::Rate;

/// Everything about an invoice that its interest depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateDebt {
    /// When it was billed: by that it follows one version of the terms (see `governing`). Without it, the latest.
    pub issued_on: Option<NaiveDate>,
    /// Without it, no balance is small.
    pub currency: Option<Currency>,
    pub due_on: NaiveDate,
    /// For a debt carried over: interest up to this day is in its opening balance.
    pub accrued_through: Option<NaiveDate>,
    /// Each change of the principal, with the day from which it counts.
    pub principal: Vec<PrincipalChange>,
    pub holds: Vec<Contested>,
    /// When the law or the creditor stops interest (domain-rules A15).
    pub stops: Vec<Stop>,
    /// When a plan in which the invoice is has less of it charged, or none.
    #[serde(default)]
    pub reliefs: Vec<Relief>,
    /// What its lines are taxed at, where the tax on interest follows them.
    pub lines: Vec<TaxedLine>,
    /// Each change of its interest but the charges themselves, as negative amounts where it was paid or waived. It matters
    /// only where interest bears interest.
    pub interest_paid: Vec<PrincipalChange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrincipalChange {
    pub effective_on: NaiveDate,
    pub amount_minor: i64,
}

/// An amount that bears nothing from the day it was contested to the day of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contested {
    pub amount_minor: i64,
    pub opened_on: NaiveDate,
    pub released_on: Option<NaiveDate>,
}

/// Days without interest, both ends among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
}

/// Days on which only a share of the usual interest is charged, both ends among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relief {
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
    /// In hundredths of a per cent: 0 where interest stops.
    pub share: i64,
}

impl Relief {
    fn holds_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until| day <= until)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxedLine {
    pub gross_minor: i64,
    pub tax_basis_points: i64,
}

/// Days in a row, both ends among them, with the same base under the same terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub base_minor: i64,
    pub version: PolicyVersionId,
    pub rule: &'a InterestRule,
    /// The rule's, or what a plan leaves of it.
    pub rate: Rate,
}

impl Run<'_> {
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    pub fn basis(&self) -> Basis {
        Basis {
            base_minor: self.base_minor,
            basis_points: self.rate.basis_points,
            per_days: self.rate.per_days,
            days: self.days(),
            from: self.from,
            to: self.to,
        }
    }

    fn interest(&self) -> Option<Exact> {
        let day = one_day(self.base_minor, self.rate)?;
        match self.rule.rounding {
            Rounding::Once => day.times(self.days()),
            Rounding::EachDay => Exact::whole(day.half_up()?).times(self.days()),
        }
    }
}

/// Interest and the tax on it, in whole minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interest {
    pub interest_minor: i64,
    pub tax_minor: i64,
}

impl Interest {
    pub const fn sum_minor(self) -> i64 {
        self.interest_minor + self.tax_minor
    }
}

/// What has been posted already, and through which day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedInterest {
    pub through: Option<NaiveDate>,
    pub sum: Interest,
}

/// Interest to be posted, for one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge<'a> {
    pub run: Run<'a>,
    pub sum: Interest,
}

/// The days up to `as_of` that bear interest. `versions` are the creditor's, in any order; each day is judged by the one
/// in force on it.
pub fn runs<'a>(debt: &LateDebt, versions: &'a [PolicyVersion], as_of: NaiveDate) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    let starts = turning_days(debt, versions, as_of);
    for (index, &from) in starts.iter().enumerate() {
        let to = starts.get(index + 1).and_then(|next| next.pred_opt()).unwrap_or(as_of);
        let Some((version, rule)) = rule_on(debt, versions, from) else { continue };
        let open_minor = open_on(debt, from);
        let base_minor = open_minor - held_on(debt, from);
        if base_minor <= 0 || open_minor < small_balance_minor(debt, version) {
            continue;
        }
        let rate = rate_on(debt, rule, from);
        match runs.last_mut() {
            Some(last)
                if last.to.succ_opt() == Some(from)
                    && last.base_minor == base_minor
                    && last.rate == rate
                    && last.version == version.id =>
            {
                last.to = to;
            }
            _ => runs.push(Run { from, to, base_minor, version: version.id, rule, rate }),
        }
    }
    if runs.iter().any(|run| run.rule.compounding.days().is_some()) { compounded(debt, &runs) } else { runs }
}

/// What the runs come to, rounded once, or `None` when it is more than can be kept. `lines` are the invoice's.
pub fn sum(runs: &[Run<'_>], lines: &[TaxedLine]) -> Option<Interest> {
    let charges = charges(runs, lines, PostedInterest::default())?;
    let add = |sum: Interest, charge: &Charge<'_>| {
        Some(Interest {
            interest_minor: sum.interest_minor.checked_add(charge.sum.interest_minor)?,
            tax_minor: sum.tax_minor.checked_add(charge.sum.tax_minor)?,
        })
    };
    charges.iter().try_fold(Interest::default(), add)
}

/// What is still to be posted of the runs, one charge for each. However often and in whatever pieces it is posted, the
/// pieces sum to the rounded whole: each is the difference between what is due so far and what was posted so far.
pub fn charges<'a>(runs: &[Run<'a>], lines: &[TaxedLine], posted: PostedInterest) -> Option<Vec<Charge<'a>>> {
    let (mut interest, mut tax) = (Exact::whole(0), Exact::whole(0));
    let (mut due, mut so_far) = (Interest::default(), posted.sum);
    let mut charges = Vec::new();
    for run in runs.iter().flat_map(|run| split_after(*run, posted.through)) {
        interest = interest.plus(run.interest()?)?;
        let added_minor = interest.half_up()? - due.interest_minor;
        tax = tax.plus(tax_rate(run.rule.tax, lines)?.times(added_minor)?)?;
        due = Interest { interest_minor: due.interest_minor + added_minor, tax_minor: tax.half_up()? };
        if posted.through.is_some_and(|through| run.to <= through) {
            continue;
        }
        let sum = Interest {
            interest_minor: (due.interest_minor - so_far.interest_minor).max(0),
            tax_minor: (due.tax_minor - so_far.tax_minor).max(0),
        };
        so_far.interest_minor += sum.interest_minor;
        so_far.tax_minor += sum.tax_minor;
        if sum != Interest::default() {
            charges.push(Charge { run, sum });
        }
    }
    Some(charges)
}

/// What one more day adds to a base, exactly, tax included: for "each day adds $2.30", rounded once over all invoices.
pub fn daily_increase(base_minor: i64, rule: &InterestRule, lines: &[TaxedLine]) -> Option<Exact> {
    increase_at(base_minor, rule.rate, rule.tax, lines)
}

/// As [`daily_increase`], for the base and the rate of a run.
pub fn increase_of(run: &Run<'_>, lines: &[TaxedLine]) -> Option<Exact> {
    increase_at(run.base_minor, run.rate, run.rule.tax, lines)
}

fn increase_at(base_minor: i64, rate: Rate, tax: TaxTreatment, lines: &[TaxedLine]) -> Option<Exact> {
    let day = one_day(base_minor.max(0), rate)?;
    let tax = tax_rate(tax, lines)?;
    day.plus(day.by(tax)?)
}

/// An amount of minor units as an exact fraction, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    numerator: i128,
    denominator: i128,
}

impl Exact {
    pub const fn whole(minor: i64) -> Self {
        Self { numerator: minor as i128, denominator: 1 }
    }

    /// `None` when the denominator is not positive.
    pub fn fraction(numerator: i128, denominator: i128) -> Option<Self> {
        let divisor = greatest_common_divisor(numerator, denominator);
        (denominator > 0).then(|| Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    pub fn plus(self, other: Self) -> Option<Self> {
        let shared = greatest_common_divisor(self.denominator, other.denominator);
        let left = self.numerator.checked_mul(other.denominator / shared)?;
        let right = other.numerator.checked_mul(self.denominator / shared)?;
        Self::fraction(left.checked_add(right)?, self.denominator.checked_mul(other.denominator / shared)?)
    }

    pub fn times(self, count: i64) -> Option<Self> {
        Self::fraction(self.numerator.checked_mul(i128::from(count))?, self.denominator)
    }

    pub fn by(self, other: Self) -> Option<Self> {
        Self::fraction(
            self.numerator.checked_mul(other.numerator)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    /// To whole minor units, halves up.
    pub fn half_up(self) -> Option<i64> {
        let doubled = self.numerator.checked_mul(2)?.checked_add(self.denominator)?;
        i64::try_from(doubled.div_euclid(self.denominator.checked_mul(2)?)).ok()
    }
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(1).max(1)
}

fn one_day(base_minor: i64, rate: Rate) -> Option<Exact> {
    let numerator = i128::from(base_minor).checked_mul(i128::from(rate.basis_points))?;
    Exact::fraction(numerator, i128::from(rate.per_days).checked_mul(10_000)?)
}

/// The tax on one unit of interest. Lines count by what they are over.
pub(super) fn tax_rate(tax: TaxTreatment, lines: &[TaxedLine]) -> Option<Exact> {
    match tax {
        TaxTreatment::OutsideScope | TaxTreatment::Exempt => Some(Exact::whole(0)),
        TaxTreatment::BasisPoints(basis_points) => Exact::fraction(i128::from(basis_points), 10_000),
        TaxTreatment::AsLines => {
            let billed = lines.iter().map(|line| i128::from(line.gross_minor.max(0)));
            let taxed = lines.iter().map(|line| {
                i128::from(line.gross_minor.max(0)).checked_mul(i128::from(line.tax_basis_points.max(0)))
            });
            let billed: i128 = billed.sum();
            if billed == 0 {
                return Some(Exact::whole(0));
            }
            Exact::fraction(taxed.sum::<Option<i128>>()?, billed.checked_mul(10_000)?)
        }
    }
}

/// The first day after the due date and every later one on which the base or the terms may change.
fn turning_days(debt: &LateDebt, versions: &[PolicyVersion], as_of: NaiveDate) -> Vec<NaiveDate> {
    let after = |day: NaiveDate| day.succ_opt();
    let first = after(debt.due_on);
    let mut days: Vec<NaiveDate> = first
        .into_iter()
        .chain(debt.accrued_through.and_then(after))
        .chain(debt.principal.iter().filter_map(|change| after(change.effective_on)))
        .chain(debt.holds.iter().map(|hold| hold.opened_on))
        .chain(debt.holds.iter().filter_map(|hold| hold.released_on.and_then(after)))
        .chain(debt.stops.iter().map(|stop| stop.from_on))
        .chain(debt.stops.iter().filter_map(|stop| stop.until_on.and_then(after)))
        .chain(debt.reliefs.iter().map(|relief| relief.from_on))
        .chain(debt.reliefs.iter().filter_map(|relief| relief.until_on.and_then(after)))
        .chain(versions.iter().map(|version| version.in_force_from))
        .chain(versions.iter().flat_map(|version| version.parameters.legal_turns()))
        .chain(
            versions
                .iter()
                .filter_map(|version| after(grace_end(debt, version.parameters.interest.as_ref()?)?)),
        )
        .filter(|day| first.is_some_and(|first| *day >= first) && *day <= as_of)
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The rule that a day bears interest by, if it bears any.
fn rule_on<'a>(
    debt: &LateDebt,
    versions: &'a [PolicyVersion],
    day: NaiveDate,
) -> Option<(&'a PolicyVersion, &'a InterestRule)> {
    let version = governing(versions, debt.issued_on.unwrap_or(day), day)?;
    // What the law bars bears nothing until it no longer does (domain-rules A8).
    let rule = version.parameters.lawful_interest(day).ok().flatten()?;
    let carried_over = debt.accrued_through.is_some_and(|through| day <= through);
    (day > grace_end(debt, rule)? && !carried_over && !is_stopped(debt, day)).then_some((version, rule))
}

/// Whether the law, the creditor or a plan stops interest and fees on a day.
pub(super) fn is_stopped(debt: &LateDebt, day: NaiveDate) -> bool {
    debt.stops.iter().any(|stop| stop.from_on <= day && stop.until_on.is_none_or(|until| day <= until))
        || debt.reliefs.iter().any(|relief| relief.share == 0 && relief.holds_on(day))
}

/// The rate that a day bears. What a plan leaves of it comes to whole hundredths of a per cent, or to the next one below.
fn rate_on(debt: &LateDebt, rule: &InterestRule, day: NaiveDate) -> Rate {
    let shares = debt.reliefs.iter().filter(|relief| relief.holds_on(day)).map(|relief| relief.share);
    match shares.min() {
        Some(share) => Rate { basis_points: rule.rate.basis_points * share / 10_000, ..rule.rate },
        None => rule.rate,
    }
}

fn grace_end(debt: &LateDebt, rule: &InterestRule) -> Option<NaiveDate> {
    debt.due_on.checked_add_days(Days::new(u64::from(rule.grace_days)))
}

/// The principal that was open when the day began.
pub(super) fn open_on(debt: &LateDebt, day: NaiveDate) -> i64 {
    debt.principal.iter().filter(|change| change.effective_on < day).map(|change| change.amount_minor).sum()
}

/// What was contested at any time of the day.
pub(super) fn held_on(debt: &LateDebt, day: NaiveDate) -> i64 {
    debt.holds
        .iter()
        .filter(|hold| hold.opened_on <= day && hold.released_on.is_none_or(|released_on| day <= released_on))
        .map(|hold| hold.amount_minor)
        .sum()
}

pub(super) fn small_balance_minor(debt: &LateDebt, version: &PolicyVersion) -> i64 {
    debt.currency.map_or(0, |currency| version.parameters.small_balance(currency).minor)
}

/// The run in two, where it crosses the day through which was posted.
fn split_after(run: Run<'_>, through: Option<NaiveDate>) -> impl Iterator<Item = Run<'_>> {
    let parts = match through {
        Some(through) if run.from <= through && through < run.to => {
            [Some(Run { to: through, ..run }), through.succ_opt().map(|from| Run { from, ..run })]
        }
        _ => [Some(run), None],
    };
    parts.into_iter().flatten()
}

/// The runs with what interest had joined the base, where the rule lets it: each time so many days have borne interest,
/// all of it that is not paid does.
fn compounded<'a>(debt: &LateDebt, simple: &[Run<'a>]) -> Vec<Run<'a>> {
    let (mut grown, mut borne) = (Vec::new(), Exact::whole(0));
    let (mut joined_minor, mut days_since) = (0, 0);
    for run in simple {
        let every = run.rule.compounding.days().map(i64::from);
        let mut next = Some(run.from);
        while let Some(from) = next.filter(|from| *from <= run.to) {
            if every.is_some_and(|every| days_since >= every) {
                joined_minor = unpaid_minor(debt, borne, from);
                days_since = 0;
            }
            let left = every.map_or(i64::MAX, |every| every - days_since).min((run.to - from).num_days() + 1);
            let to = from.checked_add_signed(TimeDelta::days(left - 1)).unwrap_or(run.to);
            let base_minor = run.base_minor.saturating_add(if every.is_some() { joined_minor } else { 0 });
            let part = Run { from, to, base_minor, ..*run };
            borne = part.interest().and_then(|interest| borne.plus(interest)).unwrap_or(borne);
            days_since += left;
            grown.push(part);
            next = to.succ_opt();
        }
    }
    grown
}

/// What an invoice has borne and nobody has paid when a day begins.
fn unpaid_minor(debt: &LateDebt, borne: Exact, day: NaiveDate) -> i64 {
    let paid = debt.interest_paid.iter().filter(|change| change.effective_on < day);
    let paid_minor: i64 = paid.map(|change| change.amount_minor).sum();
    borne.half_up().unwrap_or(i64::MAX).saturating_add(paid_minor).max(0)
}
