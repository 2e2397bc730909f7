//! What a debt is made of: what was charged, by its kind, and what came off it.

/// Sums in minor units. What came off is negative, so that everything adds up to what is left. Which kind of movement
/// does what is said by `ledger_effect` in the database; what undid a movement belongs to the kind of the movement.
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
    pub fn charged_minor(&self) -> i64 {
        self.billed_minor + self.interest_minor + self.fees_minor
    }

    pub fn sum_minor(&self) -> i64 {
        self.charged_minor() + self.paid_minor + self.credited_minor
    }
}
