//! Vouchers that run out soon: whoever has one is reminded of it once.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use sqlx::types::Json;

use super::reading::{parsed_currency, parsed_zone};
use crate::contact::letters::{Voucher, voucher_lapses};
use crate::contact::model::NoticeKind;
use crate::contact::store::{Notice, Recipient, send};
use crate::contact::telling::told;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, PaymentId, PersonId};
use crate::kernel::money::Money;
use crate::payments::steps::{Step, reminder_at};

/// The kind of the job that reminds of a voucher.
pub const REMIND_OF_VOUCHER: &str = "remind_of_voucher";

/// No voucher is remembered earlier than this before it runs out.
const SOON: TimeDelta = TimeDelta::days(3);
const AT_ONCE: i64 = 200;

/// The vouchers whose payers are to be reminded by now.
pub async fn due(tx: &mut Tx) -> Result<Vec<PaymentId>, sqlx::Error> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select p.id as "id: PaymentId", p.created_at, p.step as "step!: Json<Step>", d.time_zone
           from payments p join debtors d on d.id = p.debtor_id
           where p.state = 'requires_action' and p.reminded_at is null and p.step ->> 'kind' = 'voucher'
             and (p.step ->> 'until')::timestamptz between $1 and $2
           order by p.created_at limit $3"#,
        now,
        now + SOON,
        AT_ONCE
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut due = Vec::new();
    for row in rows {
        if is_time(&row.step.0, row.created_at, parsed_zone(&row.time_zone)?, now) {
            due.push(row.id);
        }
    }
    Ok(due)
}

/// Reminds the payer of a voucher that still waits, and never twice.
pub async fn remind(tx: &mut Tx, payment: PaymentId) -> Result<(), sqlx::Error> {
    let row = sqlx::query!(
        r#"update payments p set reminded_at = $2 from creditors c, debtors d
           where p.id = $1 and p.state = 'requires_action' and p.reminded_at is null and c.id = p.creditor_id and d.id = p.debtor_id
           returning p.started_by as "started_by: PersonId", p.account_id as "account: AccountId",
             p.creditor_id as "creditor: CreditorId", c.name, p.amount_minor, p.currency, p.step as "step: Json<Step>",
             d.time_zone"#,
        payment.0,
        tx.now()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let Some(Json(Step::Voucher { number, until, .. })) = row.step else { return Ok(()) };
    let Some(person) = row.started_by else { return Ok(()) };
    let Some(told) = told(tx, person).await? else { return Ok(()) };
    let path = format!("/account/payments/{payment}");
    let words = voucher_lapses(
        &Voucher {
            creditor: &row.name,
            amount: Money::new(row.amount_minor, parsed_currency(&row.currency)?),
            number: &number,
            until: until.with_timezone(&parsed_zone(&row.time_zone)?).naive_local(),
            path: &path,
        },
        told.lang,
    );
    let notice = Notice {
        kind: NoticeKind::Answer,
        to: Recipient {
            person: Some(person),
            contact_point: Some(told.contact_point),
            channel: told.channel,
            address: told.address,
        },
        creditor: row.creditor,
        account: Some(row.account),
        lang: told.lang,
        words,
        good_until: None,
    };
    send(tx, notice).await?;
    tx.audit("remind_of_voucher", "payment", payment.0, Some(row.account)).await
}

fn is_time(step: &Step, made_at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> bool {
    let Step::Voucher { until, .. } = step else { return false };
    reminder_at(made_at, *until, zone).is_some_and(|at| at <= now)
}
