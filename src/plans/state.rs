//! The states of a negotiation and of a plan, and what leads from one to another. Whatever is not written here does not
//! happen.

/// How far a negotiation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Talk {
    /// The creditor's side answers.
    WithCreditor,
    /// Terms are on the table that the creditor's side has agreed to; whoever owes reads and signs them, or not.
    ToSign,
    Signed,
    /// One side said no.
    Declined,
    /// Whoever proposed took it back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
}

/// What one side does, or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TalkMove {
    /// Whoever owes puts other terms on the table; inside the published rules nobody needs to be asked.
    Propose {
        inside: bool,
    },
    /// The creditor's side agrees to what is on the table.
    Endorse,
    /// The creditor's side puts other terms on the table.
    Counter,
    /// The creditor's side says no.
    Decline,
    /// Whoever owes says that it does not suit them, or takes their proposal back.
    Refuse,
    Sign,
    Expire,
}

impl Talk {
    pub const ALL: [Self; 6] =
        [Self::WithCreditor, Self::ToSign, Self::Signed, Self::Declined, Self::Withdrawn, Self::Expired];

    pub const fn name(self) -> &'static str {
        match self {
            Self::WithCreditor => "with_creditor",
            Self::ToSign => "to_sign",
            Self::Signed => "signed",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// How a negotiation begins: with a proposal, or with an offer of the creditor's.
    pub const fn begun(by: TalkMove) -> Option<Self> {
        match by {
            TalkMove::Propose { inside: true } | TalkMove::Counter => Some(Self::ToSign),
            TalkMove::Propose { inside: false } => Some(Self::WithCreditor),
            _ => None,
        }
    }

    pub const fn is_open(self) -> bool {
        matches!(self, Self::WithCreditor | Self::ToSign)
    }

    /// What follows; `None` where it cannot be done.
    pub const fn after(self, next: TalkMove) -> Option<Self> {
        match (self, next) {
            (Self::WithCreditor | Self::ToSign, TalkMove::Propose { inside: true } | TalkMove::Counter) => {
                Some(Self::ToSign)
            }
            (Self::WithCreditor | Self::ToSign, TalkMove::Propose { inside: false }) => {
                Some(Self::WithCreditor)
            }
            (Self::WithCreditor, TalkMove::Endorse) => Some(Self::ToSign),
            (Self::WithCreditor | Self::ToSign, TalkMove::Decline) => Some(Self::Declined),
            (Self::WithCreditor | Self::ToSign, TalkMove::Refuse) => Some(Self::Withdrawn),
            (Self::ToSign, TalkMove::Sign) => Some(Self::Signed),
            (Self::WithCreditor | Self::ToSign, TalkMove::Expire) => Some(Self::Expired),
            _ => None,
        }
    }
}

/// How a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlanState {
    Active,
    /// An instalment is past its grace.
    Behind,
    /// So many are that the usual rules hold again, until what is late is paid.
    Suspended,
    Completed,
    /// It was not brought back in time.
    Closed,
    /// Another plan took its place.
    Replaced,
}

/// What happens to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlanMove {
    Miss,
    Suspend,
    /// What was late is paid.
    Cure,
    Complete,
    Close,
    Replace,
}

impl PlanState {
    pub const ALL: [Self; 6] =
        [Self::Active, Self::Behind, Self::Suspended, Self::Completed, Self::Closed, Self::Replaced];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Behind => "behind",
            Self::Suspended => "suspended",
            Self::Completed => "completed",
            Self::Closed => "closed",
            Self::Replaced => "replaced",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether its debts are still in it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Behind | Self::Suspended)
    }

    /// Whether it says what is asked for and when, rather than the invoices' own days.
    pub const fn governs(self) -> bool {
        matches!(self, Self::Active | Self::Behind)
    }

    pub const fn after(self, next: PlanMove) -> Option<Self> {
        match (self, next) {
            (Self::Active, PlanMove::Miss) => Some(Self::Behind),
            (Self::Active | Self::Behind, PlanMove::Suspend) => Some(Self::Suspended),
            (Self::Behind | Self::Suspended, PlanMove::Cure) => Some(Self::Active),
            (Self::Active | Self::Behind | Self::Suspended, PlanMove::Complete) => Some(Self::Completed),
            (Self::Suspended, PlanMove::Close) => Some(Self::Closed),
            (Self::Active | Self::Behind | Self::Suspended, PlanMove::Replace) => Some(Self::Replaced),
            _ => None,
        }
    }
}

impl PlanMove {
    pub const ALL: [Self; 6] =
        [Self::Miss, Self::Suspend, Self::Cure, Self::Complete, Self::Close, Self::Replace];
}

impl TalkMove {
    pub const ALL: [Self; 8] = [
        Self::Propose { inside: true },
        Self::Propose { inside: false },
        Self::Endorse,
        Self::Counter,
        Self::Decline,
        Self::Refuse,
        Self::Sign,
        Self::Expire,
    ];
}
