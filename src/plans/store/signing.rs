//! Signing: a code of its own for the version that was read, and the plan that comes of it.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::ground::{Ground, ground};
use super::keeping::{relieve, step};
use super::negotiating::{TalkError, advance, seen};
use super::reading::plan;
use super::{Said, hold_account, note};
use crate::accounts::forecast::OpenDebt;
use crate::contact::model::{Letter, NoticeKind};
use crate::contact::store::{Notice, Recipient, send};
use crate::contact::telling::told;
use crate::identity::keys::Keys;
use crate::identity::store::Answer;
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::{OfferId, PersonId, PlanId};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::plans::model::{EventKind, Negotiation, Offer, Plan};
use crate::plans::schedule::Schedule;
use crate::plans::state::{PlanMove, TalkMove};
use crate::policies::rules::PlanRules;

/// What is about to be signed, with the amounts of today.
#[derive(Clone, Debug)]
pub struct Ready {
    pub talk: Negotiation,
    pub offer: Offer,
    pub schedule: Schedule,
    pub rules: PlanRules,
    pub debts: Vec<OpenDebt>,
    pub ground: Ground,
}

impl Ready {
    pub fn owed(&self) -> Money {
        self.schedule.owed
    }

    pub fn borrowed(&self) -> Vec<&OpenDebt> {
        self.debts.iter().collect()
    }
}

/// Works out what signing the version on the table would mean now. Nothing of it is kept.
pub async fn ready(tx: &mut Tx, talk: Negotiation) -> Result<Ready, TalkError> {
    let offer = talk.current().cloned().ok_or(TalkError::Moved)?;
    if offer.expires_at <= tx.now() {
        return Err(TalkError::Expired);
    }
    let ground = ground(tx, talk.account.clone(), talk.replaces).await?;
    let rules = match &ground.bounds {
        Some(bounds) if !ground.is_barred => bounds.rules.clone(),
        _ => return Err(TalkError::NoPlans),
    };
    let debts: Vec<OpenDebt> =
        ground.among(&talk.ids()).map_err(TalkError::DebtGone)?.into_iter().cloned().collect();
    let owed = ground.owed(&debts.iter().collect::<Vec<_>>()).ok_or(TalkError::NoPlans)?;
    let schedule = Schedule::of(owed, &offer.terms).map_err(|_| TalkError::Moved)?;
    Ok(Ready { offer, schedule, rules, debts, ground, talk })
}

/// Sends a code to whoever reads the agreement; answers its name. Nothing where they cannot be reached.
pub async fn ask_code(
    tx: &mut Tx,
    keys: &Keys,
    ready: &Ready,
    digits: &str,
    words: impl Fn(Lang) -> Letter,
) -> Result<Option<Uuid>, TalkError> {
    let Actor::Person { person, .. } = tx.actor() else { return Err(TalkError::Moved) };
    seen(&ready.talk, ready.offer.id, tx.now())?;
    let Some(told) = told(tx, person).await? else { return Ok(None) };
    let id = Uuid::now_v7();
    let account = &ready.talk.account;
    let notice = Notice {
        kind: NoticeKind::AgreementCode,
        to: Recipient {
            person: Some(person),
            contact_point: Some(told.contact_point),
            channel: told.channel,
            address: told.address,
        },
        creditor: account.creditor,
        account: Some(account.id),
        lang: told.lang,
        words: words(told.lang),
        good_until: Some(Utc::now() + CODE_LASTS),
    };
    let notice = send(tx, notice).await?;
    sqlx::query!(
        r#"insert into plan_codes (id, negotiation_id, offer_id, person_id, owed_minor, code_hash, notice_id)
         values ($1, $2, $3, $4, $5, $6, $7)"#,
        id,
        ready.talk.id.0,
        ready.offer.id.0,
        person.0,
        ready.owed().minor,
        code_hash(keys, id, digits),
        notice.0
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("ask_agreement_code", "plan", ready.talk.id.0, Some(account.id)).await?;
    Ok(Some(id))
}

const CODE_LASTS: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// A code that was sent, as the page that asks for it names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub plan: PlanId,
    pub offer: OfferId,
    pub owed_minor: i64,
}

