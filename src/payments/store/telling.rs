//! The receipt that goes to who paid.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::reading::receipt_lines;
use super::undecodable;
use crate::accounts::guarantees::standing_guarantee;
use crate::contact::letters::{Applied, Left, Received, paid_by_somebody, payment_received};
use crate::contact::model::NoticeKind;
use crate::contact::store::{Notice, Recipient, send};
use crate::contact::telling::told;
use crate::kernel::db::Tx;
use crate::kernel::ids::{PartyId, PaymentId, PersonId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::OpenItem;
use crate::ledger::model::AccountKey;
use crate::ledger::store::open_items;
use crate::payments::model::Payable;

/// Whose account was paid on, and under which guarantee if it was one.
pub(super) struct Reckoning {
    pub(super) key: AccountKey,
    pub(super) guarantee: Option<PartyId>,
    pub(super) creditor_name: String,
    pub(super) creditor_zone: Tz,
}

/// What the receipt says of the money.
pub(super) struct ReceivedMoney {
    pub(super) id: PaymentId,
    pub(super) receipt: String,
    pub(super) amount: Money,
    pub(super) paid_at: DateTime<Utc>,
    pub(super) credit_minor: i64,
}

/// The receipt goes to who paid, where they can be reached; or, where `by_guest`, to who is told that somebody paid for
/// them.
pub(super) async fn tell(
    tx: &mut Tx,
    person: PersonId,
    of: &Reckoning,
    received: &ReceivedMoney,
    by_guest: bool,
) -> Result<(), sqlx::Error> {
    let Some(told) = told(tx, person).await? else { return Ok(()) };
    let currency = of.key.currency;
    let lines = receipt_lines(tx, received.id, currency).await?;
    let applied: Vec<Applied<'_>> = lines
        .iter()
        .map(|line| Applied { invoice: &line.number, amount: line.paid, left: line.left })
        .collect();
    let path = format!("/account/payments/{}", received.id);
    let word = if by_guest { paid_by_somebody } else { payment_received };
    let words = word(
        &Received {
            creditor: &of.creditor_name,
            receipt: &received.receipt,
            amount: received.amount,
            received_at: received.paid_at.with_timezone(&of.creditor_zone).naive_local(),
            applied: &applied,
            credit: Money::new(received.credit_minor, currency),
            left: left(tx, of).await?,
            path: &path,
        },
        told.lang,
    );
    let notice = Notice {
        kind: NoticeKind::Receipt,
        to: Recipient {
            person: Some(person),
            contact_point: Some(told.contact_point),
            channel: told.channel,
            address: told.address,
        },
        creditor: of.key.creditor,
        account: Some(of.key.account),
        lang: told.lang,
        words,
        good_until: None,
    };
    send(tx, notice).await.map(drop)
}

/// What its payer can still be asked for: a debtor for the account, a guarantor for what they signed.
async fn left(tx: &mut Tx, of: &Reckoning) -> Result<Left, sqlx::Error> {
    let currency = of.key.currency;
    if let Some(party) = of.guarantee {
        let guarantee = standing_guarantee(tx, party).await?;
        return Ok(Left::OfGuarantee(guarantee.map_or(Money::zero(currency), |guarantee| guarantee.asked)));
    }
    let items = open_items(tx, of.key.account).await?;
    Ok(Left::ToBeUpToDate(due(&items, tx.today(of.creditor_zone), currency)?))
}

fn due(items: &[OpenItem], today: NaiveDate, currency: Currency) -> Result<Money, sqlx::Error> {
    Payable::of(items, today, Money::zero(currency), Default::default())
        .map(|payable| payable.due())
        .ok_or_else(|| undecodable("a sum that does not fit"))
}
