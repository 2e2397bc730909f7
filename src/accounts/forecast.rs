//! What will be owed on a day to come if nothing else changes, and if something is paid today. The server and the
//! browser work it out by the same rules as those that interest is charged by.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::accounts::model::{is_past_due, payable_minor};
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::{AllocationOrder, OpenItem, allocate};
use crate::ledger::model::{Component, Components};
use crate::policies::fees::{PostedFee, unposted_fees};
use crate::policies::interest::{LateDebt, PostedInterest, PrincipalChange, charges, runs};
use crate::policies::model::PolicyVersion;

/// How far ahead can be looked: terms are seldom the same for longer.
pub const FARTHEST: Days = Days::new(366);

/// An account as it stands today, with all that its next days depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    pub currency: Currency,
    pub today: NaiveDate,
    pub order: AllocationOrder,
    pub versions: Vec<PolicyVersion>,
    /// What is open, the oldest first.
    pub debts: Vec<OpenDebt>,
}

/// An open invoice with what its interest depends on and what of it is in the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDebt {
    pub item: OpenItem,
    pub debt: LateDebt,
    pub posted: PostedInterest,
    pub fees: Vec<PostedFee>,
}

/// How an account stands on a day to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    pub on: NaiveDate,
    /// Everything that is open, what is contested included.
    pub owed: Money,
    /// What of it is past due and not contested.
    pub due: Money,
    /// The interest and fees, with their tax, that the days until then add.
    pub added: Money,
    /// How much less that is than if nothing is paid today.
    pub saved: Money,
    /// What is paid beyond everything that can be: credit.
    pub credit: Money,
}

impl Forecast {
    /// The last day that can be asked about.
    pub fn farthest(today: NaiveDate) -> NaiveDate {
        today.checked_add_days(FARTHEST).unwrap_or(NaiveDate::MAX)
    }

    /// How it stands on `day` if `paid_minor` is paid today; `None` when a sum does not fit.
    pub fn on(&self, day: NaiveDate, paid_minor: i64) -> Option<Outlook> {
        let (debts, credit_minor) = self.after_payment(paid_minor);
        let mut sums = Sums::default();
        for debt in &debts {
            sums.take_in(debt, self.added_minor(debt, day)?, day)?;
        }
        let without =
            self.debts.iter().try_fold(0i64, |sum, debt| sum.checked_add(self.added_minor(debt, day)?))?;
        let money = |minor| Money::new(minor, self.currency);
        Some(Outlook {
            on: day,
            owed: money(sums.owed_minor),
            due: money(sums.due_minor),
            added: money(sums.added_minor),
            saved: money((without - sums.added_minor).max(0)),
            credit: money(credit_minor),
        })
    }

    /// What is open after a payment of today, and what is left of the payment.
    fn after_payment(&self, paid_minor: i64) -> (Vec<OpenDebt>, i64) {
        let items: Vec<OpenItem> = self.debts.iter().map(|debt| debt.item.clone()).collect();
        let allocation = allocate(&items, paid_minor, self.order);
        let mut debts = self.debts.clone();
        for debt in &mut debts {
            let own = allocation.parts.iter().filter(|part| part.invoice == debt.item.invoice);
            for part in own {
                *debt.item.open.get_mut(part.component) -= part.amount_minor;
                if part.component == Component::Principal {
                    let change =
                        PrincipalChange { effective_on: self.today, amount_minor: -part.amount_minor };
                    debt.debt.principal.push(change);
                }
            }
        }
        (debts, allocation.unapplied_minor)
    }

    /// The interest and fees through `day` that are not in the books yet, with their tax.
    fn added_minor(&self, debt: &OpenDebt, day: NaiveDate) -> Option<i64> {
        let runs = runs(&debt.debt, &self.versions, day);
        let charges = charges(&runs, &debt.debt.lines, debt.posted)?;
        let fees = unposted_fees(&debt.debt, &self.versions, day, &debt.fees)?;
        let interest = charges.iter().map(|charge| charge.sum.sum_minor());
        let fees = fees.iter().map(|fee| fee.fee_minor + fee.tax_minor);
        interest.chain(fees).try_fold(0i64, i64::checked_add)
    }
}

#[derive(Default)]
struct Sums {
    owed_minor: i64,
    due_minor: i64,
    added_minor: i64,
}

impl Sums {
    fn take_in(&mut self, debt: &OpenDebt, added_minor: i64, day: NaiveDate) -> Option<()> {
        let open = debt.item.open.plus(&Components { interest_minor: added_minor, ..Components::default() });
        let item = OpenItem { open, ..debt.item.clone() };
        self.owed_minor = self.owed_minor.checked_add(item.open.sum_minor())?;
        self.added_minor = self.added_minor.checked_add(added_minor)?;
        if is_past_due(item.due_on, day) {
            self.due_minor = self.due_minor.checked_add(payable_minor(&item))?;
        }
        Some(())
    }
}
