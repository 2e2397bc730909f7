//! The transactions by which money of a payment goes back and comes again. Amounts are given as positive numbers, and
//! `cause` names the refund or the bank's dispute.

use crate::ledger::allocation::Allocation;
use crate::ledger::drafts::Draft;
use crate::ledger::model::{AccountKey, Book, Days, TransactionDraft, TransactionKind};
use crate::ledger::returning::TakenBack;

/// What a return stands on: `refund` or `dispute`, and its number.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// Names it once and for all.
    pub cause: &'a str,
    pub number: &'a str,
}

impl TransactionDraft {
    /// A refund was decided: what it takes back is owed again, and the money is owed to who paid.
    pub fn refund_decided(of: AccountKey, paper: Paper<'_>, taken: &TakenBack, days: Days) -> Self {
        let draft = Draft::new(of, TransactionKind::Refund, format!("refund:{}", paper.cause), days)
            .paper("refund", paper.number);
        restored(draft, taken).post(Book::RefundsPayable, -taken.total_minor(), None).0
    }

    /// It left.
    pub fn refund_sent(of: AccountKey, paper: Paper<'_>, amount_minor: i64, days: Days) -> Self {
        Draft::new(of, TransactionKind::Refund, format!("refund:{}:sent", paper.cause), days)
            .paper("refund", paper.number)
            .post(Book::RefundsPayable, amount_minor, None)
            .post(Book::ProviderClearing, -amount_minor, None)
            .0
    }

    /// It did not arrive, or was never sent: the money is here again and pays what it had paid, as far as that is open.
    pub fn refund_failed(of: AccountKey, paper: Paper<'_>, laid: &Allocation, days: Days) -> Self {
        let draft = Draft::new(of, TransactionKind::Refund, format!("refund:{}:failed", paper.cause), days)
            .paper("refund", paper.number)
            .post(Book::RefundsPayable, laid.total_minor(), None);
        applied(draft, laid).0
    }

    /// A bank holds money of a payment while it decides. What the payment paid stays paid meanwhile.
    pub fn chargeback_withdrawn(of: AccountKey, paper: Paper<'_>, amount_minor: i64, days: Days) -> Self {
        chargeback(of, paper, "withdrawn", days)
            .post(Book::ChargebacksUnderReview, amount_minor, None)
            .post(Book::ProviderClearing, -amount_minor, None)
            .0
    }

    /// The bank gave it to the card's holder: what the payment had paid is owed again.
    pub fn chargeback_lost(of: AccountKey, paper: Paper<'_>, taken: &TakenBack, days: Days) -> Self {
        restored(chargeback(of, paper, "lost", days), taken)
            .post(Book::ChargebacksUnderReview, -taken.total_minor(), None)
            .0
    }

    /// The bank gave it back. `laid`: what of it had been taken from what the payment paid, because it was lost before.
    pub fn chargeback_won(
        of: AccountKey,
        paper: Paper<'_>,
        amount_minor: i64,
        laid: &Allocation,
        days: Days,
    ) -> Self {
        let draft = chargeback(of, paper, "won", days).post(Book::ProviderClearing, amount_minor, None).post(
            Book::ChargebacksUnderReview,
            laid.total_minor() - amount_minor,
            None,
        );
        applied(draft, laid).0
    }

    /// What the provider charges for it. The creditor's own.
    pub fn chargeback_fee(of: AccountKey, paper: Paper<'_>, fee_minor: i64, days: Days) -> Self {
        chargeback(of, paper, "fee", days)
            .post(Book::ProviderFees, fee_minor, None)
            .post(Book::ProviderClearing, -fee_minor, None)
            .0
    }

    /// A payment was applied to the wrong invoices: all of that is undone and done anew, in one transaction that shows
    /// both. `cause` names the payment and how often that was done.
    pub fn reapplied(
        of: AccountKey,
        cause: &str,
        number: &str,
        undone: &TakenBack,
        laid: &Allocation,
        days: Days,
    ) -> Self {
        let draft = Draft::new(of, TransactionKind::Correction, format!("reapplied:{cause}"), days)
            .paper("receipt", number);
        applied(restored(draft, undone), laid).0
    }

    /// Late charges that were paid came to less when they were worked out anew: what was paid too much of them pays
    /// something else. `cause` names the invoice and how often that was done.
    pub fn recounted(
        of: AccountKey,
        cause: &str,
        number: &str,
        taken: &TakenBack,
        laid: &Allocation,
        days: Days,
    ) -> Self {
        let draft = Draft::new(of, TransactionKind::Correction, format!("recounted:{cause}"), days)
            .paper("receipt", number);
        applied(restored(draft, taken), laid).0
    }
}

fn chargeback(of: AccountKey, paper: Paper<'_>, what: &str, days: Days) -> Draft {
    Draft::new(of, TransactionKind::Chargeback, format!("dispute:{}:{what}", paper.cause), days)
        .paper("dispute", paper.number)
}

fn restored(draft: Draft, taken: &TakenBack) -> Draft {
    taken
        .parts
        .iter()
        .fold(draft, |draft, (invoice, component, minor)| {
            draft.post(component.book(), *minor, Some(*invoice))
        })
        .post(Book::Unapplied, taken.credit_minor, None)
}

fn applied(draft: Draft, laid: &Allocation) -> Draft {
    laid.parts
        .iter()
        .fold(draft, |draft, part| draft.post(part.component.book(), -part.amount_minor, Some(part.invoice)))
        .post(Book::Unapplied, -laid.unapplied_minor, None)
}
