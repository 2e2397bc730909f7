//! What a dispute can be about, in which state it can be, and what can happen to it when. Pure.

use serde::{Deserialize, Serialize};

use crate::kernel::money::{Currency, Money};

/// What is contested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// What an invoice bills, whole or by line.
    Invoice,
    /// The late interest that an invoice was charged.
    Interest,
    /// Its fees for paying late.
    Fees,
    /// "This debt is not mine": everything that is open on the account.
    Identity,
}

impl About {
    pub const ALL: [Self; 4] = [Self::Invoice, Self::Interest, Self::Fees, Self::Identity];

    /// The word that the database keeps.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Interest => "interest",
            Self::Fees => "fees",
            Self::Identity => "identity",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// What can be the matter with it.
    pub fn reasons(self) -> &'static [Reason] {
        use Reason::*;
        match self {
            Self::Invoice => &[
                WrongAmount,
                NotReceived,
                Defective,
                AlreadyPaid,
                Duplicate,
                ServiceEnded,
                AgreedOtherwise,
                TimeBarred,
                Insolvent,
                Assigned,
                NotMine,
                Other,
            ],
            Self::Interest | Self::Fees => &[WrongAmount, AlreadyPaid, AgreedOtherwise, Duplicate, Other],
            Self::Identity => &[NotMine, IdentityTheft, Deceased, Insolvent, Assigned, Other],
        }
    }
}

/// Why it is contested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    WrongAmount,
    NotReceived,
    Defective,
    AlreadyPaid,
    NotMine,
    IdentityTheft,
    Duplicate,
    AgreedOtherwise,
    TimeBarred,
    ServiceEnded,
    Deceased,
    Insolvent,
    Assigned,
    Other,
}

impl Reason {
    pub const ALL: [Self; 14] = [
        Self::WrongAmount,
        Self::NotReceived,
        Self::Defective,
        Self::AlreadyPaid,
        Self::NotMine,
        Self::IdentityTheft,
        Self::Duplicate,
        Self::AgreedOtherwise,
        Self::TimeBarred,
        Self::ServiceEnded,
        Self::Deceased,
        Self::Insolvent,
        Self::Assigned,
        Self::Other,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongAmount => "wrong_amount",
            Self::NotReceived => "not_received",
            Self::Defective => "defective",
            Self::AlreadyPaid => "already_paid",
            Self::NotMine => "not_mine",
            Self::IdentityTheft => "identity_theft",
            Self::Duplicate => "duplicate",
            Self::AgreedOtherwise => "agreed_otherwise",
            Self::TimeBarred => "time_barred",
            Self::ServiceEnded => "service_ended",
            Self::Deceased => "deceased",
            Self::Insolvent => "insolvent",
            Self::Assigned => "assigned",
            Self::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Some can only be told in words.
    pub fn needs_words(self) -> bool {
        matches!(self, Self::Other | Self::AgreedOtherwise | Self::WrongAmount)
    }
}

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    Received,
    InReview,
    /// The debtor was asked for more; the clock stands still.
    Waiting,
    /// Answered once, and looked at again by somebody else.
    Appealed,
    InFavour,
    Partly,
    Unchanged,
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 8] = [
        Self::Received,
        Self::InReview,
        Self::Waiting,
        Self::Appealed,
        Self::InFavour,
        Self::Partly,
        Self::Unchanged,
        Self::Withdrawn,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::InReview => "in_review",
            Self::Waiting => "waiting",
            Self::Appealed => "appealed",
            Self::InFavour => "in_favour",
            Self::Partly => "partly",
            Self::Unchanged => "unchanged",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Whether somebody owes an answer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::InReview | Self::Waiting | Self::Appealed)
    }

    /// Whether money waits: not while an answer that was given is looked at again.
    pub const fn holds_money(self) -> bool {
        matches!(self, Self::Received | Self::InReview | Self::Waiting)
    }
}

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    InFavour,
    Partly,
    Unchanged,
}

impl Verdict {
    /// The verdict that crediting this much of what was contested amounts to.
    pub fn of(credited_minor: i64, contested_minor: i64) -> Self {
        if credited_minor <= 0 {
            Self::Unchanged
        } else if credited_minor >= contested_minor {
            Self::InFavour
        } else {
            Self::Partly
        }
    }

    pub const fn state(self) -> State {
        match self {
            Self::InFavour => State::InFavour,
            Self::Partly => State::Partly,
            Self::Unchanged => State::Unchanged,
        }
    }
}

