//! What follows when somebody who was not signed in has paid: their receipt says amount, date and reference, and the
//! full one goes to those whose debt it was.

use uuid::Uuid;

use super::telling::{ReceivedMoney, Reckoning, tell};
use crate::contact::letters::{GuestReceipt, guest_receipt};
use crate::contact::model::{Channel, NoticeKind};
use crate::contact::store::{Notice, Recipient, send};
use crate::kernel::db::Tx;
use crate::kernel::ids::{PersonId, TaskId};
use crate::kernel::locale::Lang;

/// Tells the guest, where they left an address, and everybody who owes the debt. What was paid beyond it is the guest's
/// to have back (domain-rules A20), so the team is asked to see to that.
pub(super) async fn tell_of_guest(
    tx: &mut Tx,
    of: &Reckoning,
    received: &ReceivedMoney,
) -> Result<(), sqlx::Error> {
    for person in owing(tx, of).await? {
        tell(tx, person, of, received, true).await?;
    }
    tell_guest(tx, of, received).await?;
    if received.credit_minor > 0 {
        ask_to_return(tx, of, received.id.0).await?;
    }
    Ok(())
}

/// Those who owe it, and those who act for them.
pub(super) async fn owing(tx: &mut Tx, of: &Reckoning) -> Result<Vec<PersonId>, sqlx::Error> {
    let day = tx.today(of.creditor_zone);
    sqlx::query_scalar!(
        r#"select distinct person_id as "person: PersonId" from parties
           where account_id = $1 and role in ('principal', 'joint_debtor', 'representative', 'executor')
             and from_on <= $2 and (until_on is null or until_on >= $2)"#,
        of.key.account.0,
        day
    )
    .fetch_all(&mut **tx)
    .await
}

/// Their address is forgotten with it: it was left for this and nothing else.
async fn tell_guest(tx: &mut Tx, of: &Reckoning, received: &ReceivedMoney) -> Result<(), sqlx::Error> {
    let left = sqlx::query!(
        "delete from guest_receipts where payment_id = $1 returning address, language",
        received.id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(left) = left else { return Ok(()) };
    let lang = Lang::parse(&left.language).unwrap_or_default();
    let words = guest_receipt(
        &GuestReceipt {
            creditor: &of.creditor_name,
            receipt: &received.receipt,
            amount: received.amount,
            received_at: received.paid_at.with_timezone(&of.creditor_zone).naive_local(),
        },
        lang,
    );
    let to = Recipient { person: None, contact_point: None, channel: Channel::Email, address: left.address };
    let creditor = of.key.creditor;
    // Without the account: the foot of a notice prints its reference, which is not the guest's to know.
    let notice =
        Notice { kind: NoticeKind::Receipt, to, creditor, account: None, lang, words, good_until: None };
    send(tx, notice).await.map(drop)
}

async fn ask_to_return(tx: &mut Tx, of: &Reckoning, payment: Uuid) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into tasks (id, account_id, debtor_id, creditor_id, kind, about_kind, about_id, created_at)
         values ($1, $2, $3, $4, 'guest_paid_too_much', 'payment', $5, $6)",
        TaskId::new().0,
        of.key.account.0,
        of.key.debtor.0,
        of.key.creditor.0,
        payment,
        now
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}
