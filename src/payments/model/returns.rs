//! Money of a payment on its way back: refunds, and what a card's holder contests with their bank.

use crate::kernel::money::Money;

/// How far a refund has come, as `refunds.state` knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// In the books; the provider is about to be asked.
    Decided,
    /// The provider was asked and gave no certain answer. Settled by reading, never by asking under a new key.
    Unknown,
    /// The provider sends it.
    Pending,
    /// It waits for the bank details of who paid.
    NeedsDetails,
    /// It left.
    Succeeded,
    /// It came back or never left; the books have it again.
    Failed,
}

impl RefundState {
    pub const ALL: [Self; 6] =
        [Self::Decided, Self::Unknown, Self::Pending, Self::NeedsDetails, Self::Succeeded, Self::Failed];

    /// The name that the database knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Unknown => "unknown",
            Self::Pending => "pending",
            Self::NeedsDetails => "needs_details",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether its end is not known yet.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Succeeded | Self::Failed)
    }

    /// How far along its only way it is: a reading that is behind tells nothing new. A refund can fail after it left.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Decided => 0,
            Self::Unknown => 1,
            Self::Pending | Self::NeedsDetails => 2,
            Self::Succeeded => 3,
            Self::Failed => 4,
        }
    }
}

/// The longest explanation of a refund that is taken, in characters.
pub const REFUND_WORDS_AT_MOST: usize = 500;

/// Why money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefundReason {
    /// The same was paid twice.
    Duplicate,
    ByMistake,
    /// What was billed was wrong.
    BillingCorrected,
    /// The debtor asked for their credit.
    Credit,
    /// Somebody paid for another, and more than was needed.
    Excess,
    Other,
    /// Somebody did it at the provider's own pages.
    Provider,
}

impl RefundReason {
    pub const ALL: [Self; 7] = [
        Self::Duplicate,
        Self::ByMistake,
        Self::BillingCorrected,
        Self::Credit,
        Self::Excess,
        Self::Other,
        Self::Provider,
    ];
    /// Those that a member of the team chooses from.
    pub const CHOSEN: [Self; 4] = [Self::Duplicate, Self::ByMistake, Self::BillingCorrected, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::ByMistake => "by_mistake",
            Self::BillingCorrected => "billing_corrected",
            Self::Credit => "credit",
            Self::Excess => "excess",
            Self::Other => "other",
            Self::Provider => "provider",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// How far a bank has come with what a card's holder contests, as `provider_disputes.state` knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DisputeState {
    /// The bank asks; no money has moved.
    Inquiry,
    /// An inquiry that came to nothing.
    Closed,
    /// The bank holds the money while it decides.
    Open,
    /// It kept it.
    Lost,
    /// It gave it back.
    Won,
}

impl DisputeState {
    pub const ALL: [Self; 5] = [Self::Inquiry, Self::Closed, Self::Open, Self::Lost, Self::Won];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Inquiry => "inquiry",
            Self::Closed => "closed",
            Self::Open => "open",
            Self::Lost => "lost",
            Self::Won => "won",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether the bank has not decided.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Inquiry | Self::Open)
    }

    /// How far along its only way it is: a reading that is behind tells nothing new. What was lost can still be won.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Inquiry => 0,
            Self::Closed => 1,
            Self::Open => 2,
            Self::Lost => 3,
            Self::Won => 4,
        }
    }
}

/// What of a payment has gone or may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refundable {
    pub captured: Money,
    /// All refunds but those that failed.
    pub refunded: Money,
    /// What a bank holds or kept.
    pub disputed: Money,
}

impl Refundable {
    /// The most that can still be refunded: captured less refunded less disputed, and never less than nothing.
    pub fn most(self) -> Money {
        let left = self.captured.minor - self.refunded.minor - self.disputed.minor;
        Money::new(left.max(0), self.captured.currency)
    }

    /// Whether this much can be refunded.
    pub fn takes(self, amount: Money) -> bool {
        amount.is_positive() && amount.currency == self.captured.currency && amount.minor <= self.most().minor
    }
}
