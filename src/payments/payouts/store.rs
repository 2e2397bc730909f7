//! Payouts written down: in the database, and in the books.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::kernel::db::Tx;
use crate::kernel::ids::{CreditorId, PaymentId, PayoutId};
use crate::ledger::model::{Days, TransactionDraft};
use crate::ledger::payouts::{OwnPaper, PayoutSums};
use crate::ledger::store::{PostError, post};
use crate::payments::payouts::model::{Moved, PayoutState, sums};
use crate::payments::payouts::provider::{Contents, ProviderMovement, ProviderPayout};
use crate::payments::payouts::reading::movements;
use crate::payments::store::posting::is_month_closed;
use crate::payments::store::reading::parsed_zone;

/// Whether its contents are kept already: they never change.
pub async fn is_known(tx: &mut Tx, provider_payout: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from payouts where provider_payout = $1) as "known!""#,
        provider_payout
    )
    .fetch_one(&mut **tx)
    .await
}

/// What these movements are of and no payment of ours is known by.
pub async fn strangers(tx: &mut Tx, movements: &[ProviderMovement]) -> Result<Vec<String>, sqlx::Error> {
    let about = movements.iter().filter(|movement| movement.kind.is_about_a_payment());
    let sources: Vec<String> = about.filter_map(|movement| movement.source.clone()).collect();
    let known = payments_of(tx, &sources).await?;
    Ok(sources.into_iter().filter(|source| !known.contains_key(source)).collect())
}

/// Writes down what the provider says of a payout, and posts it once it was paid or has failed. `named`: what the
/// strangers among its movements are about. A reading that is behind what is known changes nothing.
pub async fn record(
    tx: &mut Tx,
    read: &ProviderPayout,
    movements: &[ProviderMovement],
    named: &[(String, Option<String>)],
) -> Result<(), PostError> {
    if !is_known(tx, &read.provider_id).await? {
        learn_names(tx, named).await?;
        keep(tx, read, movements, named).await?;
    }
    let rows = sqlx::query!(
        r#"select p.id as "id: PayoutId", p.creditor_id as "creditor: CreditorId", p.state, p.amount_minor, p.is_told, c.time_zone
           from payouts p join creditors c on c.id = p.creditor_id
           where p.provider_payout = $1 order by p.id for update of p"#,
        read.provider_id
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let is_news = PayoutState::parse(&row.state).is_none_or(|state| state < read.state);
        if is_news {
            sqlx::query!(
                "update payouts set state = $2, arrives_on = $3, trace_key = coalesce($4, trace_key), failure_code = $5 where id = $1",
                row.id.0,
                read.state.name(),
                read.arrives_on,
                read.trace_key,
                read.failure_code
            )
            .execute(&mut **tx)
            .await?;
            tx.audit("follow", "payout", row.id.0, None).await?;
        }
        if !is_news && read.state != PayoutState::OnItsWay {
            continue;
        }
        let today = tx.today(parsed_zone(&row.time_zone)?);
        let share = Share {
            id: row.id,
            creditor: row.creditor,
            amount_minor: row.amount_minor,
            is_told: row.is_told,
        };
        settle(tx, read, &share, today).await?;
    }
    Ok(())
}

/// What of a payout is one creditor's.
struct Share {
    id: PayoutId,
    creditor: CreditorId,
    amount_minor: i64,
    is_told: bool,
}

/// The books follow the state. One that has failed was posted first as if it had been paid: what the provider kept of it
/// stays with the provider, and the next payout holds what came back.
async fn settle(
    tx: &mut Tx,
    read: &ProviderPayout,
    share: &Share,
    today: NaiveDate,
) -> Result<(), PostError> {
    if read.state == PayoutState::OnItsWay {
        return Ok(());
    }
    let of_payout = match share.is_told {
        true => sums(&moved(tx, share.id).await?),
        false => PayoutSums { held_minor: share.amount_minor, ..PayoutSums::default() },
    };
    let cause = format!("payout:{}", share.id);
    let paper = OwnPaper {
        creditor: share.creditor,
        currency: read.amount.currency,
        cause: &cause,
        kind: "payout",
        number: &read.provider_id,
    };
    let effective_on = read.arrives_on.min(today);
    let is_closed = is_month_closed(tx, share.creditor, effective_on).await?;
    let days = Days { effective_on, accounting_on: if is_closed { today } else { effective_on } };
    let draft = TransactionDraft::payout(paper, of_payout, days);
    if !draft.is_empty() {
        post(tx, &draft).await?;
    }
    if read.state == PayoutState::Failed && share.amount_minor != 0 {
        post(tx, &TransactionDraft::payout_failed(paper, share.amount_minor, Days::on(today))).await?;
    }
    Ok(())
}

async fn moved(tx: &mut Tx, id: PayoutId) -> Result<Vec<Moved>, sqlx::Error> {
    let rows = movements(tx, id).await?;
    Ok(rows.iter().map(|movement| movement.moved).collect())
}

