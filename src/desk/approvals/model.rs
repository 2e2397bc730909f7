//! What there are limits for, and what is asked beyond them. Pure.

use serde_json::Value;
use uuid::Uuid;

use crate::kernel::ids::AccountId;
use crate::kernel::money::Money;

/// What a member of the team has a limit for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitKind {
    Refund,
    WriteOff,
    Discount,
    Term,
    Waiver,
    ManualPayment,
    /// What an answer to a dispute takes off a debt.
    Adjustment,
    /// New terms. Nobody publishes alone, whatever their limits.
    Publish,
    /// What the law stops, stops no more. Never done alone.
    LiftStatus,
    /// A debt goes into others' hands. Never done alone.
    HandOn,
    /// It comes back from them. Never done alone.
    Recall,
}

impl LimitKind {
    pub const ALL: [Self; 11] = [
        Self::Refund,
        Self::WriteOff,
        Self::Discount,
        Self::Term,
        Self::Waiver,
        Self::ManualPayment,
        Self::Adjustment,
        Self::Publish,
        Self::LiftStatus,
        Self::HandOn,
        Self::Recall,
    ];

    /// The name that the database knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refund => "refund",
            Self::WriteOff => "write_off",
            Self::Discount => "discount",
            Self::Term => "term",
            Self::Waiver => "waiver",
            Self::ManualPayment => "manual_payment",
            Self::Adjustment => "adjustment",
            Self::Publish => "publish",
            Self::LiftStatus => "lift_status",
            Self::HandOn => "hand_on",
            Self::Recall => "recall",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What is held against a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Money(Money),
    /// Hundredths of a per cent: 12.5 % is 1250.
    BasisPoints(i64),
    Days(i64),
    /// The number of a version of the terms.
    Version(i64),
    /// It has no measure: whoever may decide it may decide all of its kind.
    Nothing,
}

impl Measure {
    /// The number that is compared, and the currency that it is in if it is money.
    pub fn parts(self) -> (i64, &'static str) {
        match self {
            Self::Money(money) => (money.minor, money.currency.code()),
            Self::BasisPoints(number) | Self::Days(number) | Self::Version(number) => (number, ""),
            Self::Nothing => (0, ""),
        }
    }
}

/// Something that somebody is about to do, and that may need a second person.
#[derive(Clone, Debug)]
pub struct Act {
    pub kind: LimitKind,
    pub measure: Measure,
    pub account: AccountId,
    /// What it is done to; one thing waits for one decision of a kind at a time.
    pub object_kind: &'static str,
    pub object: Uuid,
    /// Identifiers and amounts: what the room that carries it out needs to know.
    pub payload: Value,
    /// By how much the account's balance would rise, or fall when negative.
    pub change_minor: i64,
    /// Why, in the words of whoever asks.
    pub reason: String,
}

/// How far a member of the team may go alone in one thing. `None`: as far as they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub kind: LimitKind,
    pub at_most: Option<Measure>,
}

/// What became of something that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalState {
    Waiting,
    Approved,
    Declined,
}

impl ApprovalState {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Approved, Self::Declined];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Declined => "declined",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}
