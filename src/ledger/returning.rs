//! What becomes of the money of a payment when some of it goes back, and when it comes again. Pure.
//!
//! A payment's money lies in a fixed order: what it paid of the invoice that was due first, its interest and fees before
//! its principal, and so on through the invoice that was due last; then what it left as credit. What goes back is taken
//! from the end, what comes again is laid back from the front. So what a payment still pays depends only on how much of
//! it is there, and not on the order in which refunds and the bank's decisions arrived.

use crate::kernel::ids::InvoiceId;
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::{Allocation, AllocationPart, OpenItem};
use crate::ledger::model::Component;

/// What a payment paid of one component of one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    pub invoice: InvoiceId,
    pub component: Component,
    /// What it came to when all of the payment was there.
    pub was_minor: i64,
    /// What of that stands.
    pub stands_minor: i64,
}

/// The money of a payment: the parts in their order, and the credit behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    pub parts: Vec<Paid>,
    pub credit_minor: i64,
}

/// What goes back: less for each of these parts, and less credit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenBack {
    pub parts: Vec<(InvoiceId, Component, i64)>,
    pub credit_minor: i64,
}

impl TakenBack {
    pub fn total_minor(&self) -> i64 {
        self.parts.iter().map(|(_, _, minor)| minor).sum::<i64>() + self.credit_minor
    }
}

impl Spread {
    /// What of the payment is there.
    pub fn total_minor(&self) -> i64 {
        self.parts.iter().map(|part| part.stands_minor).sum::<i64>() + self.credit_minor
    }

    /// Takes an amount from the end: the credit first, then the invoice that was due last. `None` when less is there.
    pub fn take_back(&self, amount_minor: i64) -> Option<TakenBack> {
        if amount_minor < 0 || amount_minor > self.total_minor() {
            return None;
        }
        let credit_minor = self.credit_minor.clamp(0, amount_minor);
        let mut left = amount_minor - credit_minor;
        let mut taken = TakenBack { parts: Vec::new(), credit_minor };
        for unit in units(&self.parts).into_iter().rev() {
            let stands: i64 = unit.iter().map(|part| part.stands_minor).sum();
            let goes = stands.min(left);
            left -= goes;
            let stays = shares(unit, stands - goes, |part| part.stands_minor);
            let gone = unit.iter().zip(stays).map(|(part, stays)| (part, part.stands_minor - stays));
            taken.parts.extend(
                gone.filter(|(_, minor)| *minor > 0)
                    .map(|(part, minor)| (part.invoice, part.component, minor)),
            );
        }
        Some(taken)
    }

    /// Lays an amount back from the front, as far as the invoices are still open; the rest becomes credit.
    pub fn lay_back(&self, amount_minor: i64, open: &[OpenItem]) -> Allocation {
        let is_open = |part: &Paid| {
            let item = open.iter().find(|item| item.invoice == part.invoice);
            item.map_or(0, |item| item.open.get(part.component).max(0))
        };
        let mut laid = Allocation { parts: Vec::new(), unapplied_minor: amount_minor.max(0) };
        for unit in units(&self.parts) {
            let most = |part: &Paid| (part.stands_minor + is_open(part)).min(part.was_minor);
            let stands: i64 = unit.iter().map(|part| part.stands_minor).sum();
            let room: i64 = unit.iter().map(|part| (most(part) - part.stands_minor).max(0)).sum();
            let comes = room.min(laid.unapplied_minor);
            let will = shares(unit, stands + comes, |part| most(part).max(part.stands_minor));
            for (part, will) in unit.iter().zip(will) {
                let amount_minor = will - part.stands_minor;
                if amount_minor > 0 {
                    laid.unapplied_minor -= amount_minor;
                    laid.parts.push(AllocationPart {
                        invoice: part.invoice,
                        component: part.component,
                        amount_minor,
                        open_before_minor: is_open(part),
                    });
                }
            }
        }
        laid
    }
}

/// A charge and its tax are one unit, for neither is ever paid without the other (domain-rules A10).
fn units(parts: &[Paid]) -> Vec<&[Paid]> {
    let belongs = |first: &Paid, second: &Paid| {
        first.invoice == second.invoice
            && matches!(
                (first.component, second.component),
                (Component::Interest, Component::InterestTax) | (Component::Fees, Component::FeesTax)
            )
    };
    parts.chunk_by(belongs).collect()
}

/// How a unit's amount falls to its parts: in proportion to what they came to, none above its own most.
fn shares(unit: &[Paid], amount_minor: i64, most: impl Fn(&Paid) -> i64) -> Vec<i64> {
    let weights: Vec<i64> = unit.iter().map(|part| part.was_minor.max(0)).collect();
    // The currency plays no part in splitting; any will do.
    let mut shares: Vec<i64> = match unit {
        [_] => vec![amount_minor],
        _ => Money::new(amount_minor, Currency::MXN)
            .split_by_weights(&weights)
            .iter()
            .map(|it| it.minor)
            .collect(),
    };
    // What is too much for one falls to the other, which has room for it: the amount is never above both together.
    for one in 0..shares.len() {
        let over = shares[one] - most(&unit[one]);
        if over > 0 && shares.len() == 2 {
            shares[one] -= over;
            shares[1 - one] += over;
        }
    }
    shares
}
