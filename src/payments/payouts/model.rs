//! What a payout is made of, and what the books make of it. Pure.

use serde::Serialize;

use crate::ledger::payouts::PayoutSums;

/// How far a payout has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    OnItsWay,
    /// The provider says that the bank has it.
    Paid,
    /// The bank did not take it: the provider holds it again. It may have been paid before.
    Failed,
}

impl PayoutState {
    pub const ALL: [Self; 3] = [Self::OnItsWay, Self::Paid, Self::Failed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::OnItsWay => "on_its_way",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why what the provider holds became more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovementKind {
    Charge,
    /// Money that went back to who paid, or came again because it did not arrive.
    Refund,
    /// What a bank took or gave back.
    Dispute,
    /// An earlier payout that the bank did not take.
    Returned,
    /// What the provider charges for nothing in particular.
    Fee,
    Other,
}

impl MovementKind {
    pub const ALL: [Self; 6] =
        [Self::Charge, Self::Refund, Self::Dispute, Self::Returned, Self::Fee, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::Refund => "refund",
            Self::Dispute => "dispute",
            Self::Returned => "returned",
            Self::Fee => "fee",
            Self::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is about a payment, of ours or of somebody else's.
    pub const fn is_about_a_payment(self) -> bool {
        matches!(self, Self::Charge | Self::Refund | Self::Dispute)
    }
}

/// A movement as the books see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub kind: MovementKind,
    pub amount_minor: i64,
    pub fee_minor: i64,
    /// Whether it is of a payment of ours.
    pub is_ours: bool,
}

impl Moved {
    pub const fn net_minor(self) -> i64 {
        self.amount_minor - self.fee_minor
    }
}

/// What the books make of what a payout holds.
///
/// A payment, a refund and what a bank took are in the books since they happened; a payout ends what the provider holds of
/// them. Its fee on a payment or a refund is new to the books; the fee on what a card's holder contested is not, for it
/// was posted with the dispute. What is of no payment of ours is money whose owner nobody here knows.
pub fn sums(movements: &[Moved]) -> PayoutSums {
    movements.iter().fold(PayoutSums::default(), |sums, moved| {
        let (held, fees, unknown) = match moved.kind {
            MovementKind::Dispute if moved.is_ours => (moved.net_minor(), 0, 0),
            MovementKind::Charge | MovementKind::Refund if moved.is_ours => {
                (moved.amount_minor, moved.fee_minor, 0)
            }
            MovementKind::Returned => (moved.amount_minor, moved.fee_minor, 0),
            MovementKind::Fee => (0, moved.fee_minor - moved.amount_minor, 0),
            _ => (0, moved.fee_minor, moved.amount_minor),
        };
        PayoutSums {
            held_minor: sums.held_minor + held,
            fees_minor: sums.fees_minor + fees,
            unknown_minor: sums.unknown_minor + unknown,
        }
    })
}
