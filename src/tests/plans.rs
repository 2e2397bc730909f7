//! Payment plans: what they may look like, how they are agreed, and how they are kept.

mod bounds;
mod campaigns;
mod checking;
mod deciding;
pub mod flow;
mod following;
mod keeping;
mod paying;
mod schedules;
mod settling;
pub mod signing;
mod states;
mod sums;

use aldia::kernel::money::{Currency, Money};
use aldia::plans::schedule::Terms;
use aldia::policies::rules::{Allowances, Frequency, PlanRules};
use chrono::NaiveDate;

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn mxn(minor: i64) -> Money {
    Money::new(minor, Currency::MXN)
}

/// So many monthly payments from a day on.
pub fn monthly(instalments: u16, first_on: NaiveDate) -> Terms {
    Terms {
        frequency: Frequency::Monthly,
        first_on,
        instalments,
        down_payment_minor: 0,
        discount_basis_points: 0,
    }
}

/// The rules of the sample creditor: 2 to 6 payments of 500.00 at least, the first within 15 days.
pub fn rules() -> PlanRules {
    PlanRules {
        instalments_from: 2,
        instalments_to: 6,
        longest_months: 6,
        first_payment_days: 15,
        frequencies: vec![Frequency::Monthly, Frequency::Fortnightly],
        interest_stops: true,
        grace_days: 7,
        allowances: Allowances { moves: 1, move_days: 14, skips: 1 },
        ..PlanRules::default()
    }
}
