//! What a plan that is being kept leaves for later, invoice by invoice. Pure.

use chrono::NaiveDate;

use crate::kernel::ids::{InvoiceId, PlanId};
use crate::ledger::allocation::{InPlan, OpenItem};
use crate::plans::standing::Progress;
use crate::plans::state::PlanState;

/// A plan as far as marking goes.
#[derive(Clone, Copy, Debug)]
pub struct Marking<'a> {
    pub plan: PlanId,
    pub state: PlanState,
    pub covered: &'a [InvoiceId],
    pub progress: &'a Progress,
}

impl Marking<'_> {
    /// Marks what is in it. Money pays the oldest invoice first, so what is to be paid first lies on the oldest and what
    /// comes later on the newest.
    pub fn mark(&self, items: &mut [OpenItem], today: NaiveDate) {
        // A plan that is suspended asks for nothing by itself: its invoices are due as they were. One that is kept asks
        // now for what is late, and for no more: neither for a discount still to be earned nor for interest of its time.
        let (later, next) = if self.state.governs() {
            let next = self.progress.next().filter(|next| next.part.due_on >= today);
            let open: i64 = items
                .iter()
                .filter(|item| self.covered.contains(&item.invoice))
                .map(|item| item.payable().sum_minor())
                .sum();
            ((open - self.progress.late_minor()).max(0), next.map_or(0, |next| next.left_minor))
        } else {
            (0, 0)
        };
        self.spread(items, later, next);
    }

    /// Lays what comes later on the newest of the covered invoices, and the next instalment on the oldest that has room.
    fn spread(&self, items: &mut [OpenItem], later_minor: i64, next_minor: i64) {
        let plan = self.plan;
        let mut left = later_minor;
        for item in items.iter_mut().rev().filter(|item| self.covered.contains(&item.invoice)) {
            let takes = left.min(item.payable().sum_minor());
            left -= takes;
            item.plan = Some(InPlan { plan, later_minor: takes, next_minor: 0 });
        }
        let mut next = next_minor;
        for in_plan in
            items.iter_mut().filter_map(|item| item.plan.as_mut()).filter(|found| found.plan == plan)
        {
            let takes = next.min(in_plan.later_minor);
            next -= takes;
            in_plan.next_minor = takes;
        }
    }
}
