//! What who paid is told when money of their payment goes back, or when a bank decides about it.

use super::spreading::Held;
use crate::contact::letters::{ReturnStep, Returned, payment_returned};
use crate::contact::model::NoticeKind;
use crate::contact::store::{Notice, Recipient, send};
use crate::contact::telling::told;
use crate::kernel::db::Tx;
use crate::kernel::ids::PersonId;
use crate::kernel::money::Money;
use crate::payments::model::returns::RefundReason;
use crate::payments::words;

/// What there is to say of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Decided,
    Sent,
    NeedsDetails,
    Failed,
}

/// What there is to say of what a card's holder contests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contested {
    Opened,
    Lost,
    Won,
}

pub(super) async fn refund(
    tx: &mut Tx,
    held: &Held,
    amount: Money,
    reason: RefundReason,
    step: Told,
) -> Result<(), sqlx::Error> {
    let step = match step {
        Told::Decided => ReturnStep::Decided,
        Told::Sent => ReturnStep::Sent,
        Told::NeedsDetails => ReturnStep::NeedsDetails,
        Told::Failed => ReturnStep::Failed,
    };
    tell(tx, held, amount, Some(reason), step).await
}

pub(super) async fn dispute(
    tx: &mut Tx,
    held: &Held,
    amount: Money,
    step: Contested,
) -> Result<(), sqlx::Error> {
    let step = match step {
        Contested::Opened => ReturnStep::ContestOpened,
        Contested::Lost => ReturnStep::ContestLost,
        Contested::Won => ReturnStep::ContestWon,
    };
    tell(tx, held, amount, None, step).await
}

async fn tell(
    tx: &mut Tx,
    held: &Held,
    amount: Money,
    reason: Option<RefundReason>,
    step: ReturnStep,
) -> Result<(), sqlx::Error> {
    let Some(person) = whom(tx, held).await? else { return Ok(()) };
    let Some(told) = told(tx, person).await? else { return Ok(()) };
    let last4 = sqlx::query_scalar!("select method_last4 from payments where id = $1", held.id.0)
        .fetch_one(&mut **tx)
        .await?;
    let to = words::refund_goes_to(told.lang, last4.as_deref(), held.method);
    let path = format!("/account/payments/{}", held.id);
    let letter = payment_returned(
        &Returned {
            creditor: &held.creditor_name,
            amount,
            to: &to,
            why: reason.map(|reason| words::refund_reason(told.lang, reason)).unwrap_or_default(),
            step,
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
        creditor: held.key.creditor,
        account: Some(held.key.account),
        lang: told.lang,
        words: letter,
        good_until: None,
    };
    send(tx, notice).await.map(drop)
}

/// Who paid; where nobody did through the portal, whose account it is.
async fn whom(tx: &mut Tx, held: &Held) -> Result<Option<PersonId>, sqlx::Error> {
    if held.started_by.is_some() {
        return Ok(held.started_by);
    }
    let is_guests = sqlx::query_scalar!(
        r#"select pay_link_id is not null as "guests!" from payments where id = $1"#,
        held.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    if is_guests {
        // It goes back to somebody whom we do not know; the provider tells them.
        return Ok(None);
    }
    sqlx::query_scalar!(
        r#"select person_id as "person: PersonId" from parties
           where account_id = $1 and invoice_id is null and from_on <= $2 and (until_on is null or until_on >= $2)
           order by role = 'principal' desc, from_on, id limit 1"#,
        held.key.account.0,
        held.today
    )
    .fetch_optional(&mut **tx)
    .await
}
