//! What a rate comes to over a year, in whole numbers only. Rates are compared in *effective* terms (domain-rules A8): what
//! one day adds, compounded over 365 days. Simple interest at a rate that is not above a cap in these terms is not above
//! it over any number of days.

use serde::{Deserialize, Serialize};

/// A percentage for each so many days: 1.5 % per 30 days, or 12.25 % over a year of 365.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Hundredths of a per cent.
    pub basis_points: i64,
    pub per_days: i64,
}

/// How a rate is written in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// So much for each so many days.
    PerDays(i64),
    /// So much a year, over a year that counts this many days: 360 or 365.
    PerYear(i64),
}

impl Rate {
    /// The same over 365 days, in hundredths of a per cent, halves up: what has to be shown beside any other period.
    pub fn yearly_basis_points(self) -> i64 {
        (self.basis_points * 365 * 2 + self.per_days).div_euclid(self.per_days * 2)
    }

    /// What one day adds, compounded over 365 days. `None` when it is beyond a million per cent.
    pub fn effective_yearly(self) -> Option<Effective> {
        let parts = i128::from(self.per_days.max(1)).checked_mul(10_000)?;
        let day = i128::from(self.basis_points.max(0)).checked_mul(ONE)?;
        let day = day.checked_add(parts - 1)? / parts;
        power(ONE.checked_add(day)?, 365, Toward::More)?.checked_sub(ONE).map(Effective)
    }

    /// By the year where it counts a year's days, by its own days elsewhere.
    pub const fn stated(self) -> Stated {
        match self.per_days {
            360 | 365 => Stated::PerYear(self.per_days),
            days => Stated::PerDays(days),
        }
    }
}

/// An effective yearly rate, exact to twelve digits after the point of its per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effective(i128);

impl Effective {
    /// Hundredths of a per cent a year: 25 % is 2500.
    pub const fn of_basis_points(basis_points: i64) -> Self {
        Self(basis_points as i128 * (ONE / 10_000))
    }

    /// Hundredths of a per cent, halves up.
    pub fn basis_points(self) -> i64 {
        let unit = ONE / 10_000;
        i64::try_from((self.0 + unit / 2).div_euclid(unit)).unwrap_or(i64::MAX)
    }

    /// The most that it allows on an amount over so many days, to the nearest minor unit as interest is.
    pub fn most_on(self, amount_minor: i64, days: u32) -> Option<i64> {
        let day = self.root_of_a_year()?;
        let grown = power(day, days, Toward::Less)?.checked_sub(ONE)?;
        let most = i128::from(amount_minor.max(0)).checked_mul(grown)?.checked_add(ONE / 2)? / ONE;
        i64::try_from(most).ok()
    }

    /// What grows to it in 365 days, found by halving.
    fn root_of_a_year(self) -> Option<i128> {
        let year = ONE.checked_add(self.0)?;
        let (mut low, mut high) = (ONE, year);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match power(middle, 365, Toward::Less) {
                Some(grown) if grown <= year => low = middle,
                _ => high = middle,
            }
        }
        Some(low)
    }
}

/// Hundredths of a per cent as people write them: 1825 is `18.25`, 150 is `1.5`, 1200 is `12`.
pub fn percent_text(basis_points: i64) -> String {
    let sign = if basis_points < 0 { "\u{2212}" } else { "" };
    let (whole, rest) = (basis_points.unsigned_abs() / 100, basis_points.unsigned_abs() % 100);
    match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    }
}

/// The number one, with fifteen digits after the point.
const ONE: i128 = 1_000_000_000_000_000;

/// Where a product is cut: a rate is held against a cap at its most, a cap at its least.
#[derive(Clone, Copy)]
enum Toward {
    More,
    Less,
}

fn power(base: i128, exponent: u32, toward: Toward) -> Option<i128> {
    let times = |a: i128, b: i128| {
        let more = if matches!(toward, Toward::More) { ONE - 1 } else { 0 };
        Some(a.checked_mul(b)?.checked_add(more)? / ONE)
    };
    let (mut result, mut square, mut left) = (ONE, base, exponent);
    while left > 0 {
        if left % 2 == 1 {
            result = times(result, square)?;
        }
        left /= 2;
        if left > 0 {
            square = times(square, square)?;
        }
    }
    Some(result)
}
