//! What a transaction is made of, and when it may be posted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::ids::{AccountId, CreditorId, DebtorId, InvoiceId, PolicyVersionId, TransactionId};
use crate::kernel::money::Currency;

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $type {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that the database knows it by.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The one with this name.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.name() == name)
            }
        }
    };
}

named! {
    /// The books, as in the table `books`.
    Book {
        Principal = "principal",
        Interest = "interest",
        InterestTax = "interest_tax",
        Fees = "fees",
        FeesTax = "fees_tax",
        Unapplied = "unapplied",
        RefundsPayable = "refunds_payable",
        ChargebacksUnderReview = "chargebacks_under_review",
        Unidentified = "unidentified",
        Bank = "bank",
        ProviderClearing = "provider_clearing",
        ProviderFees = "provider_fees",
        Sales = "sales",
        SalesTax = "sales_tax",
        InterestIncome = "interest_income",
        InterestTaxPayable = "interest_tax_payable",
        FeeIncome = "fee_income",
        FeesTaxPayable = "fees_tax_payable",
        OpeningBalances = "opening_balances",
        Rounding = "rounding",
        Discounts = "discounts",
        Forgiveness = "forgiveness",
        WriteOffs = "write_offs",
        WriteOffAllowance = "write_off_allowance",
        Recoveries = "recoveries",
        Cash = "cash",
        CashDifferences = "cash_differences",
        InTransit = "in_transit",
    }
}

impl Book {
    /// Whether its entries belong to one debtor's account; the others are the creditor's own.
    pub const fn is_debtors(self) -> bool {
        matches!(
            self,
            Self::Principal
                | Self::Interest
                | Self::InterestTax
                | Self::Fees
                | Self::FeesTax
                | Self::Unapplied
                | Self::RefundsPayable
                | Self::ChargebacksUnderReview
        )
    }
}

named! {
    /// What an invoice's debt consists of; each has the book of the same name.
    Component {
        Principal = "principal",
        Interest = "interest",
        InterestTax = "interest_tax",
        Fees = "fees",
        FeesTax = "fees_tax",
    }
}

impl Component {
    pub const fn book(self) -> Book {
        match self {
            Self::Principal => Book::Principal,
            Self::Interest => Book::Interest,
            Self::InterestTax => Book::InterestTax,
            Self::Fees => Book::Fees,
            Self::FeesTax => Book::FeesTax,
        }
    }
}

/// An amount of each component, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Components {
    pub principal_minor: i64,
    pub interest_minor: i64,
    pub interest_tax_minor: i64,
    pub fees_minor: i64,
    pub fees_tax_minor: i64,
}

impl Components {
    /// Nothing but principal.
    pub const fn principal(principal_minor: i64) -> Self {
        Self { principal_minor, interest_minor: 0, interest_tax_minor: 0, fees_minor: 0, fees_tax_minor: 0 }
    }

    pub const fn get(&self, component: Component) -> i64 {
        match component {
            Component::Principal => self.principal_minor,
            Component::Interest => self.interest_minor,
            Component::InterestTax => self.interest_tax_minor,
            Component::Fees => self.fees_minor,
            Component::FeesTax => self.fees_tax_minor,
        }
    }

    pub const fn get_mut(&mut self, component: Component) -> &mut i64 {
        match component {
            Component::Principal => &mut self.principal_minor,
            Component::Interest => &mut self.interest_minor,
            Component::InterestTax => &mut self.interest_tax_minor,
            Component::Fees => &mut self.fees_minor,
            Component::FeesTax => &mut self.fees_tax_minor,
        }
    }

    /// Each component of both together.
    pub fn plus(&self, other: &Self) -> Self {
        let mut sum = *self;
        for component in Component::ALL {
            *sum.get_mut(*component) += other.get(*component);
        }
        sum
    }

    /// Each component without the other's, and none below nothing.
    pub fn less(&self, other: &Self) -> Self {
        let mut rest = *self;
        for component in Component::ALL {
            *rest.get_mut(*component) = (rest.get(*component) - other.get(*component)).max(0);
        }
        rest
    }

    /// All components together. Sums of books are far from the end of an `i64`; the database holds them to it.
    pub const fn sum_minor(&self) -> i64 {
        self.principal_minor
            + self.interest_minor
            + self.interest_tax_minor
            + self.fees_minor
            + self.fees_tax_minor
    }
}

