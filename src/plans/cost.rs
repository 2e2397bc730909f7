//! What a plan costs against paying today: interest that goes on, less what is taken off.

use chrono::NaiveDate;

use crate::accounts::forecast::OpenDebt;
use crate::kernel::money::Money;
use crate::ledger::allocation::{AllocationOrder, OpenItem, allocate};
use crate::ledger::model::Component;
use crate::plans::schedule::Schedule;
use crate::policies::interest::{PrincipalChange, charges, runs};
use crate::policies::model::PolicyVersion;
use crate::policies::rules::InterestInPlan;

/// What keeping a plan comes to beside paying everything today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The late interest, with its tax, that the terms of today add until the last instalment if each is paid on its day.
    pub added: Money,
    /// What is taken off when the plan is kept to its end.
    pub discount: Money,
}

impl Cost {
    /// More than paying today when positive, less when negative.
    pub fn against_now(self) -> Money {
        Money::new(self.added.minor - self.discount.minor, self.added.currency)
    }
}

/// Works it out with the rules that interest is charged by; `None` when a sum does not fit.
pub fn cost(
    debts: &[OpenDebt],
    versions: &[PolicyVersion],
    order: AllocationOrder,
    schedule: &Schedule,
    interest: InterestInPlan,
) -> Option<Cost> {
    let share = match interest {
        InterestInPlan::Frozen => 0,
        InterestInPlan::Reduced(share) => share,
        InterestInPlan::Kept => 10_000,
    };
    let full = match schedule.last() {
        Some(last) if share > 0 => {
            added_minor(&paid_as_agreed(debts, order, schedule), versions, last.due_on)?
        }
        _ => 0,
    };
    let added = (i128::from(full) * i128::from(share) + 5_000) / 10_000;
    let added = Money::new(i64::try_from(added).ok()?, schedule.owed.currency);
    Some(Cost { added, discount: schedule.discount })
}

/// The debts with every instalment paid on its day.
fn paid_as_agreed(debts: &[OpenDebt], order: AllocationOrder, schedule: &Schedule) -> Vec<OpenDebt> {
    let mut debts = debts.to_vec();
    for part in &schedule.instalments {
        let items: Vec<OpenItem> = debts.iter().map(|debt| debt.item.clone()).collect();
        for paid in allocate(&items, part.amount.minor, order).parts {
            let Some(debt) = debts.iter_mut().find(|debt| debt.item.invoice == paid.invoice) else {
                continue;
            };
            *debt.item.open.get_mut(paid.component) -= paid.amount_minor;
            if paid.component == Component::Principal {
                let change = PrincipalChange { effective_on: part.due_on, amount_minor: -paid.amount_minor };
                debt.debt.principal.push(change);
            }
        }
    }
    debts
}

fn added_minor(debts: &[OpenDebt], versions: &[PolicyVersion], through: NaiveDate) -> Option<i64> {
    debts.iter().try_fold(0i64, |sum, debt| {
        let runs = runs(&debt.debt, versions, through);
        let charges = charges(&runs, &debt.debt.lines, debt.posted)?;
        charges.iter().try_fold(sum, |sum, charge| sum.checked_add(charge.sum.sum_minor()))
    })
}
