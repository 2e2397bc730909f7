//! What a discount takes off which debt: interest and fees with their tax first, then principal, each shared among the
//! debts by the largest remainder (domain-rules A16, B15). Pure.

use crate::kernel::ids::InvoiceId;
use crate::kernel::money::apportion;
use crate::ledger::allocation::{Allocation, AllocationOrder, AllocationPart, OpenItem, allocate};
use crate::ledger::model::{Component, Components};

/// An amount of each component of a debt.
pub type Share = (InvoiceId, Components);

const LATE: [Component; 4] =
    [Component::Interest, Component::InterestTax, Component::Fees, Component::FeesTax];

/// A discount of `minor`, spread over what was owed when the plan was signed. No share is more than what was owed of it.
pub fn spread(minor: i64, owed: &[Share]) -> Vec<Share> {
    let mut shares: Vec<Share> = owed.iter().map(|(invoice, _)| (*invoice, Components::default())).collect();
    let mut left = minor.max(0);
    for components in [&LATE[..], &[Component::Principal][..]] {
        let places: Vec<(usize, Component)> =
            (0..owed.len()).flat_map(|at| components.iter().map(move |component| (at, *component))).collect();
        let weights: Vec<i64> = places.iter().map(|(at, of)| owed[*at].1.get(*of).max(0)).collect();
        let whole = left.min(weights.iter().sum());
        if whole == 0 {
            continue;
        }
        for ((at, of), share) in places.into_iter().zip(apportion(whole, &weights)) {
            *shares[at].1.get_mut(of) += share;
        }
        left -= whole;
    }
    shares
}

/// What a discount of `minor` takes off now: of each component its share, as far as that is still open. Where somebody paid
/// one of these by itself, the rest comes off what else is open, interest first.
pub fn taken(minor: i64, owed: &[Share], items: &[OpenItem]) -> Allocation {
    let shares = spread(minor, owed);
    let mut taken = Allocation { parts: Vec::new(), unapplied_minor: minor.max(0) };
    let mut rest = items.to_vec();
    for item in &mut rest {
        let Some((_, share)) = shares.iter().find(|(invoice, _)| *invoice == item.invoice) else { continue };
        let payable = item.payable();
        for component in Component::ALL.iter().copied() {
            let amount_minor = share.get(component).min(payable.get(component));
            if amount_minor > 0 {
                let open_before_minor = item.open.get(component);
                *item.open.get_mut(component) -= amount_minor;
                taken.unapplied_minor -= amount_minor;
                taken.parts.push(AllocationPart {
                    invoice: item.invoice,
                    component,
                    amount_minor,
                    open_before_minor,
                });
            }
        }
    }
    taken.take_in(allocate(&rest, taken.unapplied_minor, AllocationOrder::AllInterestFirst), items);
    taken
}
