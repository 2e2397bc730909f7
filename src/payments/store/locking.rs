//! A payment under its lock, and in which order locks are taken.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::reading::{parsed_currency, parsed_zone};
use super::telling::Reckoning;
use super::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, DebtorId, PartyId, PaymentId, PersonId};
use crate::ledger::model::AccountKey;
use crate::ledger::store::lock_accounts;
use crate::payments::autopay::store::outcomes;
use crate::payments::model::{Choice, PaymentState};
use crate::policies::methods::Method;

/// Locks what several payments need before any of them is posted, in the order in which one alone locks it (its own row,
/// then its account, then the creditor's counters), so that nobody waits for somebody who waits for them.
pub async fn lock_all(tx: &mut Tx, ids: &[PaymentId]) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let accounts = sqlx::query_scalar!(
        "select account_id from payments where id = any($1) order by id for update",
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    lock_accounts(tx, &accounts).await
}

/// A payment under its lock.
pub(super) struct Locked {
    pub(super) key: AccountKey,
    pub(super) state: PaymentState,
    pub(super) choice: Choice,
    pub(super) started_by: Option<PersonId>,
    pub(super) is_guests: bool,
    pub(super) guarantee: Option<PartyId>,
    /// Nobody sat in front of a page: it tries to charge what was announced.
    pub(super) is_autopay: bool,
    /// Its payer wants the card kept.
    pub(super) saves_method: bool,
    pub(super) creditor_name: String,
    pub(super) creditor_zone: Tz,
    pub(super) debtor_zone: Tz,
    pub(super) method: Option<Method>,
    pub(super) created_at: DateTime<Utc>,
}

impl Locked {
    /// Money that was transferred beyond everything that was asked for: nobody asked for it, and nobody began it.
    pub(super) fn is_beyond(&self) -> bool {
        self.method == Some(Method::Spei) && self.started_by.is_none()
    }

    pub(super) fn reckoning(&self) -> Reckoning {
        Reckoning {
            key: self.key,
            guarantee: self.guarantee,
            creditor_name: self.creditor_name.clone(),
            creditor_zone: self.creditor_zone,
        }
    }

    /// What follows for what was announced.
    pub(super) async fn tell_autopay(
        &self,
        tx: &mut Tx,
        id: PaymentId,
        state: PaymentState,
        code: Option<&str>,
    ) -> Result<(), sqlx::Error> {
        if self.is_autopay { outcomes::follow(tx, id, state, code).await } else { Ok(()) }
    }
}

pub(super) async fn lock(tx: &mut Tx, id: PaymentId) -> Result<Locked, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.account_id as "account: AccountId", p.debtor_id as "debtor: DebtorId",
             p.creditor_id as "creditor: CreditorId", p.currency, p.state, p.choice, p.started_by as "started_by: PersonId",
             p.guarantee_id as "guarantee: PartyId", p.pay_link_id is not null as "is_guests!",
             p.autopay_charge_id is not null as "is_autopay!", p.saves_method,
             c.name as creditor_name, c.time_zone as creditor_zone, d.time_zone as debtor_zone, p.method_kind, p.created_at
           from payments p join creditors c on c.id = p.creditor_id join debtors d on d.id = p.debtor_id
           where p.id = $1 for update of p"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Locked {
        key: AccountKey {
            account: row.account,
            debtor: row.debtor,
            creditor: row.creditor,
            currency: parsed_currency(&row.currency)?,
        },
        state: PaymentState::parse(&row.state).ok_or_else(|| undecodable("an unknown state of a payment"))?,
        choice: serde_json::from_value(row.choice).map_err(|error| sqlx::Error::Decode(error.into()))?,
        started_by: row.started_by,
        is_guests: row.is_guests,
        guarantee: row.guarantee,
        is_autopay: row.is_autopay,
        saves_method: row.saves_method,
        creditor_name: row.creditor_name,
        creditor_zone: parsed_zone(&row.creditor_zone)?,
        debtor_zone: parsed_zone(&row.debtor_zone)?,
        method: row.method_kind.as_deref().and_then(Method::of_kind),
        created_at: row.created_at,
    })
}
