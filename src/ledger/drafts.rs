//! The transactions that there are: which books each kind of event moves. Amounts are given as positive numbers.

use crate::kernel::ids::{HandoverId, InvoiceId, PaymentId, PlanId, PolicyVersionId, WaiverId};
use crate::kernel::money::apportion;
use crate::ledger::allocation::Allocation;
use crate::ledger::model::{
    AccountKey, Basis, Book, Component, Components, Days, Posting, Recorded, TransactionDraft,
    TransactionKind,
};

/// What an invoice or credit note is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Billed {
    pub net_minor: i64,
    pub tax_minor: i64,
}

impl Billed {
    pub const fn total_minor(self) -> i64 {
        self.net_minor + self.tax_minor
    }

    /// So much of it, net and tax in the same proportion (domain-rules B12, B15).
    pub fn share(self, minor: i64) -> Self {
        if self.total_minor() <= 0 {
            return Self { net_minor: minor, tax_minor: 0 };
        }
        let parts = apportion(minor, &[self.net_minor, self.tax_minor]);
        Self { net_minor: parts[0], tax_minor: parts[1] }
    }
}

/// An amount of interest, with what it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterestCharge {
    pub interest_minor: i64,
    pub tax_minor: i64,
    pub rule: String,
    pub policy_version: PolicyVersionId,
    pub basis: Basis,
    /// How many charges on the invoice were reversed before: what is worked out anew is a cause of its own.
    pub revision: i64,
}

/// A fee for paying late, with what it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeCharge {
    pub fee_minor: i64,
    pub tax_minor: i64,
    pub rule: String,
    /// What tells it from the others of its rule and invoice.
    pub period: String,
    pub policy_version: PolicyVersionId,
    /// How many fees on the invoice were reversed before.
    pub revision: i64,
}

/// What can be waived of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waivable {
    Interest,
    Fees,
}

impl Waivable {
    pub const ALL: [Self; 2] = [Self::Interest, Self::Fees];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Interest => "interest",
            Self::Fees => "fees",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The charge and its tax.
    pub const fn components(self) -> [Component; 2] {
        match self {
            Self::Interest => [Component::Interest, Component::InterestTax],
            Self::Fees => [Component::Fees, Component::FeesTax],
        }
    }

    /// The books of the charge, of its tax, and of the tax that the creditor would have owed.
    const fn books(self) -> (Book, Book, Book) {
        match self {
            Self::Interest => (Book::Interest, Book::InterestTax, Book::InterestTaxPayable),
            Self::Fees => (Book::Fees, Book::FeesTax, Book::FeesTaxPayable),
        }
    }
}

/// A charge and its tax that are given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgiven {
    pub what: Waivable,
    pub charge_minor: i64,
    pub tax_minor: i64,
}

impl TransactionDraft {
    /// The creditor billed something: the debtor owes it as principal, tax included.
    pub fn invoice(of: AccountKey, invoice: InvoiceId, number: &str, billed: Billed, days: Days) -> Self {
        Draft::new(of, TransactionKind::Invoice, format!("invoice:{invoice}"), days)
            .paper("invoice", number)
            .post(Book::Principal, billed.total_minor(), Some(invoice))
            .post(Book::Sales, -billed.net_minor, Some(invoice))
            .post(Book::SalesTax, -billed.tax_minor, Some(invoice))
            .0
    }

    /// A debt carried over from another system, component by component (domain-rules A12).
    pub fn opening_balance(
        of: AccountKey,
        invoice: InvoiceId,
        number: &str,
        open: Components,
        days: Days,
    ) -> Self {
        Draft::new(of, TransactionKind::OpeningBalance, format!("opening:{invoice}"), days)
            .paper("invoice", number)
            .components(open, 1, invoice)
            .post(Book::OpeningBalances, -open.sum_minor(), Some(invoice))
            .0
    }

