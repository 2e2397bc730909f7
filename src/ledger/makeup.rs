//! What a debt is made of: what was charged, by its kind, and what came off it.

use crate::ledger::model::{Components, TransactionKind};

/// Sums in minor units. What came off is negative, so that everything adds up to what is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Makeup {
    pub billed_minor: i64,
    /// With its tax.
    pub interest_minor: i64,
    /// With their tax.
    pub fees_minor: i64,
    /// Payments and credit that was used, less what went back.
    pub paid_minor: i64,
    /// Credit notes, discounts and what was forgiven or corrected.
    pub credited_minor: i64,
}

impl Makeup {
    /// Takes in what movements of one kind came to. What undid a movement belongs to the kind of the movement.
    pub fn take_in(&mut self, kind: TransactionKind, change: &Components) {
        use TransactionKind::{
            Allocation, Chargeback, Fee, Interest, Invoice, OpeningBalance, Payment, Recovery, Refund,
        };
        match kind {
            Invoice | OpeningBalance | Interest | Fee => {
                self.billed_minor += change.principal_minor;
                self.interest_minor += change.interest_minor + change.interest_tax_minor;
                self.fees_minor += change.fees_minor + change.fees_tax_minor;
            }
            Payment | Allocation | Refund | Chargeback | Recovery => self.paid_minor += change.sum_minor(),
            _ => self.credited_minor += change.sum_minor(),
        }
    }

    pub fn charged_minor(&self) -> i64 {
        self.billed_minor + self.interest_minor + self.fees_minor
    }

    pub fn sum_minor(&self) -> i64 {
        self.charged_minor() + self.paid_minor + self.credited_minor
    }
}
