//! A comparison of what we say with what the provider says, for `aldia check --provider`: payments, what went back of them,
//! money that was transferred and pays nothing, and payouts. Only reads.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::kernel::ids::{AccountId, PaymentId};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::gateway::{Gateway, GatewayError, PaymentStatus, ProviderPayment};
use crate::payments::model::PaymentState;
use crate::payments::model::returns::{DisputeState, RefundState};
use crate::payments::payouts::model::PayoutState;
use crate::payments::payouts::provider::{Contents, ProviderPayout};
use crate::payments::payouts::reading::{self, Sent};
use crate::payments::store::comparing::{self, Ours};
use crate::payments::store::transfers::Purse;
use crate::payments::words;

/// Where we and the provider say different things of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    #[serde(flatten)]
    pub about: About,
    pub kind: DifferenceKind,
}

/// What is compared, by our name for it and the provider's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum About {
    /// With the provider's page, or its movement of money where there was none.
    Payment {
        payment: PaymentId,
        checkout: String,
    },
    /// What was transferred for an account.
    Transfers {
        account: AccountId,
        customer: String,
    },
    Payout {
        payout: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The provider took money that is not in our books.
    NotPosted { taken: Money },
    /// Our books hold money that the provider did not take.
    NotTaken { posted: Money },
    /// Both hold money, and not the same.
    Amount { posted: Money, taken: Money },
    /// We wait for a payment that has ended there.
    Ended { ours: PaymentState },
    /// Another sum has gone back than our books say.
    Refunded { ours: Money, theirs: Money },
    /// Banks hold or kept another sum than our books say.
    Contested { ours: Money, theirs: Money },
    /// It was asked for, and nobody knows whether the provider let it be taken.
    InDoubt { asked: Money },
    /// So much was transferred and pays nothing.
    Unapplied { lies: Money },
    /// The provider sent money to the bank that is in no payout of ours.
    NotPaidOut { sent: Money },
    /// A payout is of another sum.
    PayoutAmount { ours: Money, theirs: Money },
    /// A payout has come to another end.
    PayoutEnd { ours: PayoutState, theirs: PayoutState },
    /// The provider does not know it.
    Missing,
    /// The provider gave no answer, so nothing is known.
    NoAnswer,
}

/// How the comparison came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    pub compared: usize,
    pub differences: Vec<Difference>,
}

/// Why nothing could be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Compares every payment that is open, and every one of the last 35 days, with the provider's object; whose transfers
/// came in that time, with what lies there for them; and every payout of that time with the provider's list.
pub async fn compare(db: &Db, gateway: &dyn Gateway) -> Result<Comparison, CompareError> {
    let mut tx = db.begin_read_only(Actor::System("check")).await?;
    let since = tx.now() - TimeDelta::days(RECENT_DAYS.into());
    let ours = comparing::open_and_recent(&mut tx, RECENT_DAYS).await?;
    let doubted = comparing::doubted(&mut tx).await?;
    let purses = comparing::purses(&mut tx, since).await?;
    let sent = reading::sent_since(&mut tx, since).await?;
    tx.rollback().await?;
    let mut differences = Vec::new();
    for our in &ours {
        let kind = match gateway.read_payment(&our.checkout).await {
            Ok(read) => match difference(our, &read) {
                None if our.state == PaymentState::Succeeded => difference_in_returns(our, gateway).await,
                found => found,
            },
            Err(GatewayError::Refused { status: 404, .. }) => Some(DifferenceKind::Missing),
            Err(_) => Some(DifferenceKind::NoAnswer),
        };
        let about = About::Payment { payment: our.id, checkout: our.checkout.clone() };
        differences.extend(kind.map(|kind| Difference { about, kind }));
    }
    differences.extend(doubted.into_iter().map(|(payment, asked)| Difference {
        about: About::Payment { payment, checkout: String::new() },
        kind: DifferenceKind::InDoubt { asked },
    }));
    for purse in &purses {
        differences.extend(lying(purse, gateway).await);
    }
    differences.extend(of_payouts(&sent, since, gateway).await);
    Ok(Comparison { compared: ours.len() + sent.len(), differences })
}

/// Whatever was transferred pays something or was taken as credit; what lies there was forgotten.
async fn lying(purse: &Purse, gateway: &dyn Gateway) -> Option<Difference> {
    let kind = match gateway.read_cash(&purse.customer, purse.currency).await {
        Ok(lies) if lies.is_positive() => DifferenceKind::Unapplied { lies },
        Ok(_) => return None,
        Err(GatewayError::Refused { status: 404, .. }) => DifferenceKind::Missing,
        Err(_) => DifferenceKind::NoAnswer,
    };
    let about = About::Transfers { account: purse.account, customer: purse.customer.clone() };
    Some(Difference { about, kind })
}

async fn of_payouts(sent: &[Sent], since: DateTime<Utc>, gateway: &dyn Gateway) -> Vec<Difference> {
    let Ok(theirs) = gateway.payouts_since(since).await else {
        let kind = DifferenceKind::NoAnswer;
        return vec![Difference { about: About::Payout { payout: String::new() }, kind }];
    };
    // What the provider is still adding up is nothing that we could know.
    let known = theirs.iter().filter(|payout| payout.contents != Contents::Awaited);
    let mut differences: Vec<Difference> =
        known.filter_map(|payout| payout_difference(sent, payout)).collect();
    let is_theirs = |ours: &&Sent| theirs.iter().any(|payout| payout.provider_id == ours.name);
    differences.extend(sent.iter().filter(|ours| !is_theirs(ours)).map(|ours| Difference {
        about: About::Payout { payout: ours.name.clone() },
        kind: DifferenceKind::Missing,
    }));
    differences
}

