//! What became of a try, once the provider has said so: in the transaction that writes it down.

use super::announcing::order_next;
use super::mandates::{self, mandate};
use super::tries::{self, charge_of};
use crate::kernel::db::Tx;
use crate::kernel::ids::PaymentId;
use crate::payments::autopay::model::{AfterDecline, ChargeState, EndWhy, after_decline};
use crate::payments::model::PaymentState;

/// The payment that tries to charge a due amount has come to this state. One that is still on its way changes nothing but
/// that its order is answered.
pub async fn follow(
    tx: &mut Tx,
    payment: PaymentId,
    state: PaymentState,
    code: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set charge_order = null where id = $1 and charge_order is not null",
        payment.0
    )
    .execute(&mut **tx)
    .await?;
    let Some(charge) = charge_of(tx, payment).await? else { return Ok(()) };
    if charge.state != ChargeState::Charging && state != PaymentState::Succeeded {
        return Ok(());
    }
    let of = mandate(tx, charge.mandate).await?;
    match state {
        PaymentState::Succeeded if charge.state == ChargeState::Paid => return Ok(()),
        PaymentState::Succeeded => tries::settle(tx, &of, &charge, ChargeState::Paid, None).await?,
        PaymentState::Failed | PaymentState::Expired | PaymentState::Abandoned => {
            let code = code.unwrap_or("unknown");
            sqlx::query!("update autopay_charges set why = $2 where id = $1", charge.id.0, code)
                .execute(&mut **tx)
                .await?;
            declined(tx, &of, &charge, code).await?;
        }
        _ => return Ok(()),
    }
    let today = tx.today(of.zone);
    order_next(tx, of.id, today, &payment.to_string()).await
}

async fn declined(
    tx: &mut Tx,
    of: &mandates::Mandate,
    charge: &tries::Charge,
    code: &str,
) -> Result<(), sqlx::Error> {
    let today = tx.today(of.zone);
    let next = of.promise.next_try(u32::try_from(charge.tries).unwrap_or(u32::MAX), today);
    match (after_decline(code), next) {
        (AfterDecline::AskHolder, _) => {
            tries::settle(tx, of, charge, ChargeState::NeedsPerson, None).await?;
            tries::tell(tx, charge.id, "needs_person", charge.tries).await
        }
        // Nothing more is tried of what has ended meanwhile, and nothing is said of a next try that will not be made.
        (AfterDecline::TryAgain, Some(on)) if of.ended_at.is_none() => {
            sqlx::query!(
                "update autopay_charges set state = 'waiting', charge_on = $2 where id = $1",
                charge.id.0,
                on
            )
            .execute(&mut **tx)
            .await?;
            tx.audit("decline", "autopay_charge", charge.id.0, Some(of.account)).await?;
            tries::tell(tx, charge.id, "declined", charge.tries).await
        }
        (after, _) => {
            tries::settle(tx, of, charge, ChargeState::GivenUp, None).await?;
            tries::tell(tx, charge.id, "given_up", charge.tries).await?;
            if after == AfterDecline::EndMandate {
                mandates::end(tx, of.id, EndWhy::BankForbids).await?;
            }
            Ok(())
        }
    }
}