    /// The creditor's books call so much of an invoice lost. The claim stays, and so does what the debtor owes.
    pub fn write_off(
        of: AccountKey,
        invoice: InvoiceId,
        cause: String,
        number: &str,
        minor: i64,
        days: Days,
    ) -> Self {
        Draft::new(of, TransactionKind::WriteOff, cause, days)
            .paper("handover", number)
            .post(Book::WriteOffs, minor, Some(invoice))
            .post(Book::WriteOffAllowance, -minor, Some(invoice))
            .0
    }

    /// Money came in on what was written off: the creditor's own books take so much of it back. Negative where it went
    /// back to whoever paid.
    pub fn recovery(
        of: AccountKey,
        invoice: InvoiceId,
        cause: String,
        number: &str,
        minor: i64,
        days: Days,
    ) -> Self {
        Draft::new(of, TransactionKind::Recovery, cause, days)
            .paper("handover", number)
            .post(Book::WriteOffAllowance, minor, Some(invoice))
            .post(Book::Recoveries, -minor, Some(invoice))
            .0
    }

    /// Late interest on an invoice. The day that it runs to names it, so no run can be charged twice.
    pub fn interest(
        of: AccountKey,
        invoice: InvoiceId,
        number: &str,
        charge: InterestCharge,
        days: Days,
    ) -> Self {
        let cause = format!("interest:{invoice}:{}:{}:{}", charge.rule, charge.basis.to, charge.revision);
        let mut draft = Draft::new(of, TransactionKind::Interest, cause, days)
            .paper("invoice", number)
            .post(Book::Interest, charge.interest_minor, Some(invoice))
            .post(Book::InterestTax, charge.tax_minor, Some(invoice))
            .post(Book::InterestIncome, -charge.interest_minor, Some(invoice))
            .post(Book::InterestTaxPayable, -charge.tax_minor, Some(invoice))
            .0;
        draft.rule = charge.rule;
        draft.policy_version = Some(charge.policy_version);
        draft.basis = Some(charge.basis);
        draft
    }

    /// A fee on an invoice. Rule and period name it, so none can be charged twice.
    pub fn fee(of: AccountKey, invoice: InvoiceId, number: &str, charge: FeeCharge, days: Days) -> Self {
        let cause = format!("fee:{invoice}:{}:{}:{}", charge.rule, charge.period, charge.revision);
        let mut draft = Draft::new(of, TransactionKind::Fee, cause, days)
            .paper("invoice", number)
            .post(Book::Fees, charge.fee_minor, Some(invoice))
            .post(Book::FeesTax, charge.tax_minor, Some(invoice))
            .post(Book::FeeIncome, -charge.fee_minor, Some(invoice))
            .post(Book::FeesTaxPayable, -charge.tax_minor, Some(invoice))
            .0;
        draft.rule = charge.rule;
        draft.policy_version = Some(charge.policy_version);
        draft
    }

    /// Interest or fees given up, and their tax with them: nobody owes tax on what nobody pays.
    pub fn forgiveness(
        of: AccountKey,
        invoice: InvoiceId,
        number: &str,
        waiver: WaiverId,
        waived: Forgiven,
        days: Days,
    ) -> Self {
        let (charge, tax, payable) = waived.what.books();
        Draft::new(of, TransactionKind::Forgiveness, format!("waiver:{waiver}"), days)
            .paper("invoice", number)
            .post(charge, -waived.charge_minor, Some(invoice))
            .post(tax, -waived.tax_minor, Some(invoice))
            .post(Book::Forgiveness, waived.charge_minor, Some(invoice))
            .post(payable, waived.tax_minor, Some(invoice))
            .0
    }

    /// Of what was given up, what was never owed once the charges were worked out anew. `times` is how often that was done.
    pub fn forgiven_less(
        of: AccountKey,
        invoice: InvoiceId,
        number: &str,
        less: Forgiven,
        times: i64,
        days: Days,
    ) -> Self {
        let (charge, tax, payable) = less.what.books();
        let cause = format!("waived less:{invoice}:{}:{times}", less.what.name());
        Draft::new(of, TransactionKind::Forgiveness, cause, days)
            .paper("invoice", number)
            .post(charge, less.charge_minor, Some(invoice))
            .post(tax, less.tax_minor, Some(invoice))
            .post(Book::Forgiveness, -less.charge_minor, Some(invoice))
            .post(payable, -less.tax_minor, Some(invoice))
            .0
    }

