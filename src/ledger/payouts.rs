//! The transactions of the creditor's own money: from the provider on its way to the bank, and from there to the bank.

use crate::kernel::ids::CreditorId;
use crate::kernel::money::{Currency, Money};
use crate::ledger::model::{Book, Days, Posting, TransactionDraft, TransactionKind};

/// Whose books move, and what paper they stand on.
#[derive(Clone, Copy, Debug)]
pub struct OwnPaper<'a> {
    pub creditor: CreditorId,
    pub currency: Currency,
    /// Names it once and for all.
    pub cause: &'a str,
    pub kind: &'a str,
    pub number: &'a str,
}

/// What becomes of what a payout holds. Together they are what arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PayoutSums {
    /// What the books say that the provider holds, and does no more.
    pub held_minor: i64,
    /// What the provider keeps for itself, as far as no other transaction has said so.
    pub fees_minor: i64,
    /// What is of no payment of ours.
    pub unknown_minor: i64,
}

impl PayoutSums {
    pub const fn net_minor(self) -> i64 {
        self.held_minor + self.unknown_minor - self.fees_minor
    }
}

impl TransactionDraft {
    /// The provider paid out: the money is on its way to the bank, less what the provider keeps.
    pub fn payout(paper: OwnPaper<'_>, sums: PayoutSums, days: Days) -> Self {
        let postings = [
            (Book::InTransit, sums.net_minor()),
            (Book::ProviderFees, sums.fees_minor),
            (Book::ProviderClearing, -sums.held_minor),
            (Book::Unidentified, -sums.unknown_minor),
        ];
        own(paper, "", &postings, days)
    }

    /// The bank did not take it: the provider holds it again. What it kept for itself stays with it.
    pub fn payout_failed(paper: OwnPaper<'_>, net_minor: i64, days: Days) -> Self {
        own(paper, ":failed", &[(Book::ProviderClearing, net_minor), (Book::InTransit, -net_minor)], days)
    }

    /// A line of the bank, which waited as money without an owner, is money of the creditor's own that was carried in `from`.
    pub fn arrival(paper: OwnPaper<'_>, from: &[(Book, Money)], days: Days) -> Self {
        let arrived: i64 = from.iter().map(|(_, amount)| amount.minor).sum();
        let postings: Vec<(Book, i64)> = std::iter::once((Book::Unidentified, arrived))
            .chain(from.iter().map(|(book, amount)| (*book, -amount.minor)))
            .collect();
        own(paper, ":own", &postings, days)
    }
}

fn own(paper: OwnPaper<'_>, what: &str, postings: &[(Book, i64)], days: Days) -> TransactionDraft {
    let moved = postings.iter().filter(|(_, amount_minor)| *amount_minor != 0);
    TransactionDraft {
        kind: TransactionKind::Payment,
        dedupe_key: format!("{}{what}", paper.cause),
        creditor: paper.creditor,
        account: None,
        currency: paper.currency,
        days,
        document_kind: paper.kind.to_owned(),
        document_number: paper.number.to_owned(),
        rule: String::new(),
        policy_version: None,
        basis: None,
        reverses: None,
        postings: moved
            .map(|(book, amount_minor)| Posting { book: *book, amount_minor: *amount_minor, invoice: None })
            .collect(),
    }
}
