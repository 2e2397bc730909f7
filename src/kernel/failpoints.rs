//! Places at which a test can have this process end as if its power were cut: between one step of moving money and the
//! next. Nothing is armed unless a test, or in a demo `ALDIA_DIE_AT`, says so; then it happens once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Every step between what somebody means to pay and its posting, by what was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failpoint {
    /// The payment is kept, and the provider has not heard of it.
    PaymentKept,
    /// The provider has opened its page, and we have not written down which.
    PageOpened,
    /// The provider's message is kept, and not answered.
    EventKept,
    /// The provider has said what became of the payment, and nothing is posted.
    ProviderRead,
    /// The payment is posted, and the message that told of it still waits.
    PaymentPosted,
    /// An automatic charge is kept as a payment, and the provider has not heard of it.
    ChargeKept,
    /// The provider has charged a card or was declined, and we have not written down which.
    ChargeAsked,
    /// A refund is decided and posted, and the provider has not heard of it.
    RefundKept,
    /// The provider has sent the money back or refused, and we have not written down which.
    RefundAsked,
    /// The provider has said what went back and what is contested, and nothing is posted.
    ReturnsRead,
    /// What was transferred beyond what was asked for is kept as a payment, and the provider has not heard of it.
    CashKept,
    /// The provider has let us take it or refused, and we have not written down which.
    CashTaken,
    /// The provider has applied a transfer to what waited for it, and we have not written that down.
    CashApplied,
    /// The provider has said what it paid out, and nothing is posted.
    PayoutRead,
}

impl Failpoint {
    pub const ALL: [Self; 14] = [
        Self::PaymentKept,
        Self::PageOpened,
        Self::EventKept,
        Self::ProviderRead,
        Self::PaymentPosted,
        Self::ChargeKept,
        Self::ChargeAsked,
        Self::RefundKept,
        Self::RefundAsked,
        Self::ReturnsRead,
        Self::CashKept,
        Self::CashTaken,
        Self::CashApplied,
        Self::PayoutRead,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::PaymentKept => "payment_kept",
            Self::PageOpened => "page_opened",
            Self::EventKept => "event_kept",
            Self::ProviderRead => "provider_read",
            Self::PaymentPosted => "payment_posted",
            Self::ChargeKept => "charge_kept",
            Self::ChargeAsked => "charge_asked",
            Self::RefundKept => "refund_kept",
            Self::RefundAsked => "refund_asked",
            Self::ReturnsRead => "returns_read",
            Self::CashKept => "cash_kept",
            Self::CashTaken => "cash_taken",
            Self::CashApplied => "cash_applied",
            Self::PayoutRead => "payout_read",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|point| point.name() == name)
    }
}

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// The whole process, without a word to anybody.
    Abort,
    /// The task that came here, for tests inside one process.
    Panic,
}

/// What a task that died by [`Death::Panic`] says.
#[derive(Clone, Copy, Debug)]
pub struct Died(pub Failpoint);

/// Where those who work on one database die. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Failpoints(Arc<Mutex<Option<(Failpoint, Death)>>>);

impl Failpoints {
    /// The next to come there dies.
    pub fn arm(&self, point: Failpoint, death: Death) {
        *self.armed() = Some((point, death));
    }

    /// Nobody dies any more.
    pub fn disarm(&self) {
        *self.armed() = None;
    }

    /// Says that this place is reached.
    pub fn reached(&self, point: Failpoint) {
        let mut armed = self.armed();
        let death = armed.filter(|(at, _)| *at == point).map(|(_, death)| death);
        if death.is_some() {
            *armed = None;
        }
        drop(armed);
        match death {
            Some(Death::Abort) => std::process::abort(),
            Some(Death::Panic) => std::panic::panic_any(Died(point)),
            None => {}
        }
    }

    fn armed(&self) -> MutexGuard<'_, Option<(Failpoint, Death)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