    /// A credit note on an invoice of which `open_principal_minor` is still owed: what was paid already becomes credit.
    pub fn credit_note(
        of: AccountKey,
        invoice: InvoiceId,
        number: &str,
        billed: Billed,
        open_principal_minor: i64,
        days: Days,
    ) -> Self {
        let off_the_debt = billed.total_minor().min(open_principal_minor.max(0));
        Draft::new(of, TransactionKind::CreditNote, format!("credit_note:{}:{number}", of.creditor), days)
            .paper("credit_note", number)
            .post(Book::Sales, billed.net_minor, Some(invoice))
            .post(Book::SalesTax, billed.tax_minor, Some(invoice))
            .post(Book::Principal, -off_the_debt, Some(invoice))
            .post(Book::Unapplied, off_the_debt - billed.total_minor(), None)
            .0
    }

    /// What a dispute was found to be right about: taken off the debt whole, whatever was paid of it. What was paid too much
    /// then is for whoever works the account out anew.
    pub fn adjustment(of: AccountKey, invoice: InvoiceId, number: &str, billed: Billed, days: Days) -> Self {
        let cause = format!("adjustment:{}:{number}:{invoice}", of.creditor);
        Draft::new(of, TransactionKind::CreditNote, cause, days)
            .paper("adjustment", number)
            .post(Book::Sales, billed.net_minor, Some(invoice))
            .post(Book::SalesTax, billed.tax_minor, Some(invoice))
            .post(Book::Principal, -billed.total_minor(), Some(invoice))
            .0
    }

    /// An invoice that should not have been. `sums` is what the invoice stands at in each book: all of it is taken back,
    /// interest and fees too, and what had been paid on it becomes the debtor's credit.
    pub fn void(of: AccountKey, invoice: InvoiceId, number: &str, sums: &[(Book, i64)], days: Days) -> Self {
        let paid_minor = -sums.iter().map(|(_, sum_minor)| sum_minor).sum::<i64>();
        sums.iter()
            .fold(
                Draft::new(of, TransactionKind::Void, format!("void:{invoice}"), days)
                    .paper("invoice", number),
                |draft, (book, sum_minor)| draft.post(*book, -sum_minor, Some(invoice)),
            )
            .post(Book::Unapplied, -paid_minor, None)
            .0
    }

    /// Money received into `book` (the bank, or what the provider holds), applied as `allocation` says; the rest becomes
    /// the debtor's credit.
    pub fn payment(
        of: AccountKey,
        payment: PaymentId,
        number: &str,
        book: Book,
        applied: &Allocation,
        days: Days,
    ) -> Self {
        let draft = Draft::new(of, TransactionKind::Payment, payment_cause(payment), days)
            .paper("receipt", number)
            .post(book, applied.total_minor(), None);
        applied
            .parts
            .iter()
            .fold(draft, |draft, part| {
                draft.post(part.component.book(), -part.amount_minor, Some(part.invoice))
            })
            .post(Book::Unapplied, -applied.unapplied_minor, None)
            .0
    }

