//! What an amount pays: invoice by invoice, interest with its tax before principal, never what is contested.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::ids::{InvoiceId, PlanId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::model::{Component, Components};

/// In which order a policy applies money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationOrder {
    /// Each invoice whole, its interest first, before the next.
    #[default]
    InvoiceByInvoice,
    /// The interest of all invoices before the principal of any (C.Com 364).
    AllInterestFirst,
}

/// An invoice with something to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenItem {
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: NaiveDate,
    pub open: Components,
    /// Contested principal, so that it is not asked for. Of a larger hold only what is still open counts.
    pub held_minor: i64,
    /// The same of interest and fees with their tax.
    #[serde(default)]
    pub held_late_minor: i64,
    /// The plan in which it is, and what that leaves for later.
    #[serde(default)]
    pub plan: Option<InPlan>,
}

/// What a plan that is being kept says of one of its invoices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InPlan {
    pub plan: PlanId,
    /// What of it falls due by instalments to come: owed, and not asked for yet.
    pub later_minor: i64,
    /// What of that belongs to the next one.
    pub next_minor: i64,
    /// What of that a discount takes off once all the rest is paid.
    #[serde(default)]
    pub spared: Components,
}

/// Each charge for lateness with its tax.
const LATE_CHARGES: [[Component; 2]; 2] =
    [[Component::Interest, Component::InterestTax], [Component::Fees, Component::FeesTax]];

impl OpenItem {
    /// What can be paid of each component: the undisputed part of an invoice first (domain-rules A13, B11).
    pub fn payable(&self) -> Components {
        let open = &self.open;
        let mut payable =
            Components { principal_minor: open.principal_minor - self.held_minor.max(0), ..*open };
        for component in Component::ALL {
            *payable.get_mut(*component) = payable.get(*component).max(0);
        }
        let mut held_minor = self.held_late_minor.max(0);
        for [charge, tax] in LATE_CHARGES {
            // A charge and its tax wait together, as they are paid together.
            let open = [payable.get(charge), payable.get(tax)];
            let waits_minor = held_minor.min(open[0] + open[1]);
            let parts = Money::new(waits_minor, Currency::MXN).split_by_weights(&open);
            *payable.get_mut(charge) -= parts[0].minor;
            *payable.get_mut(tax) -= parts[1].minor;
            held_minor -= waits_minor;
        }
        payable
    }

    /// The principal that is contested and still open.
    pub fn held_principal_minor(&self) -> i64 {
        self.held_minor.clamp(0, self.open.principal_minor.max(0))
    }

    /// What can be paid and is not put off by a plan.
    pub fn asked_minor(&self) -> i64 {
        self.payable().sum_minor() - self.later_minor()
    }

    /// What a plan asks for only later.
    pub fn later_minor(&self) -> i64 {
        self.plan.map_or(0, |plan| plan.later_minor.clamp(0, self.payable().sum_minor()))
    }

    /// What can be paid of each component but for what a discount is to take off: that is paid last of all.
    pub fn unspared(&self) -> Components {
        self.plan.map_or_else(|| self.payable(), |plan| self.payable().less(&plan.spared))
    }

    /// The part of it that an amount pays, as if there were no more.
    fn capped(&self, amount_minor: i64) -> Self {
        let mut open = Components::default();
        let one = [Self { open: self.unspared(), held_minor: 0, held_late_minor: 0, ..self.clone() }];
        for part in allocate_in_order(&one, amount_minor, AllocationOrder::InvoiceByInvoice).parts {
            *open.get_mut(part.component) = part.amount_minor;
        }
        Self { open, held_minor: 0, held_late_minor: 0, ..self.clone() }
    }

    /// What is contested and still open.
    pub fn held_open_minor(&self) -> i64 {
        let late_minor = self.open.sum_minor() - self.open.principal_minor;
        self.held_principal_minor() + self.held_late_minor.clamp(0, late_minor.max(0))
    }
}

/// A part of an amount that pays one component of one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocationPart {
    pub invoice: InvoiceId,
    pub component: Component,
    pub amount_minor: i64,
    /// What was open on this component before, as a payment complement states it (domain-rules A11).
    pub open_before_minor: i64,
}

/// What an amount pays. The parts and the rest always sum to the amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allocation {
    pub parts: Vec<AllocationPart>,
    /// Beyond everything that could be paid: the debtor's credit.
    pub unapplied_minor: i64,
}

impl Allocation {
    pub fn total_minor(&self) -> i64 {
        self.parts.iter().map(|part| part.amount_minor).sum::<i64>() + self.unapplied_minor
    }

