//! What a plan that is being kept leaves for later, invoice by invoice. Pure.

use chrono::NaiveDate;

use crate::kernel::ids::{InvoiceId, PlanId};
use crate::ledger::allocation::{InPlan, OpenItem};
use crate::ledger::model::Components;
use crate::plans::discount::Share;
use crate::plans::standing::Progress;
use crate::plans::state::PlanState;

/// A plan as far as marking goes.
#[derive(Clone, Copy, Debug)]
pub struct Marking<'a> {
    pub plan: PlanId,
    pub state: PlanState,
    pub covered: &'a [InvoiceId],
    pub progress: &'a Progress,
    /// What of them a discount takes off once all the rest is paid. Money that is for the plan pays everything else first,
    /// so that it is what is left at the end.
    pub spared: &'a [Share],
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
        for item in items.iter_mut().filter(|item| self.covered.contains(&item.invoice)) {
            item.plan = Some(InPlan { plan, later_minor: 0, next_minor: 0, spared: self.spared_of(item) });
        }
        let of_plan = |item: &&mut OpenItem| item.plan.is_some_and(|found| found.plan == plan);
        let spared_minor = |item: &OpenItem| item.payable().sum_minor() - item.unspared().sum_minor();
        let all_spared: i64 = items.iter_mut().filter(of_plan).map(|item| spared_minor(item)).sum();
        let mut left = (later_minor - all_spared).max(0);
        for item in items.iter_mut().rev().filter(of_plan) {
            let takes = left.min(item.unspared().sum_minor());
            left -= takes;
            let spared_minor = spared_minor(item);
            item.plan.iter_mut().for_each(|found| found.later_minor = takes + spared_minor);
        }
        let mut next = next_minor;
        for item in items.iter_mut().filter(of_plan) {
            let spared_minor = spared_minor(item);
            item.plan.iter_mut().for_each(|found| {
                found.next_minor = next.min(found.later_minor - spared_minor);
                next -= found.next_minor;
            });
        }
    }

    /// Nothing of an invoice whose plan asks for nothing by itself.
    fn spared_of(&self, item: &OpenItem) -> Components {
        let share = self.spared.iter().find(|(invoice, _)| *invoice == item.invoice && self.state.governs());
        share.map(|(_, spared)| *spared).unwrap_or_default()
    }
}