named! {
    /// What happened, as in `ledger_transactions.kind`.
    TransactionKind {
        Invoice = "invoice",
        CreditNote = "credit_note",
        Void = "void",
        OpeningBalance = "opening_balance",
        Interest = "interest",
        Fee = "fee",
        Payment = "payment",
        Refund = "refund",
        Chargeback = "chargeback",
        Allocation = "allocation",
        Discount = "discount",
        Forgiveness = "forgiveness",
        WriteOff = "write_off",
        Recovery = "recovery",
        Correction = "correction",
        Reversal = "reversal",
    }
}

/// Whose account, and in which currency: what every scoped row carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AccountKey {
    pub account: AccountId,
    pub debtor: DebtorId,
    pub creditor: CreditorId,
    pub currency: Currency,
}

/// One entry to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    pub book: Book,
    /// A debit when positive, a credit when negative, never zero.
    pub amount_minor: i64,
    pub invoice: Option<InvoiceId>,
}

/// When something counts, and in which month the books carry it (domain-rules A6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub effective_on: NaiveDate,
    pub accounting_on: NaiveDate,
}

impl Days {
    /// Counts and is carried on the same day.
    pub const fn on(day: NaiveDate) -> Self {
        Self { effective_on: day, accounting_on: day }
    }
}

/// How an amount of interest was worked out: one base at one rate over a run of days, both ends counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    pub base_minor: i64,
    /// Hundredths of a per cent for each `per_days` days: 1.5 % per 30 days is 150 and 30.
    pub basis_points: i64,
    pub per_days: i64,
    pub days: i64,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Basis {
    /// What these days by themselves come to, halves up. What was posted for them may differ by a minor unit, since
    /// interest is rounded once on all that an invoice ever bore.
    pub fn interest_minor(&self) -> Option<i64> {
        let exact = i128::from(self.base_minor)
            .checked_mul(i128::from(self.basis_points))?
            .checked_mul(i128::from(self.days))?;
        let whole = i128::from(self.per_days).checked_mul(10_000)?;
        let doubled = exact.checked_mul(2)?.checked_add(whole)?;
        i64::try_from(doubled.checked_div_euclid(whole.checked_mul(2)?)?).ok()
    }
}

/// A transaction before it is posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionDraft {
    pub kind: TransactionKind,
    /// Names the cause once and for all, so that the same cause can never post twice.
    pub dedupe_key: String,
    pub creditor: CreditorId,
    /// None when only the creditor's own books move.
    pub account: Option<(AccountId, DebtorId)>,
    pub currency: Currency,
    pub days: Days,
    /// What paper it stands on (`invoice`, `payment`, …) and that paper's number.
    pub document_kind: String,
    pub document_number: String,
    /// The rule that made it, if a rule did.
    pub rule: String,
    pub policy_version: Option<PolicyVersionId>,
    pub basis: Option<Basis>,
    pub reverses: Option<TransactionId>,
    pub postings: Vec<Posting>,
}

/// Why a draft cannot be posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    #[error("a transaction needs at least two entries")]
    TooFewEntries,
    #[error("an entry of nothing")]
    Zero,
    #[error("the entries sum to {0} minor units instead of zero")]
    Unbalanced(i128),
    #[error("the book {} belongs to an account, and the transaction has none", .0.name())]
    NoAccount(Book),
    #[error("a reversal names what it reverses, and nothing else does")]
    ReversalUnclear,
    #[error("the amount is larger than any that is kept here")]
    TooLarge,
}

impl TransactionDraft {
    /// Whether the books would take it; the database holds the same rules.
    pub fn balanced(&self) -> Result<(), DraftError> {
        if self.postings.len() < 2 {
            return Err(DraftError::TooFewEntries);
        }
        if self.postings.iter().any(|posting| posting.amount_minor == 0) {
            return Err(DraftError::Zero);
        }
        let sum: i128 = self.postings.iter().map(|posting| i128::from(posting.amount_minor)).sum();
        if sum != 0 {
            return Err(DraftError::Unbalanced(sum));
        }
        let homeless = self.postings.iter().find(|posting| posting.book.is_debtors());
        if let (Some(posting), None) = (homeless, self.account) {
            return Err(DraftError::NoAccount(posting.book));
        }
        if (self.kind == TransactionKind::Reversal) != self.reverses.is_some() {
            return Err(DraftError::ReversalUnclear);
        }
        Ok(())
    }

    /// Whether nothing would move: an invoice over zero, interest below one minor unit.
    pub fn is_empty(&self) -> bool {
        self.postings.is_empty()
    }
}

/// A transaction as it stands in the books, to be reversed or read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub id: TransactionId,
    pub draft: TransactionDraft,
}