/// The code of this name, if it is this reader's and not used yet.
pub async fn sent(tx: &mut Tx, code: Uuid) -> Result<Option<Sent>, sqlx::Error> {
    sqlx::query_as!(
        Sent,
        r#"select negotiation_id as "plan: PlanId", offer_id as "offer: OfferId", owed_minor from plan_codes
           where id = $1 and person_id = $2 and confirmed_at is null"#,
        code,
        tx.actor().id()
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Whether these are the digits.
pub async fn answer_code(tx: &mut Tx, keys: &Keys, code: Uuid, digits: &str) -> Result<Answer, sqlx::Error> {
    let row = sqlx::query!(
        r#"select outcome as "outcome!", tries as "tries!" from confirm_plan_code($1, $2)"#,
        code,
        code_hash(keys, code, digits)
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(match row.outcome.as_str() {
        "right" => Answer::Right,
        "wrong" => Answer::Wrong { tries_left: row.tries },
        "spent" => Answer::Spent,
        _ => Answer::Expired,
    })
}

/// Makes the plan of what was read and confirmed. `consent` is what was shown, and how it was confirmed.
pub async fn sign(tx: &mut Tx, ready: &Ready, sent: Sent, consent: Value) -> Result<Plan, TalkError> {
    let Actor::Person { person, .. } = tx.actor() else { return Err(TalkError::Moved) };
    seen(&ready.talk, sent.offer, tx.now())?;
    if sent.plan != ready.talk.id || sent.owed_minor != ready.owed().minor {
        return Err(TalkError::Moved);
    }
    advance(tx, &ready.talk, TalkMove::Sign).await?;
    if let Some(replaced) = ready.talk.replaces
        && let Some(old) = plan(tx, replaced).await?.filter(|old| old.state.is_open())
    {
        step(tx, &old, PlanMove::Replace).await?;
    }
    keep(tx, ready, person, tx.now(), consent).await?;
    let account = &ready.talk.account;
    let said = Said { offer: Some(ready.offer.id), ..Said::default() };
    note(tx, account, ready.talk.id, EventKind::Sign, said).await?;
    let signed = plan(tx, ready.talk.id).await?.ok_or(sqlx::Error::RowNotFound)?;
    // What is charged for today already is in what was signed; the first day that bears less is the next.
    let (today, tomorrow) = (account.today, account.today.succ_opt().unwrap_or(account.today));
    let charged = |id| {
        let debt = ready.debts.iter().find(|debt| debt.item.invoice == id);
        debt.and_then(|debt| debt.posted.through).is_some_and(|through| through >= today)
    };
    relieve(tx, &signed, |id| if charged(id) { tomorrow } else { today }).await?;
    Ok(signed)
}

/// The lock under which a plan is signed; whatever is read after it stays so until the end.
pub async fn alone(tx: &mut Tx, talk: &Negotiation) -> Result<(), sqlx::Error> {
    hold_account(tx, talk.account.id).await
}

async fn keep(
    tx: &mut Tx,
    ready: &Ready,
    person: PersonId,
    now: DateTime<Utc>,
    consent: Value,
) -> Result<(), TalkError> {
    let (id, account) = (ready.talk.id, &ready.talk.account);
    let encoded = |error: serde_json::Error| sqlx::Error::Encode(error.into());
    sqlx::query!(
        r#"insert into plans (id, account_id, debtor_id, creditor_id, number, currency, offer_id, terms, rules, owed_minor,
           discount_minor, since_sequence, signed_by, signed_at, consent)
         values ($1, $2, $3, $4, take_agreement_number($2), $5, $6, $7, $8, $9, $10, last_ledger_sequence(), $11, $12, $13)"#,
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        account.currency.code(),
        ready.offer.id.0,
        serde_json::to_value(&ready.offer.terms).map_err(encoded)?,
        serde_json::to_value(&ready.rules).map_err(encoded)?,
        ready.owed().minor,
        ready.schedule.discount.minor,
        person.0,
        now,
        consent
    )
    .execute(&mut **tx)
    .await?;
    for debt in &ready.debts {
        let of = debt.item.payable();
        sqlx::query!(
            r#"insert into plan_debts (plan_id, invoice_id, account_id, debtor_id, creditor_id, principal_minor, interest_minor,
               interest_tax_minor, fees_minor, fees_tax_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#,
            id.0,
            debt.item.invoice.0,
            account.id.0,
            account.debtor.0,
            account.creditor.0,
            of.principal_minor,
            of.interest_minor,
            of.interest_tax_minor,
            of.fees_minor,
            of.fees_tax_minor
        )
        .execute(&mut **tx)
        .await?;
    }
    let parts: Vec<_> = ready
        .schedule
        .instalments
        .iter()
        .map(|one| crate::plans::standing::Part {
            number: one.number,
            due_on: one.due_on,
            moved_from: None,
            amount_minor: one.amount.minor,
        })
        .collect();
    super::keeping::put_parts(tx, account, id, 1, &parts).await?;
    Ok(())
}

/// What is kept of how somebody agreed.
pub fn consent(shown: &Value, lang: Lang, code: Uuid, address: &str, at: DateTime<Utc>) -> Value {
    json!({ "shown": shown, "lang": lang.code(), "code": code, "address": address, "confirmed_at": at })
}

/// Digits are the same for many people, so the digest takes in which code they belong to.
fn code_hash(keys: &Keys, code: Uuid, digits: &str) -> Vec<u8> {
    keys.digest("agreement code", format!("{code}:{digits}").as_bytes()).to_vec()
}