fn payout_difference(sent: &[Sent], theirs: &ProviderPayout) -> Option<Difference> {
    let kind = match sent.iter().find(|ours| ours.name == theirs.provider_id) {
        None => DifferenceKind::NotPaidOut { sent: theirs.amount },
        Some(ours) if ours.whole != theirs.amount => {
            DifferenceKind::PayoutAmount { ours: ours.whole, theirs: theirs.amount }
        }
        Some(ours) if ours.state != theirs.state => {
            DifferenceKind::PayoutEnd { ours: ours.state, theirs: theirs.state }
        }
        Some(_) => return None,
    };
    Some(Difference { about: About::Payout { payout: theirs.provider_id.clone() }, kind })
}

/// A month with its weekends, as a creditor looks back over it.
const RECENT_DAYS: i32 = 35;

/// What of one payment differs.
pub fn difference(ours: &Ours, read: &ProviderPayment) -> Option<DifferenceKind> {
    let is_posted = ours.state == PaymentState::Succeeded;
    match read.status {
        PaymentStatus::Succeeded if !is_posted => Some(DifferenceKind::NotPosted { taken: read.amount }),
        PaymentStatus::Succeeded if read.amount != ours.amount => {
            Some(DifferenceKind::Amount { posted: ours.amount, taken: read.amount })
        }
        PaymentStatus::Succeeded => None,
        _ if is_posted => Some(DifferenceKind::NotTaken { posted: ours.amount }),
        PaymentStatus::Expired | PaymentStatus::Lapsed | PaymentStatus::Failed if ours.state.is_open() => {
            Some(DifferenceKind::Ended { ours: ours.state })
        }
        _ => None,
    }
}

/// What of the money on its way back differs. A refund that has not left counts for neither side.
async fn difference_in_returns(ours: &Ours, gateway: &dyn Gateway) -> Option<DifferenceKind> {
    let intent = ours.intent.as_deref()?;
    let (refunds, disputes) = match (gateway.read_refunds(intent).await, gateway.read_disputes(intent).await)
    {
        (Ok(refunds), Ok(disputes)) => (refunds, disputes),
        _ => return Some(DifferenceKind::NoAnswer),
    };
    let gone = refunds.iter().filter(|refund| refund.status == RefundState::Succeeded);
    let held = disputes.iter().filter(|dispute| {
        matches!(dispute.status, DisputeState::Open | DisputeState::Lost) && dispute.withdrawn
    });
    let currency = ours.amount.currency;
    let refunded = Money::new(gone.map(|refund| refund.amount.minor).sum(), currency);
    let contested = Money::new(held.map(|dispute| dispute.amount.minor).sum(), currency);
    if refunded != ours.refunded {
        Some(DifferenceKind::Refunded { ours: ours.refunded, theirs: refunded })
    } else if contested != ours.contested {
        Some(DifferenceKind::Contested { ours: ours.contested, theirs: contested })
    } else {
        None
    }
}

impl Comparison {
    /// A line for each difference and one at the end.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines: Vec<String> = self.differences.iter().map(|one| one.sentence(lang)).collect();
        lines.push(match self.differences.len() {
            0 => words::provider_agrees(lang, self.compared),
            differences => words::provider_differs(lang, self.compared, differences),
        });
        lines
    }
}

impl Difference {
    fn sentence(&self, lang: Lang) -> String {
        let what = match &self.kind {
            DifferenceKind::NotPosted { taken } => words::difference_not_posted(lang, &taken.with_code()),
            DifferenceKind::NotTaken { posted } => words::difference_not_taken(lang, &posted.with_code()),
            DifferenceKind::Amount { posted, taken } => {
                words::difference_amount(lang, &posted.with_code(), &taken.with_code())
            }
            DifferenceKind::Ended { ours } => words::difference_ended(lang, ours.name()),
            DifferenceKind::Refunded { ours, theirs } => {
                words::difference_refunded(lang, &ours.with_code(), &theirs.with_code())
            }
            DifferenceKind::Contested { ours, theirs } => {
                words::difference_contested(lang, &ours.with_code(), &theirs.with_code())
            }
            DifferenceKind::InDoubt { asked } => words::difference_in_doubt(lang, &asked.with_code()),
            DifferenceKind::Unapplied { lies } => words::difference_unapplied(lang, &lies.with_code()),
            DifferenceKind::NotPaidOut { sent } => words::difference_not_paid_out(lang, &sent.with_code()),
            DifferenceKind::PayoutAmount { ours, theirs } => {
                words::difference_amount(lang, &ours.with_code(), &theirs.with_code())
            }
            DifferenceKind::PayoutEnd { ours, theirs } => {
                words::difference_end(lang, ours.name(), theirs.name())
            }
            DifferenceKind::Missing => words::difference_missing(lang).to_owned(),
            DifferenceKind::NoAnswer => words::difference_no_answer(lang).to_owned(),
        };
        match &self.about {
            About::Payment { payment, checkout } => {
                words::difference(lang, &payment.to_string(), checkout, &what)
            }
            About::Transfers { account, customer } => {
                words::difference_transfers(lang, &account.to_string(), customer, &what)
            }
            About::Payout { payout } => words::difference_payout(lang, payout, &what),
        }
    }
}
