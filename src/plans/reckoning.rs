//! What the simulator answers, worked out by the same rules on the server and in the browser.

use serde::{Deserialize, Serialize};

use crate::accounts::forecast::OpenDebt;
use crate::kernel::money::Money;
use crate::ledger::allocation::AllocationOrder;
use crate::plans::asked::{AskError, Asked};
use crate::plans::bounds::{Bounds, Broken};
use crate::plans::cost::{Cost, cost};
use crate::plans::schedule::{Schedule, Terms};
use crate::policies::model::PolicyVersion;

/// Some debts, and the rules that a plan about them is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reckoning {
    pub owed: Money,
    pub bounds: Bounds,
    pub debts: Vec<OpenDebt>,
    pub versions: Vec<PolicyVersion>,
    pub order: AllocationOrder,
    /// What each further day adds if nothing is agreed.
    pub daily: Option<Money>,
}

/// What was asked, worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub terms: Terms,
    /// None where the terms make none; `broken` says why.
    pub schedule: Option<Schedule>,
    pub broken: Vec<Broken>,
    pub cost: Option<Cost>,
}

impl Reckoning {
    pub fn answer(&self, asked: &Asked) -> Result<Outcome, AskError> {
        Ok(self.of(asked.terms(self.owed, &self.bounds)?))
    }

    pub fn of(&self, terms: Terms) -> Outcome {
        let schedule = Schedule::of(self.owed, &terms).ok();
        let interest = self.bounds.rules.interest();
        let cost = schedule
            .as_ref()
            .and_then(|schedule| cost(&self.debts, &self.versions, self.order, schedule, interest));
        Outcome { broken: self.bounds.broken(self.owed, &terms), schedule, cost, terms }
    }
}