    /// A discount that was agreed in a plan and earned by keeping it: what `taken` names is no longer owed, nor is the tax on
    /// it. `billed` says how much of each invoice is tax.
    pub fn discount(
        of: AccountKey,
        (plan, number): (PlanId, &str),
        taken: &Allocation,
        billed: &[(InvoiceId, Billed)],
        days: Days,
    ) -> Self {
        let draft = Draft::new(of, TransactionKind::Discount, format!("discount:{plan}"), days)
            .paper("agreement", number);
        let draft = taken.parts.iter().fold(draft, |draft, part| {
            let (invoice, minor) = (Some(part.invoice), part.amount_minor);
            let draft = draft.post(part.component.book(), -minor, invoice);
            match part.component {
                Component::Principal => {
                    let billed = billed.iter().find(|(id, _)| *id == part.invoice);
                    let off =
                        billed.map_or(Billed { net_minor: minor, tax_minor: 0 }, |(_, of)| of.share(minor));
                    let draft = draft.post(Book::Discounts, off.net_minor, invoice);
                    draft.post(Book::SalesTax, off.tax_minor, invoice)
                }
                Component::Interest | Component::Fees => draft.post(Book::Discounts, minor, invoice),
                Component::InterestTax => draft.post(Book::InterestTaxPayable, minor, invoice),
                Component::FeesTax => draft.post(Book::FeesTaxPayable, minor, invoice),
            }
        });
        draft.0
    }

    /// Moves a debtor's credit onto invoices. `cause` names what asked for it.
    pub fn allocation(of: AccountKey, cause: &str, applied: &Allocation, days: Days) -> Self {
        let applied_minor = applied.total_minor() - applied.unapplied_minor;
        let draft = Draft::new(of, TransactionKind::Allocation, format!("allocation:{cause}"), days).post(
            Book::Unapplied,
            applied_minor,
            None,
        );
        applied
            .parts
            .iter()
            .fold(draft, |draft, part| {
                draft.post(part.component.book(), -part.amount_minor, Some(part.invoice))
            })
            .0
    }
}

impl Recorded {
    /// The transaction that undoes this one, entry by entry.
    pub fn reversal(&self, days: Days) -> TransactionDraft {
        TransactionDraft {
            kind: TransactionKind::Reversal,
            dedupe_key: format!("reversal:{}", self.id),
            days,
            reverses: Some(self.id),
            postings: self
                .draft
                .postings
                .iter()
                .map(|posting| Posting { amount_minor: -posting.amount_minor, ..*posting })
                .collect(),
            ..self.draft.clone()
        }
    }
}

/// The cause under which a payment is posted: once, whoever brings the news of it.
pub fn payment_cause(payment: PaymentId) -> String {
    format!("payment:{payment}")
}

/// The cause under which an invoice is written off, once for each hand-over.
pub fn written_off_cause(handover: HandoverId, invoice: InvoiceId) -> String {
    format!("written off:{handover}:{invoice}")
}

/// The cause under which a recovery is posted, by how many there were before it.
pub fn recovered_cause(handover: HandoverId, invoice: InvoiceId, times: i64) -> String {
    format!("recovered:{handover}:{invoice}:{times}")
}

/// A draft being written. Postings of nothing are left out.
pub(super) struct Draft(pub(super) TransactionDraft);

impl Draft {
    pub(super) fn new(of: AccountKey, kind: TransactionKind, dedupe_key: String, days: Days) -> Self {
        Self(TransactionDraft {
            kind,
            dedupe_key,
            creditor: of.creditor,
            account: Some((of.account, of.debtor)),
            currency: of.currency,
            days,
            document_kind: String::new(),
            document_number: String::new(),
            rule: String::new(),
            policy_version: None,
            basis: None,
            reverses: None,
            postings: Vec::new(),
        })
    }

    pub(super) fn paper(mut self, kind: &str, number: &str) -> Self {
        self.0.document_kind = kind.to_owned();
        self.0.document_number = number.to_owned();
        self
    }

    pub(super) fn post(mut self, book: Book, amount_minor: i64, invoice: Option<InvoiceId>) -> Self {
        if amount_minor != 0 {
            self.0.postings.push(Posting { book, amount_minor, invoice });
        }
        self
    }

    fn components(self, amounts: Components, sign: i64, invoice: InvoiceId) -> Self {
        Component::ALL.iter().fold(self, |draft, component| {
            draft.post(component.book(), sign * amounts.get(*component), Some(invoice))
        })
    }
}