/// Why it was decided as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionReason {
    BillingError,
    NotDelivered,
    PaymentFound,
    Duplicate,
    NotOwed,
    LawOrContract,
    Goodwill,
    BilledRight,
    DeliveryShown,
    PaymentNotFound,
    Other,
}

impl DecisionReason {
    pub const ALL: [Self; 11] = [
        Self::BillingError,
        Self::NotDelivered,
        Self::PaymentFound,
        Self::Duplicate,
        Self::NotOwed,
        Self::LawOrContract,
        Self::Goodwill,
        Self::BilledRight,
        Self::DeliveryShown,
        Self::PaymentNotFound,
        Self::Other,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::BillingError => "billing_error",
            Self::NotDelivered => "not_delivered",
            Self::PaymentFound => "payment_found",
            Self::Duplicate => "duplicate",
            Self::NotOwed => "not_owed",
            Self::LawOrContract => "law_or_contract",
            Self::Goodwill => "goodwill",
            Self::BilledRight => "billed_right",
            Self::DeliveryShown => "delivery_shown",
            Self::PaymentNotFound => "payment_not_found",
            Self::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// What can happen to a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The debtor adds words or files.
    Add,
    Withdraw,
    /// The debtor answers a decision, once, in words only.
    Reply,
    /// The debtor asks for another person to look at it again, once.
    Appeal,
    /// Somebody of the team makes it theirs.
    Take,
    /// The team asks the debtor for more.
    Ask,
    Decide(Verdict),
}

/// Why something cannot happen to a dispute now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    #[error("it is answered")]
    Answered,
    #[error("it was withdrawn")]
    Withdrawn,
    #[error("it is not answered yet")]
    NotAnswered,
    #[error("that was done already, and is done once")]
    Once,
    #[error("whoever answered first does not decide again")]
    SamePerson,
}

impl NotNow {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answered => "closed",
            Self::Withdrawn => "withdrawn",
            Self::NotAnswered => "not_answered",
            Self::Once => "once",
            Self::SamePerson => "same_person",
        }
    }
}

/// What of a dispute decides what can happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    pub has_replied: bool,
    pub has_appealed: bool,
}

impl Standing {
    /// The state that follows, if it may happen at all.
    pub fn after(self, event: Event) -> Result<State, NotNow> {
        use State::*;
        match (self.state, event) {
            (Withdrawn, _) => Err(NotNow::Withdrawn),
            // Whatever the debtor sends while they are waited for is what was asked.
            (Waiting, Event::Add) => Ok(InReview),
            (state, Event::Add) if state.is_open() => Ok(state),
            (state, Event::Withdraw) if state.holds_money() => Ok(Withdrawn),
            // The question stands until it is answered, whoever answers it on the desk.
            (Received, Event::Take) => Ok(InReview),
            (state, Event::Take) if state.is_open() => Ok(state),
            (Received | InReview, Event::Ask) => Ok(Waiting),
            (Waiting, Event::Ask) => Err(NotNow::Once),
            (state, Event::Decide(verdict)) if state.is_open() => Ok(verdict.state()),
            (state, Event::Reply | Event::Appeal) if state.holds_money() => Err(NotNow::NotAnswered),
            (Appealed, Event::Reply | Event::Appeal) => Err(NotNow::Once),
            (state, Event::Reply) if !self.has_replied => Ok(state),
            (Partly | Unchanged, Event::Appeal) if !self.has_appealed => Ok(Appealed),
            (_, Event::Reply) => Err(NotNow::Once),
            (_, Event::Appeal) if self.has_appealed => Err(NotNow::Once),
            _ => Err(NotNow::Answered),
        }
    }
}

/// A part of what an invoice bills that can be contested by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contestable {
    /// What was billed, its tax with it.
    pub billed_minor: i64,
    /// What of it waits for an answer, or was credited in an earlier one.
    pub taken_minor: i64,
}

impl Contestable {
    /// How much of it can still be contested.
    pub fn left_minor(self) -> i64 {
        (self.billed_minor - self.taken_minor).max(0)
    }
}

/// What of a credit is net and what is tax, in the proportion of what was billed; their sum is the credit
/// (domain-rules B12).
pub fn net_and_tax(credit_minor: i64, net_minor: i64, tax_minor: i64, currency: Currency) -> (i64, i64) {
    if net_minor.max(0) + tax_minor.max(0) == 0 {
        return (credit_minor, 0);
    }
    let parts = Money::new(credit_minor, currency).split_by_weights(&[net_minor.max(0), tax_minor.max(0)]);
    (parts[0].minor, parts[1].minor)
}