/// What a payout holds is known by what the payments are called there.
async fn learn_names(tx: &mut Tx, named: &[(String, Option<String>)]) -> Result<(), sqlx::Error> {
    let is_charge = |source: &str| source.starts_with("ch_") || source.starts_with("py_");
    let charges = named.iter().filter(|(source, _)| is_charge(source));
    for (charge, intent) in charges {
        sqlx::query!(
            "update payments set provider_charge = $1 where provider_payment = $2 and provider_charge is null",
            charge,
            *intent
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Keeps a payout with what it holds, a row for each creditor whose money it is.
async fn keep(
    tx: &mut Tx,
    read: &ProviderPayout,
    movements: &[ProviderMovement],
    named: &[(String, Option<String>)],
) -> Result<(), sqlx::Error> {
    let sources: Vec<String> = movements.iter().filter_map(|movement| movement.source.clone()).collect();
    let mut known = payments_of(tx, &sources).await?;
    for (source, intent) in named {
        if let Some(payment) = payment_of_intent(tx, intent.as_deref()).await? {
            known.insert(source.clone(), payment);
        }
    }
    // One in another currency than its payment was settled at a rate that the books do not know.
    let of = |movement: &ProviderMovement| {
        let payment = movement.source.as_ref().and_then(|source| known.get(source))?;
        (movement.kind.is_about_a_payment() && payment.currency == movement.amount.currency.code())
            .then_some(payment)
    };
    let creditors: Vec<CreditorId> =
        movements.iter().filter_map(|movement| Some(of(movement)?.creditor)).collect();
    // What is of no payment belongs to whose account it is at the provider.
    let owner = match creditors.first() {
        Some(first) if creditors.iter().all(|creditor| creditor == first) => *first,
        _ => owner(tx).await?,
    };
    let mut shares: BTreeMap<CreditorId, Vec<(&ProviderMovement, Option<PaymentId>)>> = BTreeMap::new();
    for movement in movements {
        let payment = of(movement);
        let creditor = payment.map_or(owner, |payment| payment.creditor);
        shares.entry(creditor).or_default().push((movement, payment.map(|payment| payment.id)));
    }
    if shares.is_empty() {
        shares.insert(owner, Vec::new());
    }
    for (creditor, held) in shares {
        keep_share(tx, read, creditor, &held).await?;
    }
    Ok(())
}

async fn keep_share(
    tx: &mut Tx,
    read: &ProviderPayout,
    creditor: CreditorId,
    held: &[(&ProviderMovement, Option<PaymentId>)],
) -> Result<(), sqlx::Error> {
    let is_told = read.contents == Contents::Known;
    let of_movements: i64 = held.iter().map(|(movement, _)| movement.amount.minor - movement.fee.minor).sum();
    let amount_minor = if is_told { of_movements } else { read.amount.minor };
    let id = PayoutId::new();
    let inserted = sqlx::query!(
        "insert into payouts (id, creditor_id, provider_payout, currency, amount_minor, whole_minor, state, is_told, sent_at, arrives_on)
         values ($1, $2, $3, $4, $5, $6, 'on_its_way', $7, $8, $9) on conflict (creditor_id, provider_payout) do nothing",
        id.0,
        creditor.0,
        read.provider_id,
        read.amount.currency.code(),
        amount_minor,
        read.amount.minor,
        is_told,
        read.sent_at,
        read.arrives_on
    )
    .execute(&mut **tx)
    .await?;
    // Somebody else has just kept it, with all that it holds.
    if inserted.rows_affected() == 0 {
        return Ok(());
    }
    for (position, (movement, payment)) in held.iter().enumerate() {
        sqlx::query!(
            "insert into payout_movements (provider_movement, payout_id, creditor_id, position, kind, amount_minor, fee_minor, payment_id,
               source, moved_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            movement.provider_id,
            id.0,
            creditor.0,
            i32::try_from(position).unwrap_or(i32::MAX),
            movement.kind.name(),
            movement.amount.minor,
            movement.fee.minor,
            payment.map(|payment| payment.0),
            movement.source.as_deref().unwrap_or_default(),
            movement.moved_at
        )
        .execute(&mut **tx)
        .await?;
    }
    tx.audit("find", "payout", id.0, None).await
}

/// The creditor whose account at the provider it is: the first one that the portal was made for.
async fn owner(tx: &mut Tx) -> Result<CreditorId, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: CreditorId" from creditors order by created_at, id limit 1"#)
        .fetch_one(&mut **tx)
        .await
}

/// A payment that a movement is about.
struct About {
    id: PaymentId,
    creditor: CreditorId,
    currency: String,
}

async fn payments_of(tx: &mut Tx, sources: &[String]) -> Result<BTreeMap<String, About>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.source as "source!", p.id as "id: PaymentId", p.creditor_id as "creditor: CreditorId", p.currency
           from unnest($1::text[]) as s (source) join lateral (
             select p.id from payments p where p.provider_charge = s.source
             union select r.payment_id from refunds r where r.provider_refund = s.source
             union select d.payment_id from provider_disputes d where d.provider_dispute = s.source
           ) named on true join payments p on p.id = named.id"#,
        sources
    )
    .fetch_all(&mut **tx)
    .await?;
    let about = rows
        .into_iter()
        .map(|row| (row.source, About { id: row.id, creditor: row.creditor, currency: row.currency }));
    Ok(about.collect())
}

async fn payment_of_intent(tx: &mut Tx, intent: Option<&str>) -> Result<Option<About>, sqlx::Error> {
    sqlx::query_as!(
        About,
        r#"select id as "id: PaymentId", creditor_id as "creditor: CreditorId", currency from payments where provider_payment = $1"#,
        intent
    )
    .fetch_optional(&mut **tx)
    .await
}