    /// Adds what a further stage paid; of a component that was paid before, one part.
    pub fn take_in(&mut self, stage: Self, items: &[OpenItem]) {
        for part in stage.parts {
            let same = |known: &&mut AllocationPart| {
                known.invoice == part.invoice && known.component == part.component
            };
            if let Some(known) = self.parts.iter_mut().find(same) {
                known.amount_minor += part.amount_minor;
                continue;
            }
            let whole = items.iter().find(|item| item.invoice == part.invoice);
            let open_before_minor =
                whole.map_or(part.open_before_minor, |item| item.open.get(part.component));
            self.parts.push(AllocationPart { open_before_minor, ..part });
        }
        self.unapplied_minor = stage.unapplied_minor;
    }

    /// What goes to one invoice, all components together.
    pub fn to_invoice(&self, invoice: InvoiceId) -> i64 {
        self.parts.iter().filter(|part| part.invoice == invoice).map(|part| part.amount_minor).sum()
    }
}

/// Puts the item that has been due the longest first; those of one day by number.
pub fn oldest_first(items: &mut [OpenItem]) {
    items.sort_by(|a, b| (a.due_on, &a.number).cmp(&(b.due_on, &b.number)));
}

/// Applies an amount to items in the order given: what the payer chose, or [`oldest_first`]. Money that is not for one
/// of them in particular reaches the instalments of a plan first, late ones and the next, and what the plan leaves for
/// later last of all.
pub fn allocate(items: &[OpenItem], amount_minor: i64, order: AllocationOrder) -> Allocation {
    if items.iter().all(|item| item.plan.is_none()) {
        return allocate_in_order(items, amount_minor, order);
    }
    let first: Vec<OpenItem> = items
        .iter()
        .filter_map(|item| {
            let plan = item.plan?;
            Some(item.capped(item.asked_minor() + plan.next_minor.clamp(0, item.later_minor())))
        })
        .collect();
    let others: Vec<OpenItem> = items.iter().filter(|item| item.plan.is_none()).cloned().collect();
    let mut whole = Allocation { parts: Vec::new(), unapplied_minor: amount_minor.max(0) };
    for stage in [first, others] {
        whole.take_in(allocate_in_order(&stage, whole.unapplied_minor, order), items);
    }
    let rest: Vec<OpenItem> = items
        .iter()
        .filter(|item| item.plan.is_some())
        .map(|item| {
            let mut rest = item.clone();
            for part in whole.parts.iter().filter(|part| part.invoice == item.invoice) {
                *rest.open.get_mut(part.component) -= part.amount_minor;
            }
            rest
        })
        .collect();
    whole.take_in(allocate_in_order(&rest, whole.unapplied_minor, order), items);
    whole
}

fn allocate_in_order(items: &[OpenItem], amount_minor: i64, order: AllocationOrder) -> Allocation {
    let mut left = Spending { left_minor: amount_minor.max(0), parts: Vec::new() };
    match order {
        AllocationOrder::InvoiceByInvoice => {
            for item in items {
                left.pay_late_charges(item);
                left.pay_principal(item);
            }
        }
        AllocationOrder::AllInterestFirst => {
            items.iter().for_each(|item| left.pay_late_charges(item));
            items.iter().for_each(|item| left.pay_principal(item));
        }
    }
    Allocation { parts: left.parts, unapplied_minor: left.left_minor }
}

/// An amount while it is being spent.
struct Spending {
    left_minor: i64,
    parts: Vec<AllocationPart>,
}

impl Spending {
    fn pay_late_charges(&mut self, item: &OpenItem) {
        self.pay_with_tax(item, Component::Interest, Component::InterestTax);
        self.pay_with_tax(item, Component::Fees, Component::FeesTax);
    }

    fn pay_principal(&mut self, item: &OpenItem) {
        self.pay(item, Component::Principal, item.payable().principal_minor.min(self.left_minor));
    }

    /// A charge and its tax are paid together (domain-rules A10): when the money ends in between, in proportion.
    fn pay_with_tax(&mut self, item: &OpenItem, charge: Component, tax: Component) {
        let payable = item.payable();
        let owed = [payable.get(charge), payable.get(tax)];
        let paid_minor = self.left_minor.min(owed[0] + owed[1]);
        // The currency plays no part in splitting; any will do.
        let parts = Money::new(paid_minor, Currency::MXN).split_by_weights(&owed);
        self.pay(item, charge, parts[0].minor);
        self.pay(item, tax, parts[1].minor);
    }

    fn pay(&mut self, item: &OpenItem, component: Component, amount_minor: i64) {
        if amount_minor <= 0 {
            return;
        }
        self.left_minor -= amount_minor;
        self.parts.push(AllocationPart {
            invoice: item.invoice,
            component,
            amount_minor,
            open_before_minor: item.open.get(component),
        });
    }
}
